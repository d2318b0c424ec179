"""The budget tells what was decided."""

from __future__ import annotations

from datetime import UTC, date, datetime

from msgspec.structs import replace

from digest.issues import Placed, Ranked, Selection, budget, lay_out
from digest.issues.ranking import independent, reports
from digest.issues.selection import NOTHING_NEW
from digest.issues.window import Admission
from digest.model import Budget, Entry, Held, History, Publication, Rules, Source, Story, Summary
from digest.testing import article, story
from digest.text import article_sentences

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
SOURCES = {name: Source(key=name, name=f"The {name}", url="") for name in ("Gazette", "Wire")}


def brief(headline: str, *, day: int = 1) -> Story:
    """A story of one short article."""
    return story(article(headline, f"{headline} on Monday, the mayor said."), day=day, thread=headline)


def made(*placed: Placed, silent: tuple[str, ...] = (), left_out: tuple[tuple[Ranked, str], ...] = ()) -> Budget:
    """The budget of an issue of these; ``silent`` are headlines of stories with nothing new."""
    selection = Selection(
        new=tuple(p for p in placed if p.story.day == 1),
        developing=tuple(p for p in placed if p.story.day > 1),
        left_out=left_out,
    )
    summaries = {
        p.story.id: Summary(article_sentences(p.story.lead), "lead")
        for p in placed
        if p.story.lead.headline not in silent
    }
    held = Held(Entry(source="Gone", id="x", url="https://gone.example/x", title="Gone"), NOW)
    again = Held(Entry(source="Wire", id="y", url="", title="Nothing"), NOW)
    admission = Admission((), {"its source is no longer read": (held.entry.article,), "z": (again.entry.article,)})
    issue = lay_out(
        selection,
        summaries,
        admission=admission,
        history=History(),
        publication=Publication(title="The Test"),
        rules=Rules(),
        sources=SOURCES,
        reports=(),
        now=NOW,
    )
    ranked = [p.ranked for p in placed] + [one for one, _ in left_out]
    return budget(
        ranked, selection, admission, issue, held=[held, again], sources=SOURCES, today=date(2026, 3, 2), now=NOW
    )


def placed(one: Story, rank: int, *, pin: int | None = None) -> Placed:
    """A story with a place."""
    section = "Home" if one.day == 1 else ""
    return Placed(ranked=Ranked(story=one, score=1 - rank / 10, terms={}), section=section, rank=rank, pin=pin)


def test_every_story_has_its_place_or_its_reason() -> None:
    """The lead, a section, the developing, a pin, nothing new to say, and what was left out."""
    out = Ranked(story=brief("Left"), score=0.1, terms={})
    found = made(
        placed(brief("Silent", day=3), 1),
        placed(brief("Lead"), 2, pin=7),
        placed(brief("Second"), 3),
        placed(brief("Goes on", day=2), 4),
        silent=("Silent",),
        left_out=((out, "Home is full"),),
    )
    told = {one.headline: (one.verdict, one.rank, one.section) for one in found.candidates}
    assert told == {
        "Silent": (NOTHING_NEW, None, None),
        "Lead": ("leads the issue, pinned by correction 7", 2, "Home"),
        "Second": ("in Home", 3, "Home"),
        "Goes on": ("still developing, day 2", 4, None),
        "Left": ("Home is full", None, None),
    }


def test_dropped_articles_are_named() -> None:
    """By what readers call their source, or by its key where there is none any more; without an address by their id."""
    found = made(placed(brief("Lead"), 1)).dropped
    [gone], [nothing] = found["its source is no longer read"], found["z"]
    assert (gone.source, gone.headline, gone.key) == ("Gone", "Gone", "https://gone.example/x")
    assert (nothing.source, nothing.key) == ("The Wire", nothing.id)


def test_reports_are_counted_as_in_the_issue() -> None:
    """Of a candidate as of its story: copies count once, and so do the feeds of one house."""
    first = article("One", source="Gazette")
    others = (article("Two", source="Gazette TV"), article("Three", source="Wire"), article("Four", source="Ledger"))
    one = story(first, *others, copies=((first.id,), (others[0].id,), (others[1].id, others[2].id)))
    [candidate] = made(placed(one, 1)).candidates
    assert reports(candidate) == independent(one) == 2
    assert reports(replace(candidate, copies=tuple((each.id,) for each in candidate.articles))) == 3
