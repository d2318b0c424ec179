"""The words of a search index, as Pagefind packs them: whether each leads to where it stands, and to nowhere else.

An index says of each word on which pages, and at which places there, it stands. So every word of every page is asked
for, and every place that a word leads to is looked at. A word is kept by its stem, which is Snowball's, as ours is:
where both are one the proof is exact. Where another version of Snowball makes another stem, it has to begin as the word
does, and to lead to each of its places.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, KeysView, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Any

import msgspec

from digest.issues.verifying import cbor
from digest.text import stems_of

# Languages whose words Pagefind stems; those of others it keeps as they are.
_STEMMED = frozenset([
    "ar", "ca", "da", "de", "el", "en", "es", "eu", "fi", "fr", "ga", "hi", "hu", "hy",
    "id", "it", "lt", "ne", "nl", "no", "pt", "ro", "ru", "sr", "sv", "ta", "tr", "yi",
])  # fmt: skip
_RELATIVE = (1, 5)  # from this version on a page, and a place, is counted from the one before it
_NEWEST = (1, 5)  # whose form is known
BETWEEN = "\u200b"  # between words, where Pagefind found them in a text without spaces
_SIGNS = ".,:;!?()[]\"'“”‘’„«»…"  # at the ends of words
_PUNCTUATION = re.compile(f"[{re.escape(string.punctuation)}]")  # parts words
_TOLD = 5  # words of an index that are told one by one


class Meta(msgspec.Struct, array_like=True, frozen=True):
    """What a ``.pf_meta`` says of the index of one language."""

    version: str
    pages: list[tuple[str, int]]  # (name of its fragment, words)
    chunks: list[tuple[str, str, str]]  # (how its first word begins, how its last does, its name)
    filters: list[Any] = []
    sorts: list[Any] = []
    fields: list[str] = []

    @property
    def release(self) -> tuple[int, ...]:
        """Major and minor version; empty where it is not told in numbers."""
        parts = self.version.split(".", 2)[:2]
        return tuple(map(int, parts)) if all(part.isdecimal() and len(part) < 10 for part in parts) else ()

    @property
    def known(self) -> bool:
        """Whether its form is known: else what looks wrong may be right."""
        return () < self.release <= _NEWEST


class _Places(msgspec.Struct, array_like=True, frozen=True):
    page: int
    body: list[int]  # below zero: the weight of the places behind it
    fields: list[int] = []  # below zero: the field of the places behind it


class _Word(msgspec.Struct, array_like=True, frozen=True):
    word: str
    pages: list[_Places]
    spelt: list[tuple[str, list[_Places]]] = []  # as written, with its accents


class _Chunk(msgspec.Struct, array_like=True, frozen=True):
    words: list[_Word]


@dataclass(frozen=True, slots=True)
class Page:
    """What a fragment holds."""

    url: str
    content: str
    fields: Mapping[str, str]


def read(body: bytes) -> Meta:
    """What a ``.pf_meta`` says. Raises ``ValueError``."""
    try:
        return msgspec.convert(cbor.decode(body), Meta)
    except msgspec.ValidationError as error:
        raise ValueError(str(error)) from None


def wrong(
    meta: Meta, pages: Sequence[Page], chunks: Mapping[str, bytes], *, lang: str, kept: str
) -> Iterator[tuple[str, str]]:
    """(chunk or "", what is wrong) of the words of one index.

    ``pages`` are those that ``meta`` numbers, ``chunks`` the opened files by name; ``kept`` are characters that are
    part of words besides letters and digits.
    """
    texts: dict[tuple[int, str], list[str]] = {}
    fields = set(meta.fields)
    for number, page in enumerate(pages):
        texts[number, ""] = _tokens(page.content)
        texts |= {(number, field): _tokens(text) for field, text in page.fields.items() if field in fields}
    proof = _Proof(meta, pages, texts, _Spelling(lang, kept, texts.values()))
    for first, last, name in meta.chunks:
        if name not in chunks:
            continue  # is missing, or not whole: told of the file
        try:
            words = msgspec.convert(cbor.decode(chunks[name]), _Chunk).words
        except (ValueError, msgspec.ValidationError) as error:
            yield name, f"is not what Pagefind writes: {error}"
            return
        for what in proof.add(words, first, last):
            yield name, what
    if all(name in chunks for _, _, name in meta.chunks):
        for what in proof.lacking():
            yield "", what


class _Proof:
    """What the words of all chunks lead to."""

    def __init__(
        self, meta: Meta, pages: Sequence[Page], texts: Mapping[tuple[int, str], list[str]], spelling: _Spelling
    ) -> None:
        self._meta = meta
        self._pages = pages
        self._texts = texts
        self._spelling = spelling
        self._relative = meta.release >= _RELATIVE
        self._known: set[str] = set()
        self._led: defaultdict[str, Counter[str]] = defaultdict(Counter)  # token -> how often each word leads to it
        self._told = 0

    def add(self, words: Sequence[_Word], first: str, last: str) -> Iterator[str]:
        """What is wrong with these words."""
        for each in words:
            key = each.word
            if not (key >= first and (key <= last or key.startswith(last))):
                yield from self._tell(f"holds “{key}”, which is looked for elsewhere")
            if key in self._known:
                yield from self._tell(f"holds “{key}” a second time")
            self._known.add(key)
            for text, places in self._places(each.pages, *(pages for _, pages in each.spelt)).items():
                yield from self._look(key, text, places)

    def lacking(self) -> Iterator[str]:
        """The words of pages that cannot be found, or not at each place."""
        held = Counter(chain.from_iterable(self._texts.values()))
        for token, times in held.items():
            led = self._led[token]
            short = next((key for key, count in led.items() if count < times), None)
            if self._spelling.stem(token) and not any(self._spelling.main(key, token) for key in led):
                yield from self._tell(f"does not find “{token}”, which its pages hold {_times(times)}")
            elif (part := self._spelling.unfound(token, led.keys())) is not None:
                yield from self._tell(f"does not find “{token}” by its part “{part}”")
            elif short is not None:
                yield from self._tell(f"finds “{token}” by “{short}” in {led[short]:,} of {times:,} places")
        if self._told > _TOLD:
            yield f"is wrong in {self._told - _TOLD:,} words more"

    def _places(self, *spelt: Sequence[_Places]) -> dict[tuple[int, str], set[int]]:
        """The places of a word in each text, however it is ``spelt`` there, and whatever it weighs."""
        found: defaultdict[tuple[int, str], set[int]] = defaultdict(set)
        for pages in spelt:
            page = 0
            for each in pages:
                page = page + each.page if self._relative else each.page
                self._put(found[page, ""], each.body)
                if each.fields:
                    self._fields(found, page, each.fields)
        return found

    def _put(self, places: set[int], numbers: Sequence[int]) -> None:
        at = 0
        for number in numbers:
            if number < 0:
                at = 0
            else:
                at = at + number if self._relative else number
                places.add(at)

    def _fields(self, found: dict[tuple[int, str], set[int]], page: int, numbers: Sequence[int]) -> None:
        starts = [*(at for at, number in enumerate(numbers) if number < 0), len(numbers)]
        for start, end in pairwise(starts):
            field = -1 - numbers[start]
            name = self._meta.fields[field] if field < len(self._meta.fields) else None
            self._put(found[page, name or "?"], numbers[start + 1 : end])

    def _look(self, key: str, text: tuple[int, str], places: Collection[int]) -> Iterator[str]:
        tokens = self._texts.get(text, ())
        for place in places:
            if place >= len(tokens):
                yield from self._tell(f"leads by “{key}” to a place that is not there")
                return
            token = tokens[place]
            led = self._led[token]
            if key not in led and not self._spelling.akin(key, token):
                page = self._pages[text[0]].url
                yield from self._tell(f"leads by “{key}” to “{token}” on {page}")
                return
            led[key] += 1

    def _tell(self, what: str) -> Iterator[str]:
        self._told += 1
        if self._told <= _TOLD:
            yield what


class _Spelling:
    """How the words of texts are looked for."""

    def __init__(self, lang: str, kept: str, texts: Collection[Sequence[str]]) -> None:
        tokens = set(chain.from_iterable(texts))
        bare = {token: self._bare(token, kept) for token in tokens}
        parts = {token: self._parted(token) for token in tokens}
        plain = {word: _unmarked(word) for word in chain(bare.values(), *parts.values())}
        self._kept = kept
        self._plain = {token: _plain(word) for token, word in bare.items()}
        forms = sorted({*plain.keys(), *plain.values()})
        stems = stems_of(forms, lang) if lang.partition("-")[0].lower() in _STEMMED else forms
        stem = dict(zip(forms, stems, strict=True))
        # Before its version 1.5 Pagefind kept accents.
        self._parts = parts
        self._part_stems = {part: (stem[plain[part]], stem[part]) for part in set(chain(*parts.values()))}
        self._stems = {token: (stem[plain[word]], stem[word]) for token, word in bare.items()}

    def stem(self, token: str) -> str:
        """What a token is looked for by; "" where it is no word."""
        return self._stems[token][0]

    def unfound(self, token: str, keys: KeysView[str]) -> str | None:
        """A part of the token that none of these words stands for, where it is plain what its parts are."""
        for part in self._parts[token]:
            others = (key for key in keys if key not in self._stems[token])
            if keys.isdisjoint(self._part_stems[part]) and not any(self._begins(key, part) for key in others):
                return part
        return None

    def main(self, key: str, token: str) -> bool:
        """Whether the whole token is found by this word, and not only a part of it."""
        if key in self._stems[token]:
            return True
        word = self._plain[token]
        if any(unicodedata.category(each)[0] in "PS" and each not in self._kept for each in key):
            return False
        if any(key in self._part_stems[part] for part in self._parts[token]) or not self._begins(key, word):
            return False
        single = token.strip(_SIGNS).isalnum() and not any(map(str.isupper, token[1:]))
        return single or 3 * len(key) >= len(word)

    def akin(self, key: str, token: str) -> bool:
        """Whether the word stands for the token, a part of it as "ferry" in "ferry-boat", or a sign in it."""
        return key in self._stems[token] or key in token or _alike(_plain(key), self._plain[token])

    @staticmethod
    def _begins(key: str, word: str) -> bool:
        return _alike(_plain(key), word) and word[0] == _plain(key)[0]

    @staticmethod
    def _parted(token: str) -> list[str]:
        if token.isalnum():
            return []
        parts = _PUNCTUATION.sub(" ", token).split()
        if len(parts) == 1:
            return []
        # Not those in which capitals, or digits among letters, part it once more.
        plain = (part for part in parts if part.isdecimal() or (part.isalpha() and part[1:].islower()))
        return [part.lower() for part in plain if len(part) > 1]

    @staticmethod
    def _bare(token: str, kept: str) -> str:
        if token.isascii() and token.isalnum():
            return token.lower()
        # Each by itself: unlike Python, Pagefind has no final sigma, and leaves the digraphs of titles.
        letters = (each for each in token if each.isalnum() or each in kept)
        return "".join(each.lower() if each.isupper() else each for each in letters)


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number:,} times"


def _alike(key: str, word: str) -> bool:
    """Whether a stem may be that of a word, or of a part of it: endings change, and no more than half of it."""
    half = key[: (len(key) + 1) // 2]
    return bool(half) and half in word


def _plain(word: str) -> str:
    """The letters and digits of a word, decomposed, without accents."""
    return word if word.isascii() and word.isalnum() else "".join(filter(str.isalnum, _unmarked(word)))


def _unmarked(word: str) -> str:
    """The word without accents, its letters decomposed."""
    if word.isascii():
        return word
    return "".join(each for each in unicodedata.normalize("NFD", word) if unicodedata.category(each)[0] != "M")


def _tokens(text: str) -> list[str]:
    return [piece.strip() for piece in text.split(BETWEEN)] if BETWEEN in text else text.split()
