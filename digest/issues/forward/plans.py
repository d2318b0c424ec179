"""Whether a sentence that looks ahead is sure enough of itself to stand without a day under "What's next".

A reader is told there what somebody will do, and holds it against what comes. So the sentence says who: a name, a
ministry, a court; and what is planned: an act that others can see, a step that will be taken, or a time. What
somebody believes, what a thing will do to others, what holds under a condition, and what is always so stay out: where
a story has nothing better, it says nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from digest.dates.grammar import Grammar, load
from digest.issues.forward.cues import weigh

_SURE = frozenset({"scheduled", "will", "planned", "weighed", "timetable"})  # cues of a plan; the rest are hopes
_LEAST = 0.5  # what a cue weighs at least that a plan is told by

# What a clause of its own begins with: a plan told there is not what the sentence tells, unless somebody says it.
_ASIDE = re.compile(
    r"\b(?:that|which|who|whose|as|when|while|where|after|because|if|amid|despite|although|though|until|since|so)\b",
    re.IGNORECASE,
)
_OPENING_ASIDE = re.compile(rf"[^\w]*{_ASIDE.pattern}[^,]{{0,200}},\s", re.IGNORECASE)
_CLOSED_ASIDE = re.compile(rf",\s{_ASIDE.pattern}[^,]{{0,120}},", re.IGNORECASE)  # "The draft, which …, will begin"
_SAYING = re.compile(
    r"\b(?:said|says|say|announced|announces|confirmed|confirms|told|tells|pledged|vowed|promised|warned|warns|agreed"
    r"|revealed|declared|stated|reported|decided|reminded|according to)\b"
)
_NO_PLANS = re.compile(r"\bno\s(?:\w+\s)?$")
_WAS = re.compile(r"\b(?:was|were|has been|have been)\b")  # "a strike scheduled for June was suspended"
_CONDITION = re.compile(
    r"^\W*without\b|(?<!even )(?<!as )\b(?:if|unless|assuming|as long as|provided)\b", re.IGNORECASE
)
_OF_SOMEBODY = re.compile(r"\b(?:who|which|whose)\s(?:[\w'’-]+\s){0,3}$")  # "progressives who are" threatening to
_SAID_THEY = re.compile(rf"{_SAYING.pattern}(?:\s[\w.'’]+){{0,4}}\s(?:that\s)?(?:it|they|he|she)\s(?:\w+ly\s)?$")
_PRONOUN = re.compile(
    r"\b(?:it|they|he|she|we|you|I|this|that|these|those|there|one|what|who|which)\s(?:\w+ly\s)?$", re.IGNORECASE
)
_CLAUSE = re.compile(r"[,;:–—“\"]\s?|\b(?:that|and|but|as|said|says)\b\s")
_NAME = re.compile(r"(?<![\w'’-])[A-Z][\w’'&.-]*")
_STATE = re.compile(
    r"\s?(?:have to|be able|need|want|like|never|not get|not allow|not let|let|take responsibility|win|lose"
    r"|be\s(?:a|an|the|his|her|its|their)\s)\b"
)
_GENERAL = re.compile(  # of no time: what a thing is for, or anyone's chance
    r"(?:aim|aims|aiming|prepare|prepares|preparing|prepared|brace|braces|bracing|anticipate|anticipates|seek|looking"
    r"|likely|unlikely)\b|(?:is|are|['’]s|['’]re)\s(?:\w+\s)?(?:sure|certain|bound|guaranteed|destined|tipped"
    r"|on course|looking|seeking|hoping|pushing|pressing|gunning|bidding|likely|unlikely|warning)\b",
    re.IGNORECASE,
)
# What holds of anybody: "players found guilty will be suspended".
_RULE = re.compile(
    r"\b(?:found|caught|convicted|anyone|anybody|those|any|each|every|whoever|all)\b[^,;]*$", re.IGNORECASE
)
_PROMISED = re.compile(r"(?:vowed|pledged|promised) to\b")  # whenever that was
_BE_DONE = re.compile(
    r"\s?(?:(?:also|now|not|soon|only|still|then|finally|no longer)\s)?be\s(?:\w+ly\s)?(?P<done>[\w-]+)"
)
_VERB = re.compile(
    r"(?:will|won['’]t|shall|['’]ll|.{0,20}\bgoing to)\s"
    r"(?:(?:also|now|not|soon|still|then|finally|no longer|once|first|again|\w+ly)\s)*(?P<rest>.*)",
    re.DOTALL,
)
_AGENT = re.compile(r"[a-z-]+(?:[eo]rs|ists|ees|men|women|ants|ents)")  # climbers, residents
_HEAD_ENDS = re.compile(r"\s(?:of|in|from|at|for|with|on|to|near|by|under|who|which)\s")
_DAY = re.compile(r"\s(?:on|in)\s[A-Z][a-z]+$")  # "his display on Thursday"
_LATER_WORDS = re.compile(r"(?:\s(?:also|now|soon|still|then|alone|each|both|all|\w+ly|themselves|itself))+$")
_PARTICIPLE = re.compile(
    r"[a-z]+(?:ed|en|wn)|held|sent|put|built|brought|cut|given|heard|kept|laid|led|let|paid|read|set|shown|shut|sold|spent|sworn|told|won"
)


@dataclass(frozen=True, slots=True)
class _Words:
    actor: re.Pattern[str]
    act: re.Pattern[str]
    happening: re.Pattern[str]
    undone: re.Pattern[str]
    opining: re.Pattern[str]


@lru_cache(maxsize=16)
def _words(lang: str) -> _Words:
    grammar = load(lang)
    lists = grammar.ahead if grammar else {}

    def words(name: str) -> str:
        return lists.get(name, "(?!)")

    return _Words(
        actor=re.compile(rf"\b{words('actors')}\b", re.IGNORECASE),
        act=re.compile(rf"{words('acts')}\b"),
        happening=re.compile(rf"{words('happenings')}\b"),
        undone=re.compile(words("undone")),
        opining=re.compile(rf"\b{words('opining')}\b", re.IGNORECASE),
    )


def opines(sentence: str, lang: str) -> bool:
    """Whether a sentence tells what somebody thinks will come, or what would under a condition."""
    return _CONDITION.search(sentence) is not None or _words(lang).opining.search(sentence) is not None


def tells_plan(sentence: str, lang: str, *, timed: bool, vague: bool = False, text: str = "") -> bool:
    """Whether what the sentence tells, and no aside of it, is somebody's plan, a step to be taken, or a forecast.

    ``timed``: it names a time to come; ``vague``: one that is near and open ("the coming months"), of which a forecast
    without a plan may stand. ``text`` is its article's, which tells names from other words at its beginning. A
    language without cues of its own is not held to it.
    """
    grammar = load(lang)
    if grammar is None or grammar.forward is None:
        return True
    if opines(sentence, lang):
        return False
    told = _cue(sentence, grammar, text, timed=timed)
    return vague if told is None else told


def _cue(sentence: str, grammar: Grammar, text: str, *, timed: bool) -> bool | None:
    """Whether the first sure cue of the main clause is one of a plan; None where it has none."""
    if grammar.forward is None:
        return False
    aside = _OPENING_ASIDE.match(sentence)
    begin = aside.end() if aside else 0
    for kind, match in grammar.forward.scan(sentence):
        if kind not in _SURE or match.start() < begin or weigh(kind, match, sentence, grammar) < _LEAST:
            continue
        lead = _CLOSED_ASIDE.sub(" ", sentence[begin : match.start()])
        said = _SAYING.search(lead) is not None
        if (_ASIDE.search(lead) is not None and not said) or _OF_SOMEBODY.search(lead):
            return False
        if match[0].startswith("plans ") and _NO_PLANS.search(lead):
            return False
        if _PRONOUN.search(lead) and not _SAID_THEY.search(lead):
            return False
        if match[0][0].isupper() or _is_state(sentence, match):
            return False
        if match[0].startswith(("scheduled", "slated")) and _WAS.search(sentence, match.end()):
            return False
        if timed or kind == "timetable":
            return True
        if kind == "will" or "going to" in match[0]:
            return _is_act(sentence, match, lead, text, _words(grammar.lang), said=said)
        told = _words(grammar.lang)
        if _PROMISED.match(match[0]) and not (said or _acts(_CLAUSE.split(lead)[-1].strip(), text, told, opens=False)):
            return False
        return _GENERAL.match(match[0]) is None and told.undone.fullmatch(match[0].rpartition(" ")[2]) is None
    return None


def _is_state(sentence: str, match: re.Match[str]) -> bool:
    """Whether "will" tells how things will be, or what somebody can or must do."""
    verb = _VERB.match(sentence, match.start())
    return verb is not None and _STATE.match(verb["rest"]) is not None


def _is_act(sentence: str, match: re.Match[str], lead: str, text: str, words: _Words, *, said: bool) -> bool:
    """Whether "will" has the verb of a step that is taken, and, where somebody takes it, a subject that can."""
    verb = _VERB.match(sentence, match.start())
    if verb is None:
        return False
    rest = verb["rest"]
    done = _BE_DONE.match(rest)
    if done is not None:
        return (
            _RULE.search(lead) is None
            and _PARTICIPLE.fullmatch(done["done"]) is not None
            and words.undone.fullmatch(done["done"]) is None
        )
    if words.happening.match(rest) is not None:
        return True
    if words.act.match(rest) is None:
        return False
    return said or _acts(_CLAUSE.split(lead)[-1].strip(), text, words, opens=not _CLAUSE.search(lead))


def _acts(subject: str, text: str, words: _Words, *, opens: bool) -> bool:
    """Whether a subject is somebody: its last word, or the last before "of …", is a name or a word for who acts.

    The sentence's first word is a name where the article writes it so elsewhere.
    """
    subject = _LATER_WORDS.sub("", subject)
    for noun in (_DAY.sub("", subject), _HEAD_ENDS.split(subject, maxsplit=1)[0]):
        head = noun.rpartition(" ")[2]
        if words.actor.fullmatch(head) or _AGENT.fullmatch(head.lower()):
            return True
        if _NAME.fullmatch(head) and (not opens or noun != head or re.search(rf"[a-z,;] {re.escape(head)}\b", text)):
            return True
    return False
