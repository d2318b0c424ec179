"""What a source prints under everything: found because it stands in several of its entries."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from html import unescape

from digest.model import Entry

_MANY = 3  # entries of one source

# Where a paragraph of sanitised markup ends: at the tag of a block, and at two line breaks in a row.
_BLOCKS = (
    "p|h[1-6]|li|[uod]l|d[dt]|tr|table|tbody|thead|tfoot|div|pre|section|article|aside|blockquote|figure|figcaption"
    "|header|footer|main"
)
_BLOCK_END = re.compile(rf"</?(?:{_BLOCKS})(?:\s[^<>]*)?>|(?:<br>\s*){{2,}}")
_BLANK_LINE = re.compile(r"\n[ \t\r\f\v]*\n")
_TAG = re.compile(r"<[^<>]*>")


def stock(entries: Iterable[Entry]) -> Mapping[str, frozenset[str]]:
    """Source -> the paragraphs, folded, that stand in three of its entries.

    Paywall notices, cookie banners and appeals are worded anew every month, but the same under everything. Copies of
    one text count once, so that an article which a source repeats is not called boilerplate. Paragraphs are told by
    their tags alone, which costs a tenth of reading them.
    """
    seen: defaultdict[str, defaultdict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    texts: dict[str, int] = {}
    for entry in entries:
        keys = _keys(entry)
        text = texts.setdefault("\n".join(keys), len(texts))
        for key in keys:
            seen[entry.source][key].add(text)
    return {
        source: frozenset(key for key, standing in keys.items() if len(standing) >= _MANY)
        for source, keys in seen.items()
    }


def _keys(entry: Entry) -> list[str]:
    body = entry.content if len(entry.content) >= len(entry.summary) else entry.summary
    if entry.content_kind == "text":
        pieces = body.split("\n")
    elif "<" in body:
        pieces = [unescape(_TAG.sub(" ", piece)) for piece in _BLOCK_END.split(body)]
    else:
        pieces = [unescape(piece) for piece in _BLANK_LINE.split(body)]
    return [key for key in map(folded, pieces) if key]


def folded(text: str) -> str:
    """A paragraph as it is compared: whatever its case and white space."""
    return " ".join(text.casefold().split())
