"""The words that two articles share, as the articles write them: a budget keeps only their stems."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from digest.text import stems

_TAG = re.compile(r"<[^<>]*>")
_TOKEN = re.compile(r"[^\W_]+(?:[.,'’][^\W_]+)*")


def written(text: str, lang: str) -> dict[str, str]:
    """Each stem of ``text``, which may be HTML, to the word that it is the stem of; in small letters where it is so."""
    found: dict[str, str] = {}
    for token in _TOKEN.findall(_TAG.sub(" ", text)):
        word = token.removesuffix("'s").removesuffix("’s")
        told = stems(word, lang)
        if len(told) == 1 and (told[0] not in found or (word.islower() and not found[told[0]].islower())):
            found[told[0]] = word
    return found


def spoken(terms: Iterable[str], known: Sequence[Mapping[str, str]]) -> list[str]:
    """The words for ``terms``: as the first of ``known`` that has one writes it, the stem where none has."""
    return [next((words[term] for words in known if term in words), term) for term in terms]
