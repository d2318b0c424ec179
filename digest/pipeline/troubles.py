"""What the operator is mailed of: a run that failed, one that was killed, a source that has been failing for days.

Each trouble is told once. It is over when a run no longer meets it; where it comes back, it is told again. Moments are
told on the clock of ``now``. Pure.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from digest import health
from digest.model import Run, Source, SourceState
from digest.pipeline.runs import discreet

_SOURCE = "source "  # how the key of a source's trouble begins


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Something that the operator should see to."""

    key: str  # the same for as long as it is the same trouble
    what: str  # what is so, since when
    fix: str  # what to do


def failing(
    sources: Sequence[Source], states: Mapping[str, SourceState], *, days: int, now: datetime
) -> tuple[Trouble, ...]:
    """A trouble for each source that has been failing for ``days`` days, or is gone for good; in feeds.yml's order."""
    found = []
    for source in sources:
        state = states.get(source.key)
        if state is None or state.replayed or source.kind == "seeds" or state.url != source.url:
            continue
        since = state.gone or (state.failing_since if state.failures else None)
        if since is None or (state.gone is None and now - since < timedelta(days=days)):
            continue
        name = discreet(source.name)
        said = "is gone for good (HTTP 410)" if state.gone else "has been failing"
        # After a pause of the program's, a few failures may be far apart.
        times = f", the last {state.failures:,} times that it was asked" if state.failures > 1 else ""
        why = "" if state.gone else f"{times}: {discreet(state.reason or 'no reason given')}"
        found.append(
            Trouble(
                key=f"{_SOURCE}{source.key}",
                what=f"{name} {said} since {health.day(since, now)}{why}",
                fix=f"`digest sources test {shlex.quote(name)}` asks it now; `digest sources remove` takes it out,"
                f" `digest sources move` gives it another address. Until then it is asked again"
                f" {'once in 30 days' if state.gone else 'by every run'}.",
            )
        )
    return tuple(found)


def of_run(run: Run, error: str, fix: str) -> Trouble | None:
    """The trouble that a run which ended so is; None for one that did its work, or left it to another."""
    if run.outcome != "failure" or run.status is None or run.status in (130, 143):  # stopped, by whoever did that
        return None
    return Trouble(
        key=f"run {run.status}",
        what=f"the run failed (status {run.status}{f', at: {run.phase}' if run.phase else ''}): {discreet(error)}",
        fix=fix or "`digest runs show` tells all that it did and said; the next run goes on where this one stopped.",
    )


def killed(before: Run | None, *, at_work: bool, now: datetime) -> Trouble | None:
    """The trouble that the run before was killed: it has no end, and is not ``at_work``."""
    if before is None or before.ended is not None or at_work:
        return None
    hour = f"{before.started.astimezone(now.tzinfo):%H:%M} {now.tzinfo}"
    when = f"{health.day(before.started, now)}, {hour}"
    where = f", at: {before.phase}" if before.phase else ""
    return Trouble(
        key=f"killed {before.number}",
        what=f"run {before.number}, begun {when}, was killed{where}",
        fix="What it had done is kept, and this run went on from there. Where it comes again: look for too little"
        " memory or time (`dmesg`, `journalctl`).",
    )


def fresh(holding: Sequence[Trouble], told: Sequence[str]) -> tuple[Trouble, ...]:
    """Those that hold and were not told."""
    return tuple(trouble for trouble in holding if trouble.key not in told)


def words(troubles: Sequence[Trouble], run: Run) -> tuple[str, str]:
    """(subject, text) of the note that tells them."""
    first = troubles[0].what.partition(":")[0]
    more = f", and {len(troubles) - 1:,} more" if len(troubles) > 1 else ""
    lines = []
    for trouble in troubles:
        lines += [f"* {trouble.what[:1].upper()}{trouble.what[1:]}", f"  {trouble.fix}", ""]
    issue = f" No. {run.issue} of {run.day} stands." if run.issue is not None else ""
    lines += [
        f"Run {run.number} ({run.id}) ended with status {run.status}.{issue}",
        f"`digest runs show {run.number}` tells the whole of it. This is told once, until it is over and comes again.",
    ]
    return f"{first}{more}", "\n".join(lines) + "\n"


def remembered(
    holding: Sequence[Trouble], told: Sequence[str], sent: Sequence[Trouble], *, asked: bool
) -> tuple[str, ...]:
    """The keys of the troubles that were told and hold.

    ``asked``: whether this run asked its sources. One that did not come so far knows nothing new of them.
    """
    now_so = {trouble.key for trouble in holding}
    kept = [key for key in told if key in now_so or (not asked and key.startswith(_SOURCE))]
    return tuple(dict.fromkeys([*kept, *(trouble.key for trouble in sent)]))
