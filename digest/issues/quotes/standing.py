"""What a reader can make of a quotation: whether he learns who speaks, in what office, and whether it says enough."""

from __future__ import annotations

import re

from digest.issues.quotes.lexicon import lexicon
from digest.issues.quotes.tokens import tokens

POSSESSIVES = frozenset({"his", "her", "their", "its", "my", "our", "your"})


def named(speaker: str | None, lang: str = "en") -> bool:
    """Whether a speaker may be printed below a quotation: no "she", no "his lawyer", no "another", no clause."""
    if speaker is None:
        return False
    words = speaker.lower().split()
    known = lexicon(lang)
    return (
        speaker.lower() not in known.pronouns | known.vague
        and words[:1] != []
        and words[0] not in POSSESSIVES
        and not any(word in POSSESSIVES or word in known.verbs for word in words[1:])
    )


def by_name(speaker: str, lang: str = "en") -> bool:
    """Whether it holds a name of its own: "Ann Lee", "an aide of Lee & Sons"; not "the brochure", "a neighbour"."""
    words = speaker.split()
    articles = lexicon(lang).articles
    if lang == "de":  # where every noun has a capital, a name stands without an article
        return words[0].lower() not in articles or len(words) > 2
    at = 0
    if words[0].lower() in lexicon(lang).vague | {"a", "an"}:  # somebody of a body that has one: "a spokesman for Lee"
        at = next((nth for nth, word in enumerate(words) if word in lexicon(lang).joiners), len(words))
    return any(word[0].isupper() and word.lower() not in articles for word in words[at:])


def in_office(passage: str, speaker: str, lang: str = "en") -> bool:
    """Whether a passage says what its speaker is: an office beside the name, or words set off behind it."""
    known = lexicon(lang)
    last = speaker.split()[-1]
    if re.search(re.escape(last) + r"(?:,| \(| of | from )", passage):
        return True
    return any(token.low in known.titles for token in tokens(passage, 0, len(passage)))


def in_first_person(words: str, lang: str = "en") -> bool:
    """Whether words outside any speech are a writer's own "I" and "our", and so say nothing of who that is."""
    first = lexicon(lang).first
    return any(token.low.replace("’", "'").partition("'")[0] in first for token in tokens(words, 0, len(words)))


def leans(words: str, lang: str = "en") -> bool:
    """Whether a speech opens with a word that says nothing by itself: "That was why …", "It …", "He …", "But …"."""
    opening = [token.low.replace("’", "'").partition("'")[0] for token in tokens(words, 0, min(len(words), 80))]
    return bool(opening) and any(word in lexicon(lang).leaning for word in opening[:1])
