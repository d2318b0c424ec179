"""Articles and issues to test with."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from digest.model import (
    ISSUE_FORMAT,
    Article,
    Block,
    Coverage,
    Issue,
    IssueSection,
    Passage,
    PrintedArticle,
    PrintedStory,
    Publication,
)

MORNING = datetime(2026, 5, 4, 6, 0, tzinfo=UTC)


def article(
    id: str,
    headline: str,
    text: str = "",
    *,
    source: str = "herald",
    hours: float | None = 0.0,
    url: str = "",
    position: int | None = None,
    origin: str = "teaser",
) -> Article:
    """An article of paragraphs parted by blank lines, ``hours`` after the morning; None leaves it undated."""
    blocks = tuple(Block("paragraph", m.start(), m.end()) for m in re.finditer(r"[^\n]+", text))
    return Article(
        id=id,
        source=source,
        source_name=source.title(),
        entry_id=id,
        url=url,
        headline=headline,
        text=text,
        blocks=blocks,
        published=None if hours is None else MORNING + timedelta(hours=hours),
        first_seen=MORNING,
        position=position,
        origin=origin,  # type: ignore[arg-type]  # a plain str keeps the calls short
    )


def issue(number: int, stories: list[tuple[str, str, str, str]], *, day: date | None = None) -> Issue:
    """An issue of (article id, url, headline, text) stories; a story's thread is "t-" and its article's id."""
    when = day or date(2026, 5, 3)
    printed = tuple(
        PrintedStory(
            id=key,
            thread=f"t-{key}",
            headline=headline,
            article=key,
            articles=(key,),
            outlets=("Herald",),
            reports=1,
            section="World",
            rank=rank,
            score=1.0,
            terms={},
            what_happened=(Passage(text, key, 0, len(text)),),
        )
        for rank, (key, _, headline, text) in enumerate(stories, start=1)
    )
    return Issue(
        format=ISSUE_FORMAT,
        number=number,
        date=when,
        as_of=datetime(when.year, when.month, when.day, 6, tzinfo=UTC),
        since=None,
        publication=Publication(title="The Test"),
        subject="",
        preheader="",
        lead=printed[0] if printed else None,
        sections=(IssueSection(name="World", stories=printed[1:]),),
        developing=(),
        whats_next=(),
        articles=tuple(
            PrintedArticle(id=key, source="Herald", url=url, headline=headline, sha256="0" * 64)
            for key, url, headline, _ in stories
        ),
        coverage=Coverage(),
    )


HARBOUR = (
    "Dock workers in Porthaven walked out on Monday after talks over night shifts collapsed, leaving forty container "
    "ships waiting outside the harbour. The Porthaven Dockers' Union said its 2,300 members would not return before "
    "the company withdrew a plan to cut rest breaks. Marlow Shipping, which runs the terminal, called the strike "
    "unlawful and said it would ask a court to end it on Wednesday."
)
HARBOUR_TOLD_AGAIN = (
    "A strike at Porthaven has brought the terminal to a halt. Members of the dockers' union stopped work at dawn over "
    "rest breaks and night shifts, and by noon forty ships lay waiting off the harbour. Marlow Shipping says the "
    "walkout breaks the law; a judge will hear the company on Wednesday."
)
RIVER = (
    "Villages along the upper Senna were cut off on Monday when the river broke its banks after three days of rain. "
    "Rescue teams in boats brought out 180 people, most of them from the school in Oberau, and one bridge was swept "
    "away. The weather service expects the water to fall from Tuesday evening."
)
BAKERY = (
    "A bakery in Lindow has won the national bread prize for a rye loaf that its owner, Greta Holm, first baked by "
    "mistake. Judges praised its crust and its long fermentation. Ms Holm said she would spend the money on a new oven."
)
