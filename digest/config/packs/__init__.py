"""Packs of known feeds, by country and by subject, to begin a publication with: a TOML file each, beside this one.

Of outlets that have served a feed at the same address for years. Addresses move all the same: `digest sources test`
tells which answer.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFeed:
    name: str
    url: str
    section: str
    language: str  # BCP 47


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    key: str  # by which it is asked for: "deutschland"
    title: str  # in its own language
    language: str  # BCP 47
    country: str | None = None  # ISO 3166; None for a subject, and for a language of many countries
    feeds: tuple[KnownFeed, ...]


def packs() -> tuple[Pack, ...]:
    """Every pack there is: subjects, then countries, each by key."""
    found = [_read(path) for path in sorted(_FOLDER.glob("*.toml"))]
    return tuple(sorted(found, key=lambda pack: (pack.country is not None, pack.key)))


def _read(path: Path) -> Pack:
    given = tomllib.loads(path.read_text(encoding="utf-8"))
    return Pack(
        key=path.stem,
        title=given["title"],
        language=given["language"],
        country=given.get("country"),
        feeds=tuple(
            KnownFeed(
                name=feed["name"],
                url=feed["url"],
                section=feed["section"],
                language=feed.get("language", given["language"]),
            )
            for feed in given["feeds"]
        ),
    )


def sections(feeds: Sequence[KnownFeed]) -> Mapping[str, Sequence[tuple[str, str]]]:
    """Feeds as ``starter`` takes them, by section, in order of first use, each address once."""
    made: dict[str, list[tuple[str, str]]] = {}
    seen: set[str] = set()
    for feed in feeds:
        if feed.url not in seen:
            seen.add(feed.url)
            made.setdefault(feed.section, []).append((feed.name, feed.url))
    return made
