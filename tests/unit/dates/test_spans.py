"""Stretches of days: weeks, parts, feasts."""

from __future__ import annotations

from datetime import date

import pytest

from digest.dates.spans import (
    add_months,
    easter,
    holiday_span,
    part_of,
    quarter_span,
    week_span,
    weekend_span,
    year_span,
)


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (1961, "1961-04-02"),
        (2000, "2000-04-23"),
        (2008, "2008-03-23"),
        (2011, "2011-04-24"),
        (2025, "2025-04-20"),
        (2038, "2038-04-25"),
    ],
)
def test_easter(year: int, day: str) -> None:
    """Known Sundays, the earliest and latest of recent centuries among them."""
    assert str(easter(year)) == day


@pytest.mark.parametrize(
    ("rule", "day"),
    [
        ("12-25", "2025-12-25"),
        ("easter-2", "2025-04-18"),
        ("easter+1", "2025-04-21"),
        ("11:4:3", "2025-11-27"),
        ("11:4:3+1", "2025-11-28"),
        ("5:-1:0", "2025-05-26"),
        ("1:3:0", "2025-01-20"),
    ],
)
def test_rules_of_feasts(rule: str, day: str) -> None:
    """Fixed days, days from Easter, and the nth or last weekday of a month."""
    assert [str(end) for end in holiday_span(rule, 2025)] == [day, day]


def test_a_week_runs_from_monday_to_sunday() -> None:
    """Whatever its day."""
    for day in (date(2025, 3, 31), date(2025, 4, 3), date(2025, 4, 6)):
        assert week_span(day) == (date(2025, 3, 31), date(2025, 4, 6))
        assert weekend_span(day) == (date(2025, 4, 5), date(2025, 4, 6))


def test_a_month_later_is_the_months_last_day_where_it_is_shorter() -> None:
    """31 January and a month is 28 February."""
    assert add_months(date(2025, 1, 31), 1) == date(2025, 2, 28)
    assert add_months(date(2025, 1, 31), -2) == date(2024, 11, 30)


@pytest.mark.parametrize("part", ["early", "mid", "late", "start", "end"])
@pytest.mark.parametrize(
    "span", [year_span(2024), quarter_span(2025, 1), week_span(date(2025, 4, 1)), year_span(1990, 10)]
)
def test_a_part_lies_within_its_whole(span: tuple[date, date], part: str) -> None:
    """And is never empty, nor all of it."""
    first, last = part_of(span, part)  # type: ignore[arg-type]  # pytest hands parameters over as plain strings
    assert span[0] <= first <= last <= span[1]
    assert (first, last) != span


def test_early_mid_and_late_make_up_a_year() -> None:
    """They are its thirds, without a gap."""
    early, mid, late = (part_of(year_span(2025), part) for part in ("early", "mid", "late"))
    assert (mid[0] - early[1]).days == (late[0] - mid[1]).days == 1
