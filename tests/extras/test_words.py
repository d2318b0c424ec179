"""Which words lead where, in an index that the real Pagefind made: all of them are proved, and no change gets by."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import tongues
from pagefinds import one, opened, packed, repacked

from digest.issues.verifying import cbor, search
from digest.publishing.searching import SearchIndex

pytestmark = pytest.mark.extra
# The second page of each has words of the first one, and hard ones.
TEXTS = {
    "en": (
        "The ferry ran aground",
        "The ferry Marguerite, state-of-the-art in 1911, carried 1,900 people on Monday’s run; Ms. Hara's phone "
        "showed 3 degrees. Café owners weren't amused: “We’ll sue,” said Camel Ltd. (www.ferry.example/boats?a=b_c).",
    ),
    "de": tongues.GERMAN,
    "fr": tongues.FRENCH,
    "es": tongues.SPANISH,
    "tr": tongues.TURKISH,
    "el": (
        "Η γέφυρα έκλεισε",
        "Ο ΔΗΜΟΣ έκλεισε τη γέφυρα τη Δευτέρα. Οι δύτες βρήκαν δύο ρωγμές στον πυλώνα της γέφυρας.",
    ),
    "hi": ("पुल बंद हुआ", "शहर ने सोमवार को पुराना पुल बंद कर दिया। गोताखोरों को पुल में दो गहरी दरारें मिलीं।"),
    "ja": ("港の橋が閉鎖された", "市は月曜日に橋を閉鎖した。 潜水士が二つの亀裂を発見した。"),
}


# What Pagefind parts in ways of its own: none of it may be taken for a fault.
HARD = (
    "iPhone 12’s eSIM",
    "O'Hara's CamelCase McDonald-iPhone4S showed 3.5°C, -40°F & £1.2bn/€3m (±5%). 👋🏽 🌦️cloud ½ x² ﬁnd "
    "A.B.C. U.S.-led 24/7 «Œuvre» …well—no… #MeToo @news a_b_c __init__ ǅungla İstanbul STRASSE ẞ Σίσυφος ΟΔΟΣ "
    "한국어 뉴스 เมืองไทย ខ្មែរ עברית العربية‌ها soft\u00adhyphen zero\u200dwidth e\u0301tude ｆｕｌｌ http://a.example/?q=1",
)


def files(folder: Path) -> dict[str, bytes]:
    """Every file of an index."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def made(site: Path, lang: str) -> dict[str, bytes]:
    """The index of two pages in a language: an article, and the same one shortened under another headline."""
    headline, text = TEXTS.get(lang, HARD)
    for day, told in ((2, f"<h2>{html.escape(headline)}</h2><p>{html.escape(text)}</p>"), (3, text.split(". ")[0])):
        page = site / f"issues/2026-03-0{day}/index.html"
        page.parent.mkdir(parents=True)
        head = f'<meta property="og:title" data-pagefind-meta="title[content]" content="{html.escape(headline)}">'
        body = f"<html lang={lang}><head>{head}</head><body><main data-pagefind-body>{told}</main></body></html>"
        page.write_text(f"<!doctype html>{body}", encoding="utf-8")
    SearchIndex(site).index(2026)
    return files(site / "search/2026")


def entries(words: list[Any]) -> Iterator[tuple[str, list[Any]]]:
    """(what is left out, the words without it), for each page and word but those with signs, which nobody looks for."""
    for at, (key, pages, spelt) in enumerate(words):
        if any(unicodedata.category(each)[0] in "PS" for each in key):
            continue
        yield key, [*words[:at], *words[at + 1 :]]
        for variant, held in ((None, pages), *enumerate(each[1] for each in spelt)):
            for number in range(len(held)):
                other = deepcopy(words)
                (other[at][1] if variant is None else other[at][2][variant][1]).pop(number)
                yield f"{key}, page {number}", other


@pytest.mark.parametrize("lang", TEXTS)
def test_every_word_leads_to_its_page(tmp_path: Path, lang: str) -> None:
    """In languages that stem their words, and in those that do not; whatever is left out is missed."""
    index = made(tmp_path, lang)
    found = search.read(index)
    assert (found.faults, found.doubts) == ((), ())
    for day in (2, 3):
        page = (tmp_path / f"issues/2026-03-0{day}/index.html").read_bytes()
        assert list(search.lacking(found, f"issues/2026-03-0{day}", [], page)) == []
    [words] = cbor.decode(opened(index[one(index, ".pf_index")]))
    assert search.read(repacked(index, words)).faults == ()
    for name, other in list(entries(words))[:: 1 if len(words) < 60 else 7]:
        assert search.read(repacked(index, other)).faults, name


@pytest.mark.parametrize("lang", ["en-GB", "sv", "xx"])
def test_hard_words(tmp_path: Path, lang: str) -> None:
    """Signs, capitals within words, and scripts of all kinds, with a stemmer and without one."""
    found = search.read(made(tmp_path, lang))
    assert (found.faults, found.doubts) == ((), ())


def test_no_word_leads_to_a_page_without_it(tmp_path: Path) -> None:
    """Any word of one page that is said to be on the other too."""
    index = made(tmp_path, "en")
    [words] = cbor.decode(opened(index[one(index, ".pf_index")]))
    for at, (key, pages, _) in enumerate(words):
        if len(pages) == 1:
            other = deepcopy(words)
            other[at][1].append([1, [-25, 2], []] if pages[0][0] == 0 else [0, [-25, 9], []])
            assert search.read(repacked(index, other)).faults, key


def test_every_byte_counts(tmp_path: Path) -> None:
    """Whichever byte of words, pages or their list is another: the file is told."""
    index = made(tmp_path, "en")
    for path in index:
        if path.endswith((".pf_index", ".pf_meta", ".pf_fragment")):
            body = opened(index[path])
            for at in range(0, len(body), 5):
                other = packed(body[:at] + bytes([body[at] ^ 1]) + body[at + 1 :])
                assert path in dict(search.read(index | {path: other}).faults), f"{path}, byte {at}"
