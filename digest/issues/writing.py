"""One story as an issue prints it: which passages go under which heading.

No sentence is printed twice in one story. A part appears only where there is evidence for it, so a story that came as a
headline and a teaser is a headline and a teaser.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from digest.issues.accounts import differences_of
from digest.issues.ahead import next_of
from digest.issues.counted import figures_of
from digest.issues.explained import background_of
from digest.issues.joining import adds, opens_lead, stands
from digest.issues.page import Page, fit
from digest.issues.ranking import independent
from digest.issues.related import MOST, Held, relate
from digest.issues.selection import Placed
from digest.issues.spoken import spoken
from digest.model import Article, Passage, PrintedFigure, PrintedQuote, PrintedStory, Related, Story, Summary, Upcoming

LEAD_NEXT = 3
LAST_WITH_ROOM = 4  # the rank of the last story that says what else there is to read
BESIDE = 2  # headlines that it names, but for the lead
# Articles of one story that are read for its quotations, figures and forward looks; more only say the same again.
ARTICLES_READ = 6
# Shorter articles are teasers: their one or two sentences are the summary, and there is nothing to look for behind it.
TEASER_WORDS = 80
# Of the fair-use cap, what the lead story's summary leaves to its other parts.
KEPT_FOR_PARTS = 0.4
# A sentence that opens with one of these is speech, and belongs "in their words".
_OPENING_MARKS = ('"', "“", "„", "«")


def how_many(rank: int, wanted: int) -> int:
    """Sentences for a story of this rank: the lead has room, the tenth is two lines."""
    if rank == 1:
        return max(1, wanted * 3 // 2)
    if rank <= LAST_WITH_ROOM:
        return wanted
    return max(1, wanted - 1) if rank <= 9 else 1


def write(
    placed: Placed,
    summary: Summary,
    page: Page,
    *,
    leads: bool,
    today: date,
    held: Held | None = None,
    image: str | None = None,
) -> PrintedStory:
    """The story as printed, its passages put on its ``page``.

    ``summary`` holds what is new of it; ``leads``: it leads the issue and has every part; ``today`` is the issue's day;
    ``held`` are the headlines that there are to read beside, where it has the room.
    """
    story = placed.story
    full = tuple(a for a in story.articles[:ARTICLES_READ] if len(a.text.split()) >= TEASER_WORDS) if leads else ()
    what_happened = _what_happened(story, summary, page, full)
    dek = _dek(story.lead, page) if leads else None
    found_quotes: tuple[PrintedQuote, ...] = ()
    found_figures: tuple[PrintedFigure, ...] = ()
    found_background: tuple[Passage, ...] = ()
    found_next: tuple[Upcoming, ...] = ()
    # A contradiction is rare and worth its room; the short form of a developing story has no place for it.
    found_differences = differences_of(story, page) if leads or story.day == 1 else ()
    if full:
        found_quotes = spoken(full, page)
        found_next = next_of(story, full, page, today=today, limit=LEAD_NEXT)
        found_figures = figures_of(full, page)
        found_background = background_of(story, full, page, today=today)
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
        what_happened=what_happened,
        quotes=found_quotes,
        figures=found_figures,
        differences=found_differences,
        background=found_background,
        whats_next=found_next,
        read_also=_read_also(story, page, held or {}, leads=leads, rank=placed.rank),
        day=story.day,
        earlier=story.earlier,
        image=image,
    )


def _read_also(story: Story, page: Page, held: Held, *, leads: bool, rank: int) -> tuple[Related, ...]:
    """The lead has other outlets' headlines too; below it the line of outlets says who else tells the story."""
    if not leads and rank > LAST_WITH_ROOM:
        return ()
    return relate(story, held, printed=page.printed, others=leads, most=MOST if leads else BESIDE)


def _what_happened(story: Story, summary: Summary, page: Page, full: Sequence[Article]) -> tuple[Passage, ...]:
    """The summary, as far as there is room; of a ``full`` article it leaves words and speech to the parts that follow.

    The first sentence may take what is kept for other parts, for a story without any would say nothing. A sentence that
    hangs on one not printed, or tells little that the headline and those before it do not, is left out: fewer read
    better.
    """
    kept = {article.id: round(KEPT_FOR_PARTS * page.limit) for article in full}
    wanted = [
        passage
        for place, passage in enumerate(summary.sentences)
        if place == 0 or passage.article not in kept or not passage.text.startswith(_OPENING_MARKS)
    ]
    chosen: list[Passage] = []
    for passage in wanted:
        fits = page.room(passage, keep=kept.get(passage.article, 0)) if chosen else page.affords(passage)
        if not fits:
            continue
        if stands(passage, chosen, story) and adds(passage, chosen, story):
            page.put(passage)
            chosen.append(passage)
    if not chosen and wanted and opens_lead(wanted[0], story) and page.affords(wanted[0]):
        page.put(wanted[0])
        chosen.append(wanted[0])
    return tuple(chosen)


def _dek(article: Article, page: Page) -> Passage | None:
    """The article's dek, where it is a sentence that may stand right under a headline."""
    if not article.dek:
        return None
    passage = next((sentence for sentence, stands in fit(article) if stands and sentence.text == article.dek), None)
    if passage is None or not page.room(passage):
        return None
    page.put(passage)
    return passage
