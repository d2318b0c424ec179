"""Which articles an issue may print."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from digest.issues.window import Belated, admit, belated, holds, reach, screen
from digest.model import Article, Entry, Held, History, Issue, Rules, Source
from digest.testing import World, article

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
GAZETTE = Source(key="Gazette", name="Gazette", url="")


def held(one: Article) -> Held:
    """The entry that such an article comes of."""
    entry = Entry(
        source=one.source,
        id=one.entry_id,
        url=one.url,
        title=one.headline,
        published=one.published,
        embargo_until=one.embargo_until,
        expires=one.expires,
    )
    return Held(entry, one.first_seen)


def reasons(*articles: Article, **given: Any) -> dict[str, tuple[str, ...]]:
    """Why articles were dropped, by their headlines."""
    asked: dict[str, Any] = {"history": History(), "rules": Rules(), "sources": {"Gazette": GAZETTE}, **given}
    history, rules, sources = asked.pop("history"), asked.pop("rules"), asked.pop("sources")
    screening = screen([held(one) for one in articles], history, rules, sources=sources, now=NOW, **asked)
    kept = {each.entry.article for each in screening.kept}
    admission = admit([one for one in articles if held(one).entry.article in kept], screening, rules, sources=sources)
    names = {held(one).entry.article: one.headline for one in articles} | {one.id: one.headline for one in articles}
    return {reason: tuple(names[id_] for id_ in ids) for reason, ids in admission.dropped.items()}


def earlier(as_of: datetime) -> History:
    """A history of one issue as of a moment."""
    world = World(at=as_of.isoformat())
    world.source("Gazette").entry("A bridge closes", "The bridge closed on Monday.")
    issue = world.run()
    assert isinstance(issue, Issue)
    return History(issues=(issue,), printed=frozenset(a.url for a in issue.articles), number=1)


def test_what_is_fresh_is_kept() -> None:
    """An article published an hour ago, and one without a date, are both kept."""
    assert reasons(article("Fresh"), article("Undated", published=False)) == {}


def test_the_window_ends_where_the_rules_say() -> None:
    """What is older than the window is dropped and counted, never lost silently; its edge is in."""
    old = article("Old", at="2026-02-27T06:00:00Z")
    edge = article("Edge", at="2026-02-27T06:00:01Z")
    assert reasons(old, edge) == {"older than 72 hours": (old.headline,)}
    assert reasons(old, rules=Rules(window_hours=96)) == {}


def test_what_was_seen_before_the_last_issue_is_not_new() -> None:
    """The window opens with the last issue: what was held then had its chance."""
    history = earlier(NOW - timedelta(hours=24))
    held = article("Held", at="2026-03-01T05:00:00Z")
    assert reasons(held, history=history) == {"seen before the last issue": (held.headline,)}
    late = replace(held, first_seen=NOW - timedelta(hours=1))
    assert reasons(late, history=history) == {}


def test_what_was_printed_never_returns() -> None:
    """A printed URL stays printed, whatever became of the title and the date."""
    history = earlier(NOW - timedelta(hours=24))
    again = replace(article("A new title"), url=next(iter(history.printed)))
    assert reasons(again, history=history) == {"printed in an earlier issue": (again.headline,)}


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"embargo_until": NOW + timedelta(minutes=1)}, "under embargo"),
        ({"expires": NOW}, "expired"),
        ({"published": NOW + timedelta(days=2)}, "dated in the future"),
    ],
)
def test_time_given_by_the_article(fields: dict[str, datetime], reason: str) -> None:
    """Embargo, expiry and a date in the future keep an article out."""
    assert list(reasons(replace(article("Timed"), **fields))) == [reason]


def test_a_fast_clock_is_forgiven_but_not_on_replay() -> None:
    """An hour ahead is a wrong time zone; on replay it had not been published yet."""
    ahead = replace(article("Ahead"), published=NOW + timedelta(hours=1))
    assert reasons(ahead) == {}
    assert reasons(ahead, replay=True) == {"not yet published": (ahead.headline,)}


def test_replay_counts_publication_as_sight() -> None:
    """On replay an archive filled in one go still knows what was new on the day."""
    history = earlier(NOW - timedelta(hours=24))
    last = history.issues[-1].as_of
    then = replace(article("Then"), first_seen=last - timedelta(hours=1), published=last + timedelta(hours=2))
    assert reasons(then, history=history, replay=True) == {}
    assert list(reasons(then, history=history)) == ["seen before the last issue"]


def test_an_embargo_that_lifts_makes_an_article_new() -> None:
    """Seen long ago, but printable only since the last issue: this issue prints it."""
    history = earlier(NOW - timedelta(hours=24))
    held = article("Held", at="2026-03-01T05:00:00Z", embargo_until=NOW - timedelta(hours=1))
    assert reasons(held, history=history) == {}


def test_terms_of_the_reader_and_of_the_source() -> None:
    """Excluded terms drop, included terms are needed, and both are whole words."""
    cup = article("World Cup final", "Two teams met.")
    source = Source(key="Gazette", name="Gazette", url="", exclude=("cup",))
    assert reasons(cup, sources={"Gazette": source}) == {"excluded by “cup”": (cup.headline,)}
    assert reasons(cup, rules=Rules(include=("harbour",))) == {"holds no included term": (cup.headline,)}
    assert reasons(cup, rules=Rules(include=("teams",))) == {}
    assert not holds("Cupboard", "cup")
    assert holds("the C++ (draft) standard", "C++")


def test_the_key_is_the_url_or_the_id() -> None:
    """What has no URL is known by its id."""
    assert article("With", id="a" * 16).key == f"https://gazette.example/{'a' * 16}"
    assert replace(article("Without", id="b" * 16), url="").key == "b" * 16


def test_a_source_that_is_no_longer_read_is_not_printed() -> None:
    """Whoever takes a source out of feeds.yml has seen enough of it."""
    assert reasons(article("Gone"), sources={}) == {"its source is no longer read": ("Gone",)}


def test_a_long_embargo_is_no_age() -> None:
    """What was written days ago and released an hour ago is of today."""
    history = earlier(NOW - timedelta(hours=24))
    old = article("Held", at="2026-02-24T05:00:00Z", embargo_until=NOW - timedelta(hours=1))
    assert reasons(old, history=history) == {}


def test_neither_a_link_nor_a_text_is_nothing_to_print() -> None:
    """An entry of a feed that was cut off: a title that leads nowhere."""
    bare = replace(article("Cut off"), url="")
    assert reasons(bare) == {"neither a link nor a text": ("Cut off",)}
    assert reasons(replace(article("Told", "The ferry left."), url="")) == {}


def test_a_window_reaches_back_over_missed_days() -> None:
    """To the last issue, up to the limit, in whole hours; it is never shorter than usual, and only where days lack."""
    rules = Rules()

    def hours(rules: Rules, days: float, *, missed: bool = True) -> int:
        return reach(rules, NOW - timedelta(days=days), NOW, missed=missed).window_hours

    assert hours(rules, 4.01) == 97
    assert hours(rules, 2) == 72
    assert hours(rules, 30) == 7 * 24
    assert hours(Rules(catch_up_days=2), 30) == 72
    assert hours(Rules(window_hours=12), 1, missed=False) == 12
    assert hours(Rules(window_hours=12), 2) == 48
    assert hours(Rules(catch_up="skip"), 4) == 72
    assert hours(Rules(catch_up="each"), 4) == 72
    assert reach(rules, None, NOW, missed=False) == rules


def test_on_replay_what_nobody_dated_was_there_once_it_was_seen() -> None:
    """An undated article that came later is not of that day; one that was there is."""
    later = replace(article("Later", published=False), first_seen=NOW + timedelta(hours=1))
    there = replace(article("There", published=False), first_seen=NOW)
    assert reasons(later, there, replay=True) == {"not yet published": (later.headline,)}
    assert reasons(later, there) == {}


def test_what_an_issue_made_later_than_its_day_had_before_it_is_not_new() -> None:
    """What was published by its moment and held when it was made; what came afterwards, or has no date, is new."""
    as_of = NOW - timedelta(days=1)
    made = NOW - timedelta(hours=2)
    past = earlier(as_of)
    cited = {one.id: replace(article("Cited"), id=one.id, first_seen=made) for one in past.issues[0].articles}
    late = belated(past, cited)
    assert late == (Belated(as_of, made),)
    had = replace(article("Had", at="2026-03-01T05:00:00Z"), first_seen=made)
    since = replace(article("Since", at="2026-03-01T07:00:00Z"), first_seen=made)
    came = replace(article("Came", at="2026-03-01T05:00:00Z"), first_seen=made + timedelta(hours=1))
    undated = replace(article("Undated", published=False), first_seen=made)
    lifted = replace(had, headline="Lifted", entry_id="lifted", embargo_until=as_of + timedelta(hours=1))
    found = reasons(had, since, came, undated, lifted, history=past, belated=late)
    assert found == {"seen before the last issue": (had.headline,)}


def test_an_issue_made_on_its_day_is_not_belated() -> None:
    """All that it cites was there by its moment; of one whose evidence is not at hand nothing is said."""
    past = earlier(NOW - timedelta(days=1))
    there = {
        one.id: replace(article("Cited"), id=one.id, first_seen=NOW - timedelta(days=1))
        for one in past.issues[0].articles
    }
    assert belated(past, there) == ()
    assert belated(past, {}) == ()
