"""Three mornings of a made-up newsroom, from feeds to the whole of output/ and the mail, byte for byte.

`make golden` writes what stands in expected/ again: read the difference before you commit it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

HERE = Path(__file__).parent
NEWSROOM = HERE / "newsroom"
EXPECTED = HERE / "expected"
MORNINGS = ("2026-03-02", "2026-03-03", "2026-03-04")


def digest(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the installed command in a folder."""
    return subprocess.run(
        [Path(sys.executable).with_name("digest"), *arguments], cwd=folder, capture_output=True, text=True, timeout=120
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The publication's folder after three mornings, each run twice: the second must change nothing."""
    folder = tmp_path_factory.mktemp("newsroom")
    shutil.copytree(NEWSROOM / "seeds", folder / "seeds")
    shutil.copy(NEWSROOM / "feeds.yml", folder)
    # The one thing that chance makes: what the links to leave by are signed with.
    (folder / ".digest").mkdir(mode=0o700)
    (folder / ".digest" / "secret").write_bytes(bytes(range(32)))
    for morning in MORNINGS:
        shutil.rmtree(folder / "today", ignore_errors=True)
        shutil.copytree(NEWSROOM / morning, folder / "today")
        first = digest(folder, "run", "--at", f"{morning}T06:30:00Z")
        # Valley Voice has no file on any morning: the issue is made without it, and the status says so.
        assert first.returncode == 3, first.stdout + first.stderr
        assert "Valley Voice" in first.stdout
        before = tree(folder / "output")
        again = digest(folder, "run", "--at", f"{morning}T06:45:00Z")
        assert again.returncode == 0, again.stdout + again.stderr
        assert tree(folder / "output") == before
    sent = digest(folder, "send", "--dry-run")
    assert sent.returncode == 0, sent.stdout + sent.stderr
    return folder


def tree(root: Path) -> dict[str, bytes]:
    """Every file below a folder, by its relative path."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def test_output_is_as_expected(made: Path) -> None:
    """The same feeds give the same bytes: pages, mail, text, calendar, feed, frozen issues and .eml files."""
    mails = {f"outbox/{name}": body for name, body in tree(made / ".digest/outbox").items()}
    found = tree(made / "output") | mails
    if os.environ.get("DIGEST_GOLDEN") == "rewrite":
        shutil.rmtree(EXPECTED, ignore_errors=True)
        for name, body in found.items():
            (EXPECTED / name).parent.mkdir(parents=True, exist_ok=True)
            (EXPECTED / name).write_bytes(body)
    expected = tree(EXPECTED)
    assert sorted(found) == sorted(expected)
    different = [name for name in found if found[name] != expected[name]]
    assert not different, f"differ from tests/golden/expected: {different}; `make golden` shows how"


def test_frozen_issues_meet_the_published_schema(made: Path) -> None:
    """Whoever reads docs/issue.schema.json can read every issue."""
    schema = json.loads((HERE.parents[1] / "docs/issue.schema.json").read_text())
    for day in MORNINGS:
        jsonschema.validate(json.loads((made / f"output/issues/{day}/issue.json").read_text()), schema)


def test_no_story_is_new_twice(made: Path) -> None:
    """No article leads a story of one issue that an earlier issue printed, and no headline is printed twice as new."""
    from digest.codec import decode

    issues = [decode((made / f"output/issues/{day}/issue.json").read_bytes()) for day in MORNINGS]
    seen: set[str] = set()
    for issue in issues:
        told = {id for story in issue.stories for id in story.articles}
        urls = {article.key for article in issue.articles if article.id in told}
        assert not urls & seen
        seen |= urls


def test_what_continues_is_told_as_continuing(made: Path) -> None:
    """The second crack is day 2 of the bridge's thread, and links the issue of the day before."""
    from digest.codec import decode

    issue = decode((made / "output/issues/2026-03-03/issue.json").read_bytes())
    bridge = [story for story in issue.developing if "Kelmar" in story.headline]
    assert [story.day for story in bridge] == [2]
    assert bridge[0].earlier[0].date.isoformat() == "2026-03-02"


def test_every_printed_passage_is_verbatim(made: Path) -> None:
    """Each passage of each frozen issue is an exact substring of the article that the archive holds."""
    from digest.codec import decode
    from digest.storage import Database, SqliteArchive

    database = Database.open(made / ".digest")
    archive = SqliteArchive(database)
    checked = 0
    for day in MORNINGS:
        issue = decode((made / f"output/issues/{day}/issue.json").read_bytes())
        for story in issue.stories:
            figures = [passage for figure in story.figures for passage in (figure.figure, figure.sentence)]
            quotes = [passage for quote in story.quotes for passage in (quote.passage, quote.words)]
            upcoming = [item.passage for item in (*story.whats_next, *issue.whats_next)]
            dek = [story.dek] if story.dek else []
            for passage in [*dek, *story.what_happened, *story.background, *figures, *quotes, *upcoming]:
                article = archive.articles([passage.article]).get(passage.article)
                assert article is not None
                assert article.text[passage.start : passage.end] == passage.text
                checked += 1
        settled = [passage for one in issue.settled for passage in (one.due.item.passage, one.answer)]
        for passage in (*(one.item.passage for one in issue.due), *settled):
            article = archive.articles([passage.article])[passage.article]
            assert article.text[passage.start : passage.end] == passage.text
            assert passage.article in {article.id for article in issue.articles}
            checked += 1
    assert checked > 40
    database.close()
