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
_ASCII_WORD = re.compile(rf"{_NUMBER_OR_ACRONYM}|\w+(?:'\w+)*", re.ASCII)  # the same where there is nothing else
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
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).replace("’", "'")
    found: list[str] = []
    for match in (_ASCII_WORD if text.isascii() else _WORD).finditer(text):
        token, which = match[0], match.lastgroup
        if which is None:
            if token := token.casefold().strip("_").removesuffix("'s"):
                found.append(token)
        elif which == "number":
            found.append(token.replace(",", "") if _THOUSANDS.fullmatch(token) else token)
        elif which == "acronym":
            found.append(token.replace(".", "").casefold())
        else:
            found.extend([token[at : at + 2] for at in range(len(token) - 1)] or [token])
    return found


def stems(text: str, lang: str = "en") -> list[str]:
    """The stems of the words of ``text`` in order, stop words left out; words as they are where no stemmer is known."""
    dropped = stop_words(lang)
    kept = [word for word in words(text) if word not in dropped]
    algorithm = _ALGORITHMS.get(lang.partition("-")[0].lower())
    return _stemmer(algorithm).stemWords(kept) if algorithm else kept


@lru_cache(maxsize=8)
def _stemmer(algorithm: str) -> _Stemmer:
    """A Snowball stemmer; making one costs more than using it."""
    import Stemmer  # a native library that texts in other languages never need

    made: _Stemmer = Stemmer.Stemmer(algorithm, 0)  # its own cache of words costs more than it saves
    return made
