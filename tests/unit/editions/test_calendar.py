"""The calendars of what is to come: an issue's own, and the one to subscribe to."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from types import ModuleType

import vobject
from icalendar import Calendar
from msgspec.structs import replace

from digest.editions import JinjaRenderer
from digest.editions.calendar import calendar
from digest.model import Issue
from tests.unit.editions.subscribing import subscription


def test_dated_items_are_all_day_events(newsroom: ModuleType) -> None:
    """Each dated item is one event of whole days, its description the sentence as it was written."""
    issue = newsroom.sample_issue()
    made = calendar(issue)
    assert made is not None
    events = {str(event["uid"]): event for event in Calendar.from_ical(made).walk("VEVENT")}
    dated = [item for item in issue.whats_next if item.first]
    assert len(events) == len(dated) == 5
    days = {(event.decoded("dtstart"), event.decoded("dtend")) for event in events.values()}
    assert days == {(item.first, item.last + timedelta(days=1)) for item in dated}
    sources = {article.id: article.source for article in issue.articles}
    told = {f"{item.passage.text}\n— {sources[item.passage.article]}" for item in dated}
    assert {str(event["description"]) for event in events.values()} == told
    assert {event.decoded("dtstamp") for event in events.values()} == {issue.as_of}
    assert {str(event["summary"]) for event in events.values()} >= {issue.lead.headline}


def test_an_event_keeps_its_uid(newsroom: ModuleType) -> None:
    """The same sentence in the next issue is the same event, even where its date is read anew."""
    issue = newsroom.sample_issue()
    later = replace(
        issue,
        number=213,
        date=date(2031, 5, 8),
        as_of=issue.as_of + timedelta(days=1),
        whats_next=tuple(replace(item, last=None) for item in issue.whats_next),
    )
    one, other = calendar(issue), calendar(later)
    assert one is not None
    assert other is not None
    uids = [{str(event["uid"]) for event in Calendar.from_ical(made).walk("VEVENT")} for made in (one, other)]
    assert uids[0] == uids[1]


def test_two_days_of_one_sentence_are_two_events(newsroom: ModuleType) -> None:
    """Where a sentence says when a thing begins and when it ends, neither event takes the other's place."""
    issue = newsroom.sample_issue()
    item = issue.lead.whats_next[0]
    begins, ends = replace(item.expression, end=item.expression.start + 10), item.expression
    pair = (replace(item, last=item.first, expression=begins), replace(item, first=item.last, expression=ends))
    made = calendar(replace(issue, whats_next=pair))
    assert made is not None
    assert len({str(event["uid"]) for event in Calendar.from_ical(made).walk("VEVENT")}) == 2


def test_nothing_dated_makes_no_calendar(newsroom: ModuleType) -> None:
    """An issue without a date has no calendar at all."""
    assert calendar(newsroom.quiet_issue()) is None


def test_lines_are_short_and_end_as_the_standard_says(newsroom: ModuleType) -> None:
    """Lines end in CR LF and hold at most 75 bytes (RFC 5545 §3.1), hostile text or not."""
    for issue in (newsroom.sample_issue(), newsroom.hostile_issue(), newsroom.right_to_left_issue()):
        made = calendar(issue)
        assert made is not None
        assert made.endswith(b"END:VCALENDAR\r\n")
        assert all(len(line) <= 75 and b"\n" not in line for line in made.split(b"\r\n"))


def test_a_second_library_reads_the_same(newsroom: ModuleType) -> None:
    """What one library wrote another reads: days, words, source, section, how often it changed."""
    issue = newsroom.sample_issue()
    made = calendar(issue)
    assert made is not None
    read = {event.uid.value: event for event in vobject.readOne(made.decode()).vevent_list}
    articles = {article.id: article for article in issue.articles}
    sections = {story.id: story.section for story in issue.stories}
    for item in (item for item in issue.whats_next if item.first):
        event = read[f"{item.name}@harbour.example"]
        assert event.dtstart.value == item.first
        assert event.dtend.value == item.last + timedelta(days=1)
        assert event.description.value.startswith(item.passage.text)
        assert event.url.value == articles[item.passage.article].url
        assert event.categories.value == [sections[item.story]]
        assert event.sequence.value == "0"


def later(issue: Issue, days: int, **changes: object) -> Issue:
    """An issue of so many days later."""
    when = {"number": issue.number + days, "date": issue.date + timedelta(days=days)}
    return replace(issue, **when, as_of=issue.as_of + timedelta(days=days), **changes)  # type: ignore[arg-type]


def events(made: bytes | None) -> dict[str, object]:
    """The events by their UIDs."""
    assert made is not None
    return {str(event["uid"]): event for event in Calendar.from_ical(made).walk("VEVENT")}


def test_the_subscription_holds_what_every_issue_promised(newsroom: ModuleType) -> None:
    """Of all issues, each event once; the same issues give the same bytes."""
    issue = newsroom.sample_issue()
    first = replace(issue, whats_next=issue.whats_next[:2], lead=None)
    second = later(issue, 1, whats_next=issue.whats_next[1:], lead=None)
    made = subscription([first, second])
    assert set(events(made)) == set(events(calendar(issue)))
    assert made == subscription([first, second])


def test_an_event_told_anew_keeps_its_uid_and_counts_up(newsroom: ModuleType) -> None:
    """The newest issue's words and days count, its moment is the stamp, and SEQUENCE says that it changed."""
    issue = newsroom.sample_issue()
    item = issue.whats_next[2]
    moved = replace(item, event=item.name, revision=1, first=date(2031, 5, 17), last=date(2031, 5, 17))
    again = later(issue, 2, whats_next=(moved,), lead=None)
    made = events(subscription([issue, again]))
    event = made[f"{item.name}@harbour.example"]
    assert event.decoded("dtstart") == date(2031, 5, 17)  # type: ignore[attr-defined]
    assert event["sequence"] == 1  # type: ignore[index]
    assert event.decoded("dtstamp") == again.as_of  # type: ignore[attr-defined]


def test_what_was_called_off_leaves_the_subscription(newsroom: ModuleType) -> None:
    """From the issue that knows of it on."""
    issue = newsroom.sample_issue()
    name = issue.whats_next[2].name
    off = later(issue, 1, whats_next=(), lead=None, withdrawn=(name,))
    assert f"{name}@harbour.example" in events(subscription([issue]))
    assert f"{name}@harbour.example" not in events(subscription([issue, off]))


def test_what_is_past_goes_after_four_weeks(newsroom: ModuleType) -> None:
    """But for the last event: a calendar holds at least one (RFC 5545 §3.6)."""
    issue = replace(newsroom.sample_issue(), lead=None)
    whole = events(subscription([issue]))
    month = later(issue, 40, whats_next=())
    assert 0 < len(events(subscription([issue, month]))) < len(whole)
    year = later(issue, 400, whats_next=())
    assert len(events(subscription([issue, year]))) == 1


def test_no_date_ever_makes_no_subscription(newsroom: ModuleType) -> None:
    """Nor a link to one."""
    assert subscription([newsroom.quiet_issue()]) is None
    assert subscription([]) is None


def test_pages_lead_to_the_subscription(newsroom: ModuleType, renderer: JinjaRenderer) -> None:
    """As webcal where the site's address is known, which calendar programs subscribe to; else as a file."""
    issue = newsroom.sample_issue()
    files = {file.path: file.body for file in renderer.site([issue])}
    assert files["calendar.ics"] == subscription([issue])
    for path in ("index.html", "issues/index.html", "404.html"):
        assert b'href="webcal://harbour.example/news/calendar.ics"' in files[path]
    own = {edition.medium: edition.body for edition in renderer.editions(issue)}
    assert b'href="webcal://harbour.example/news/calendar.ics">Subscribe to the calendar' in own["page"]
    local = replace(issue, publication=replace(issue.publication, url=None))
    assert b'href="../../calendar.ics"' in {e.medium: e.body for e in renderer.editions(local)}["page"]
    quiet = {file.path: file.body for file in renderer.site([newsroom.quiet_issue()])}
    assert "calendar.ics" not in quiet
    assert b"calendar.ics" not in quiet["index.html"]


def test_the_library_is_imported_only_for_a_calendar() -> None:
    """It takes longer to import than an issue to render."""
    seen = "import sys; from digest.editions import JinjaRenderer, calendar; print('icalendar' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True, check=True).stdout == "False\n"
