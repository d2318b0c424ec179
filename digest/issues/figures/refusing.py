"""Numbers that are no figures: dates, times, ages, scores, and those that only name something."""

from __future__ import annotations

import re

from digest.issues.figures.lexicon import Lexicon
from digest.issues.figures.numbers import Number
from digest.issues.figures.phrases import GAP, WORD, counted

LARGE = 1000  # what comes behind a name is an amount from here on
OLDEST = 115  # years; a number up to here between commas, or in brackets, is a person's age
BEFORE = 40  # characters read before it
YEARS = (1500, 2100)
CLOCK = re.compile(r"[ \u00a0]?(?:a\.?m|p\.?m|am|pm|o['’]clock|hrs|gmt|bst|est|uhr)\b", re.IGNORECASE)
DECADE = re.compile(r"['’]?s\b")
ORDINAL = re.compile(r"(?:st|nd|rd|th)\b", re.IGNORECASE)
STREET = re.compile(
    r"(?:[A-Z][\w'’.]*[ ]){1,3}(?:Street|Road|Avenue|Lane|Drive|Boulevard|Square|Place|St|Ave|Rd|Blvd)\b"
)
RACE = re.compile(
    r" (?:\w+ ){0,2}(?:runners?|hurdles|hurdlers?|sprint|freestyle|butterfly|breaststroke|relay|race|final|champion)"
)


def is_time(text: str, number: Number, end: int, words: Lexicon) -> bool:
    """A date, a year, a time of day, or a length of time other than a prison sentence."""
    before = _word_before(text, number.start)
    gap = GAP.match(text, end)
    word = WORD.match(text, gap.end()) if gap else None
    after = word.group().lower() if word else ""
    if after in words.months and _may_be_day(number) and (before in words.stops or not before or after != "may"):
        return True
    if (before in words.months and number.value < 2100 and not number.grouped) or CLOCK.match(text, end):
        return True
    if DECADE.match(text, number.end) and number.value >= 10:
        return True
    if ORDINAL.match(text, number.end) or (number.digits[:1] == "0" and len(number.digits) == 4):
        return True
    if word and any(part in words.times for part in re.split(r"[-]", after)):
        sentence = text[word.end() : word.end() + 20].lower().lstrip()
        return not sentence.startswith(words.sentenced) if words.sentenced else True
    if may_be_year(number):
        phrase = counted(text, end, words)
        return phrase is None or number.value % 50 != 0 or before in words.year_before
    return False


def is_age(text: str, number: Number, end: int, words: Lexicon) -> bool:
    """ "Anna, 24, said", "(45)", "45-year-old", "45 years old", "in his 40s"."""
    after = text[end : end + 1]
    if after == "-" and text[end + 1 : end + 2].isalpha():
        return True  # "a 12-storey tower", "a 45-year-old": the number belongs to the adjective
    if number.value > OLDEST or number.grouped:
        return False
    before = text[max(0, number.start - 2) : number.start]
    if before.endswith("(") and after == ")":
        return True
    if before == ", " and (not after or after in ",.;)" or text[end : end + 5] in {" and ", " from", " and,"}):
        return True
    return any(text[end + 1 : end + 14].lower().startswith(aged) for aged in words.aged)


def is_name(text: str, number: Number, words: Lexicon, *, ranged: bool) -> bool:
    """A number that names: "Channel 4", "Boeing 737", "No. 10", "10 Downing Street"; and a score, "3-1"."""
    if not ranged and re.match(r"[-–—/]\d", text[number.end : number.end + 2]):
        return True
    if number.end < len(text) and text[number.end] in "°":
        return True
    before = text[max(0, number.start - BEFORE) : number.start].rstrip(" \u00a0")
    found = re.search(r"([^\W\d_][\w'’-]*)\.?$", before)
    if not number.grouped and number.value < 10000 and STREET.match(text, number.end + 1):
        return True
    if found is None:
        return False
    word = found.group(1)
    if word.lower() in words.labels and not number.grouped:
        hedge = any(before.lower().endswith(h) for h in words.hedges)
        return not hedge
    opens = found.start(1) + max(0, number.start - BEFORE)
    first = opens == 0 or text[max(0, opens - 2) : opens].strip() in {"", ".", "!", "?", ":", "“", '"', "‘", "—", "–"}
    capital = word[0].isupper() and not first and word.lower() not in words.stops
    if capital and not number.grouped and number.value < LARGE and word.lower() not in words.months:
        phrase = counted(text, number.end, words)
        return phrase is None or not set(phrase.unit.lower().split()) & (words.casualties | words.counted)
    return False


def may_be_year(number: Number) -> bool:
    """Whether a number can be a year: "1200" and "2,019" are none."""
    plain = number.digits.isdigit() and len(number.digits) == 4 and not number.grouped
    return plain and YEARS[0] <= number.value < YEARS[1]


def _may_be_day(number: Number) -> bool:
    """Whether a number can be the day of a month."""
    return not number.grouped and 1 <= number.value <= 31 and number.value == int(number.value)


def _word_before(text: str, start: int) -> str:
    before = text[max(0, start - BEFORE) : start].rstrip(" \u00a0")
    found = re.search(r"([^\W\d_]+)\.?$", before)
    return found.group(1).lower() if found else ""
