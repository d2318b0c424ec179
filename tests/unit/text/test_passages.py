"""Sentences of an article."""

from datetime import UTC, datetime

from digest.model import Article, Block
from digest.text import article_sentences


def test_only_paragraphs_hold_sentences() -> None:
    """Headings, boilerplate and related lines are never summarised, and each passage is a verbatim stretch."""
    parts = (
        ("paragraph", "Rain fell. Roads closed."),
        ("heading", "What next"),
        ("paragraph", "It will stop."),
        ("related", "Read also: x."),
    )
    text, blocks = "", []
    for kind, part in parts:
        blocks.append(Block(kind, len(text), len(text) + len(part)))
        text += part + "\n\n"
    article = Article(
        id="a1", source="s", source_name="S", entry_id="e", url="", headline="Rain", text=text, blocks=tuple(blocks),
        first_seen=datetime(2024, 1, 2, tzinfo=UTC),
    )  # fmt: skip
    found = article_sentences(article)
    assert [passage.text for passage in found] == ["Rain fell.", "Roads closed.", "It will stop."]
    assert all(article.text[p.start : p.end] == p.text and p.article == "a1" for p in found)
