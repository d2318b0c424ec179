"""What is asked of a source."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from digest import health
from digest.model import Fetched, FetchRequest

MOVED = "https://feeds.example.org/all"


def test_a_new_source_is_asked_as_it_is(days):
    """Nothing is known: the request goes out as the locator made it."""
    assert days.asked() == days.request


def test_validators_come_from_what_was_read(days):
    """The validators of the last understood answer go along."""
    days.give(days.dated(1), etag='"a"', last_modified="Sun, 03 May 2026 07:00:00 GMT")
    asked = days.asked()
    assert (asked.etag, asked.last_modified) == ('"a"', "Sun, 03 May 2026 07:00:00 GMT")


def test_what_is_known_of_another_url_does_not_count(days):
    """The person changed the URL: no validators, no waiting, no memory of its being gone."""
    days.give(days.dated(1))
    days.fail("gone", status=410)
    days.request = replace(days.request, url="https://elsewhere.example.net/feed")
    assert days.asked() == days.request


def test_it_is_left_alone_as_it_asked(days):
    """Retry-After holds from run to run; then it is asked again."""
    days.fail("HTTP 429", retry_after=3600, status=429, hours=0.5)
    asked = days.asked()
    assert isinstance(asked, Fetched)
    assert (asked.state, asked.reason) == ("unchanged", "left alone until 08:30 UTC")
    days.now += timedelta(hours=0.5)
    assert isinstance(days.asked(), FetchRequest)


def test_a_day_stands_with_a_time_that_is_not_today(days):
    """Left alone beyond midnight."""
    days.fail("HTTP 503", retry_after=86_400, status=503, hours=1)
    assert days.asked().reason == "left alone until 4 May, 07:30 UTC"


def test_moments_are_told_on_the_clock_of_now(days):
    """Its zone is named, and its day is the one that counts."""
    days.fail("HTTP 503", retry_after=7200, status=503, hours=0)
    there = days.now.astimezone(ZoneInfo("Pacific/Auckland"))
    waits = days.state.not_before.astimezone(there.tzinfo)
    assert health.ask(days.request, days.state, there).reason == f"left alone until {waits:%H:%M} Pacific/Auckland"
    assert health.day(datetime(2026, 5, 3, 20, tzinfo=UTC), there) == "4 May"
    assert health.day(datetime(1, 1, 1, tzinfo=UTC), there.astimezone(ZoneInfo("America/New_York"))) == "1 January 1"


@pytest.mark.parametrize("seconds", [8 * 86_400, 10**15, 0, -5])
def test_an_absurd_wish_is_not_heeded(days, seconds):
    """More than a week is a slip; zero is no wish."""
    days.fail("HTTP 429", retry_after=seconds, status=429)
    assert isinstance(days.asked(), FetchRequest)


def test_a_clock_set_back_leaves_nobody_alone_for_years(days):
    """A time far ahead, as our clock has it, is not waited for."""
    days.fail("HTTP 429", retry_after=3600, status=429)
    days.now -= timedelta(days=3650)
    assert isinstance(days.asked(), FetchRequest)


def test_a_source_that_is_gone_is_asked_once_in_thirty_days(days):
    """410 is believed, and doubted once a month."""
    days.fail("HTTP 410: gone", status=410, hours=24)
    assert days.asked().reason == "gone for good since 3 May (HTTP 410); take it out of feeds.yml"
    days.now += timedelta(days=28)
    assert isinstance(days.asked(), Fetched)
    days.now += timedelta(days=1)
    days.fail("HTTP 410: gone", status=410)
    assert days.asked().reason == "gone for good since 3 May (HTTP 410); take it out of feeds.yml"


def test_unchanged_for_ever_is_doubted(days):
    """After a week of "unchanged" it is read in full once, and then conditionally again."""
    days.give(days.dated(1, 3, 5, 7, 9), etag='"a"')
    for _ in range(7):
        assert days.asked().etag == '"a"'
        days.same()
    days.now += timedelta(hours=1)
    assert days.asked().etag is None
    days.give(etag='"b"')
    assert days.asked().etag == '"b"'


def test_a_seldom_source_is_doubted_later(days):
    """Ten times its rhythm, but no more than a month."""
    days.give(days.dated(*(24 * 2 * n for n in range(10))), hours=24 * 19)
    assert days.asked().etag
    days.now += timedelta(days=2)
    assert days.asked().etag is None
    days.set(rhythm=86_400 * 300.0, last_read=days.now)
    days.now += timedelta(days=31)
    assert days.asked().etag is None


def test_a_file_is_asked_with_its_validators_alone(days):
    """A file's validator is a hash: never doubted; nothing else holds for it."""
    days.request = FetchRequest(key="news", url="/var/feeds/news.xml")
    days.give(days.dated(1), etag='"sha256-a"', status=None, hours=24 * 300)
    days.set(gone=days.now, not_before=days.now + timedelta(hours=1), moved=MOVED, moved_runs=9)
    assert days.asked() == replace(days.request, etag='"sha256-a"')


def test_a_move_is_believed_after_three_runs(days):
    """The same domain: then the new address is asked, with validators; but not as if a person had written it."""
    for _ in range(3):
        assert days.asked().url == days.request.url
        days.give(days.dated(1), moved=MOVED)
    asked = days.asked()
    assert (asked.url, asked.key, asked.etag, asked.written) == (MOVED, "news", '"1"', False)


def test_a_move_on_the_same_host_stays_written(days):
    """Whoever wrote a private host meant that host: its other pages may be reached too."""
    for _ in range(3):
        days.give(days.dated(1), moved="https://news.example.org/new")
    assert days.asked().written


def test_a_row_that_breaks_begins_anew(days):
    """Twice there, once not, once there: not three in a row. "Unchanged" counts, a failure does not."""
    days.give(days.dated(1), moved=MOVED)
    days.same(moved=MOVED)
    days.give()
    days.give(moved=MOVED)
    days.fail()
    days.give(moved=MOVED)
    assert days.asked().url == days.request.url
    days.same(moved=MOVED)
    assert days.asked().url == MOVED


def test_a_moved_address_that_fails_is_forgotten(days):
    """The next run asks the original, without the other's validators; the row begins anew."""
    for _ in range(3):
        days.give(days.dated(1), moved=MOVED)
    days.give()
    assert days.asked().url == MOVED
    days.fail()
    assert days.asked() == days.request
    days.give(moved=MOVED)
    assert days.asked().url == days.request.url
    assert days.asked().etag


def test_a_moved_address_that_moves_on_is_asked_for_anew(days):
    """A to B for long, then B to C: A is asked again until that has held."""
    for _ in range(4):
        days.give(days.dated(1), moved=MOVED)
    days.give(moved="https://feeds.example.org/third")
    assert days.asked().url == days.request.url
    for _ in range(2):
        days.give(moved="https://feeds.example.org/third")
    assert days.asked().url == "https://feeds.example.org/third"


@pytest.mark.parametrize(
    "target",
    [
        "https://news.example.net/feed",
        "https://example.org.evil.example.com/feed",
        "http://news.example.org/feed",
        "https://127.0.0.1/feed",
        "ftp://news.example.org/feed",
        "https://[::1/feed",
    ],
)
def test_another_domain_is_never_asked_directly(days, target):
    """Nor one less protected, nor what is no address: only proposed."""
    days.give(days.dated(1))
    days.set(moved=target, moved_runs=50)
    assert days.asked().url == days.request.url


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("http://example.co.uk/", "https://feeds.example.co.uk/", True),
        ("http://a.co.uk/", "https://b.co.uk/", False),
        ("https://one.github.io/", "https://two.github.io/", False),
        ("http://localhost:8000/a", "http://localhost:8000/b", True),
        ("http://127.0.0.1:8000/a", "http://127.0.0.1:8000/b", True),
        ("http://10.0.0.1/", "http://11.0.0.1/", False),
        ("http://[::1]/a", "http://[::1]/b", True),
        ("http://xn--bcher-kva.example/", "http://feeds.bücher.example/", True),
    ],
)
def test_registrable_domains(days, one, other, same):
    """publicsuffix.org decides, its private part included; hosts without a domain must be equal."""
    days.request = FetchRequest(key="news", url=one)
    days.give(days.dated(1), etag=None)
    days.set(moved=other, moved_runs=3)
    assert (days.asked().url == other) is same


def test_a_state_follows_feeds_yml_to_where_it_moved(days):
    """The operator wrote the new address down: validators and history go along, the move is over."""
    for _ in range(4):
        days.give(days.dated(1, 25, 49, 73), moved=MOVED)
    known = days.state
    days.request = replace(days.request, url=MOVED)
    days.source = replace(days.source, url=MOVED)
    assert days.asked() == replace(days.request, etag='"1"')
    assert days.stands().verdict == "ok"
    assert days.same() == []
    assert days.state.url == MOVED
    assert (days.state.moved, days.state.moved_runs, days.state.told) == (None, 0, ())
    assert days.state.rhythm == known.rhythm


def test_what_ask_answers_itself_is_not_remembered(days):
    """``after`` is not called for it; where it is, nothing changes."""
    days.fail("HTTP 429", retry_after=3600, status=429, hours=0.5)
    answer = days.asked()
    assert health.after(days.state, days.request, answer, None, (), None, days.now) == days.state


def test_gone_from_where_it_had_moved_is_not_gone(days):
    """A 410 at the address that redirects led to: the next run asks the source's own."""
    for _ in range(3):
        days.give(days.dated(1), moved="https://feeds.example.org/all", url="https://feeds.example.org/all")
    assert days.asked().url == "https://feeds.example.org/all"
    days.fail("HTTP 410: gone for good", status=410)
    assert days.state.gone is None
    assert days.asked().url == days.request.url
