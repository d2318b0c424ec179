"""Why a story ranks where it does: its score written out, and what it would have taken to be in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from digest.cli.verdicts import twin
from digest.issues.ranking import Worked, reports, worked
from digest.issues.sections import GENERAL, MORE
from digest.issues.selection import ALONE_PER_SOURCE, DEVELOPING_STORIES, NEAR_PRINTED, NOTHING_NEW, THREAD_PRINTED
from digest.model import Budget, Candidate

_MEANS = {
    "breadth": "how many houses tell it on their own",
    "gravity": "how grave its headlines are",
    "prominence": "where front pages put it",
    "freshness": "how new its newest article is",
    "substance": "whether there is text to quote",
    "worth": "what kind of articles tell it",
    "weight": "its sources' weights in feeds.yml",
    "section": "its section's weight in feeds.yml",
    "novelty": "how much of it is new",
}


@dataclass(frozen=True, slots=True)
class Need:
    """What it would have taken to be in."""

    text: str
    score: float | None = None  # more than this
    rival: str | None = None  # the story that has it


def sums(candidate: Candidate) -> list[str]:
    """The score written out, a line a term."""
    found = worked(candidate.terms)
    lines = [
        f"{part.term:<11} {part.weight:.2f} × {part.value:.4f} = {part.points:.4f}   {_MEANS[part.term]}"
        + (f": {reports(candidate)}" if part.term == "breadth" else "")
        for part in found.parts
    ]
    factors = {name: value for name, value in found.factors.items() if value != 1}
    lines.append(f"{'in all' if factors else 'score':<11} {'':<13} = {found.total:.4f}")
    for name, value in factors.items():
        lines.append(f"{name:<11} {'':<4} × {value:<6g}            {_MEANS[name]}{_share(name, candidate)}")
    if factors:
        lines.append(f"{'score':<11} {'':<13} = {found.score:.4f}")
    if found.score != candidate.score:  # an issue of an earlier version counted otherwise
        lines.append(f"its issue was made by an earlier version, which gave it {candidate.score:.4f}")
    return lines


def _share(name: str, candidate: Candidate) -> str:
    return f": {candidate.terms['novelty']:.0%}" if name == "novelty" and "novelty" in candidate.terms else ""


def need(candidate: Candidate, budget: Budget) -> Need | None:
    """What a story that was left out lacked; None where there is nothing to say beyond its verdict."""
    if candidate.rank is not None:
        return None
    verdict = candidate.verdict
    inside = [one for one in budget.candidates if one.rank is not None and "pinned" not in one.verdict]
    if verdict == NOTHING_NEW:
        return Need("every sentence that could stand for it says what earlier issues printed of its thread")
    if verdict == THREAD_PRINTED:
        other = twin(candidate, budget)
        told = f"“{other.headline}” ({other.story}) tells it; " if other else ""
        return Need(f"{told}`digest stories merge` makes one story of two")
    if verdict == NEAR_PRINTED:
        other = twin(candidate, budget)
        told = f"“{other.headline}” ({other.story}) may be the same event; " if other else ""
        return Need(f"{told}`digest stories never-merge` holds the two apart, `merge` makes one of them")
    if verdict.startswith("killed by correction "):
        return Need(f"`digest stories undo {verdict.rpartition(' ')[2]}` takes the correction back")
    if verdict.endswith(" has its share"):
        source = candidate.articles[0].source
        rivals = [one for one in inside if one.articles[0].source == source]
        if reports(candidate) > 1:
            return _more(candidate, rivals, f"the last that {source} leads")
        rivals = [one for one in rivals if reports(one) == 1]
        instead = f", or a second house to tell it: of what one source alone tells an issue prints {ALONE_PER_SOURCE}"
        return _more(candidate, rivals, "the last that this source alone tells", instead)
    if verdict.endswith(" is full"):
        section = verdict.removesuffix(" is full")
        rivals = [one for one in inside if one.section == section]
        more = (
            "`sections:` of its own in feeds.yml"
            if section in (GENERAL, MORE)
            else f"more `stories` for “{section}” in feeds.yml"
        )
        return _more(candidate, rivals, f"the last in “{section}”", f", or {more}")
    if candidate.day > 1 and verdict == "enough continuing stories":
        rivals = [one for one in inside if one.day > 1]
        return _more(candidate, rivals, f"the last of the {DEVELOPING_STORIES} that go on")
    return _more(candidate, [one for one in inside if one.day == 1], "the last new story")


def _more(candidate: Candidate, rivals: Sequence[Candidate], which: str, instead: str = "") -> Need | None:
    """More than the weakest of ``rivals`` had, and where most of the difference lies."""
    if not rivals:
        return None
    last = min(rivals, key=lambda one: (one.score, one.story))
    if last.score < candidate.score:
        return None
    text = f"more than {last.score:.4f}, as {which} has: “{last.headline}” ({last.story}){instead}"
    difference = _difference(worked(candidate.terms), worked(last.terms))
    return Need(f"{text}. {difference}" if difference else text, last.score, last.story)


def _difference(mine: Worked, theirs: Worked) -> str:
    """The term of the sum, or the factor, in which the other is furthest ahead."""
    ahead = {other.term: other.points - own.points for own, other in zip(mine.parts, theirs.parts, strict=True)}
    # What a factor is worth, put in points of the sum.
    for name, value in theirs.factors.items():
        ahead[name] = (value - mine.factors[name]) * mine.total
    name, most = max(ahead.items(), key=lambda pair: pair[1])
    if most <= 0:
        return ""
    values = {part.term: part.points for part in mine.parts} | mine.factors
    others = {part.term: part.points for part in theirs.parts} | theirs.factors
    return f"Most of the difference is {name}: {values[name]:.4f} against {others[name]:.4f}"
