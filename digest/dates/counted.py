"""Forms that count from the day itself: weekdays, this week and next, two months ago, within three days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from digest.dates.grammar import UNITS
from digest.dates.reading import Found, by_tense
from digest.dates.spans import (
    Span,
    add_months,
    day_span,
    month_span,
    months_span,
    part_of,
    week_span,
    weekend_span,
    year_span,
)
from digest.dates.tense import Tense


def _weekday(found: Found) -> Span:
    weekday, shift = found.need_weekday(), found.get("shift")
    day = found.day
    back, ahead = (day.weekday() - weekday) % 7, (weekday - day.weekday()) % 7
    if shift == -1:
        return day_span(day - timedelta(back or 7))
    if shift == 1:
        # "Next Friday" is the one of next week, however soon this week's comes; tomorrow is never called so.
        coming = week_span(day)[0] + timedelta(7 + weekday)
        return day_span(coming + timedelta(7 if coming - day == timedelta(1) else 0))
    if found.tense == "past":
        return day_span(day - timedelta(back))
    if found.tense == "future" or shift == 0:
        return day_span(day + timedelta(ahead))
    return day_span(day - timedelta(back) if back <= ahead else day + timedelta(ahead))


def _week_weekday(found: Found) -> Span:
    weekday, shift = found.need_weekday(), found.need("shift")
    return day_span(week_span(found.day)[0] + timedelta(7 * shift + weekday))


def _weekday_week(found: Found) -> Span:
    weekday = found.need_weekday()
    return day_span(found.day + timedelta((weekday - found.day.weekday()) % 7 + 7))


def _weekday_range(found: Found) -> Span:
    first, last = found.need_weekday(), found.weekday("2")
    if last is None:
        raise ValueError(f"no second weekday in {found.match[0]!r}")
    start = week_span(found.day)[0] + timedelta(first)
    days = timedelta((last - first) % 7)
    spans = [(start + timedelta(7 * k), start + timedelta(7 * k) + days) for k in (-1, 0, 1, 2)]
    if found.tense == "future":
        return next(span for span in spans if span[0] >= found.day)
    if found.tense == "past":
        return [span for span in spans if span[0] <= found.day][-1]
    return by_tense(spans, found)


def _unit_span(unit: str, day: date, shift: int, tense: Tense) -> Span | None:
    """The unit's stretch that holds the day, or the ``shift``-th one after it."""
    if unit == "week":
        # On a Sunday, "this week" of a clause of the future is the one that begins the day after.
        on = 1 if shift == 0 and tense == "future" and day.weekday() == 6 else 0
        return week_span(day + timedelta(7 * (shift + on)))
    if unit == "weekend":
        # On a Monday, "this weekend" looks back in a clause of the past.
        back = -1 if shift == 0 and tense == "past" and day.weekday() < 5 else 0
        return weekend_span(day + timedelta(7 * (shift + back)))
    if unit == "month":
        first = add_months(day.replace(day=1), shift)
        return month_span(first.year, first.month)
    if unit == "quarter":
        first = add_months(date(day.year, (day.month - 1) // 3 * 3 + 1, 1), 3 * shift)
        return months_span(first.year, first.month, 3)
    if unit == "year":
        return year_span(day.year + shift)
    if unit == "decade":
        return year_span(day.year // 10 * 10 + 10 * shift, 10)
    if unit == "century":
        return year_span((day.year - 1) // 100 * 100 + 1 + 100 * shift, 100)
    return None  # a day or a fortnight: told by other forms, or by what went before


def _moved(day: date, unit: str, count: int) -> date:
    if unit in ("day", "week", "weekend", "fortnight"):
        return day + timedelta(count * {"day": 1, "fortnight": 14}.get(unit, 7))
    return add_months(day, count * {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}[unit])


def _about(day: date, unit: str) -> Span:
    """A day counted off in units is as exact as the unit: days and weeks to the day, months to the month."""
    if unit in ("day", "week", "fortnight"):
        return day_span(day)
    if unit == "weekend":
        return weekend_span(day)
    return month_span(day.year, day.month) if unit in ("month", "quarter") else year_span(day.year)


def _named_unit(found: Found) -> str:
    code = found.need("unit")
    return UNITS[code]


def _unit(found: Found) -> Span | None:
    unit, part = _named_unit(found), found.part()
    shift = found.get("shift")
    span = _unit_span(unit, found.day, shift or 0, found.tense)
    if span is None or part is None:
        return span
    piece = part_of(span, part)
    if shift is None and found.tense == "future" and piece[1] < found.day:
        # "will open at the start of the month", said in the middle of one, is of the next.
        span = _unit_span(unit, found.day, 1, found.tense)
        return part_of(span, part) if span else None
    return piece


def _after_next(found: Found) -> Span | None:
    return _unit_span(_named_unit(found), found.day, 2, found.tense)


def _unit_end(found: Found) -> Span | None:
    span = _unit_span(_named_unit(found), found.day, 0, found.tense)
    return part_of(span, "end") if span else None


def _ends(found: Found) -> Span | None:
    """Languages that say "year's end" in one word list such words with their units."""
    span = _unit_span(UNITS[found.need("ends")], found.day, 0, found.tense)
    return part_of(span, "end") if span else None


def _starts(found: Found) -> Span | None:
    span = _unit_span(UNITS[found.need("starts")], found.day, 0, found.tense)
    return part_of(span, "start") if span else None


def _night_before(found: Found) -> Span:
    """ "In der Nacht zum Sonntag": the night that ends on that day."""
    day = _weekday(found)[0]
    return day - timedelta(1), day


def _past_unit(found: Found) -> Span:
    return _moved(found.day, _named_unit(found), -1), found.day


def _this_past_unit(found: Found) -> Span | None:
    return _unit_span(_named_unit(found), found.day, -1, found.tense)


def _next_unit(found: Found) -> Span:
    return found.day, _moved(found.day, _named_unit(found), 1)


def _later(found: Found) -> Span | None:
    unit = _named_unit(found)
    if unit == "day":
        return day_span(found.day)
    span = _unit_span(unit, found.day, found.get("shift") or 0, found.tense)
    if span is None or found.get("shift"):
        return span
    return (min(found.day + timedelta(1), span[1]), span[1]) if found.tense != "past" else (span[0], found.day)


def _earlier(found: Found) -> Span | None:
    unit = _named_unit(found)
    if unit == "day":
        return day_span(found.day)
    span = _unit_span(unit, found.day, found.get("shift") or 0, found.tense)
    return span if span is None or found.get("shift") else (span[0], found.day)


def _past_count(found: Found) -> Span:
    return _moved(found.day, _named_unit(found), -(found.get("n") or 1)), found.day


def _next_count(found: Found) -> Span:
    return found.day, _moved(found.day, _named_unit(found), found.get("n") or 1)


def _ago(found: Found) -> Span:
    unit = _named_unit(found)
    return _about(_moved(found.day, unit, -(found.get("n") or 1)), unit)


def _ahead(found: Found) -> Span:
    unit = _named_unit(found)
    return _about(_moved(found.day, unit, found.get("n") or 1), unit)


def _ahead_range(found: Found) -> Span:
    unit = _named_unit(found)
    return _moved(found.day, unit, found.get("n") or 1), _moved(found.day, unit, found.get("n2") or 1)


def _overnight(found: Found) -> Span:
    """The night that ends on the day of publication, or begins on it."""
    other = found.day + timedelta(1 if found.tense == "future" else -1)
    return min(other, found.day), max(other, found.day)


def _deictic(found: Found) -> Span:
    return day_span(found.day + timedelta(found.get("deictic") or 0))


KINDS: Final[dict[str, Callable[[Found], Span | None]]] = {
    "weekday": _weekday,
    "week_weekday": _week_weekday,
    "weekday_week": _weekday_week,
    "weekday_range": _weekday_range,
    "unit": _unit,
    "unit_end": _unit_end,
    "ends": _ends,
    "starts": _starts,
    "night_before": _night_before,
    "weekday_short": _weekday,
    "after_next": _after_next,
    "past_unit": _past_unit,
    "this_past_unit": _this_past_unit,
    "next_unit": _next_unit,
    "later": _later,
    "earlier": _earlier,
    "past_count": _past_count,
    "next_count": _next_count,
    "within": _next_count,
    "ago": _ago,
    "ahead": _ahead,
    "hence": _ahead,
    "ahead_range": _ahead_range,
    "deictic": _deictic,
    "overnight": _overnight,
}
