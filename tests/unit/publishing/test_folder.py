"""What readers find in output/, whatever happens while it is written."""

from __future__ import annotations

import errno
import os
import re
import signal
from pathlib import Path

import pytest

from digest.errors import StorageError
from digest.model import Edition, SiteFile
from digest.publishing import FolderPublisher, disk


def _edition(body: bytes = b"page", path: str = "index.html") -> Edition:
    return Edition(medium="page", path=path, body=body)


def _site(*days: str, style: bytes = b"style") -> list[SiteFile]:
    links = "".join(f'<a href="issues/{day}/index.html">' for day in days).encode()
    return [
        SiteFile(path="index.html", body=b"home " + links + b'<link href="style.css"><a href="issues/index.html">'),
        SiteFile(path="issues/index.html", body=b"back " + links.replace(b"issues/", b"")),
        SiteFile(path="style.css", body=style),
    ]


def _files(output: Path) -> dict[str, bytes]:
    return {str(p.relative_to(output)): p.read_bytes() for p in sorted(output.rglob("*")) if p.is_file()}


def test_an_issue_and_the_site_are_written(tmp_path: Path) -> None:
    """Everything given is there afterwards, and nothing else."""
    FolderPublisher(tmp_path / "output").publish("issues/2031-05-07", [_edition()], _site("2031-05-07"))
    assert sorted(_files(tmp_path / "output")) == [
        "index.html",
        "issues/2031-05-07/index.html",
        "issues/index.html",
        "style.css",
    ]


def test_unchanged_files_are_not_touched(tmp_path: Path) -> None:
    """Publishing the same again writes nothing: time stamps and inodes stay."""
    publisher = FolderPublisher(tmp_path)
    publisher.publish("issues/2031-05-07", [_edition()], _site("2031-05-07"))
    before = {p: (p.stat().st_mtime_ns, p.stat().st_ino) for p in tmp_path.rglob("*") if p.is_file()}
    publisher.publish("issues/2031-05-07", [_edition()], _site("2031-05-07"))
    assert before == {p: (p.stat().st_mtime_ns, p.stat().st_ino) for p in tmp_path.rglob("*") if p.is_file()}


@pytest.mark.parametrize("can_swap", [True, False])
def test_a_folder_made_again_keeps_what_is_not_an_edition(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, can_swap: bool
) -> None:
    """The frozen issue and its corrections stay beside new editions; a calendar that is no more goes."""
    if not can_swap:
        monkeypatch.setattr(disk, "swap", lambda new, old: False)
    publisher = FolderPublisher(tmp_path)
    folder = tmp_path / "issues" / "2031-05-07"
    publisher.publish("issues/2031-05-07", [_edition(), _edition(b"ics", "calendar.ics")], [])
    (folder / "issue.json").write_bytes(b"{}")
    publisher.publish("issues/2031-05-07", [_edition(b"new page")], [])
    assert _files(folder) == {"index.html": b"new page", "issue.json": b"{}"}


@pytest.mark.parametrize("path", ["../out", "/etc/x", "a/../../x", "", ".", "a\\b", "a\0b", ".publishing/x"])
def test_no_path_leads_out(tmp_path: Path, path: str) -> None:
    """A path that would leave output/ is refused before anything is written."""
    output = tmp_path / "output"
    with pytest.raises(StorageError):
        FolderPublisher(output).publish("issues/x", [_edition()], [SiteFile(path=path, body=b"x")])
    with pytest.raises(StorageError):
        FolderPublisher(output).publish(path, [_edition()], [])
    assert not output.exists()


def test_a_link_that_leads_out_is_refused(tmp_path: Path) -> None:
    """A symbolic link inside output/ cannot carry a page elsewhere."""
    (tmp_path / "elsewhere").mkdir()
    output = tmp_path / "output"
    output.mkdir()
    (output / "issues").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(StorageError, match="symbolic link"):
        FolderPublisher(output).publish("issues/2031-05-07", [_edition()], [])
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.parametrize(
    ("number", "words"), [(errno.ENOSPC, "disk is full"), (errno.EROFS, "read-only"), (errno.EACCES, "may not write")]
)
def test_a_disk_that_says_no_is_told_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    """A full or read-only disk ends as a StorageError that says what is wrong; the old site stays."""
    publisher = FolderPublisher(tmp_path)
    publisher.publish("issues/2031-05-06", [_edition()], _site("2031-05-06"))
    before = _files(tmp_path)

    def refuse(path: Path, body: bytes) -> None:
        raise OSError(number, os.strerror(number), str(path))

    monkeypatch.setattr(disk, "write", refuse)
    with pytest.raises(StorageError, match=words) as caught:
        publisher.publish("issues/2031-05-07", [_edition()], _site("2031-05-06", "2031-05-07"))
    assert caught.value.status == 74
    assert _files(tmp_path) == before


def test_output_that_is_a_file_is_told(tmp_path: Path) -> None:
    """Where output/ cannot be made, words say so."""
    (tmp_path / "output").write_text("in the way")
    with pytest.raises(StorageError, match="cannot publish"):
        FolderPublisher(tmp_path / "output").publish("issues/x", [_edition()], [])


@pytest.mark.parametrize("again", [False, True])
def test_a_kill_at_any_point_leaves_a_whole_site(tmp_path: Path, again: bool) -> None:
    """Killed at each of its steps on the disk, publishing leaves a home page and all that it links to."""
    killed_at_least = 8
    for point in range(200):
        output = tmp_path / str(point)
        publisher = FolderPublisher(output)
        publisher.publish("issues/2031-05-06", [_edition(b"old")], _site("2031-05-06"))
        old_home = (output / "index.html").read_bytes()
        day = "2031-05-06" if again else "2031-05-07"
        editions = [_edition(b"new"), _edition(b"text", "email.txt")]
        site = _site(*sorted({"2031-05-06", day}), style=b"new style")
        finished = _publish_and_be_killed(publisher, f"issues/{day}", editions, site, point)
        home = (output / "index.html").read_bytes()
        new_home = next(file.body for file in site if file.path == "index.html")
        assert home in (old_home, new_home)
        for link in re.findall(rb'href="([^"]+)"', home):
            assert (output / link.decode()).is_file(), f"killed at step {point}: {link!r} is missing"
        publisher.publish(f"issues/{day}", editions, site)
        assert not (output / ".publishing").exists()
        assert (output / "index.html").read_bytes() == new_home
        assert (output / "issues" / day / "index.html").read_bytes() == b"new"
        if finished:
            assert point >= killed_at_least
            return
    pytest.fail("publishing never came to an end")


def _publish_and_be_killed(
    publisher: FolderPublisher, folder: str, editions: list[Edition], site: list[SiteFile], point: int
) -> bool:
    """Publish in a child that is killed when it has touched the disk ``point`` times; True where it finished first."""
    child = os.fork()
    if child == 0:
        try:
            _count_down(point)
            publisher.publish(folder, editions, site)
        finally:
            os._exit(0)  # the child must never return into pytest
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def _count_down(point: int) -> None:
    """Make every call that changes the disk count, and the one at ``point`` the last."""
    steps = iter(range(point))

    def counted(real: object) -> object:
        def call(*args: object, **kwargs: object) -> object:
            if next(steps, None) is None:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*args, **kwargs)  # type: ignore[operator]  # each is a function of the os module

        return call

    for name in ("fsync", "rename", "replace", "mkdir", "link", "unlink"):
        setattr(os, name, counted(getattr(os, name)))
    disk.swap = counted(disk.swap)  # type: ignore[assignment]  # only in the child, which is about to die


def test_what_lies_there_is_read_back(tmp_path: Path) -> None:
    """The bytes of a file; None where there is none, or a folder; never anything outside."""
    publisher = FolderPublisher(tmp_path / "output")
    publisher.publish("issues/x", [_edition()], [])
    path = f"issues/x/{_edition().path}"
    assert publisher.read(path) == _edition().body
    assert [publisher.read(other) for other in ("issues/x/none", "issues", f"{path}/below")] == [None, None, None]
    with pytest.raises(StorageError, match="leads out of the site"):
        publisher.read("../feeds.yml")


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="this system names no open files")
def test_what_is_in_an_issue_s_folder_is_on_the_disk_before_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a power cut there is the whole folder or none: its files, then its names, then its own name."""
    steps: list[str] = []
    fsync, rename = os.fsync, Path.rename

    def synced(number: int) -> None:
        steps.append(f"sync {Path(f'/proc/self/fd/{number}').readlink().name}")
        fsync(number)

    def renamed(self: Path, target: Path) -> Path:
        steps.append(f"rename {self.name} {target.name}")
        return rename(self, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "rename", renamed)
    FolderPublisher(tmp_path / "output").publish("issues/x", [_edition()], [])
    there = steps.index("rename issue x")
    assert {f"sync {_edition().path}", "sync issue", "sync output"} <= set(steps[:there])
    assert steps[there + 1] == "sync issues"


@pytest.mark.parametrize("umask", [0o000, 0o027, 0o077])
def test_everybody_can_read_what_is_published(tmp_path: Path, umask: int) -> None:
    """The web server's user too, whatever the umask; nobody else can write it."""
    before = os.umask(umask)
    try:
        FolderPublisher(tmp_path / "output").publish("issues/x", [_edition()], [SiteFile(path="a/b.html", body=b"b")])
    finally:
        os.umask(before)
    for path in (tmp_path / "output", *(tmp_path / "output").rglob("*")):
        mode = path.stat().st_mode
        assert mode & 0o444 == 0o444
        assert not mode & 0o002
        assert mode & 0o111 == (0o111 if path.is_dir() else 0)
