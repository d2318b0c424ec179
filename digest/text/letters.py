"""How likely a text is in each language, by its letters.

The tables are made by ``benchmarks/distil_languages.py`` of py3langid's model, one for each script, and kept in
``data/languages``: naive Bayes over runs of two to six bytes of UTF-8, of which the longest that ends at a place
counts there (M. Lui and T. Baldwin, langid.py, 2012). All is counted in whole numbers, so that it comes out alike on
every machine. The largest table takes 20 ms and 7 MB to load, and a headline a quarter of a millisecond to read.
"""

from __future__ import annotations

import json
import math
import unicodedata
import zlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate, pairwise

_LONGEST = 6  # bytes of a run
_SHORTEST = 2
_LOOKED_AT = 600  # characters: more changes no answer
_WEIGHED = 1000  # what one is counted as, where a run that comes n times counts log(1 + n)
# Letters of scripts, as first code points; a script in which one language is told from others.
_BLOCKS = (
    ("cyrl", "\u0400", "\u052f"),
    ("arab", "\u0600", "\u06ff"),
    ("deva", "\u0900", "\u097f"),
    ("beng", "\u0980", "\u09ff"),
)
# The languages that tables tell, in whatever script: said here, so that asking loads none.
_TOLD = """
af ar as az be bg bn bs ca cs cy da de en es et eu fa fi fr ga gl ha hi hr hu id ig is it kk ku ky lt lv mk mn mr ms mt
ne nl no om pl ps pt ro ru rw sk sl sn so sq sr sv sw tg tk tl tr ug uk ur uz vi xh yo zu
"""
TOLD = frozenset(_TOLD.split())


@dataclass(frozen=True, slots=True)
class _Table:
    """How much less likely each run is in each language than in the likeliest, in steps."""

    tags: tuple[str, ...]  # one may have two columns
    at: Mapping[bytes, int]  # run -> its row
    rows: bytes
    step: float


@dataclass(frozen=True, slots=True)
class Likelihoods:
    """How likely a text is in each language of its script."""

    by_tag: Mapping[str, float]  # log-likelihoods, of which differences count; empty where nothing tells
    size: int  # bytes that were read

    def best(self) -> str | None:
        """The likeliest language; the first by its tag of two that are as likely."""
        return min(self.by_tag, key=lambda tag: (-self.by_tag[tag], tag), default=None)

    def lead(self, tag: str, other: str) -> float:
        """By how much one is likelier than another: log-likelihoods over the square root of the bytes.

        That means the same at any length, for neighbouring runs are no independent witnesses. Raises KeyError for a
        language that is not among those that were weighed.
        """
        return (self.by_tag[tag] - self.by_tag[other]) / math.sqrt(self.size)


def likelihoods(text: str) -> Likelihoods:
    """How likely ``text`` is in each of the languages that its script is used for."""
    sample = text[:_LOOKED_AT]
    if sample.isupper():
        sample = sample.lower()
    table = _table("latn" if sample.isascii() else _script(sample))
    read = unicodedata.normalize("NFC", sample).encode("utf-8", "replace")
    counted = Counter(_runs(read, table.at))
    wide = len(table.tags)
    totals = [0] * wide
    rows = table.rows
    for row, times in counted.items():
        weight = round(_WEIGHED * math.log1p(times))
        totals = [
            total + weight * below for total, below in zip(totals, rows[row * wide : (row + 1) * wide], strict=True)
        ]
    by_tag: dict[str, float] = {}
    if counted:
        for tag, total in zip(table.tags, totals, strict=True):
            likely = -total * table.step / _WEIGHED
            by_tag[tag] = max(likely, by_tag.get(tag, likely))
    return Likelihoods(by_tag, len(read))


def _runs(read: bytes, at: Mapping[bytes, int]) -> list[int]:
    """The row of the longest run that ends at each place, where one does."""
    found = []
    for end in range(_SHORTEST, len(read) + 1):
        for begin in range(max(end - _LONGEST, 0), end - _SHORTEST + 1):
            row = at.get(read[begin:end])
            if row is not None:
                found.append(row)
                break
    return found


def _script(sample: str) -> str:
    """The script that most letters are of: that of a table, Latin among them."""
    counted = {name: sum(first <= letter <= last for letter in sample) for name, first, last in _BLOCKS}
    name, most = max(counted.items(), key=lambda each: each[1])
    return name if most > sum(map(str.isalpha, sample)) - sum(counted.values()) else "latn"


@cache
def _table(script: str) -> _Table:
    packed = zlib.decompress(files("digest.text").joinpath("data", "languages", f"{script}.bin").read_bytes())
    head, _, body = packed.partition(b"\n")
    said = json.loads(head)
    lengths = body[: said["runs"]]
    ends = list(accumulate(lengths, initial=len(lengths)))
    at = {body[begin:end]: row for row, (begin, end) in enumerate(pairwise(ends))}
    return _Table(tuple(said["tags"]), at, body[ends[-1] :], said["step"])
