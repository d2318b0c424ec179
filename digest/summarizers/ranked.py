"""What our own methods share: candidates, a worth for each, the choice, and the reasons for it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from digest.model import Article, Summary
from digest.summarizers.candidates import Candidate, candidates
from digest.summarizers.choosing import Record, choose
from digest.summarizers.explaining import Explained, Weighed
from digest.text import stems

BRIEF = 3.0  # sentences of a brief summary, which most are
_SHORT = 6.0  # sentences of a summary that has no room to say a thing twice
_WORDS_A_SENTENCE = 24.0  # of news


class Ranked(ABC):
    """A method that gives each sentence a worth, and takes the best that say different things."""

    name: str
    redundancy = 1.0  # what likeness to a sentence chosen takes off, as ``choose`` has it

    @abstractmethod
    def worth(self, found: Sequence[Candidate], articles: Sequence[Article], length: float) -> list[float]:
        """What each candidate is worth in a summary of ``length`` sentences."""

    @abstractmethod
    def terms(self, found: Sequence[Candidate], articles: Sequence[Article], length: float) -> list[dict[str, float]]:
        """What each candidate's worth is made of, by name."""

    def summarize(
        self, articles: Sequence[Article], *, sentences: int | None = None, words: int | None = None
    ) -> Summary:
        """At most ``sentences`` sentences; the one that reaches ``words`` words is the last."""
        found = candidates(articles)
        chosen = self.choose(found, articles, sentences=sentences, words=words)
        return Summary(tuple(candidate.passage for candidate in chosen), self.name)

    def explain(
        self, articles: Sequence[Article], *, sentences: int | None = None, words: int | None = None
    ) -> Explained:
        """The same choice, with what each sentence was worth and why the others were left."""
        found = candidates(articles)
        record = Record()
        self.choose(found, articles, sentences=sentences, words=words, record=record)
        made_of = self.terms(found, articles, _length(found, sentences, words))
        taken = set(record.order)
        weighed: dict[int, Weighed] = {}
        for at, candidate in enumerate(found):
            if candidate.printable:
                terms = {**made_of[at], "alike": -record.taken_off.get(at, 0.0)}
                terms = {name: rounded for name, value in terms.items() if (rounded := round(value, 3))}
                weighed[at] = Weighed(
                    passage=candidate.passage,
                    score=round(sum(terms.values()), 3),
                    terms=terms,
                    reason=None if at in taken else _reason(at, found, record),
                )
        left = sorted((at for at in weighed if at not in taken), key=lambda at: (-weighed[at].score, at))
        return Explained(
            method=self.name,
            considered=len(found),
            chosen=tuple(weighed[at] for at in record.order),
            left=tuple(weighed[at] for at in left),
        )

    def choose(
        self,
        found: Sequence[Candidate],
        articles: Sequence[Article],
        *,
        sentences: int | None,
        words: int | None,
        record: Record | None = None,
    ) -> list[Candidate]:
        """Those of the articles' candidates to print; what is done is put down in ``record``."""
        length = _length(found, sentences, words)
        # Under a headline a few sentences each must add something; a long summary may come back to what it told.
        short = length <= _SHORT
        headline = frozenset(stems(articles[0].headline, articles[0].lang)) if articles and short else None
        return choose(
            found,
            self.worth(found, articles, length),
            sentences=sentences,
            words=words,
            redundancy=self.redundancy,
            headline=headline,
            record=record,
        )


def _length(found: Sequence[Candidate], sentences: int | None, words: int | None) -> float:
    """The sentences of the summary that is wanted."""
    lengths = [float(sentences)] if sentences is not None else []
    lengths += [words / _WORDS_A_SENTENCE] if words is not None else []
    return max(1.0, min(lengths, default=float(len(found))))


def _reason(at: int, found: Sequence[Candidate], record: Record) -> str:
    """Why a candidate that is fit to be printed was not chosen."""
    candidate = found[at]
    if at in record.said_by:
        return f"sentence {record.order.index(record.said_by[at]) + 1} says it"
    if at in record.adding_nothing:
        return "it adds too little to the headline and the sentences chosen"
    if at not in record.taken_off:
        return "it is cut off, speaks of a picture, or opens a teaser that hangs on its headline"
    if candidate.dangling and candidate.place == 0 and candidate.document > 0:
        return "it hangs on its article's own headline, which is not printed"
    before = {(found[taken].document, found[taken].place + 1) for taken in record.order}
    if candidate.dangling and candidate.place > 0 and (candidate.document, candidate.place) not in before:
        return "it hangs on the sentence before it, which was not chosen"
    return "others were worth more"
