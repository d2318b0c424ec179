"""What stands before the first sentence of a paragraph and is no part of it: stamps, datelines, labels, bylines.

Every pattern is anchored where it is tried and bounded in length, so that the cost is constant.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from digest.text.abbreviations import STARTERS

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?,? )"
_DAY = rf"(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{1,2}} {_MONTH},? \d{{4}}|\d{{4}}-\d\d-\d\d)"
_CLOCK = r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?: ?[APap]\.?[Mm]\b\.?)?(?: ?\(?(?:[A-Z]{2,4}T|GMT|UTC)\b\)?)?"
_STAMP = re.compile(
    r"(?:(?:Published|Updated|Posted|Last updated|First published)(?: (?:on|at))?:? )?"
    rf"{_WEEKDAY}?(?:{_DAY},?(?: at)?[ T]{_CLOCK}|{_CLOCK},? (?:on )?{_WEEKDAY}?{_DAY})"
    r"(?:\s?[|•·:–—-]{1,2})?\s"
)

_AGENCY = (
    r"\((?:[A-Z]{2,6}(?:[ /-][A-Z][\w-]{1,12}){0,2}|(?:Thomson )?Reuters|Bloomberg|Xinhua|Kyodo(?: News)?|Newsday"
    r"|The Conversation|Associated Press|Agence France-Presse|Canadian Press)\)"
)
_RULE = r"\s?(?:--?|–|—)\s"
_TOWN = r"[A-Z][A-Z.'’-]{1,20}(?:[ /][A-Z][A-Z.'’-]{1,20}){0,3}"
_REGION = rf"(?:, (?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH}|[A-Z][\w.'’-]{{1,20}}(?: [A-Z][\w.'’-]{{1,20}}){{0,2}}))"
_DATELINE = re.compile(
    # WASHINGTON (Reuters) — | LONDON, May 5 - | MANILA, Philippines — | (CNN) -- | Washington (CNN)
    rf"(?:(?=[A-Z.'’/ -]{{0,30}}[A-Z]{{4}}){_TOWN}{_REGION}{{0,2}}(?: {_AGENCY})?{_RULE}"
    rf"|{_AGENCY}{_RULE}"
    rf"|[A-Z][\w.'’-]{{1,20}}(?: [A-Z][\w.'’-]{{1,20}}){{0,2}}{_REGION}{{0,2}} {_AGENCY}(?:{_RULE}|\s))"
)

_LABEL = re.compile(
    # EXCLUSIVE: | JANE DOE: | EXCLUSIVE - | (Updated) | UPDATE 2- | COMMENT by Jane Doe
    r"(?:(?:GRAPHIC )?CONTENT )?WARNING\s?[:-]\s(?:[A-Z]{3,20}[.!]? ){1,4}"
    r"|[A-Z][A-Z.,'’&/ -]{2,60}(?<![ ,]):\s"
    r"|(?:EXCLUSIVE|WARNING|BREAKING|UPDATED?|WATCH|LIVE|OPINION|COMMENT|ANALYSIS|REVEALED)(?: \d)?\s?[|–—-]\s?"
    r"|(?:Exclusive|Breaking(?: news)?|Updated?|Just in|Comment|Opinion|Analysis|Watch|Video|Revealed)\s?[:|]\s"
    r"|[\[(](?:[Uu]pdated?|UPDATED?|EXCLUSIVE|Exclusive|VIDEO|Video|WATCH|Photos?|PHOTOS?)(?: \d{1,2})?[\])]:?\s"
    r"|(?:COMMENT|OPINION|ANALYSIS|EXCLUSIVE) (?:by|By|BY) (?:[A-Z][\w.'’-]{1,20} ){2}"
)
_COUNTER = re.compile(
    r"(?:(?:Image|Photo|Slide|Picture|Gallery|Video)s? )?\d{1,3} (?:of|/) \d{1,3}(?: (?:photos|images))?[:|]?\s"
)
_BULLET = re.compile(r"[•▪●◦‣■►▶*·]\s?(?!\*)")
_SITE = re.compile(r"By [\w-]{2,30}\.(?:com|org|net|news|co\.\w\w)\s")
_BYLINE = re.compile(
    r"By (?:[A-Z][\w.'’-]{1,20} ){1,3}"
    r"(?:(?:and|at|of|for|from|in) (?:[A-Z][\w.'’-]{0,20} ){1,3}){0,2}(?=(?P<next>[A-Z][\w'’]{0,20}) )"
)
# Four words in capitals and more, before one that is not.
_SHOUTED = re.compile(r"(?:[^\Wa-z\d_][^\sa-z]{0,30} ){4,24}(?=[\"“'‘]?[A-Z](?:[a-z]|['’ ]))")

_BEGINS = re.compile(r"[\"“‘'(\[$£€]{0,2}[^\W_]")  # what a sentence begins with
_LOOKED_AT = 400  # characters
_MOST = 4  # pieces before one sentence


def opener_end(text: str) -> int:
    """Where the first sentence of a paragraph begins: past the furniture that stands before it, 0 where there is none.

    Never at or past the end of the text, and never before a word that a sentence could not begin with.
    """
    head, at = text[:_LOOKED_AT], 0
    for _ in range(_MOST):
        end = next((end for find in _FINDERS if (end := find(head, at)) > at), at)
        while end < len(head) and head[end].isspace():
            end += 1
        begins = _BEGINS.match(head, end)
        if end == at or begins is None or begins[0][-1].islower() or end >= len(text):
            break
        at = end
    return at


def _by_pattern(pattern: re.Pattern[str]) -> Callable[[str, int], int]:
    def find(text: str, at: int) -> int:
        found = pattern.match(text, at)
        return found.end() if found else at

    return find


def _byline(text: str, at: int) -> int:
    """Past a byline that runs into the sentence: told by the word after it, which begins sentences and no names."""
    found = _BYLINE.match(text, at)
    return found.end() if found and found["next"] in STARTERS else at


def _shouted(text: str, at: int) -> int:
    """Past a run of words in capitals; a single letter at its end is the sentence's own "A"."""
    found = _SHOUTED.match(text, at)
    if found is None:
        return at
    end = found.end()
    last = text.rfind(" ", at, end - 1) + 1
    return last if len(text[last:end].strip(" \"“'‘")) == 1 else end


_FINDERS = (
    *map(_by_pattern, (_STAMP, _DATELINE, _LABEL, _COUNTER, _BULLET, _SITE)),
    _byline,
    _shouted,
)
