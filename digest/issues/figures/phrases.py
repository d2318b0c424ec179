"""The phrase that a number counts: "new cases", "of the 80 workers", "deaths per million"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from digest.issues.figures.lexicon import Lexicon
from digest.issues.figures.numbers import Number

WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
GAP = re.compile(r"[ \u00a0\u202f]{1,2}")
BEFORE = 40  # characters read before it
COUNTED_WORDS = 5  # the furthest a counted noun stands behind its number
LINK = re.compile(r"[ \u00a0](?:de |di |d['’])")  # "millones de euros", "millions d’euros"
BEHIND = re.compile(r" (and )?([a-z]+)(?![\w-]|(?: [a-z]+){0,2} \d)")  # not "people and wounded around 3,480"
# "of the 80 workers", "of its employees": the whole that a number is a part of, and the number of that.
PART = re.compile(r"[ \u00a0](?=of (?:all )?(?:the|its|their|his|her|our|those|these)[ \u00a0])")
RATE = re.compile(r" per (?:[\d,]+ )?[a-z]+\b(?: [a-z]+s\b)?")  # "deaths per million", "per 100,000 people"
POSSESSIVE = re.compile(r"['’] [a-z]")
ACRONYMS = re.compile(r"[A-Z]{2,}s")
# What a bare amount counts stands before it, in its own sentence, with no other number between.
TOLL = re.compile(
    r"\b(?:death toll|toll|deaths|cases|infections|population|casualties|turnout|attendance|fatalities)\b"
)
BETWEEN = re.compile(r"(?:[^\d.;!?]|-19\b|\b2019\b){0,80}")  # a disease may have a number of its own
CAPITAL = ("capital",)  # a language that writes its nouns with a capital
MORE = frozenset(["more", "other"])  # right behind a number they belong to what it counts
JOINING = frozenset(["and", "or"])  # "health and care workers"
SINGULAR = ("ss", "us", "is", "'s", "’s")
NO_PLURAL = frozenset(
    ["as", "this", "always", "perhaps", "towards", "besides", "plus", "minus", "tuesdays", "news", "sports"]
)


@dataclass(frozen=True, slots=True)
class Counted:
    """What stands behind a number: the phrase it counts, and where that ends."""

    unit: str
    end: int
    head: str = ""  # its noun, lower case


def counted(text: str, end: int, words: Lexicon) -> Counted | None:
    """The phrase a number counts, from the word behind it to its noun: the first plural, or one that needs no s."""
    if words.nouns:
        return _noun(text, end, words)
    at = end
    begin = -1
    last: re.Match[str] | None = None
    for _ in range(COUNTED_WORDS if words.stops else 1):
        gap = GAP.match(text, at)
        word = WORD.match(text, gap.end()) if gap else None
        if word is None:
            break
        low = word.group().lower()
        joins = low in JOINING and at != end and last is None
        if low in words.stops and not joins and not (at == end and low in MORE):
            break
        begin = word.start() if begin < 0 else begin
        if low in words.counted or low in words.measures or low in words.times or (words.stops and _is_plural(word)):
            if not word.group().islower() and _names(text, word):
                break
            if POSSESSIVE.match(text, word.end()):  # "victims' bodies"
                at = word.end() + 1
                continue
            last = word
            if low not in words.modifiers and "-" not in low:
                break
        elif last is not None and not word.group().islower():
            break
        at = word.end()
    if last is None:
        return None
    stop, head = last.end(), last.group().lower()
    before = head
    behind = BEHIND.match(text, stop)
    while behind and behind.group(2) in words.participles and (not behind.group(1) or before in words.casualties):
        stop, before = behind.end(), behind.group(2)
        behind = BEHIND.match(text, stop)
    rate = RATE.match(text, stop)
    if rate:
        stop = rate.end()
    return Counted(text[begin:stop], stop, head)


def part(text: str, end: int, following: Number | None, words: Lexicon) -> tuple[Counted, int] | None:
    """What a number is a part of, "of the 80 workers", and how many numbers behind it that holds."""
    gap = PART.match(text, end)
    if gap is None:
        return None
    whole = following if following and following.start - end <= len(" of all of those ") else None
    said = counted(text, whole.end if whole else text.index(" ", gap.end() + len("of ")), words)
    if said is None or said.head in words.times:
        return None
    if whole is None and said.head not in said.unit:
        return None  # "of the United States"
    return Counted(text[gap.end() : said.end], said.end, said.head), 1 if whole else 0


def toll(text: str, start: int) -> str:
    """What an amount without a noun is the toll of: "deaths have reached 12,000"."""
    before = text[max(0, start - 3 * BEFORE) : start]
    found = [match for match in TOLL.finditer(before) if BETWEEN.fullmatch(before, match.end())]
    return found[-1].group() if found else ""


def _names(text: str, word: re.Match[str]) -> bool:
    """Whether a capitalised plural is part of a name: "Aguas Argentinas"; "EU states" and "Democrats" are not."""
    return bool(re.match(r" [A-Z][a-z]", text[word.end() : word.end() + 3])) and not word.group().isupper()


def _noun(text: str, end: int, words: Lexicon) -> Counted | None:
    """The noun behind a number in a language that shows it: by its capital, or by the ending of its plural."""
    link = LINK.match(text, end)
    gap = link or GAP.match(text, end)
    begin = at = gap.end() if gap else end
    for _ in range(COUNTED_WORDS - 2 if words.nouns == CAPITAL else 1):
        word = WORD.match(text, at)
        if word is None:
            return None
        low = word.group().lower()
        known = low in words.counted or low in words.measures or low in words.times or low in words.casualties
        named = word.group()[0].isupper() if words.nouns == CAPITAL else word.group().islower() and _ends(low, words)
        if known or (named and low not in words.stops and len(low) > 3):
            return Counted(text[begin : word.end()], word.end(), low)
        if low in words.stops or not low.endswith(("e", "en", "er")) or text[word.end() : word.end() + 1] != " ":
            return None
        at = word.end() + 1
    return None


def _ends(low: str, words: Lexicon) -> bool:
    return low.endswith(words.nouns)


def _is_plural(word: re.Match[str]) -> bool:
    low = word.group().lower()
    if len(low) <= 3:
        return bool(ACRONYMS.fullmatch(word.group()))
    return low.endswith("s") and not low.endswith(SINGULAR) and low not in NO_PLURAL
