"""The days to come that a sentence names, and what they say of its looking ahead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from digest.dates.tense import Tenses
from digest.issues.forward.lexicon import lexicon
from digest.model import DateExpression

# What a day to come, a longer stretch, and "the coming months" add; the last where the stretch has begun ("today",
# "this week").
_FUTURE_DAY, _FUTURE_SPAN, _VAGUE, _NOW = 0.55, 0.45, 0.4, 0.25
_TIMETABLE = 0.62  # and a day to come whose own clause is of the future: "starts on Friday"
_OF_A_THING = 0.3  # and "Friday's", the day of a thing
_MONTH = 31  # days: no stretch longer than this counts as a day gone by
_MOST_EVIDENCE = 2  # dates: a third says nothing new
_HALF_YEAR = timedelta(days=183)  # a thing's day without a year is the nearer one

_POSSESSIVE = re.compile(r"['’]s?\b")
_YEAR = re.compile(r"\d{4}")
_DIGIT = re.compile(r"\d")
_HOUR = re.compile(r",?\s\d{1,2}[:.]\d\d\b")
_NAMED = re.compile(r"\b[A-Z][\w’'&-]*\s$")
_NAME_LENGTH = 24  # characters
_OF_SOMEONE = re.compile(r"(?:['’]s?|\b(?:the|his|her|their|its))\s$", re.IGNORECASE)
_THING = re.compile(  # "the Friday game"
    r"\s(?!(?:and|but|for|from|was|is|has|had|are|were|when|after|before|that|with|this|will|which|until|at|in|to|as|or)\b)[a-z]{3,}"
)
_MAYBE = re.compile(r"\b(?:may|might|must|should|can)\b[^,;]*$")  # "it may only be a concept today"
_COMPARED = re.compile(r"\b(?:as|so)\s[\w-]+\s$")  # "as strong today as"


def to_come(
    sentence: str, dates: Sequence[DateExpression], day: date | None, tenses: Tenses, *, lang: str, cued: bool
) -> tuple[tuple[DateExpression, ...], list[float], bool]:
    """The dates to come, the evidence they give, and whether a clause of the future names a day gone by.

    ``cued``: whether the sentence has cues of the future beside its dates.
    """
    words = lexicon(lang)
    ahead: list[DateExpression] = []
    evidence: list[float] = []
    stale = False
    for at, one in enumerate(dates):
        if at + 1 < len(dates) and _is_named_now(sentence, one, dates[at + 1]):
            continue
        if one.vague:
            ahead.append(one)
            evidence.append(_VAGUE)
            continue
        if day is None or one.first is None or one.last is None or _is_no_day(sentence, one, day):
            continue
        tense = tenses.at(one.start, one.end)
        text = sentence[one.start : one.end]
        lead = sentence[max(0, one.start - _NAME_LENGTH) : one.start]
        if tense != "future" and text.isalpha() and _NAMED.search(lead):
            continue  # "FOX News Sunday" is a programme's name
        if words.deed.match(sentence, one.end):
            continue
        if tense == "future" and not _DIGIT.search(text) and _is_of_a_deed(sentence, one, tenses, words.decision):
            continue
        if one.first > day and tense != "past":
            ahead.append(one)
            evidence.append(_weight(sentence, one, tense))
        elif tense != "future":
            continue
        elif one.first <= day <= one.last and cued and not _only_names_today(text, one, day):
            before = sentence[: one.start]
            if not _POSSESSIVE.match(sentence, one.end) and not _COMPARED.search(lead) and not _MAYBE.search(before):
                ahead.append(one)
                evidence.append(_NOW if (one.last - one.first).days <= _MONTH else 0.0)
        elif one.last < day and (one.last - one.first).days <= _MONTH:
            stale = True
    return tuple(ahead), evidence[:_MOST_EVIDENCE], stale


def _is_named_now(sentence: str, one: DateExpression, after: DateExpression) -> bool:
    """Whether the next words say when a feast is, which other lands keep on other days: "marks Labor Day today"."""
    bare = not _DIGIT.search(sentence, one.start, after.end)
    return bare and sentence[one.end : after.start] == " " and after.first == after.last != one.first


def _is_no_day(sentence: str, one: DateExpression, day: date) -> bool:
    """Whether a date tells of no day of the clause: the stamp of a feed, or the day of a thing of last summer."""
    text = sentence[one.start : one.end]
    if one.start == 0 and _YEAR.search(text) and (_HOUR.search(text) or _HOUR.match(sentence, one.end)):
        return True  # the stamp of the hour that a feed put before its text
    if one.first is None or _YEAR.search(text) or not _DIGIT.search(text) or one.first - day <= _HALF_YEAR:
        return False
    owned = _OF_SOMEONE.search(sentence, max(0, one.start - _NAME_LENGTH), one.start)
    return owned is not None and _THING.match(sentence, one.end) is not None


def _is_of_a_deed(sentence: str, day: DateExpression, tenses: Tenses, decision: re.Pattern[str]) -> bool:
    """Whether the day may be that of a deed told before a purpose: "defended his decision to leave on Tuesday"."""
    purpose = decision.search(sentence, 0, day.start)
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


def _only_names_today(text: str, one: DateExpression, day: date) -> bool:
    """Whether a stretch that holds the day says nothing of what is to come: a dateline, a year, "the last month"."""
    dateline = one.start == 0 and bool(_YEAR.search(text))
    return dateline or text.isdigit() or (one.last == day and one.first != day)
