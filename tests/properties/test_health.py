"""Whatever comes of asking, for however long: health never raises, never strays, says each thing once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from digest import health
from digest.model import Entry, Fetched, FetchRequest, Source, SourceReport, SourceState

URL = "https://news.example.org/feed"
SOURCE = Source(key="news", name="News", url=URL)
REQUEST = FetchRequest(key="news", url=URL)
START = datetime(2026, 1, 1, tzinfo=UTC)

moments = st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 28), timezones=st.just(UTC))  # noqa: DTZ001 - zones come last
nows = st.datetimes(datetime(1990, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - as above
maybe = st.none() | nows
seconds = st.none() | st.floats(0, 1e12)
targets = st.sampled_from(
    ["https://news.example.org/new", "https://feeds.example.org/", "https://example.net/", "http://news.example.org/"]
) | st.text(max_size=30)
entries = st.lists(
    st.builds(
        lambda name, published: Entry(source="news", id=name, url="", title="", published=published),
        st.text(max_size=3),
        st.none() | moments,
    ),
    max_size=12,
)
states = st.builds(
    SourceState,
    key=st.just("news"),
    url=st.sampled_from([URL, "https://example.net/"]),
    etag=st.none() | st.just('"1"'),
    last_asked=maybe,
    last_read=maybe,
    last_success=maybe,
    last_new=maybe,
    given=st.none() | st.text(max_size=2),
    newest=st.none() | moments,
    entries=st.integers(0, 10**6),
    rhythm=seconds,
    per_day=seconds,
    failures=st.integers(0, 10),
    failing_since=maybe,
    reason=st.none() | st.text(max_size=5),
    not_before=maybe,
    moved=st.none() | targets,
    moved_runs=st.integers(0, 9),
    gone=maybe,
    told=st.lists(st.sampled_from(["gone", "failing", "silent", "stale", "thin", "moved"]), unique=True).map(tuple),
)
outcomes = st.tuples(
    st.sampled_from(["read", "unchanged", "failed"]),
    st.sampled_from(["read", "unchanged", "failed"]),
    st.none() | st.integers(100, 599),
    st.none() | st.integers(-(10**9), 10**18),
    st.none() | targets,
    entries,
)


def step(state, asked, outcome, now):
    """What is remembered of one outcome."""
    came, understood, status, retry_after, moved, found = outcome
    fetched = Fetched(request=asked, state=came, url=asked.url, status=status, retry_after=retry_after, moved=moved)
    report = SourceReport(source="News", state=understood, reason="why" if understood == "failed" else None)
    return health.after(state, REQUEST, fetched, report, found, None, now)


@given(st.none() | states, outcomes, nows)
def test_nothing_that_is_remembered_or_comes_raises(state, outcome, now):
    """Whatever was remembered, whatever comes: an answer each time, and a standing."""
    asked = health.ask(REQUEST, state, now)
    health.standing(state, SOURCE, now)
    learnt = step(state, asked if isinstance(asked, FetchRequest) else REQUEST, outcome, now)
    assert learnt.url == URL
    assert learnt.failures >= 0
    said, told = health.notices(learnt, SOURCE, now)
    assert health.standing(told, SOURCE, now).verdict in health.VERDICTS
    assert {notice.kind for notice in said} - {"back"} <= set(told.told)


@given(states, nows)
def test_nobody_elses_address_is_asked(state, now):
    """Only the source's own URL or one of its registrable domain, as well protected; never as a person's word."""
    asked = health.ask(REQUEST, state, now)
    if isinstance(asked, FetchRequest) and asked.url != URL:
        assert asked.url in ("https://news.example.org/new", "https://feeds.example.org/")
        assert asked.written == (asked.url == "https://news.example.org/new")


@given(states, nows)
def test_a_thing_is_said_once(state, now):
    """To ask again what there is to say gives nothing, and changes nothing."""
    _, told = health.notices(state, SOURCE, now)
    assert health.notices(told, SOURCE, now) == ((), told)


@settings(max_examples=60)
@given(st.lists(st.tuples(outcomes, st.integers(1, 400)), max_size=40))
def test_over_many_days_each_kind_is_said_once_until_it_is_over(days):
    """Between two notices of a kind it was forgotten, and no trouble comes to an end that was not told."""
    state: SourceState | None = None
    now = START
    for outcome, hours in days:
        now += timedelta(hours=hours)
        asked = health.ask(REQUEST, state, now)
        if isinstance(asked, Fetched):
            assert asked.state == "unchanged"
            assert asked.reason
            continue
        before = () if state is None else state.told
        said, state = health.notices(step(state, asked, outcome, now), SOURCE, now)
        for notice in said:
            if notice.kind == "back":
                assert set(before) & {"gone", "failing", "silent", "stale"}
            elif notice.kind != "moved":
                assert notice.kind not in before
        assert len(set(state.told)) == len(state.told)
