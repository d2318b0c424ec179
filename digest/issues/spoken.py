""" "In their words": which quotations of a story are printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from msgspec.structs import replace

from digest.issues import quotes
from digest.issues.page import Page, count
from digest.model import Article, Passage, PrintedQuote
from digest.text import cut
from digest.text.openings import dangles

MOST = 3
MOST_OF_ONE_SPEAKER = 2
SHORTEST, FULL = 5, 9  # words; a fuller quotation comes before a shorter one
LONGEST = 70  # words of a passage
KEPT_FOR_PARTS = 0.2  # of the fair-use cap, what the quotations leave to the parts that follow
MOSTLY_SPEECH = 0.5  # of the passage's words: less is a phrase inside somebody else's sentence

_MARKS = ('"', "“", "„", "«", "”", "»", "'", "‘")


@dataclass(frozen=True, slots=True)
class _Candidate:
    printed: PrintedQuote
    named: bool  # the passage itself names the speaker; else it says "he", and the name is what we read elsewhere
    speech: bool  # most of the sentence is speech; else a phrase stands in somebody else's
    order: int  # as it stands

    @property
    def worth(self) -> tuple[bool, bool, bool, int]:
        return self.named, self.speech, count(self.printed.words) >= FULL, -self.order


def spoken(articles: Iterable[Article], page: Page) -> tuple[PrintedQuote, ...]:
    """The quotations to print, put on the page, as they stand in the articles.

    Those that name their speaker in the same breath come first, then whole sentences of speech before phrases. Each
    has a speaker; speech that goes on from a quotation is printed with it, never alone.
    """
    candidates: list[_Candidate] = []
    for article in articles:
        for quote, speech in _found(article):
            candidates.append(_Candidate(quote, _names(quote), speech, len(candidates)))
    kept = round(KEPT_FOR_PARTS * page.limit)
    chosen: list[_Candidate] = []
    speakers: Counter[str] = Counter()
    for candidate in sorted(candidates, key=lambda one: one.worth, reverse=True):
        speaker = candidate.printed.speaker or ""
        if len(chosen) == MOST:
            break
        if speakers[speaker] < MOST_OF_ONE_SPEAKER and page.room(candidate.printed.passage, keep=kept):
            page.put(candidate.printed.passage)
            speakers[speaker] += 1
            chosen.append(candidate)
    return tuple(one.printed for one in sorted(chosen, key=lambda one: one.order))


def _found(article: Article) -> list[tuple[PrintedQuote, bool]]:
    """The article's quotations that may be printed, each with the ones that continue it; and if it is mostly speech."""
    found: list[tuple[PrintedQuote, bool]] = []
    joinable = False  # whether the quotation before this one is the last of ``found``
    for quote in quotes.find(article.text, article.lang):
        passage = cut(article, quote.sentence_start, quote.sentence_end)
        if quote.continues:
            if joinable:
                last, speech = found[-1]
                joined = cut(article, last.passage.start, passage.end)
                if _may_stand(article, joined):
                    found[-1] = replace(last, passage=joined), speech
                else:
                    joinable = False
            continue
        words = cut(article, quote.start, quote.end)
        joinable = (
            quotes.named(quote.speaker, article.lang) and count(words) >= SHORTEST and _may_stand(article, passage)
        )
        if joinable:
            printed = PrintedQuote(passage=passage, words=words, speaker=quote.speaker)
            found.append((printed, count(words) >= MOSTLY_SPEECH * count(passage)))
    return found


def _may_stand(article: Article, passage: Passage) -> bool:
    """Whether it may be printed: in paragraphs (speech in a heading is none), not long, whole, and clear by itself."""
    blocks = (b.kind for b in article.blocks if b.start < passage.end and passage.start < b.end)
    if not all(kind == "paragraph" for kind in blocks) or count(passage) > LONGEST:
        return False
    # "And he said it may "help" …" hangs on what was said before; speech that opens a passage has its speaker below.
    opens = passage.text.startswith(_MARKS)
    return quotes.balanced(passage.text) and (opens or not dangles(passage.text, article.lang))


def _names(quote: PrintedQuote) -> bool:
    """Whether the passage, outside the speech, holds the last word of the speaker's name."""
    last = (quote.speaker or "").split()[-1:]
    start, end = quote.words.start - quote.passage.start, quote.words.end - quote.passage.start
    return bool(last) and last[0] in quote.passage.text[:start] + quote.passage.text[end:]
