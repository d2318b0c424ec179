"""Entries of sources → the language of each source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from digest.model import Entry
from digest.text import common_language

_MOST = 40  # entries of one source: more change no answer


def spoken(entries: Iterable[Entry]) -> dict[str, str]:
    """Source key -> the language (primary BCP 47 tag) that its entries together are in.

    Told by headlines, against what the feed says of itself, which is often the default of what made it. A source of
    several languages, of too few headlines, or in the language that it names, is not in it. The order of the entries
    does not matter.
    """
    by_source: dict[str, dict[str, Entry]] = {}
    for entry in entries:
        by_source.setdefault(entry.source, {})[entry.article] = entry
    return {source: told for source, held in sorted(by_source.items()) if (told := _told(held))}


def _told(held: Mapping[str, Entry]) -> str | None:
    # Ids are hashes, so that those of the lowest are drawn by lot, and the same whatever else is held.
    chosen = [held[id_] for id_ in sorted(held)[:_MOST]]
    said = {entry.lang for entry in chosen if entry.lang}
    # Where a feed says it of each entry, each is believed, and all together only where they agree.
    if len(said) > 1:
        return None
    hint = next(iter(said), None)
    told = common_language((entry.title for entry in chosen), hint)
    return None if told == hint else told
