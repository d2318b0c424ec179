"""Lists of issues: the newest ones, and each year's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from digest.editions import paths
from digest.editions.words import Words
from digest.model import Head
from digest.model import Month as Counted


@dataclass(frozen=True, slots=True)
class BackIssue:
    """A line of a list of issues."""

    date: date
    weekday: str
    number: int
    subject: str


@dataclass(frozen=True, slots=True)
class Month:
    """A month's issues, newest first."""

    name: str
    anchor: str  # of the month in the page of its year
    issues: tuple[BackIssue, ...] = ()
    count: int = 0


@dataclass(frozen=True, slots=True)
class Year:
    """A year's months, newest first."""

    name: str
    path: str  # of its page, below output/
    months: tuple[Month, ...]


def years(heads: Iterable[Head], words: Words) -> tuple[Year, ...]:
    """Issues by year and month, newest first."""
    newest = sorted(heads, key=lambda head: (head.date, head.number), reverse=True)
    return tuple(
        Year(str(year), paths.year(year), tuple(_month(first, tuple(of_month), words) for first, of_month in months))
        for year, of_year in groupby(newest, key=lambda head: head.date.year)
        for months in [groupby(of_year, key=lambda head: head.date.replace(day=1))]
    )


def calendar_of(months: Iterable[Counted], words: Words) -> tuple[Year, ...]:
    """Every year with its months, newest first, each with how many issues it has."""
    return tuple(
        Year(
            str(year),
            paths.year(year),
            tuple(
                Month(words.capital(words.month(month.first)), _anchor(month.first), count=month.issues)
                for month in of_year
            ),
        )
        for year, of_year in groupby(months, key=lambda month: month.first.year)
    )


def _month(first: date, heads: tuple[Head, ...], words: Words) -> Month:
    lines = tuple(BackIssue(h.date, words.short_weekday(h.date), h.number, h.subject) for h in heads)
    return Month(words.capital(words.month(first)), _anchor(first), lines, len(lines))


def _anchor(first: date) -> str:
    return f"m{first.month:02}"
