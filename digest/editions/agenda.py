"""The page of what is to come: the calendar to subscribe to, to be read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from digest.editions import paths
from digest.editions.reading import leaf_of  # a leaf of the same calendar as an issue's
from digest.editions.view import Leaf
from digest.editions.words import Words
from digest.model import Announced, Credit, SourceReport


@dataclass(frozen=True, slots=True)
class Day:
    """A leaf, and what the calendar has for it."""

    leaf: Leaf
    items: tuple[Announced, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the agenda; what began before it stands in the first."""

    name: str
    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class Agenda:
    """What is to come by month, and what is past, the latest first."""

    ahead: tuple[Month, ...]
    past: tuple[Day, ...]


def agenda(items: Iterable[Announced], today: date, words: Words) -> Agenda:
    """The items of the calendar, given by date, as of a day."""
    every = tuple(items)
    ahead = [item for item in every if item.last >= today]
    past = [item for item in every if item.last < today]
    months: dict[date, list[Announced]] = {}
    for item in ahead:
        months.setdefault(max(item.first, today).replace(day=1), []).append(item)
    return Agenda(
        ahead=tuple(
            Month(_name(first, today, words), _days(of_month, today, words))
            for first, of_month in sorted(months.items())
        ),
        past=tuple(reversed(_days(past, today, words))),
    )


def _days(items: Iterable[Announced], today: date, words: Words) -> tuple[Day, ...]:
    grouped: dict[tuple[date, date], list[Announced]] = {}
    for item in items:
        grouped.setdefault((item.first, item.last), []).append(item)
    return tuple(Day(leaf_of(span, (), today, words), tuple(several)) for span, several in sorted(grouped.items()))


def _name(first: date, today: date, words: Words) -> str:
    name = words.capital(words.month(first))
    return name if first.year == today.year else f"{name} {first.year}"


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source on the page of sources."""

    name: str
    credit: Credit | None  # None: never printed
    report: SourceReport | None  # of the latest issue; None: it is read no more
    day: str  # when it was printed last: "27 Apr", "3 Sept 2025"; "" for never

    @property
    def stories(self) -> int:
        """It told of all that were ever printed."""
        return self.credit.stories if self.credit else 0

    @property
    def lately(self) -> int:
        """It told of those of the newest issues."""
        return self.credit.lately if self.credit else 0

    @property
    def last(self) -> str:
        """The page of the issue that printed it last, "" for none."""
        return paths.issue(self.credit.last) if self.credit and self.credit.last else ""
