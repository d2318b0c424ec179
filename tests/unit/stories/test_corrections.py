"""What corrections ask of a day's stories, by what they say and by which came last."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from digest.model import (
    ISSUE_FORMAT,
    Article,
    Correction,
    CorrectionKind,
    Coverage,
    Earlier,
    History,
    Issue,
    Link,
    PrintedArticle,
    PrintedStory,
    Publication,
)
from digest.stories.corrections import Bonds, bind, overridden, remember, settle
from digest.stories.knots import in_force
from digest.stories.telling import story_of
from digest.testing import article, story

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
A, B, C, D, E = (article(f"Ferry {letter} leaves", id=letter * 16) for letter in "abcde")


def keys(articles: str) -> tuple[str, ...]:
    """The keys of the articles of these letters."""
    return tuple({"a": A, "b": B, "c": C, "d": D, "e": E}[letter].key for letter in articles)


class Desk:
    """An editor: makes corrections, one a minute."""

    def __init__(self) -> None:
        self.made: list[Correction] = []

    def correct(self, kind: CorrectionKind, one: str, other: str = "", **changes: Any) -> Correction:
        """One more correction; sides as letters of articles."""
        number = len(self.made) + 1
        made = Correction(
            number=number,
            kind=kind,
            articles=keys(one),
            others=keys(other),
            about="",
            at=NOW + timedelta(minutes=number),
        )
        self.made.append(replace(made, **changes))
        return self.made[-1]

    def undo(self, number: int) -> None:
        """Take one back."""
        self.made[number - 1] = replace(self.made[number - 1], undone=NOW + timedelta(hours=1))

    def bonds(self, articles: str = "abcde") -> tuple[list[str], list[str]]:
        """What telling must heed, by letters: ["ab"], ["a|bc"]."""
        given = [each for each in (A, B, C, D, E) if each.id[0] in articles]
        made = bind(given, self.made)
        together = ["".join(id_[0] for id_ in group) for group in made.together]
        apart = ["|".join("".join(id_[0] for id_ in side) for side in pair) for pair in made.apart]
        return together, apart


def test_no_corrections_ask_nothing() -> None:
    """Nor do those that were undone."""
    desk = Desk()
    assert bind([A, B], []) == Bonds()
    desk.correct("merge", "a", "b")
    desk.correct("split", "c", "de")
    desk.undo(1)
    desk.undo(2)
    assert bind([A, B, C, D, E], desk.made) == Bonds()
    assert remember(desk.made, now=NOW) == ()


def test_a_merge_makes_all_articles_of_both_sides_one_story() -> None:
    """Those that are there today."""
    desk = Desk()
    desk.correct("merge", "ab", "c")
    assert desk.bonds() == (["abc"], [])
    assert desk.bonds("bc") == (["bc"], [])
    assert desk.bonds("cde") == ([], [])


def test_merges_that_share_an_article_make_one_story() -> None:
    """Through an article that has left the window, too."""
    desk = Desk()
    desk.correct("merge", "a", "b")
    desk.correct("merge", "b", "c")
    assert desk.bonds("acde") == (["ac"], [])


def test_every_article_of_an_address_is_meant() -> None:
    """Two sources may carry one address."""
    desk = Desk()
    desk.correct("merge", "a", "b")
    copy = replace(A, id="f" * 16, source="other")
    assert bind([copy, B, A], desk.made).together == ((A.id, B.id, copy.id),)


def test_a_split_makes_a_story_of_its_own() -> None:
    """Its articles together, and none with the rest."""
    desk = Desk()
    desk.correct("split", "de", "abc")
    assert desk.bonds() == (["de"], ["de|abc"])
    assert desk.bonds("abd") == ([], ["d|ab"])
    assert desk.bonds("de") == (["de"], [])


def test_never_merge_ties_nothing() -> None:
    """It only holds the sides apart."""
    desk = Desk()
    desk.correct("never-merge", "ab", "c")
    assert desk.bonds() == ([], ["ab|c"])


def test_a_merge_overrides_an_earlier_never_merge_and_the_other_way_round() -> None:
    """The later holds; undone, the earlier holds again."""
    desk = Desk()
    desk.correct("never-merge", "a", "b")
    desk.correct("merge", "a", "b")
    assert desk.bonds() == (["ab"], [])
    assert overridden(desk.made) == {1}
    desk.correct("never-merge", "a", "b")
    assert desk.bonds() == ([], ["a|b"])
    assert overridden(desk.made) == {2}
    desk.undo(3)
    desk.undo(2)
    assert desk.bonds() == ([], ["a|b"])
    assert overridden(desk.made) == set()


def test_a_merge_overrides_what_it_contradicts_by_way_of_another() -> None:
    """A with C and C with B are A with B."""
    desk = Desk()
    desk.correct("never-merge", "a", "b")
    desk.correct("merge", "a", "c")
    desk.correct("merge", "c", "b")
    assert desk.bonds() == (["abc"], [])


def test_a_split_out_of_a_merge_leaves_the_rest_merged() -> None:
    """Whatever is taken off, the lead too."""
    for taken, rest in (("c", "abde"), ("a", "bcde")):
        desk = Desk()
        desk.correct("merge", "abc", "de")
        desk.correct("split", taken, rest)
        assert desk.bonds() == ([rest], [f"{taken}|{rest}"])
        assert overridden(desk.made) == set()


def test_a_split_of_one_side_of_a_merge_takes_the_merge_back() -> None:
    """Neither side is tied in itself by it."""
    desk = Desk()
    desk.correct("merge", "ab", "cd")
    desk.correct("split", "cd", "ab")
    assert desk.bonds() == (["cd"], ["cd|ab"])
    assert overridden(desk.made) == {1}


def test_what_was_split_off_may_be_held_apart_in_itself() -> None:
    """The split still holds against the rest."""
    desk = Desk()
    desk.correct("split", "de", "abc")
    desk.correct("never-merge", "d", "e")
    assert desk.bonds() == ([], ["de|abc", "d|e"])


def test_articles_are_remembered_for_a_fortnight() -> None:
    """Every side's, each once; of corrections that hold."""
    desk = Desk()
    desk.correct("merge", "b", "a", at=NOW - timedelta(days=14) + timedelta(seconds=1))
    desk.correct("pin", "a")
    desk.correct("kill", "c", at=NOW - timedelta(days=14))
    desk.correct("kill", "d")
    desk.undo(4)
    assert remember(desk.made, now=NOW) == tuple(sorted(keys("ab")))


def settled(desk: Desk, *stories: Any, remembered: str = "", history: History | None = None) -> Any:
    """The stories as corrected."""
    return settle(stories, desk.made, remembered={x * 16 for x in remembered}, history=history or History())


def numbers(of: Any) -> dict[str, int]:
    """Story id -> number of the correction."""
    return {id_: correction.number for id_, correction in of.items()}


def test_pins_and_kills_meet_the_stories_that_hold_their_articles() -> None:
    """The newest pin first; every story that holds a killed article."""
    ab, cd, e = story(A, B), story(C, D), story(E)
    desk = Desk()
    desk.correct("pin", "b")
    desk.correct("pin", "c")
    desk.correct("kill", "e")
    made = settled(desk, ab, cd, e)
    assert made.stories == (ab, cd, e)
    assert list(numbers(made.pinned).items()) == [(cd.id, 2), (ab.id, 1)]
    assert numbers(made.killed) == {e.id: 3}
    desk.undo(3)
    assert numbers(settled(desk, ab, cd, e).killed) == {}


def test_of_a_pin_and_a_kill_the_later_decides() -> None:
    """Either way, and of two alike the later is named."""
    desk = Desk()
    desk.correct("kill", "a")
    desk.correct("pin", "a")
    made = settled(desk, story(A))
    assert (numbers(made.pinned), numbers(made.killed)) == ({story(A).id: 2}, {})
    desk.correct("kill", "a")
    made = settled(desk, story(A))
    assert (numbers(made.pinned), numbers(made.killed)) == ({}, {story(A).id: 3})
    assert overridden(desk.made) == {1, 2}


def test_one_pin_lifts_one_story() -> None:
    """The one that holds the first of its articles; a kill meets all."""
    desk = Desk()
    desk.correct("pin", "cab")
    assert numbers(settled(desk, story(A), story(B), story(C)).pinned) == {story(C).id: 1}
    assert numbers(settled(desk, story(A), story(B)).pinned) == {story(A).id: 1}
    desk = Desk()
    desk.correct("kill", "ab")
    assert numbers(settled(desk, story(A), story(B), story(C)).killed) == {story(A).id: 1, story(B).id: 1}


def test_remembered_articles_leave_their_stories() -> None:
    """With their copies and links; the next best leads and gives the id; the thread they led to stays."""
    told = replace(
        story_of((A, B, C), ((A.id, B.id), (C.id,))),
        links=(Link(A.id, C.id, 0.9, 0.9), Link(C.id, A.id, 0.9, 0.9)),
    )
    going_on = replace(told, thread="0" * 12, day=2, earlier=(Earlier(NOW.date(), 1, "Ferry"),))
    left = story_of((B, C), ((B.id,), (C.id,)))
    assert settled(Desk(), told, remembered="a").stories == (left,)
    assert settled(Desk(), going_on, remembered="a").stories == (
        replace(left, thread="0" * 12, day=2, earlier=going_on.earlier),
    )
    [kept] = settled(Desk(), going_on, remembered="b").stories
    assert (kept.id, kept.articles, kept.copies, kept.links) == (told.id, (A, C), ((A.id,), (C.id,)), told.links)


def test_a_thread_that_bears_the_name_of_the_remembered_lead_stays() -> None:
    """A thread has the id of the story that began it, which is today's too while the remembered article leads it."""
    going_on = replace(story_of((A, B), ((A.id,), (B.id,))), day=2, earlier=(Earlier(NOW.date(), 1, "Ferry"),))
    assert going_on.thread == story_of((A,), ((A.id,),)).id
    [left] = settled(Desk(), going_on, remembered="a").stories
    assert (left.thread, left.day, left.articles) == (going_on.thread, 2, (B,))


def test_stories_held_apart_share_no_thread() -> None:
    """The one of which the thread printed an article keeps it; the other begins its own."""
    thread = {"thread": "0" * 12, "day": 2, "earlier": (Earlier(NOW.date(), 1, "Ferry"),)}
    desk = Desk()
    desk.correct("never-merge", "a", "bd")
    by_words, by_address, another = story(A, **thread), story(B, **thread), story(C, **thread)
    made = settled(desk, by_words, by_address, another, history=printed("0" * 12, B, E))
    own = replace(by_words, thread=by_words.id, earlier=(), day=1)
    assert made.stories == (own, by_address, another)
    desk.undo(1)
    made = settled(desk, by_words, by_address, another, history=printed("0" * 12, B, E))
    assert made.stories == (by_words, by_address, another)


def test_a_story_of_remembered_articles_alone_is_gone() -> None:
    """Nothing of it is new."""
    assert settled(Desk(), story(A, B), story(C), remembered="ab").stories == (story(C),)


def test_a_remembered_article_brings_its_pin_or_kill_along() -> None:
    """Under the id that the story has without it."""
    desk = Desk()
    desk.correct("kill", "a")
    desk.correct("pin", "c")
    made = settled(desk, story_of((A, B), ((A.id,), (B.id,))), story_of((C, D), ((C.id,), (D.id,))), remembered="ac")
    assert numbers(made.killed) == {story_of((B,), ((B.id,),)).id: 1}
    assert numbers(made.pinned) == {story_of((D,), ((D.id,),)).id: 2}


def printed(thread: str, *articles: Article) -> History:
    """An issue that printed a story of these articles."""
    cited = tuple(PrintedArticle(id=a.id, source=a.source, url=a.url, headline=a.headline, sha256="") for a in articles)
    told = PrintedStory(
        id=thread,
        thread=thread,
        headline=articles[0].headline,
        article=articles[0].id,
        articles=tuple(a.id for a in articles),
        outlets=("Gazette",),
        reports=1,
        section="News",
        rank=1,
        score=1.0,
        terms={},
    )
    issue = Issue(
        format=ISSUE_FORMAT,
        number=1,
        date=NOW.date() - timedelta(days=1),
        as_of=NOW - timedelta(days=1),
        since=None,
        publication=Publication(title="The Quay"),
        subject="",
        preheader="",
        lead=told,
        sections=(),
        developing=(),
        whats_next=(),
        articles=cited,
        coverage=Coverage(),
    )
    return History(issues=(issue,), number=1)


def test_what_continues_a_thread_that_printed_a_killed_article_is_killed() -> None:
    """Whatever words it tells it in; a story that holds the article itself is pinned before one that goes on."""
    history = printed("0" * 12, A, B)
    goes_on = story(C, thread="0" * 12, day=2)
    desk = Desk()
    desk.correct("kill", "a")
    assert numbers(settled(desk, goes_on, story(D), history=history).killed) == {goes_on.id: 1}
    desk = Desk()
    desk.correct("pin", "ab")
    assert numbers(settled(desk, goes_on, story(D), history=history).pinned) == {goes_on.id: 1}
    assert numbers(settled(desk, goes_on, story(B), history=history).pinned) == {story(B).id: 1}


def test_a_thread_that_was_split_says_nothing_of_who_goes_on() -> None:
    """What was split off is killed; the rest of what the issue printed as one goes on."""
    history = printed("0" * 12, A, B)
    goes_on = story(C, thread="0" * 12, day=2)
    desk = Desk()
    desk.correct("split", "b", "a")
    desk.correct("kill", "b")
    assert numbers(settled(desk, goes_on, history=history).killed) == {}


def test_those_in_force_come_latest_first() -> None:
    """In whatever order they are given."""
    desk = Desk()
    for letter in "abc":
        desk.correct("kill", letter)
    desk.undo(2)
    assert [c.number for c in in_force(desk.made)] == [3, 1]
    assert [c.number for c in in_force(reversed(desk.made))] == [3, 1]
