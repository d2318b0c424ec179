"""What feeds.yml said when it was last read."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from digest.config import Cache, Config, caching, load, reading, starter
from digest.errors import ConfigError
from digest.model import Subscriber

TEXT = """\
publication: {title: The Morning, timezone: Europe/Oslo}
sections: [{name: World, tags: [world]}]
sources:
  - https://example.org/feed.xml
  - {feed: ~/town.xml, name: Town, section: Town, weight: 2, include: [bridge], full_text: auto}
  - {feed: town/other.xml, parser: feedparser}
  - {seeds: seeds/*.txt, published: 2025-11-20T08:00}
  - {seeds: more/*.txt, published: 2025-11-20T08:00+05:30}
filters: {exclude: [horoscope]}
"""
MAIL = """\
mail:
  from: The Morning <news@example.org>
  to: [Ann <ann@example.net>]
  subscribers: list.csv
  smtp: {host: mail.example.org, username: "${ME}", password: "${PW}", ca_file: ca.pem}
"""
SECRETS = {"ME": "press-secret", "PW": "hunter2"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A publication whose commands keep something."""
    (tmp_path / ".digest").mkdir(mode=0o700)
    (tmp_path / "list.csv").write_text("bob@example.net,Bob\n")
    (tmp_path / "ca.pem").touch()
    (tmp_path / "feeds.yml").write_text(TEXT + MAIL)
    return tmp_path


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Grows by a path whenever a feeds.yml is parsed."""
    read: list[Path] = []
    slow = reading._read

    def noting(path: Path, body: bytes, environ: Mapping[str, str], cache: Cache | None) -> Config:
        read.append(path)
        return slow(path, body, environ, cache)

    monkeypatch.setattr(reading, "_read", noting)
    return read


def again(folder: Path, environ: Mapping[str, str] = SECRETS, name: str = "feeds.yml") -> Config:
    """The configuration as a command of its own would load it."""
    return load(folder / name, environ, Cache(folder / ".digest"))


def kept(folder: Path) -> Path:
    """The one file of the cache."""
    (file,) = (folder / ".digest").iterdir()
    return file


def test_what_is_remembered_is_what_was_read(folder: Path, parsed: list[Path]) -> None:
    """The same ``Config``, and the file is parsed once."""
    first = again(folder)
    assert len(parsed) == 1
    assert again(folder) == first == load(folder / "feeds.yml", SECRETS)
    assert len(parsed) == 2  # the one without a cache
    assert first.sources[3].published == datetime(2025, 11, 20, 7, 0, tzinfo=UTC)
    assert first.sources[4].published == datetime(2025, 11, 20, 2, 30, tzinfo=UTC)


def test_the_starter_is_remembered(tmp_path: Path, parsed: list[Path]) -> None:
    """What everyone begins with."""
    (tmp_path / ".digest").mkdir()
    (tmp_path / "feeds.yml").write_text(starter("T"), encoding="utf-8")
    assert again(tmp_path) == again(tmp_path)
    assert len(parsed) == 1


def touch_the_program(folder: Path, patch: pytest.MonkeyPatch) -> None:
    rules = folder / "rules.py"
    rules.write_text("changed")
    patch.setattr(caching, "_RULES", [*caching._RULES, rules])


@pytest.mark.parametrize(
    "change",
    [
        lambda folder, _: (folder / "feeds.yml").write_text(TEXT + MAIL + "# a note\n"),
        lambda _, patch: patch.setattr(caching, "__version__", "99"),
        touch_the_program,
        lambda _, patch: patch.setattr(sys, "version", "4.0"),
    ],
    ids=["the file", "the version", "the rules", "the interpreter"],
)
def test_what_the_text_is_read_by_makes_it_read_anew(
    folder: Path,
    parsed: list[Path],
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Path, pytest.MonkeyPatch], object],
) -> None:
    """Another file, or another program, and the cache does not know it; then it knows the new one."""
    again(folder)
    change(folder, monkeypatch)
    again(folder)
    assert len(parsed) == 2
    again(folder)
    assert len(parsed) == 2


def test_a_moved_publication_is_read_anew(folder: Path, parsed: list[Path], tmp_path: Path) -> None:
    """Paths are taken from the folder of the file, so one carried elsewhere with its state says something else."""
    again(folder)
    moved = tmp_path.with_name(f"{tmp_path.name} moved")
    folder.rename(moved)
    assert again(moved).sources[2].url == str(moved / "town/other.xml")
    assert len(parsed) == 2


def test_two_publications_may_share_a_folder(folder: Path, parsed: list[Path]) -> None:
    """Each file has its own."""
    (folder / "weekly.yml").write_text(TEXT.replace("The Morning", "The Week"))
    for _ in range(2):
        assert again(folder).publication.title == "The Morning"
        assert again(folder, name="weekly.yml").publication.title == "The Week"
    assert len(parsed) == 2


def test_what_lies_outside_the_file_is_looked_up_each_time(
    folder: Path, parsed: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Secrets, the home folder, subscribers and folders are as they are now, without a parse."""
    monkeypatch.setenv("HOME", "/home/ann")
    before = again(folder)
    assert before.mail is not None
    assert (before.site.templates, before.sources[1].url) == (None, "/home/ann/town.xml")
    assert (before.mail.server.username, before.mail.server.password) == ("press-secret", "hunter2")
    (folder / "list.csv").write_text("cid@example.net,Cid\n")
    (folder / "templates").mkdir()
    monkeypatch.setenv("HOME", "/home/bob")
    after = again(folder, {"ME": "me"})
    assert after.mail is not None
    assert after.site.templates == str(folder / "templates")
    assert after.sources[1].url == "/home/bob/town.xml"
    assert after.mail.subscribers[1:] == (Subscriber(address="cid@example.net", name="Cid", origin="file"),)
    assert (after.mail.server.username, after.mail.server.password) == ("me", None)
    assert after.missing_secrets == ("the environment variable PW is not set (mail.smtp.password)",)
    assert len(parsed) == 1


def test_a_secret_in_a_file_is_looked_up_each_time(folder: Path, parsed: list[Path]) -> None:
    """A password that was changed is the new one."""
    (folder / "feeds.yml").write_text(TEXT + MAIL.replace('password: "${PW}"', "password_file: pw"))
    for secret in ("old", "new"):
        (folder / "pw").write_text(secret)
        config = again(folder)
        assert config.mail is not None
        assert config.mail.server.password == secret
    assert len(parsed) == 1


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda folder: (folder / "ca.pem").unlink(), "14:72: mail.smtp.ca_file: there is no such file"),
        (lambda folder: (folder / "list.csv").write_text("nobody\n"), "13:3: mail.subscribers: "),
        (lambda folder: (folder / "output").touch(), "1:1: site.output: must be a folder"),
    ],
)
def test_a_fault_beside_a_file_that_is_known_to_be_sound_is_told_at_its_line(
    folder: Path, change: Callable[[Path], object], told: str
) -> None:
    """What the file names may go wrong while the file stays as it is."""
    again(folder)
    change(folder)
    with pytest.raises(ConfigError) as caught:
        again(folder)
    assert f"{folder / 'feeds.yml'}:{told}" in str(caught.value)


def test_a_time_zone_that_is_gone_is_no_crash(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A system may lose the zones that it had."""
    again(folder)

    def gone(_: str) -> None:
        raise OSError

    monkeypatch.setattr("digest.config.resolving.ZoneInfo", gone)
    monkeypatch.setattr("zoneinfo.ZoneInfo", gone)
    with pytest.raises(ConfigError, match="'Europe/Oslo' is no time zone"):
        again(folder)


def test_no_secret_is_kept(folder: Path) -> None:
    """Neither what the environment holds nor what a file holds; and what is kept is the owner's alone."""
    (folder / "pw").write_text("sesame")
    again(folder)
    again(folder)
    held = kept(folder).read_text()
    assert "mail.example.org" in held
    assert not [secret for secret in SECRETS.values() if secret in held]
    assert "bob@example.net" not in held
    (folder / "feeds.yml").write_text(TEXT + MAIL.replace('password: "${PW}"', "password_file: pw"))
    again(folder)
    assert "sesame" not in kept(folder).read_text()
    assert kept(folder).stat().st_mode & 0o777 == 0o600


def test_a_password_in_the_file_itself_is_a_fault_and_kept_nowhere(folder: Path) -> None:
    """With faults nothing is kept, and all of them are told each time."""
    (folder / "feeds.yml").write_text(TEXT + MAIL.replace("${PW}", "hunter2") + "site: {output: .}\n")
    told = []
    for _ in range(2):
        with pytest.raises(ConfigError) as caught:
            again(folder)
        told.append([fault.path for fault in caught.value.faults])
    assert told == [["mail.smtp.password", "site.output"]] * 2
    assert list((folder / ".digest").iterdir()) == []


@pytest.mark.parametrize(
    "damage",
    [
        lambda held: b"",
        lambda held: held[:-1],
        lambda held: held.replace(b"Town", b"Toun"),
        lambda held: held.partition(b"\n")[0],
        lambda held: b"\n".join([held.partition(b"\n")[0], b"{}"]),
        lambda held: b"\x80\x04\x95" + held,
        lambda held: b"[" * 100_000,
    ],
)
def test_a_damaged_cache_is_not_known(folder: Path, parsed: list[Path], damage: Callable[[bytes], bytes]) -> None:
    """It is read past in silence, and written anew."""
    first = again(folder)
    good = kept(folder).read_bytes()
    kept(folder).write_bytes(damage(good))
    assert again(folder) == first
    assert len(parsed) == 2
    assert kept(folder).read_bytes() == good


@pytest.mark.parametrize("said", [b"{}", b'{"sources": 7}', b"nonsense", b"[" * 5000, b'{"publication": {"title": 1}}'])
def test_a_cache_of_another_shape_is_not_known(folder: Path, parsed: list[Path], said: bytes) -> None:
    """Even under a sum that is right: what comes out has the types it must have, or does not come out."""
    again(folder)
    body = (folder / "feeds.yml").read_bytes()
    kept(folder).write_bytes(caching._sum(folder / "feeds.yml", body, said) + b"\n" + said)
    again(folder)
    assert len(parsed) == 2


def test_a_cache_that_others_can_write_is_not_read(folder: Path, parsed: list[Path]) -> None:
    """It could name a mail server that the password would then go to."""
    again(folder)
    kept(folder).chmod(0o620)
    again(folder)
    assert len(parsed) == 2


def test_a_cache_of_someone_else_is_not_read(folder: Path, parsed: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """For the same reason."""
    again(folder)
    mine = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: mine + 1)
    again(folder)
    assert len(parsed) == 2


def test_neither_a_link_nor_a_pipe_is_read(folder: Path, parsed: list[Path]) -> None:
    """A link may lead anywhere, and a pipe may never end."""
    again(folder)
    file, elsewhere = kept(folder), folder / "elsewhere"
    file.rename(elsewhere)
    file.symlink_to(elsewhere)
    again(folder)
    assert len(parsed) == 2
    file.unlink()
    os.mkfifo(file)
    again(folder)
    assert len(parsed) == 3


def test_no_folder_is_made_for_it(tmp_path: Path, parsed: list[Path]) -> None:
    """`digest check` leaves a folder as it was; a run that makes the folder itself is remembered at its end."""
    (tmp_path / "feeds.yml").write_text(TEXT)
    cache = Cache(tmp_path / ".digest")
    load(tmp_path / "feeds.yml", {}, cache)
    cache.keep()
    assert not (tmp_path / ".digest").exists()
    (tmp_path / ".digest").mkdir()
    cache.keep()
    again(tmp_path, {})
    assert len(parsed) == 1


@pytest.mark.parametrize("spoil", ["a file", "a folder in its place", "nothing may be written"])
def test_what_cannot_be_kept_is_no_error(
    folder: Path, parsed: list[Path], monkeypatch: pytest.MonkeyPatch, spoil: str
) -> None:
    """Without the cache all is as with it, but slower; and nothing is left lying about."""
    state = folder / ".digest"
    if spoil == "a file":
        state.rmdir()
        state.touch()
    elif spoil == "a folder in its place":
        (state / "feeds.yml.cache").mkdir()
    else:
        monkeypatch.setattr(os, "open", refusing(os.open))
    assert again(folder) == again(folder)
    assert len(parsed) == 2
    assert not list(folder.glob(".digest/feeds.yml.cache.*"))


def refusing(opener: Callable[..., int]) -> Callable[..., int]:
    """As on a file system that is mounted to be read alone."""

    def refuse(path: str | Path, flags: int, mode: int = 0o777) -> int:
        if flags & os.O_CREAT:
            raise OSError(30, "Read-only file system")
        return opener(path, flags, mode)

    return refuse


def test_what_is_no_unicode_is_read_anew_each_time(tmp_path: Path, parsed: list[Path]) -> None:
    """A path may be any bytes, JSON may not."""
    folder = tmp_path / os.fsdecode(b"caf\xe9")
    (folder / ".digest").mkdir(parents=True)
    (folder / "feeds.yml").write_text(TEXT)
    assert again(folder) == again(folder)
    assert len(parsed) == 2


def test_a_moment_that_does_not_come_back_as_it_went_is_not_kept(tmp_path: Path) -> None:
    """Offsets with seconds are Python's, not those of RFC 3339."""
    (tmp_path / ".digest").mkdir()
    (tmp_path / "feeds.yml").write_text(TEXT.replace("+05:30", "+05:30:15"))
    assert again(tmp_path) == again(tmp_path)
    assert again(tmp_path).sources[4].published == datetime(2025, 11, 20, 2, 29, 45, tzinfo=UTC)


def test_a_method_that_another_distribution_adds_is_looked_for_each_time(
    folder: Path, parsed: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be gone tomorrow."""
    monkeypatch.setattr("digest.summarizers.get", lambda name: None)
    (folder / "feeds.yml").write_text(TEXT + "summary: {method: theirs}\n")
    again(folder)
    again(folder)
    assert len(parsed) == 2


def test_what_is_remembered_needs_neither_yaml_nor_the_schema(folder: Path) -> None:
    """They take longer to import than most commands to run."""
    script = (
        "import sys; from pathlib import Path; from digest.config import Cache, load\n"
        "load(Path('feeds.yml'), {}, Cache(Path('.digest')))\n"
        "print(*(name for name in ('pydantic', 'ruamel.yaml', 'rich', 'digest.config.schema') if name in sys.modules))"
    )
    (folder / "feeds.yml").write_text(TEXT)
    run = [sys.executable, "-c", script]
    first = subprocess.run(run, cwd=folder, check=True, capture_output=True, text=True)
    second = subprocess.run(run, cwd=folder, check=True, capture_output=True, text=True)
    assert "pydantic" in first.stdout
    assert second.stdout == "\n"
