"""The tense of a clause, so far as it tells on which side of the publication a day lies.

A grammar's cues name the tense of what they match: ``past``, ``future``, ``soft`` (was due to, agreed to: the nearer
side is the likelier one), and the weak ones, which a strong cue of the same clause outdoes: ``weak_past`` (a bare
participle) ``weak_future`` (a timetable's present: "starts on", "opens") and ``weak_present`` (any other).
``near_future`` counts right before a date only.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal

from digest.dates.grammar import Grammar

Tense = Literal["past", "future", "present", "soft", "none"]

_CONTEXT = 600  # characters looked at, at least, on either side of an expression: a sentence is seldom longer
_STRONG = ("past", "future", "soft")
_NEXT = 2  # and one that begins this close after it: "today announced"
_BEFORE = 40  # characters
_SAID = re.compile(
    r"\b(?:said|told|was|were|did|had|thought|knew|felt|meant|found|wrote|announced|confirmed|suggested|warned|insisted|added"
    r"|indicated|revealed|stated|reported|agreed|claimed|argued|explained|promised|hinted|predicted)\b",
    re.IGNORECASE,
)
# Of a language whose verb stands first, which is English.
_NOUN_TO = re.compile(
    r"(?:plans?|proposal|bid|decision|order|opportunity|chance|deal|date|hopes?|promises|deadline|needs?) to\b"
)
_PLAN_TO = re.compile(r"(?:plans?|proposal|bid) to\b", re.IGNORECASE)
_OPENING = re.compile(r"\W*(?:(?:a|an|the|his|her|its|their|our)\s(?:[\w’'-]+\s){0,2})?", re.IGNORECASE)
_DETERMINED = re.compile(
    r"(?:\b(?:a|an|the|his|her|its|their|our|my|your|no|any|some|this|that|of|with|under)|['’]s?)\s(?:[a-z-]+\s){0,2}$"
)
_PARTICIPLE = re.compile(
    r"(?:hoping|planning|intending|aiming|preparing|looking|seeking|asking|urging|expecting|threatening)\b"
)
_BE = re.compile(r"(?:\b(?:is|are|am|be|been|was|were|now|also|already|still|currently|not|n['’]t)|['’](?:s|re|m))\s$")
_STARTING = re.compile(r"starting|beginning|effective")
_TO_THE_DAY = re.compile(r"\s(?:(?:on|in|at|by|from|since|until|during|late|early|last|this|next|the|here)\s)*")
_AND_ON = re.compile(r"\W*(?:and|but|then)\s(?:on\s|in\s|from\s|by\s)?", re.IGNORECASE)
_AND = re.compile(r"\b(?:and|but)\s$")
_RIGHT_BEFORE = 5  # "ahead of the Friday vote", and not "ahead of schedule on Friday"
# "Shot while sitting in a car on Tuesday is expected to live": what follows the day is the verb of the whole sentence.
_WITHOUT_VERB = re.compile(r"(?:while|when|after|before)\s(?:[a-z]+ing|[a-z]+ed|in|at|on)\b[^,;]*$", re.IGNORECASE)
_NOT_FINITE = re.compile(r"to\b|[a-z]+ing\b", re.IGNORECASE)
_NEAR = 14  # a cue that ends this close before the date is its own: "arrested on Monday"


@dataclass(frozen=True, slots=True)
class Cue:
    """A stretch of text that tells a tense."""

    tense: str
    start: int
    end: int


class Tenses:
    """Tells the tense at any place of one text; the text is read once, a sentence at a time."""

    def __init__(self, text: str, grammar: Grammar) -> None:
        self._text = text
        self._grammar = grammar
        self._ends: list[int] | None = None
        self._read: dict[tuple[int, int], tuple[list[Cue], list[int]]] = {}

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """The sentence around a stretch, roughly: cut at the context's width where it is longer."""
        if self._ends is None:
            self._ends = [match.end() for match in self._grammar.sentence_end.finditer(self._text)]
        at = bisect_right(self._ends, start)
        first = self._ends[at - 1] if at else 0
        last = self._ends[at] if at < len(self._ends) else len(self._text)
        block = (start - first) // _CONTEXT  # of an endless sentence, so that its dates share what is read around them
        return max(first, first + (block - 1) * _CONTEXT), max(end, min(last, first + (block + 2) * _CONTEXT))

    def cues(self, start: int, end: int) -> list[Cue]:
        """The cues of the stretch's sentence, in order."""
        return self._sentence_cues(*self.sentence(start, end))[0]

    def _sentence_cues(self, first: int, last: int) -> tuple[list[Cue], list[int]]:
        key = first, last
        if key not in self._read:
            found = self._grammar.cues.scan(self._text, first, last)
            cues = [Cue(tense, match.start(), match.end()) for tense, match in found]
            if self._grammar.verb_first and len(cues) > 1:
                cues = [cue for cue in cues if not self._is_purpose(cue, first) or self._opens(cue, first)] or cues
            bounds = [match.start() for match in self._grammar.boundary.finditer(self._text, first, last)]
            self._read[key] = cues, bounds
        return self._read[key]

    def _is_purpose(self, cue: Cue, first: int) -> bool:
        """Whether a future belongs to a noun or a participle, which tell no tense of their own.

        "Announced its plan to open on Friday", "flew over the area, hoping to find them": the verb tells when.
        """
        if cue.tense != "future":
            return False
        before = self._text[max(first, cue.start - _BEFORE) : cue.start]
        if _NOUN_TO.match(self._text, cue.start):
            return _DETERMINED.search(before) is not None
        return _PARTICIPLE.match(self._text, cue.start) is not None and not _BE.search(before)

    def _opens(self, cue: Cue, first: int) -> bool:
        """Whether it is the plan that a sentence is of: no verb stands before "A plan to play in June drew praise"."""
        return _PLAN_TO.match(self._text, cue.start) is not None and (
            _OPENING.fullmatch(self._text, first, cue.start) is not None
        )

    def at(self, start: int, end: int, *, own: bool = False) -> Tense:
        """The tense of the clause that holds ``start`` to ``end``.

        Where it has none its neighbours are asked, unless ``own``.
        """
        first, last = self.sentence(start, end)
        cues, bounds = self._sentence_cues(first, last)
        # "Is set for Monday": a form may take the date's own first word, and is still what stands before it.
        outside = [
            Cue(cue.tense, cue.start, min(cue.end, start)) if cue.start < start else cue
            for cue in cues
            if cue.start < start or cue.start >= end
        ]
        inner = [bound for bound in bounds if not start <= bound < end]
        at = bisect_right(inner, start)
        edges = [first, *inner, last]
        clause = self._clause(outside, edges[at], edges[at + 1], start, end)
        # "Crowds gathered in Raleigh, N.C., Tuesday to demand …": the day goes with the verb before, not the purpose.
        purpose = at > 0 and self._text.startswith(" to ", end) and not self._text[edges[at] : start].strip(" ,")
        stray = (
            clause == "future"
            and at > 0
            and _WITHOUT_VERB.match(self._text, edges[at], start) is not None
            and not any(edges[at] <= cue.start < start for cue in outside)
        )
        if (clause != "none" and not purpose and not stray) or own:
            return clause
        before = range(at - 1, -1, -1)
        after = range(at + 1, len(edges) - 1)
        opening = not any(char.isalnum() for char in self._text[first:start].partition(" ")[2])
        if self._text.startswith(",", end) and _AND_ON.fullmatch(self._text, edges[at], start):
            opening = True  # "…, and on Friday, the pool will close": a sentence of its own
        for one in (*after, *before) if opening else (*before, *after):
            clause = self._clause(outside, edges[one], edges[one + 1], start, end)
            if clause != "none":
                # "After the vote on Friday, talks will resume": a neighbour's future is no promise of one's own.
                return "present" if clause == "future" and not opening else clause
        return "none"

    def _clause(self, cues: list[Cue], first: int, last: int, start: int, end: int) -> Tense:
        mine = [cue for cue in cues if first <= cue.start < last]
        if any(cue.tense.startswith("near_") and 0 <= start - cue.end <= _RIGHT_BEFORE for cue in mine):
            return "future"
        before = [cue for cue in mine if cue.end <= start and not cue.tense.startswith("near_")]
        after = [cue for cue in mine if cue.end > start and not cue.tense.startswith("near_")]
        if before and start - before[-1].end <= _NEAR:
            past = any(cue.tense == "past" for cue in before)  # "won two starts on Monday" tells its tense before
            sides = [cue.tense for cue in before if cue.tense in ("past", "future")]
            # "Will ease rules starting Monday", "will be given to loved ones on Monday": the verb stands before.
            if sides[-1:] == ["future"] and self._is_loose(before[-1], start):
                return "future"
            if before[-1].tense != "weak_future" or not past:
                return _side(before[-1].tense)
        if after and 0 <= after[0].start - end <= _NEXT and not self._told(before, after[0]):
            return _side(after[0].tense)
        strong = [cue for cue in before if cue.tense in _STRONG]
        if strong and not (before[-1].tense == "weak_past" and self._is_joined(before[-1])):
            return _side(strong[-1].tense)
        later = [cue for cue in after if cue.tense in _STRONG]
        told = before and before[-1].tense != "weak_future" and self._grammar.verb_first
        weak = later[:1] if later and not told else before[-1:] or after[:1]
        return _side(weak[0].tense) if weak else "none"

    def _is_loose(self, cue: Cue, start: int) -> bool:
        """Whether a cue right before a date is no verb of it: "starting", or a participle before its noun."""
        if cue.tense == "soft":
            return _STARTING.match(self._text, cue.start) is not None
        if cue.tense != "weak_past" or self._is_joined(cue):
            return False
        return not _TO_THE_DAY.fullmatch(self._text, cue.end, start)

    def _is_joined(self, cue: Cue) -> bool:
        """Whether a verb is the second of two: "will take part and issued a statement on Monday"."""
        return self._grammar.verb_first and _AND.search(self._text, max(0, cue.start - 5), cue.start) is not None

    def _told(self, before: list[Cue], after: Cue) -> bool:
        """Whether a date is told by the verb before it, though a future follows at once.

        "They arrived in boats on Sunday intending to attack": the purpose follows, and is not what Sunday is said of.
        And "A plan to play in June drew praise": June is the plan's.
        """
        if before and _side(after.tense) == "past" and _PLAN_TO.match(self._text, before[-1].start):
            return True
        if _side(after.tense) != "future" or not before or not self._grammar.verb_first:
            return False
        if before[-1].tense not in ("past", "weak_past"):
            return False
        purpose = _NOT_FINITE.match(self._text, after.start) is not None
        return purpose or not _SAID.search(self._text, before[-1].start, before[-1].end)


def _side(tense: str) -> Tense:
    sides: dict[str, Tense] = {"past": "past", "future": "future", "present": "present", "soft": "soft"}
    return sides[tense.removeprefix("weak_")]
