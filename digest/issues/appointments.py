"""Which of the days that a sentence looks ahead to is a leaf of the calendar."""

from __future__ import annotations

import re
from datetime import date, timedelta

from digest.model import DateExpression

LONGEST = timedelta(days=7)  # a leaf names a day, a weekend, a week; "later this month" is a time and no appointment
LONGEST_NAMED = timedelta(days=31)  # "from May 11 to 29": both days are named
_REACH = 120  # characters before a date that are looked at

# "by the end of May": its last day. "through September" too.
_DEADLINE = re.compile(
    r"\b(?:by|before|until|till|to|deadline(?: is)?(?: of)?)\s(?:at least\s)?(?:the\s)?$", re.IGNORECASE
)
_END_OF = re.compile(r"(?:the\s)?end of\b", re.IGNORECASE)
_THROUGH = re.compile(r"\bthrough(?:\sto)?\s(?:the\s)?$", re.IGNORECASE)
_SPAN = re.compile(r"\d.*(?:\bto\b|\band\b|\buntil\b|\bthrough\b|-|–|—).*\d", re.DOTALL | re.IGNORECASE)

# The day is where something is left behind, or only names a stretch of time.
_PASSED = re.compile(
    r"\b(?:beyond|past|after|since)\s(?:(?:its|the|their|his|her|a|at|least|current|previous|original|initial|earlier"
    r"|deadline|date|of|end)\s){0,6}$"
    r"|\b(?:hours?|days?|weeks?|months?|years?)\s(?:before|until|till|from|to|ahead of|away from|out from)\s(?:the\s)?$"
    r"|\b(?:previous|original|former|earlier|initial)\s(?:deadline|date|target|plan)s?\s(?:of|for)\s$"
    r"|\b(?:year|season|period|quarter|months?|weeks?|term)\s(?:that\s)?(?:starting|starts|beginning|begins|ending|ends|ended|to)"
    r"\s(?:on\s|in\s)?$",
    re.IGNORECASE,
)
# What was to be: "which had been due to end next month".
_WAS_TO_BE = re.compile(
    r"\b(?:was|were|been)\s(?:[a-z]+ly\s)?(?:due|scheduled|set|expected|planned|supposed|meant|slated|to)\b[^,;.]{0,80}$"
    r"|\b(?:originally|previously|initially)\s(?:due|scheduled|set|expected|planned|slated)\b[^;.]{0,80}$",
    re.IGNORECASE,
)
_OR = re.compile(r",?\s(?:or|and/or)\b", re.IGNORECASE)  # "by the end of May or early June"
_EITHER = re.compile(r"\b(?:either\b[^,;]{1,40}|today|tonight|tomorrow|[A-Z][a-z]+day)\sor\s(?:(?:on|early|late)\s)*$")
# A stretch, however short: "later this week" on a Saturday.
_REST = re.compile(r"\b(?:later|rest|remainder|end)\b.*\b(?:week|month|year)\b", re.IGNORECASE)
# Nothing will come of it.
_CALLED_OFF = re.compile(
    r"\b(?:cancel(?:l?ed|l?ing|s|lation)?|call(?:ed|s|ing) off|scrap(?:ped|s|ping)?|axed|axing|abandon(?:ed|s|ing)?"
    r"|postpon(?:ed|es?|ing|ement)|delay(?:ed|s|ing)?|shelv(?:ed|es?|ing)|put off|push(?:ed|es) back|no longer"
    r"|rul(?:ed|es|ing) out|did(?:n['’]t| not)|won['’]t (?:happen|take place|go ahead))\b",
    re.IGNORECASE,
)
_TO_ANOTHER_DAY = re.compile(
    r"\b(?:until|till|to|for)\s(?:(?:at least|as late as|the|early|late|mid)\s)*$", re.IGNORECASE
)


def leaf(sentence: str, day: DateExpression, today: date) -> tuple[date, date] | None:
    """The days, first and last, that a calendar shows for a date named in ``sentence``; None where it is no leaf.

    A leaf lies not before ``today`` and is no longer than a week, unless both its days are named. A deadline ("by the
    end of May") falls on its last day. A day that is left behind ("beyond June 3"), that names a stretch of time ("the
    year starting July 1"), that was to be, that is one of two, or of a thing called off is none.
    """
    if day.vague or day.first is None or day.last is None:
        return None
    before = sentence[max(0, day.start - _REACH) : day.start]
    words = sentence[day.start : day.end]
    if _OR.match(sentence, day.end) or _EITHER.search(before):
        return None
    if _PASSED.search(before) or _WAS_TO_BE.search(before):
        return None
    if _CALLED_OFF.search(sentence) and not (_CALLED_OFF.search(before) and _TO_ANOTHER_DAY.search(before)):
        return None
    first, last = day.first, day.last
    if first < last and ((_END_OF.match(words) and _DEADLINE.search(before)) or _THROUGH.search(before)):
        first = last
    if first < today or (first == last and day.first == first and _REST.search(words)):
        return None
    longest = LONGEST_NAMED if _SPAN.search(words) else LONGEST
    return (first, last) if last - first < longest else None
