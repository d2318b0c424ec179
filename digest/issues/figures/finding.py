"""Which numbers of a text are figures, and what each counts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from digest.issues.figures import numbers
from digest.issues.figures.lexicon import Lexicon, lexicon
from digest.issues.figures.numbers import Number
from digest.model import Figure

WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
GAP = re.compile(r"[ \u00a0\u202f]{1,2}")
OLDEST = 115  # years; a number up to here between commas, or in brackets, is a person's age
SMALL = 10  # counts below it say something only of deaths and the like
BARE = 1000  # an amount that large may stand without a noun
COUNTED_WORDS = 5  # the furthest a counted noun stands behind its number
BEFORE = 40  # characters read before it
LINK = re.compile(r"[ \u00a0](?:de |di |d['’])")  # "millones de euros", "millions d’euros"
BEHIND = re.compile(r" (?:and )?([a-z]+)")
YEARS = (1500, 2100)
CLOCK = re.compile(r"[ \u00a0]?(?:a\.?m|p\.?m|am|pm|o['’]clock|hrs|gmt|bst|est|uhr)\b", re.IGNORECASE)
DECADE = re.compile(r"['’]?s\b")
ORDINAL = re.compile(r"(?:st|nd|rd|th)\b", re.IGNORECASE)
RANGE = re.compile(r"[ \u00a0]?(?:-|–|—|to|and)[ \u00a0]?")
STREET = re.compile(
    r"(?:[A-Z][\w'’.]*[ ]){1,3}(?:Street|Road|Avenue|Lane|Drive|Boulevard|Square|Place|St|Ave|Rd|Blvd)\b"
)
TOLL = re.compile(
    r"\b(death toll|toll|deaths|cases|infections|population|casualties|turnout|total|fatalities)\b[\w\s,']{0,40}$"
)


@dataclass(frozen=True, slots=True)
class Counted:
    """What stands behind a number: the phrase it counts, and where that ends."""

    unit: str
    end: int
    head: str = ""  # its noun, lower case


def find(text: str, lang: str = "en") -> tuple[Figure, ...]:
    """The figures of ``text`` that matter, in order, none overlapping; never raises.

    A figure counts something, is money, or is a share. Left out are ages of persons, dates, times and lengths of time,
    scores, numbers of lists, telephones, houses, roads and models, ordinals, and counts below ten of anything but the
    dead, the hurt and the like. Of a range ``value`` is the lower end. ``unit`` is verbatim: the counted phrase up to
    its noun, "% of voters", or the currency as written.
    """
    words = lexicon(lang)
    found: list[Figure] = []
    numbered = numbers.find(text, words)
    skip = -1
    for nth, number in enumerate(numbered):
        if nth <= skip:
            continue
        following = numbered[nth + 1] if nth + 1 < len(numbered) else None
        figure, used = _figure(text, number, following, words)
        if figure and (not found or figure.start >= found[-1].end):
            found.append(figure)
            skip = nth + used
    return tuple(found)


def _figure(text: str, number: Number, following: Number | None, words: Lexicon) -> tuple[Figure | None, int]:
    """The figure that a number makes, and how many numbers behind it are part of it."""
    if text[number.start - 1 : number.start] in {"-", "–", "—"} and text[number.start - 2 : number.start - 1].isdigit():
        return None, 0  # the second number of a score or the like
    if text[max(0, number.start - BEFORE) : number.start].lower().rstrip().endswith(words.fractions):
        return None, 0
    start, hedge = _hedged(text, number.start, words)
    upper = _upper(text, number, following)
    value, end, used = number.value, number.end, 0
    if upper is not None:
        end, used = upper.end, 1
        value = _scaled(number, upper)
        aged = next((text[end : end + 1 + len(a)] for a in words.aged if text[end + 1 :].lower().startswith(a)), "")
        if aged and hedge == words.between:
            return Figure(start, end + len(aged), value, aged.strip(), hedge), used
    elif hedge == words.between and hedge:
        start, hedge = number.start, None
    currency = number.currency or (upper.currency if upper else "")
    unit = _money(text, end, words, currency) or _share(text, end, words)
    if unit is not None:
        return Figure(start, max(end, unit.end), value, unit.unit, hedge), used
    if (
        _is_name(text, number, words, ranged=upper is not None)
        or _is_time(text, number, end, words)
        or _is_age(text, number, end, words)
    ):
        return None, used
    counted = _counted(text, end, words)
    if counted is None:
        if number.grouped and value >= BARE and text[end : end + 1] != "-":
            toll = TOLL.search(text, max(0, number.start - 2 * BEFORE), start)
            return Figure(start, end, value, toll.group(1) if toll else "", hedge), used
        return None, used
    if not _matters(number, value, counted, words):
        return None, used
    return Figure(start, end, value, counted.unit, hedge), used


def _hedged(text: str, start: int, words: Lexicon) -> tuple[int, str | None]:
    """Where a figure begins with its hedge, and the hedge as it stands."""
    before = text[max(0, start - BEFORE) : start]
    if not before[-1:].isspace():
        return start, None
    low = before.lower().rstrip()
    for hedge in (*words.hedges, words.between):
        if hedge and low.endswith(hedge):
            at = len(low) - len(hedge)
            if at == 0 or not low[at - 1].isalnum():
                begin = start - len(before) + at
                return begin, text[begin : begin + len(hedge)].lower()
    return start, None


def _upper(text: str, number: Number, following: Number | None) -> Number | None:
    """The other end of a range: "between 18 and 30", "10-15", "20 to 25"."""
    if following is None or following.start - number.end > 5:
        return None
    joint = RANGE.fullmatch(text, number.end, following.start)
    if joint is None or following.value <= _scaled(number, following):
        return None
    if "and" in joint.group():
        before = text[max(0, number.start - 9) : number.start].lower()
        return following if before.endswith("between ") else None
    return None if number.currency and following.currency else following  # "fell $2 to $41" is two amounts


def _scaled(number: Number, upper: Number) -> float:
    """The lower end, in what the upper one is written in: "2 to 3 million" begins at 2,000,000."""
    return (
        number.value * upper.factor
        if number.factor == 1 and upper.factor >= BARE and number.value < BARE
        else number.value
    )


def _money(text: str, end: int, words: Lexicon, currency: str) -> Counted | None:
    if currency:
        return Counted(currency, end, "money")
    gap = GAP.match(text, end)
    link = LINK.match(text, end) if words.decimal == "," else None
    word = WORD.match(text, link.end() if link else gap.end()) if gap else None
    if word and word.group().lower() in words.currencies:
        return Counted(word.group(), word.end(), "money")
    if gap and text[gap.end() : gap.end() + 1] in {"€", "£", "$"} and words.decimal == ",":
        return Counted(text[gap.end()], gap.end() + 1, "money")
    return None


def _share(text: str, end: int, words: Lexicon) -> Counted | None:
    """ "%", with what it is a share of where that follows at once: "% of voters"."""
    gap = GAP.match(text, end)
    begin = gap.end() if gap else end
    if text[begin : begin + 1] == "%":
        stop = begin + 1
    else:
        ahead = text[begin : begin + 24].lower()
        name = next(
            (p for p in words.percent if ahead.startswith(p) and not ahead[len(p) : len(p) + 1].isalpha()), None
        )
        if name is None or (begin == end and text[end : end + 1] != "-"):
            return None
        stop = begin + len(name)
    if text[stop : stop + 4] == " of ":
        phrase = _counted(text, stop + 3, words)
        if phrase:
            return Counted(text[begin : phrase.end], stop, "%")
    return Counted(text[begin:stop], stop, "%")


def _counted(text: str, end: int, words: Lexicon) -> Counted | None:
    """The phrase a number counts, from the word behind it to its noun: the first plural, or one that needs no s."""
    at = end
    begin = -1
    last: re.Match[str] | None = None
    for _ in range(COUNTED_WORDS if words.stops else 1):
        gap = GAP.match(text, at)
        word = WORD.match(text, gap.end()) if gap else None
        if word is None:
            break
        low = word.group().lower()
        if low in words.stops and not (at == end and low in MORE):
            break
        begin = word.start() if begin < 0 else begin
        if low in words.counted or low in words.measures or low in words.times or (words.stops and _is_plural(low)):
            last = word
            if low not in words.modifiers:
                break
        elif last is not None and not word.group().islower():
            break
        at = word.end()
    if last is None:
        return None
    stop, head = last.end(), last.group().lower()
    behind = BEHIND.match(text, stop)
    while behind and behind.group(1) in words.participles:
        stop = behind.end()
        behind = BEHIND.match(text, stop)
    return Counted(text[begin:stop], stop, head)


MORE = frozenset(["more", "other"])  # right behind a number they belong to what it counts
SINGULAR = ("ss", "us", "is", "'s", "’s")
NO_PLURAL = frozenset(
    ["as", "this", "always", "perhaps", "towards", "besides", "plus", "minus", "tuesdays", "news", "sports"]
)


def _is_plural(low: str) -> bool:
    return len(low) > 3 and low.endswith("s") and not low.endswith(SINGULAR) and low not in NO_PLURAL


def _matters(number: Number, value: float, counted: Counted, words: Lexicon) -> bool:
    """Whether a count is worth a line: no length of time, no announced list, and no small number of ordinary things."""
    unit = set(counted.unit.lower().split())
    if counted.head in words.listed and value < 200:
        return False
    if unit & words.casualties:
        return value >= 2
    if counted.head in words.measures:
        return value >= SMALL or (not number.in_words and value >= 2)
    return value >= SMALL


def _is_time(text: str, number: Number, end: int, words: Lexicon) -> bool:
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
    plain = number.digits.isdigit() and len(number.digits) == 4 and not number.grouped
    if plain and YEARS[0] <= number.value < YEARS[1]:
        counted = _counted(text, end, words)
        return counted is None or number.value % 50 != 0 or before in words.year_before
    return False


def _may_be_day(number: Number) -> bool:
    """Whether a number can be the day of a month."""
    return not number.grouped and 1 <= number.value <= 31 and number.value == int(number.value)


def _word_before(text: str, start: int) -> str:
    before = text[max(0, start - BEFORE) : start].rstrip(" \u00a0")
    found = re.search(r"([^\W\d_]+)\.?$", before)
    return found.group(1).lower() if found else ""


def _is_age(text: str, number: Number, end: int, words: Lexicon) -> bool:
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


def _is_name(text: str, number: Number, words: Lexicon, *, ranged: bool) -> bool:
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
    capital = word[0].isupper() and not first
    if capital and not number.grouped and number.value < BARE and word.lower() not in words.months:
        counted = _counted(text, number.end, words)
        return counted is None or not set(counted.unit.lower().split()) & (words.casualties | words.counted)
    return False
