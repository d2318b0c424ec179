"""What is measured of a sentence in its own article: what ``learned`` judges it by.

Stems are those of candidates. An article's stems count once a sentence that holds them.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from digest.summarizers.candidates import Candidate, asks

FEATURES: Final = (
    "place",  # sentences before it
    "depth",  # the same as a share of the article's sentences
    "sentences",  # of its article
    "words",
    "stems",  # logarithm of one more than it has
    "longer",  # its words, beside those of the article's mean sentence
    "opening",  # the words of the article's first sentence beside them: a writer of brief ledes writes brief summaries
    "commas",
    "central",  # cosine with the article's vocabulary
    "common",  # sentences that hold a stem of it: their mean
    "recurring",  # share of its stems that stand in another sentence too
    "lead",  # cosine with the article's first sentences
    "question",
    "quotation",  # opens with one
    "quoted",  # share of its characters between quotation marks
    "talk",  # share of the article's sentences that hold a quotation mark
    "names",  # it holds
    "known names",  # how often the article names them, beside its sentences
    "echoed later",  # mean cosine with the sentences behind it
    "told before",  # highest cosine with a sentence before it
    "new",  # share of its stems that no sentence before it holds
    "new and lasting",  # sentences behind it that hold its new stems, beside its stems
    "said",  # somebody says something
    "first person",  # outside quotation marks
    "dangling",  # hangs on the sentence before it
    "day",  # names a day of the week, or today
    "past",  # names a year, or speaks of what was before
    "money",  # amounts of money, percentages, millions
    "pronouns",  # their share of its words
    "perfect",  # is told in the perfect tense
    "relative",  # holds a relative clause
    "figures",
)
_TOP = 3  # sentences that say what an article is about
_NEAR = 25  # sentences on either side that one is compared with: what bounds the cost of a long text

_NAME = re.compile(r"(?<![\w'’-])[A-Z][\w'’-]*[a-z][\w'’-]*")
_LATER_NAME = re.compile(r"(?<=[\w,;:] )[A-Z][a-z]+")  # not the sentence's first word, nor a quotation's
_SAID = re.compile(r"\b(?:said|says|told|added|announced|according to|tweeted|wrote)\b")
_FIRST_PERSON = re.compile(r"\b(?:I|we|my|our|us|me|We|My|Our)\b")
_QUOTED = re.compile(r"[\"“][^\"”]*[\"”]|'[^']{15,}'")
_MARKS = ('"', "“", "”")
_PAIRED = ("'", *_MARKS)
_OPENING_MARKS = ('"', "“", "'", "‘", "«", "„")
_DAY = re.compile(r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|today|yesterday|tonight)\b")
_PAST = re.compile(r"\b(?:(?:19|20)\d\d|last|years? ago|decades?|previous|earlier|formerly)\b")
_MONEY = re.compile(r"[$£€]\s?\d|%|\b(?:per ?cent|million|billion)\b")
# Looked for in small letters: at a third of the cost of ignoring case.
_PRONOUN = re.compile(r"\b(?:he|she|they|it|his|her|their|its|him|them|this|that|these|those)\b")
_PERFECT = re.compile(r"\b(?:has|have|had) (?:(?:been |also |not )?\w+ed|been)\b")
_RELATIVE = re.compile(r"\b(?:who|which|where|whose)\b")


def measure(sentences: Sequence[Candidate]) -> list[list[float]]:
    """The ``FEATURES`` of each sentence of one English article, given as they stand in it."""
    if not sentences:
        return []
    count = len(sentences)
    sets = [frozenset(one.stems) for one in sentences]
    held = Counter(stem for own in sets for stem in own)
    printable = [own for own, one in zip(sets, sentences, strict=True) if one.printable]
    whole, top = _weights(printable), _weights(printable[:_TOP])
    mean = sum(one.words for one in sentences) / count or 1.0
    talk = sum(any(mark in one.passage.text for mark in _MARKS) for one in sentences) / count
    names = [frozenset(_names(one.passage.text)) for one in sentences]
    named = Counter(name for own in names for name in own)
    later, before = _neighbours(sets)
    seen: set[str] = set()
    rows: list[list[float]] = []
    for place, (one, own) in enumerate(zip(sentences, sets, strict=True)):
        text, stems = one.passage.text, max(1, len(own))
        quoted = _QUOTED.findall(text) if any(mark in text for mark in _PAIRED) else []
        new = own - seen
        seen |= own
        rows.append(
            [
                place,
                place / count,
                count,
                one.words,
                math.log(1 + len(own)),
                one.words / mean,
                sentences[0].words / mean,
                text.count(","),
                _cosine(own, *whole),
                sum(held[stem] for stem in own) / stems,
                sum(held[stem] > 1 for stem in own) / stems,
                _cosine(own, *top),
                asks(text),
                opens_with_quotation(text),
                sum(map(len, quoted)) / max(1, len(text)),
                talk,
                len(_LATER_NAME.findall(text)),
                sum(named[name] for name in names[place]) / count,
                later[place],
                before[place],
                len(new) / stems,
                sum(held[stem] - 1 for stem in new) / stems,
                _SAID.search(text) is not None,
                _FIRST_PERSON.search(_QUOTED.sub("", text) if quoted else text) is not None,
                one.dangling,
                _DAY.search(text) is not None,
                _PAST.search(text) is not None,
                len(_MONEY.findall(text)),
                len(_PRONOUN.findall(text.lower())) / max(1, one.words),
                _PERFECT.search(text) is not None,
                _RELATIVE.search(text) is not None,
                len(one.figures),
            ]
        )
    return rows


def is_english(lang: str) -> bool:
    """Whether a BCP 47 tag is of English."""
    return lang.partition("-")[0].lower() == "en"


def opens_with_quotation(sentence: str) -> bool:
    """Whether its first words are somebody's."""
    return sentence.startswith(_OPENING_MARKS)


def _names(text: str) -> list[str]:
    """Its words with a capital, but for the first word: that has one anyway."""
    return [found.group() for found in _NAME.finditer(text) if found.start() > 0]


def _weights(sets: Sequence[frozenset[str]]) -> tuple[Counter[str], float]:
    """In how many of the sets each stem stands, and the length of that as a vector."""
    weights = Counter(stem for own in sets for stem in own)
    return weights, math.sqrt(sum(weight * weight for weight in weights.values()))


def _cosine(own: frozenset[str], weights: Counter[str], length: float) -> float:
    shared = sum(weights[stem] for stem in own)
    return shared / (length * math.sqrt(len(own))) if shared else 0.0


def _neighbours(sets: Sequence[frozenset[str]]) -> tuple[list[float], list[float]]:
    """Of each sentence: its mean cosine with those behind it, and its highest with one before it."""
    lengths = [math.sqrt(len(own)) or 1.0 for own in sets]
    later, before = [0.0] * len(sets), [0.0] * len(sets)
    for place, own in enumerate(sets):
        last = min(len(sets), place + _NEAR + 1)
        for other in range(place + 1, last):
            shared = len(own & sets[other])
            if shared:
                cosine = shared / (lengths[place] * lengths[other])
                later[place] += cosine
                before[other] = max(before[other], cosine)
        later[place] /= max(1, last - place - 1)
    return later, before
