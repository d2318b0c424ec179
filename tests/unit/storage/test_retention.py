"""What is dropped for its age, what never is, and what is remembered of what went."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from digest.model import Delivery
from digest.storage import SqliteLedger
from digest.storage.retention import NEWEST, Swept, due, sweep

KEEP = timedelta(days=400)


def aged(world: Any, *, days: int = 500, numbers: range = range(5)) -> datetime:
    """Entries of long ago, enough newer ones of their source, and two issues of today; returns the moment of today."""
    now: datetime = world.noon + timedelta(days=days)
    world.record(*(world.entry(number) for number in numbers), at=world.noon)
    world.record(*(world.entry(1000 + n, published=now) for n in range(NEWEST)), at=now - timedelta(hours=1))
    issues = world.archive.issues()
    for number in range(len(issues) + 1, len(issues) + 3):
        world.freeze(number, day=(now + timedelta(days=number)).date(), as_of=now + timedelta(minutes=number))
    return now + timedelta(days=1)


def count(world: Any, table: str) -> int:
    with world.database.reading() as connection:
        found: int = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    return found


def test_what_is_old_and_cited_by_no_issue_goes(world: Any) -> None:
    """Entries with the articles that were read from their pages; what is younger stays."""
    world.archive.keep(world.article(3))
    now = aged(world)
    assert due(world.database, keep=KEEP, now=now) == Swept(entries=5, articles=1)
    assert sweep(world.database, keep=KEEP, now=now) == Swept(entries=5, articles=1)
    assert count(world, "entries") == NEWEST
    assert world.held(3) is None
    assert world.archive.articles([world.entry(3).article]) == {}
    assert not sweep(world.database, keep=KEEP, now=now)
    assert not due(world.database, keep=KEEP, now=now)


def test_what_an_issue_cites_stays(world: Any) -> None:
    """The article with its bytes, its entry, the issue's proof and the keys of what it printed."""
    world.record(world.entry(2))
    world.freeze(1, world.article(2))
    before = world.archive.proof(1)
    now = aged(world)
    sweep(world.database, keep=KEEP, now=now, whole=True)
    assert world.held(2) is not None
    assert count(world, "entries") == NEWEST + 1
    after = world.archive.proof(1)
    assert (after.articles, after.seal, after.body) == (before.articles, before.seal, before.body)
    assert world.archive.printed([world.entry(2).url], before=now) == {world.entry(2).url}
    with world.database.reading() as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_an_entry_that_comes_back_is_not_new(world: Any) -> None:
    """It left its feed, was dropped, and stands in the feed again: nothing is seen anew, however often."""
    now = aged(world)
    sweep(world.database, keep=KEEP, now=now)
    assert world.record(world.entry(3), world.entry(9), at=now) == 1
    assert (world.held(3), world.held(9) is None) == (None, False)
    assert world.record(world.entry(3, title="Ferry 3 leaves again"), at=now + timedelta(hours=1)) == 0
    world.reopen()
    assert world.record(world.entry(3), at=now + timedelta(hours=2)) == 0


def test_an_entry_that_stays_in_its_feed_is_not_dropped_again_and_again(world: Any) -> None:
    """A page that a feed lists for years: it went once, and no run writes anything about it any more."""
    now = aged(world)
    sweep(world.database, keep=KEEP, now=now)
    for day in range(3):
        world.record(*(world.entry(number) for number in range(5)), at=now + timedelta(days=day))
        assert not sweep(world.database, keep=KEEP, now=now + timedelta(days=day))


def test_what_was_published_or_waits_is_not_old(world: Any) -> None:
    """Seen long ago, but dated lately, or under embargo until lately."""
    now = world.noon + timedelta(days=500)
    world.record(world.entry(6, published=now), world.entry(7, embargo_until=now), world.entry(8, published=None))
    aged(world, numbers=range(1))
    sweep(world.database, keep=KEEP, now=now + timedelta(days=1), whole=True)
    assert [world.held(number) is not None for number in (6, 7, 8)] == [True, True, False]


def test_a_source_s_newest_stay_however_old(world: Any) -> None:
    """A source that prints once a month is known by more than its last year."""
    for number in range(NEWEST + 3):
        world.record(world.entry(number, source="slow"), at=world.noon + timedelta(hours=number), source="slow")
    now = aged(world, numbers=range(0))
    assert sweep(world.database, keep=KEEP, now=now).entries == 3
    assert len(world.archive.latest(["slow"], each=99)) == NEWEST


def test_a_clock_that_jumped_ahead_drops_nothing(world: Any) -> None:
    """Age counts up to the issue before the newest; with one issue or none there is no age."""
    world.record(*(world.entry(number) for number in range(5)))
    world.record(*(world.entry(100 + number) for number in range(NEWEST)), at=world.noon + timedelta(hours=1))
    far = world.noon + timedelta(days=20_000)
    assert not sweep(world.database, keep=KEEP, now=far)
    world.freeze(1)
    world.freeze(2, day=far.date(), as_of=far)  # the run whose clock is wrong
    assert not sweep(world.database, keep=KEEP, now=far)
    world.freeze(3, day=far.date() + timedelta(days=1), as_of=far)
    assert sweep(world.database, keep=KEEP, now=far).entries == 5


def test_a_run_looks_at_each_entry_once(world: Any, monkeypatch: Any) -> None:
    """It goes on where the last one ended, past what stays, and all shares together are the whole."""
    monkeypatch.setattr("digest.storage.retention._ENTRIES", 3)
    world.record(world.entry(2))
    world.freeze(1, world.article(2))
    now = aged(world, numbers=range(8))
    shares = [sweep(world.database, keep=KEEP, now=now).entries for _ in range(4)]
    assert sum(shares) == 7
    assert max(shares) <= 3
    assert count(world, "entries") == NEWEST + 1


def test_the_whole_is_dropped_at_once(world: Any, monkeypatch: Any) -> None:
    """In as many transactions as it takes, from the oldest on: what a run passed by may have become old since."""
    monkeypatch.setattr("digest.storage.retention._ENTRIES", 3)
    now = aged(world, numbers=range(8))
    assert sweep(world.database, keep=KEEP, now=now, whole=True).entries == 8


def test_the_steps_of_mail_long_delivered_go(world: Any) -> None:
    """Of issues whose mail is done; who had the issue stays, and what is asked of the steps is told by that."""
    ledger = SqliteLedger(world.database)
    for number in (1, 2):
        world.freeze(number)
        for state in ("sending", "accepted"):
            ledger.write([Delivery(issue=number, recipient="a@x.example", state=state, attempts=1, at=world.noon)])
    ledger.write([Delivery(issue=2, recipient="b@x.example", state="deferred", attempts=1, at=world.noon)])
    now = aged(world, numbers=range(0))
    assert due(world.database, keep=KEEP, now=now).changes == 2
    assert sweep(world.database, keep=KEEP, now=now) == Swept(changes=2)
    assert (ledger.counts(1), ledger.counts(2)) == ({"accepted": 1}, {"accepted": 1, "deferred": 1})
    assert [each.state for each in ledger.changes(1, "a@x.example")] == ["accepted"]
    assert [each.state for each in ledger.changes(2, "a@x.example")] == ["sending", "accepted"]
    assert ledger.changes(1, "nobody@x.example") == ()
    # Settled at last: a run has passed it by, the whole finds it.
    ledger.write([Delivery(issue=2, recipient="b@x.example", state="failed", attempts=2, at=world.noon)])
    assert not sweep(world.database, keep=KEEP, now=now)
    assert sweep(world.database, keep=KEEP, now=now, whole=True).changes == 4


def test_a_large_ledger_goes_in_pieces(world: Any, monkeypatch: Any) -> None:
    """A transaction never holds the right to write for long."""
    monkeypatch.setattr("digest.storage.retention._CHANGES", 4)
    world.freeze(1)
    everyone = [Delivery(issue=1, recipient=f"{n}@x.example", state="accepted", attempts=1) for n in range(10)]
    SqliteLedger(world.database).write(everyone)
    now = aged(world, numbers=range(0))
    assert sweep(world.database, keep=KEEP, now=now).changes == 10
    assert count(world, "delivery_changes") == 0
    assert count(world, "deliveries") == 10


def test_what_went_stays_out_of_the_file_after_a_vacuum(world: Any) -> None:
    """The room comes back."""
    now = aged(world, numbers=range(2000, 4500))
    path: Path = world.database.path
    world.database.scrub()
    before = path.stat().st_size
    assert sweep(world.database, keep=KEEP, now=now, whole=True).entries == 2500
    world.database.scrub()
    assert path.stat().st_size < before / 4
