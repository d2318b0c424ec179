"""Issue after issue into one folder: what is written, what is left alone, and what is proved of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.codec import encode
from digest.editions import JinjaRenderer, environment
from digest.model import Issue, Publication, Rules, Site
from digest.pipeline.publish import folder, publish
from digest.pipeline.site import Site as Output
from digest.pipeline.verify import verify, verify_site
from digest.publishing import FolderPublisher
from digest.storage import Database, SqliteArchive, SqliteCatalogue
from digest.testing import Unwatched, World


class Press:
    """A newsroom in memory whose issues are kept and published on the disk."""

    def __init__(self, place: Path, *, noindex: bool = False) -> None:
        self.output = place / "output"
        self.world = World(rules=Rules(), publication=Publication(title="The Test", url="https://test.example"))
        self.gazette = self.world.source("Gazette", section="Home")
        self.courier = self.world.source("Courier", section="Away")
        self.archive = SqliteArchive(Database.open(place / "state"))
        self.catalogue = SqliteCatalogue(self.archive._database)  # its own would be a second connection
        self.renderer = JinjaRenderer(environment(None), Site(output=str(self.output), noindex=noindex))
        self.publisher = FolderPublisher(self.output)
        self.issues: list[Issue] = []

    def day(self, *entries: tuple[str, str]) -> Issue:
        """The next day's issue, published."""
        for title, body in entries:
            self.gazette.entry(title, body)
        issue = self.world.run()
        assert issue is not None
        self.archive.freeze(issue, encode(issue), tuple(self.world.archive.evidence.values()))
        self.issues.append(issue)
        self.publish(issue)
        self.world.tomorrow()
        return issue

    def publish(self, issue: Issue) -> None:
        publish(
            issue,
            archive=self.archive,
            catalogue=self.catalogue,
            renderer=self.renderer,
            publisher=self.publisher,
            progress=Unwatched(),
        )

    def flaws(self) -> list[str]:
        """Everything that is wrong with the newest issue and the site."""
        newest = self.issues[-1].number
        parts = {"archive": self.archive, "renderer": self.renderer, "publisher": self.publisher}
        around = Output(self.publisher)
        proof = verify(newest, catalogue=self.catalogue, site=around, **parts)  # type: ignore[arg-type]
        site = verify_site(newest, site=around, **parts)  # type: ignore[arg-type]
        return [str(flaw) for flaw in (*proof.flaws, *site)]

    def stamps(self) -> dict[str, tuple[int, int]]:
        """Each file's inode and time of change."""
        found = (path for path in self.output.rglob("*") if path.is_file())
        return {
            path.relative_to(self.output).as_posix(): (path.stat().st_ino, path.stat().st_mtime_ns) for path in found
        }


DAYS = (
    ("Harbour bridge closes after a crack", "The harbour bridge closed on Monday after divers found a crack."),
    ("Wheat prices fall in the south", "Farmers in the south sold less wheat this week than in any week since May."),
    ("Library lends tools and tents", "The town library will lend tools and tents to everybody who has a card."),
)


@pytest.fixture
def press(tmp_path: Path) -> Press:
    made = Press(tmp_path)
    for entry in DAYS:
        made.day(entry)
    return made


def test_an_earlier_issue_is_never_written_again(press: Press) -> None:
    """Nor is any page that the new issue does not change."""
    before = press.stamps()
    press.day(("Night train to the coast returns", "The night train to the coast runs again from Friday."))
    after = press.stamps()
    earlier = [folder(issue.date) for issue in press.issues[:-1]]
    same = [path for path in before if before[path] == after[path]]
    assert all(path in same for path in before if path.startswith(tuple(earlier)))
    assert {"style.css", "favicon.svg", "robots.txt", "404.html", "sitemap.xml"} <= set(same)
    assert {"index.html", "issues/index.html", "sections/home/index.html", "feed.xml"} <= before.keys() - set(same)
    assert press.flaws() == []


def test_day_by_day_makes_what_all_issues_make(press: Press) -> None:
    """Every page that spans issues is what it would be, were the site made anew."""
    whole = {file.path: file.body for file in press.renderer.site(press.issues)}
    assert {path: (press.output / path).read_bytes() for path in whole} == whole


def test_contents_that_are_lost_are_made_again(press: Press) -> None:
    """An older program kept none: the next publication makes those of every issue."""
    with press.archive._database.writing(durable=False) as connection:
        for table in ("contents", "told", "announced", "credits"):
            connection.execute(f"DELETE FROM {table}")
    before = press.stamps()
    press.publish(press.issues[-1])
    assert press.stamps() == before
    assert press.flaws() == []


def test_contents_that_are_not_the_issues_are_told(press: Press) -> None:
    """Pages would be printed from them."""
    with press.archive._database.writing(durable=False) as connection:
        connection.execute("UPDATE contents SET subject = 'Something else' WHERE issue = 3")
    assert any("table of contents" in flaw for flaw in press.flaws())
    press.publish(press.issues[-1])
    assert press.flaws() == []


def test_a_page_that_spans_issues_is_proved(press: Press) -> None:
    """A word changed in a section's page, or the page gone, is told."""
    page = press.output / "sections/home/index.html"
    page.write_text(page.read_text().replace("library", "brewery"))
    assert any("sections/home/index.html" in flaw for flaw in press.flaws())
    page.unlink()
    assert any("is missing" in flaw for flaw in press.flaws())
