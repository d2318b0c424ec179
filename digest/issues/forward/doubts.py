"""What speaks against a sentence that has cues of the future."""

from __future__ import annotations

import re

from digest.issues.forward.lexicon import lexicon

_QUESTION, _BELIEF, _CONDITION_OF_YOU, _CONDITION_FIRST, _CONDITION, _TO_YOU = 0.35, 0.2, 0.45, 0.2, 0.1, 0.2
_OTHERWISE, _OF_ME, _HABIT, _RULE, _AS_LONG = 0.5, 0.08, 0.1, 0.2, 0.2

_IF = re.compile(r"(?<!even )(?<!as )\b(?:if|unless|whether|had it|were it)\b(?! not\b)", re.IGNORECASE)
_OPENING = 6  # characters: "But if"
_YOU = re.compile(r"\b(?:you|your|you['’]ll|you['’]re)\b", re.IGNORECASE)
_ALWAYS = re.compile(
    r"\b(?:always|never|every time|whenever|everyone|everybody|nobody|anyone|no one|people who|any day)\b",
    re.IGNORECASE,
)
_WHILE = re.compile(r"\bas long as\b", re.IGNORECASE)
_ANY = re.compile(  # a rule for all, or a call to them
    r"\b(?:any|every|all)\s(?:\w+\s){1,3}(?:that|who|which)\b|\b(?:anyone|anybody|everyone)\s(?:who|with)\b",
    re.IGNORECASE,
)
_CONTRARY = re.compile(r"\bwould (?:have )?(?:normally|ordinarily|otherwise|typically|usually)\b")  # but will not
_I = re.compile(r"\b(?:I|I['’]ll|I['’]m|my|me)\b")


def doubts(sentence: str, lang: str) -> float:
    """What is to be taken off the sentence's score: 0 where nothing speaks against it."""
    weight = 0.0
    if sentence.rstrip("\"'”’») ").endswith("?"):
        weight += _QUESTION
    if lexicon(lang).belief.search(sentence):
        weight += _BELIEF
    you = bool(_YOU.search(sentence))
    condition = _IF.search(sentence)
    if condition:
        opens = not sentence[: condition.start()].strip("\"“”'‘’ ") or condition.start() < _OPENING
        weight += _CONDITION_OF_YOU if you else _CONDITION_FIRST if opens else _CONDITION
    elif you:
        weight += _TO_YOU
    if _CONTRARY.search(sentence):
        weight += _OTHERWISE
    if _I.search(sentence):
        weight += _OF_ME
    if _ALWAYS.search(sentence):
        weight += _HABIT
    if _ANY.search(sentence):
        weight += _RULE
    if _WHILE.search(sentence):
        weight += _AS_LONG
    return weight
