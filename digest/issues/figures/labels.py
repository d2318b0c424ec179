"""What to print beside a figure: words that stand beside it in its sentence and that a reader understands alone."""

from __future__ import annotations

import re

from digest.issues.figures.lexicon import Lexicon, lexicon
from digest.model import Figure

OF = 4  # words of what something is a part or a kind of: "hectares of protected coastal forest"
THING = 4  # words of what money or a share is of: "$27bn tax demand"
SPACE = re.compile(r"[ \u00a0]")
WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W_]+)*")
# "soldiers have died", "people were killed": what befell those who are counted.
BEFELL = re.compile(r" (?:(?:have|had|has|were|was|are)(?: been)? )?(died|[a-z]+)\b(?! \w+ing\b)")
LEADS = re.compile(r"[ \u00a0](?=(?:of|in) )")
MORE = re.compile(r" (?:in|of|on)(?= )")  # "a rise in prices"
RATE = re.compile(r"[ \u00a0](?:(?:per|each) [a-z]+\b|an? ([a-z]+)\b(?! (?:later|earlier|ago|before|after)\b))")
# What a price is asked for, beside times and measures: "$50 a barrel".
PIECES = frozenset(
    ["barrel", "share", "head", "person", "pound", "kilo", "ounce", "piece", "seat", "ticket", "unit", "bottle"]
)
SIGNS = "$£€¥₹₽₺₩"
TORN = frozenset("'’-")  # right behind a word, these make it part of a longer one
ENDINGS = ("ed", "ing", "ly")  # of words that open no noun phrase right behind an amount
ARTICLES = frozenset(["a", "an", "the", "its", "his", "her", "their", "all"])


def label(figure: Figure, sentence: str, lang: str = "en") -> str:
    """What the figure is of, in the words beside it, verbatim; "" where only the whole sentence says.

    ``figure`` has its offsets in ``sentence``, as ``find(sentence, lang)`` gives them. Money and shares, whose sign the
    figure itself shows, are labelled by what follows: "of the vote", "tax demand". A count is labelled by what it
    counts, and what befell them: "people were killed".
    """
    words = lexicon(lang)
    shown = sentence[figure.start : figure.end]
    if figure.unit and not _is_sign(figure.unit, words) and not shown.endswith(figure.unit):
        at = sentence.find(figure.unit, figure.end, figure.end + len(figure.unit) + 2)
        # One that stands before is whole as it is: "the death toll rose to 12,000".
        return figure.unit if at < 0 else sentence[at : _counted(sentence, at + len(figure.unit), words)]
    sign, of, whole = figure.unit.partition(" of ")
    begin = figure.end
    if sign and not shown.endswith(sign) and sentence.startswith(sign, begin + 1):
        begin += 1 + len(sign)
    if whole:
        at = sentence.find(f"of {whole}", begin, begin + len(of) + len(whole) + 1)
        return sentence[at : at + len(of) - 1 + len(whole)] if at >= 0 else ""
    return _thing(sentence, begin, words) if words.stops and not words.nouns else ""


def _is_sign(unit: str, words: Lexicon) -> bool:
    """Whether a unit only says that a figure is money or a share, as the figure shows by itself."""
    low = unit.lower()
    return low.startswith(("%", *words.percent)) or low in words.currencies or any(sign in low for sign in SIGNS)


def _counted(sentence: str, end: int, words: Lexicon) -> int:
    """Where the label of a count ends: behind what those counted are of, or what befell them."""
    low = sentence[end:].lower()
    term = next((term for term in words.sentenced if low.startswith(f" {term}")), None)
    if term:
        return end + 1 + len(term)
    befell = BEFELL.match(sentence, end)
    if befell and (befell.group(1) in words.participles or befell.group(1) == "died"):
        return befell.end()
    if low.startswith(" of "):
        return _phrase(sentence, end + len(" of"), words, OF) or end
    return end


def _thing(sentence: str, end: int, words: Lexicon) -> str:
    """What an amount of money or a share is of: "of the vote", "in penalties", "tax demand", "a barrel"."""
    rate = RATE.match(sentence, end)
    if rate and (rate.group(1) is None or rate.group(1) in PIECES | words.times | words.measures):
        return sentence[end + 1 : rate.end()]
    if sentence.startswith((" a ", " an "), end):
        return ""  # "$100,000 an episode": of what, only a list of all that has a price would say
    leads = LEADS.match(sentence, end)
    stop = _phrase(sentence, leads.end() + len("of") if leads else end, words, THING, first=leads is None)
    if stop is None or _tells_when(sentence[leads.end() if leads else end + 1 : stop], words):
        return ""
    more = MORE.match(sentence, stop)
    longer = _phrase(sentence, more.end(), words, OF) if more else None
    if more and longer and not _tells_when(sentence[more.start() + 1 : longer], words):
        stop = longer
    return sentence[leads.end() if leads else end + 1 : stop]


def _tells_when(phrase: str, words: Lexicon) -> bool:
    """Whether a phrase tells when or where: "in the past week", "in January", "in Bristol"."""
    said = phrase.split()
    when = any(word.lower() in words.times | words.months for word in said)
    return when or (said[0] == "in" and said[1][0].isupper())


def _phrase(sentence: str, end: int, words: Lexicon, most: int, *, first: bool = False) -> int | None:
    """Where a noun phrase ends that begins behind a space at ``end``; None where none of at most so many words does.

    ``first``: it stands right behind the amount, where "owned by", "saying" and "yearly" are no beginning of one.
    """
    at, count = end, 0
    while True:
        word = WORD.match(sentence, at + 1) if SPACE.match(sentence, at) else None
        low = word.group().lower() if word else ""
        if word and not count and low in ARTICLES:
            at = word.end()
            continue
        if word is None or low in words.stops or low in words.verbs or (count and low.endswith(("ed", "ly"))):
            return at if count and sentence[at : at + 1] not in TORN else None
        if count == most or (first and not count and low.endswith(ENDINGS)):
            return None
        count += 1
        at = word.end()
