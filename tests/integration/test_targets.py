"""The site is taken to a folder, to a branch of a git repository, and by rsync: real ones, on this disk."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from digest.errors import StorageError, UsageError
from digest.publishing.targets import Target, target


class Place:
    """A publication's folder with a site in output/."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.output = home / "output"
        self.put("index.html", "home 1")
        self.put("issues/2031-05-07/index.html", "the seventh")
        self.put("style.css", "body{}")

    def put(self, path: str, text: str) -> None:
        (self.output / path).parent.mkdir(parents=True, exist_ok=True)
        (self.output / path).write_text(text)

    def target(self, wanted: str) -> Target:
        return target(wanted, output=self.output, home=self.home, state=self.home / ".digest")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "news")


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def bare(place: Place, tmp_path: Path) -> Path:
    """A repository that holds the publication, whose origin is a bare one."""
    bare = tmp_path / "bare.git"
    git(tmp_path, "init", "--quiet", "--bare", str(bare))
    git(place.home, "init", "--quiet", "--initial-branch=main")
    git(place.home, "remote", "add", "origin", str(bare))
    (place.home / ".gitignore").write_text("output/\n.digest/\n")
    return bare


def files(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def test_a_folder_gets_what_it_lacks_and_keeps_what_is_its_own(place: Place, tmp_path: Path) -> None:
    """The home page comes last; a dry run changes nothing; the second time there is nothing to do."""
    www = tmp_path / "www"
    there = place.target(str(www))
    assert there.take(dry_run=True).files == ("style.css", "issues/2031-05-07/index.html", "index.html")
    assert not www.exists()
    www.mkdir()
    (www / "CNAME").write_text("news.example")
    assert there.take(dry_run=False).files[-1] == "index.html"
    assert files(www) == files(place.output) | {"CNAME": "news.example"}
    assert there.take(dry_run=False).files == ()
    place.put("index.html", "home 2!")
    assert there.take(dry_run=False).files == ("index.html",)
    assert (www / "index.html").read_text() == "home 2!"


def test_a_branch_is_pushed_on_top_of_what_it_holds(place: Place, bare: Path, tmp_path: Path) -> None:
    """The first push makes it, the next one adds to it; neither the index nor the files of the repository change."""
    there = place.target("git:pages")
    assert len(there.take(dry_run=True).files) == 3
    assert git(bare, "for-each-ref") == ""
    there.take(dry_run=False)
    assert git(bare, "show", "pages:issues/2031-05-07/index.html") == "the seventh"
    assert there.take(dry_run=False).files == ()
    # Somebody puts a file of the host's beside the site.
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--branch", "pages", str(bare), str(clone))
    (clone / "CNAME").write_text("news.example\n")
    git(clone, "add", "CNAME")
    git(clone, "-c", "user.name=Ada", "-c", "user.email=ada@news.example", "commit", "--quiet", "-m", "Our name")
    git(clone, "push", "--quiet")
    place.put("index.html", "home 2")
    assert there.take(dry_run=False).files == ("index.html",)
    assert git(bare, "show", "pages:CNAME") == "news.example"
    assert git(bare, "show", "pages:index.html") == "home 2"
    assert git(bare, "rev-list", "--count", "pages") == "3"
    assert git(place.home, "status", "--porcelain") == "?? .gitignore"
    assert git(place.home, "branch", "--list") == ""


def needs_rsync() -> None:
    """Skips where it is not installed; in CI that is a failure."""
    if shutil.which("rsync") is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("rsync is not installed")


def test_rsync_transfers_what_differs(place: Place, tmp_path: Path) -> None:
    """To a path on this machine as to one on another; hidden files are not taken."""
    needs_rsync()
    www = tmp_path / "www"
    www.mkdir()
    place.put(".publishing/file", "half a page")
    there = place.target(f"rsync:{www}/")
    assert set(there.take(dry_run=True).files) == {"index.html", "style.css", "issues/2031-05-07/index.html"}
    assert files(www) == {}
    there.take(dry_run=False)
    assert files(www) == {path: text for path, text in files(place.output).items() if not path.startswith(".")}
    assert there.take(dry_run=False).files == ()


def test_what_a_run_says_of_itself_stays_here(place: Place, bare: Path, tmp_path: Path) -> None:
    """It is another at every run: a site in which nothing changed would be taken each time."""
    needs_rsync()
    assert bare.is_dir()
    place.put("run.json", "{}")
    for wanted in (str(tmp_path / "www"), "git:pages", f"rsync:{tmp_path / 'elsewhere'}/"):
        taken = place.target(wanted).take(dry_run=False).files
        assert sorted(taken) == ["index.html", "issues/2031-05-07/index.html", "style.css"]


@pytest.mark.parametrize("wanted", ["", "git:", "rsync:", "git:-x", "rsync:--delete", "output", ".", "output/www"])
def test_what_names_no_place_is_told(place: Place, wanted: str) -> None:
    """No option of git or rsync comes in as a name, and the site is not copied into itself."""
    with pytest.raises(UsageError):
        place.target(wanted)


@pytest.mark.parametrize("wanted", ["git:pages", "git:a..b", "rsync:/nowhere/there/"])
def test_a_place_that_cannot_be_reached_is_told(place: Place, wanted: str) -> None:
    """In words, with the place, and nothing of output/ is harmed."""
    if wanted.startswith("rsync"):
        needs_rsync()
    before = files(place.output)
    with pytest.raises(StorageError):
        place.target(wanted).take(dry_run=False)
    assert files(place.output) == before


@pytest.mark.parametrize("kind", ["folder", "git", "rsync"])
def test_mails_of_dry_runs_are_taken_nowhere(place: Place, bare: Path, tmp_path: Path, kind: str) -> None:
    """They hold readers' addresses, and links that speak for them; a branch that has them loses them."""
    if kind == "rsync":
        needs_rsync()
    place.put("outbox/2031-05-07/0001-ada@reader.example.eml", "To: ada@reader.example")
    place.put("issues/outbox/index.html", "a page of that name")
    if kind == "git":
        git(place.home, "checkout", "--quiet", "-b", "pages")
        git(place.home, "add", "--force", "output/outbox")
        git(place.home, "mv", "--force", "output/outbox", "outbox")
        who = ("-c", "user.name=Ada", "-c", "user.email=ada@press.example")
        git(place.home, *who, "commit", "--quiet", "-m", "Before")
        git(place.home, "push", "--quiet", "origin", "pages")
        place.put("outbox/2031-05-07/0001-ada@reader.example.eml", "To: ada@reader.example")
    wanted = {"folder": str(tmp_path / "www"), "git": "git:pages", "rsync": f"rsync:{tmp_path / 'www'}/"}[kind]
    taken = place.target(wanted).take(dry_run=False)
    there = git(bare, "ls-tree", "-r", "--name-only", "pages").split() if kind == "git" else files(tmp_path / "www")
    assert "issues/outbox/index.html" in there
    assert not [name for name in there if name.startswith("outbox")]
    assert kind == "git" or not [name for name in taken.files if name.startswith("outbox")]


def test_without_a_site_nothing_is_taken(tmp_path: Path) -> None:
    """An empty output/ never empties what readers see."""
    with pytest.raises(StorageError, match="no site yet"):
        target(str(tmp_path / "www"), output=tmp_path / "output", home=tmp_path, state=tmp_path).take(dry_run=False)
