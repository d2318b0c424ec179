"""The little language that the grammar files are written in, and the scanner that runs it.

A template such as ``"[{weekday}[,] ]{month} {day}[, {year}]"`` is read as follows: ``{name}`` is a slot, ``[ … ]``
may be left out, ``( a | b )`` is a choice, a space is white space within a line (or one line break), and all else
stands for itself. ``'`` also stands for the typographic apostrophe. Case is ignored outside slots that mind it. A
slot may be used twice under a second name: ``{day}`` and ``{day2}``.

Templates hold no repetition, so a match costs at most the length of the template: scanning is linear in the text.

A grammar has hundreds of forms and a text has a few dates, so that compiling them all would cost more than all else
that is done with them: a form is compiled when a text first holds the words that it cannot do without.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

NUMBER = "#"  # first-word key of whatever begins with a digit
SUFFIX = "*"  # prefix of a first-word key that stands for a word's ending

_TOKEN = re.compile(r"[^\W_]+|['’](?=\w)")
_CHUNK = re.compile(r"[^\W_]+")
_DIGIT = re.compile(r"\d")
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
        end = (r"\.?" if dotted else "") + r"(?!\w)"
        if all(shape[-1].isalnum() for shape in shapes):  # one end for all of them takes less to compile
            body = f"(?:{'|'.join(map(_literal, dict.fromkeys(shapes)))}){end}"
        else:
            body = "|".join(_literal(shape) + end * shape[-1].isalnum() for shape in dict.fromkeys(shapes))
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
    needs: tuple[frozenset[str], ...]  # of each set, a text that it matches holds one: see ``_Holding``


def _sequence(pieces: Sequence[_Piece]) -> _Piece:
    firsts: frozenset[str] = frozenset()
    nullable = True
    for piece in pieces:
        if nullable:
            firsts |= piece.firsts
            nullable = piece.nullable
    needs = tuple(need for piece in pieces for need in piece.needs)
    return _Piece("".join(piece.regex for piece in pieces), firsts, nullable, needs)


def _either(branches: Sequence[_Piece]) -> _Piece:
    none: frozenset[str] = frozenset()
    needs: tuple[frozenset[str], ...] = branches[0].needs
    if len(branches) > 1:
        # One of each branch, the one that is longest and so the rarest.
        rarest = [max(branch.needs, key=_rarity) for branch in branches if branch.needs]
        needs = (none.union(*rarest),) if len(rarest) == len(branches) else ()
    return _Piece(
        "|".join(branch.regex for branch in branches),
        none.union(*(branch.firsts for branch in branches)),
        any(branch.nullable for branch in branches),
        needs,
    )


def _rarity(need: frozenset[str]) -> int:
    return min(len(word) for word in need)


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
        return _either([_sequence(branch) for branch in branches])

    def piece(self, char: str) -> _Piece:
        if char in "[(":
            self.at += 1
            inner = self.choice("]" if char == "[" else ")")
            self.at += 1
            if char == "[":
                return _Piece(f"(?:{inner.regex})?", inner.firsts, nullable=True, needs=())
            return replace(inner, regex=f"(?:{inner.regex})")
        if char == "{":
            name = _SLOT_NAME.match(self.template, self.at)
            if name is None or name[1] not in self.slots:
                raise ValueError(f"unknown slot at {self.at} of {self.template!r}")
            self.at = name.end()
            slot = self.slots[name[1]]
            regex = f"(?P<{name[1]}{name[2]}>{slot.regex})"
            return _Piece(regex, slot.firsts, nullable=False, needs=(slot.firsts,) if slot.firsts else ())
        end = self.at + 1
        while end < len(self.template) and self.template[end] not in "[](){}|":
            end += 1
        literal = self.template[self.at : end]
        self.at = end
        first = first_word(literal)
        needs = tuple(frozenset({fold(chunk)}) for chunk in _CHUNK.findall(literal))
        return _Piece(_literal(literal), frozenset({first}) if first else frozenset(), nullable=not first, needs=needs)


@dataclass(frozen=True, eq=False)
class Form:
    """A template read, and the kind of thing it finds."""

    kind: str
    source: str  # a regular expression
    firsts: frozenset[str]
    needs: tuple[frozenset[str], ...]  # of each set, a text that it matches holds one: see ``_Holding``

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The form, compiled when first asked for."""
        return re.compile(self.source, re.IGNORECASE)

    @classmethod
    def read(cls, kind: str, template: str, slots: Mapping[str, Slot]) -> Form:
        """Read ``template``; raises ValueError where it is ill-formed."""
        piece = _Reader(template, slots).choice("")
        # A first word is looked up before anything else, and a text that holds no "a" is none.
        telling = {need for need in piece.needs if not need >= piece.firsts and (_rarity(need) > 1 or NUMBER in need)}
        needs = tuple(sorted(telling, key=lambda need: (-_rarity(need), sorted(need))))
        return cls(kind, f"(?:{piece.regex})(?!\\w)", piece.firsts, needs)


class _Holding:
    """What a stretch of text holds, for leaving out the forms that cannot match in it.

    Words are looked for as mere substrings: too much is let through, and never too little.
    """

    def __init__(self, text: str, start: int, end: int) -> None:
        self._whole = text, start, end
        self._known: dict[frozenset[str], bool] = {}

    @cached_property
    def _text(self) -> str:
        text, start, end = self._whole
        return fold(text[start:end]).replace("ſ", "s")  # which matches an s where case is ignored

    def admits(self, form: Form) -> bool:
        """Whether all that the form needs is there; a form that is compiled tells that itself as fast."""
        if "regex" in form.__dict__:
            return True
        for need in form.needs:
            known = self._known.get(need)
            if known is None:
                known = self._known[need] = any(map(self._holds, need))
            if not known:
                return False
        return True

    def _holds(self, word: str) -> bool:
        if word == NUMBER:
            return _DIGIT.search(self._text) is not None
        return word.removeprefix(SUFFIX) in self._text


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
        holding = _Holding(text, start, stop)
        done = start
        for token in _TOKEN.finditer(text, start, stop):
            if token.start() < done:
                continue
            word = fold(token[0])
            forms = index.get(NUMBER if word[0].isdigit() else word, ())
            ending = index.get(SUFFIX + word[-2:])
            best: tuple[str, re.Match[str]] | None = None
            for form in (*forms, *ending) if ending else forms:
                if not holding.admits(form):
                    continue
                match = form.regex.match(text, token.start(), stop)
                if match and (best is None or match.end() > best[1].end()) and accept(form.kind, match):
                    best = form.kind, match
            if best:
                done = best[1].end()
                yield best
