"""Which language a text is in, and which way it runs."""

from __future__ import annotations

import math
import re

from digest.text.tokens import words

_RTL = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "nqo", "pnb", "ps", "sd", "syr", "ug", "ur", "yi"})
_RTL_SCRIPTS = frozenset({"arab", "hebr", "thaa", "syrc", "nkoo", "adlm"})

# Scripts that only one news language is written in.
_SCRIPTS = (
    ("ja", re.compile("[\u3041-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7a3]")),
    ("th", re.compile("[\u0e01-\u0e5b]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("he", re.compile("[\u05d0-\u05ea]")),
    ("ka", re.compile("[\u10a0-\u10ff]")),
    ("hy", re.compile("[\u0531-\u058f]")),
    ("km", re.compile("[\u1780-\u17ff]")),
    ("ta", re.compile("[\u0b80-\u0bff]")),
)
_SCRIPT_SHARE = 0.3  # of the characters looked at

# English words that no other language of the Latin script uses much.
_ENGLISH_WORDS = "the of and to that for with from by his has was were their they this which would after who been"
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_ENGLISH_SHARE = 0.12  # of the words: running English has 0.2 to 0.35, other languages under 0.05

# The languages that news feeds are written in. The model knows rarer ones, and takes headlines full of names for them.
_PLAUSIBLE_TAGS = """
af am ar as az be bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl gu ha he hi hr hu hy id ig is it ja ka kk km kn
ko ku ky lo lt lv mg mk ml mn mr ms my ne nl no om or pa pl ps pt ro ru rw si sk sl sn so sq sr sv sw ta te tg th tk tl
tr ug uk ur uz vi xh yo zh zu
"""
_PLAUSIBLE = frozenset(_PLAUSIBLE_TAGS.split())
_MODEL_TAGS = {"fil": "tl", "in": "id", "iw": "he", "nb": "no", "sh": "sr"}  # what the model calls them

# By how much the model must like another language better than the one expected: difference of log-likelihoods over the
# square root of the bytes, so that it means the same at any length. Set on headlines: names belong to no language.
_SURE = 2.0
_SURE_SHORT = 4.0

_LOOKED_AT = 2000  # characters: more changes no answer
_SHORT = 8  # words: fewer say too little against what the source says of itself
_VERY_SHORT = 4  # words: fewer say too little at all


def language(text: str, hint: str | None = None) -> str:
    """The primary BCP 47 tag of the language of ``text`` (its headline and its text, joined).

    ``hint`` is what the source says, and English is expected without one. What is expected wins where the text is
    short, and elsewhere unless another of the languages of news is plainly likelier. Running English and scripts of one
    language are told at a glance, all else by py3langid.
    """
    hinted = hint.replace("_", "-").partition("-")[0].strip().lower() if hint else None
    if hinted is not None and not (hinted.isascii() and hinted.isalpha() and len(hinted) in (2, 3)):
        hinted = None
    sample = text[:_LOOKED_AT]
    letters = sum(character.isalpha() for character in sample)
    for tag, script in _SCRIPTS:
        if letters and len(script.findall(sample)) >= _SCRIPT_SHARE * letters:
            return "yi" if (tag, hinted) == ("he", "yi") else tag
    tokens = words(sample)
    if len(tokens) < _VERY_SHORT or (hinted and len(tokens) < _SHORT):
        return hinted or "en"
    english = sum(token in _ENGLISH for token in tokens)
    if english >= 2 and english >= _ENGLISH_SHARE * len(tokens):
        return "en"
    return _likelier(sample, hinted or "en", _SURE if len(tokens) >= _SHORT else _SURE_SHORT)


def _likelier(sample: str, expected: str, sure: float) -> str:
    """The language that is plainly likelier than the one expected, else that one."""
    import py3langid  # numpy and a model that take a second to load, which English news never needs

    scores: dict[str, float] = dict(py3langid.rank(sample))  # log-likelihoods
    known = _MODEL_TAGS.get(expected, expected)
    best = max((tag for tag in scores if tag in _PLAUSIBLE), key=lambda tag: scores[tag])
    if known not in scores:  # nothing speaks against what the source says
        return expected
    size = len(sample.encode("utf-8", "replace"))
    return best if best != known and scores[best] - scores[known] > sure * math.sqrt(size) else expected


def direction(lang: str) -> str:
    """ "rtl" for languages that run from right to left (BCP 47 tag, script subtag included), else "ltr"."""
    parts = lang.replace("_", "-").lower().split("-")
    scripts = [part for part in parts[1:] if len(part) == 4 and part.isalpha()]
    if scripts:
        return "rtl" if scripts[0] in _RTL_SCRIPTS else "ltr"
    return "rtl" if parts[0] in _RTL else "ltr"
