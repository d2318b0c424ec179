"""A figure with all that says what it counts: of whom, where, when, and on whose word."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime

from digest.issues import figures
from digest.issues.accounts.bounds import Bounds, bounds
from digest.issues.accounts.elliptical import with_elliptical
from digest.issues.accounts.lexicon import Lexicon, lexicon
from digest.issues.accounts.sentence import Sentence, tokens
from digest.issues.figures import lexicon as figure_words
from digest.issues.figures import numbers
from digest.issues.page import fit
from digest.model import Article, Figure, Passage, PrintedFigure
from digest.text import cut, stems

MOST = 60  # figures of one article that are read
TABLE = 40  # figures of one sentence; more are a table that lost its lines, and what each counts nobody can tell
POINT = 0.5  # a share in whole points is rounded to them

_SIGNS = {
    "us$": "$",
    "usd": "$",
    "dollar": "$",
    "dollars": "$",
    "eur": "€",
    "euro": "€",
    "euros": "€",
    "gbp": "£",
    "pounds": "£",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What a figure counts."""

    kind: str  # "count", "share", or the sign of a currency
    head: str = ""  # the stem of what is counted; "" of persons in general
    of: frozenset[str] = frozenset()  # stems of what else the counted phrase says
    fates: frozenset[str] = frozenset()  # what became of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One figure of one account."""

    voice: str  # whose word it is
    published: datetime | None  # when its article was, or was last changed
    order: int  # of its sentence in the article
    alone: bool  # whether its sentence may be printed by itself
    printed: PrintedFigure
    bounds: Bounds
    counted: Counted
    limits: frozenset[str]  # what bounds the count: parts and periods, and whether it is only expected
    places: frozenset[str]
    days: frozenset[str]
    months: frozenset[str]
    years: frozenset[str]
    sources: frozenset[str]  # who is cited for it
    sole: bool  # no other figure of its article counts the like
    running: bool  # it grows as news comes in
    names: frozenset[str]  # in its clause
    goes_on: tuple[str, ...]  # stems right behind what is counted
    numbers: frozenset[float]  # the other figures of its sentence
    parts: frozenset[float]  # the other numbers of its sentence
    near: frozenset[str]  # stems beside it
    around: frozenset[str]  # stems of its sentence


def claims(article: Article, voice: str) -> tuple[Claim, ...]:
    """The figures of an article that another account could contradict, in order; ``voice`` is whose word they are."""
    words = lexicon(article.lang)
    if words is None:
        return ()
    found: list[Claim] = []
    common = frozenset(word for word in article.text.split() if word.islower())
    kinds: Counter[str] = Counter()
    sentences: list[tuple[int, bool, Passage, Sentence]] = []
    for order, (passage, alone) in enumerate(fit(article)):
        told = figures.find(passage.text, article.lang)
        if len(told) <= TABLE:
            told = with_elliptical(passage.text, told, words, article.lang)
        kinds.update(map(_like, told))
        if 0 < len(told) <= TABLE:
            sentences.append((order, alone, passage, Sentence(passage.text, told, words)))
    for order, alone, passage, sentence in sentences:
        place = _place(passage.text, article.lang, voice, order, alone, common)
        for nth, figure in enumerate(sentence.figures):
            claim = _claim(article, passage, sentence, nth, words, place)
            if claim:
                found.append(replace(claim, sole=kinds[_like(figure)] == 1))
        if len(found) >= MOST:
            break
    return tuple(found)


def _like(figure: Figure) -> str:
    """What a figure shares with all that count the like: its sign, or its noun."""
    unit = figure.unit.lower()
    return _SIGNS.get(unit, "%" if unit.startswith("%") else (tokens(unit) or [unit])[-1])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a sentence stands."""

    voice: str
    order: int
    alone: bool
    common: frozenset[str]  # words that its article has without a capital
    numbers: frozenset[float]  # in it
    stems: frozenset[str]  # its own, without numbers


def _place(text: str, lang: str, voice: str, order: int, alone: bool, common: frozenset[str]) -> _Place:
    """The place of a sentence; what all its figures have in common is read once."""
    return _Place(
        voice=voice,
        order=order,
        alone=alone,
        common=common,
        numbers=frozenset(n.value for n in numbers.find(text, figure_words.lexicon(lang))),
        stems=frozenset(stem for stem in stems(text, lang) if not stem[:1].isdigit()),
    )


def _claim(
    article: Article, passage: Passage, sentence: Sentence, nth: int, words: Lexicon, place: _Place
) -> Claim | None:
    figure = sentence.figures[nth]
    open_to = bounds(figure, sentence.text, words, article.lang)
    counted = _counted(figure, sentence.fates(nth), words, article.lang)
    clause = frozenset(word.lower() for word in sentence.clause(nth)) | frozenset(tokens(figure.unit))
    following = article.text[passage.end : passage.end + 3]
    if open_to is None or counted is None or sentence.broken(nth, following):
        return None
    if clause & words.before or sentence.tokens & (words.doubts | words.moving):
        return None
    if counted.kind == "share" and open_to.low == open_to.high == int(open_to.low):
        open_to = Bounds(open_to.low - POINT, open_to.high + POINT)
    own = set(stems(f"{passage.text[figure.start : figure.end]} {figure.unit}", article.lang))
    beside = sentence.beside(nth)
    return Claim(
        voice=place.voice,
        published=article.updated or article.published,
        order=place.order,
        alone=place.alone,
        printed=PrintedFigure(
            figure=cut(article, passage.start + figure.start, passage.start + figure.end),
            unit=figure.unit,
            value=figure.value,
            sentence=passage,
        ),
        bounds=open_to,
        counted=counted,
        limits=_limits(clause, {*tokens(figure.unit), *tokens(sentence.before(nth))[-1:]}, words)
        | (sentence.tokens & words.whole),
        places=sentence.places,
        days=sentence.days,
        months=sentence.months,
        years=sentence.years,
        sources=sentence.sources,
        sole=False,
        running=_grows(counted, figure, beside, words),
        numbers=frozenset(other.value for other in sentence.figures) - {figure.value},
        parts=place.numbers,
        names=sentence.names(nth, place.common),
        goes_on=tuple(stem for stem in stems(sentence.goes_on(nth), article.lang) if stem not in own),
        near=frozenset(stems(" ".join(beside), article.lang)) - own,
        around=place.stems - own,
    )


def _counted(figure: Figure, fates: frozenset[str], words: Lexicon, lang: str) -> Counted | None:
    """What a figure counts; None where that cannot be held against another: a measure, the "others", nothing said."""
    unit = figure.unit.strip().lower()
    known = figure_words.lexicon(lang)
    if not unit:
        return Counted(kind="count", fates=fates) if fates else None
    if unit.startswith(("%", *known.percent)):
        return Counted(kind="share", of=frozenset(stems(unit, lang)) - set(stems(" ".join(known.percent), lang)))
    if unit in _SIGNS or unit in known.currencies or not any(letter.isalpha() for letter in unit):
        return Counted(kind=_SIGNS.get(unit, unit), fates=fates)
    phrase = tokens(unit)
    if not phrase or set(phrase) & (known.measures | words.apart):
        return None
    while len(phrase) > 1 and phrase[-1] in known.participles:
        phrase.pop()
    head, rest = phrase[-1], [token for token in phrase[:-1] if token not in words.fates and token not in words.idle]
    of = frozenset(stems(" ".join(rest), lang))
    if head in words.crowds and not fates:
        fates = frozenset(["attending"])
    if head in words.fates or head in words.persons or head in words.crowds:
        return Counted(kind="count", of=of, fates=fates)
    return Counted(kind="count", head=" ".join(stems(head, lang)) or head, of=of, fates=fates)


def _limits(clause: frozenset[str], phrase: set[str], words: Lexicon) -> frozenset[str]:
    """What bounds a count in its clause; ``phrase`` is what it counts, and the word before the figure."""
    found = set(clause & (words.scopes | words.periods | words.months))
    if phrase & words.fresh:
        found.add("new")
    if clause & words.ahead:
        found.add("ahead")
    return frozenset(found)


def _grows(counted: Counted, figure: Figure, beside: list[str], words: Lexicon) -> bool:
    if counted.kind != "count":
        return bool(words.growing.intersection(beside))
    return bool(counted.fates & words.running_fates or words.running.intersection(tokens(figure.unit)))
