"""The page of what is to come: the calendar to subscribe to, to be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from digest.editions import paths, wording
from digest.editions.leaves import leaf_of, within  # a leaf of the same calendar as an issue's
from digest.editions.view import Leaf
from digest.editions.words import Words
from digest.model import Announced, Credit, Issue, Settled, SourceReport


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a later issue says came of an item."""

    text: str
    source: str  # "" where the issue does not cite it
    url: str  # of its article; "" where that cannot be linked
    lang: str  # BCP 47 primary tag, "" where it is the publication's
    number: int  # the issue's
    day: date
    said: str  # that day: "8 May"


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of the calendar as the page prints it."""

    item: Announced
    said: str  # the day of the issue that announced it: "8 May", "30 December 2025"
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class Day:
    """A leaf, and what the calendar has for it."""

    leaf: Leaf
    entries: tuple[Entry, ...]


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


def agenda(items: Iterable[Announced], today: date, words: Words, issues: Iterable[Issue] = ()) -> Agenda:
    """The items of the calendar, given by date, as of a day; what came of them, as far as ``issues`` tell it.

    The issues are given oldest first. A sentence that stands for a day is not said of the week around it too.
    """
    outcomes = {
        one.due.item.name: _outcome(one, issue, words.near_date(issue.date, today))
        for issue in issues
        for one in issue.settled
    }
    every = [Entry(item, words.near_date(item.date, today), outcomes.get(item.name)) for item in _exact(tuple(items))]
    months: dict[date, list[Entry]] = {}
    for entry in every:
        if entry.item.last >= today:
            months.setdefault(max(entry.item.first, today).replace(day=1), []).append(entry)
    past = [entry for entry in every if entry.item.last < today]
    return Agenda(
        ahead=tuple(
            Month(_name(first, today, words), _days(of_month, today, words))
            for first, of_month in sorted(months.items())
        ),
        past=tuple(reversed(_days(past, today, words))),
    )


def _outcome(settled: Settled, issue: Issue, said: str) -> Outcome:
    cited = next((article for article in issue.articles if article.id == settled.answer.article), None)
    lang = cited.lang if cited else ""
    return Outcome(
        text=" ".join(settled.answer.text.split()),
        source=cited.source if cited else "",
        url=wording.web_link(cited.url) if cited else "",
        lang="" if lang.split("-")[0] == issue.publication.lang.split("-")[0] else lang,
        number=issue.number,
        day=issue.date,
        said=said,
    )


def _exact(items: Sequence[Announced]) -> Iterator[Announced]:
    spans: dict[tuple[str, str], list[tuple[date, date]]] = {}
    for item in items:
        spans.setdefault((item.url or item.source, item.sentence), []).append((item.first, item.last))
    for item in items:
        same = spans[item.url or item.source, item.sentence]
        if not any(within(other, (item.first, item.last)) for other in same):
            yield item


def _days(entries: Iterable[Entry], today: date, words: Words) -> tuple[Day, ...]:
    grouped: dict[tuple[date, date], list[Entry]] = {}
    for entry in entries:
        grouped.setdefault((entry.item.first, entry.item.last), []).append(entry)
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
