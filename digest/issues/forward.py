"""Sentences that look ahead: plans, schedules, expectations, deadlines.

Each cue of the future is evidence of a strength, as is a day still to come; they are put together as independent
evidence (1 − Π(1 − strength)), and what speaks against (a question, a belief, a condition put to "you") takes away
from it. The strengths were set by reading sentences of news, not learned.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from digest.dates import find
from digest.dates.grammar import Grammar, load
from digest.dates.tense import Tenses
from digest.model import DateExpression, ForwardLook

THRESHOLD: Final = 0.5  # a sentence looks ahead from this score on

_STRENGTH: Final = {
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
_FUTURE_DAY, _FUTURE_SPAN, _VAGUE, _NOW = 0.55, 0.45, 0.4, 0.25  # what a day to come, a longer stretch, and
# "the coming months" add; the last where the stretch has begun ("today", "this week")
_TIMETABLE = 0.62  # and a day to come whose own clause is of the future: "starts on Friday"
_OF_A_THING = 0.3  # and "Friday's", the day of a thing
_PLAN_OF = 0.42  # "its plan to"
_PLAN_MADE = 0.52  # "unveiled a plan to"
_URGED = 0.1  # "should", "must", "can"
_FORECAST = 0.52  # "could", where somebody warns or predicts
_REPORTED = 0.52  # "would", as somebody said: the future of an announcement
_TENSE = 0.45  # what a verb of the future weighs in a language without cues of its own
_MONTH = 31  # days: no stretch longer than this counts as a day gone by

_REPORTING = re.compile(
    r"\b(?:said|says|saying|announced|announces|confirmed|confirms|told|added|pledged|vowed|promised|warned|warns|estimated"
    r"|predicted|insisted|revealed|hinted|suggested|declared|signalled|signaled|indicated|stated|reported|agreed|decided"
    r"|assured|reiterated|maintained|projected|forecast|optimism|tweeted|guaranteed)\b"
)
_MADE = re.compile(  # and not "has abandoned its plan to"
    r"\b(?:announc\w+|unveil\w*|reveal\w*|outlin\w+|formulat\w+|draft\w*|draw\w* up|draws?|sets? out|put\w* forward"
    r"|present\w*|approv\w+|(?:push|mov)\w* (?:ahead|forward)|go\w* ahead|working on|part of|includes?)"
    r"(?![^,;]*\b(?:abandon|scrap|drop|halt|delay|block|fail|reject|shelv|cancel))\s(?:with\s|on\s)?[^,;]{0,25}$"
)
_REFUSED = re.compile(  # what somebody will not tell is of now
    r"will (?:be )?(?:(?:sorely|greatly|deeply|dearly|always) )?(?:be )?(?:missed|remembered)\b"
    r"|(?:won['’]t|will not|will neither)\s(?:\w+ly\s|yet\s)?(?:say|release|disclose|comment|confirm|reveal|discuss"
    r"|identify|name|speculate|divulge|specify|elaborate|be (?:named|identified|disclosed))\b"
)
_PARTICIPLE = re.compile(r"(?:planning|intending|preparing|aiming|expecting|hoping)\b")
_PURPOSE_THEN = 0.35  # "drew his pistol, preparing to shoot"; "a law that aims to"; "has yet to confirm"
_INSTRUMENT = re.compile(
    r"\b(?:that|which|law|bill|legislation|rules?|policy|app|project|study|scheme|guidelines?|guidance"
    r"|measures?|campaign|programme|program|website|tool|book|show|film|series|order|vaccine|therapy|treatment"
    r"|technique|method|video|device)\s(?:from\s\w+\s)?(?:also\s)?$"
)
_POSSESSED = re.compile(r"['’]s(?:\s\w+)*\s(?:set|scheduled|slated|expected|planned|poised|earmarked|booked|billed)")
_URGING = re.compile(r"\b(?:should|must|ought to|needs? to|to)\sbe\s$")  # "it should be extended until May"
_HOPED = re.compile(r"\b(?:hop(?:e|es|ed|ing)|wish(?:es|ed)?|pray(?:s|ed|ing)?)\b[^,;]*$", re.IGNORECASE)
_HOPE = 0.42  # "hopes that it will"
_AS_IT_IS = re.compile(r"\s(?:(?:be\s)?life[- ]threatening\b|at\s[£$€])")  # "bail is set at $500"
_PROPOSAL = re.compile(  # a bill and the like, before its "would"
    r"\b(?:rules?|policy|policies|bill|plans?|measures?|law|legislation|proposals?|amendment|agreement|order|orders|scheme"
    r"|programme|program|package|merger|proposal|initiative|project|takeover)\b(?![^,;]*\b(?:if|was|were|had|not)\b)[^,;]{0,25}$"
)
_SAID = frozenset({"said", "says", "saying", "told", "added", "stated", "suggested", "insisted", "indicated"})
_STATE = re.compile(
    r"\b(?:be|like|love|prefer|want|mean|seem|need|have|rather|cost|make|require|never|take|feel|know|think)\b(?!\s\w+ed\b)"
)
_WARNED = re.compile(  # a forecast, and no doubt of now: "it could rain, forecasters warn"
    r"\b(?:warn(?:s|ed|ing)?|predict(?:s|ed|ing)?|forecast(?:s|ing)?|projected|fear(?:s|ed)?|indicated|hinted|signalled|signaled)\b"
    r"(?![^,;]*\b(?:was|were|had)\b)[^;]*$"
)
# ", the party has said.": what went before is an announcement.
_ATTRIBUTED = re.compile(
    r",\s[^,]{2,60}\b(?:said|says|announced|confirmed|reported|reports|predicted|warned|estimated)\b[^,]{0,30}$"
)
_NEXT_WORD = 14  # characters after a cue
_CHANGE = re.compile(  # what happens once: "schools could reopen"; and not what a thing is able to do
    r"(?:could|may|might)\s(?:(?:also|soon|now|even|still|yet|possibly|eventually|quickly|theoretically|potentially)\s)?"
    r"(?:face|rise|fall|die|lose|reopen|open|close"
    r"|return|begin|start|resume|plunge|soar|drop|double|triple|surge|shrink|reach|hit|win|last|happen|cost|end|miss|delay"
    r"|force|spark|trigger|lead to|raise|cut|sell|join|move|bring|come|go ahead|take place|go back|announce|lift|ease"
    r"|extend|be (?:delayed|extended|made|forced|required|allowed|lifted|cut|banned|closed|held|introduced"
    r"|released|jailed|fined|charged|cancel\w+|postponed|scrapped|raised|reopened|eased|back))\b"
)
_SPECIFIC = re.compile(r"^(?![^;]*\b(?:if|it|that|which|you|one|people|everyone|study|studies|found)\s)")
_SUBJECT = re.compile(
    r"\b(?:it|he|she|they|we|I|who|had|have|has|than)\s(?:had\s)?$"
)  # "the profit it expected to make"
_LEAD = 60  # characters before a cue that are looked at
_DECISION = re.compile(
    r"\b(?:decisions?|plans?|bids?|orders?|deals?|chances?|opportunity|proposals?|efforts?|attempts?|calls?|moves?|requests?"
    r"|refusal|failure|hopes?|push|pressure|motion|legislation|measure)\s(?:not\s)?to\s(?:be\s)?[a-z]+\b[^,;:]{0,90}$"
)
_PURPOSE = re.compile(
    r"\b(?:goal|aim|purpose|idea|task|job|mission|key|point|trick|challenge|priority|best|thing|way|role|duty|strategy|answer|solution"
    r"|alternative|option|lesson)s?\b[^,;]{0,40}\s$"
)
# "What it will mean", "how soon schools will open": a question, if nobody asks it. Not "in what will be the largest".
_ASKED = re.compile(r"(?<!\bin )(?<!\bfor )\b(?:what|how|why|whether|when|where)\b[^,;:]{0,50}$", re.IGNORECASE)
_ASKED_IF = re.compile(
    r"\b(?:determin|decid|know|see|ask|wonder|unclear|sure|consider|question|doubt|said|say)\w*\sif\b[^,;:]{0,50}$",
    re.IGNORECASE,
)
_CLAIMED = re.compile(r"\b(?:that|said|says|but)\b")
_WAS = re.compile(r"\b(?:was|were|had)\b[^,;]*$")
_DETERMINER = r"(?:\b(?:a|an|the|his|her|its|their|our|your|no|any|some|new|of|with|under)|['’]s?)"
_OF_PLANS = (
    r"(?:\s(?:current|new|latest|original|earlier|controversial|ambitious|future|possible|proposed|own|long-term))?"
)
_NOUN_PLANS = re.compile(rf"{_DETERMINER}{_OF_PLANS}\s$", re.IGNORECASE)  # "its plans to", but "the council plans to"
_NOUN_PLAN = re.compile(rf"{_DETERMINER}(?:\s[a-z-]+)?\s$")  # "a bold plan to"
_DOING = re.compile(r"(?:\b(?:is|are|am|been|now|already|also|currently|be)|['’](?:s|re|m))\s$")
_POSSESSIVE = re.compile(r"['’]s?\b")
_YEAR = re.compile(r"\d{4}")
_NAMED = re.compile(r"\b[A-Z][\w’'&-]*\s$")
_NAME_LENGTH = 24  # characters
_DIGIT = re.compile(r"\d")
# "the Jan. 6 riot": what nobody plans has happened, on whatever side of the publication its day seems to lie.
_DEED = re.compile(
    r"\s(?:(?!(?:and|but|for|from|to|in|at|on|after|before|that|which|will)\b)[\w’'.-]+\s){0,3}"
    r"(?:riot|attack|insurrection|siege|coup|shooting|killing|murder|stabbing|bombing|blast|explosion|crash|accident"
    r"|incident|massacre|raid|assault|robbery|fire|blaze|collapse|arrest|death|violence|unrest|quake|earthquake|outbreak"
    r"|derailment|spill|crackdown|standoff)s?\b",
    re.IGNORECASE,
)
_HOUR = re.compile(r",?\s\d{1,2}[:.]\d\d\b")
_THING = re.compile(  # "the Friday game"
    r"\s(?!(?:and|but|for|from|was|is|has|had|are|were|when|after|before|that|with|this|will|which|until|at|in|to|as|or)\b)[a-z]{3,}"
)
_BELIEF = re.compile(
    r"(?<!will )(?<!['’]ll )\b(?:believes?|thinks?|thought|believed|feels?|wish(?:es)?|imagines?|reckons?)\b",
    re.IGNORECASE,
)
_NOT_OURS = re.compile(r"\b(?:to|not|n['’]t|reasonable|would|could|can|you)\s$")  # "it is unfair to expect them to"
_IF = re.compile(r"(?<!even )(?<!as )\b(?:if|unless|whether|had it|were it)\b(?! not\b)", re.IGNORECASE)
_OPENING = 6  # characters: "But if"
_YOU = re.compile(r"\b(?:you|your|you['’]ll|you['’]re)\b", re.IGNORECASE)
_ALWAYS = re.compile(
    r"\b(?:always|never|every time|whenever|everyone|nobody|anyone|no one|people who)\b", re.IGNORECASE
)
_ANY = re.compile(  # a rule for all, or a call to them
    r"\b(?:any|every|all)\s(?:\w+\s){1,3}(?:that|who|which)\b|\b(?:anyone|anybody|everyone)\s(?:who|with)\b",
    re.IGNORECASE,
)
_CONTRARY = re.compile(r"\bwould (?:have )?(?:normally|ordinarily|otherwise|typically|usually)\b")  # but will not
_I = re.compile(r"\b(?:I|I['’]ll|I['’]m|my|me)\b")
_NOUN_BEFORE_WILL = re.compile(
    r"\b(?:the|a|an|his|her|their|its|my|your|our|free|political|good|ill|living|iron|no|of|against|public|popular"
    r"|\w+['’]s)\s+$",
    re.IGNORECASE,
)


def look(
    sentence: str,
    *,
    published: datetime | date | None,
    lang: str = "en",
    dates: Sequence[DateExpression] | None = None,
) -> ForwardLook:
    """Whether one sentence looks ahead of its publication, how surely (0 to 1), and the dates to come that it names.

    ``published`` is the article's day, as for ``digest.dates.find``; with None no date counts, only words do. ``dates``
    are the sentence's own, offsets into it, where the caller has found them already. A date to come is one that begins
    after the publication's day, or holds that day in a clause of the future; vague ones ("the coming months") are among
    them. A sentence whose future clause names a day already gone does not look ahead.
    """
    grammar = load(lang)
    if grammar is None:
        return ForwardLook(False, 0.0)
    day = published.date() if isinstance(published, datetime) else published
    held = find(sentence, published=published, lang=lang) if dates is None else tuple(dates)
    cues = _cues(sentence, grammar)
    tenses = Tenses(sentence, grammar)
    ahead, evidence, stale = _to_come(sentence, held, day, tenses, bool(cues))
    score = _joined([strength for _, strength in cues] + evidence)
    score = max(0.0, min(1.0, score - (_against(sentence) if score else 0.0) - (0.6 if stale and not ahead else 0.0)))
    forward = score >= THRESHOLD
    return ForwardLook(forward, round(score, 3), ahead if forward else ())


def _joined(strengths: Sequence[float]) -> float:
    rest = 1.0
    for strength in strengths:
        rest *= 1 - strength
    return 1 - rest


def _to_come(
    sentence: str, dates: Sequence[DateExpression], day: date | None, tenses: Tenses, cued: bool
) -> tuple[tuple[DateExpression, ...], list[float], bool]:
    """The dates to come, the evidence they give, and whether a clause of the future names a day gone by."""
    ahead: list[DateExpression] = []
    evidence: list[float] = []
    stale = False
    for one in dates:
        if one.vague:
            ahead.append(one)
            evidence.append(_VAGUE)
            continue
        if day is None or one.first is None or one.last is None:
            continue
        words = sentence[one.start : one.end]
        if one.start == 0 and _YEAR.search(words) and (_HOUR.search(words) or _HOUR.match(sentence, one.end)):
            continue  # the stamp of the hour that a feed put before its text
        tense = tenses.at(one.start, one.end)
        lead = sentence[max(0, one.start - _NAME_LENGTH) : one.start]
        if tense != "future" and words.isalpha() and _NAMED.search(lead):
            continue  # "FOX News Sunday" is a programme's name
        if _DEED.match(sentence, one.end):
            continue
        if tense == "future" and not _DIGIT.search(words) and _is_of_a_deed(sentence, one, tenses):
            continue
        if one.first > day and tense != "past":
            ahead.append(one)
            evidence.append(_weight(sentence, one, tense))
        elif tense != "future":
            continue
        elif one.first <= day <= one.last and cued and not _only_names_today(words, one, day):
            if not _POSSESSIVE.match(sentence, one.end):
                ahead.append(one)
                evidence.append(_NOW if (one.last - one.first).days <= _MONTH else 0.0)
        elif one.last < day and (one.last - one.first).days <= _MONTH:
            stale = True
    return tuple(ahead), evidence[:2], stale


def _is_of_a_deed(sentence: str, day: DateExpression, tenses: Tenses) -> bool:
    """Whether the day may be that of a deed told before a purpose: "defended his decision to leave on Tuesday"."""
    purpose = _DECISION.search(sentence, 0, day.start)
    if purpose is None:
        return False
    cues = [cue.tense for cue in tenses.cues(day.start, day.end) if cue.end <= purpose.start()]
    return bool(cues) and cues[-1] in ("past", "weak_past")


def _weight(sentence: str, one: DateExpression, tense: str) -> float:
    """What a day or a stretch to come says by itself; less where it is the day of a thing, and not of the plan."""
    article = sentence[max(0, one.start - 4) : one.start].lower() == "the "
    bare = sentence[one.start : one.end].replace(" ", "").isalpha()
    if _POSSESSIVE.match(sentence, one.end) or (article and bare and _THING.match(sentence, one.end)):
        return _OF_A_THING
    if one.first != one.last:
        return _FUTURE_SPAN
    return _TIMETABLE if tense == "future" else _FUTURE_DAY


def _only_names_today(words: str, one: DateExpression, day: date) -> bool:
    """Whether a stretch that holds the day says nothing of what is to come: a dateline, a year, "the last month"."""
    dateline = one.start == 0 and bool(_YEAR.search(words))
    return dateline or words.isdigit() or (one.last == day and one.first != day)


def _against(sentence: str) -> float:
    """What speaks against a sentence that has cues of the future."""
    weight = 0.0
    text = sentence.rstrip("\"'”’») ")
    if text.endswith("?"):
        weight += 0.35
    if _BELIEF.search(sentence):
        weight += 0.2
    you = bool(_YOU.search(sentence))
    condition = _IF.search(sentence)
    if condition:
        opens = not sentence[: condition.start()].strip("\"“”'‘’ ") or condition.start() < _OPENING
        weight += 0.45 if you else 0.2 if opens else 0.1
    elif you:
        weight += 0.2
    if _CONTRARY.search(sentence):
        weight += 0.5
    if _I.search(sentence):
        weight += 0.08
    if _ALWAYS.search(sentence):
        weight += 0.1
    if _ANY.search(sentence):
        weight += 0.2
    return weight


def _cues(sentence: str, grammar: Grammar) -> list[tuple[str, float]]:
    """The cues of the future, each with its strength; where the grammar lists none, those of its tense."""
    patterns = grammar.forward
    if patterns is None:
        return [(tense, _TENSE) for tense, _ in grammar.cues.scan(sentence) if tense.endswith("future")][:1]
    found: list[tuple[str, float]] = []
    for kind, match in patterns.scan(sentence):
        strength = _STRENGTH[kind]
        if kind == "will" and not _is_verb(sentence, match):
            continue
        lead = sentence[max(0, match.start() - _LEAD) : match.start()]
        if kind == "scheduled" and match[0].startswith(("is to", "are to")) and _PURPOSE.search(lead):
            continue
        if kind in ("scheduled", "planned") and not match[0].startswith(("is", "are")) and _WAS.search(lead):
            continue
        if kind in ("will", "scheduled", "planned", "reported", "weighed") and _is_asked(lead):
            continue
        if kind == "will" and _REFUSED.match(sentence, match.start()):
            continue
        if kind == "will" and _HOPED.search(lead):
            strength = _HOPE
        if kind == "scheduled" and _URGING.search(lead):
            continue
        if kind == "scheduled" and _POSSESSED.fullmatch(match[0]):
            continue  # "the mayor's scheduled visit ended"
        if kind in ("scheduled", "planned", "possible") and _AS_IT_IS.match(sentence, match.end()):
            continue
        if kind == "planned" and (
            (_PARTICIPLE.match(match[0]) and not _DOING.search(lead))
            or (match[0].startswith("aim") and _INSTRUMENT.search(lead))
            or match[0].startswith(("has yet", "have yet"))
            or (match[0].startswith("prepare") and lead.endswith("to "))
        ):
            strength = _PURPOSE_THEN
        if kind == "possible":
            strength = _of_modal(sentence[match.start() : match.end() + _NEXT_WORD], lead, strength)
        if kind == "planned" and match[0].startswith("expected") and _SUBJECT.search(lead):
            continue
        if kind == "planned" and match[0].startswith("expect ") and _NOT_OURS.search(lead):
            continue
        if kind == "planned" and _is_noun(match[0], lead):
            strength = _PLAN_MADE if _MADE.search(lead) else _PLAN_OF
        if (
            kind == "reported"
            and not _IF.search(sentence)
            and (_is_announced(match[0], lead) or (_ATTRIBUTED.search(sentence) and not _STATE.search(match[0])))
        ):
            strength = _REPORTED
        if strength:
            found.append((kind, strength))
    # Two of a kind say little more than one.
    return list(dict(sorted(found, key=lambda cue: cue[1])).items())


def _is_announced(cue: str, lead: str) -> bool:
    """Whether "would" is what somebody says of the future: no opinion, nor what was feared then.

    What is "said" may be either; it is an announcement where "would" has a verb of doing.
    """
    if _PROPOSAL.search(lead):
        return True
    said = list(_REPORTING.finditer(lead))
    if not said or _WAS.search(lead, said[-1].end()):
        return False
    return said[-1][0] not in _SAID or not _STATE.search(cue)


def _of_modal(cue: str, lead: str, strength: float) -> float:
    """What a modal weighs: one of a duty says little of what is to come, one of a forecast much."""
    if not cue.startswith(("could", "may", "might")):
        return _URGED
    if "not" in cue:
        return strength
    changes = _CHANGE.search(cue) is not None and _SPECIFIC.search(lead) is not None
    return _FORECAST if changes or (not cue.startswith("may") and _WARNED.search(lead)) else strength


def _is_asked(lead: str) -> bool:
    """Whether what precedes a cue makes an indirect question of its clause."""
    asked = _ASKED.search(lead) or _ASKED_IF.search(lead)
    return asked is not None and not _CLAIMED.search(asked[0])


def _is_noun(cue: str, lead: str) -> bool:
    """Whether "plan" or "plans" is the noun, or "planning" an activity."""
    if cue.startswith(("planning for", "planning on")) and not _DOING.search(lead):
        return True
    if cue.startswith(("plans for", "plans on", "plan for", "plan on")):
        return True
    noun = _NOUN_PLANS if cue.startswith("plans") else _NOUN_PLAN if cue.startswith("plan ") else None
    return noun is not None and noun.search(lead) is not None


def _is_verb(sentence: str, match: re.Match[str]) -> bool:
    """Whether "will" is the verb: not a testament, nor a man called Will."""
    return not match[0][0].isupper() and not _NOUN_BEFORE_WILL.search(
        sentence, max(0, match.start() - 20), match.start()
    )
