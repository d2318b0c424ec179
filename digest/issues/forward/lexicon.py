"""The words of a language that cues of the future are weighed by: the ``[ahead]`` lists of its grammar file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from digest.dates.grammar import load

_NOTHING = "(?!)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """What stands beside a cue. Of those that end with ``$`` the text before the cue is searched."""

    reporting: re.Pattern[str]  # verbs that make of "would" the future of an announcement
    saying: re.Pattern[str]  # of these, those that tell opinions too
    attributed: re.Pattern[str]  # ", the party has said.": what went before is an announcement
    made: re.Pattern[str]  # "unveiled a" plan, and not "has abandoned its" plan
    refused: re.Pattern[str]  # "won't say"; "will be missed": of now
    planning: re.Pattern[str]  # a participle, which tells no tense of its own
    promising: re.Pattern[str]  # of these, those of a promise
    instrument: re.Pattern[str]  # "a law that" aims to
    proposal: re.Pattern[str]  # a bill and the like, before its "would"
    hoped: re.Pattern[str]  # "hopes that it" will
    warned: re.Pattern[str]  # a forecast, and no doubt of now: "it" could "rain, forecasters warn"
    state: re.Pattern[str]  # "would be", "would like"
    change: re.Pattern[str]  # "could reopen"
    decision: re.Pattern[str]  # "his decision to leave on"
    purpose: re.Pattern[str]  # "the goal" is to
    deed: re.Pattern[str]  # after a day: "the Jan. 6 riot"
    belief: re.Pattern[str]
    effect: re.Pattern[str]  # "will help": a verb of what a thing does to others


@lru_cache(maxsize=16)
def lexicon(lang: str) -> Lexicon:
    """The words of a language by its BCP 47 tag; where its file lists none, patterns that match nothing."""
    grammar = load(lang)
    lists = grammar.ahead if grammar else {}

    def words(name: str) -> str:
        return lists.get(name, _NOTHING)

    return Lexicon(
        reporting=re.compile(rf"\b{words('reporting')}\b"),
        saying=re.compile(words("saying")),
        attributed=re.compile(rf",\s[^,]{{2,60}}\b{words('attributing')}\b[^,]{{0,30}}$"),
        made=re.compile(
            rf"\b{words('made')}(?![^,;]*\b{words('dropped')})\s(?:with\s|on\s)?[^,;]{{0,25}}$",
        ),
        refused=re.compile(
            rf"will (?:be )?(?:(?:sorely|greatly|deeply|dearly|always) )?(?:be )?{words('missed')}\b"
            rf"|(?:won['’]t|will not|will neither)\s(?:\w+ly\s|yet\s)?{words('untold')}\b"
        ),
        planning=re.compile(rf"{words('planning')}\b"),
        promising=re.compile(rf"{words('promising')}\b"),
        instrument=re.compile(rf"\b{words('instruments')}\s(?:from\s\w+\s)?(?:also\s)?$"),
        proposal=re.compile(
            rf"\b{words('proposals')}\b(?![^,;]*\b(?:if|was|were|had|not)\b)[^,;]{{0,25}}$",
        ),
        hoped=re.compile(rf"\b{words('hoping')}\b[^,;]*$", re.IGNORECASE),
        warned=re.compile(rf"\b{words('warning')}\b(?![^,;]*\b(?:was|were|had)\b)[^;]*$"),
        state=re.compile(rf"\b{words('states')}\b(?!\s\w+ed\b)"),
        change=re.compile(
            r"(?:could|may|might)\s(?:(?:also|soon|now|even|still|yet|possibly|eventually|quickly|theoretically"
            rf"|potentially)\s)?{words('changes')}\b"
        ),
        decision=re.compile(rf"\b{words('decisions')}\s(?:not\s)?to\s(?:be\s)?[a-z]+\b[^,;:]{{0,90}}$"),
        purpose=re.compile(rf"\b{words('purposes')}s?\b[^;]{{0,40}}\s$"),
        deed=re.compile(
            r"\s(?:(?!(?:and|but|for|from|to|in|at|on|after|before|that|which|will)\b)[\w’'.-]+\s){0,3}"
            rf"{words('deeds')}s?\b",
            re.IGNORECASE,
        ),
        belief=re.compile(rf"(?<!will )(?<!['’]ll )\b{words('belief')}\b", re.IGNORECASE),
        effect=re.compile(rf"(?:will|['’]ll|won['’]t)\s(?:(?:only|also|just|not|never)\s)?{words('effects')}\b"),
    )
