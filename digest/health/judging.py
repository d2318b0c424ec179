"""What is so of a source now, by what is remembered of it. Each question has one answer here, for all who ask."""

from __future__ import annotations

from datetime import datetime, timedelta

from digest.health.moves import settled
from digest.model import NoticeKind, Source, SourceState

# Failures in a row that are no hiccup any more.
FAILURES = 3
# No new entry for eight times the usual gap is hardly chance (of the gaps within 117 real feeds under 1 in 100 is as
# long, and two or three where the median alone is the usual); and a weekend with its holidays is no silence.
SILENT_RHYTHMS = 8
SILENT_FROM = timedelta(days=4)
# A newest entry of this age; older for a source that speaks seldom.
STALE_FROM = timedelta(days=60)
STALE_RHYTHMS = 3
# It holds less than this part of what it used to give in a day.
THIN_PART = 5

# Characters: less beside a title is no text.
_SOME_TEXT = 20

_FOREVER = timedelta(days=36_500)  # beyond which no rhythm makes sense


def holding(state: SourceState, source: Source, now: datetime) -> tuple[NoticeKind, ...]:
    """What is so, gravest first; "back" never is."""
    found: dict[NoticeKind, bool] = {
        "gone": state.gone is not None,
        "failing": state.gone is None and state.failures >= FAILURES,
        "stale": is_stale(state, source, now),
        "silent": is_silent(state, source, now),
        "thin": is_thin(state, source),
        "moved": settled(state) is not None,
    }
    return tuple(kind for kind, holds in found.items() if holds)


def is_silent(state: SourceState, source: Source, now: datetime) -> bool:
    """No new entry for much longer than usual; where the usual is not known, for as long as makes a feed stale."""
    if source.kind == "seeds" or state.last_new is None:
        return False
    usual = _usual(state)
    return now - state.last_new > (STALE_FROM if usual is None else max(SILENT_FROM, _times(SILENT_RHYTHMS, usual)))


def is_stale(state: SourceState, source: Source, now: datetime) -> bool:
    """It serves, but even its newest entry is old."""
    if source.kind == "seeds" or state.newest is None:
        return False
    return now - state.newest > max(STALE_FROM, _times(STALE_RHYTHMS, _usual(state) or 0.0))


def is_thin(state: SourceState, source: Source) -> bool:
    """Its feed is empty, holds far fewer entries than it used to give in a day, or headlines alone."""
    if source.kind == "seeds" or state.last_read is None:
        return False
    return state.entries == 0 or state.entries * THIN_PART < (state.per_day or 0.0) or has_headlines_alone(state)


def has_headlines_alone(state: SourceState) -> bool:
    """Whether most of its entries say nothing beside their titles."""
    return state.entries > 0 and state.text is not None and state.text < _SOME_TEXT


def _usual(state: SourceState) -> float | None:
    """Seconds: the usual gap between two entries; of the median and the mean the longer, for many keep no rhythm."""
    if state.rhythm is None:
        return None
    return max(state.rhythm, 86_400 / state.per_day if state.per_day else 0.0)


def _times(count: int, rhythm: float) -> timedelta:
    return timedelta(seconds=min(max(count * rhythm, 0.0), _FOREVER.total_seconds()))
