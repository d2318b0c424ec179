"""Which language a text is in, and which way it runs."""

from __future__ import annotations

import math
import re
from collections import Counter

from digest.text.tokens import words

_RTL = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "nqo", "pnb", "ps", "sd", "syr", "ug", "ur", "yi"})
_RTL_SCRIPTS = frozenset({"arab", "hebr", "thaa", "syrc", "nkoo", "adlm"})

# Letters of other scripts than Latin, and marks. Without them a text needs no look at scripts, nor words in their ways.
_BEYOND_LATIN = re.compile("[\u0300-\u1dff\u2c60-\U0010ffff]")
_OTHER_SCRIPT = re.compile("[\u0370-\u1dff\u3041-\ud7a3]")  # Greek, Cyrillic and on; no letters of Latin
_LATIN_WORD = re.compile(r"\w+(?:[.,:'’]\w+)*")

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
_ENGLISH_WORDS = """
the of and to that for with from by his has was were their they this which would after who been
are its says will about into how what when why you your than over but could new amid
"""
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
# Words that English headlines hold where they hold none of these; in other languages they stand beside little words.
_ALSO_ENGLISH_WORDS = "it be at on are says said new first more than could about between will against into over after"
_ALSO_ENGLISH = frozenset(_ALSO_ENGLISH_WORDS.split())
_ACCENTED = re.compile(r"[^\W\d_A-Za-z]")
_ENGLISH_SHARE = 0.1  # of the words: running English has 0.2 to 0.35, other languages under 0.05

# Little words of running text in other languages, of which none is a word of a language that could be taken for it
# (Spanish without what Catalan or Galician share, German without what Afrikaans does). Languages that are too near each
# other are left to the model: Danish and Norwegian, Indonesian and Malay, Czech and Slovak, Serbian and Croatian.
_LITTLE_WORDS = {
    "ar": "في على أن إلى التي الذي عن هذا هذه وقال خلال",
    "de": "und der das nicht eine einen einer mit für zu von sich auch im auf wird wurde sind bei nach",
    "es": "y los las con por más pero también fue sus según muy años desde ha",
    "fr": "des et est dans pour une du au qui sur par pas avec ce aux sont été cette",
    "hu": "és egy nem hogy volt már csak szerint lesz",
    "it": "il di che è della non gli nel alla sono più anche dei delle dal nella degli nelle hanno essere questo",
    "nl": "een niet voor zijn naar ook wordt werd bij door heeft worden",
    "pl": "się że jest oraz przez są dla które który w",
    "pt": "não uma com em são ao pelo pela seu sua também dos foi pelos à às aos até ainda isso",
    "ro": "și în că din pentru sunt fost într-un după",
    "ru": "что это как его была был также который после чтобы",
    "sv": "och att är inte ett från till också",
    "tr": "ve bir için ile çok olarak gibi kadar değil ancak göre",
    "tl": "ng mga ang ay",
    "uk": "що та від це його був також після й",
}
_LATIN = frozenset({"en", *_LITTLE_WORDS} - {"ar", "ru", "uk"})  # of these, those in the Latin script
_ASSURED = 3  # little words that stand in one language alone
_ASSURED_SHARE = 0.05  # of the words
_ASSURED_LEAD = 4  # times as many as in any other
_FEW = 0.03  # of the words: as many of others' little words as stand in any text


def _told_by(tables: dict[str, str]) -> dict[str, str]:
    """Word -> the one language that it stands in."""
    told: dict[str, str] = {}
    for lang, table in tables.items():
        for word in table.split():
            told[word] = lang if word not in told else ""
    return {word: lang for word, lang in told.items() if lang and word not in _ENGLISH}


_TELLING = _told_by(_LITTLE_WORDS)

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
    short, and elsewhere unless another of the languages of news is plainly likelier. Running text of larger languages
    is told by its little words, scripts of one language at a glance; a smaller language that is expected is believed
    where nothing speaks against it; all else is told by py3langid.
    """
    hinted = hint.replace("_", "-").partition("-")[0].strip().lower() if hint else None
    if hinted is not None and not (hinted.isascii() and hinted.isalpha() and len(hinted) in (2, 3)):
        hinted = None
    sample = text[:_LOOKED_AT]
    beyond = not sample.isascii() and _BEYOND_LATIN.search(sample) is not None
    if beyond and (tag := _by_script(sample)):
        return "yi" if (tag, hinted) == ("he", "yi") else tag
    tokens = words(sample) if beyond else _LATIN_WORD.findall(sample.lower())
    if len(tokens) < _VERY_SHORT or (hinted and len(tokens) < _SHORT):
        return hinted or "en"
    english = sum(token in _ENGLISH for token in tokens)
    if english >= 2 and english >= _ENGLISH_SHARE * len(tokens):
        return "en"
    if (
        hinted in (None, "en")
        and any(token in _ENGLISH or token in _ALSO_ENGLISH for token in tokens)
        and not any(token in _TELLING for token in tokens)
        and (sample.isascii() or not _ACCENTED.search(sample))
    ):
        return "en"  # headlines have few little words, and these no one else's
    if len(tokens) >= _SHORT and (hinted in (None, "en") or hinted in _LITTLE_WORDS):
        if tag := _by_words(tokens):
            return tag
    elif (
        hinted in _PLAUSIBLE
        and not beyond
        and english + sum(token in _TELLING for token in tokens) < _FEW * len(tokens)
    ):
        return hinted  # nobody calls news Malay by default, and nothing speaks against it
    return _likelier(sample, hinted or "en", _SURE if len(tokens) >= _SHORT else _SURE_SHORT)


def is_foreign(sentence: str, lang: str) -> bool:
    """Whether a sentence is plainly in another language than ``lang`` (BCP 47), that of the text it stands in.

    It is told by its script and its little words alone, so that asking costs next to nothing; a sentence of names, or
    one in a language without a table, is none. Between languages that share words the benefit of the doubt is given.
    """
    own = lang.partition("-")[0].lower()
    beyond = not sentence.isascii() and _BEYOND_LATIN.search(sentence) is not None
    if beyond and (tag := _by_script(sentence)):
        return tag != {"iw": "he", "yi": "he"}.get(own, own) and own in _LATIN
    if beyond and own in _LATIN and len(_OTHER_SCRIPT.findall(sentence)) * 2 > sum(map(str.isalpha, sentence)):
        return True
    tokens = words(sentence) if beyond else _LATIN_WORD.findall(sentence.lower())
    if own == "en" and sum(token in _ENGLISH for token in tokens) >= _ENGLISH_SHARE * len(tokens):
        return False
    tag = _by_words(tokens)
    if tag is None and own in _LATIN and own != "en" and len(tokens) >= _SHORT:
        english = sum(token in _ENGLISH for token in tokens)
        return english >= 2 * _ENGLISH_SHARE * len(tokens) and not any(_TELLING.get(token) == own for token in tokens)
    return tag is not None and tag != own and own in _LATIN


def _by_script(sample: str) -> str | None:
    """The language that alone is written in the script of much of the text."""
    letters = sum(map(str.isalpha, sample))
    return next(
        (tag for tag, script in _SCRIPTS if letters and len(script.findall(sample)) >= _SCRIPT_SHARE * letters), None
    )


def _by_words(tokens: list[str]) -> str | None:
    """The language whose little words a text is full of, where it has few of any other's."""
    counted = Counter(_TELLING[token] for token in tokens if token in _TELLING).most_common(2)
    if not counted:
        return None
    tag, most = counted[0]
    next_most = counted[1][1] if len(counted) > 1 else 0
    if most >= _ASSURED and most >= _ASSURED_SHARE * len(tokens) and most >= _ASSURED_LEAD * next_most:
        return tag
    return None


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


def same_language(one: str, other: str) -> bool:
    """Whether two BCP 47 tags name one language, whatever its regions."""
    return one.partition("-")[0].lower() == other.partition("-")[0].lower()


def direction(lang: str) -> str:
    """ "rtl" for languages that run from right to left (BCP 47 tag, script subtag included), else "ltr"."""
    parts = lang.replace("_", "-").lower().split("-")
    scripts = [part for part in parts[1:] if len(part) == 4 and part.isalpha()]
    if scripts:
        return "rtl" if scripts[0] in _RTL_SCRIPTS else "ltr"
    return "rtl" if parts[0] in _RTL else "ltr"
