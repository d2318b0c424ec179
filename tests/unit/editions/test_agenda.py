"""The page of what is to come, and of what came of it."""

from __future__ import annotations

from datetime import date, timedelta
from types import ModuleType

from msgspec.structs import replace

from digest.editions.agenda import agenda
from digest.editions.contents import contents
from digest.editions.words import Words
from digest.model import Announced, Issue

WORDS = Words("en")


def announced(issue: Issue) -> Announced:
    """The first dated item of an issue, for the day of the issue."""
    return replace(contents(issue).ahead[0], first=issue.date, last=issue.date)


def test_what_is_past_is_told_with_what_came_of_it(newsroom: ModuleType) -> None:
    """By the issue that says so, the newest where several do; what nobody answered stands alone."""
    issue = newsroom.sample_issue()
    settled = issue.settled[0]
    item = replace(announced(issue), name=settled.due.item.name, first=date(2031, 5, 6), last=date(2031, 5, 6))
    open_still = replace(item, name="another", first=date(2031, 5, 5), last=date(2031, 5, 5))
    told = [replace(issue, number=number) for number in (212, 213)]
    made = agenda((open_still, item), issue.date, WORDS, told)
    (first,), (second,) = (day.entries for day in made.past)
    assert first.outcome is not None
    assert (first.outcome.text, first.outcome.number) == (settled.answer.text, 213)
    assert (first.outcome.source, first.outcome.said) == ("Meridian Wire", "7 May")
    assert first.outcome.url.startswith("https://")
    assert second.outcome is None


def test_a_day_of_another_year_says_the_year(newsroom: ModuleType) -> None:
    """The year of the page goes without saying."""
    issue = newsroom.sample_issue()
    item = announced(issue)
    old = replace(item, name="old", date=date(2030, 12, 30))
    (month,) = agenda((item, old), issue.date, WORDS).ahead
    assert [entry.said for entry in month.days[0].entries] == ["7 May", "30 December 2030"]


def test_a_sentence_is_not_listed_for_the_week_around_its_day(newsroom: ModuleType) -> None:
    """The day has it."""
    issue = newsroom.sample_issue()
    item = announced(issue)
    week = replace(item, name="week", last=item.first + timedelta(days=6))
    (month,) = agenda((week, item), issue.date, WORDS).ahead
    assert [entry.item.name for day in month.days for entry in day.entries] == [item.name]
