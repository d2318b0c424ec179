"""An index as Pagefind 1.5 writes it, by hand: what its files hold can be changed as values, and packed again."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from digest.issues.verifying import cbor, search

MARK = b"pagefind_dcd"
PAGES = {
    "/issues/2026-03-02/": "Bridge closed after\u00a0crack. Ferry-boats sail; the ferry is 1,900 tons.",
    "/issues/2026-03-03/": "Bridge opens. Señor Kelm's ferry sails.",
}
# The stem, then page by page its places in the text and in the title; with accents as spelt. A page, and a place, is
# counted from the one before; below zero stands what the next places weigh, or whose they are.
WORDS: list[Any] = [
    ["1900", [[0, [-25, 9], []]], []],
    ["900", [[0, [-25, 9], []]], []],
    ["after", [[0, [-25, 2], []]], []],
    ["boat", [[0, [-13, 4], []]], []],
    ["bridg", [[0, [-25, 0], [-1, 0]], [1, [-25, 0], [-1, 0]]], []],
    ["close", [[0, [-25, 1], []]], []],
    ["crack", [[0, [-25, 3], []]], []],
    ["ferri", [[0, [-13, 4, -25, 7], []], [1, [-25, 4], []]], []],
    ["ferryboat", [[0, [-25, 4], []]], []],
    ["is", [[0, [-25, 8], []]], []],
    ["kelm", [[1, [-25, 3], []]], []],
    ["open", [[1, [-25, 1], []]], []],
    ["sail", [[0, [-25, 5], []], [1, [-25, 5], []]], []],
    ["senor", [], [["señor", [[1, [-25, 2], []]]]]],
    ["the", [[0, [-25, 6], []]], []],
    ["ton", [[0, [-25, 10], []]], []],
]


def encode(value: Any) -> bytes:
    """CBOR (RFC 8949) of whole numbers, texts, lists and maps."""
    if isinstance(value, int):
        return _head(0, value) if value >= 0 else _head(1, -1 - value)
    if isinstance(value, str):
        return _head(3, len(value.encode())) + value.encode()
    if isinstance(value, dict):
        return _head(5, len(value)) + b"".join(encode(each) for pair in value.items() for each in pair)
    return _head(4, len(value)) + b"".join(map(encode, value))


def _head(kind: int, number: int) -> bytes:
    for code, width in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if number < 24:
            return bytes([kind << 5 | number])
        if number < 1 << 8 * width:
            return bytes([kind << 5 | code]) + number.to_bytes(width, "big")
    raise ValueError(number)


def packed(body: bytes) -> bytes:
    """As Pagefind writes it."""
    return gzip.compress(MARK + body, mtime=0)


def opened(body: bytes) -> bytes:
    """What was packed."""
    return gzip.decompress(body)[len(MARK) :]


def name(body: bytes, length: int = 7) -> str:
    """As Pagefind names what it packs."""
    return "".join(f"{byte:x}" for byte in hashlib.sha1(body).digest())[:length]


def index(
    words: Sequence[Any] = WORDS,
    pages: Mapping[str, str] = PAGES,
    *,
    version: str = "1.5.2",
    lang: str = "en",
    ends: tuple[str, str] = ("1900", "ton"),
) -> dict[str, bytes]:
    """The files of an index of these words and pages, each named by what it holds."""
    files: dict[str, bytes] = {}
    numbered = []
    for url, content in pages.items():
        page = {"url": url, "content": content, "meta": {"title": content.split()[0]}}
        body = json.dumps(page, ensure_ascii=False).encode()
        numbered.append([f"{lang}_{name(body)}", len(content.split())])
        files[f"fragment/{numbered[-1][0]}.pf_fragment"] = packed(body)
    chunk = encode([list(words)])
    files[f"index/{lang}_{name(chunk)}.pf_index"] = packed(chunk)
    fields = [["title"]] if version >= "1.5" else []
    meta = encode([version, numbered, [[*ends, f"{lang}_{name(chunk)}"]], [], [], *fields])
    files[f"pagefind.{lang}_{name(meta, 10)}.pf_meta"] = packed(meta)
    entry = {
        "version": version,
        "languages": {lang: {"hash": f"{lang}_{name(meta, 10)}", "wasm": lang, "page_count": len(pages)}},
        "include_characters": ["_"],
    }
    files[search.ENTRY] = json.dumps(entry).encode()
    files[f"wasm.{lang}.pagefind"] = b""
    return files


def one(files: Mapping[str, bytes], ending: str) -> str:
    """The first file of a kind."""
    return min(path for path in files if path.endswith(ending))


def repacked(files: Mapping[str, bytes], words: Sequence[Any]) -> dict[str, bytes]:
    """The index with other words in the place of those of its one chunk, and every name and hash as it has to be."""
    old = one(files, ".pf_index").rpartition("/")[2].removesuffix(".pf_index")
    meta_path = one(files, ".pf_meta")
    lang = meta_path.removesuffix(".pf_meta").rpartition("_")[0].removeprefix("pagefind.")
    meta = cbor.decode(opened(files[meta_path]))
    chunk = encode([list(words)])
    meta[2] = [[first, last, f"{lang}_{name(chunk)}" if called == old else called] for first, last, called in meta[2]]
    body = encode(meta)
    entry = json.loads(files[search.ENTRY])
    entry["languages"][lang]["hash"] = f"{lang}_{name(body, 10)}"
    kept = {path: held for path, held in files.items() if not path.endswith((".pf_index", ".pf_meta"))}
    return kept | {
        f"index/{lang}_{name(chunk)}.pf_index": packed(chunk),
        f"pagefind.{lang}_{name(body, 10)}.pf_meta": packed(body),
        search.ENTRY: json.dumps(entry).encode(),
    }
