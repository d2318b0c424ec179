"""What each subscriber's mail of an issue holds."""

from __future__ import annotations

from datetime import date, timedelta
from types import ModuleType

import pytest
from msgspec.structs import replace

from digest.editions import JinjaRenderer, environment
from digest.model import Issue, Site, Subscriber
from digest.pipeline.tailor import Tailor

SUNDAY = date(2031, 5, 11)


class Shelf:
    """``ports.Archive``, as far as it knows issues."""

    def __init__(self, *issues: Issue) -> None:
        self.held = {issue.date: issue for issue in issues}

    def issues(self) -> tuple[tuple[int, date], ...]:
        return tuple((issue.number, day) for day, issue in sorted(self.held.items()))

    def issue(self, day: date) -> Issue | None:
        return self.held.get(day)


@pytest.fixture(scope="module")
def renderer() -> JinjaRenderer:
    return JinjaRenderer(environment(None), Site(output="/nowhere"))


def tailor(renderer: JinjaRenderer, *issues: Issue) -> Tailor:
    last = issues[-1]
    return Tailor(last, renderer.editions(last), archive=Shelf(*issues), renderer=renderer, weekly_on=6)  # type: ignore[arg-type]  # it asks the archive for issues alone


def who(**wishes: object) -> Subscriber:
    return Subscriber(address="jo@example.org", **wishes)  # type: ignore[arg-type]  # by their fields' names


def test_without_wishes_it_is_the_issue_itself(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """The very editions that were approved; and so for wishes that this issue cannot disappoint."""
    issue = newsroom.sample_issue()
    made = tailor(renderer, issue)
    plain = made.cut(who())
    assert plain is not None
    assert plain.issue is issue
    assert [edition.medium for edition in plain.editions] == ["email", "text"]
    assert set(plain.editions) <= set(renderer.editions(issue))
    assert made.cut(who(without=("Opera",), language="en")) is plain


def test_those_with_the_same_wishes_get_the_same_cut(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """In whatever order and case they name sections."""
    made = tailor(renderer, newsroom.sample_issue())
    one, other = made.cut(who(without=("World", "port alder"))), made.cut(who(without=("Port Alder", "WORLD")))
    assert one is other
    assert one is not None
    text = next(edition.body for edition in one.editions if edition.medium == "text").decode()
    assert "undersea" not in text
    assert "Library will lend" not in text
    assert "Kelp forest" in text


def test_the_programs_own_words_are_in_the_readers_language(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """And the sources' words in theirs, said to be so."""
    cut = tailor(renderer, newsroom.sample_issue()).cut(who(language="tr"))
    assert cut is not None
    html = next(edition.body for edition in cut.editions if edition.medium == "email").decode()
    text = next(edition.body for edition in cut.editions if edition.medium == "text").decode()
    assert '<html lang="tr"' in html
    assert 'lang="en"' in html
    assert "Çarşamba" in text
    assert "Night ferry runs aground" in text


def test_who_wants_nothing_of_it_gets_nothing(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """An empty mail is no mail."""
    issue = newsroom.sample_issue()
    every = {story.section for story in issue.stories}
    assert tailor(renderer, issue).cut(who(without=tuple(every))) is None


def test_weekly_readers_get_the_week_on_its_day_and_nothing_else(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """One mail that says which days it is of, and leads to no page that is not about them."""
    issue = newsroom.sample_issue()
    days = [replace(issue, date=SUNDAY - timedelta(back), number=100 - back) for back in (8, 7, 3, 1, 0)]
    assert tailor(renderer, *days[:4]).cut(who(rhythm="weekly")) is None
    made = tailor(renderer, *days)
    assert made.closes_a_week
    cut = made.cut(who(rhythm="weekly"))
    assert cut is not None
    assert cut.issue.coverage.candidates == 3 * days[0].coverage.candidates
    text = next(edition.body for edition in cut.editions if edition.medium == "text").decode()
    assert "8–11 May 2031" in text
    assert "On the web" not in text
    assert made.cut(who()) is not cut
    assert made.cut(who(rhythm="weekly", without=("World",))) not in (None, cut)


def test_many_different_wishes_are_not_all_held(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """The rarest is made anew, to the same bytes."""
    made = tailor(renderer, newsroom.sample_issue())
    first = made.cut(who(language="de"))
    tongues = ("fr", "es", "tr", "ar", "it", "pt", "nl")
    sections = ("World", "Port Alder", "Science & nature", "The coast")
    for tongue in tongues:
        for number in range(11):
            made.cut(who(language=tongue, without=tuple(s for at, s in enumerate(sections) if number >> at & 1)))
    again = made.cut(who(language="de"))
    assert again is not first
    assert again == first
