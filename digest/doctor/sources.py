"""How the sources fare."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from digest.doctor.findings import SERVERS, Finding, bad, good, note
from digest.doctor.words import counted, named

_FINE = ("ok", "new", "waiting")
_SEVERAL = 4  # sources of which the same is said; fewer are told one by one
_PHRASES = {
    "gone": "are gone for good (HTTP 410)",
    "failing": "have been failing",
    "stale": "serve only old entries",
    "silent": "gave nothing new for much longer than usual",
    "thin": "hold hardly anything",
    "moved": "moved for good",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fares:
    """How one source stands, by what is remembered of it."""

    name: str
    verdict: str  # "gone", "failing", "stale", "silent", "thin", "moved", "waiting", "new", "ok"
    text: str  # what is so
    fix: str | None = None
    failures: int = 0  # in a row
    failing_since: datetime | None = None
    empty: bool = False  # seeds whose files match nothing
    lost: bool = False  # of these, whose folder is not there either


def sources(found: Sequence[Fares], *, now: datetime, days: int = 3) -> list[Finding]:
    """What ails the sources. One that has failed for ``days`` is bad; where all fail, nothing can be made at all."""
    asked = [one for one in found if one.verdict != "new" or one.failures]
    down = [one for one in asked if one.failures and one.verdict in ("failing", "gone", "ok", "new", "waiting")]
    made: list[Finding] = []
    if down and len(down) == len(asked) and len(asked) > 1:
        made.append(
            bad(
                "sources",
                f"all {len(asked):,} failed when last asked: {_common(down)}",
                "it is not the sources: see what is said of the network here; `digest sources test` asks them now",
                status=SERVERS,
            )
        )
    else:
        made += _each(asked, now, days)
    empty = [one.name for one in found if one.empty]
    if lost := [one.name for one in found if one.lost]:
        fix = "look whether it is spelt right, make it, or take the source out"
        made.append(note("sources", f"no such folder: {named(lost)}", fix))
    elif empty:
        made.append(note("sources", f"no file matches: {named(empty)}"))  # a folder may wait for its first
    fine = sum(one.verdict in _FINE and not one.failures for one in asked)
    new = len(found) - len(asked) - len(empty)
    total = counted(len(found), "source")
    parts = [f"of {total} {fine:,} {'is' if fine == 1 else 'are'} well"] if fine else []
    parts += [f"{new:,} not asked yet"] if new > 0 else []
    if parts:
        made.append(good("sources", "; ".join(parts)))
    return made


def _each(asked: Sequence[Fares], now: datetime, days: int) -> list[Finding]:
    made: list[Finding] = []
    for verdict, phrase in _PHRASES.items():
        alike = [one for one in asked if one.verdict == verdict]
        if len(alike) >= _SEVERAL:
            what = f"{len(alike):,} {phrase}: {named([one.name for one in alike])}"
            fix = "`digest sources --health` tells of each since when, and what to do"
            wrong = any(_wrong(one, now, days) for one in alike)
            made.append(bad("sources", what, fix) if wrong else note("sources", what, fix))
            continue
        for one in alike:
            what, fix = f"{one.name}: {one.text}", _command(one.fix) or "`digest sources --health`"
            made.append(bad("sources", what, fix) if _wrong(one, now, days) else note("sources", what, fix))
    made += [
        note("sources", f"{one.name}: {one.text}") for one in asked if one.verdict not in _PHRASES and one.failures
    ]
    return made


def _wrong(one: Fares, now: datetime, days: int) -> bool:
    if one.verdict == "gone":
        return True
    since = one.failing_since
    return one.verdict == "failing" and (since is None or now - since >= timedelta(days=days))


def _command(fix: str | None) -> str:
    """The fix with its command in quotes, as elsewhere."""
    return re.sub(r"(digest sources [^\n]+)$", r"`\1`", fix) if fix else ""


def _common(down: Sequence[Fares]) -> str:
    texts = [one.text.rpartition(": ")[2] for one in down]
    return max(dict.fromkeys(texts), key=texts.count)
