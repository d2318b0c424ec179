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
# Words of headlines that are English alone: those that are words elsewhere ("dies", "late"), or borrowed ("deal",
# "lockdown"), are left out.
_ENGLISH_NEWS_WORDS = """
above across additional again ago ahead airline airlines almost alone along already always among another anyone around
assault attacked away because become becomes behind being better beyond borders both build building built buy buys
called calls came cannot cases cell charged child children claims clash closed coming cops county courts coverage crowd
cut cuts dead deadly death deaths debt defends democrats denies deny despite did died doctors does doing down draw dream
driver drop drops drug drugs during each early earth east effectively eight election elections ends enough essentially
ever every extends father fear fears few fight fights finds fired five flight flights follow following found free friday
friends gets getting girl girls giving go goes going gone good got government governor great ground grow growing growth
happened hate health hear heart helps here high him himself hiring history holding holds home homes hope hopes hospitals
hours house houses housing hundreds hungry husband inside jail join joins judge keep keeps kill killed killing kills
know known largest latest law lawmakers laws lawsuit layoffs leads leave leaves leaving left less life likely lines
linked little longer look looks lose loses loss lost made make makes making many meets might monday month months morning
mother move moves much murder near nearly need needs never next night nightmare nine north nothing now nurses officials
often only opens other others our outbreak outside own phone poll postpones presidential pressure prices prosecutors
protesters puts raise raises reach read ready really reopen reopened reopening reopens reported reports republicans
response rights rise rises rising road rule rules run runs safety saturday saying schools send sends seven shares she
shooting should shut sign small something soon south speak spending spike spokesperson states stay steps street strong
students suffers sunday surprising suspect suspicious take taken takes talks tells them then there thing things think
thousands threat threatens three through thursday times together told toll too took tower town travelers troops trying
tuesday turn turns two underway until used using very victims voters wait walk want wants warn warned warning warns
watch way weapon weapons wednesday weeks weighs went where while white whole whose wife without woman women work workers
working works world worst worth wounded wrong year years yet young
"""
_ENGLISH_LITTLE = _ENGLISH | _ALSO_ENGLISH
_ENGLISH_NEWS = frozenset(_ENGLISH_NEWS_WORDS.split())
_ENGLISH_NEWS_SHARE = 0.15  # of the words: a headline in another language that names an English title has fewer
_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_ENGLISH_DATE = re.compile(rf"\b(?:\d{{1,2}} {_MONTH}|{_MONTH} \d{{1,2}})\b")
# Names, hours and a prefix of English that hold another language's little words.
_NAMES = re.compile(r"\b(?:los (?:angeles|alamos)|las (?:vegas|cruces)|des moines|[ap]\.?m\.? et|non(?=-))\b")
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
    "tl": "ng mga ang ay isang nitong ilang niya siya kanyang kaniyang kanilang matapos noong ngayong habang ayon",
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
_NOT_ENGLISH = frozenset(_TELLING) | _FILIPINO

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
_TITLE = 14  # words: fewer are no more than a headline


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
    if hinted in (None, "en"):
        if _is_english(tokens, sample):
            return "en"
        if _is_filipino(tokens):
            return "tl"
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


def _is_english(tokens: list[str], sample: str) -> bool:
    """Whether a headline is English: none of its words is another language's little word, and one is English.

    Where no little word is, it takes several words of news that are English alone, a possessive counting as one, and of
    a few words one. A programme's title is of the language of its date.
    """
    kinds = set(tokens)
    if not kinds.isdisjoint(_NOT_ENGLISH):
        kinds = set(_LATIN_WORD.findall(_NAMES.sub(" ", sample.lower())))
    if not kinds.isdisjoint(_NOT_ENGLISH):
        return False
    little = len(kinds & _ENGLISH_LITTLE)
    if not sample.isascii() and (accented := sum(_ACCENTED.search(kind) is not None for kind in kinds)):
        return accented == 1 and little >= 2  # a name, or a word that was borrowed
    if little or (len(tokens) < _TITLE and _ENGLISH_DATE.search(sample)):
        return True
    known = len(kinds & _ENGLISH_NEWS) + any(kind.endswith(("'s", "’s")) for kind in kinds)
    if len(tokens) < _SHORT:
        return known > 0
    return known >= 2 and known >= _ENGLISH_NEWS_SHARE * sum(not kind.isdecimal() for kind in kinds)


def _is_filipino(tokens: list[str]) -> bool:
    """Whether a headline is Filipino: a little word of its own stands beside another, and few words are English.

    Philippine outlets mix both languages and say of neither which it is.
    """
    own = sum(_TELLING.get(token) == "tl" for token in tokens)
    others = sum(token in _TELLING for token in tokens) - own
    shared = sum(token in _FILIPINO_SHARED for token in tokens)
    english = sum(token in _ENGLISH_NEWS or token in _ENGLISH for token in set(tokens))
    return own > 0 and own + shared >= 2 + 2 * others and own + shared > 2 * english


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
    tag, most = counted[0] if counted else ("", 0)
    next_most = counted[1][1] if len(counted) > 1 else 0
    if most >= _ASSURED and most >= _ASSURED_SHARE * len(tokens) and most >= _ASSURED_LEAD * next_most:
        return tag
    others = sum(_TELLING.get(token, "tl") != "tl" for token in tokens)
    if others <= 1:
        own = _FILIPINO.intersection(tokens)
        if own and len(own) + len(_FILIPINO_SHARED.intersection(tokens)) >= _ASSURED:
            return "tl"
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
