"""Which language a text is in, and which way it runs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from digest.text.letters import TOLD, likelihoods
from digest.text.tokens import words

_RTL = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "nqo", "pnb", "ps", "sd", "syr", "ug", "ur", "yi"})
_RTL_SCRIPTS = frozenset({"arab", "hebr", "thaa", "syrc", "nkoo", "adlm"})

# Letters of other scripts than Latin, and marks. Without them a text needs no look at scripts, nor words in their ways.
_BEYOND_LATIN = re.compile("[\u0300-\u1dff\u2c60-\U0010ffff]")
_OTHER_SCRIPT = re.compile("[\u0370-\u1dff\u3041-\ud7a3]")  # Greek, Cyrillic and on; no letters of Latin
_LATIN_WORD = re.compile(r"\w+(?:[.,:'’]\w+)*")

# Scripts that only one news language is written in.
_SCRIPTS = (
    ("ko", re.compile("[\uac00-\ud7a3]")),
    ("th", re.compile("[\u0e01-\u0e5b]")),
    ("el", re.compile("[\u0370-\u03ff\u1f00-\u1fff]")),
    ("he", re.compile("[\u05d0-\u05ea]")),
    ("ka", re.compile("[\u10a0-\u10ff]")),
    ("hy", re.compile("[\u0531-\u058f]")),
    ("km", re.compile("[\u1780-\u17ff]")),
    ("ta", re.compile("[\u0b80-\u0bff]")),
    ("pa", re.compile("[\u0a00-\u0a7f]")),
    ("gu", re.compile("[\u0a80-\u0aff]")),
    ("or", re.compile("[\u0b00-\u0b7f]")),
    ("te", re.compile("[\u0c00-\u0c7f]")),
    ("kn", re.compile("[\u0c80-\u0cff]")),
    ("ml", re.compile("[\u0d00-\u0d7f]")),
    ("si", re.compile("[\u0d80-\u0dff]")),
    ("lo", re.compile("[\u0e80-\u0eff]")),
    ("my", re.compile("[\u1000-\u109f]")),
    ("am", re.compile("[\u1200-\u137f]")),
)
_SCRIPT_SHARE = 0.3  # of the letters
_KANA = re.compile("[\u3041-\u30ff]")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
_KANA_SHARE = 0.04  # of the letters: a headline in Japanese may have no more
# Languages that are written in a script of which another is the larger: believed where they are expected.
SISTERS = {"he": {"yi"}, "am": {"ti"}, "zh": {"ja", "yue", "wuu", "nan", "hak"}}

# English words that no other language of the Latin script uses much.
_ENGLISH_WORDS = """
the of and to that for with from by his has was were their they this which would after who been
are its says will about into how what when why you your than over but could new amid
"""
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
# More little words of English, which others have for something else.
_ENGLISH_LITTLE = _ENGLISH | {"at", "on", "it", "be", "are", "says", "said", "more", "first", "over", "between"}
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
    "tl": "ng mga ang ay isang nitong ilang niya siya kanyang kaniyang kanilang matapos noong ngayong habang ayon "
    "nina rin hindi nang nito ito dahil kung bagong umano naman walang kay",
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
# Filipino headlines have few of these, and more that others share: no other language has one of its own beside two.
_FILIPINO_SHARED = frozenset({"sa", "na", "ni", "pa", "para", "at", "din", "mula"})
_FILIPINO_WORDS = "nina rin hindi nang ng mga ang ay isang ilang nitong"
_FILIPINO = frozenset(_FILIPINO_WORDS.split())

# What others call some languages that have a tag of their own.
OURS = {"fil": "tl", "in": "id", "iw": "he", "nb": "no", "nn": "no", "sh": "sr", "ckb": "ku"}

# Languages that a text would show, by its script or its letters. What is expected beside these is believed.
TELLABLE = TOLD | {tag for tag, _ in _SCRIPTS} | {"ja", "zh"}
# Languages that are written in other scripts, too, than those they are told in.
IN_SEVERAL_SCRIPTS = frozenset({"az", "ha", "kk", "ku", "ky", "mn", "ms", "so", "tg", "tk", "ug", "uz"})

# By how much another language must be likelier than the one expected (``Likelihoods.lead``). Set on headlines: names
# belong to no language, and a few words may all be names.
_SURE = 2.0
_ENGLISH_TOO = 1.0  # so much more where a word of it is English: "Kraftner founder Florian Weber dies at 81"
# Philippine headlines mix both languages: one little word of Filipino, and it is.
_MIXED = 0.0
# So much more for languages that few news are in: headlines full of names are taken for them.
_RARE = 1.0
_RARE_TAGS = frozenset({"cy", "eu", "ga", "ha", "ig", "ku", "mt", "om", "rw", "sn", "so", "sw", "uz", "xh", "yo", "zu"})

_LOOKED_AT = 2000  # characters: more changes no answer
_SHORT = 8  # words: fewer say little, least against what the source says of itself
_VERY_SHORT = 4  # words: fewer say too little at all


def language(text: str, hint: str | None = None) -> str:
    """The primary BCP 47 tag of the language of ``text`` (its headline and its text, joined).

    ``hint`` is what the source says, or what its entries together are in (``common_language``), and English is expected
    without one. What is expected wins where the text is very short, and elsewhere unless another of the languages of
    news is plainly likelier. Scripts of one language, running English and running text of other larger languages are
    told at a glance, by letters and by little words; all else by how likely its letters are in each language.
    """
    hinted = primary(hint)
    sample = text[:_LOOKED_AT]
    beyond = not sample.isascii() and _BEYOND_LATIN.search(sample) is not None
    if beyond and (tag := by_script(sample)):
        return hinted if hinted is not None and hinted in SISTERS.get(tag, ()) else tag
    tokens = words(sample) if beyond else _LATIN_WORD.findall(sample.lower())
    if len(tokens) < _VERY_SHORT:
        return hinted or "en"
    if hinted in (None, "en") or len(tokens) >= _SHORT:
        english = english_words(tokens)
        if english >= 2 and english >= _ENGLISH_SHARE * len(tokens):
            return "en"
    told = hinted in (None, "en") or hinted in _LITTLE_WORDS
    if told and len(tokens) >= _SHORT and (tag := _by_words(tokens)):
        return tag
    return _likelier(sample, hinted or "en", tokens)


def primary(tag: str | None) -> str | None:
    """The language of a BCP 47 tag, however it is written; None where it is no tag."""
    named = tag.replace("_", "-").partition("-")[0].strip().lower() if tag else ""
    return named if named.isascii() and named.isalpha() and len(named) in (2, 3) else None


def english_words(tokens: Sequence[str]) -> int:
    """How many of these are words that hardly any other language of the Latin script has."""
    return sum(token in _ENGLISH for token in tokens)


def is_foreign(sentence: str, lang: str) -> bool:
    """Whether a sentence is plainly in another language than ``lang`` (BCP 47), that of the text it stands in.

    It is told by its script and its little words alone, so that asking costs next to nothing; a sentence of names, or
    one in a language without a table, is none. Between languages that share words the benefit of the doubt is given.
    """
    own = lang.partition("-")[0].lower()
    beyond = not sentence.isascii() and _BEYOND_LATIN.search(sentence) is not None
    if beyond and (tag := by_script(sentence)):
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


def by_script(sample: str) -> str | None:
    """The language that alone is written in the script of much of the text."""
    letters = sum(map(str.isalpha, sample))
    if not letters:
        return None
    kana = len(_KANA.findall(sample))
    if kana + len(_HAN.findall(sample)) >= _SCRIPT_SHARE * letters:
        return "ja" if kana >= _KANA_SHARE * letters else "zh"
    return next((tag for tag, script in _SCRIPTS if len(script.findall(sample)) >= _SCRIPT_SHARE * letters), None)


def _by_words(tokens: list[str]) -> str | None:
    """The language whose little words a text is full of, where it has few of any other's."""
    found = [token for token in tokens if token in _TELLING]
    counted = Counter(_TELLING[token] for token in found).most_common(2)
    tag, most = counted[0] if counted else ("", 0)
    next_most = counted[1][1] if len(counted) > 1 else 0
    if most >= _ASSURED and most >= _ASSURED_SHARE * len(tokens) and most >= _ASSURED_LEAD * next_most:
        several = len({token for token in found if _TELLING[token] == tag}) > 1  # one alone may be in a name
        return tag if several else None
    others = sum(_TELLING[token] != "tl" for token in found)
    if others <= 1:
        own = _FILIPINO.intersection(tokens)
        if own and len(own) + len(_FILIPINO_SHARED.intersection(tokens)) >= _ASSURED:
            return "tl"
    return None


def _likelier(sample: str, expected: str, tokens: list[str]) -> str:
    """The language that is plainly likelier than the one expected, else that one."""
    found = likelihoods(sample)
    known, best = OURS.get(expected, expected), found.best()
    if best is None:
        return expected
    if known not in found.by_tag:
        if known not in TELLABLE or known in IN_SEVERAL_SCRIPTS:
            return expected  # nothing speaks against what the source says
        if "en" not in found.by_tag:
            return best  # in another script than what is expected
        known = expected = "en"
    needed = _SURE + (_RARE if best in _RARE_TAGS else 0.0)
    if known == "en":
        if not _FILIPINO.isdisjoint(tokens) and found.lead("tl", "en") > _MIXED:
            return "tl"
        needed += _ENGLISH_TOO * (not _ENGLISH_LITTLE.isdisjoint(tokens))
    return best if best != known and found.lead(best, known) > needed else expected


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
