"""Words of a text, for comparing texts; not for printing."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Protocol

from digest.text.stopwords import stop_words

# Marks that belong to the letter before them: \w leaves them out. Latin, Cyrillic, Hebrew, Arabic, Indic.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff"
)
# Scripts written without spaces: Thai, Lao, Myanmar, Khmer; kana; Han with its extensions.
_UNSPACED = (
    "\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)

_NUMBER_OR_ACRONYM = (
    r"(?P<number>\d+(?:[.,:]\d+)*)(?![^\W\d])"  # 160,000; 7.7; 12:50
    r"|(?P<acronym>(?:[^\W\d_]\.){2,}(?:[^\W\d_](?!\w))?)"  # U.S., e.g.
)
_WORD = re.compile(
    rf"{_NUMBER_OR_ACRONYM}|(?P<unspaced>[{_UNSPACED}]+)"
    rf"|(?:(?![{_UNSPACED}])[\w{_MARKS}])+(?:['’](?:(?![{_UNSPACED}])[\w{_MARKS}])+)*"
)
# The same where no script needs more, without names: what a token is shows from its marks.
_PLAIN_NUMBER_OR_ACRONYM = _NUMBER_OR_ACRONYM.replace("?P<number>", "?:").replace("?P<acronym>", "?:")
_PLAIN_WORD = re.compile(rf"{_PLAIN_NUMBER_OR_ACRONYM}|\w+(?:'\w+)*")
_ASCII_WORD = re.compile(_PLAIN_WORD.pattern, re.ASCII)
_SPECIAL = re.compile(rf"[{_UNSPACED}{_MARKS}]")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")

# The Snowball algorithm of each language tag.
_ALGORITHMS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "et": "estonian", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi",
    "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian",
    "ne": "nepali", "nl": "dutch", "nn": "norwegian", "no": "norwegian", "pl": "polish", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish",
    "yi": "yiddish",
}  # fmt: skip


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802 - PyStemmer's name

    def stemWords(self, words: list[str]) -> list[str]: ...  # noqa: N802 - PyStemmer's name


def words(text: str) -> list[str]:
    """The words of ``text`` in order, case-folded.

    Numbers are kept whole and lose the commas that group thousands ("160,000" is "160000", "7.7" stays). Acronyms lose
    their full stops ("U.N." is "un"), possessives their "'s". Hyphens part words. Scripts written without spaces give
    overlapping pairs of characters, the usual unit for comparing them.
    """
    if text.isascii():
        tokens = _ASCII_WORD.findall(text.lower())
        return [word for token in tokens if (word := token if token.isalnum() else _bare(token))]
    text = unicodedata.normalize("NFKC", text).replace("’", "'")
    if not _SPECIAL.search(text):
        tokens = [token.casefold() for token in _PLAIN_WORD.findall(text)]
        return [word for token in tokens if (word := token if token.isalnum() else _bare(token))]
    found: list[str] = []
    for match in _WORD.finditer(text):
        token = match[0]
        if match.lastgroup == "unspaced":
            found.extend([token[at : at + 2] for at in range(len(token) - 1)] or [token])
        elif word := _bare(token.casefold()):
            found.append(word)
    return found


def _bare(token: str) -> str:
    """A token with marks in it, without those that are not its own; "" where nothing is left."""
    if token[0].isdecimal() and "'" not in token and "_" not in token:  # a number
        return token.replace(",", "") if _THOUSANDS.fullmatch(token) else token
    return token.replace(".", "").strip("_").removesuffix("'s")


def stems(text: str, lang: str = "en", known: dict[str, str] | None = None) -> list[str]:
    """The stems of the words of ``text`` in order, stop words left out; words as they are where no stemmer is known.

    ``known`` holds the stems of words met before, in one language, and is added to: for many texts that is quicker, and
    equal stems of a word are one string.
    """
    dropped = stop_words(lang)
    kept = [word for word in words(text) if word not in dropped]
    algorithm = _ALGORITHMS.get(lang.partition("-")[0].lower())
    if known is None:
        return _stemmer(algorithm).stemWords(kept) if algorithm else kept
    new = [word for word in dict.fromkeys(kept) if word not in known]
    known.update(zip(new, _stemmer(algorithm).stemWords(new) if algorithm else new, strict=True))
    return list(map(known.__getitem__, kept))


def stems_of(words: list[str], lang: str) -> list[str]:
    """The Snowball stem of each of these words; the words as they are where the language has no stemmer."""
    algorithm = _ALGORITHMS.get(lang.partition("-")[0].lower())
    return _stemmer(algorithm).stemWords(words) if algorithm else words


@lru_cache(maxsize=8)
def _stemmer(algorithm: str) -> _Stemmer:
    """A Snowball stemmer; making one costs more than using it."""
    import Stemmer  # a native library that texts in other languages never need

    made: _Stemmer = Stemmer.Stemmer(algorithm, 0)  # its own cache of words costs more than it saves
    return made
