"""The index that readers search, as Pagefind writes it: whether its files are whole, and hold the issues of a year.

Of each year there is one: ``pagefind-entry.json`` names an index for each language, a ``.pf_meta`` names the pages and
chunks of one, ``fragment/`` has a file for each page with its address and text. All but the first are gzip behind which
Pagefind's own mark stands. What words lead to which page is in chunks of a form of its own, which is not read here.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_MARK = b"pagefind_dcd"
# A name in CBOR (RFC 8949 §3): a byte that says how long it is, and as many.
_TEXT = re.compile(rb"(?s)([\x60-\x77])(?=(.{1,23}))")
_NAME = re.compile(rb"[a-z]{2,8}(?:-[a-z0-9]+)*_[0-9a-f]{7,16}")
_PACKED = (".pf_fragment", ".pf_index", ".pf_meta", ".pf_filter")
ENTRY = "pagefind-entry.json"


@dataclass(frozen=True, slots=True)
class Index:
    """What a year's index holds."""

    pages: Mapping[str, str]  # address, as "/issues/2026-03-05/" -> the text that is searched
    faults: tuple[tuple[str, str], ...]  # (file below the index's folder, what is wrong with it)


def read(files: Mapping[str, bytes]) -> Index:
    """The index of these files, by their paths below its folder."""
    pages: dict[str, str] = {}
    faults: list[tuple[str, str]] = []
    packed: dict[str, bytes] = {}
    for path, body in sorted(files.items()):
        if path.endswith(_PACKED):
            opened = _opened(body)
            if opened is None:
                faults.append((path, "is not whole"))
            else:
                packed[path] = opened
    for path, body in packed.items():
        if path.endswith(".pf_fragment"):
            page = _page(body)
            if page is None:
                faults.append((path, "holds no page"))
            else:
                pages[page[0]] = page[1]
    faults += _names(files, packed)
    return Index(pages, tuple(faults))


def lacking(index: Index, folder: str, headlines: Sequence[str]) -> Iterator[str]:
    """What the index does not have of an issue, in words."""
    text = index.pages.get(f"/{folder}/")
    if text is None:
        yield "does not have the issue"
        return
    held = "".join(text.split())
    for headline in headlines:
        if "".join(filter(str.isprintable, "".join(headline.split()))) not in held:
            yield f"has the issue's page as it was before: “{headline}” is not in it"
            return


def _names(files: Mapping[str, bytes], packed: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Files that others name, and that are not there."""
    try:
        languages = json.loads(files[ENTRY])["languages"]
        named = {str(one["hash"]): int(one["page_count"]) for one in languages.values()}
    except KeyError:
        yield ENTRY, "is missing" if ENTRY not in files else "is not what Pagefind writes"
        return
    except (ValueError, TypeError, AttributeError):
        yield ENTRY, "is not what Pagefind writes"
        return
    stems = {path.rpartition("/")[2].rpartition(".")[0]: path for path in files}
    for name, count in named.items():
        meta = f"pagefind.{name}.pf_meta"
        if meta not in files:
            yield meta, "is missing"
            continue
        mentioned = _mentioned(packed.get(meta, b""))
        if meta in packed and len(mentioned & _fragments(files)) < count:
            yield meta, f"has {count} pages, of which {count - len(mentioned & _fragments(files))} are missing"
        for each in sorted(mentioned - stems.keys()):
            yield meta, f"names {each}, which is missing"


def _mentioned(meta: bytes) -> set[str]:
    texts = (found[2][: found[1][0] - 0x60] for found in _TEXT.finditer(meta))
    return {text.decode() for text in texts if _NAME.fullmatch(text)}


def _fragments(files: Mapping[str, bytes]) -> set[str]:
    return {path[len("fragment/") : -len(".pf_fragment")] for path in files if path.endswith(".pf_fragment")}


def _opened(body: bytes) -> bytes | None:
    try:
        opened = gzip.decompress(body)
    except (OSError, EOFError, zlib.error):
        return None
    return opened[len(_MARK) :] if opened.startswith(_MARK) else None


def _page(body: bytes) -> tuple[str, str] | None:
    try:
        found = json.loads(body)
        return str(found["url"]), str(found["content"])
    except (ValueError, KeyError, TypeError):
        return None
