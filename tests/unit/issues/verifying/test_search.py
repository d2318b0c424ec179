"""The search index of a year: whole, and with every issue in it."""

from __future__ import annotations

import gzip
import json

import pytest

from digest.issues.verifying import search

DAYS = ("2026-03-02", "2026-03-03")
META = "pagefind.en_0123456789.pf_meta"
FRAGMENT = "fragment/en_aaaaaa1.pf_fragment"


def packed(body: bytes) -> bytes:
    """As Pagefind writes it."""
    return gzip.compress(b"pagefind_dcd" + body, mtime=0)


def index(**other: bytes | None) -> dict[str, bytes]:
    """The files of an index; some of them other, or gone."""
    entry = {"version": "1.5.2", "languages": {"en": {"hash": "en_0123456789", "wasm": "en", "page_count": len(DAYS)}}}
    files = {
        search.ENTRY: json.dumps(entry).encode(),
        META: packed(b"\x86e1.5.2\x82\x82jen_aaaaaa1\x01\x82jen_aaaaaa2\x02\x81\x83c000c999jen_bbbbbb1\x80"),
        "index/en_bbbbbb1.pf_index": packed(b"\x81"),
        "wasm.en.pagefind": b"",
    }
    for number, day in enumerate(DAYS, 1):
        page = {"url": f"/issues/{day}/", "content": f"No. {number}. Bridge closed after\u00a0crack. Engineers came."}
        files[f"fragment/en_aaaaaa{number}.pf_fragment"] = packed(json.dumps(page).encode())
    changed = files | {name: body for name, body in other.items() if body is not None}
    return {name: body for name, body in changed.items() if name not in other or other[name] is not None}


def test_an_index_that_is_whole() -> None:
    """Every page by its address, no fault, and the issue's headlines in it."""
    found = search.read(index())
    assert found.faults == ()
    assert set(found.pages) == {f"/issues/{day}/" for day in DAYS}
    assert list(search.lacking(found, "issues/2026-03-02", ["Bridge closed after crack"])) == []


def test_an_issue_that_is_not_in_it_or_is_another() -> None:
    """Not indexed at all; or indexed before the page was made again."""
    found = search.read(index())
    assert list(search.lacking(found, "issues/2026-03-09", [])) == ["does not have the issue"]
    [told] = search.lacking(found, "issues/2026-03-02", ["Bridge closed after crack", "Mayor resigns"])
    assert "“Mayor resigns” is not in it" in told


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        (FRAGMENT, b"torn", "is not whole"),
        (FRAGMENT, packed(b"{}"), "holds no page"),
        (FRAGMENT, gzip.compress(b"another program's", mtime=0), "is not whole"),
        ("index/en_bbbbbb1.pf_index", packed(b"x")[:-9], "is not whole"),
        (search.ENTRY, b"[]", "is not what Pagefind writes"),
        (search.ENTRY, b"{", "is not what Pagefind writes"),
        (search.ENTRY, b'{"languages": {"en": {}}}', "is not what Pagefind writes"),
    ],
)
def test_a_file_that_is_not_what_it_was(name: str, body: bytes, said: str) -> None:
    """Each is told by its name."""
    assert (name, said) in search.read(index(**{name: body})).faults


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (FRAGMENT, (META, "names en_aaaaaa1, which is missing")),
        ("index/en_bbbbbb1.pf_index", (META, "names en_bbbbbb1, which is missing")),
        (META, (META, "is missing")),
        (search.ENTRY, (search.ENTRY, "is missing")),
    ],
)
def test_a_file_that_is_gone(name: str, said: tuple[str, str]) -> None:
    """Told of the file that names it."""
    assert said in search.read(index(**{name: None})).faults
