"""The week in one issue: each thread once, in words that the week's issues printed."""

from __future__ import annotations

from datetime import date, timedelta
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from digest.issues.verifying.places import passages
from digest.issues.weekly import closes, of_the_week, roll_up
from digest.model import NO_LONGER_READ, Earlier, Issue, IssueSection, PrintedStory, SourceReport

SUNDAY = date(2031, 5, 11)


def test_the_first_issue_on_or_after_the_weekday_closes_the_week() -> None:
    """Where none was made on it, the next one does; the first issue ever closes nothing."""
    saturday, monday = SUNDAY - timedelta(1), SUNDAY + timedelta(1)
    assert closes(SUNDAY, saturday, 6)
    assert not closes(monday, SUNDAY, 6)
    assert closes(monday, saturday, 6)
    assert not closes(SUNDAY, None, 6)
    assert closes(monday, SUNDAY, 0)


@given(st.sets(st.integers(0, 200), min_size=2), st.integers(0, 6))
def test_every_day_is_rolled_up_once(offsets: set[int], on: int) -> None:
    """However issues fall on days, the weeks are a partition of all days up to the last that closed one."""
    days = [SUNDAY + timedelta(offset) for offset in sorted(offsets)]
    covered: list[date] = []
    for number in range(1, len(days) + 1):
        if closes(days[number - 1], days[number - 2] if number > 1 else None, on):
            covered += of_the_week(days[:number], on)
    assert covered == days[: len(covered)]
    assert len(days) - len(covered) <= 7


def _day(newsroom: ModuleType, offset: int, *, number: int) -> Issue:
    issue: Issue = newsroom.sample_issue()
    return replace(issue, date=issue.date + timedelta(offset), number=number)


def _goes_on(story: PrintedStory, *, day: int, before: date, rank: int, said: int) -> PrintedStory:
    """The story of the next day: the line of what happened that is new, and where it began."""
    return replace(
        story,
        id=f"{story.id}-{day}",
        day=day,
        rank=rank,
        section="",
        headline=f"{story.headline}, day {day}",
        what_happened=story.what_happened[said : said + 1],
        earlier=(*story.earlier, Earlier(before, 1, story.headline)),
    )


@pytest.fixture
def days(newsroom: ModuleType) -> list[Issue]:
    """Two days: the ferry leads both, the library goes on, the world is told once."""
    one = _day(newsroom, 0, number=212)
    assert one.lead is not None
    library = one.sections[0].stories[0]
    one = replace(
        one,
        lead=replace(one.lead, what_happened=one.lead.what_happened[:2]),
        sections=(
            replace(one.sections[0], stories=(replace(library, what_happened=library.what_happened[:1]),)),
            *one.sections[1:],
        ),
    )
    whole: Issue = newsroom.sample_issue()
    assert whole.lead is not None
    two = replace(
        _day(newsroom, 1, number=213),
        lead=_goes_on(whole.lead, day=2, before=one.date, rank=1, said=2),
        sections=(),
        developing=(_goes_on(whole.sections[0].stories[0], day=2, before=one.date, rank=2, said=1),),
        whats_next=tuple(item for item in whole.whats_next if item.first != whole.date)[:1],
        due=(),
        settled=(),
    )
    return [one, two]


def test_a_thread_is_told_once_from_its_beginning_to_its_end(days: list[Issue]) -> None:
    """Under its newest headline, in the order told, and as new as it was when the week began."""
    week = roll_up(days)
    threads = [story.thread for story in week.stories]
    assert len(threads) == len(set(threads))
    assert week.lead is not None
    assert week.lead.headline.endswith("day 2")
    assert days[0].lead is not None
    assert days[1].lead is not None
    assert week.lead.what_happened == (*days[0].lead.what_happened, *days[1].lead.what_happened)
    assert (week.lead.day, week.lead.earlier) == (1, ())
    library = next(story for story in week.stories if story.thread == "t-library")
    assert library.section == "Port Alder"
    assert len(library.what_happened) == 2


def test_no_word_is_new(days: list[Issue]) -> None:
    """Every passage stands in one of the week's issues, and every article it cites is credited."""
    week = roll_up(days)
    printed = {passage for issue in days for _, passage, _ in passages(issue)}
    assert {passage for _, passage, _ in passages(week)} <= printed
    assert {passage.article for _, passage, _ in passages(week)} <= {article.id for article in week.articles}
    assert roll_up(days) == week


def test_what_is_past_or_withdrawn_is_not_to_come(days: list[Issue]) -> None:
    """The day after the week is the first that counts; what a later issue withdrew is gone."""
    week = roll_up(days)
    assert week.whats_next
    assert all(item.first is None or (item.last or item.first) > week.date for item in week.whats_next)
    gone = week.whats_next[0].name
    withdrawn = [days[0], replace(days[1], whats_next=(), withdrawn=(gone,))]
    assert gone not in {item.name for item in roll_up(withdrawn).whats_next}


def test_it_counts_what_went_in(days: list[Issue]) -> None:
    """The ledger of coverage adds up, over the whole week."""
    week = roll_up(days)
    coverage = week.coverage
    assert coverage.candidates == coverage.printed + coverage.merged + sum(coverage.dropped.values())
    assert coverage.candidates == sum(issue.coverage.candidates for issue in days)
    assert {report.source: report.state for report in coverage.sources}["Inland Daily"] == "failed"
    read = [replace(days[0], coverage=replace(days[0].coverage, sources=())), days[1]]
    assert len(roll_up(read).coverage.sources) == len(coverage.sources)


def test_a_source_is_read_where_a_day_of_the_week_read_it(days: list[Issue]) -> None:
    """Whatever the other days' reports; what was held of sources that are read no more stays told as that."""
    reports = (
        SourceReport(source="Seeds", state="read", entries=2, new=2),
        SourceReport(source="Seeds", state="unchanged", reason="no file matches"),
    )
    for first, last in (reports, reversed(reports)):
        week = roll_up(
            [
                replace(day, coverage=replace(day.coverage, sources=(report,), candidates=40, dropped=dropped))
                for day, report, dropped in zip(
                    days, (first, last), ({NO_LONGER_READ: 30}, {NO_LONGER_READ: 1}), strict=False
                )
            ]
        )
        assert [report.read for report in week.coverage.sources] == [True]
        assert week.coverage.dropped[NO_LONGER_READ] == 31
        assert week.coverage.candidates == 80
        assert week.coverage.printed + week.coverage.merged + sum(week.coverage.dropped.values()) == 80


def test_it_stays_short(newsroom: ModuleType) -> None:
    """However much a week holds, an issue of it is one that a reader finishes; no section crowds out the others."""
    issue = _day(newsroom, 0, number=1)
    story = issue.sections[0].stories[1]
    crowd = tuple(
        replace(story, id=f"s{n}", thread=f"s{n}", rank=n + 2, section="Port Alder" if n < 12 else "World")
        for n in range(40)
    )
    names = ("Port Alder", "World")
    full = replace(
        issue,
        sections=tuple(
            IssueSection(name=name, stories=tuple(one for one in crowd if one.section == name)) for name in names
        ),
        developing=(),
    )
    week = roll_up([full])
    assert [len(section.stories) for section in week.sections] == [5, 5]
    assert len(week.stories) <= 16


def test_a_week_of_one_issue_and_of_none_printed(newsroom: ModuleType) -> None:
    """One day's issue rolls up; a week without a story is empty, not an error."""
    issue = _day(newsroom, 0, number=1)
    assert roll_up([issue]).lead is not None
    empty = replace(issue, lead=None, sections=(), developing=(), whats_next=(), articles=())
    week = roll_up([empty])
    assert week.stories == ()
    assert week.subject == issue.publication.title
