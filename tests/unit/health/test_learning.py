"""What is remembered of a source."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from digest import health


def test_only_what_was_understood_gives_validators(days):
    """A page instead of a feed leaves the validators and the hash of the last feed."""
    days.give(days.dated(1), etag='"a"')
    days.nonsense(etag='"page"')
    assert (days.state.etag, days.state.body, days.state.failures) == ('"a"', "sha", 1)
    assert days.state.reason == "an HTML page"


def test_an_answer_without_validators_leaves_none(days):
    """The old ones are of other bytes."""
    days.give(days.dated(1), etag='"a"')
    days.give(etag=None)
    assert days.state.etag is None


def test_unchanged_counts_and_keeps_the_rest(days):
    """304 is a success that says nothing of entries."""
    days.give(days.dated(1, 2))
    first = days.state
    days.same()
    days.same(etag='"2"')
    assert (days.state.unchanged, days.state.etag) == (2, '"2"')
    assert days.state.last_read == first.last_read
    assert days.state.last_success == days.now - timedelta(days=1)
    assert (days.state.entries, days.state.given) == (first.entries, first.given)
    days.give()
    assert days.state.unchanged == 0


def test_the_same_bytes_under_a_new_validator(days):
    """It served in full: read just now, with the new validator, and nothing learnt of entries."""
    days.give(days.dated(1, 2))
    days._answer((), "unchanged", None, 24, {"state": "read", "etag": '"2"', "status": 200})
    assert (days.state.etag, days.state.entries) == ('"2"', 2)
    assert days.state.last_read == days.now - timedelta(days=1)


def test_failures_in_a_row(days):
    """Counted since the first of them; a success ends the row."""
    days.give(days.dated(1))
    days.fail("HTTP 500")
    days.fail("HTTP 502")
    assert (days.state.failures, days.state.reason) == (2, "HTTP 502")
    assert days.state.failing_since == days.now - timedelta(days=2)
    days.same()
    assert (days.state.failures, days.state.reason, days.state.failing_since) == (0, None, None)


def test_gone_is_remembered_from_the_first_time(days):
    """Until it answers again."""
    days.fail(status=410, hours=24 * 31)
    days.fail(status=410, hours=24 * 31)
    assert days.state.gone == days.now - timedelta(days=62)
    days.give(days.dated(1))
    assert days.state.gone is None


def test_the_newest_entry_is_not_of_the_future(days):
    """A date ahead of us is no news."""
    days.give(days.dated(-48, 5, 9))
    assert days.state.newest == days.now - timedelta(hours=24 + 5)


@pytest.mark.parametrize(
    ("ages", "hours"),
    [
        (range(0, 48, 2), 2),
        # A batch a week that takes three hours to come.
        ([week * 168 + h for week in range(6) for h in (0, 1.2, 2.4)], 168),
        # One a day, and each with a correction ten minutes later.
        ([day * 24 + m for day in range(10) for m in (0, 1 / 6)], 24),
        # One pinned for years.
        ([0, 24, 48, 72, 96, 24 * 900], 24),
        # Every item dated anew at once, and then a day's ordinary ones.
        ([0, 0, 0, 0, 0, 0, 6, 12, 18, 24], 6),
        # Mondays, for years, and daily of late.
        ([*range(0, 24 * 60, 24), *(24 * 60 + 168 * n for n in range(300))], 24),
    ],
)
def test_rhythm(days, ages, hours):
    """The usual gap, whatever comes in batches, is dated anew, or stands there for ever."""
    days.give(days.dated(*ages))
    assert days.state.rhythm == pytest.approx(hours * 3600)


@pytest.mark.parametrize(
    ("ages", "a_day"),
    [
        (range(0, 96, 2), 12),
        ([0, 168, 336, 504], 1 / 7),
        ([0, 0.1, 0.2, 0.3, 0.4], 3),
        ([24, 48, 72, 96, 120, 99_999], 1),
    ],
)
def test_entries_a_day(days, ages, a_day):
    """A batch within an hour is a day's; one pinned for years does not count."""
    days.give(days.dated(*ages))
    assert days.state.per_day == pytest.approx(a_day, rel=0.05)


def test_too_little_tells_nothing_and_takes_nothing(days):
    """A feed that comes to hold one entry keeps the rhythm it had."""
    days.give(days.dated(1))
    assert (days.state.rhythm, days.state.per_day) == (None, None)
    days.give(days.dated(0, 24, 48, 72))
    days.give(days.dated(0))
    assert days.state.rhythm == 86_400


def test_when_it_last_gave_something_new(days, make):
    """New ids are; at first, the newest entry's time stands for it."""
    days.give(days.dated(30, 60))
    first = days.now - timedelta(hours=24 + 30)
    assert days.state.last_new == first
    days.give()
    assert days.state.last_new == first
    days.give([*days.dated(1), *days.entries])
    assert days.state.last_new == days.now - timedelta(days=1)


def test_old_entries_that_fall_out_are_not_news(days, make):
    """Other ids than before, only fewer."""
    days.give([make("a"), make("b"), make("c")])
    before = days.state.last_new
    days.give([make("a"), make("b")])
    assert days.state.last_new == before
    days.give([make("a"), make("d")])
    assert days.state.last_new == days.now - timedelta(days=1)


def test_the_order_of_entries_is_not_news(days, make):
    """Some servers shuffle."""
    days.give([make("a"), make("b")])
    before = days.state.last_new
    days.give([make("b"), make("a")])
    assert days.state.last_new == before


def test_the_rhythm_of_a_feed_without_dates(days, make):
    """It is how often its ids change."""
    for n in range(12):
        days.give([make(f"{n // 3}"), make("old")])
    assert days.state.rhythm == pytest.approx(3 * 86_400, rel=0.01)


def test_the_memory_of_another_url_begins_anew(days):
    """Nothing of the old address is held against the new one."""
    days.give(days.dated(1, 2, 3))
    days.fail()
    days.request = type(days.request)(key="news", url="https://elsewhere.example.net/")
    days.fail()
    assert (days.state.url, days.state.failures, days.state.given) == ("https://elsewhere.example.net/", 1, None)


def test_what_was_not_sent_for_its_hosts_sake_is_no_failure(days):
    """Another feed of the host was told to wait, and so this one was not asked: it waits too, and that is all."""
    days.give(days.dated(1, 2))
    before = days.state
    days.fail("its host asked to be left alone for 2 min (HTTP 429)", status=None, retry_after=120, hours=0)
    assert days.state == replace(before, not_before=days.now + timedelta(seconds=120))


def test_too_many_requests_without_a_time_is_an_hour(days):
    """A server that says so and not until when is not asked again by the next cron line."""
    days.fail("HTTP 429", status=429, hours=0)
    assert days.state.not_before == days.now + timedelta(hours=1)
    assert days.state.failures == 1


def test_a_pause_of_the_programs_is_no_rhythm_of_a_source(days, make):
    """A feed without dates: that nobody asked for a month says nothing of how often it gives an entry."""
    for number in range(4):
        days.give([make(f"e{number}")])
    usual = days.state.rhythm
    assert usual == pytest.approx(86_400)
    days.now += timedelta(days=30)
    assert days.give([make("after the pause")]) == []
    assert days.state.rhythm == usual
    assert days.stands().verdict == "ok"


def test_what_a_replay_learnt_counts_for_later_replays_alone(days):
    """A run of the clock's own moment begins anew; so does a replay of an earlier day."""
    days.give(days.dated(1))
    state, later = replace(days.state, replayed=True), days.now
    assert health.recalled(state, later, replay=True) == state
    assert health.recalled(state, later, replay=False) is None
    assert health.recalled(state, later - timedelta(days=9), replay=True) is None
    for replay in (True, False):
        assert health.recalled(days.state, later, replay=replay) == days.state
        assert health.recalled(None, later, replay=replay) is None
