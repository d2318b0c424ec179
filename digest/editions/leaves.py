"""The leaves of the calendar: days and stretches of days, and how each is called."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from digest.editions import wording
from digest.editions.view import Ahead, Leaf
from digest.editions.words import Words
from digest.model import Due, Upcoming


def days_of(item: Upcoming) -> tuple[date, date] | None:
    """The first and the last of the days that an item is of; None where it names none."""
    return (item.first, max(item.last or item.first, item.first)) if item.first else None


def exact(items: Sequence[Upcoming]) -> Iterator[Upcoming]:
    """The items, but no sentence for a week that stands for a day of that week too."""
    spans: dict[tuple[str, int], list[tuple[date, date]]] = {}
    for item in items:
        if span := days_of(item):
            spans.setdefault((item.passage.article, item.passage.start), []).append(span)
    for item in items:
        span = days_of(item)
        others = spans[item.passage.article, item.passage.start] if span else ()
        if not span or not any(within(other, span) for other in others):
            yield item


def split_at_date(item: Upcoming) -> tuple[str, str, str]:
    """The sentence before the words that name its date, those words, and after them."""
    passage, words = item.passage, item.expression
    inside = words and words.article == passage.article and passage.start <= words.start < words.end <= passage.end
    if not words or not inside:
        return wording.one_line(passage.text), "", ""
    start, end = words.start - passage.start, words.end - passage.start
    before, named, after = map(wording.spaced, (passage.text[:start], words.text, passage.text[end:]))
    return before.lstrip(), named, after.rstrip()


def within(inner: tuple[date, date], outer: tuple[date, date]) -> bool:
    """Whether the days are some of the others, and not all of them."""
    return inner != outer and outer[0] <= inner[0] and inner[1] <= outer[1]


def leaf_of(span: tuple[date, date] | None, entries: tuple[Ahead, ...], today: date, words: Words) -> Leaf:
    """A leaf of the calendar: the day or days as they are written on it, and what is to come then."""
    if span is None:
        return Leaf(None, "", "", "", False, words.gettext("No date yet"), entries)
    first, last = span
    spoken = words.days(first, last)
    year = f" {first.year}" if first.year != today.year else ""
    month = words.short_month(first) + year
    if last == first == today:
        now = words.gettext("Today")
        said = words.gettext("%(day)s, %(date)s") % {"day": now, "date": spoken}
        return Leaf(first, str(first.day), month, now, True, said, entries)
    spoken = words.capital(spoken)
    if last == first:
        return Leaf(first, str(first.day), month, words.capital(words.short_weekday(first)), False, spoken, entries)
    if (first.year, first.month) == (last.year, last.month):
        whole = first.day == 1 and (last.day >= 28 and _next(last).month != last.month)
        if whole:
            under = words.gettext("all month")
            return Leaf(first, words.short_month(first), str(first.year), under, False, spoken, entries)
        return Leaf(first, f"{first.day}–{last.day}", month, "", False, spoken, entries)
    end = words.short_day_and_month(last) + (f" {last.year}" if last.year != first.year else "")
    return Leaf(first, str(first.day), month, words.gettext("to %(day)s") % {"day": end}, False, spoken, entries)


def stretch(first: date, last: date, words: Words) -> str:
    """What a stretch that begins today is called below its days."""
    long = (last - first).days
    if long == 1 and first.weekday() == 5:
        return words.gettext("This weekend")
    return words.gettext("This week") if long == 6 else words.gettext("From today")


def ended(day: date, today: date, words: Words) -> str:
    """When a stretch that this issue brings back came to its end."""
    passed = (today - day).days
    if passed <= 0:
        return words.gettext("Ends today")
    if passed == 1:
        return words.gettext("Ended yesterday")
    if passed < 7:
        return words.gettext("Ended on %(weekday)s") % {"weekday": words.weekday(day)}
    return words.gettext("Ended on %(date)s") % {"date": words.plain_date(day)}


def due_title(due: Sequence[Due], today: date, words: Words) -> str:
    """What stands above what comes back: "Due today" where any of it is, unless its days only begin today."""
    if not due:
        return ""
    days = [one.day for one in due]
    late = {max(0, (today - day).days) for day in days}
    if 0 in late:
        # Days from one's beginning to its end; an end is of today alone.
        long = {1 if one.ends else (max(one.item.last or one.day, one.day) - one.day).days + 1 for one in due}
        if late == {0} and long == {7}:
            return words.gettext("Due this week")
        if late == {0} and long == {2} and today.weekday() == 5:
            return words.gettext("Due this weekend")
        return words.gettext("Due today")
    if len(late) > 1:
        return words.gettext("Due since our last issue")
    (passed,) = late
    if passed == 1:
        return words.gettext("Due yesterday")
    if passed < 7:
        return words.gettext("Due on %(weekday)s") % {"weekday": words.weekday(days[0])}
    return words.gettext("Due on %(date)s") % {"date": words.plain_date(days[0])}


def _next(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)
