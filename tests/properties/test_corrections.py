"""Whatever an editor decides in whatever order, telling can heed all of it, and all of it can be taken back."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from digest.model import Correction, History
from digest.similarity import connected
from digest.stories.clusters import parted
from digest.stories.corrections import Bonds, bind, overridden, remember, settle
from digest.stories.telling import story_of
from digest.testing import article

NOW = datetime(2026, 3, 2, tzinfo=UTC)
ARTICLES = [article(f"Ferry {number} leaves", id=f"{number:016x}") for number in range(7)]
keys = st.sampled_from([each.key for each in ARTICLES])
some = st.lists(keys, min_size=1, max_size=4, unique=True).map(tuple)


@st.composite
def made(draw: st.DrawFn) -> list[Correction]:
    """Corrections as the commands make them: no article is on both sides."""
    corrections = []
    for number in range(1, draw(st.integers(1, 8)) + 1):
        kind = draw(st.sampled_from(["merge", "split", "never-merge", "pin", "kill"]))
        left = draw(some)
        right = () if kind in ("pin", "kill") else tuple(key for key in draw(some) if key not in left)
        if right or kind in ("pin", "kill"):
            corrections.append(
                Correction(
                    number=number,
                    kind=kind,  # type: ignore[arg-type]  # a kind by name
                    articles=left,
                    others=right,
                    about="",
                    at=NOW,
                    undone=NOW if draw(st.booleans()) and draw(st.booleans()) else None,
                )
            )
    return corrections


@given(made(), st.sets(st.integers(0, 6)))
def test_together_and_apart_never_contradict_each_other(corrections: list[Correction], there: set[int]) -> None:
    """No group holds articles of both sides of a pair, and no article is in two groups."""
    bonds = bind([ARTICLES[number] for number in sorted(there)], corrections)
    held = [id_ for group in bonds.together for id_ in group]
    assert len(held) == len(set(held))
    assert set(held) <= {ARTICLES[number].id for number in there}
    for left, right in bonds.apart:
        assert left
        assert right
        assert not set(left) & set(right)
        for group in bonds.together:
            assert not (set(group) & set(left) and set(group) & set(right))


@given(made(), st.lists(st.integers(0, 3), min_size=len(ARTICLES), max_size=len(ARTICLES)))
def test_copies_never_tie_what_is_held_apart(corrections: list[Correction], groups: list[int]) -> None:
    """Nor do they through articles that an editor ties: all that a correction asks for can be heeded at once."""
    bonds = bind(ARTICLES, corrections)
    copies = [[each.id for each, at in zip(ARTICLES, groups, strict=True) if at == group] for group in range(4)]
    parts = parted(copies, bonds.apart, bonds.together)
    assert sorted(one for part in parts for one in part) == [each.id for each in ARTICLES]
    if not bonds.apart:
        assert parts == [group for group in sorted(copies) if group]
    place = {each.id: at for at, each in enumerate(ARTICLES)}
    ties = [(place[group[0]], place[one]) for group in (*parts, *bonds.together) for one in group]
    stands = connected(len(ARTICLES), ties)
    for left, right in bonds.apart:
        assert not {stands[place[one]] for one in left} & {stands[place[one]] for one in right}


@given(made(), st.permutations(ARTICLES))
def test_order_changes_nothing(corrections: list[Correction], articles: list[object]) -> None:
    """Neither the articles' nor the corrections', which have their numbers."""
    assert bind(articles, corrections[::-1]) == bind(ARTICLES, corrections)  # type: ignore[arg-type]  # articles


@given(made())
def test_the_last_correction_always_holds(corrections: list[Correction]) -> None:
    """Nothing comes after it."""
    force = [each for each in corrections if each.undone is None]
    if not force:
        return
    last = force[-1]
    assert last.number not in overridden(corrections)
    bonds = bind(ARTICLES, corrections)
    ids = {each.key: each.id for each in ARTICLES}
    left, right = ({ids[key] for key in side} for side in (last.articles, last.others))
    if last.kind == "merge":
        assert any(left | right <= set(group) for group in bonds.together)
    elif last.kind in ("split", "never-merge"):
        assert (tuple(sorted(left)), tuple(sorted(right))) in bonds.apart
    if last.kind == "split":
        assert len(left) == 1 or any(left <= set(group) for group in bonds.together)


@given(made(), made())
def test_undoing_everything_gives_what_there_was(before: list[Correction], after: list[Correction]) -> None:
    """What the corrections before asked for, and nothing where there were none."""
    later = [replace(each, number=each.number + 100, undone=NOW) for each in after]
    assert bind(ARTICLES, before + later) == bind(ARTICLES, before)
    assert bind(ARTICLES, later) == Bonds()
    assert remember(later, now=NOW) == ()
    stories = tuple(story_of((each,), ((each.id,),)) for each in ARTICLES)
    made = settle(stories, later, remembered=(), history=History())
    assert (made.stories, made.pinned, made.killed) == (stories, {}, {})
