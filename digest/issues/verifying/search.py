"""The index that readers search, as Pagefind writes it: whole, and leading each word of each page to that page alone.

Of each year there is one: ``pagefind-entry.json`` names an index for each language, a ``.pf_meta`` names the pages and
chunks of one, ``fragment/`` has a file for each page with its address and text, ``index/`` the words (``words``). All
but the first are gzip behind which Pagefind's own mark stands, and named by a hash of what they hold.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from digest.issues.verifying import words
from digest.issues.verifying.words import Meta, Page

_MARK = b"pagefind_dcd"
_PACKED = (".pf_fragment", ".pf_index", ".pf_meta", ".pf_filter")
ENTRY = "pagefind-entry.json"
_MARKED = "data-pagefind-"
_LARGEST = 1 << 22  # bytes of one file, unpacked: Pagefind's have some hundred thousand at most
_LEFT_OUT = frozenset(["script", "style", "form", "svg", "noscript", "template", "iframe", "object"])


@dataclass(frozen=True, slots=True)
class Index:
    """What a year's index holds."""

    pages: Mapping[str, str]  # address, as "/issues/2026-03-05/" -> the text that is searched
    faults: tuple[tuple[str, str], ...]  # (file below the index's folder, what is wrong with it)
    doubts: tuple[tuple[str, str], ...] = ()  # the same, of a Pagefind that is newer than what is known here


def read(files: Mapping[str, bytes]) -> Index:
    """The index of these files, by their paths below its folder."""
    faults: list[tuple[str, str]] = []
    packed: dict[str, bytes] = {}
    for path, body in sorted(files.items()):
        if path.endswith(_PACKED):
            opened = _opened(body)
            if opened is None:
                faults.append((path, "is not whole"))
            else:
                packed[path] = opened
    misnamed = [path for path, body in packed.items() if not _named(path, body)]
    if len(misnamed) < len(packed):  # or Pagefind names its files otherwise
        faults += [(path, "is not what its name says: it was changed") for path in misnamed]
    pages: dict[str, Page] = {}
    for path, body in packed.items():
        if path.endswith(".pf_fragment"):
            page = _page(body)
            if page is None:
                faults.append((path, "holds no page"))
            else:
                pages[_stem(path)] = page
    doubts: list[tuple[str, str]] = []
    for known, name, what in _languages(files, packed, pages):
        (faults if known else doubts).append((name, what))
    return Index({page.url: page.content for page in pages.values()}, tuple(faults), tuple(doubts))


def lacking(index: Index, folder: str, headlines: Sequence[str], page: bytes = b"") -> Iterator[str]:
    """What the index does not have of an issue, or of its published ``page``, in words."""
    text = index.pages.get(f"/{folder}/")
    if text is None:
        yield "does not have the issue"
        return
    held = "".join(text.replace(words.BETWEEN, "").split())
    for headline in headlines:
        if "".join(filter(str.isprintable, "".join(headline.split()))) not in held:
            yield f"has the issue's page as it was before: “{headline}” is not in it"
            return
    shown = _searched(page)
    if shown is not None and _letters(shown) != _letters(text):
        yield "has the issue's page as it was before: its words are others"


def _searched(page: bytes) -> str | None:
    """The text of a page that Pagefind indexes; None where it does not say which, or leaves out parts."""
    from lxml import etree  # only proofs read what was rendered

    root = etree.fromstring(page, etree.HTMLParser(encoding="utf-8")) if page.strip() else None
    found = root.findall(".//*[@data-pagefind-body]") if root is not None else []
    if len(found) != 1 or any(element.tag in _LEFT_OUT for element in found[0].iter()):
        return None
    if any(str(name).startswith(_MARKED) for element in found[0].iterdescendants() for name in element.attrib):
        return None
    return "".join(map(str, found[0].itertext("*")))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _languages(
    files: Mapping[str, bytes], packed: Mapping[str, bytes], pages: Mapping[str, Page]
) -> Iterator[tuple[bool, str, str]]:
    """(whether its form is known, file, what is wrong) with the index of each language."""
    try:
        entry = json.loads(files[ENTRY])
        named = {str(one["hash"]): int(one["page_count"]) for one in entry["languages"].values()}
        kept = "".join(map(str, entry.get("include_characters", ())))
        "".join([*named, kept]).encode()  # half a character is none
    except KeyError:
        yield True, ENTRY, "is missing" if ENTRY not in files else "is not what Pagefind writes"
        return
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        yield True, ENTRY, "is not what Pagefind writes"
        return
    for name, count in named.items():
        path = f"pagefind.{name}.pf_meta"
        if path not in packed:
            if path not in files:
                yield True, path, "is missing"
            continue
        try:
            meta = words.read(packed[path])
        except ValueError as error:
            yield True, path, f"is not what Pagefind writes: {error}"
            continue
        gone = list(_gone(meta, count, files))
        yield from ((True, path, what) for what in gone)
        if twice := _twice([fragment for fragment, _ in meta.pages] + [chunk for _, _, chunk in meta.chunks]):
            yield meta.known, path, f"names {twice} twice"
            continue
        held = [pages[fragment] for fragment, _ in meta.pages if fragment in pages]
        if len(held) == len(meta.pages):
            chunks = {_stem(each): body for each, body in packed.items() if each.endswith(".pf_index")}
            for chunk, what in words.wrong(meta, held, chunks, lang=name.rpartition("_")[0], kept=kept):
                yield meta.known, f"index/{chunk}.pf_index" if chunk else path, what


def _gone(meta: Meta, count: int, files: Mapping[str, bytes]) -> Iterator[str]:
    """Pages and files that an index names, and that are not there."""
    there = {_stem(path) for path in files}
    missing = {name for name, _ in meta.pages if name not in there}
    short = count - len(meta.pages) + len(missing)
    if short > 0:
        yield f"has {count} pages, of which {short} are missing"
    for each in sorted(missing | ({name for _, _, name in meta.chunks} - there)):
        yield f"names {each}, which is missing"


def _twice(names: Sequence[str]) -> str | None:
    """The first name, by its letters, that comes more than once."""
    return next((one for one, other in pairwise(sorted(names)) if one == other), None)


def _stem(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[0]


def _named(path: str, opened: bytes) -> bool:
    """Whether a file's name begins as the SHA-1 of what it holds, which Pagefind writes without a byte's first zero."""
    digest = "".join(f"{byte:x}" for byte in hashlib.sha1(opened, usedforsecurity=False).digest())
    return digest.startswith(_stem(path).rpartition("_")[2])


def _opened(body: bytes) -> bytes | None:
    unpacking = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)  # gzip, with its checksum
    try:
        opened = unpacking.decompress(body, _LARGEST)
    except zlib.error:
        return None
    whole = unpacking.eof and not unpacking.unused_data and opened.startswith(_MARK)
    return opened[len(_MARK) :] if whole else None


def _page(body: bytes) -> Page | None:
    try:
        found = json.loads(body)
        fields = {str(name): str(text) for name, text in found.get("meta", {}).items()}
        page = Page(str(found["url"]), str(found["content"]), fields)
        "".join([page.url, page.content, *fields, *fields.values()]).encode()  # half a character is none
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return page
