"""What holds of every budget, whatever the sources served."""

from __future__ import annotations

import math

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest.issues.ranking import CONTINUED, WEIGHTS, worked
from digest.testing import Unwatched, World

UNIT = st.floats(0, 1).map(lambda value: round(value, 4))
WEIGHT = st.floats(0, 100).map(lambda value: round(value, 4))
TERMS = st.fixed_dictionaries(
    dict.fromkeys((*WEIGHTS, "worth", "novelty"), UNIT) | {"weight": WEIGHT, "section": WEIGHT}
)
HEADLINES = (
    "Kelmar Bridge closed after crack is found",
    "Crack found in main cable shuts Kelmar Bridge",
    "Parliament votes on the flood budget",
    "Live: the flood vote as it happens",
    "Watch: comet over Ansel",
    "Why did the barley price fall?",
    "Minister resigns over grain contract",
    "",
)
BODY = st.sampled_from(
    ("", "The Kelmar Bridge was shut on Monday when inspectors found a crack in its main cable.", "x")
)
ENTRY = st.tuples(st.sampled_from(("Gazette", "Wire", "Ledger")), st.sampled_from(HEADLINES), BODY, st.floats(0, 100))


@given(TERMS)
def test_a_score_can_be_counted_on_paper(terms: dict[str, float]) -> None:
    """Each product to four places, their sum, and that times the factors: nothing else is in a score."""
    found = worked(terms)
    assert [part.points for part in found.parts] == [round(WEIGHTS[part.term] * part.value, 4) for part in found.parts]
    assert found.total == round(math.fsum(part.points for part in found.parts), 4)
    assert CONTINUED <= found.factors["novelty"] <= 1.0
    assert found.score == round(found.total * math.prod(found.factors.values()), 4)


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(ENTRY, max_size=7), min_size=1, max_size=3))
def test_budgets_add_up_and_leave_nothing_out(days: list[list[tuple[str, str, str, float]]]) -> None:
    """On every day each candidate's numbers give its score, best first, each has a verdict, and none is lost.

    The ranks are those of the issue; in the stories and among the dropped stands every article that was considered.
    """
    world = World()
    for entries in days:
        for source, headline, body, hours in entries:
            feed = world.feeds.get(source) or world.source(source)
            feed.entry(headline, body, hours_ago=hours)
        issue = world.run()
        budget = world.archive.budget(world.now.date())
        assert (budget is None) == (issue is None)
        if budget is not None and issue is not None:
            for candidate in budget.candidates:
                assert candidate.score == worked(candidate.terms).score
                assert candidate.verdict
                assert (candidate.rank is None) == (candidate.story not in {story.id for story in issue.stories})
            scores = [candidate.score for candidate in budget.candidates]
            assert scores == sorted(scores, reverse=True)
            ranks = {candidate.story: candidate.rank for candidate in budget.candidates if candidate.rank is not None}
            assert ranks == {story.id: story.rank for story in issue.stories}
            told = [one.id for candidate in budget.candidates for one in candidate.articles]
            told += [one.id for articles in budget.dropped.values() for one in articles]
            assert len(set(told)) == len(told) == issue.coverage.candidates
        world.tomorrow()


def test_foreseeing_changes_nothing() -> None:
    """Asking what an edit would make leaves the archive as it is, and gives what the edit then makes."""
    from digest.codec import encode
    from digest.pipeline.foresee import foresee
    from digest.summarizers import get

    world = World()
    world.source("Gazette").entry(HEADLINES[0], "The Kelmar Bridge was shut on Monday. Ferries will run.")
    world.source("Wire").entry(HEADLINES[2], "Members voted for dams.")
    world.fetch()
    foreseen = foresee(
        world.sources,
        publication=world.publication,
        rules=world.rules,
        archive=world.archive,
        summarizer=get(world.rules.method),
        progress=Unwatched(),
        now=world.now,
    )
    assert world.archive.issues() == ()
    assert world.archive.evidence == {}
    made = world.edit(world.archive.reports()).issue
    assert made is not None
    assert encode(made) == encode(foreseen.issue)
    assert world.archive.budget(made.date) == foreseen.budget
