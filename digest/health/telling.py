"""What to say of a source once: that something is so, and that it is over."""

from __future__ import annotations

import shlex
from datetime import datetime

from msgspec.structs import replace

from digest.health.asking import gone_since
from digest.health.judging import has_headlines_alone, holding
from digest.health.moves import same_domain
from digest.health.words import day, rate, span
from digest.model import Notice, NoticeKind, Source, SourceState

# Only what was asked and answered can show these, or that they are over.
_NEED_AN_ANSWER: tuple[NoticeKind, ...] = ("silent", "stale", "thin", "moved")
# One trouble with two names: what has stopped giving entries.
_NOTHING_NEW: tuple[NoticeKind, ...] = ("silent", "stale")
# What it is good news to be rid of.
_TROUBLES: tuple[NoticeKind, ...] = ("gone", "failing", "silent", "stale")


def notices(state: SourceState, source: Source, now: datetime) -> tuple[tuple[Notice, ...], SourceState]:
    """What to say of a source now, gravest first, and the state that remembers that it was said.

    Each kind is said once, and again only after it was over. One failure or two are not said. A source that was said
    to be gone, failing, silent or stale is said to be back when none of these is so any more. While a source fails
    nothing else is judged: what was said stands. A source that is silent and in the end stale is not said again.
    """
    now_so = list(holding(state, source, now))
    told = list(state.told)
    judged = state.failures == 0 and state.gone is None
    if not judged:
        now_so = [kind for kind in now_so if kind not in _NEED_AN_ANSWER]
    fresh: list[NoticeKind] = []
    for kind in now_so:
        family = _NOTHING_NEW if kind in _NOTHING_NEW else (kind,)
        if not any(each in told for each in family):
            told.append(kind)
            fresh.append(kind)
    over = [kind for kind in told if _is_over(kind, state, now_so, judged=judged)]
    told = [kind for kind in told if kind not in over]
    made = [_notice(kind, state, source, now) for kind in fresh]
    if any(kind in _TROUBLES for kind in over) and not any(kind in _TROUBLES for kind in told):
        made.append(Notice(source=source.name, kind="back", text=_back(state, over, now)))
    ended = "failing" in state.told and "failing" not in told and state.failures == 0
    since = None if ended else state.failing_since
    if tuple(told) == state.told and since == state.failing_since:
        return (), state
    return tuple(made), replace(state, told=tuple(told), failing_since=since)


def _is_over(kind: str, state: SourceState, now_so: list[NoticeKind], *, judged: bool) -> bool:
    if kind == "failing":
        return state.failures == 0 or state.gone is not None
    if kind == "gone":
        return state.gone is None
    if not judged:
        return False
    if kind == "moved":
        return state.moved is None  # a row that begins anew to the same place is no news
    if kind in _NOTHING_NEW:
        return not any(each in now_so for each in _NOTHING_NEW)
    return kind not in now_so


def _notice(kind: NoticeKind, state: SourceState, source: Source, now: datetime) -> Notice:
    text, fix = tell(kind, state, source, now)
    return Notice(source=source.name, kind=kind, text=text, fix=fix)


def tell(kind: NoticeKind, state: SourceState, source: Source, now: datetime) -> tuple[str, str | None]:
    """(what is so, what to do) in words."""
    name = shlex.quote(source.name)
    if kind == "gone":
        return gone_since(state, now), f"take it out: digest sources remove {name}"
    if kind == "failing":
        since = f", since {day(state.failing_since, now)}" if state.failing_since else ""
        why = state.reason or "no reason given"
        return f"failed {state.failures} times in a row{since}: {why}", f"look: digest sources test {name}"
    if kind == "stale":
        dated = f"; the newest is of {day(state.newest, now)}" if state.newest else ""
        return f"serves only old entries{dated}", f"look whether it has another address: digest sources test {name}"
    if kind == "silent":
        quiet = f" for {span(now - state.last_new)}" if state.last_new else ""
        usual = rate(state.rhythm, state.per_day)
        return f"nothing new{quiet}" + (f"; it used to give {usual}" if usual else ""), None
    if kind == "thin":
        if state.entries == 0:
            return "its feed is there, but empty", f"look: digest sources test {name}"
        if has_headlines_alone(state):
            if source.full_text == "never":
                return "gives headlines without text", "to have its pages read: full_text: auto"
            return "gives headlines without text", None
        usual = rate(None, state.per_day)
        held = f"{state.entries} {'entry' if state.entries == 1 else 'entries'}"
        return f"its feed holds {held}; it used to give {usual}", f"look: digest sources test {name}"
    where = state.moved or state.url
    if same_domain(state.url, where):
        return f"moved for good to {where}, and is asked there now", f"write that down: digest sources move {name}"
    plain = state.url.lower().startswith("https:") and not where.lower().startswith("https:")
    what = "an address without encryption" if plain else "another site's address"
    return (
        f"moved for good to {where}, {what}; it is still asked at its own",
        f"if that is right: digest sources move {name}",
    )


def _back(state: SourceState, over: list[str], now: datetime) -> str:
    if "gone" in over:
        return "is back: it had said that it was gone for good"
    if "failing" in over:
        since = f"; it had failed since {day(state.failing_since, now)}" if state.failing_since else ""
        return f"answers again{since}"
    return "gives new entries again"
