"""The budget and its terms."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from digest.issues.gravity import gravity
from digest.issues.ranking import CONTINUED, NO_FRONT, WEIGHTS, WORTH, house, independent, rank, worked
from digest.model import Article, Rules, SectionRule, Source
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
    points = sum(weight * t[name] for name, weight in WEIGHTS.items())
    assert ranked.score == pytest.approx(t["worth"] * t["weight"] * t["section"] * points, abs=2e-4)
    assert sum(WEIGHTS.values()) == pytest.approx(1.0)
    assert t["prominence"] == pytest.approx(0.8)
    assert (t["section"], t["novelty"]) == (1.0, 1.0)


def test_a_score_is_written_out_to_the_last_place() -> None:
    """What a reader adds up on paper, to four places, is the score."""
    terms = {"breadth": 0.5283, "gravity": 0.3333, "prominence": 0.8, "freshness": 0.8908, "substance": 0.6167}
    found = worked({**terms, "worth": 0.8, "weight": 1.5, "section": 1.2, "novelty": 0.25})
    assert [part.points for part in found.parts] == [0.2113, 0.11, 0.12, 0.0891, 0.0123]
    assert found.total == 0.5427
    assert found.factors == {"worth": 0.8, "weight": 1.5, "section": 1.2, "novelty": 0.7}
    assert found.score == round(0.5427 * 0.8 * 1.5 * 1.2 * 0.7, 4)
    assert worked(terms).score == found.total  # an issue of an earlier version names no factor that it did not have


def test_sections_weigh() -> None:
    """A section that feeds.yml makes heavier lifts what it takes; others stay."""
    rules = Rules(sections=(SectionRule(name="Sea", keywords=("herring",), weight=1.2),))
    sea, land = story(article("Herring return")), story(article("Barley returns"))
    before = {one.story.id: one.score for one in rank([sea, land], sources=SOURCES, now=NOW)}
    after = {one.story.id: one for one in rank([sea, land], sources=SOURCES, now=NOW, rules=rules)}
    assert after[sea.id].score == pytest.approx(1.2 * before[sea.id], abs=1e-4)
    assert after[sea.id].terms["section"] == 1.2
    assert after[land.id].score == before[land.id]


def test_what_is_old_counts_less() -> None:
    """A continuing story with nothing new keeps a part of its score, one that is all new the whole."""
    one = story(article("Bridge stays shut"), day=2)
    [new] = rank([one], sources=SOURCES, now=NOW, novelty={one.id: 1.0})
    [half] = rank([one], sources=SOURCES, now=NOW, novelty={one.id: 0.5})
    [old] = rank([one], sources=SOURCES, now=NOW, novelty={one.id: 0.0})
    assert new.score > half.score > old.score == pytest.approx(CONTINUED * new.score, abs=1e-4)
    assert half.terms["novelty"] == 0.5


def test_a_feed_in_order_of_time_has_no_front() -> None:
    """The place that a feed gives an article counts only where somebody chose it."""
    newest_first = [
        story(article(f"Report {n}", source="Wire", position=n, at=f"2026-03-02T0{9 - n}:00:00Z")) for n in range(1, 8)
    ]
    chosen = [
        story(article(f"Report {n}", source="Gazette", position=n, at=f"2026-03-02T0{(5 * n) % 7}:00:00Z"))
        for n in range(1, 8)
    ]
    terms = {
        r.story.lead.source + str(r.story.lead.position): r.terms
        for r in rank(newest_first + chosen, sources=SOURCES, now=NOW)
    }
    assert terms["Wire1"]["prominence"] == terms["Wire7"]["prominence"] == NO_FRONT
    assert terms["Gazette1"]["prominence"] > terms["Gazette3"]["prominence"] > terms["Gazette7"]["prominence"]


def test_a_house_is_one_voice() -> None:
    """The feeds of one house speak with one voice, however it calls them."""
    names = ("Gazette", "Gazette TV", "gazettenews", "Gazette Online")
    one = story(*(article(f"Same {name}", source=name) for name in names))
    assert independent(one) == 1
    assert independent(story(article("Same A", source="Gazette"), article("Same B", source="Gazetteer"))) == 2
    assert house(article("A", source="TV")) == "tv"


def test_worth_by_kind() -> None:
    """A video or a question beside a report takes nothing from it; a grave headline is not soft for one light word."""

    def worth(*articles: Article) -> float:
        return rank([story(*articles)], sources=SOURCES, now=NOW)[0].terms["worth"]

    assert worth(article("Bridge falls"), article("Watch: bridge falls", source="Wire")) == 1.0
    assert worth(article("Watch: bridge falls")) == WORTH["video"]
    assert worth(article("Why did the bridge fall?")) == WORTH["feature"]
    assert worth(article("Singer stuns fans")) == WORTH["soft"]
    assert worth(article("Wedding attack kills 60, ministry says")) == 1.0


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
    assert gravity("Parliament votes on war budget") > 0.7
    assert gravity("Observatory names comet after watchman") == 0.0
    light, grave = story(article("Watchman names a comet")), story(article("Court bans the ferry strike"))
    assert rank([light, grave], sources=SOURCES, now=NOW)[0].story.id == grave.id


def test_gravity_weighs_affairs_over_households() -> None:
    """State and many lives weigh more than one person's fate; the opening adds a little; half of a word is none."""
    assert gravity("Minister resigns over war budget") > gravity("Man, 57, shot dead in street, say police")
    assert gravity("Tarsk votes") < gravity("Tarsk votes", "Parliament held an election on Sunday.")
    assert gravity("Tarsk votes", "War, war budget, election, treaty and coup.") < gravity("Tarsk votes on war")
    assert gravity("The greatest post-war goalkeeper") == 0.0
    assert gravity("US holds its breath") > gravity("They told us to hold our breath")
    assert gravity("Mother, father, brother and sister reunited") == 0.0


def test_the_gravest_headlines_tell_how_grave_a_story_is() -> None:
    """Lighter ones about a great event take nothing from it; one grave word among many light ones makes none."""

    def grave(*headlines: str) -> float:
        told = (article(headline, source=f"Wire {n}") for n, headline in enumerate(headlines))
        return rank([story(*told)], sources=SOURCES, now=NOW)[0].terms["gravity"]

    great = ("War in Tarsk", "Army enters Tarsk", "Tarsk government ousted in coup")
    assert grave(*great, "Swans leave Tarsk", "A walk in Tarsk") == grave(*great)
    assert grave("Tarsk fair opens amid war", "Tarsk fair opens", "Fair in Tarsk") < grave("Tarsk fair opens amid war")
