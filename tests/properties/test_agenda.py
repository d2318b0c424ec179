"""What holds of the agenda whatever the days, words and gaps are."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from digest.issues.agenda import KEPT, MOST_DUE, agenda, flagged_articles
from digest.issues.page import Page
from digest.model import (
    ISSUE_FORMAT,
    Coverage,
    History,
    Issue,
    Passage,
    PrintedArticle,
    PrintedStory,
    Publication,
    Story,
    Upcoming,
)
from tests.unit.editions.subscribing import subscription

MONDAY = date(2026, 3, 2)
WORDS = ("ferries", "harbour", "council", "bridge", "school", "will open", "starts", "meets", "on Friday", "Sorn")

# For each issue: days since the one before, and its items: words, days ahead, how many days, which thread.
ITEM = st.tuples(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=8), st.integers(0, 12), st.integers(0, 9), st.integers(0, 2)
)
ISSUES = st.lists(st.tuples(st.integers(1, 9), st.lists(ITEM, max_size=4)), min_size=1, max_size=6)


def made(number: int, day: date, items: list[tuple[list[str], int, int, int]]) -> Issue:
    """An issue with a story an item."""
    stories, upcoming, articles = [], [], []
    for at, (words, ahead, length, thread) in enumerate(items):
        id = f"{number}-{at}"
        text = " ".join(words) + "."
        first = day + timedelta(days=ahead)
        upcoming.append(
            Upcoming(
                passage=Passage(text, id, 0, len(text)),
                story=f"s{id}",
                first=first,
                last=first + timedelta(days=length),
                expression=Passage(words[0], id, 0, len(words[0])),
                score=0.8,
            )
        )
        articles.append(PrintedArticle(id=id, source="Gazette", url="", headline=text, sha256="0"))
        stories.append(
            PrintedStory(
                id=f"s{id}",
                thread=f"t{thread}",
                headline=text,
                article=id,
                articles=(id,),
                outlets=("Gazette",),
                reports=1,
                section="Home",
                rank=at + 1,
                score=1.0,
                terms={},
            )
        )
    return Issue(
        format=ISSUE_FORMAT,
        number=number,
        date=day,
        as_of=datetime(day.year, day.month, day.day, 6, tzinfo=UTC),
        since=None,
        publication=Publication(title="The Test"),
        subject="",
        preheader="",
        lead=None,
        sections=(),
        developing=tuple(stories),
        whats_next=tuple(upcoming),
        articles=tuple(articles),
        coverage=Coverage(),
    )


@given(ISSUES, st.integers(1, 9))
def test_what_is_due_was_promised_for_a_day_since_the_last_issue(
    several: list[tuple[int, list[tuple[list[str], int, int, int]]]], gap: int
) -> None:
    """By an issue before that day, in its very words, at most once an event; its article is cited as it was."""
    issues: list[Issue] = []
    day = MONDAY
    for number, (days, items) in enumerate(several, 1):
        day += timedelta(days=days)
        issues.append(made(number, day, items))
    today = day + timedelta(days=gap)
    history = History(issues=tuple(issues), number=len(issues))
    one = agenda(history, (), (), read=6, today=today, zone="UTC")
    assert one == agenda(history, (), (), read=6, today=today, zone="UTC")
    assert len(one.due) <= MOST_DUE
    assert len({due.item.name for due in one.due}) == len(one.due)
    cited = flagged_articles(one.due, history)
    for due in one.due:
        flagged = issues[due.flagged.number - 1]
        assert flagged.date == due.flagged.date < due.day
        assert any(
            (item.passage, item.first, item.last) == (due.item.passage, due.item.first, due.item.last)
            for item in flagged.whats_next
        )
        assert day < due.day <= today <= due.day + KEPT
        assert due.day == (due.item.last if due.ends else due.item.first)
        assert cited[due.item.passage.article] in flagged.articles


@given(ISSUES)
def test_the_subscription_is_a_calendar_with_each_event_once(
    several: list[tuple[int, list[tuple[list[str], int, int, int]]]],
) -> None:
    """Issues name their events as they are made; the calendar of them all has no UID twice."""
    issues: list[Issue] = []
    day = MONDAY
    for number, (days, items) in enumerate(several, 1):
        day += timedelta(days=days)
        plain = made(number, day, items)
        stories = [
            (Story(id=one.id, articles=(), copies=(), thread=one.thread), one, Page((), limit=1))
            for one in plain.developing
        ]
        past = History(issues=tuple(issues), number=number - 1)
        told = agenda(past, stories, plain.whats_next, read=6, today=day, zone="UTC")
        assert all(item.event for item in told.whats_next)
        issues.append(replace(plain, whats_next=told.whats_next))
    body = subscription(issues)
    if body is None:
        assert not any(issue.whats_next for issue in issues)
        return
    uids = [line for line in body.replace(b"\r\n ", b"").split(b"\r\n") if line.startswith(b"UID:")]
    assert len(uids) == len(set(uids)) > 0
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    assert body == subscription(issues)
