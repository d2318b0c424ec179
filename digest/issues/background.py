"""How much a sentence explains what came before: what the "Background" section is chosen by.

A handful of features, each with its reason and its weight, that a person can check by hand:

- it looks back: a perfect tense ("has long struggled"), "since …", a year gone by, "for decades";
- it explains: "despite", "amid", "the ongoing conflict", "critics say";
- it stands behind the news and before the end, where an article explains itself;
- it is not something else: the lede, a quotation, a figure, a look ahead, which have sections of their own.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

BASE = 0.2
PERFECT = 0.2  # "has accused", "had been": what is done by now
LASTING = 0.05  # an adverb of duration right behind it: "has long"
EXPLAINS = 0.2  # for the first such phrase
EXPLAINS_MORE = 0.05  # for each further one, up to two
SINCE = 0.15  # a point in time behind us
YEAR = 0.1  # "in 2019"
MIDDLE = 0.1  # stands where an article explains itself
LEDE = -0.3  # the first sentences tell the news
END = -0.1  # the last ones close
QUOTED = -0.5  # belongs to "In their words"
COUNTED = -0.3  # belongs to "By the numbers"
AHEAD = -0.25  # belongs to "What's next"; a second such phrase counts again
NEWS = -0.3  # tells what happened just now
QUESTION = -0.3
TALK = -0.4  # a writer who speaks of "us", or a clause that has lost its beginning ("Not because …")
SHORT = -0.15  # too short to explain anything

OPENING = 0.1  # of the article: the lede and what follows it
CLOSING = 0.85
SHORTEST = 8  # words
MARKS = frozenset('"“”„«»')
AMOUNT = re.compile(
    r"[$£€]\s?\d|\b\d{1,3}(?:[.,]\d{3})+\b|\b\d+(?:\.\d+)?\s?(?:%|percent|per cent)|\b(?:million|billion)\b"
)
PAST_YEAR = re.compile(r"\b(?:in|since|im jahr|en|desde|depuis|seit)\s(?:1[89]|20)\d\d\b")
TALKING = re.compile(r"\b(?:[Ww]e|us|[Oo]urs?|[Mm]y|[Yy]ou|[Yy]our|I)\b|^Not\b")
WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("digest.issues").joinpath("background.toml").read_text(encoding="utf-8"))


def score(sentence: str, *, position: float, lang: str = "en") -> float:
    """How much ``sentence`` explains what came before, 0 to 1; from about 0.45 on it is fit for "Background".

    ``position`` is its place in the article, 0 the first sentence and 1 the last. A language whose words are not known
    (``background.toml``) is judged by place and by what the sentence is not, and stays below that mark.
    """
    return round(min(1.0, max(0.0, sum(reasons(sentence, position=position, lang=lang).values()))), 4)


def reasons(sentence: str, *, position: float, lang: str = "en") -> dict[str, float]:
    """What the score is the sum of, by name; only what applies."""
    words: Mapping[str, list[str]] = _tables().get(lang.lower().partition("-")[0], {})
    found = WORD.findall(sentence.lower())
    plain = f" {' '.join(found)} "
    said = {"base": BASE}
    at = next((i for i, word in enumerate(found) if word in words.get("perfect", ())), None)
    if at is not None:
        said["perfect"] = PERFECT
        if any(word in words.get("adverbs", ()) for word in found[at + 1 : at + 3]):
            said["lasting"] = LASTING
    explaining = _count(plain, words.get("explains", ()))
    if explaining:
        said["explains"] = EXPLAINS + EXPLAINS_MORE * min(2, explaining - 1)
    if _count(plain, words.get("since", ())):
        said["since"] = SINCE
    if PAST_YEAR.search(sentence.lower()):
        said["year"] = YEAR
    said |= _place(position)
    if MARKS & set(sentence):
        said["quoted"] = QUOTED
    if AMOUNT.search(sentence):
        said["counted"] = COUNTED
    ahead = _count(plain, words.get("ahead", ()))
    if ahead:
        said["ahead"] = AHEAD * min(2, ahead)
    if _count(plain, words.get("news", ())):
        said["news"] = NEWS
    if sentence.rstrip().endswith("?"):
        said["question"] = QUESTION
    if TALKING.search(sentence):
        said["talk"] = TALK
    if len(found) < SHORTEST:
        said["short"] = SHORT
    return said


def _place(position: float) -> dict[str, float]:
    if position < OPENING:
        return {"lede": LEDE}
    return {"end": END} if position > CLOSING else {"middle": MIDDLE}


def _count(plain: str, phrases: tuple[str, ...] | list[str]) -> int:
    return sum(f" {' '.join(WORD.findall(phrase))} " in plain for phrase in phrases)
