"""Which numbers of a text are figures."""

from __future__ import annotations

import re

from digest.issues.figures import numbers, phrases, refusing
from digest.issues.figures.lexicon import Lexicon, lexicon
from digest.issues.figures.numbers import Number
from digest.issues.figures.phrases import GAP, LINK, WORD, Counted
from digest.model import Figure

SMALL = 10  # counts below it say something only of deaths and the like
SCORES = 100  # from here on, points are those of an index
INDEXED = frozenset(["points"])
BARE = 1000  # an amount that large may stand without a noun
HEDGES = 2  # "at least another 20"
PLACES = frozenset(["over", "under", "above", "below", "beyond", "around", "about", "some"])  # not before another hedge
BEFORE = 40  # characters read before it
RANGE = re.compile(r"[ \u00a0]?(?:-|–|—|to|and)[ \u00a0]?")
# "The toll rose to 138": right before a bare number that need not be large.
TOTAL = re.compile(
    r"\b(?:toll|total|number|tally|deaths|cases|infections)\b[^\d.;!?]{0,30}\b(?:to|at|is|was|of|reached|passed)\s$"
)
LEAST_TOLL = 20
MARK = re.compile(r"[ \u00a0-](?:mark|barrier|milestone)\b")
LEVEL = re.compile(r"[ \u00a0-](?:mark|barrier|milestone|threshold|level)s?\b")
RACE = re.compile(
    r" (?:\w+ ){0,2}(?:runners?|hurdles|hurdlers?|sprint|freestyle|butterfly|breaststroke|relay|race|final|champion)"
)


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
    if (share := _share_before(text, start, end, value, hedge, words)) is not None:
        return share, used
    if number.letter and not currency and RACE.match(text, end):
        return None, used
    unit = _money(text, end, words, currency) or _share(text, end, words)
    if unit is not None and MARK.match(text, max(end, unit.end)):
        return None, used  # "the $4 trillion mark"
    if unit is not None:
        return Figure(start, max(end, unit.end), value, unit.unit, hedge), used
    if (
        refusing.is_name(text, number, words, ranged=upper is not None)
        or refusing.is_time(text, number, end, words)
        or refusing.is_age(text, number, end, words)
    ):
        return None, used
    counted = phrases.counted(text, end, words)
    if counted is None and words.stops and (part := phrases.part(text, end, following, words)):
        counted, used = part
    if counted is None:
        toll = phrases.toll(text, start) if value >= LEAST_TOLL and not number.letter else ""
        if _stands_bare(text, number, end, value) or (toll and TOTAL.search(text, max(0, start - BEFORE), start)):
            return Figure(start, end, value, toll or phrases.toll(text, start), hedge), used
        return None, used
    if not _matters(number, value, counted, words):
        return None, used
    return Figure(start, end, value, counted.unit, hedge), used


def _stands_bare(text: str, number: Number, end: int, value: float) -> bool:
    """Whether an amount is one without a noun: no level of an index ("10,360.5"), and no mark that is passed."""
    if not number.grouped or value < BARE or text[end : end + 1] == "-" or LEVEL.match(text, end):
        return False
    return number.factor > 1 or value == int(value)


def _hedged(text: str, start: int, words: Lexicon) -> tuple[int, str | None]:
    """Where a figure begins with its hedge or hedges, and the hedge nearest to it as it stands."""
    before = text[max(0, start - BEFORE) : start]
    low = before.lower().replace("\u00a0", " ")
    begin, nearest = len(low), None
    for _ in range(HEDGES):
        if not low[begin - 1 : begin].isspace():
            break
        end = len(low[:begin].rstrip())
        hedge = next((hedge for hedge in words.hedges if low.endswith(hedge, 0, end)), "")
        at = end - len(hedge)
        if not hedge or (at and low[at - 1].isalnum()) or (nearest and low[at:end] in PLACES):
            break
        begin, nearest = at, nearest or hedge
    if nearest is None and words.between and low.endswith(f"{words.between} "):
        begin, nearest = len(low) - len(words.between) - 1, words.between
    return start - len(before) + begin, nearest


def _upper(text: str, number: Number, following: Number | None) -> Number | None:
    """The other end of a range: "between 18 and 30", "10-15", "20 to 25"."""
    if following is None or following.start - number.end > 5:
        return None
    joint = RANGE.fullmatch(text, number.end, following.start)
    if following.factor > 1 and refusing.may_be_year(number):
        return None  # "fell in 2004 to 7 million"
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
        phrase = phrases.counted(text, stop + 3, words)
        if phrase and phrase.head not in words.times:
            return Counted(text[begin : phrase.end], stop, "%")
    return Counted(text[begin:stop], stop, "%")


def _share_before(text: str, start: int, end: int, value: float, hedge: str | None, words: Lexicon) -> Figure | None:
    """A share in a language that names it before the number: "yüzde 12", "%12"."""
    low = text[max(0, start - BEFORE) : start].lower()
    sign = next((s for s in words.percent_before if low.rstrip().endswith(s) and len(low) - len(low.rstrip()) <= 1), "")
    if not sign:
        return None
    begin = start - len(low) + len(low.rstrip()) - len(sign)
    if begin and text[begin - 1].isalnum():
        return None
    return Figure(begin, end, value, text[begin : begin + len(sign)], hedge)


def _matters(number: Number, value: float, counted: Counted, words: Lexicon) -> bool:
    """Whether a count is worth a line: no length of time, no announced list, and no small number of ordinary things."""
    unit = set(counted.unit.lower().split())
    if counted.head in words.times:
        # A sentence of years, or work done: "40 kilowatt hours".
        return counted.unit.lower() in words.times or bool(unit & words.measures)
    if counted.head in words.listed and value < 200:
        return False
    if counted.unit.lower() in words.scores:
        return counted.head in INDEXED and (value >= SCORES or value != int(value))
    if unit & words.casualties:
        return value >= 2
    if counted.head in words.measures:
        return value >= SMALL or (not number.in_words and value >= 2)
    return value >= SMALL
