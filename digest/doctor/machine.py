"""The machine: its clock and zones, its disks, who may read and write what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median

from digest.doctor.findings import FILES, SETTINGS, Finding, bad, good, note
from digest.doctor.words import moment, named, size, span

_BEHIND = timedelta(minutes=5)  # a database that is further ahead than this was written under another clock
_SLOW = timedelta(minutes=2)  # a clock that is wrong by more misdates news; one by less is worth no word
_WRONG = timedelta(minutes=10)
_INODES = 1_000
_MEGA = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """What this machine's clock says, and what there is to hold it against. Moments are in UTC."""

    now: datetime
    zone: str  # the publication's
    tzdata: str = ""  # where its rules come from; "" where this machine does not know the zone
    local: datetime | None = None  # now, in that zone
    latest: tuple[str, datetime] | None = None  # (what, when) of the newest that the database has
    servers: tuple[tuple[str, float], ...] = ()  # (host, seconds that its clock is ahead of ours)


def clock(facts: Clock) -> list[Finding]:
    """Whether the zone is known, and the clock right."""
    made = []
    if not facts.tzdata or facts.local is None:
        made.append(
            bad(
                "time zone",
                f"this machine does not know the zone {facts.zone}",
                "install its rules: `pip install tzdata`, or the system's package tzdata; or mend publication.timezone",
                status=SETTINGS,
            )
        )
        local = facts.now
    else:
        local = facts.local
        made.append(good("time zone", f"{facts.zone}, by {facts.tzdata}; it is {local:%A %H:%M} there"))
    return [*made, *_right(facts, local)]


def _right(facts: Clock, local: datetime) -> list[Finding]:
    fix = "set the clock, and keep it right: `timedatectl set-ntp true`"
    if facts.servers:
        ahead = median(seconds for _, seconds in facts.servers)
        off = timedelta(seconds=abs(ahead))
        hosts = named([host for host, _ in facts.servers], 3)
        way = "behind" if ahead > 0 else "ahead of"
        if off > _SLOW:
            what = f"this machine's clock is {span(off)} {way} the servers' ({hosts}): it says {local:%Y-%m-%d %H:%M}"
            return [bad("clock", what, fix) if off > _WRONG else note("clock", what, fix)]
    if facts.latest is not None and facts.latest[1] > facts.now + _BEHIND:
        what, when = facts.latest
        return [
            bad(
                "clock",
                f"this machine's clock says {local:%Y-%m-%d %H:%M}, but the database holds {what} of"
                f" {when.astimezone(local.tzinfo or UTC):%Y-%m-%d %H:%M}: one of the two is wrong",
                fix + "; where it was ahead for a while, what was made then stands until the day comes",
            )
        ]
    if facts.servers:
        return [good("clock", f"within {span(max(off, timedelta(seconds=1)))} of {hosts}")]
    if facts.latest is not None:
        what, when = facts.latest
        return [good("clock", f"later than all that the database holds (the newest: {what}, {moment(when, local)})")]
    return [good("clock", f"it says {local:%Y-%m-%d %H:%M}; nothing here to hold it against")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A folder that is written to, and the disk under it."""

    name: str  # as its operator calls it: "output/"
    path: str
    device: int
    free: int  # bytes that we may still use
    inodes: int | None = None  # files that may still be made; None where the disk does not count them
    read_only: bool = False
    need: int = 0  # bytes that a run may need here
    wish: int = 0  # bytes that upkeep (vacuum, an upgrade) needs


def needs(*, database: int, issue: int) -> dict[str, tuple[int, int]]:
    """Place -> (bytes that a run may need, bytes that upkeep needs); of the sizes of the database and of an issue.

    A run adds a day to the database and writes an issue beside the old pages; an upgrade and `digest db vacuum` write
    the database anew.
    """
    return {
        "state": (20 * _MEGA + database // 20, 20 * _MEGA + 2 * database),
        "output": (5 * _MEGA + 3 * issue, 5 * _MEGA + 20 * issue),
        "temp": (10 * _MEGA, 10 * _MEGA),
    }


def disk(places: Sequence[Place]) -> list[Finding]:
    """Whether there is room; places on one disk share it."""
    made: list[Finding] = []
    for device in dict.fromkeys(place.device for place in places):
        shared = [place for place in places if place.device == device]
        names = " and ".join(dict.fromkeys(place.name for place in shared))
        free = min(place.free for place in shared)
        need, wish = sum(place.need for place in shared), sum(place.wish for place in shared)
        inodes = min((place.inodes for place in shared if place.inodes is not None), default=None)
        if free < need:
            made.append(
                bad(
                    "disk",
                    f"{size(free)} free for {names}, and a run may need {size(need)}",
                    f"make room on the disk of {shared[0].path}; `digest db vacuum` gives back what is old",
                    status=FILES,
                )
            )
        elif inodes is not None and inodes < _INODES:
            made.append(
                bad(
                    "disk",
                    f"the disk of {names} has room for {inodes:,} more files only (inodes)",
                    f"delete files on the disk of {shared[0].path} (`df -i` shows it)",
                    status=FILES,
                )
            )
        elif free < wish:
            made.append(
                note(
                    "disk",
                    f"{size(free)} free for {names}: enough for a run, too little for `digest db vacuum` or an upgrade"
                    f" ({size(wish)})",
                    f"make room on the disk of {shared[0].path}",
                )
            )
        else:
            made.append(good("disk", f"{size(free)} free for {names}; a run may need {size(need)}"))
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A file or folder whose owner and mode matter."""

    name: str  # as its operator calls it
    path: str
    secret: bool = False  # whether others must not read it
    there: bool = True
    folder: bool = False
    mode: int = 0  # permission bits
    owner: str = ""
    writable: bool = True  # by who runs this
    read_only: bool = False  # its disk is mounted so
    why: str = ""  # where it cannot even be looked at


def access(entries: Sequence[Entry], *, me: str, runs_as: str) -> list[Finding]:
    """Whether runs can write what they have to, and others cannot read what is private.

    ``me``: who runs this; ``runs_as``: whose feeds.yml is, and so who runs digest.
    """
    made: list[Finding] = []
    sealed = any(entry.folder and entry.secret and entry.there and not entry.mode & 0o077 for entry in entries)
    for why in dict.fromkeys(entry.why for entry in entries if entry.why):
        shut = [entry for entry in entries if entry.why == why]
        what = f"{named([entry.name for entry in shut], 6)}: {why} to {me}"
        fix = f"run digest as {runs_as}" if me != runs_as else f"check who owns it, and its mode: ls -ld {shut[0].path}"
        made.append(bad("access", what, fix, status=FILES))
    for entry in entries:
        if entry.there and not entry.why:
            made += _written(entry, me, runs_as) or _private(entry, sealed=sealed)
    if made:
        return made
    names = named([entry.name for entry in entries if entry.there], 6)
    whose = "you" if me == runs_as else runs_as
    return [good("access", f"{whose} can write {names or 'this folder'}; others read nothing private")]


def _written(entry: Entry, me: str, runs_as: str) -> list[Finding]:
    if entry.read_only:
        fix = f"mount the disk of {entry.path} for writing; where it became so by itself, look at `dmesg`"
        return [bad("access", f"{entry.name} is on a disk that cannot be written", fix, status=FILES)]
    if entry.owner != runs_as and entry.owner == "root":
        # What a `sudo digest …` left behind.
        return [
            bad(
                "access",
                f"{entry.name} belongs to root, and feeds.yml to {runs_as}: a run as {runs_as} cannot write it",
                f"sudo chown -R {runs_as} {entry.path}",
                status=FILES,
            )
        ]
    if not entry.writable:
        whose = f", and belongs to {entry.owner}" if entry.owner not in ("", me) else ""
        fix = f"chmod u+rw{'x' if entry.folder else ''} {entry.path}"
        if whose:
            fix = f"run digest as {entry.owner}, or: sudo chown -R {me} {entry.path}"
        return [bad("access", f"{entry.name} cannot be written by {me}{whose}", fix, status=FILES)]
    return []


def _private(entry: Entry, *, sealed: bool) -> list[Finding]:
    if not entry.secret or not entry.mode & 0o077:
        return []
    wanted = "700" if entry.folder else "600"
    what, fix = f"{entry.name} has mode {entry.mode:04o}", f"chmod {wanted} {entry.path}"
    if sealed:
        return [note("access", f"{what}: only the mode of its folder keeps others out", fix)]
    if entry.folder:
        return [note("access", f"{what}: others on this machine may see what it holds", fix)]
    return [bad("access", f"{what}: others on this machine may read it", fix)]
