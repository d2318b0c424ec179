""" "In their words": which quotations of a story are printed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from msgspec.structs import replace

from digest.issues import quotes
from digest.issues.page import Page, count
from digest.model import Article, Passage, PrintedQuote
from digest.text import cut, marks
from digest.text.openings import dangles

MOST = 3
MOST_OF_ONE_SPEAKER = 2
SHORTEST, FULL = 5, 9  # words; a fuller quotation comes before a shorter one
LONGEST = 70  # words of a passage
KEPT_FOR_PARTS = 0.2  # of the fair-use cap, what the quotations leave to the parts that follow
MOSTLY_SPEECH = 0.5  # of the passage's words: less is a phrase inside somebody else's sentence
LEAST_WORTH = 6  # of the eight that ``_Candidate.worth`` counts
PART = 0.25  # of a passage's words: a smaller phrase is lost in somebody else's sentence

_MARKS = ('"', "“", "„", "«", "”", "»", "'", "‘", "``")
_COARSE = re.compile(r"\b(?:\w*f[u*]ck\w*|\w*sh[i*]t\w*|c[u*]nts?|retard(?:s|ed)?|bitch\w*|n-word)\b", re.IGNORECASE)
# What is not printed is meant: "echoed those sentiments", "Of this decision".
_POINTING = re.compile(
    r"\b(?:(?:these|those|such)(?! (?:who|as)\b)|(?:this|that)(?= \w+[:,]))(?! (?:week|month|year|morning|days)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    printed: PrintedQuote
    named: bool  # the passage itself names the speaker; else it says "he", and the name is what we read elsewhere
    speech: bool  # most of the sentence is speech; else a phrase stands in somebody else's
    known: bool  # a reader can tell who that is: an office stands beside the name, or the story is about the speaker
    clear: bool  # the speech opens with words that need no other
    order: int  # as it stands

    @property
    def full(self) -> bool:
        return count(self.printed.words) >= FULL

    @property
    def worth(self) -> int:
        """How much of it a reader can use, 0 to 8."""
        return 2 * self.clear + 2 * self.speech + 2 * self.known + self.named + self.full


def spoken(articles: Iterable[Article], page: Page) -> tuple[PrintedQuote, ...]:
    """The quotations to print, put on the page, as they stand in the articles.

    Each has a speaker with a name, and says something by itself. Those come first whose speaker a reader can place, and
    another voice before a second word of the same one. Speech that goes on from a quotation is printed with it, never
    alone.
    """
    candidates: list[_Candidate] = []
    for article in articles:
        candidates += _found(article, page, len(candidates))
    kept = round(KEPT_FOR_PARTS * page.limit)
    chosen: list[_Candidate] = []
    speakers: Counter[str] = Counter()
    ranked = sorted(candidates, key=lambda one: (-one.worth, one.order))
    for words_of_one in range(1, MOST_OF_ONE_SPEAKER + 1):
        for candidate in ranked:
            speaker = (candidate.printed.speaker or "").split()[-1]
            if len(chosen) == MOST:
                break
            again = speakers[speaker] and not candidate.clear
            if candidate in chosen or again or candidate.worth < LEAST_WORTH or speakers[speaker] >= words_of_one:
                continue
            if page.room(candidate.printed.passage, keep=kept):
                page.put(candidate.printed.passage)
                speakers[speaker] += 1
                chosen.append(candidate)
    return tuple(one.printed for one in sorted(chosen, key=lambda one: one.order))


def _found(article: Article, page: Page, order: int) -> list[_Candidate]:
    """The article's quotations that may be printed, each with the ones that continue it."""
    found: list[PrintedQuote] = []
    joinable = False  # whether the quotation before this one is the last of ``found``
    for quote in quotes.find(article.text, article.lang):
        passage = cut(article, quote.sentence_start, quote.sentence_end)
        if quote.continues:
            if joinable:
                joined = cut(article, found[-1].passage.start, passage.end)
                joinable = not _COARSE.search(joined.text) and _may_stand(article, joined, found[-1].words)
                if joinable:
                    found[-1] = replace(found[-1], passage=joined)
            continue
        words = cut(article, quote.start, quote.end)
        speaker = quote.speaker or ""
        joinable = (
            quotes.named(quote.speaker, article.lang)
            and quotes.by_name(speaker, article.lang)
            and not _COARSE.search(words.text)
            and count(words) >= max(SHORTEST, PART * count(passage))
            and _may_stand(article, passage, words)
        )
        if joinable:
            found.append(PrintedQuote(passage=passage, words=words, speaker=speaker))
    told = " ".join([article.headline, article.dek or "", *(passage.text for passage in page.printed)])
    return [_candidate(article, quote, told, order + nth) for nth, quote in enumerate(found)]


def _candidate(article: Article, quote: PrintedQuote, told: str, order: int) -> _Candidate:
    """``told``: what the reader has read of the story before."""
    speaker = quote.speaker or ""
    around = _around(quote.passage)
    last = speaker.split()[-1]
    return _Candidate(
        printed=quote,
        named=last in around,
        speech=count(quote.words) >= MOSTLY_SPEECH * count(quote.passage) or quote.passage.text.startswith(_MARKS),
        known=last in told or (last in around and quotes.in_office(around, speaker, article.lang)),
        clear=not quotes.leans(quote.words.text, article.lang),
        order=order,
    )


def _may_stand(article: Article, passage: Passage, words: Passage) -> bool:
    """Whether it may be printed: in paragraphs (speech in a heading is none), not long, whole, and clear by itself."""
    blocks = (b.kind for b in article.blocks if b.start < passage.end and passage.start < b.end)
    if not all(kind == "paragraph" for kind in blocks) or count(passage) > LONGEST:
        return False
    if not quotes.balanced(passage.text) or quotes.in_first_person(_around(passage), article.lang):
        return False
    # "And he said it may "help" …" hangs on what was said before; speech that opens a passage has its speaker below.
    if passage.text.startswith(_MARKS):
        return True
    before = _POINTING.search(passage.text, 0, words.start - passage.start)
    return before is None and not dangles(passage.text, article.lang)


def _around(passage: Passage) -> str:
    """The passage without what stands between its marks."""
    outside, at = [], 0
    for stretch in marks.find(passage.text):
        outside.append(passage.text[at : stretch.outer_start])
        at = stretch.outer_end
    return " ".join([*outside, passage.text[at:]])
