"""Articles of our own writing for the tests of this room."""

from __future__ import annotations

from datetime import UTC, datetime

from digest.model import Article, Block


def article(*paragraphs: str, headline: str = "", id: str = "a1", lang: str = "en") -> Article:
    """An article of paragraphs."""
    text, blocks = "", []
    for paragraph in paragraphs:
        blocks.append(Block("paragraph", len(text), len(text) + len(paragraph)))
        text += paragraph + "\n\n"
    return Article(
        id=id, source="s", source_name="S", entry_id=id, url="", headline=headline, text=text, blocks=tuple(blocks),
        first_seen=datetime(2024, 1, 2, tzinfo=UTC), lang=lang,
    )  # fmt: skip


HARBOUR = article(
    "The city council approved a new bridge across the old harbour on Tuesday after a six-hour debate. "
    "The bridge will carry trams, bicycles and pedestrians, and will cost 240 million euros.",
    "Mayor Ruth Lowe said the bridge would halve the journey between the two banks. "
    "“We have waited for this for forty years,” she said.",
    "Opponents fear that the bridge will close the harbour to tall ships. "
    "The sailing club has collected 12,000 signatures against it.",
    "Scroll down for video",
    "Work on the bridge begins in March, and the first trams are to cross the harbour within four years. "
    "The weather was fine on Tuesday.",
    headline="Council backs harbour bridge",
)
