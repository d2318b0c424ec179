"""Take sentences by rank until the summary is long enough, and never two that say the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from digest.summarizers.candidates import Candidate

_SAME = 0.7  # share of the shorter sentence's stems found in the longer one: more says the same again
_SAME_ELSEWHERE = 0.6  # the same between articles, whose writers begin with the same news in other words
_KNOWN = 0.5  # share of what a further article's sentence says that was said already: more adds too little
_SAME_AT_LEAST = 3  # stems shared: two sentences of two stems each may differ in what matters


@dataclass(slots=True)
class Record:
    """What ``choose`` did with each candidate, by its place among them."""

    order: list[int] = field(default_factory=list)  # those chosen, in the order they were
    taken_off: dict[int, float] = field(default_factory=dict)  # what likeness to those chosen had taken off its score
    said_by: dict[int, int] = field(default_factory=dict)  # said already by this one
    adding_nothing: list[int] = field(default_factory=list)  # to the headline and those chosen

    def drop(self, one: int, said_by: int | None) -> None:
        """A candidate is out: the one just chosen says it, or it adds nothing."""
        if said_by is None:
            self.adding_nothing.append(one)
        else:
            self.said_by[one] = said_by


def choose(
    candidates: Sequence[Candidate],
    scores: Sequence[float],
    *,
    sentences: int | None,
    words: int | None,
    redundancy: float = 0.0,
    antecedents: bool = True,
    headline: frozenset[str] | None = None,
    record: Record | None = None,
) -> list[Candidate]:
    """The candidates to print, articles in the order given and sentences as they stand in each.

    The best score goes first; each choice lowers the scores of those like it by ``redundancy`` times their likeness
    (maximal marginal relevance: Carbonell and Goldstein 1998). With ``antecedents``, a sentence that hangs on the one
    before it is taken only after that one. ``sentences`` is the most to take; the sentence that reaches ``words`` words
    is the last. Neither given means no end. Ties go to the earlier sentence.

    With the stems of the ``headline`` they stand under, each sentence must add to it and to those taken from other
    articles: a new figure, or news that is not half told already. What is done is put down in ``record``.
    """
    rest = _fit(candidates)
    rank = {id(candidate): score for candidate, score in zip(candidates, scores, strict=True)}
    sets = {id(candidate): frozenset(candidate.stems) for candidate in rest}
    penalty = {id(candidate): 0.0 for candidate in rest}
    at = {id(candidate): place for place, candidate in enumerate(candidates)}
    chosen: list[Candidate] = []
    places: set[tuple[int, int]] = set()
    total = 0

    def worth(candidate: Candidate) -> tuple[float, int, int]:
        key = id(candidate)
        return rank[key] - penalty[key], -candidate.document, -candidate.place

    while rest and not _long_enough(len(chosen), total, sentences, words):
        best = _best(rest, worth, places if antecedents else None, under_headline=headline is not None)
        if best is None:
            if chosen:
                break
            best = max(rest, key=worth)
        chosen.append(best)
        places.add((best.document, best.place))
        total += best.words
        said = sets[id(best)]
        if record is not None:
            record.order.append(at[id(best)])
        kept = []
        for candidate in rest:
            share = _SAME if candidate.document == best.document else _SAME_ELSEWHERE
            likeness, same = _likeness(sets[id(candidate)], said, share)
            if candidate is best:
                continue
            further = headline is not None and candidate.document != best.document
            idle = further and not same and not _adds(candidate, chosen, headline or frozenset())
            if not (same or idle):
                penalty[id(candidate)] = max(penalty[id(candidate)], redundancy * likeness)
                kept.append(candidate)
            elif record is not None:
                record.drop(at[id(candidate)], at[id(best)] if same else None)
        rest = kept
    if record is not None:
        record.taken_off.update((at[key], off) for key, off in penalty.items())
    return sorted(chosen, key=lambda candidate: (candidate.document, candidate.place))


def _fit(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Those fit to be printed; spare ones only where there are no others."""
    printable = [candidate for candidate in candidates if candidate.printable]
    return [candidate for candidate in printable if not candidate.spare] or printable


def _long_enough(count: int, total: int, sentences: int | None, words: int | None) -> bool:
    """Whether a summary of ``count`` sentences and ``total`` words needs no more."""
    return (sentences is not None and count >= sentences) or (words is not None and total >= words)


def _best(
    rest: Sequence[Candidate],
    worth: Callable[[Candidate], tuple[float, int, int]],
    places: set[tuple[int, int]] | None,
    *,
    under_headline: bool,
) -> Candidate | None:
    """The best of those whose antecedent is printed, where they need one; ``places`` None asks for none.

    An article's first sentence hangs on its own headline ("It comes as …"), and only the first article's is printed.
    """
    free = [
        candidate
        for candidate in rest
        if places is None
        or not candidate.dangling
        or (candidate.document, candidate.place - 1) in places
        or (candidate.place == 0 and not (under_headline and candidate.document > 0))
    ]
    return max(free, key=worth, default=None)


def _adds(candidate: Candidate, chosen: Sequence[Candidate], headline: frozenset[str]) -> bool:
    """Whether a sentence tells what neither the headline nor the sentences taken from other articles tell."""
    told = [one for one in chosen if one.document != candidate.document]
    if candidate.figures.difference(headline, *(one.figures for one in told)):
        return True
    known = headline.union(*(one.news for one in told))
    return len(candidate.news & known) < _KNOWN * len(candidate.news)


def _likeness(one: frozenset[str], other: frozenset[str], share: float) -> tuple[float, bool]:
    """How alike two sentences are (cosine of their sets of stems), and whether they say the same."""
    if not one or not other:
        return 0.0, False
    shared = len(one & other)
    same = shared >= _SAME_AT_LEAST and shared >= share * min(len(one), len(other))
    return shared / (len(one) * len(other)) ** 0.5, same or one == other
