"""The journey, over a newsroom in memory."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import timedelta

import pytest
from msgspec.structs import replace

from digest.articles import TrafilaturaExtractor, make
from digest.codec import encode
from digest.errors import UnavailableError
from digest.model import Delivery, Enclosure, Fetched, FetchRequest, Held, Rules
from digest.pipeline.fetch import nothing_to_print
from digest.testing import World

BRIDGE = (
    "Engineers closed the Kelmar Bridge on Monday after an inspection found a crack in its main cable.",
    "The Kelmar Bridge was shut on Monday when inspectors found a crack in its main cable.",
)


def test_a_morning() -> None:
    """Feeds in, one frozen issue out: number, date, headline, verbatim sentences."""
    world = World()
    world.source("Gazette").entry("Kelmar Bridge closed after crack is found", BRIDGE[0])
    issue = world.run()
    assert issue is not None
    assert (issue.number, issue.date.isoformat()) == (1, "2026-03-02")
    assert issue.lead is not None
    assert issue.subject == issue.lead.headline == "Kelmar Bridge closed after crack is found"
    for passage in issue.lead.what_happened:
        held = world.archive.evidence.get(passage.article)
        assert held is not None
        assert held.text[passage.start : passage.end] == passage.text


def test_one_event_is_one_story() -> None:
    """Two sources that tell of one event make one story with two reports, and the coverage adds up."""
    world = World()
    world.source("Gazette").entry("Kelmar Bridge closed after crack is found in main cable", BRIDGE[0])
    world.source("Wire").entry("Cracked main cable shuts Kelmar Bridge", BRIDGE[1])
    issue = world.run()
    assert issue is not None
    [story] = issue.stories
    assert story.reports == 2
    assert set(story.outlets) == {"Gazette", "Wire"}
    coverage = issue.coverage
    assert coverage.candidates == coverage.printed + coverage.merged + sum(coverage.dropped.values()) == 2


def test_the_issue_of_a_day_is_made_once() -> None:
    """A second run of the day finds it made; the next day without news makes none."""
    world = World()
    world.source("Gazette").entry("Kelmar Bridge closed", BRIDGE[0])
    first = world.run()
    assert world.edit().made is False
    assert world.run() == first
    world.tomorrow()
    report = world.edit(world.fetch().sources)
    assert report.issue is None
    assert report.coverage is not None
    assert sum(report.coverage.dropped.values()) == report.coverage.candidates


def test_the_same_inputs_give_the_same_bytes() -> None:
    """Two newsrooms with the same feeds freeze the same file."""

    def make() -> bytes:
        world = World()
        for name in ("Gazette", "Wire"):
            for n, text in enumerate(BRIDGE):
                world.source(name).entry(f"{name} headline {n}", text)
        issue = world.run()
        assert issue is not None
        return encode(issue)

    assert make() == make()


def test_one_bad_feed_spoils_nothing() -> None:
    """A source that fails, and one that serves no feed, are named in the issue; the others are printed."""
    world = World()
    world.source("Gazette").entry("Kelmar Bridge closed", BRIDGE[0])
    world.source("Wire").fails("no such host")
    world.source("Ledger").serve = lambda: b"<html><body>Please log in</body></html>"  # type: ignore[method-assign]  # a web page where a feed was
    issue = world.run()
    assert issue is not None
    failed = {report.source: report.reason for report in issue.coverage.sources if report.state == "failed"}
    assert set(failed) == {"Wire", "Ledger"}
    assert failed["Wire"] == "no such host"


def test_nothing_at_all_is_an_error_only_where_every_source_failed() -> None:
    """A quiet day passes; a day on which no source could be read does not."""
    world = World()
    feed = world.source("Gazette")
    nothing_to_print(world.fetch())
    feed.fails("connection refused")
    with pytest.raises(UnavailableError, match="connection refused"):
        nothing_to_print(world.fetch())


def test_the_best_story_leads_though_it_goes_on() -> None:
    """A thread's next day leads where nothing new outranks it, links its past, and says only what is new."""
    world = World()
    feed = world.source("Gazette")
    feed.entry("Kelmar Bridge closed after crack is found in main cable", BRIDGE[0])
    world.run()
    world.tomorrow()
    feed.entry(
        "Second crack found in main cable of Kelmar Bridge",
        "Engineers found a second crack in the main cable of the Kelmar Bridge on Tuesday, the minister said.",
    )
    issue = world.run()
    assert issue is not None
    assert issue.developing == ()
    assert issue.lead is not None
    assert issue.lead.day == 2
    assert issue.lead.earlier[0].number == 1
    assert issue.subject == issue.lead.headline
    assert all("second crack" in passage.text for passage in issue.lead.what_happened)


def test_a_story_that_goes_on_stands_below_what_outranks_it() -> None:
    """On the next day the thread stands under "Still developing" where a new story is worth more."""
    world = World()
    feed, wire = world.source("Gazette"), world.source("Wire")
    feed.entry("Kelmar Bridge closed after crack is found in main cable", BRIDGE[0])
    world.run()
    world.tomorrow()
    leak = "An ammonia leak at a cold store in Sorn put 34 people in hospital, two of them in a serious condition."
    feed.entry(
        "Second crack found in main cable of Kelmar Bridge",
        "Engineers found a second crack in the main cable of the Kelmar Bridge on Tuesday, the minister said.",
    )
    feed.entry("Sorn: 34 in hospital after ammonia leak at cold store", leak)
    wire.entry("Ammonia leak at Sorn cold store puts 34 in hospital", "Doctors said " + leak[0].lower() + leak[1:])
    issue = world.run()
    assert issue is not None
    assert issue.lead is not None
    assert issue.lead.day == 1
    [story] = issue.developing
    assert (story.day, story.earlier[0].number) == (2, 1)


def test_an_article_under_a_new_title_and_date_is_not_news() -> None:
    """What was printed stays printed: its link decides."""
    world = World()
    feed = world.source("Gazette")
    link = feed.entry("Kelmar Bridge closed", BRIDGE[0])
    world.run()
    world.tomorrow()
    feed.entries.clear()
    feed.entry("UPDATED: Kelmar Bridge shut for weeks", BRIDGE[0] + " More soon.", link=link)
    assert world.run() is None


def test_mail_goes_to_each_subscriber_once() -> None:
    """A second send finds nobody left; a deferred one is tried again; a lost answer is left to the operator."""
    world = World()
    world.source("Gazette").entry("Kelmar Bridge closed", BRIDGE[0])
    issue = world.run()
    assert issue is not None
    people = ("ada@example.org", "bo@example.org", "cy@example.org", "di@example.org")
    world.post.answers = {"bo@example.org": "deferred", "di@example.org": "failed"}
    world.ledger.write([Delivery(issue=1, recipient="cy@example.org", state="sending", attempts=1, at=world.now)])
    world.send(issue, *people)
    assert world.post.taken == ["ada@example.org"]
    assert world.ledger.of(1, ["cy@example.org"])[0].state == "unknown"
    world.post.answers = {}
    world.now += timedelta(hours=1)
    report = world.send(issue, *people)
    assert world.post.taken == ["ada@example.org", "bo@example.org"]
    assert (report.accepted, report.foreseen["accepted"], report.foreseen["failed"], report.in_doubt) == (1, 1, 1, 1)
    assert world.ledger.of(1, ["bo@example.org"])[0].attempts == 2


def test_mail_that_breaks_off_is_reported_beside_what_was_sent() -> None:
    """The fault is a value: who got it, who is still to be tried; a later run mails these alone."""
    world = World()
    world.source("Gazette").entry("Kelmar Bridge closed", BRIDGE[0])
    issue = world.run()
    assert issue is not None
    people = ("ada@example.org", "bo@example.org", "cy@example.org")
    world.post.closes_at = {"bo@example.org"}
    broken = world.send(issue, *people)
    assert (broken.accepted, broken.untried) == (1, 2)
    assert broken.fault is not None
    world.post.closes_at = set()
    whole = world.send(issue, *people)
    assert (whole.accepted, whole.foreseen["accepted"], whole.untried, whole.fault) == (2, 1, 0, None)
    assert world.post.taken == list(people)


def test_an_answer_that_was_lost_is_told_at_every_send() -> None:
    """The operator decides, so they must hear of it."""
    world = World()
    world.source("Gazette").entry("Kelmar Bridge closed", BRIDGE[0])
    issue = world.run()
    assert issue is not None
    world.ledger.write([Delivery(issue=1, recipient="cy@example.org", state="sending", attempts=1, at=world.now)])
    assert [each.recipient for each in world.send(issue, "cy@example.org").doubtful] == ["cy@example.org"]
    assert [each.recipient for each in world.send(issue, "cy@example.org").doubtful] == ["cy@example.org"]


def test_fair_use_caps_what_is_printed_of_one_article() -> None:
    """However long an article, its summary keeps to the cap."""
    world = World(rules=Rules(sentences=30, max_words_per_article=40))
    text = " ".join(
        f"The council approved measure number {n} of the harbour plan on Monday evening." for n in range(20, 40)
    )
    world.source("Gazette").entry("Council approves harbour plan", text)
    issue = world.run()
    assert issue is not None
    assert issue.lead is not None
    assert sum(len(p.text.split()) for p in issue.lead.what_happened) <= 40


def test_what_is_said_of_a_source_is_said_once() -> None:
    """Not of one hiccup, but when it failed three times in a row; and again when it is back (rss2email#195)."""
    world = World()
    gazette = world.source("Gazette")
    gazette.entry("Kelmar Bridge closed", BRIDGE[0])
    world.fetch()
    gazette.fails("no such host")
    said = []
    for _ in range(5):
        world.tomorrow()
        report = world.fetch()
        assert [failed.reason for failed in report.failed] == ["no such host"]
        said.append([notice.kind for notice in report.notices])
    assert said == [[], [], ["failing"], [], []]
    gazette.fails(None)
    world.tomorrow()
    assert [notice.kind for notice in world.fetch().notices] == ["back"]


def test_a_source_that_asks_to_be_left_alone_is() -> None:
    """Across runs, until the time is over; what it is asked after is no failure."""
    world = World()
    gazette = world.source("Gazette")
    gazette.fails("HTTP 429", status=429, retry_after=3600)
    world.fetch()
    world.now += timedelta(minutes=30)
    gazette.fails(None)
    [waiting] = world.fetch().sources
    assert waiting.state == "unchanged"
    assert waiting.reason is not None
    assert "left alone until 07:00 UTC" in waiting.reason
    assert len(world.web.asked) == 1
    world.now += timedelta(minutes=31)
    assert world.fetch().sources[0].state == "read"
    assert len(world.web.asked) == 2


def test_a_source_that_is_gone_is_asked_no_more() -> None:
    """HTTP 410 retires it, which is said once."""
    world = World()
    gazette = world.source("Gazette")
    gazette.fails("HTTP 410: gone for good", status=410)
    assert [notice.kind for notice in world.fetch().notices] == ["gone"]
    world.tomorrow()
    report = world.fetch()
    assert (len(world.web.asked), report.notices, report.failed) == (1, (), ())


def test_the_same_bytes_are_not_read_again() -> None:
    """A server that changes the ETag and leaves the feed as it was costs a fetch and no more."""
    world = World()
    gazette = world.source("Gazette")
    gazette.entry("Kelmar Bridge closed", BRIDGE[0])
    gazette.answer = {"etag": '"1"'}
    assert world.fetch().sources[0].state == "read"
    gazette.answer = {"etag": '"2"'}
    assert world.fetch().sources[0].state == "unchanged"
    assert world.archive.states()["Gazette"].etag == '"2"'


def test_the_same_bytes_are_read_again_where_they_are_to_be_read_otherwise() -> None:
    """Whoever names another parser, or says when seeds were published, does not wait for the next edition of them."""
    world = World()
    gazette = world.source("Gazette")
    gazette.entry("Kelmar Bridge closed", BRIDGE[0])
    gazette.answer = {"etag": '"1"'}
    assert world.fetch().sources[0].state == "read"
    gazette.source = replace(gazette.source, parser="feedparser")
    assert world.fetch().sources[0].state == "read"
    assert world.web.asked[-1].etag is None
    assert world.fetch().sources[0].state == "unchanged"
    assert world.web.asked[-1].etag == '"1"'


def test_a_feed_that_moved_for_good_is_asked_there() -> None:
    """After three runs in a row, and only within its registrable domain; its own address is not forgotten."""
    world = World()
    gazette, wire = world.source("Gazette"), world.source("Wire")
    for feed, target in ((gazette, "https://feeds.gazette.example/new"), (wire, "https://parked.other.example/feed")):
        feed.entry("Kelmar Bridge closed", BRIDGE[0])
        feed.answer = {"moved": target, "url": target}
    for _ in range(4):
        world.fetch()
        world.tomorrow()
    last = {request.key: request.url for request in world.web.asked[-2:]}
    assert last == {"Gazette": "https://feeds.gazette.example/new", "Wire": "https://wire.example/feed"}
    assert world.archive.states()["Gazette"].url == "https://gazette.example/feed"


def test_a_page_is_asked_for_once() -> None:
    """An article that was read from its own page is held, with what its feed says of it by now."""
    world = World()
    gazette = world.source("Gazette")
    gazette.source = replace(gazette.source, full_text="always")
    link = gazette.entry("Kelmar Bridge closed", BRIDGE[0])
    world.fetch()
    assert world.edit().issue is not None
    assert [request.url for request in world.web.asked if request.page] == [link]

    again = World()
    gazette = again.source("Gazette")
    gazette.source = replace(gazette.source, full_text="always")
    gazette.entry("Kelmar Bridge shut for weeks", BRIDGE[0])
    again.fetch()
    [held] = again.archive.held.values()
    page = make(
        replace(held.entry, title="Kelmar Bridge closed", summary="", content=BRIDGE[1], content_kind="text"),
        source=gazette.source,
        first_seen=held.first_seen,
    )
    again.archive.keep(replace(page, origin="page"))
    issue = again.edit().issue
    assert issue is not None
    assert not any(request.page for request in again.web.asked)
    assert issue.subject == "Kelmar Bridge shut for weeks"
    assert [passage.text for passage in issue.stories[0].what_happened] == [BRIDGE[1]]


def test_a_page_keeps_what_the_feed_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its recording and its section; and it is read in the encoding that its server names."""
    world = World()
    gazette = world.source("Gazette", section="Home")
    gazette.source = replace(gazette.source, full_text="always")
    gazette.entry("Kelmar Bridge closed", BRIDGE[0])
    world.fetch()
    [(id_, held)] = world.archive.held.items()
    recording = Enclosure("https://films.example/1.mp4", "video", 60)
    world.archive.held[id_] = Held(replace(held.entry, enclosure=recording), held.first_seen)
    page = f"<html><body><article><p>{BRIDGE[1]} «Мост» закрыт.</p><p>{BRIDGE[0]} It carries 61,000 cars.</p>" * 3

    async def fetch(requests: Sequence[FetchRequest]) -> AsyncIterator[Fetched]:
        for request in requests:
            body, kind = page.encode("windows-1251"), "text/html; charset=windows-1251"
            yield Fetched(request=request, state="read", url=request.url, body=body, content_type=kind)

    monkeypatch.setattr(world.web, "fetch", fetch)
    monkeypatch.setattr(world.web, "extract", TrafilaturaExtractor().extract)
    issue = world.edit().issue
    assert issue is not None
    [printed] = issue.articles
    assert printed.enclosure == recording
    assert "«Мост» закрыт" in world.archive.evidence[printed.id].text
    assert world.archive.evidence[printed.id].section == "Home"


def test_too_few_stories_are_no_issue_and_wait_for_the_next() -> None:
    """Fewer than ``fewest_stories`` are kept, and told as kept; with tomorrow's they make one."""
    world = World(rules=Rules(fewest_stories=2))
    feed = world.source("Gazette")
    feed.entry("Kelmar Bridge closed", BRIDGE[0])
    quiet = world.edit(world.fetch().sources)
    assert (quiet.issue, quiet.too_few) == (None, 1)
    assert quiet.coverage is not None
    assert (quiet.coverage.candidates, quiet.coverage.printed, quiet.coverage.dropped) == (
        1,
        0,
        {"kept for the next issue": 1},
    )
    world.tomorrow()
    feed.entry("Sorn: 34 in hospital after leak", "An ammonia leak at a cold store in Sorn put 34 people in hospital.")
    issue = world.run()
    assert issue is not None
    assert len(issue.stories) == 2


def test_a_quiet_day_may_have_a_short_issue() -> None:
    """Of fewer stories than ``fewest_stories``, but of one at least."""
    world = World(rules=Rules(fewest_stories=2, quiet_day="short"))
    feed = world.source("Gazette")
    assert world.run() is None
    feed.entry("Kelmar Bridge closed", BRIDGE[0])
    issue = world.run()
    assert issue is not None
    assert len(issue.stories) == 1


def test_an_issue_reaches_back_over_days_that_were_missed() -> None:
    """Also beyond its window, with what is older counted; on ``skip`` no further than its window."""
    for catch_up, printed, dropped in (("merge", 2, {}), ("skip", 1, {"older than 72 hours": 1})):
        world = World(rules=Rules(catch_up=catch_up))  # type: ignore[arg-type]  # one of its words
        feed = world.source("Gazette")
        feed.entry("Kelmar Bridge closed", BRIDGE[0])
        assert world.run() is not None
        for _ in range(4):
            world.tomorrow()
        feed.entry(
            "Sorn: 34 in hospital after leak", "An ammonia leak in Sorn put 34 people in hospital.", hours_ago=95
        )
        feed.entry("Tarsk mayor resigns over contract", "The mayor of Tarsk resigned after auditors found a contract.")
        issue = world.run()
        assert issue is not None
        gone = {key: value for key, value in issue.coverage.dropped.items() if key.startswith("older")}
        assert (len(issue.stories), gone) == (printed, dropped)
