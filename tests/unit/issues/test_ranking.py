"""The budget and its terms."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from digest.issues.gravity import gravity
from digest.issues.ranking import independent, rank
from digest.model import Source
from digest.testing import article, story

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
SOURCES = {name: Source(key=name, name=name, url="") for name in ("Gazette", "Wire", "Ledger")}


def test_breadth_comes_first() -> None:
    """What three desks tell outranks what one desk puts on top of its front."""
    wide = story(*(article(f"Wide {name}", "A text.", source=name, position=9) for name in SOURCES))
    alone = story(article("Alone", "A text.", position=1))
    assert [r.story.id for r in rank([alone, wide], sources=SOURCES, now=NOW)] == [wide.id, alone.id]


def test_a_text_that_many_print_is_one_report() -> None:
    """Copies, and several articles of one source, are one voice."""
    a, b, c = (article(f"Same {name}", source=name) for name in SOURCES)
    assert independent(story(a, b, c)) == 3
    assert independent(story(a, b, c, copies=((a.id, b.id), (c.id,)))) == 2
    twice = replace(article("Another of the Gazette"), source="Gazette")
    assert independent(story(a, twice)) == 1


def test_terms_are_kept_and_add_up() -> None:
    """Every number of the score can be read off: the formula of the module's docstring gives it again."""
    [ranked] = rank([story(article("One", "A text.", position=1))], sources=SOURCES, now=NOW)
    t = ranked.terms
    score = (
        0.5 * t["breadth"] + 0.2 * t["prominence"] + 0.15 * t["gravity"] + 0.1 * t["freshness"] + 0.05 * t["substance"]
    )
    assert ranked.score == pytest.approx(t["worth"] * t["weight"] * score, abs=1e-4)
    assert t["prominence"] == 1.0


def test_weight_and_freshness_and_order() -> None:
    """A heavier source and a fresher article rank higher; equal scores go by id."""
    old, new = story(article("Old", at="2026-03-01T06:00:00Z")), story(article("New"))
    assert [r.story.id for r in rank([old, new], sources=SOURCES, now=NOW)] == [new.id, old.id]
    heavy = {**SOURCES, "Gazette": replace(SOURCES["Gazette"], weight=3.0)}
    wire = story(article("Wire", source="Wire"))
    assert rank([wire, old], sources=heavy, now=NOW)[0].story.id == old.id
    twins = [story(article("Twin", id=letter * 16)) for letter in "ba"]
    assert [r.story.id for r in rank(twins, sources=SOURCES, now=NOW)] == ["a" * 12, "b" * 12]


def test_gravity_tips_the_scales_between_equals() -> None:
    """Of two stories told by one desk each, the one of law and lives comes first."""
    assert gravity("Three killed as storm floods Tarsk") == 1.0
    assert gravity("Observatory names comet after watchman") == 0.0
    light, grave = story(article("Watchman names a comet")), story(article("Court bans the ferry strike"))
    assert rank([light, grave], sources=SOURCES, now=NOW)[0].story.id == grave.id
