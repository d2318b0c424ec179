"""The search index of a year: whole, with every issue in it, and each word leading to where it stands."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from pagefinds import PAGES, WORDS, encode, index, one, opened, packed, repacked

from digest.issues.verifying import search

FRAGMENT, CHUNK, META = ".pf_fragment", ".pf_index", ".pf_meta"


def faults(files: dict[str, bytes]) -> tuple[tuple[str, str], ...]:
    """What is wrong with an index."""
    return search.read(files).faults


def test_an_index_that_is_whole() -> None:
    """Every page by its address, no fault, and the issue's headlines in it."""
    found = search.read(index())
    assert (found.faults, found.doubts) == ((), ())
    assert found.pages == PAGES
    assert list(search.lacking(found, "issues/2026-03-02", ["Bridge closed after crack"])) == []


def test_an_issue_that_is_not_in_it_or_is_another() -> None:
    """Not indexed at all; or indexed before the page was made again."""
    found = search.read(index())
    assert list(search.lacking(found, "issues/2026-03-09", [])) == ["does not have the issue"]
    [told] = search.lacking(found, "issues/2026-03-02", ["Bridge closed after crack", "Mayor resigns"])
    assert "“Mayor resigns” is not in it" in told


BODY = "<main data-pagefind-body><h2>Bridge closed</h2><!-- a crack --> after <b>cr</b>ack. {}</main><p>Sources</p>"


@pytest.mark.parametrize(
    ("page", "told"),
    [
        (BODY.format("Ferry-boats sail; the ferry is 1,900 tons."), False),
        (BODY.format("Ferry-boats sail; the ferry is 1,901 tons."), True),
        (BODY.format("Ferry-boats sail; the ferry is 1,900 tons. Late news."), True),
        # Templates of the user's own may say otherwise what is searched.
        (BODY.format("Ferry-boats sail. <i data-pagefind-ignore>Late news.</i>"), False),
        ("<main>Late news.</main>", False),
        ("", False),
    ],
)
def test_every_word_of_the_page_is_in_it(page: str, told: bool) -> None:
    """The text that is searched is the page's, to the letter."""
    found = list(search.lacking(search.read(index()), "issues/2026-03-02", [], page.encode()))
    assert found == (["has the issue's page as it was before: its words are others"] if told else [])


@pytest.mark.parametrize(
    ("kind", "body", "said"),
    [
        (FRAGMENT, b"torn", "is not whole"),
        (FRAGMENT, packed(b"{}"), "holds no page"),
        (FRAGMENT, gzip.compress(b"another program's", mtime=0), "is not whole"),
        (CHUNK, packed(b"x")[:-9], "is not whole"),
        (CHUNK, packed(b"x"), "is not what its name says: it was changed"),
        (CHUNK, packed(b"\x9f"), "is not what Pagefind writes: a length that is not told"),
        (CHUNK, packed(encode([[["ferri", 3]]])), "is not what Pagefind writes: Expected `array`, got `int` - at "),
        (META, packed(b"\x81"), "is not what Pagefind writes: ends too early"),
        (META, packed(encode(["1.5.2"])), "is not what Pagefind writes: Expected `array` of at least length 3"),
        (search.ENTRY, b"[]", "is not what Pagefind writes"),
        (search.ENTRY, b"{", "is not what Pagefind writes"),
        (search.ENTRY, b'{"languages": {"en": {}}}', "is not what Pagefind writes"),
        (search.ENTRY, b'{"languages": {"en": {"hash": "en_1", "page_count": 1e999}}}', "is not what Pagefind writes"),
        (search.ENTRY, b'{"languages": {"en": {"hash": "e\\ud800", "page_count": 1}}}', "is not what Pagefind writes"),
        (search.ENTRY, b"[" * 200_000, "is not what Pagefind writes"),
        # Text that has half a character, lists in lists without end, and what a few kilobytes unpack to.
        (FRAGMENT, packed(b'{"url": "/", "content": "a \\ud800"}'), "holds no page"),
        (FRAGMENT, packed(b"[" * 200_000), "holds no page"),
        (CHUNK, packed(b"\x81" * 200_000), "is not what Pagefind writes: too deep"),
        (CHUNK, packed(bytes(1 << 23)), "is not whole"),
        (CHUNK, packed(b"x") + b"y", "is not whole"),
        # How long a list, a text or a map is said to be, where nothing follows.
        *(
            (CHUNK, packed(bytes([kind]) + b"\xff" * 8), "is not what Pagefind writes: ends too early")
            for kind in (0x5B, 0x7B, 0x9B, 0xBB)
        ),
        (META, packed(encode(["9" * 5000, [], []])), "is not what its name says"),
        (META, packed(encode(["1.5.2", [["a", 1]] * 9, []])), "names a twice"),
        (META, packed(encode(["1.5.2", [], [["a", "b", "c"]] * 9])), "names c twice"),
    ],
)
def test_a_file_that_is_not_what_it_was(kind: str, body: bytes, said: str) -> None:
    """Each is told by its name."""
    files = index()
    name = one(files, kind)
    assert any((path, what[: len(said)]) == (name, said) for path, what in faults(files | {name: body}))


@pytest.mark.parametrize("kind", [FRAGMENT, CHUNK, META, search.ENTRY])
def test_a_file_that_is_gone(kind: str) -> None:
    """Told of the file that names it."""
    files = index()
    name, meta = one(files, kind), one(files, META)
    del files[name]
    stem = name.rpartition("/")[2].rpartition(".")[0]
    told = {
        META: (name, "is missing"),
        search.ENTRY: (name, "is missing"),
    }.get(kind, (meta, f"names {stem}, which is missing"))
    assert told in faults(files)


def test_every_byte_of_what_is_packed_counts() -> None:
    """Whichever is another is found: by the file's name, if by nothing else."""
    files = index()
    for path in files:
        if not path.endswith((FRAGMENT, CHUNK, META)):
            continue
        body = opened(files[path])
        for at in range(len(body)):
            other = body[:at] + bytes([body[at] ^ 1]) + body[at + 1 :]
            assert path in dict(faults(files | {path: packed(other)})), f"{path}, byte {at}"


def test_a_name_of_another_kind_is_nothing_wrong() -> None:
    """Where no file is named by its hash Pagefind has another way: then names prove nothing."""
    files = index()
    renamed = {
        path.replace("_", "_fff").replace("fragment/fff", "fragment/"): body.replace(b"en_", b"en_fff")
        for path, body in files.items()
        if path == search.ENTRY or not path.endswith((FRAGMENT, CHUNK, META))
    }
    assert not [what for _, what in faults(renamed) if "name" in what]


def _changed(change: Callable[[list[Any]], object]) -> list[str]:
    words = deepcopy(WORDS)
    change(words)
    return [what for _, what in faults(repacked(index(), words))]


def _word(words: list[Any], stem: str) -> list[Any]:
    return next(each for each in words if each[0] == stem)


def test_what_is_not_changed_is_right() -> None:
    """Else the tests below would prove nothing."""
    assert _changed(lambda words: None) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda words: words.pop(6), "does not find “crack.”, which its pages hold once"),
        (lambda words: words.pop(7), "does not find “ferry”, which its pages hold 2 times"),
        (lambda words: words.pop(13), "does not find “Señor”, which its pages hold once"),
        (lambda words: _word(words, "ferri")[1].pop(), "finds “ferry” by “ferri” in 1 of 2 places"),
        (lambda words: _word(words, "bridg")[1][1][2].clear(), "finds “Bridge” by “bridg” in 3 of 4 places"),
        # To a page that does not hold it; to one that is not there; to a place that is not there.
        (lambda words: _word(words, "crack")[1].append([1, [-25, 1], []]), "leads by “crack” to “opens.” on /issues/"),
        (lambda words: _word(words, "crack")[1].append([9, [-25, 1], []]), "leads by “crack” to a place that is not"),
        (lambda words: _word(words, "crack")[1][0][1].append(90), "leads by “crack” to a place that is not there"),
        (lambda words: _word(words, "bridg")[1][1][2].__setitem__(0, -3), "leads by “bridg” to a place that is not"),
        (lambda words: _word(words, "crack").__setitem__(0, "storm"), "leads by “storm” to “crack.” on /issues/"),
        (lambda words: words.append(words[6]), "holds “crack” a second time"),
        (lambda words: words.append(["zebra", [], []]), "holds “zebra”, which is looked for elsewhere"),
    ],
)
def test_a_word_that_leads_elsewhere(change: Callable[[list[Any]], object], said: str) -> None:
    """However well it is packed and named: each word of a page leads to it, and none to a page without it."""
    assert any(what.startswith(said) for what in _changed(change)), _changed(change)


def test_no_entry_can_be_left_out() -> None:
    """Take any place away that any word leads to, or any word: it is found."""
    for at, (_, pages, spelt) in enumerate(WORDS):
        assert _changed(lambda words, at=at: words.pop(at)), at  # type: ignore[misc]
        for held in range(len(pages)):
            assert _changed(lambda words, at=at, held=held: words[at][1].pop(held)), (at, held)  # type: ignore[misc]
        for held in range(len(spelt)):
            assert _changed(lambda words, at=at, held=held: words[at][2].pop(held)), (at, held)  # type: ignore[misc]


def test_a_stem_of_another_making() -> None:
    """Another version of the stemmer is no fault, as long as it stems each time the same."""
    other = [["ferry", *each[1:]] if each[0] == "ferri" else each for each in WORDS]
    assert faults(repacked(index(), other)) == ()
    parted = [*other, ["ferri", [[0, [-25, 7], []]], []]]
    parted = [["ferry", [[0, [-13, 4], []], [1, [-25, 4], []]], []] if each[0] == "ferry" else each for each in parted]
    assert any("in 1 of 2 places" in what for _, what in faults(repacked(index(), parted)))


def test_many_words_are_told_in_one() -> None:
    """Five by name, and how many more."""
    told = [what for _, what in faults(repacked(index(), []))]
    assert len(told) == 6
    assert told[-1] == "is wrong in 10 words more"


def test_a_newer_pagefind_is_doubted() -> None:
    """What looks wrong there may be right: it is no flaw, and is told all the same."""
    found = search.read(index(WORDS[1:], version="1.9.0"))
    assert found.faults == ()
    assert [what for _, what in found.doubts] == ["does not find “1,900”, which its pages hold once"]


def test_an_older_pagefind() -> None:
    """Until 1.4 each page and place was told as it is, accents were kept, and words had no parts and fields."""
    words = [
        ["bridg", [[0, [-25, 0]], [1, [-25, 0]], [2, [-25, 0, 2]]]],
        ["open", [[0, [-25, 1]], [1, [-25, 1]], [2, [-25, 1]]]],
        ["señor", [[2, [-25, 3]]]],
    ]
    pages = {"/a/": "Bridge opens", "/b/": "Bridge opens.", "/c/": "Bridge opens; bridge Señor"}
    assert faults(index(words, pages, version="1.4.0", ends=("bridg", "señor"))) == ()
