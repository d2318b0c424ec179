"""One story as an issue prints it: which passages go under which heading.

No sentence is printed twice in one story. A part appears only where there is evidence for it, so a story that came as a
headline and a teaser is a headline and a teaser.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from digest.issues import background, figures, forward, quotes
from digest.issues.ranking import independent
from digest.issues.selection import Placed
from digest.model import (
    Article,
    DateExpression,
    ForwardLook,
    Passage,
    PrintedFigure,
    PrintedQuote,
    PrintedStory,
    Related,
    Rules,
    Story,
    Summary,
    Upcoming,
)
from digest.text import article_sentences, stands_alone, stems

LEAD_QUOTES = 3
LEAD_FIGURES = 4
FIGURES_PER_SENTENCE = 2
LEAD_BACKGROUND = 2
LEAD_NEXT = 3
READ_ALSO = 4
# Articles of one story that are read for its quotations, figures and forward looks; more only say the same again.
ARTICLES_READ = 6
# Shorter articles are teasers: their one or two sentences are the summary, and there is nothing to look for behind it.
TEASER_WORDS = 80

BACKGROUND_SCORE = 0.45
FORWARD_SCORE = 0.5
SAME_WORDS = 0.6  # of the shorter sentence's stems: from here on two sentences say the same
LONGEST_QUOTE_WORDS = 70
QUOTED = re.compile(r"[\"“”„«»]")


@dataclass(slots=True)
class Page:
    """What one story has printed so far: stretches of its articles, and words of each, against the fair-use cap."""

    limit: int
    spent: dict[str, int] = field(default_factory=dict)
    printed: list[Passage] = field(default_factory=list)
    figures: list[Passage] = field(default_factory=list)

    def room(self, passage: Passage) -> bool:
        """Whether it may be printed: not yet printed in part or whole, and its article has words left."""
        words = len(passage.text.split())
        return (
            self.spent.get(passage.article, 0) + words <= self.limit
            and not any(overlap(passage, other) for other in self.printed)
            and not any(same(passage, other) for other in self.printed)
        )

    def put(self, passage: Passage) -> None:
        """Print it."""
        self.spent[passage.article] = self.spent.get(passage.article, 0) + len(passage.text.split())
        self.printed.append(passage)


def overlap(a: Passage, b: Passage) -> bool:
    """Whether two passages share a stretch of one article."""
    return a.article == b.article and a.start < b.end and b.start < a.end


def same(a: Passage, b: Passage, *, lang: str = "en") -> bool:
    """Whether two sentences say the same: most of the shorter one's stems stand in the other."""
    one, two = set(stems(a.text, lang)), set(stems(b.text, lang))
    if min(len(one), len(two)) < 3:
        return a.text == b.text
    return len(one & two) / min(len(one), len(two)) >= SAME_WORDS


def printable(sentence: Passage, lang: str) -> bool:
    """Whether a sentence may stand by itself: it needs no other to be understood, and its quotation marks are whole."""
    return stands_alone(sentence.text, lang) and quotes.balanced(sentence.text)


def how_many(rank: int, wanted: int) -> int:
    """Sentences for a story of this rank: the lead has room, the tenth is two lines."""
    if rank == 1:
        return math.ceil(wanted * 1.5)
    if rank <= 4:
        return wanted
    return max(1, wanted - 1) if rank <= 9 else 1


def write(
    placed: Placed,
    summary: Summary,
    *,
    rules: Rules,
    today: date,
    related: Sequence[Related] = (),
    image: str | None = None,
) -> PrintedStory:
    """The story as printed. ``summary`` holds what is new of it; ``today`` is the issue's day."""
    story = placed.story
    page = Page(limit=rules.max_words_per_article)
    what_happened: list[Passage] = []
    for passage in summary.sentences:
        if page.room(passage) or not what_happened:
            page.put(passage)
            what_happened.append(passage)
    dek = _dek(story.lead, page) if placed.rank == 1 else None
    found_quotes: tuple[PrintedQuote, ...] = ()
    found_figures: tuple[PrintedFigure, ...] = ()
    found_background: tuple[Passage, ...] = ()
    found_next: tuple[Upcoming, ...] = ()
    if placed.rank == 1:
        full = tuple(a for a in story.articles[:ARTICLES_READ] if len(a.text.split()) >= TEASER_WORDS)
        # Fair use is shared between the parts: the summary may not use it all up.
        page.limit = max(page.limit, 3 * rules.max_words_per_article if len(full) == 1 else page.limit)
        found_quotes = _quotes(full, page)
        found_next = look_ahead(story, full, today=today, page=page, limit=LEAD_NEXT)
        found_figures = _figures(full, page)
        if story.day == 1:
            found_background = _background(full, page)
    return PrintedStory(
        id=story.id,
        thread=story.thread or story.id,
        headline=story.lead.headline,
        article=story.lead.id,
        articles=tuple(a.id for a in story.articles),
        outlets=tuple(dict.fromkeys(a.source_name for a in story.articles)),
        reports=independent(story),
        section=placed.section,
        rank=placed.rank,
        score=placed.ranked.score,
        terms=placed.ranked.terms,
        dek=dek,
        what_happened=tuple(what_happened),
        quotes=found_quotes,
        figures=found_figures,
        background=found_background,
        whats_next=found_next,
        read_also=tuple(related[:READ_ALSO]) if placed.rank == 1 else (),
        day=story.day,
        earlier=story.earlier,
        image=image,
    )


def _dek(article: Article, page: Page) -> Passage | None:
    if not article.dek:
        return None
    start = article.text.find(article.dek)
    if start < 0:
        return None
    passage = Passage(article.dek, article.id, start, start + len(article.dek))
    if not page.room(passage):
        return None
    page.put(passage)
    return passage


def _quotes(articles: Iterable[Article], page: Page) -> tuple[PrintedQuote, ...]:
    """Quotations with a named speaker first come first; one that continues another is joined to it."""
    found: list[PrintedQuote] = []
    for article in articles:
        open_quote: PrintedQuote | None = None
        for quote in quotes.find(article.text, article.lang):
            passage = _passage(article, quote.sentence_start, quote.sentence_end)
            words = _passage(article, quote.start, quote.end)
            if not _in_paragraph(article, passage):
                open_quote = None
                continue
            if quote.continues:
                joined = open_quote and _passage(article, open_quote.passage.start, passage.end)
                if (
                    joined
                    and open_quote
                    and found
                    and found[-1] is open_quote
                    and len(joined.text.split()) <= LONGEST_QUOTE_WORDS
                    and _in_paragraph(article, joined)
                ):
                    page.printed.remove(open_quote.passage)
                    page.put(joined)
                    open_quote = PrintedQuote(passage=joined, words=open_quote.words, speaker=open_quote.speaker)
                    found[-1] = open_quote
                continue
            open_quote = None
            long_enough = len(words.text.split()) >= 5 and len(passage.text.split()) <= LONGEST_QUOTE_WORDS
            fit = quotes.named(quote.speaker, article.lang) and quotes.balanced(passage.text)
            if fit and long_enough and len(found) < LEAD_QUOTES and page.room(passage):
                page.put(passage)
                open_quote = PrintedQuote(passage=passage, words=words, speaker=quote.speaker)
                found.append(open_quote)
    return tuple(found)


def _figures(articles: Iterable[Article], page: Page) -> tuple[PrintedFigure, ...]:
    """The most telling figures, each in its sentence; a value once, and at most two of one sentence."""
    candidates: list[tuple[float, int, PrintedFigure]] = []
    before: dict[Passage, Passage] = {}
    langs: dict[str, str] = {}
    for article in articles:
        langs[article.id] = article.lang
        every = article_sentences(article)
        before.update(zip(every[1:], every, strict=False))
        for sentence in every:
            for figure in figures.find(sentence.text, article.lang):
                printed = PrintedFigure(
                    figure=_passage(article, sentence.start + figure.start, sentence.start + figure.end),
                    unit=figure.unit,
                    value=figure.value,
                    sentence=sentence,
                )
                candidates.append((figures.salience(figure, sentence.text, article.lang), len(candidates), printed))
    chosen: list[tuple[int, PrintedFigure]] = []
    sentences: list[Passage] = []
    waiting = sorted(candidates, key=lambda c: (-c[0], c[1]))
    while len(chosen) < LEAD_FIGURES:
        # "However, officials claim …" may stand behind the sentence that it answers, once that one is printed.
        best = next(
            (
                (score, order, candidate)
                for score, order, candidate in waiting
                if candidate.sentence in sentences
                or (
                    (
                        printable(candidate.sentence, langs[candidate.sentence.article])
                        or before.get(candidate.sentence) in sentences
                    )
                    and page.room(candidate.sentence)
                )
            ),
            None,
        )
        if best is None:
            break
        _, order, candidate = best
        if candidate.sentence not in sentences:
            sentences.append(candidate.sentence)
            page.put(candidate.sentence)
        chosen.append((order, candidate))
        full = sum(other.sentence == candidate.sentence for _, other in chosen) >= FIGURES_PER_SENTENCE
        waiting = [
            (score, place, other)
            for score, place, other in waiting
            if other.value != candidate.value and not (full and other.sentence == candidate.sentence)
        ]
    return tuple(figure for _, figure in sorted(chosen, key=lambda c: c[0]))


def _background(articles: Iterable[Article], page: Page) -> tuple[Passage, ...]:
    candidates: list[tuple[float, int, Passage]] = []
    for article in articles:
        sentences = article_sentences(article)
        for index, sentence in enumerate(sentences):
            score = background.score(sentence.text, position=index / max(1, len(sentences) - 1), lang=article.lang)
            if score >= BACKGROUND_SCORE and printable(sentence, article.lang):
                candidates.append((score, len(candidates), sentence))
    chosen: list[tuple[int, Passage]] = []
    for _, order, sentence in sorted(candidates, key=lambda c: (-c[0], c[1])):
        if len(chosen) < LEAD_BACKGROUND and page.room(sentence):
            page.put(sentence)
            chosen.append((order, sentence))
    return tuple(sentence for _, sentence in sorted(chosen, key=lambda c: c[0]))


def look_ahead(
    story: Story, articles: Iterable[Article], *, today: date, page: Page | None = None, limit: int = 3
) -> tuple[Upcoming, ...]:
    """Sentences of ``articles`` that look ahead of ``today``: dated ones in order, then the surest of the others.

    A sentence that names two days comes once for each, unless it goes to a ``page``, which prints it once.
    """
    found: list[Upcoming] = []
    for article in articles:
        for sentence in article_sentences(article):
            look = forward.look(sentence.text, published=article.published, lang=article.lang)
            if not look.forward or look.score < FORWARD_SCORE or not printable(sentence, article.lang):
                continue
            days = [d for d in look.dates if d.first and d.last and d.last >= today]
            # Speech that names no day is a quotation, not an appointment.
            if not days and QUOTED.search(sentence.text):
                continue
            found += [_upcoming(story, article, sentence, look, day) for day in (days or (None,))]
    found.sort(key=lambda u: (u.first is None, -u.score, u.passage.article, u.passage.start))
    chosen: list[Upcoming] = []
    for upcoming in found:
        if len(chosen) == limit:
            break
        if page is not None:
            if not page.room(upcoming.passage):
                continue
            page.put(upcoming.passage)
        elif any(same(upcoming.passage, o.passage) and upcoming.first in (o.first, None) for o in chosen):
            continue
        chosen.append(upcoming)
    return tuple(sorted(chosen, key=lambda u: (u.first is None, u.first or date.max, -u.score, u.passage.start)))


def _upcoming(
    story: Story, article: Article, sentence: Passage, look: ForwardLook, day: DateExpression | None
) -> Upcoming:
    return Upcoming(
        passage=sentence,
        story=story.id,
        first=day.first if day else None,
        last=day.last if day else None,
        expression=_passage(article, sentence.start + day.start, sentence.start + day.end) if day else None,
        score=round(look.score, 4),
    )


def _passage(article: Article, start: int, end: int) -> Passage:
    return Passage(article.text[start:end], article.id, start, end)


def _in_paragraph(article: Article, passage: Passage) -> bool:
    """Whether it lies in paragraphs alone: a quotation in a heading or a "Read also" line is none."""
    return all(b.kind == "paragraph" for b in article.blocks if b.start < passage.end and passage.start < b.end)


def relate(story: Story, others: Mapping[str, tuple[str, str | None, str]], *, lang: str = "en") -> tuple[Related, ...]:
    """ "Read also" lines of a story: other sources' headlines for it, then what a source itself points to and we hold.

    ``others`` are headlines we hold: headline -> (url, source name, story id).
    """
    lead_stems = set(stems(story.lead.headline, lang))
    found: list[Related] = []
    taken: list[set[str]] = [lead_stems]
    for article in story.articles[1:]:
        mine = set(stems(article.headline, lang))
        if article.source == story.lead.source or any(
            len(mine & t) > 0.8 * max(1, min(len(mine), len(t))) for t in taken
        ):
            continue
        taken.append(mine)
        found.append(Related(headline=article.headline, url=article.url or None, source=article.source_name))
    for hint in (hint for article in story.articles for hint in article.related):
        wanted = set(stems(hint, lang))
        for headline, (url, source, told) in sorted(others.items()):
            have = set(stems(headline, lang))
            if told != story.id and wanted and len(wanted & have) >= 0.7 * max(len(wanted), len(have)):
                found.append(Related(headline=headline, url=url or None, source=source))
                break
    return tuple(found)
