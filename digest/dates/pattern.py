"""The little language that the grammar files are written in, and the scanner that runs it.

A template such as ``"[{weekday}[,] ]{month} {day}[, {year}]"`` is read as follows: ``{name}`` is a slot, ``[ … ]``
may be left out, ``( a | b )`` is a choice, a space is white space within a line (or one line break), and all else
stands for itself. ``'`` also stands for the typographic apostrophe. Case is ignored outside slots that mind it. A
slot may be used twice under a second name: ``{day}`` and ``{day2}``.

Templates hold no repetition, so a match costs at most the length of the template: scanning is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

NUMBER = "#"  # first-word key of whatever begins with a digit
SUFFIX = "*"  # prefix of a first-word key that stands for a word's ending

_TOKEN = re.compile(r"[^\W_]+|['’](?=\w)")
_SPACE = r"(?:[^\S\n]{1,3}|\n)"
_SLOT_NAME = re.compile(r"\{([a-z_]+)(\d?)\}")


@dataclass(frozen=True, slots=True)
class Slot:
    """What may stand in one place: a regular expression and what the words in it mean."""

    regex: str
    firsts: frozenset[str]  # the first words (lower case) that it can begin with; NUMBER for digits
    values: Mapping[str, int]  # lower-case text → value; empty where the caller reads the text itself

    @classmethod
    def words(cls, values: Mapping[str, int], *, cased: bool = False, dotted: bool = False) -> Slot:
        """A slot of listed words. ``cased``: as listed or in capitals only. ``dotted``: a full stop may follow."""
        if not values:
            return cls("(?!)", frozenset(), {})
        listed = sorted(values, key=lambda word: (-len(word), word))
        shapes = [shape for word in listed for shape in ((word, word.upper()) if cased else (word,))]
        stop = r"\.?" if dotted else ""
        body = "|".join(_literal(shape) + (stop + r"(?!\w)") * shape[-1].isalnum() for shape in dict.fromkeys(shapes))
        regex = f"(?-i:{body})" if cased else f"(?:{body})"
        meaning = {_plain(word): value for word, value in values.items()}
        return cls(regex, frozenset(first_word(word) for word in values), meaning)

    def value(self, text: str) -> int | None:
        """What ``text`` is listed to mean, if it is."""
        plain = _plain(text)
        return self.values.get(plain, self.values.get(plain.rstrip(".")))


def fold(text: str) -> str:
    """``text`` for looking up: lower case, one apostrophe, and the Turkish dotted and dotless i as one letter."""
    return text.lower().replace("’", "'").replace("i\u0307", "i").replace("ı", "i")


def _plain(text: str) -> str:
    return " ".join(fold(text).split())


def first_word(literal: str) -> str:
    """The key that a text beginning like ``literal`` is looked up by."""
    token = _TOKEN.match(literal)
    if token is None:
        return ""
    word = fold(token[0])
    return NUMBER if word[0].isdigit() else word


def _literal(text: str) -> str:
    parts = [_SPACE if char == " " else "['’]" if char in "'’" else re.escape(char) for char in text]
    return "".join(parts)


@dataclass(frozen=True, slots=True)
class _Piece:
    regex: str
    firsts: frozenset[str]
    nullable: bool


def _sequence(pieces: Sequence[_Piece]) -> _Piece:
    firsts: frozenset[str] = frozenset()
    nullable = True
    for piece in pieces:
        if nullable:
            firsts |= piece.firsts
            nullable = piece.nullable
    return _Piece("".join(piece.regex for piece in pieces), firsts, nullable)


class _Reader:
    """Reads one template. The grammar files ship in the package, so a fault in one is a plain ValueError."""

    def __init__(self, template: str, slots: Mapping[str, Slot]) -> None:
        self.template = template
        self.slots = slots
        self.at = 0

    def choice(self, closer: str) -> _Piece:
        branches: list[list[_Piece]] = [[]]
        while self.at < len(self.template):
            char = self.template[self.at]
            if char == closer:
                break
            if char == "|":
                self.at += 1
                branches.append([])
            else:
                branches[-1].append(self.piece(char))
        else:
            if closer:
                raise ValueError(f"no {closer!r} in {self.template!r}")
        read = [_sequence(branch) for branch in branches]
        firsts = frozenset[str]().union(*(branch.firsts for branch in read))
        return _Piece("|".join(b.regex for b in read), firsts, any(b.nullable for b in read))

    def piece(self, char: str) -> _Piece:
        if char in "[(":
            self.at += 1
            inner = self.choice("]" if char == "[" else ")")
            self.at += 1
            optional = char == "["
            return _Piece(f"(?:{inner.regex})" + "?" * optional, inner.firsts, optional or inner.nullable)
        if char == "{":
            name = _SLOT_NAME.match(self.template, self.at)
            if name is None or name[1] not in self.slots:
                raise ValueError(f"unknown slot at {self.at} of {self.template!r}")
            self.at = name.end()
            slot = self.slots[name[1]]
            return _Piece(f"(?P<{name[1]}{name[2]}>{slot.regex})", slot.firsts, nullable=False)
        end = self.at + 1
        while end < len(self.template) and self.template[end] not in "[](){}|":
            end += 1
        literal = self.template[self.at : end]
        self.at = end
        first = first_word(literal)
        return _Piece(_literal(literal), frozenset({first}) if first else frozenset(), nullable=not first)


@dataclass(frozen=True, slots=True)
class Form:
    """A compiled template and the kind of thing it finds."""

    kind: str
    regex: re.Pattern[str]
    firsts: frozenset[str]

    @classmethod
    def read(cls, kind: str, template: str, slots: Mapping[str, Slot]) -> Form:
        """Compile ``template``; raises ValueError where it is ill-formed."""
        piece = _Reader(template, slots).choice("")
        return cls(kind, re.compile(f"(?:{piece.regex})(?!\\w)", re.IGNORECASE), piece.firsts)


@dataclass(frozen=True)
class Patterns:
    """Forms tried together: where several match at one place the longest is taken, then the first listed."""

    forms: tuple[Form, ...]

    @cached_property
    def _by_first(self) -> Mapping[str, tuple[Form, ...]]:
        index: dict[str, list[Form]] = {}
        for form in self.forms:
            for first in form.firsts:
                index.setdefault(first, []).append(form)
        return {first: tuple(forms) for first, forms in index.items()}

    def scan(
        self,
        text: str,
        start: int = 0,
        end: int | None = None,
        accept: Callable[[str, re.Match[str]], bool] = lambda _kind, _match: True,
    ) -> Iterator[tuple[str, re.Match[str]]]:
        """Yield (kind, match) left to right, never overlapping, of the matches that ``accept`` takes."""
        stop = len(text) if end is None else end
        index = self._by_first
        done = start
        for token in _TOKEN.finditer(text, start, stop):
            if token.start() < done:
                continue
            word = fold(token[0])
            forms = index.get(NUMBER if word[0].isdigit() else word, ())
            ending = index.get(SUFFIX + word[-2:])
            best: tuple[str, re.Match[str]] | None = None
            for form in (*forms, *ending) if ending else forms:
                match = form.regex.match(text, token.start(), stop)
                if match and (best is None or match.end() > best[1].end()) and accept(form.kind, match):
                    best = form.kind, match
            if best:
                done = best[1].end()
                yield best
