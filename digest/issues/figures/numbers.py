"""Numbers in running text, in digits and in words, with what they are worth."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from digest.issues.figures.lexicon import Lexicon

# Where a letter begins it, no letter stands before it.
CURRENCY = (
    r"(?:\$(?:US|AU?|NZ|CA?|HK|S)?|[£€¥₹₽₺₩]|(?<![^\W_])(?:(?:US|AU|A|NZ|C|CA|HK|S|R)\$|Rs\.?\s?|(?:USD|EUR|GBP)\s?))"
)
SPACES = "[\u00a0\u202f\u2009]"  # these group digits anywhere; a plain space where the decimal mark is a comma
LARGEST = 1e18  # what is larger is no count of anything in the news


@dataclass(frozen=True, slots=True)
class Number:
    """A number, where it stands, and how it is written."""

    start: int  # the currency sign included
    end: int  # the word that multiplies it included
    value: float
    currency: str = ""
    in_words: bool = False
    grouped: bool = False  # "160,000" or "5 million": written as one writes an amount
    digits: str = ""  # the digits as they stand, without what multiplies them
    factor: float = 1.0  # what the words or letters behind it multiply it by
    letter: bool = False  # a letter does: "5m"


@cache
def _patterns(grouping: str, decimal: str) -> re.Pattern[str]:
    group, point = re.escape(grouping), re.escape(decimal)
    space = SPACES if decimal == "." else f"[ {SPACES[1:]}"
    return re.compile(
        rf"(?P<currency>{CURRENCY})?"
        rf"(?P<digits>\d{{1,3}}(?:(?:{group}|{space})\d{{3}})+(?!\d)(?:{point}\d+)?|\d+(?:{point}\d+)?)"
    )


def find(text: str, words: Lexicon) -> list[Number]:
    """The numbers of ``text`` in order. Those in words only where the language has a list of numerals."""
    found = _in_digits(text, words)
    if words.numerals:
        found = sorted(found + _in_words(text, words), key=lambda number: number.start)
    kept: list[Number] = []
    for number in found:
        if words.compound and kept and _continues(text, kept[-1], number):
            kept[-1] = _sum(kept[-1], number)
            continue
        if not kept or number.start >= kept[-1].end:
            kept.append(number)
    return kept


def _continues(text: str, number: Number, rest: Number) -> bool:
    """Whether one number goes on in the next: "9 bin 500" is 9,500."""
    small = not rest.currency and rest.value < number.factor and rest.value == int(rest.value)
    return number.factor >= 1000 and small and text[number.end : rest.start] in {" ", "\u00a0"}


def _sum(number: Number, rest: Number) -> Number:
    return replace(number, end=rest.end, value=number.value + rest.value, factor=max(rest.factor, 1.0))


WORD = re.compile(r"[^\W\d_]+")
GAP = re.compile(r"[ \u00a0\u202f-]?")


def _multiplied(text: str, end: int, words: Lexicon) -> tuple[int, float]:
    """Where the multipliers behind a number end, and their product."""
    factor = 1.0
    while factor <= LARGEST:
        gap = GAP.match(text, end)
        word = WORD.match(text, gap.end() if gap else end)
        times = words.multipliers.get(word.group().lower()) if word else None
        if word is None or times is None:
            break
        factor *= times
        end = word.end()
    return end, factor


def _in_digits(text: str, words: Lexicon) -> list[Number]:
    found = []
    for match in _patterns(words.grouping, words.decimal).finditer(text):
        start, end = match.span()
        if _embedded(text, start, match.end(), currency=bool(match["currency"])):
            continue
        digits = match["digits"]
        plain = re.sub(r"\s", "", digits).replace(words.grouping, "") if _is_grouped(digits, words) else digits
        if len(plain) > 18:
            continue
        value = float(plain.replace(words.decimal, "."))
        end, factor = _multiplied(text, end, words)
        letter = factor == 1.0
        if letter:
            end, factor = _lettered(text, end, words, money=bool(match["currency"]))
        if end < len(text) and text[end].isalpha():
            continue
        if value * factor > LARGEST:
            continue
        grouped = factor > 1 or _is_grouped(digits, words)
        found.append(
            Number(
                start,
                end,
                _tidy(value * factor),
                (match["currency"] or "").strip(),
                grouped=grouped,
                digits=digits,
                factor=factor,
                letter=letter and factor > 1,
            )
        )
    return found


def _tidy(value: float) -> float:
    """Without the dust of binary fractions: 1.13 × 10⁹ is 1130000000."""
    return float(round(value)) if value >= 1e6 else round(value, 6)


def _is_grouped(digits: str, words: Lexicon) -> bool:
    whole = digits.partition(words.decimal)[0]
    return words.grouping in whole or not whole.isdigit()


def _embedded(text: str, start: int, end: int, *, currency: bool) -> bool:
    """Whether digits are part of something else: a name ("MH370", "F-16"), a version, a score, a telephone number."""
    before = text[start - 1] if start else " "
    earlier = text[start - 2] if start > 1 else " "
    after = text[end] if end < len(text) else " "
    later = text[end + 1] if end + 1 < len(text) else " "
    if before.isalnum() or before in "_/#@&'’+\\" or (before in ".,:" and earlier.isdigit()):
        return not currency or before.isalnum()
    if before in "-–" and earlier.isalpha():
        return True
    return (after in "/_:@°" and (later.isdigit() or after in "_@")) or (after in ".," and later.isdigit())


def _lettered(text: str, end: int, words: Lexicon, *, money: bool) -> tuple[int, float]:
    """A multiplier letter behind the digits: "£600m", and "5m people"."""
    word = WORD.match(text, end)
    if word is None:
        return end, 1.0
    factor = words.letters.get(word.group().lower())
    if factor is None or not (money or (word.group() in {"m", "bn", "k"} and text[word.end() : word.end() + 1] == " ")):
        return end, 1.0
    if not money:
        following = WORD.match(text, word.end() + 1)
        if following and following.group().lower() in words.currencies:
            return word.end(), factor  # "481m yuan"
        if following is None or not following.group().endswith(("s", "people")) or following.group() in words.stops:
            return end, 1.0
    return word.end(), factor


def _in_words(text: str, words: Lexicon) -> list[Number]:
    found: list[Number] = []
    chain: list[re.Match[str]] = []
    for match in WORD.finditer(text):
        low = match.group().lower()
        known = low in words.numerals or low in words.multipliers or (low == "and" and chain)
        joined = chain and match.start() - chain[-1].end() == 1 and text[chain[-1].end()] in " -\u00a0"
        if chain and not (known and joined):
            _value(text, chain, words, found)
            chain = []
        if (known and low != "and") or (known and chain):
            chain.append(match)
    _value(text, chain, words, found)
    return found


def _value(text: str, chain: list[re.Match[str]], words: Lexicon, found: list[Number]) -> None:
    """Read "one hundred and twenty thousand"; nothing where the words make no number."""
    chain = list(chain)
    while chain and (chain[-1].group().lower() in {"and", "a"}):
        chain.pop()
    if not chain or chain[0].group().lower() in words.multipliers or len(chain) > 12:
        return
    total = current = 0.0
    said = False
    multiplied = False
    for match in chain:
        low = match.group().lower()
        if low in words.multipliers:
            factor = words.multipliers[low]
            if factor >= 1000:
                total, current = total + (current or 1.0) * factor, 0.0
            else:
                current = (current or 1.0) * factor
            multiplied = True
        elif low == "and":
            if not multiplied:
                return
        elif low == "a":
            if said and not (len(chain) > 1 and chain[0].group().lower() == "half"):
                return
            current = current or 1.0
            said = True
        else:
            value = words.numerals[low]
            if current and (current % 10 or value >= 10) and not (multiplied and current >= 100):
                return
            current += value
            said = True
    value = total + current
    if chain[0].group().lower() in {"a", "half"} and not multiplied:
        return
    before = text[chain[0].start() - 1] if chain[0].start() else " "
    after = text[chain[-1].end()] if chain[-1].end() < len(text) else " "
    if before in "-’'" or after in "’'" or value > LARGEST:
        return
    factor = words.multipliers.get(chain[-1].group().lower(), 1.0)
    found.append(
        Number(chain[0].start(), chain[-1].end(), _tidy(value), in_words=True, grouped=multiplied, factor=factor)
    )
