"""The calendar of what is to come."""

from __future__ import annotations

from datetime import date, timedelta
from types import ModuleType

from icalendar import Calendar
from msgspec.structs import replace

from digest.editions.calendar import calendar


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
