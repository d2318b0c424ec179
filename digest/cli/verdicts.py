"""What became of a story, in words for a person: the section in quotation marks, the other story by its id."""

from __future__ import annotations

from digest.issues.selection import NEAR_PRINTED, THREAD_PRINTED
from digest.model import Budget, Candidate

_FULL = " is full"


def worded(candidate: Candidate, budget: Budget | None) -> str:
    """The verdict of a story; where another took its place, which that is ("… tells: 0123456789ab")."""
    verdict = candidate.verdict
    if candidate.section and verdict == f"in {candidate.section}":
        return f"in “{candidate.section}”"
    if candidate.rank is None and verdict.endswith(_FULL):
        return f"“{verdict.removesuffix(_FULL)}”{_FULL}"
    other = twin(candidate, budget) if budget is not None else None
    return f"{verdict}: {other.story}" if other is not None else verdict


def twin(candidate: Candidate, budget: Budget) -> Candidate | None:
    """The printed story that left no room for this one, because it tells the same or goes on with the same."""
    inside = (one for one in budget.candidates if one.rank is not None)
    if candidate.verdict == THREAD_PRINTED:
        return next((one for one in inside if one.thread == candidate.thread), None)
    if candidate.verdict == NEAR_PRINTED:
        near = set(candidate.near)
        return next((one for one in inside if near & {article.id for article in one.articles}), None)
    return None
