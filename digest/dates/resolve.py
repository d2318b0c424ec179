"""What each kind of form means: from words, the publication's day and the clause's tense to a stretch of days.

One function a kind, named in the ``KINDS`` of ``named`` and ``counted``; each returns (first, last), or None where the
words leave it open. A day that does not exist (30 February, the year 12000) raises ValueError or OverflowError, which
``resolve`` takes for "open".
"""

from __future__ import annotations

from digest.dates import counted, named
from digest.dates.reading import Found
from digest.dates.spans import Span

_KINDS = {**named.KINDS, **counted.KINDS}


def kinds() -> frozenset[str]:
    """The kinds of form that have a meaning."""
    return frozenset(_KINDS)


def resolve(kind: str, found: Found) -> Span | None:
    """The days that a form of this kind means; None where that is open."""
    rule = _KINDS.get(kind)
    if rule is None:
        return None
    try:
        span = rule(found)
    except (ValueError, OverflowError):
        return None
    return span if span and span[0] <= span[1] else None
