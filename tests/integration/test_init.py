"""``digest init`` with the installed command: on a terminal, by its options, and without either."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import time
from pathlib import Path

import pytest
from installed import PROGRAM, digest

from digest.cli.beginning import Wishes
from digest.config import load
from digest.config.packs import packs


def talk(folder: Path, answers: list[tuple[str, str]], **environ: str) -> tuple[int, str]:
    """Run ``digest init`` on a terminal: wait for each question, give its answer. Status, and all that was shown."""
    ours, theirs = pty.openpty()
    program = subprocess.Popen(
        [PROGRAM, "init"],
        cwd=folder,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        preexec_fn=lambda: os.login_tty(theirs),  # Ctrl-C reaches whom the terminal belongs to
        env={**os.environ, "TERM": "dumb", **environ},
    )
    os.close(theirs)
    shown, read = "", 0
    try:
        for question, answer in answers:
            until = time.monotonic() + 60
            while question not in shown[read:]:
                assert time.monotonic() < until, f"never asked {question!r}:\n{shown}"
                if select.select([ours], [], [], 1)[0]:
                    shown += os.read(ours, 65536).decode()
            read = shown.index(question, read) + len(question)
            os.write(ours, f"{answer}\n".encode() if answer != "\x03" else b"\x03")
        until = time.monotonic() + 60
        while time.monotonic() < until:
            if not select.select([ours], [], [], 2)[0]:
                # Between a question shown and its answer waited for, Python may miss a Ctrl-C; a person presses again.
                if answers[-1][1] == "\x03":
                    os.write(ours, b"\x03")
                continue
            try:
                shown += os.read(ours, 65536).decode()
            except OSError:  # the terminal's other end is closed
                break
        return program.wait(timeout=60), shown
    finally:
        program.kill()
        program.wait()
        os.close(ours)


def test_questions_on_a_terminal(tmp_path: Path) -> None:
    """Each answer finds its place, a slip is asked again, and the password is neither shown nor in feeds.yml."""
    status, shown = talk(
        tmp_path,
        [
            ("Title [The Morning Digest]: ", "Die Frühe"),
            ("Time zone [Europe/Oslo]: ", "Europe/Berlni"),
            ("did you mean Europe/Berlin?", "Europe/Berlin"),
            ("Languages, the publication's own first [en]: ", "de, en"),
            ("OPML file [world]: ", "nowhere"),
            ("there is no pack 'nowhere'", "deutschland science"),
            ("empty: not yet): ", "no address"),
            ("empty: not yet): ", "Die Frühe <news@example.org>"),
            ("Mail it to (addresses)", "ada@example.org, Bo <bo@example.org>"),
            ("Mail server (host, or host:465)", "smtp.example.org:465"),
            ("User name there (empty: no log-in)", "news"),
            ("Password (kept in smtp-password; empty: later)", "swordfish 9"),
        ],
        TZ="Europe/Oslo",
    )
    assert status == 0, shown
    assert "swordfish" not in shown
    assert "swordfish" not in (tmp_path / "feeds.yml").read_text()
    assert (tmp_path / "smtp-password").stat().st_mode & 0o777 == 0o600
    config = load(tmp_path / "feeds.yml", {})
    assert (config.publication.title, config.publication.timezone) == ("Die Frühe", "Europe/Berlin")
    assert config.publication.lang == "de"
    assert config.mail is not None
    assert config.mail.sender == "Die Frühe <news@example.org>"
    assert [each.address for each in config.mail.subscribers] == ["ada@example.org", "bo@example.org"]
    assert (config.mail.server.host, config.mail.server.port, config.mail.server.security) == (
        "smtp.example.org",
        465,
        "tls",
    )
    assert config.mail.server.password == "swordfish 9"
    names = {source.name: source.lang for source in config.sources}
    assert names["tagesschau"] is None
    assert names["Nature"] == "en"
    assert digest(tmp_path, "check").returncode == 0


def test_the_enter_key_is_enough(tmp_path: Path) -> None:
    """Every question has an answer of its own, and nothing is mailed."""
    questions = ("Title", "Time zone [Asia/Tokyo]", "Languages", "OPML file [world]", "empty: not yet): ")
    status, shown = talk(tmp_path, [(question, "") for question in questions], TZ="Asia/Tokyo")
    assert status == 0, shown
    config = load(tmp_path / "feeds.yml", {})
    assert config.publication.timezone == "Asia/Tokyo"
    assert config.mail is None
    assert digest(tmp_path, "check").returncode == 0


def test_stopped_questions_write_nothing(tmp_path: Path) -> None:
    """Ctrl-C, status 130."""
    status, _ = talk(tmp_path, [("Title", "X"), ("Time zone", "\x03")], TZ="UTC")
    assert status == 130
    assert list(tmp_path.iterdir()) == []


def test_options_ask_nothing(tmp_path: Path) -> None:
    """Packs and an OPML file together: no address twice, names told apart, folders as sections."""
    (tmp_path / "mine.opml").write_text(
        '<opml version="2.0"><body><outline text="Harbour">'
        '<outline type="rss" text="Nature" xmlUrl="https://gazette.example/feed" language="no"/></outline>'
        '<outline type="rss" text="Alone" xmlUrl="https://alone.example/feed"/>'
        '<outline type="rss" text="Again" xmlUrl="https://www.nature.com/nature.rss"/></body></opml>'
    )
    feeds_of = ("--pack", "science", "--pack", "world", "--opml", "mine.opml")
    by = ("--from", "news@example.org", "--to", "ada@example.org", "--smtp", "localhost:2525")
    made = digest(tmp_path, "init", "news", "--title", 'A "#: title', *feeds_of, *by)
    assert made.returncode == 0, made.stderr
    config = load(tmp_path / "news/feeds.yml", {})
    feeds = [source for source in config.sources if source.kind == "feed"]
    assert len({source.url for source in feeds}) == len({source.name for source in feeds}) == len(feeds)
    assert {source.section for source in feeds} == {"Science", "World", "Harbour", None}
    assert config.publication.title == 'A "#: title'
    assert config.mail is not None
    assert (config.mail.server.port, config.mail.server.security) == (2525, "none")
    assert digest(tmp_path / "news", "check").returncode == 0


def test_who_names_no_reader_is_the_first(tmp_path: Path) -> None:
    """As the questions offer it; and where feeds.yml names nobody, ``check`` says so."""
    made = digest(tmp_path, "init", "--from", "The Morning <news@example.org>", "--smtp", "localhost:2525")
    assert made.returncode == 0, made.stderr
    assert "Readers   The Morning <news@example.org> alone" in made.stdout
    path = tmp_path / "feeds.yml"
    mail = load(path, {}).mail
    assert mail is not None
    assert [each.address for each in mail.subscribers] == ["news@example.org"]
    assert "names nobody" not in digest(tmp_path, "check").stdout
    path.write_text(path.read_text().replace('to: ["The Morning <news@example.org>"]', "to: []"))
    assert (
        "note: mail.to names nobody: whom `digest subscribers list` shows is mailed" in digest(tmp_path, "check").stdout
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--pack", "sciense"), "did you mean 'science'?"),
        (("--timezone", "Europe/Nowhere"), "no time zone"),
        (("--language", "english please"), "language"),
        (("--smtp", "smtp.example.org"), "both --from and --smtp"),
        (("--to", "ada@example.org"), "both --from and --smtp"),
        (("--from", "nobody", "--smtp", "smtp.example.org"), "mail.from"),
        (("--from", "a@example.org", "--smtp", "smtp.example.org:x"), "no mail server"),
    ],
)
def test_what_cannot_be_is_said(tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    """Status 2, and nothing is written."""
    run = digest(tmp_path, "init", *words)
    assert run.returncode == 2, run.stdout
    assert told in run.stderr
    assert list(tmp_path.iterdir()) == []


def test_each_pack_makes_a_sound_publication(tmp_path: Path) -> None:
    """`--packs` lists them all, and a feeds.yml of each passes `load`."""
    listed = digest(tmp_path, "init", "--packs").stdout
    for pack in packs():
        assert re.search(rf"(?m)^{pack.key} ", listed)
        path = tmp_path / f"{pack.key}.yml"
        path.write_text(Wishes(packs=(pack.key,), language=pack.language).text(), encoding="utf-8")
        feeds = [source.url for source in load(path, {}).sources if source.kind == "feed"]
        assert sorted(feeds) == sorted(feed.url for feed in pack.feeds)


def test_no_password_is_overwritten(tmp_path: Path) -> None:
    """A file of that name that is there already stays, and feeds.yml is not written."""
    (tmp_path / "smtp-password").write_text("mine")
    answers = [("Title", ""), ("Time zone", ""), ("Languages", ""), ("OPML file", ""), ("not yet): ", "a@example.org")]
    answers += [("Mail it to", ""), ("Mail server", "smtp.example.org"), ("User name", "news"), ("Password", "other")]
    status, shown = talk(tmp_path, answers, TZ="UTC")
    assert status == 65, shown
    assert (tmp_path / "smtp-password").read_text() == "mine"
    assert not (tmp_path / "feeds.yml").exists()
