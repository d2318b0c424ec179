"""An article, and an issue that prints it: what errata are judged on."""

from __future__ import annotations

from datetime import UTC, datetime

from digest.model import Article, Block, Coverage, Issue, Passage, PrintedQuote, PrintedStory, Publication
from digest.text import article_sentences

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)


def article(*paragraphs: str, headline: str = "Kelmar Bridge closed after crack is found", lang: str = "en") -> Article:
    """An article of these paragraphs."""
    blocks, at = [], 0
    for paragraph in paragraphs:
        blocks.append(Block("paragraph", at, at + len(paragraph)))
        at += len(paragraph) + 2
    return Article(
        id="a" * 16,
        source="gazette",
        source_name="Harbour Gazette",
        entry_id="bridge",
        url="https://gazette.example/bridge",
        headline=headline,
        text="\n\n".join(paragraphs),
        blocks=tuple(blocks),
        first_seen=NOW,
        lang=lang,
        origin="page",
    )


def issue(printed: Article, *, quote: str = "", all_of: bool = True) -> Issue:
    """An issue that prints every sentence of an article, or the first alone; and these words of it as a quotation."""
    said = article_sentences(printed)
    quotes = ()
    if quote:
        at = printed.text.index(quote)
        whole = next(passage for passage in said if passage.start <= at < passage.end)
        words = Passage(quote, printed.id, at, at + len(quote))
        quotes = (PrintedQuote(passage=whole, words=words, speaker=None),)
    story = PrintedStory(
        id="s" * 12,
        thread="s" * 12,
        headline=printed.headline,
        article=printed.id,
        articles=(printed.id,),
        outlets=(printed.source_name,),
        reports=1,
        section="Home",
        rank=1,
        score=1.0,
        terms={},
        what_happened=said if all_of else said[:1],
        quotes=quotes,
    )
    return Issue(
        format="digest-issue/1",
        number=1,
        date=NOW.date(),
        as_of=NOW,
        since=None,
        publication=Publication(title="The Estuary Morning"),
        subject=printed.headline,
        preheader="",
        lead=story,
        sections=(),
        developing=(),
        whats_next=(),
        articles=(),
        coverage=Coverage(),
    )
