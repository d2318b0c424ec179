"""What digest remembers: its database, and who is at work on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from digest.doctor.findings import BUSY, FILES, Finding, bad, good, note, skipped
from digest.doctor.words import counted, moment, size, span

_LONG = timedelta(hours=3)  # no run takes as long: one that mails slowly holds another lock
_RESTORE = "`digest restore FILE` brings a backup back and keeps this one aside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """The database, as it was found."""

    path: str
    there: bool = True
    version: int | None = None  # of its schema
    newest: int = 0  # the schema that this program knows
    bytes: int = 0  # the file and its log
    issues: int | None = None  # None: of another schema, not counted
    faults: tuple[str, ...] = ()  # what is wrong with it
    trouble: str = ""  # why it could not be looked at
    fix: str = ""  # what to do about that
    unfinished: bool = False  # there was no time to read all of it


def database(facts: Store) -> list[Finding]:
    """Whether the database is whole, and of a schema that this program knows."""
    if not facts.there:
        return [
            note("database", "there is none yet: nothing was fetched", "`digest run` makes it, and the first issue")
        ]
    if facts.trouble:
        return [bad("database", facts.trouble, facts.fix or _RESTORE, status=FILES)]
    if facts.faults:
        more = f" (and {counted(len(facts.faults) - 1, 'more fault')})" if len(facts.faults) > 1 else ""
        return [bad("database", f"it is damaged: {facts.faults[0]}{more}", _RESTORE, status=FILES)]
    if facts.version is not None and facts.version > facts.newest:
        return [
            bad(
                "database",
                f"it was made by a newer digest: its schema is {facts.version}, this program knows {facts.newest}",
                "upgrade digest, or restore a backup made before that upgrade",
                status=FILES,
            )
        ]
    held = size(facts.bytes) + (f", {counted(facts.issues, 'issue')}" if facts.issues is not None else "")
    made = []
    if facts.version is not None and facts.version < facts.newest:
        made.append(
            note(
                "database",
                f"its schema is {facts.version}, this program's {facts.newest}: the next run brings it there",
                "there is no way back but a backup: `digest backup FILE` first, then `digest db migrate`",
            )
        )
    if facts.unfinished:
        return [*made, skipped("database", f"{held}; too large to be read through now", "`digest db check` does")]
    return [*made, good("database", f"whole: {held}, schema {facts.version}")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """One lock, and who holds it."""

    name: str  # "lock", "sending.lock"
    held: bool
    process: int | None = None  # of whoever holds it, or held it last
    alive: bool = False
    command: str = ""  # what that process is
    since: datetime | None = None
    trouble: str = ""  # why that could not be told


def locks(found: Sequence[Lock], *, now: datetime) -> list[Finding]:
    """Who is at work, since when. A lock that nobody holds is no matter, whatever its files say.

    ``now`` in the zone that moments are told in.
    """
    made = []
    for lock in found:
        sends = lock.name.startswith("sending")
        if lock.trouble:
            made.append(
                bad("lock", f"{lock.name}: {lock.trouble}", "look who owns .digest/ and its files", status=FILES)
            )
            continue
        if not lock.held:
            continue
        who = f"process {lock.process}" if lock.process and lock.alive else "a process that is not seen from here"
        known = f" ({lock.command})" if lock.command else ""
        doing = "mails" if sends else "is at work"
        since = f" since {moment(lock.since, now)}" if lock.since else ""
        if lock.since is not None and now - lock.since > _LONG and not sends:
            fix = f"if it hangs, end it: kill {lock.process}" if lock.process and lock.alive else "find it and end it"
            made.append(
                bad(
                    "lock",
                    f"{who}{known} {doing}{since}, for {span(now - lock.since)}: no other run begins meanwhile",
                    f"{fix}; its lock goes with it, and the next run goes on from there",
                    status=BUSY,
                )
            )
        else:
            made.append(note("lock", f"{who}{known} {doing}{since}: another has to wait until it ends"))
    return made or [good("lock", "nobody holds it: the next run can begin")]
