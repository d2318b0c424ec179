"""How much a sentence explains what came before: what the "Background" section is chosen by.

A handful of features, each with its reason and its weight, that a person can check by hand:

- it looks back: "since …", a year gone by, "for decades", "had promised", "has long struggled";
- it explains: "was founded", "the long-running dispute", "critics say"; less surely "despite", "amid", "because";
- it stands behind the news and before the end, where an article explains itself;
- it is not something else: the lede, a quotation, a figure, a look ahead, which have sections of their own; nor a
  report of the event itself ("police said", "later that day"), nor what is not known of it yet ("it is unclear").

A perfect tense by itself ("has arrested") only tells the news, and is not enough.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

BASE = 0.2
PERFECT = 0.05  # "has accused": done by now, though perhaps only just now
BEFORE = 0.2  # "had accused": done before that
LINKS = 0.05  # for the first word of cause or contrast
LASTING = 0.15  # an adverb of duration right behind either: "has long"
EXPLAINS = 0.2  # for the first such phrase
EXPLAINS_MORE = 0.05  # for each further one, up to two
SINCE = 0.2  # a point in time behind us
YEAR = 0.15  # "in 2019"
MIDDLE = 0.1  # stands where an article explains itself
LEDE = -0.3  # the first sentences tell the news
END = -0.1  # the last ones close
QUOTED = -0.5  # belongs to "In their words"
COUNTED = -0.3  # belongs to "By the numbers"
AHEAD = -0.25  # belongs to "What's next"; a second such phrase counts again
NEWS = -0.3  # tells what happened just now
REPORTED = -0.2  # somebody says so of the event: the news again
UNKNOWN = -0.3  # what is not known or not done yet
QUESTION = -0.3
TALK = -0.5  # a writer who speaks of "us", a caption, or a clause that has lost its beginning ("Not because …")
SHORT = -0.15  # too short to explain anything
LONG = -0.2  # too long to be read for it

OPENING = 0.1  # of the article: the lede and what follows it
CLOSING = 0.85
SHORTEST = 9  # words
LONGEST = 45
MARKS = frozenset('"“”„«»')
ASIDE = re.compile(r"(?<!\w)['‘][^'‘’]{12,}['’](?!\w)")  # a quotation in single marks
AMOUNT = re.compile(
    r"[$£€]\s?\d|\b\d{1,3}(?:[.,]\d{3})+\b|\b\d+(?:\.\d+)?\s?(?:%|percent|per cent)|\b(?:million|billion)\b"
)
PAST_YEAR = re.compile(r"\b(?:in|since|until|im jahr|en|desde|depuis|seit)\s(?:\w+\s)?(?:1[89]|20)\d\d\b")
RECENT = re.compile(r" (?:past|last) (?:\w+ )?(?:\w+ )?(?:hours?|days?|weeks?) ")
TALKING = re.compile(
    r"\b(?:[Ww]e|us|[Oo]urs?|[Mm]y|[Yy]ou|[Yy]our|I)\b|^(?:Not|Maybe|Perhaps|So|Part of)\b|^\(|\[\d+\]|\band so on\b"
    r"|^[A-Z][\w’'-]*(?: [\w’'-]+){0,4}: "
)
WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
CLAUSE = 7  # words: "said that they had fallen" is in the past because "said" is


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
    return (
        {"base": BASE} | dict(_for(sentence, found, words)) | _place(position) | dict(_against(sentence, found, words))
    )


def _for(sentence: str, found: list[str], words: Mapping[str, list[str]]) -> Iterator[tuple[str, float]]:
    """What speaks for a sentence."""
    plain = f" {' '.join(found)} "
    told = [i for i, word in enumerate(found) if word in words.get("reported", ())]
    auxiliary = (*words.get("perfect", ()), *words.get("past", ()))
    tenses = [i for i, word in enumerate(found) if word in auxiliary and _done(found[i + 1 : i + 4], words)]
    at = next(iter(tenses), None)
    if at is not None:
        before = any(found[i] in words.get("past", ()) and not _tells(told, i) for i in tenses)
        yield ("before", BEFORE) if before else ("perfect", PERFECT)
        if any(word in words.get("adverbs", ()) for i in tenses for word in found[i + 1 : i + 3]):
            yield "lasting", LASTING
    explaining = _count(plain, words.get("explains", ()))
    if explaining:
        yield "explains", EXPLAINS + EXPLAINS_MORE * min(2, explaining - 1)
    if _count(plain, words.get("links", ())):
        yield "links", LINKS
    # With a tense of its own "since" is a time; without, it is a reason.
    if _count(plain, words.get("since", ())) or (tenses and " since " in plain):
        yield "since", SINCE
    if PAST_YEAR.search(sentence.lower()):
        yield "year", YEAR


def _done(behind: list[str], words: Mapping[str, list[str]]) -> bool:
    """Whether a participle stands behind an auxiliary; where a language lists none, the auxiliary is enough."""
    known = words.get("participles")
    return not known or any(word.endswith("ed") or word in known for word in behind)


def _tells(told: list[int], at: int) -> bool:
    """Whether a verb of speech stands close enough before a word to have put it into the past."""
    return any(0 < at - i <= CLAUSE for i in told)


def _against(sentence: str, found: list[str], words: Mapping[str, list[str]]) -> Iterator[tuple[str, float]]:
    """What speaks against it: what it is instead."""
    plain = f" {' '.join(found)} "
    if MARKS & set(sentence) or ASIDE.search(sentence):
        yield "quoted", QUOTED
    if AMOUNT.search(sentence):
        yield "counted", COUNTED
    ahead = _count(plain, words.get("ahead", ()))
    if ahead:
        yield "ahead", AHEAD * min(2, ahead)
    if _count(plain, words.get("news", ())) or RECENT.search(plain):
        yield "news", NEWS
    if _count(plain, words.get("reported", ())):
        yield "reported", REPORTED
    if _count(plain, words.get("unknown", ())):
        yield "unknown", UNKNOWN
    if sentence.rstrip().endswith("?"):
        yield "question", QUESTION
    if TALKING.search(sentence):
        yield "talk", TALK
    if len(found) < SHORTEST:
        yield "short", SHORT
    if len(found) > LONGEST:
        yield "long", LONG


def _place(position: float) -> dict[str, float]:
    if position < OPENING:
        return {"lede": LEDE}
    return {"end": END} if position > CLOSING else {"middle": MIDDLE}


def _count(plain: str, phrases: tuple[str, ...] | list[str]) -> int:
    return sum(f" {' '.join(WORD.findall(phrase))} " in plain for phrase in phrases)
