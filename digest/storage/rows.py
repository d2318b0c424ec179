"""Articles as rows: a few columns to ask by, and the whole article as JSON, from which it comes back exactly."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import msgspec

from digest.errors import StorageError
from digest.model import Article
from digest.storage.texts import storable

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Article)

# What a feed may still correct of an article whose text came from its own page.
_METADATA = ("url", "headline", "published", "updated", "section", "tags", "position", "embargo_until", "expires")


def row(article: Article) -> dict[str, Any]:
    """The article as a row of ``schema.articles``. Raises ``ValueError`` for a naive datetime."""
    try:
        body = _encoder.encode(article)
    except UnicodeEncodeError:
        article = _storable(article)
        body = _encoder.encode(article)
    return {
        "id": article.id,
        "source": article.source,
        "url": article.url,
        "first_seen": article.first_seen,
        "published": article.published,
        "embargo_until": article.embargo_until,
        "body": body,
    }


def article(body: bytes, *, where: str) -> Article:
    """The article that a row's ``body`` holds. Raises ``StorageError`` where it holds none."""
    try:
        return _decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise StorageError(f"an article cannot be read back: {error}", where=where) from error


def following(held: Article, given: Article) -> Article:
    """What to hold after a source gave an article again: the new one, first seen when the held one was.

    A text that was read from the article's own page is not undone by the feed's teaser.
    """
    if held.origin == "page" and given.origin in ("teaser", "content"):
        return replace(held, **{name: getattr(given, name) for name in _METADATA})
    return replace(given, first_seen=held.first_seen)


def _storable(article: Article) -> Article:
    changed: dict[str, Any] = {}
    for field in fields(article):
        value = getattr(article, field.name)
        if isinstance(value, str):
            changed[field.name] = storable(value)
        elif field.name in ("tags", "related"):
            changed[field.name] = tuple(storable(term) for term in value)
    return replace(article, **changed)
