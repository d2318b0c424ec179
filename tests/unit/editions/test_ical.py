"""Calendar files as bytes: whatever two libraries read of them is what was meant."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from digest.editions import ical

PRINTABLE = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=300)


def _event(**properties: object) -> bytes:
    always = {
        "UID": "1",
        "DTSTAMP": ical.moment(datetime(2031, 5, 7, tzinfo=UTC)),
        "DTSTART": ical.day(date(2031, 5, 9)),
    }
    return ical.calendar({"VERSION": "2.0", "PRODID": "test"}, [always | properties])


@given(text=PRINTABLE)
def test_text_is_read_as_it_was_written(text: str) -> None:
    """Backslashes, commas, semicolons, line ends: the library that wrote it and another read the very same."""
    body = _event(SUMMARY=text, DESCRIPTION=f"{text}\n— {text}")
    (event,) = Calendar.from_ical(body).walk("VEVENT")
    assert str(event["summary"]) == text
    assert str(event["description"]) == f"{text}\n— {text}"
    other = vobject.readOne(body.decode()).vevent
    assert other.description.value == f"{text}\n— {text}"


# The library drops a byte order mark in front of a value.
@given(
    text=PRINTABLE.map(lambda text: text.lstrip("\ufeff")),
    revision=st.integers(0, 99),
    at=st.datetimes(timezones=st.just(UTC)),
)
def test_the_library_writes_the_same_bytes(text: str, revision: int, at: datetime) -> None:
    """Its own way takes longer, and comes to the same lines in the same order."""
    daily = ical.duration(timedelta(days=1))
    head = {"VERSION": "2.0", "PRODID": "-//a//b//EN", "NAME": text, "X-WR-CALNAME": text, "REFRESH-INTERVAL": daily}
    event = {
        "UID": f"{revision}@a.example",
        "SEQUENCE": ical.number(revision),
        "DTSTAMP": ical.moment(at),
        "DTEND": ical.day(at.date()),
        "DTSTART": ical.day(at.date()),
        "SUMMARY": text,
        "CATEGORIES": text,
        "URL": ical.link(f"https://a.example/?q={text}"),
        "TRANSP": "TRANSPARENT",
    }
    whole = Calendar()
    whole.update({name: ical.Text(value) if type(value) is str else value for name, value in head.items()})
    inside = Event()
    inside.update({name: ical.Text(value) if type(value) is str else value for name, value in event.items()})
    whole.add_component(inside)
    whole.add_component(inside)
    assert ical.calendar(head, [event, event]) == whole.to_ical()


@given(text=PRINTABLE)
def test_lines_are_short_and_hold_whole_characters(text: str) -> None:
    """At most 75 octets a line, each ended by CR LF; what is folded begins with one space (RFC 5545 §3.1)."""
    body = _event(SUMMARY=text, DESCRIPTION=text)
    assert body.endswith(b"END:VCALENDAR\r\n")
    lines = body.split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line and line.decode() is not None for line in lines)
    unfolded = body.replace(b"\r\n ", b"").split(b"\r\n")
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    assert f"SUMMARY:{escaped}".encode() in unfolded


def test_a_windows_path_is_no_line_end() -> None:
    """A backslash before an N is a backslash before an N."""
    body = _event(SUMMARY="C:\\News")
    assert b"SUMMARY:C:\\\\News\r\n" in body
    assert vobject.readOne(body.decode()).vevent.summary.value == "C:\\News"


@pytest.mark.parametrize("at", [datetime(2031, 5, 7, 4, 30, tzinfo=UTC), datetime(2031, 5, 7, 6, 30, 1, 9, tzinfo=UTC)])
def test_days_and_moments(at: datetime) -> None:
    """A moment is told in UTC, in whole seconds, whatever zone it comes in; a day is said to be one."""
    there = at.astimezone(timezone(timedelta(hours=-9, minutes=-30)))
    body = _event(DTSTAMP=ical.moment(there), DTSTART=ical.day(date(2031, 5, 7)))
    assert f"DTSTAMP:{at:%Y%m%dT%H%M%SZ}\r\n".encode() in body
    assert b"DTSTART;VALUE=DATE:20310507\r\n" in body


def test_a_duration_and_a_number() -> None:
    """How often to ask, and how often a thing was changed."""
    body = ical.calendar({"REFRESH-INTERVAL": ical.duration(timedelta(days=1))}, [{"SEQUENCE": ical.number(2)}])
    assert b"REFRESH-INTERVAL;VALUE=DURATION:P1D\r\n" in body
    assert b"SEQUENCE:2\r\n" in body
