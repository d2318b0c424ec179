"""Events: who tells of the same one."""

from __future__ import annotations

import numpy as np

from digest.stories import cluster
from digest.stories.clusters import disagree
from digest.stories.joining import Chances, Said, beside, gathered
from digest.stories.reading import Reading
from digest.stories.stock import bare_headlines
from tests.unit.stories.make import BAKERY, HARBOUR, HARBOUR_TOLD_AGAIN, RIVER, article


def test_two_accounts_of_one_event_are_one_story() -> None:
    """Different words for one event join; other events stay apart."""
    given = [
        article("a", "Dockers walk out in Porthaven, forty ships wait", HARBOUR),
        article("b", "Porthaven strike halts terminal as dockers walk out", HARBOUR_TOLD_AGAIN, source="star", hours=3),
        article("c", "Villages cut off as the Senna floods", RIVER, source="globe"),
        article("d", "Rye loaf by mistake wins bread prize", BAKERY, source="post"),
    ]
    alone = [(one.id,) for one in given]
    assert cluster(given, alone).groups == (("a", "b"), ("c",), ("d",))
    assert cluster(given[::-1], alone[::-1]).groups == (("a", "b"), ("c",), ("d",))


def test_copies_are_never_parted() -> None:
    """A group of copies counts as one report and goes as one."""
    given = [article("a", "Loaf wins", BAKERY), article("b", "Flood", RIVER), article("c", "Strike", HARBOUR)]
    assert cluster(given, [("a", "b"), ("c",)]).groups == (("a", "b"), ("c",))


def test_a_headline_alone_joins_nothing_where_the_texts_disagree() -> None:
    """Two texts that share nothing below one headline are two events."""
    given = [
        article("a", "Teenager injured in accident", RIVER),
        article("b", "Teenager injured in accident", BAKERY, source="star"),
    ]
    assert cluster(given, []).groups == (("a",), ("b",))


def test_a_live_page_joins_no_story() -> None:
    """A page that follows everything is about no single event, however alike it reads."""
    given = [
        article("a", "Dockers walk out in Porthaven, forty ships wait", HARBOUR),
        article("b", "Live updates: dockers walk out in Porthaven", HARBOUR_TOLD_AGAIN, source="star"),
    ]
    assert cluster(given, []).groups == (("a",), ("b",))


def test_nothing_and_the_bare_are_grouped_too() -> None:
    """Empty headlines, empty texts and one article alone raise nothing and lose nothing."""
    assert cluster([], []).groups == ()
    assert cluster([article("a", "")], [("a",)]).groups == (("a",),)
    assert cluster([article("a", ""), article("b", "", hours=None)], [("a", "nobody")]).groups == (("a",), ("b",))


def test_an_outlier_of_a_large_story_is_gathered_in() -> None:
    """Each article of the smaller group needs a sure witness in the larger, and the mean may not be all too low."""

    def gather(*pairs: tuple[int, int, float]) -> tuple[int, ...]:
        left, right, chance = zip(*pairs, strict=True)
        return gathered((0, 0, 0, 3, 3), np.array(left), np.array(right), np.array(chance))

    assert gather((0, 3, 0.9), (1, 4, 0.8)) == (0, 0, 0, 0, 0)
    assert gather((0, 3, 0.9), (1, 4, 0.7)) == (0, 0, 0, 3, 3)  # the fifth has no sure witness
    assert gather((0, 3, 0.9)) == (0, 0, 0, 3, 3)
    assert gather((0, 1, 0.9)) == (0, 0, 0, 3, 3)
    many = gathered((0,) * 9 + (9,), np.array([0, 1]), np.array([9, 9]), np.array([0.9, 0.8]))
    assert many == (0,) * 9 + (9,)  # mean 0.19


def test_texts_disagree_unless_one_holds_the_others_headline() -> None:
    """Two teasers of other words are of one event where one names what the other's headline does."""

    def reading(title: str, body: str) -> Reading:
        return Reading("", "", "en", None, tuple(title.split()), (), tuple(body.split()), (), (), False)

    long = "one two three four five six seven eight nine ten eleven twelve"
    other = long.replace("e", "o")
    assert disagree(reading("live update", long), reading("live update", other))
    assert not disagree(reading("live update", long), reading("three things", other))
    assert not disagree(reading("live update", "one two"), reading("live update", other))


def test_labels_on_headlines_are_left_out() -> None:
    """A label that a source puts on several headlines says nothing of what they tell; another stays."""
    given = [
        article("a", "Nine at Six: dockers walk out"),
        article("b", "Nine at Six: bridge swept away | Channel Nine"),
        article("c", "Nine at Six: rye loaf wins | Channel Nine"),
        article("d", "Flood: villages cut off - Channel Nine"),
        article("e", "Nine at Six: dockers walk out", source="star"),
    ]
    assert bare_headlines(given) == [
        "dockers walk out",
        "bridge swept away",
        "rye loaf wins",
        "Flood – villages cut off",
        "Nine at Six: dockers walk out",
    ]


def test_an_editor_knows_better() -> None:
    """What is said to be one story is one, and what is said not to be is not, copies included."""
    given = [
        article("a", "Dockers walk out in Porthaven, forty ships wait", HARBOUR),
        article("b", "Porthaven strike halts terminal as dockers walk out", HARBOUR_TOLD_AGAIN, source="star", hours=3),
        article("c", "Villages cut off as the Senna floods", RIVER, source="globe"),
        article("d", "Rye loaf by mistake wins bread prize", BAKERY, source="post"),
    ]
    alone = [(one.id,) for one in given]
    assert cluster(given, alone, together=[("c", "d")]).groups == (("a", "b"), ("c", "d"))
    assert cluster(given, alone, apart=[(("a",), ("b",))]).groups == (("a",), ("b",), ("c",), ("d",))
    assert cluster(given, [("a", "b")], apart=[(("a",), ("b", "d"))]).groups == (("a",), ("b",), ("c",), ("d",))
    both = cluster(given, alone, together=[("a", "c")], apart=[(("a", "c"), ("b",))])
    assert both.groups == (("a", "c"), ("b",), ("d",))
    # Copies of what is held apart from the story that one of them is put into.
    one = cluster(given, [("a", "b")], together=[("b", "c")], apart=[(("a",), ("c",))])
    assert one.groups == (("a",), ("b", "c"), ("d",))
    two = cluster(given, [("a", "b"), ("c", "d")], together=[("b", "c")], apart=[(("a",), ("d",))])
    assert two.groups == (("a", "b", "c"), ("d",))


def test_links_say_why_reports_stand_together() -> None:
    """Each report's nearest, how sure, and the rare words both have; none for what stands alone or was put there."""
    given = [
        article("a", "Dockers walk out in Porthaven, forty ships wait", HARBOUR),
        article("b", "Porthaven strike halts terminal as dockers walk out", HARBOUR_TOLD_AGAIN, source="star", hours=3),
        article("c", "Villages cut off as the Senna floods", RIVER, source="globe"),
    ]
    first, second = cluster(given, []).links
    assert (first.article, first.to, second.article, second.to) == ("a", "b", "b", "a")
    assert first.chance == first.mean == second.chance >= 0.4
    assert "porthaven" in first.terms
    assert len(cluster(given, [], together=[("a", "c")]).links) == 2


def test_stories_that_may_be_one_event_are_told() -> None:
    """Not one story, but near: a fair chance somewhere and on the mean, and no editor who says otherwise."""

    def near(*pairs: tuple[int, int, float], apart: tuple[int, int] | None = None) -> tuple[tuple[int, int], ...]:
        left, right, chance = (np.array(part) for part in zip(*pairs, strict=True))
        said = Said(apart=frozenset([apart] if apart else ()))
        return beside((0, 0, 2, 2, 4), Chances(left, right, chance), said)

    assert near((0, 2, 0.6), (1, 3, 0.5), (0, 4, 0.3)) == ((0, 2),)
    assert near((0, 2, 0.6), (1, 3, 0.5), (2, 4, 0.4), (3, 4, 0.3)) == ((0, 2), (2, 4))
    assert near((0, 2, 0.6), (1, 3, 0.5), apart=(1, 2)) == ()
    assert near((0, 2, 0.6)) == ()  # the mean is 0.15
    assert near((0, 1, 0.9)) == ()
