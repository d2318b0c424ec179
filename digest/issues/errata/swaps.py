"""Whether another fact stands in the place of one, in a sentence that else is the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from digest.issues.errata.texts import Sentence, Text, Token
from digest.issues.errata.words import AGES, HEDGES, MONTHS, NEGATIONS, TITLES, WEEKDAYS
from digest.issues.figures.lexicon import lexicon
from digest.issues.figures.numbers import Number
from digest.issues.figures.numbers import find as numbers_in
from digest.model import ChangeKind
from digest.text import stop_words

_ALIKE = 0.6  # of two spellings of one name, by characters
_SPELT_ALIKE = 0.85  # of two spellings of one word that is no name
_SCALE = 10.0  # a figure that is so many times another is no toll that rose
_NAME = 4  # words at most
_ACRONYM = 5  # characters
# Every noun has a capital there: a name cannot be told.
_NOUNS_IN_CAPITALS = frozenset({"de", "lb"})


@dataclass(frozen=True, slots=True)
class Swap:
    """A fact that is another now."""

    kind: ChangeKind
    moving: bool = False  # it may be news, not a mistake: a toll that rose, a price


@dataclass(frozen=True, slots=True)
class _Edit:
    """Words that stand in the place of others; of two equal stretches nothing is said."""

    old: tuple[Token, ...]
    new: tuple[Token, ...]


def swap(old: Sentence, new: Sentence, *, before: Text, after: Text, lang: str, strange: int = 0) -> Swap | None:
    """What fact of ``old`` is another in ``new``, the sentence in its place; None where none is, or much else differs.

    ``before`` and ``after`` are the whole texts. ``strange`` is how many edits beside that of the fact may be there.
    """
    found: list[Swap] = []
    others = 0
    for edit in _edits(old.tokens, new.tokens):
        if not _content(edit, lang):
            continue
        fact = (
            _negation(edit)
            or _figure(edit, old, new, lang)
            or _day(edit)
            or _name(edit, old, new, before=before, after=after, lang=lang)
        )
        if fact is None:
            others += 1
        else:
            found.append(fact)
    if not found or others > strange:
        return None
    return next((one for one in found if not one.moving), found[0])


def reworded(old: Sequence[Token], new: Sequence[Token], lang: str) -> bool:
    """Whether words in somebody's mouth are others, not cut short and not spelt otherwise."""
    return any(
        edit.new
        and _content(edit, lang)
        and any(token.word not in stop_words(lang) for token in edit.new)
        and _likeness(_line(edit.old), _line(edit.new)) < _SPELT_ALIKE
        for edit in _edits(old, new)
    )


def _edits(old: Sequence[Token], new: Sequence[Token]) -> Iterator[_Edit]:
    matcher = SequenceMatcher(None, [token.word for token in old], [token.word for token in new], autojunk=False)
    for what, first, last, at, end in matcher.get_opcodes():
        if what != "equal":
            yield _Edit(tuple(old[first:last]), tuple(new[at:end]))


def _content(edit: _Edit, lang: str) -> bool:
    """Whether more than an article or a preposition is another; numerals and "not" are among the stop words."""
    small = stop_words(lang) - NEGATIONS
    numerals = lexicon(lang).numerals
    return any(token.word not in small or token.word in numerals for token in (*edit.old, *edit.new))


def _line(words: Sequence[Token]) -> str:
    return " ".join(token.word for token in words)


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _negation(edit: _Edit) -> Swap | None:
    """A "not" more or less: beside it at most a helping verb."""
    denied = [any(_denies(token.word) for token in side) for side in (edit.old, edit.new)]
    if denied[0] == denied[1] or max(len(edit.old), len(edit.new)) > 2:
        return None
    return Swap("negation")


def _denies(word: str) -> bool:
    return word in NEGATIONS or word.endswith("n't") or word.startswith("n'")


def _figure(edit: _Edit, old: Sentence, new: Sentence, lang: str) -> Swap | None:
    if not edit.old or not edit.new:
        return None
    was, other = _numbers(edit.old, old, lang)
    now, another = _numbers(edit.new, new, lang)
    if len(was) != 1 or len(now) != 1 or other or another or was[0].value == now[0].value:
        return None
    return Swap("figure", moving=_moving(was[0], now[0], old.text, new.text, lang))


def _numbers(side: Sequence[Token], sentence: Sentence, lang: str) -> tuple[list[Number], int]:
    """The numbers that these words are part of, and how many of the words are part of none."""
    words = lexicon(lang)
    start, end = side[0].start, side[-1].end
    found = [one for one in numbers_in(sentence.text, words) if one.start < end and start < one.end]
    small = stop_words(lang)
    loose = sum(
        token.word not in small and not any(one.start < token.end and token.start < one.end for one in found)
        for token in side
    )
    return found, loose


def _moving(was: Number, now: Number, old: str, new: str, lang: str) -> bool:
    """Whether a figure may have moved with what it counts: a toll that rises, a share price, a bound."""
    low, high = sorted((abs(was.value), abs(now.value)))
    if low and high / low >= _SCALE:
        return False
    if AGES.search(old[was.end : was.end + 20]) or AGES.search(old[max(0, was.start - 12) : was.start]):
        return False
    if _is_year(was) and _is_year(now):
        return False
    percent = any(text[one.end :].lstrip()[:1] == "%" for text, one in ((old, was), (new, now)))
    percent = percent or any(
        text[one.end :].lstrip().lower().startswith(lexicon(lang).percent or ("per cent", "percent"))
        for text, one in ((old, was), (new, now))
    )
    before = {word for text, one in ((old, was), (new, now)) for word in text[: one.start].lower().split()[-2:]}
    return now.value > was.value or percent or not before.isdisjoint(HEDGES)


def _is_year(number: Number) -> bool:
    return not number.grouped and not number.currency and len(number.digits) == 4 and 1000 <= number.value <= 2100


def _day(edit: _Edit) -> Swap | None:
    old, new = [token.word for token in edit.old], [token.word for token in edit.new]
    for names in (WEEKDAYS, MONTHS):
        if len(old) == len(new) == 1 and {*old, *new} <= names and old != new:
            return Swap("date")
    return None


def _name(edit: _Edit, old: Sentence, new: Sentence, *, before: Text, after: Text, lang: str) -> Swap | None:
    """Another name: not a title for it, a shorter or longer form, nor one by which the text called it already."""
    if lang in _NOUNS_IN_CAPITALS or not edit.old or not edit.new or max(len(edit.old), len(edit.new)) > _NAME:
        return None
    small = stop_words(lang) | TITLES | WEEKDAYS | MONTHS
    for words, sentence in ((edit.old, old), (edit.new, new)):
        if not all(token.capital and token.word not in small for token in words):
            return None
        # Where a sentence begins, and where all words have capitals, these tell nothing.
        if words[0].start == sentence.tokens[0].start or _all_capitals(sentence, words):
            return None
    if any(token.word in before.words for token in edit.new) or any(token.word in after.words for token in edit.old):
        return None
    was, now = _line(edit.old), _line(edit.new)
    if any(_is_acronym(token, sentence) for words, sentence in ((edit.old, old), (edit.new, new)) for token in words):
        return None
    short, long_ = sorted((was, now), key=len)
    if long_.startswith(short) or _likeness(was.replace(" ", ""), now.replace(" ", "")) == 1.0:
        return None  # "Bear" and "Bears", "Mac Donald" and "MacDonald"
    return Swap("name")


def _all_capitals(sentence: Sentence, words: Sequence[Token]) -> bool:
    """Whether a sentence writes most of its other words with a capital, as some headlines do."""
    rest = [
        token for token in sentence.tokens[1:] if token not in words and token.word.isalpha() and len(token.word) > 3
    ]
    return sum(token.capital for token in rest) > len(rest) / 2


def _is_acronym(token: Token, sentence: Sentence) -> bool:
    written = sentence.text[token.start : token.end]
    return len(written) <= _ACRONYM and written.isupper()


def spelt_alike(old: Sentence, new: Sentence) -> bool:
    """Whether every edit between two headlines is another spelling of one name."""
    edits = list(_edits(old.tokens, new.tokens))
    return bool(edits) and all(
        edit.old
        and edit.new
        and all(token.capital for token in (*edit.old, *edit.new))
        and _ALIKE <= _likeness(_line(edit.old), _line(edit.new)) < 1.0
        for edit in edits
    )
