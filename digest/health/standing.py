"""How a source stands, for whoever looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from digest.health.asking import waits
from digest.health.judging import holding
from digest.health.moves import known, recalled
from digest.health.telling import tell
from digest.health.words import clock, day, rate
from digest.model import NoticeKind, Source, SourceState

Verdict = Literal["gone", "failing", "stale", "silent", "thin", "moved", "waiting", "new", "ok"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)  # gravest first
"""Every verdict, gravest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a source stands: a word, a sentence, and the facts behind them. Moments are in UTC."""

    source: str  # the name that readers see
    verdict: Verdict
    text: str  # what is so, in a sentence without its full stop
    fix: str | None = None  # what to do
    url: str = ""  # as feeds.yml has it; of seeds, the file's path
    last_asked: datetime | None = None
    last_success: datetime | None = None  # it answered with a feed, or that nothing changed
    last_new: datetime | None = None  # it gave an entry that it had not given before
    newest: datetime | None = None  # publication time of its newest entry
    entries: int = 0  # in its feed when last read
    usual: str = ""  # "about 12 a day"; "" where that is not known
    rhythm: float | None = None  # seconds between two entries, usually
    per_day: float | None = None  # entries a day
    failures: int = 0  # in a row
    failing_since: datetime | None = None
    reason: str | None = None  # of the last failure, while it fails
    not_before: datetime | None = None  # it asked to be left alone until then
    moved: str | None = None  # where permanent redirects lead
    gone: datetime | None = None  # since when it answers 410


def standing(
    state: SourceState | None, source: Source, now: datetime, *, url: str | None = None, replay: bool = False
) -> Standing:
    """How a source stands at ``now`` by what is remembered of it; ``url`` is the seed file's where it is of seeds.

    ``replay``: ``now`` is another moment than the clock's, and what replays learnt counts.
    """
    where = source.url if url is None else url
    remembered = known(state, where)
    state = recalled(remembered, now, replay=replay)
    if state is None or state.last_asked is None:
        asked = "asked by replays (--at) alone" if remembered is not None and remembered.replayed else "not asked yet"
        return Standing(source=source.name, verdict="new", text=asked, url=where)
    verdict, text, fix = _judge(state, source, now)
    failing = state.failures > 0
    return Standing(
        source=source.name,
        verdict=verdict,
        text=text,
        fix=fix,
        url=where,
        last_asked=state.last_asked,
        last_success=state.last_success,
        last_new=state.last_new,
        newest=state.newest,
        entries=state.entries,
        usual=rate(state.rhythm, state.per_day),
        rhythm=state.rhythm,
        per_day=state.per_day,
        failures=state.failures,
        failing_since=state.failing_since if failing else None,
        reason=state.reason if failing else None,
        not_before=state.not_before if waits(state, now) else None,
        moved=state.moved,
        gone=state.gone,
    )


def _judge(state: SourceState, source: Source, now: datetime) -> tuple[Verdict, str, str | None]:
    so = holding(state, source, now)
    grave: tuple[NoticeKind, ...] = ("gone", "failing")
    for kind in so:
        if kind in grave:
            return kind, *tell(kind, state, source, now)  # type: ignore[return-value]  # both words are verdicts
    if waits(state, now) and state.not_before is not None:
        return "waiting", f"left alone until {clock(state.not_before, now)} ({state.reason})", None
    hiccup = f"failed the last {'time' if state.failures == 1 else 'two times'}: {state.reason or 'no reason given'}"
    if state.last_success is None:
        return "new", f"not read yet; {hiccup}", None
    for kind in so:
        return kind, *tell(kind, state, source, now)  # type: ignore[return-value]  # "back" is never so
    if state.failures:
        return "ok", hiccup, None
    if source.kind == "seeds":
        return "ok", "read", None
    return "ok", f"newest of {day(state.newest, now)}" if state.newest else "answers", None
