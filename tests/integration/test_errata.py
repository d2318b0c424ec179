"""A real server whose feed and pages change between two runs of the installed command: what is told, and where."""

from __future__ import annotations

import http.server
import json
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from installed import digest, write

from digest.codec import decode
from digest.model import Erratum, Issue
from digest.storage import Database, SqliteArchive

MONDAY, TUESDAY, WEDNESDAY, FRIDAY = (("--at", f"2026-03-0{day}T07:00") for day in (2, 3, 4, 6))
BRIDGE = (
    "Engineers closed the Kelmar Bridge on Monday after an inspection found a crack in its main cable.",
    "Police turned back 2,300 vehicles in the first hour, and the ferries were full by eight.",
    "“We will not gamble with people’s lives for the sake of a shorter commute,” said Marta Lindqvist, the minister.",
    "The bridge was built in 1974 and carries 61,000 vehicles a day, more than any other crossing.",
    "The repair will cost 30 million crowns, according to the council, which has not said who is to pay.",
    "An emergency council meeting is scheduled for March 9, and repairs are expected to begin once it has voted.",
)


@dataclass
class Site:
    """A newspaper with a feed, whose articles are pages."""

    base: str = ""
    entries: list[dict[str, str]] = field(default_factory=list)  # newest first
    pages: dict[str, tuple[str, ...]] = field(default_factory=dict)  # slug -> paragraphs; none: 404
    asked: list[str] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    tombstones: list[str] = field(default_factory=list)

    def article(self, slug: str, title: str, day: int, *paragraphs: str) -> None:
        """Print an article."""
        self.entries.insert(0, {"slug": slug, "title": title, "day": str(day), "updated": f"2026-03-0{day}T04:00:00Z"})
        self.pages[slug] = paragraphs

    def changes(self, slug: str, *paragraphs: str, at: str, title: str | None = None) -> None:
        """Change what its page says, and show that in the feed."""
        for entry in self.entries:
            if entry["slug"] == slug:
                entry["updated"] = at
                entry["title"] = title or entry["title"]
        self.pages[slug] = paragraphs or self.pages[slug]

    def feed(self) -> str:
        """The feed as Atom."""
        entries = "".join(
            f"<entry><id>tag:{entry['slug']}</id><title>{entry['title']}</title>"
            f'<link href="{self.base}/{entry["slug"]}.html"/><published>2026-03-0{entry["day"]}T04:00:00Z</published>'
            f"<updated>{entry['updated']}</updated><summary>{self.pages[entry['slug']][0]}</summary></entry>"
            for entry in self.entries
            if entry["slug"] not in self.tombstones
        )
        taken = "".join(f'<at:deleted-entry ref="tag:{slug}" when="2026-03-02T20:00:00Z"/>' for slug in self.tombstones)
        return (
            '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"'
            ' xmlns:at="http://purl.org/atompub/tombstones/1.0"><id>tag:gazette</id>'
            f"<title>Harbour Gazette</title><updated>2026-03-02T04:00:00Z</updated>{taken}{entries}</feed>"
        )

    def page(self, slug: str) -> str:
        """An article's page."""
        title = next(entry["title"] for entry in self.entries if entry["slug"] == slug)
        body = "".join(f"<p>{paragraph}</p>" for paragraph in self.pages[slug])
        return (
            f'<!DOCTYPE html><html lang="en"><head><title>{title}</title></head><body><nav><a href="/">Home</a></nav>'
            f"<article><h1>{title}</h1>{body}</article><footer>All rights reserved.</footer></body></html>"
        )


@pytest.fixture
def site() -> Iterator[Site]:
    """The newspaper on loopback."""
    made = Site()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            slug = self.path.strip("/").removesuffix(".html")
            if self.path == "/feed.xml":
                self._answer(200, made.feed(), "application/atom+xml")
            elif slug in made.gone:
                self._answer(410, "gone", "text/plain")
            elif slug in made.pages:
                made.asked.append(slug)
                self._answer(200, made.page(slug), "text/html; charset=utf-8")
            else:
                self._answer(404, "not found", "text/plain")

        def _answer(self, status: int, body: str, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    made.base = f"http://127.0.0.1:{server.server_port}"
    made.article("bridge", "Kelmar Bridge closed after crack is found", 2, *BRIDGE)
    yield made
    server.shutdown()
    server.server_close()


@pytest.fixture
def home(tmp_path: Path, site: Site) -> Path:
    """A publication that reads it, and whose first issue is out."""
    write(
        tmp_path,
        f"  - feed: {site.base}/feed.xml\n    name: Harbour Gazette\n    full_text: always\n",
        "fetch: {allow_private: true}\n",
    )
    run(tmp_path, *MONDAY)
    assert site.asked == ["bridge"]
    return tmp_path


def run(home: Path, *at: str) -> None:
    """A day's run, which does what it is to do."""
    made = digest(home, "run", *at)
    assert made.returncode == 0, made.stdout + made.stderr


def issue(home: Path, day: str) -> Issue:
    """The published issue of a day."""
    return decode((home / f"output/issues/{day}/issue.json").read_bytes())


def told(home: Path, *arguments: str) -> list[dict[str, Any]]:
    """What ``digest corrections --json`` lists."""
    made = digest(home, "corrections", *arguments, "--json")
    assert made.returncode == 0, made.stderr
    rows: list[dict[str, Any]] = json.loads(made.stdout)["corrections"]
    return rows


def beside(home: Path, day: str = "2026-03-02") -> dict[str, Any]:
    """The file beside a frozen issue."""
    read: dict[str, Any] = json.loads((home / f"output/issues/{day}/corrections.json").read_bytes())
    return read


def wrong(*, cost: str) -> tuple[str, ...]:
    """The article with another cost."""
    return tuple(paragraph.replace("30 million", cost) for paragraph in BRIDGE)


def printed(home: Path, words: str) -> bool:
    """Whether the first issue prints these words."""
    return words in (home / "output/issues/2026-03-02/index.html").read_text()


def test_another_figure_is_told_where_it_was_printed_and_in_the_next_issue(home: Path, site: Site) -> None:
    """A note on the page, an updated entry in the feed, a line in the next issue; the frozen file keeps its bytes."""
    frozen = (home / "output/issues/2026-03-02/issue.json").read_bytes()
    mail = (home / "output/issues/2026-03-02/email.html").read_bytes()
    assert printed(home, "61,000 vehicles")
    changed = tuple(paragraph.replace("61,000", "16,000") for paragraph in BRIDGE)
    site.changes("bridge", *changed, at="2026-03-02T18:00:00Z")
    site.article("mayor", "Tarsk mayor resigns over flood contract", 3, "The mayor of Tarsk resigned on Tuesday.")
    run(home, *TUESDAY)

    assert (home / "output/issues/2026-03-02/issue.json").read_bytes() == frozen
    assert (home / "output/issues/2026-03-02/email.html").read_bytes() == mail
    page = (home / "output/issues/2026-03-02/index.html").read_text()
    assert 'class="errata"' in page
    assert "Correction, 3 March" in page
    assert "16,000 vehicles" in page
    assert "16,000 vehicles" in (home / "output/feed.xml").read_text()
    entries = json.loads((home / "output/feed.json").read_text())["items"]
    assert [("date_modified" in entry) for entry in entries] == [False, True]

    made = issue(home, "2026-03-03")
    (erratum,) = made.corrections
    assert erratum.flagged.number == 1
    (change,) = erratum.changes
    assert change.kind == "figure"
    assert change.printed is not None
    assert change.printed.text == BRIDGE[3]
    assert change.now is not None
    assert change.now.text == changed[3]
    for name in ("index.html", "email.html", "email.txt"):
        text = " ".join((home / "output/issues/2026-03-03" / name).read_text().split())
        assert "16,000" in text, name
        assert "61,000" in text, name
    (row,) = told(home)
    assert row["told_in"] == 2
    assert [one["number"] for one in beside(home)["corrections"]] == [1]
    verified = digest(home, "verify", "--all")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    rebuilt = digest(home, "rebuild", "2", "--check")
    assert rebuilt.returncode == 0, rebuilt.stdout + rebuilt.stderr


def test_it_is_told_once(home: Path, site: Site) -> None:
    """Issues after the next say nothing of it, a second run finds nothing new, and no page is asked for twice."""
    site.changes("bridge", *(p.replace("61,000", "16,000") for p in BRIDGE), at="2026-03-02T18:00:00Z")
    run(home, *TUESDAY)  # nothing new to print: no issue
    assert not (home / "output/issues/2026-03-03").exists()
    assert [row["told_in"] for row in told(home)] == [None]
    run(home, *TUESDAY)
    assert site.asked == ["bridge", "bridge"]
    site.article("mayor", "Tarsk mayor resigns over flood contract", 4, "The mayor of Tarsk resigned on Wednesday.")
    run(home, *WEDNESDAY)
    site.article("ferry", "Ferry to Isola sails again after the storm", 6, "The ferry to Isola sailed again on Friday.")
    run(home, *FRIDAY)
    assert [len(issue(home, f"2026-03-0{day}").corrections) for day in (4, 6)] == [1, 0]
    assert [row["told_in"] for row in told(home, "1")] == [2]


def test_a_touched_up_article_is_passed_over(home: Path, site: Site) -> None:
    """Another headline, words added, quotation marks and spaces of another kind are no corrections."""
    more = (*BRIDGE[:2], *(p.replace("“", '"').replace("”", '"') for p in BRIDGE[2:]), "Buses run every ten minutes.")
    site.changes(
        "bridge", *more, at="2026-03-02T18:00:00Z", title="Crack shuts Kelmar Bridge: what drivers should know"
    )
    run(home, *TUESDAY)
    assert site.asked == ["bridge", "bridge"]
    assert told(home) == []
    assert not (home / "output/issues/2026-03-02/corrections.json").exists()


def test_nothing_is_asked_for_where_nothing_changed(home: Path, site: Site) -> None:
    """A feed that is as it was costs no page, and one that changes after 48 hours neither."""
    run(home, *TUESDAY)
    site.changes("bridge", *(p.replace("61,000", "16,000") for p in BRIDGE), at="2026-03-05T18:00:00Z")
    run(home, *FRIDAY)
    assert site.asked == ["bridge"]
    assert told(home) == []


def test_a_note_of_the_sources_own_is_told(home: Path, site: Site) -> None:
    """A source that says it was wrong is quoted, whatever else it changed."""
    note = "Correction: An earlier version of this article misstated when the bridge was built."
    changed = (*(p.replace("1974", "1947") for p in BRIDGE), note)
    site.changes("bridge", *changed, at="2026-03-02T18:00:00Z")
    run(home, *TUESDAY)
    (row,) = told(home)
    kinds = [change["kind"] for change in row["correction"]["changes"]]
    assert kinds[0] == "note"
    assert row["correction"]["changes"][0]["now"]["text"] == note


def test_a_page_that_is_gone_is_told(home: Path, site: Site) -> None:
    """410 for a page that was read: the report is no longer there."""
    site.changes("bridge", at="2026-03-02T18:00:00Z")
    site.gone.add("bridge")
    run(home, *TUESDAY)
    assert [row["correction"]["kind"] for row in told(home)] == ["lost"]
    assert "no longer has its report" in (home / "output/issues/2026-03-02/index.html").read_text()


def test_what_its_feed_takes_back_is_withdrawn(home: Path, site: Site) -> None:
    """Atom's deleted-entry (RFC 6721): told as withdrawn, and never printed by a later issue."""
    site.tombstones.append("bridge")
    site.article("mayor", "Tarsk mayor resigns over flood contract", 3, "The mayor of Tarsk resigned on Tuesday.")
    run(home, *TUESDAY)
    assert [row["correction"]["kind"] for row in told(home)] == ["withdrawn"]
    assert [one.kind for one in issue(home, "2026-03-03").corrections] == ["withdrawn"]


def test_an_editors_own_words_and_taking_them_back(home: Path, site: Site) -> None:
    """`add` notes them on the page at once; `revoke` takes them from there, and both stay in the file."""
    story = issue(home, "2026-03-02").stories[0]
    made = digest(
        home, "corrections", "add", "1", story.id[:6], "--note", "The bridge is at  Kelmar Sund.", "--by", "Ada"
    )
    assert made.returncode == 0, made.stderr
    page = home / "output/issues/2026-03-02/index.html"
    assert "The bridge is at Kelmar Sund." in page.read_text()
    assert "From the editor" in page.read_text()
    first = beside(home)["corrections"]
    made = digest(home, "corrections", "revoke", "1", "--note", "it is not", "--by", "Ada")
    assert made.returncode == 0, made.stderr
    assert "The bridge is at Kelmar Sund." not in page.read_text()
    both = beside(home)["corrections"]
    assert both[:1] == first
    assert both[1]["revokes"] == 1
    assert digest(home, "corrections", "revoke", "1").returncode == 2
    assert digest(home, "verify").returncode == 0
    site.article("mayor", "Tarsk mayor resigns over flood contract", 3, "The mayor of Tarsk resigned on Tuesday.")
    run(home, *TUESDAY)
    assert issue(home, "2026-03-03").corrections == ()


@pytest.mark.parametrize("how", ["note", "revoked", "source", "nothing"])
def test_what_was_corrected_is_not_due(home: Path, site: Site, how: str) -> None:
    """An editor's note that was told, or another day in the source: the sentence does not come back on its old day.

    Made again it is the same, whatever is withheld later.
    """
    story = issue(home, "2026-03-02").stories[0]
    noted = datetime(2026, 3, 2, 12, tzinfo=UTC)
    note = Erratum(number=0, kind="note", issue=1, article=story.article, story=story.id, at=noted, note="On March 19.")
    if how in ("note", "revoked"):
        with Database.open(home / ".digest") as database:
            SqliteArchive(database).err([(note, None)])
    if how == "source":
        later = tuple(paragraph.replace("March 9", "March 19") for paragraph in BRIDGE)
        site.changes("bridge", *later, at="2026-03-02T18:00:00Z")
    site.article("mayor", "Tarsk mayor resigns over flood contract", 3, "The mayor of Tarsk resigned on Tuesday.")
    run(home, *TUESDAY)
    assert bool(issue(home, "2026-03-03").corrections) is (how != "nothing")
    if how == "revoked":
        taken = Erratum(number=0, kind="revoked", issue=1, at=datetime(2026, 3, 4, tzinfo=UTC), revokes=1)
        with Database.open(home / ".digest") as database:
            SqliteArchive(database).err([(taken, None)])
    site.article("miners", "Three miners rescued near Orvel", 9, "Three miners were rescued near Orvel on Sunday.")
    run(home, "--at", "2026-03-09T07:00")
    due = [one.item.passage.text for one in issue(home, "2026-03-09").due]
    assert due == ([] if how in ("note", "source") else [BRIDGE[-1]])
    if how == "note":
        assert digest(home, "corrections", "revoke", "1", "--by", "Ada").returncode == 0
    made = digest(home, "rebuild", "3")
    assert made.returncode == 0, made.stdout + made.stderr
    assert digest(home, "verify", "--all").returncode == 0


def test_a_correction_that_was_tampered_with_is_found(home: Path, site: Site) -> None:
    """The new words are proved by the article as it was kept, the old ones by the issue's own evidence."""
    site.changes("bridge", *(p.replace("61,000", "16,000") for p in BRIDGE), at="2026-03-02T18:00:00Z")
    run(home, *TUESDAY)
    assert digest(home, "verify", "1").returncode == 0
    with sqlite3.connect(home / ".digest/digest.db") as database:
        database.execute("UPDATE errata SET body = replace(body, '16,000', '19,000')")
    verified = digest(home, "verify", "1")
    assert verified.returncode == 4
    assert "19,000" in verified.stderr


def test_a_run_that_was_killed_before_it_noted_what_it_found(home: Path) -> None:
    """The next run, of the same day too, puts the note on the page; `publish --all` keeps the file beside the issue."""
    made = issue(home, "2026-03-02")
    story = made.stories[0]
    at = datetime(2026, 3, 2, 7, tzinfo=UTC)
    lost = Erratum(number=0, kind="lost", issue=1, article=story.article, story=story.id, at=at)
    with Database.open(home / ".digest") as database:
        SqliteArchive(database).err([(lost, None)])
    page = home / "output/issues/2026-03-02/index.html"
    assert "no longer has its report" not in page.read_text()
    run(home, "--at", "2026-03-02T09:00")
    assert "no longer has its report" in page.read_text()
    kept = (home / "output/issues/2026-03-02/corrections.json").read_bytes()
    published = digest(home, "publish", "--all")
    assert published.returncode == 0, published.stderr
    assert (home / "output/issues/2026-03-02/corrections.json").read_bytes() == kept
    verified = digest(home, "verify", "--all")
    assert verified.returncode == 0, verified.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("add", "9", "abcd", "--note", "x"), "there is no issue 9"),
        (("add", "1", "zzzz", "--note", "x"), "names no story"),
        (("add", "1", "zzzz", "--note", " "), "says nothing"),
        (("revoke", "7"), "there is no correction 7"),
    ],
)
def test_what_cannot_be_corrected_is_told(home: Path, arguments: tuple[str, ...], says: str) -> None:
    """Wrong usage: which, and what to do."""
    made = digest(home, "corrections", *arguments)
    assert made.returncode == 2
    assert says in made.stderr
