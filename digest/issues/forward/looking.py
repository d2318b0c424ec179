"""Whether a sentence looks ahead.

Each cue of the future is evidence of a strength, as is a day still to come; they are put together as independent
evidence (1 − Π(1 − strength)), and what speaks against (a question, a belief, a condition put to "you") takes away
from it. The strengths were set by reading sentences of news, not learned.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from digest.dates import find
from digest.dates.grammar import load
from digest.dates.tense import Tenses
from digest.issues.forward.cues import cues
from digest.issues.forward.days import to_come
from digest.issues.forward.doubts import doubts
from digest.model import DateExpression, ForwardLook

THRESHOLD: Final = 0.5  # a sentence looks ahead from this score on
_STALE = 0.6  # taken off where a clause of the future names only a day gone by


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
    found = cues(sentence, grammar)
    tenses = Tenses(sentence, grammar)
    ahead, evidence, stale = to_come(sentence, held, day, tenses, lang=grammar.lang, cued=bool(found))
    score = _joined([strength for _, strength in found] + evidence)
    score -= doubts(sentence, grammar.lang) if score else 0.0
    score = max(0.0, min(1.0, score - (_STALE if stale and not ahead else 0.0)))
    forward = score >= THRESHOLD
    return ForwardLook(forward, round(score, 3), ahead if forward else ())


def _joined(strengths: Sequence[float]) -> float:
    rest = 1.0
    for strength in strengths:
        rest *= 1 - strength
    return 1 - rest
