"""What was printed, as an editor has it who knows better now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from digest.model import (
    ISSUE_FORMAT,
    Correction,
    CorrectionKind,
    Coverage,
    History,
    Issue,
    IssueSection,
    PrintedArticle,
    PrintedStory,
    Publication,
)
from digest.stories.hindsight import hindsight

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)


def told(thread: str, letters: str, id: str | None = None) -> PrintedStory:
    """A story of the articles of these letters, the first its lead."""
    return PrintedStory(
        id=id or thread,
        thread=thread,
        headline=f"Ferry {letters[0]}",
        article=letters[0],
        articles=tuple(letters),
        outlets=(),
        reports=1,
        section="News",
        rank=1,
        score=1.0,
        terms={},
    )


def history(*days: tuple[PrintedStory, ...]) -> History:
    """An issue a day: the first story leads, the last goes on, those between stand in a section."""
    issues = []
    for number, stories in enumerate(days, start=1):
        letters = sorted({id_ for story in stories for id_ in story.articles})
        issues.append(
            Issue(
                format=ISSUE_FORMAT,
                number=number,
                date=NOW.date() + timedelta(days=number),
                as_of=NOW + timedelta(days=number),
                since=None,
                publication=Publication(title="The Quay"),
                subject="",
                preheader="",
                lead=stories[0],
                sections=(IssueSection(name="News", stories=stories[1:-1]),),
                developing=stories[1:][-1:],
                whats_next=(),
                articles=tuple(
                    PrintedArticle(id=x, source=x, url=f"https://{x}.example/", headline=x, sha256="") for x in letters
                ),
                coverage=Coverage(),
            )
        )
    return History(issues=tuple(issues), printed=frozenset("x"), number=len(days))


def correct(*said: tuple[CorrectionKind, str, str]) -> list[Correction]:
    """Corrections by letters."""
    return [
        Correction(
            number=number,
            kind=kind,
            articles=tuple(f"https://{x}.example/" for x in one),
            others=tuple(f"https://{x}.example/" for x in other),
            about="",
            at=NOW,
        )
        for number, (kind, one, other) in enumerate(said, start=1)
    ]


def seen(of: History) -> list[list[tuple[str, str]]]:
    """Thread and articles of every story, day by day."""
    return [[(story.thread, "".join(story.articles)) for story in issue.stories] for issue in of.issues]


def test_without_ties_history_is_what_it_was() -> None:
    """Pins and kills change nothing that was printed, nor does what was undone."""
    was = history((told("t1", "ab"), told("t2", "c")))
    assert hindsight(was, []) is was
    assert hindsight(was, correct(("pin", "a", ""), ("kill", "c", ""))) is was
    undone = [replace(each, undone=NOW) for each in correct(("split", "b", "a"))]
    assert hindsight(was, undone) is was
    assert hindsight(was, correct(("merge", "a", "b"), ("never-merge", "y", "z"))) == was


def test_what_a_merge_makes_one_has_the_oldest_thread() -> None:
    """In every issue that printed of either, and by way of what neither printed."""
    was = history((told("t1", "ab"), told("t2", "c"), told("t3", "d")), (told("t4", "e"), told("t2", "f", "s2")))
    made = hindsight(was, correct(("merge", "c", "z"), ("merge", "z", "e")))
    assert seen(made) == [[("t1", "ab"), ("t2", "c"), ("t3", "d")], [("t2", "e"), ("t2", "f")]]
    assert (made.printed, made.number) == (was.printed, was.number)


def test_what_was_split_off_leaves_the_story_that_printed_it() -> None:
    """The lead's side keeps the thread."""
    was = history((told("t1", "abc"), told("t2", "d")))
    assert seen(hindsight(was, correct(("split", "c", "ab")))) == [[("t1", "ab"), ("t2", "d")]]
    assert seen(hindsight(was, correct(("split", "a", "bc")))) == [[("t1", "a"), ("t2", "d")]]


def test_a_thread_whose_days_are_held_apart_is_several() -> None:
    """Later days go on with the latest part that they may."""
    was = history((told("t1", "a"),), (told("t1", "b", "s2"),), (told("t1", "c", "s3"),), (told("t1", "d", "s4"),))
    made = hindsight(was, correct(("never-merge", "a", "b"), ("never-merge", "b", "d")))
    assert seen(made) == [[("t1", "a")], [("s2", "b")], [("s2", "c")], [("t1", "d")]]


def test_a_merge_does_not_join_threads_that_are_held_apart() -> None:
    """By their other articles."""
    was = history((told("t1", "ab"), told("t2", "cd")))
    made = hindsight(was, correct(("merge", "a", "c"), ("never-merge", "b", "d")))
    assert seen(made) == seen(was)


def test_the_rest_of_an_issue_stays() -> None:
    """Each story in its place."""
    was = history((told("t1", "a"), told("t2", "b"), told("t3", "c"), told("t4", "d")))
    made = hindsight(was, correct(("merge", "a", "d")))
    [issue] = made.issues
    assert issue.lead == was.issues[0].lead
    assert issue.sections == was.issues[0].sections
    assert [story.thread for story in issue.developing] == ["t1"]
    assert replace(issue, developing=was.issues[0].developing) == was.issues[0]
