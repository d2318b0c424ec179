"""The cues of the future in a sentence, each with what it weighs beside the words around it."""

from __future__ import annotations

import re
from typing import Final

from digest.dates.grammar import Grammar
from digest.issues.forward.lexicon import Lexicon, lexicon

STRENGTH: Final = {  # by the kinds of a grammar's [forward]
    "scheduled": 0.8,
    "will": 0.65,
    "planned": 0.62,
    "weighed": 0.52,
    "hoped": 0.38,
    "timetable": 0.3,
    "possible": 0.2,
    "reported": 0.28,
    "past": 0.0,
}
_TENSE = 0.45  # what a verb of the future weighs in a language without cues of its own
_PLAN_OF = 0.42  # "its plan to"
_PLAN_MADE = 0.52  # "unveiled a plan to"
_URGED = 0.1  # "should", "must", "can"
_FORECAST = 0.52  # "could", where somebody warns or predicts
_REPORTED = 0.52  # "would", as somebody said: the future of an announcement
_PURPOSE_THEN = 0.35  # "drew his pistol, preparing to shoot"; "a law that aims to"; "has yet to confirm"
_HOPE = 0.42  # "hopes that it will"
_EFFECT = 0.42  # "which will help farmers"
_LEAD = 60  # characters before a cue that are looked at
_NEXT_WORD = 14  # characters after a cue

_POSSESSED = re.compile(r"['’]s(?:\s\w+)*\s(?:set|scheduled|slated|expected|planned|poised|earmarked|booked|billed)")
_URGING = re.compile(r"\b(?:should|must|ought to|needs? to|to)\sbe\s$")  # "it should be extended until May"
_AS_IT_IS = re.compile(r"\s(?:(?:be\s)?life[- ]threatening\b|at\s[£$€])")  # "bail is set at $500"
_SPECIFIC = re.compile(r"^(?![^;]*\b(?:if|it|that|which|you|one|people|everyone|study|studies|found)\s)")
_SUBJECT = re.compile(
    r"\b(?:it|he|she|they|we|I|who|had|have|has|than|people|analysts|economists)\s(?:had\s)?$"
)  # "the profit it expected to make"
# "What it will mean", "how soon schools will open": a question, if nobody asks it. Not "in what will be the largest".
_ASKED = re.compile(r"(?<!\bin )(?<!\bfor )\b(?:what|how|why|whether|when|where)\b[^,;:]{0,50}$", re.IGNORECASE)
_ASKED_IF = re.compile(
    r"\b(?:determin|decid|know|see|ask|wonder|unclear|sure|consider|question|doubt|said|say)\w*\sif\b[^,;:]{0,50}$",
    re.IGNORECASE,
)
_CLAIMED = re.compile(r"\b(?:that|said|says|but)\b")
_WAS = re.compile(r"\b(?:was|were|had)\b[^,;]*$")
_DETERMINER = (
    r"(?:\b(?:a|an|the|his|her|its|their|our|your|no|any|some|new|of|with|under|on|about|over|against|for|from|by|despite"
    r"|[a-z]+ing|[a-z]+ed|make|made)|['’]s?)"
)
_OF_PLANS = (
    r"(?:\s(?:current|new|latest|original|earlier|controversial|ambitious|future|possible|proposed|own|long-term"
    r"|immediate))?"
)
_NOUN_PLANS = re.compile(
    rf"(?:^|{_DETERMINER}{_OF_PLANS}\s)$", re.IGNORECASE
)  # "its plans to", not "the council plans to"
_NOUN_PLAN = re.compile(rf"{_DETERMINER}(?:\s[a-z-]+)?\s$")  # "a bold plan to"
_SINGULAR = re.compile(r"[a-rt-z]\s$")  # "the White House plan to": a verb of one would be "plans"
_PLURAL = re.compile(
    r"\b(?:they|we|you|I|who|that|to|also|now|still|both|all|police|people|men|women|children|staff|team|couple|family|not"
    r"|will|may|and\s[\w.-]+|\w+ly)\s$"
)
_NOUNS = ("plan ", "aim ", "promise ", "pledge ", "vow ")
_NEVER_PLANNED = re.compile(r"\b(?:did not|didn['’]t|had no|not)\s(?:make\s|have\s)?(?:any\s)?$")
_DOING = re.compile(r"(?:\b(?:is|are|am|been|now|already|also|currently|be)|['’](?:s|re|m))\s$")
_ASIDE = re.compile(r",\s(?:and\s|while\s)?$")
_OF_THIS = re.compile(r"(?:\b(?:that|which|it|this|these|those|they|and)\b|^\W*)[^,;]{0,20}$", re.IGNORECASE)
_NOUN_BEFORE_WILL = re.compile(
    r"\b(?:the|a|an|his|her|their|its|my|your|our|free|political|good|ill|living|iron|no|of|against|public|popular"
    r"|\w+['’]s)\s+$",
    re.IGNORECASE,
)
_NOT_OURS = re.compile(r"\b(?:to|not|n['’]t|reasonable|would|could|can|you)\s$")  # "it is unfair to expect them to"


def cues(sentence: str, grammar: Grammar) -> list[tuple[str, float]]:
    """The kinds of cue in a sentence with the strength of each, the strongest of its kind.

    Where the grammar lists none, those of its tense.
    """
    patterns = grammar.forward
    if patterns is None:
        return [(tense, _TENSE) for tense, _ in grammar.cues.scan(sentence) if tense.endswith("future")][:1]
    found: list[tuple[str, float]] = []
    for kind, match in patterns.scan(sentence):
        strength = weigh(kind, match, sentence, grammar)
        if strength:
            found.append((kind, strength))
    # Two of a kind say little more than one.
    return list(dict(sorted(found, key=lambda cue: cue[1])).items())


def weigh(kind: str, match: re.Match[str], sentence: str, grammar: Grammar) -> float:
    """What one cue weighs where it stands; 0 where it is none."""
    words = lexicon(grammar.lang)
    lead = sentence[max(0, match.start() - _LEAD) : match.start()]
    if kind in ("will", "scheduled", "planned", "reported", "weighed") and _is_asked(lead):
        return 0.0
    if kind in ("scheduled", "planned") and not match[0].startswith(("is", "are")) and _WAS.search(lead):
        return 0.0
    if kind in ("scheduled", "planned", "possible") and _AS_IT_IS.match(sentence, match.end()):
        return 0.0
    if kind == "will":
        return _of_will(match, sentence, lead, words)
    if kind == "scheduled":
        return _of_schedule(match, lead, words)
    if kind == "planned":
        return _of_plan(match, sentence, lead, grammar)
    if kind == "possible":
        return _of_modal(sentence[match.start() : match.end() + _NEXT_WORD], lead, words)
    if kind == "reported" and _is_reported(match, sentence, lead, words):
        return _REPORTED
    return STRENGTH[kind]


def _of_will(match: re.Match[str], sentence: str, lead: str, words: Lexicon) -> float:
    if not _is_verb(sentence, match) or words.refused.match(sentence, match.start()):
        return 0.0
    if words.hoped.search(lead):
        return _HOPE
    if words.effect.match(sentence, match.start()) and _OF_THIS.search(lead):
        return _EFFECT
    return STRENGTH["will"]


def _of_schedule(match: re.Match[str], lead: str, words: Lexicon) -> float:
    if match[0].startswith(("is to", "are to")) and words.purpose.search(lead):
        return 0.0
    if match[0].endswith(" set"):
        return 0.0  # "is set upon", "is set in Leeds"
    # "It should be extended until May"; "the mayor's scheduled visit ended".
    none = _URGING.search(lead) or _POSSESSED.fullmatch(match[0])
    return 0.0 if none else STRENGTH["scheduled"]


def _of_plan(match: re.Match[str], sentence: str, lead: str, grammar: Grammar) -> float:
    words = lexicon(grammar.lang)
    cue = match[0].lower()
    if cue.startswith("expected") and _SUBJECT.search(lead):
        return 0.0
    if cue.startswith(("expect ", "anticipate ")) and _NOT_OURS.search(lead):
        return 0.0
    if _is_noun(cue, lead):
        if _NEVER_PLANNED.search(lead):
            return 0.0
        return _PLAN_MADE if words.made.search(lead) else _PLAN_OF
    then = (
        (words.planning.match(cue) and not _DOING.search(lead))
        or (cue.startswith("aim") and words.instrument.search(lead))
        or cue.startswith(("has yet", "have yet"))
        or (cue.startswith("prepare") and lead.endswith("to "))
        or (words.promising.match(cue) and not _DOING.search(lead) and not _goes_on(sentence, match, lead, grammar))
    )
    return _PURPOSE_THEN if then else STRENGTH["planned"]


def _goes_on(sentence: str, match: re.Match[str], lead: str, grammar: Grammar) -> bool:
    """Whether a participle goes on with what is told of now: "they march, vowing to return"."""
    if _ASIDE.search(lead) is None:
        return False
    return all(tense not in ("past", "weak_past") for tense, _ in grammar.cues.scan(sentence, 0, match.start()))


def _is_reported(match: re.Match[str], sentence: str, lead: str, words: Lexicon) -> bool:
    """Whether "would" is what somebody says of the future, on no condition."""
    if re.search(r"\b(?:if|unless)\b", sentence, re.IGNORECASE):
        return False
    if _is_announced(match[0], lead, words):
        return True
    return words.attributed.search(sentence) is not None and not words.state.search(match[0])


def _is_announced(cue: str, lead: str, words: Lexicon) -> bool:
    """Whether "would" is what somebody says of the future: no opinion, nor what was feared then.

    What is "said" may be either; it is an announcement where "would" has a verb of doing.
    """
    if words.proposal.search(lead):
        return True
    said = list(words.reporting.finditer(lead))
    if not said or _WAS.search(lead, said[-1].end()):
        return False
    return words.saying.fullmatch(said[-1][0]) is None or not words.state.search(cue)


def _of_modal(cue: str, lead: str, words: Lexicon) -> float:
    """What a modal weighs: one of a duty says little of what is to come, one of a forecast much."""
    if not cue.startswith(("could", "may", "might")):
        return _URGED
    if "not" in cue:
        return STRENGTH["possible"]
    changes = words.change.search(cue) is not None and _SPECIFIC.search(lead) is not None
    warned = not cue.startswith("may") and words.warned.search(lead)
    return _FORECAST if changes or warned else STRENGTH["possible"]


def _is_asked(lead: str) -> bool:
    """Whether what precedes a cue makes an indirect question of its clause."""
    asked = _ASKED.search(lead) or _ASKED_IF.search(lead)
    return asked is not None and not _CLAIMED.search(asked[0])


def _is_noun(cue: str, lead: str) -> bool:
    """Whether "plan" or "plans" is the noun, or "planning" an activity."""
    if cue.startswith(("planning for", "planning on")) and not _DOING.search(lead):
        return True
    if cue.startswith(("plans for", "plans on", "plan for", "plan on", "aim for")):
        return True
    if cue.startswith("plan ") and _SINGULAR.search(lead) and not _PLURAL.search(lead):
        return True
    noun = _NOUN_PLANS if cue.startswith("plans") else _NOUN_PLAN if cue.startswith(_NOUNS) else None
    return noun is not None and noun.search(lead) is not None


def _is_verb(sentence: str, match: re.Match[str]) -> bool:
    """Whether "will" is the verb: not a testament, nor a man called Will."""
    return not match[0][0].isupper() and not _NOUN_BEFORE_WILL.search(
        sentence, max(0, match.start() - 20), match.start()
    )
