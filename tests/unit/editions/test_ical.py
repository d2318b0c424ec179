"""Calendar files by hand: whatever a library reads of them is what was meant."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from digest.editions import ical

PRINTABLE = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=300)


def _event(*properties: ical.Property) -> bytes:
    return ical.component("VCALENDAR", [], [ical.component("VEVENT", properties)])


@given(text=PRINTABLE)
def test_text_is_read_as_it_was_written(text: str) -> None:
    """Backslashes, commas, semicolons, line ends; each line is short enough, and holds whole characters."""
    body = _event(("SUMMARY", ical.text(text)), ("DESCRIPTION", ical.text(f"{text}\n— {text}")))
    (event,) = Calendar.from_ical(body).walk("VEVENT")
    assert str(event["summary"]) == text
    assert str(event["description"]) == f"{text}\n— {text}"
    lines = body.split(b"\r\n")
    assert all(len(line) <= 75 and line.decode() is not None for line in lines)


@given(text=PRINTABLE)
def test_the_bytes_are_those_of_the_library(text: str) -> None:
    """All but its reading of a backslash before an N, which it takes for a line end."""
    text = text.replace("\\N", "")
    theirs = Event()
    theirs.add("summary", text)
    assert ical.component("VEVENT", [("SUMMARY", ical.text(text))]) == theirs.to_ical()


def test_a_windows_path_is_no_line_end() -> None:
    """A backslash before an N is a backslash before an N."""
    assert ical.text("C:\\News") == "C:\\\\News"


@pytest.mark.parametrize("at", [datetime(2031, 5, 7, 4, 30, tzinfo=UTC), datetime(2031, 5, 7, 6, 30, 1, 9, tzinfo=UTC)])
def test_days_and_moments(at: datetime) -> None:
    """A moment is told in UTC, whatever zone it comes in; years have four figures."""
    there = at.astimezone(timezone(timedelta(hours=-9, minutes=-30)))
    assert ical.moment(there) == f"{at:%Y%m%dT%H%M%SZ}"
    assert ical.day(date(812, 5, 7)) == "08120507"
