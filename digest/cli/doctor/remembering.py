"""What the database says, read without a trace of the reading."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from digest.doctor.days import Newest, Runs
from digest.doctor.memory import Lock, Store
from digest.doctor.sources import Fares
from digest.errors import StorageError

if TYPE_CHECKING:
    from digest.config import Config
    from digest.model import Issue, Run, Source, SourceState
    from digest.storage.database import Database
    from digest.storage.untouched import Untouched

Found = TypeVar("Found")
_RUNS = 400  # of the newest, by which the usual hour is known
_PEOPLE = 1000  # of the list, looked at for somebody whom an issue is for


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What is remembered, as far as it could be read."""

    store: Store
    path: Path
    runs: Runs | None = None
    newest: Newest | None = None
    states: Mapping[str, SourceState] | None = None
    latest: tuple[str, datetime] | None = None  # what the newest thing is, and of when
    trouble: str = ""  # why something could not be read


def recall(state: Path, config: Config | None, *, now: datetime) -> Memory:
    """What the database in that folder holds. Never raises for what ails it."""
    from digest.storage.database import FILE

    return _steady(state / FILE, lambda: _recall(state, config, now), lambda made: bool(made.trouble))


def _recall(state: Path, config: Config | None, now: datetime) -> Memory:
    from digest.storage.database import FILE
    from digest.storage.schema import VERSION
    from digest.storage.untouched import untouched

    path = state / FILE
    store = Store(path=str(path), newest=VERSION)
    try:
        if not path.exists():  # raises where the folder may not be looked into
            return Memory(store=replace(store, there=False), path=path)
        with untouched(path) as opened:
            store = replace(store, version=opened.version(), bytes=_bytes(path))
            if store.version != VERSION:
                why = "the database has another schema" if store.version else "the database is empty"
                return Memory(store=store, path=path, trouble=why)
            return _recalled(opened, Memory(store=store, path=path), config, state, now)
    except StorageError as error:
        return Memory(store=replace(store, trouble=error.what, fix=error.fix or ""), path=path, trouble=error.what)
    except OSError as error:
        what = f"it cannot be looked at: {(error.strerror or str(error)).lower()}"
        fix = "run `digest doctor` as who runs digest"
        return Memory(store=replace(store, trouble=what, fix=fix), path=path, trouble=what)


def proved(memory: Memory, *, seconds: float) -> Store:
    """The database, once it was read through."""
    from digest.storage.untouched import untouched

    store = memory.store
    if not store.there or store.trouble:
        return store

    def read() -> Store:
        try:
            with untouched(memory.path) as opened:
                faults = opened.faults(seconds=seconds)
        except StorageError as error:
            return replace(store, trouble=error.what, fix=error.fix or "")
        return replace(store, faults=faults or (), unfinished=faults is None)

    return _steady(memory.path, read, lambda made: bool(made.trouble or made.faults))


def _steady(path: Path, read: Callable[[], Found], doubtful: Callable[[Found], bool]) -> Found:
    """What was read; once more where it is ``doubtful`` and somebody wrote meanwhile: that may be all that is wrong."""
    before = _state(path)
    found = read()
    return read() if doubtful(found) and _state(path) != before else found


def _state(path: Path) -> tuple[int, int] | None:
    try:
        return path.stat().st_mtime_ns, _bytes(path)
    except OSError:
        return None


def _recalled(opened: Untouched, memory: Memory, config: Config | None, state: Path, now: datetime) -> Memory:
    from digest.storage import SqliteArchive
    from digest.storage.holding import at_work
    from digest.storage.runs import SqliteRuns

    database = opened.database
    archive = SqliteArchive(database)
    troubles: list[str] = []

    def tried(read: Callable[[], Found], otherwise: Found) -> Found:
        try:
            return read()
        except StorageError as error:
            troubles.append(error.what)
            return otherwise

    every: tuple[Run, ...] = tried(lambda: SqliteRuns(database, state).latest(_RUNS), ())
    ours = tuple(run for run in every if not run.replay)
    none: tuple[tuple[int, date], ...] = ()
    issues = tried(archive.issues, none)
    newest = tried(lambda: archive.issue(issues[-1][1]) if issues else None, None)
    working = bool(ours) and ours[0].ended is None and at_work(state / "running", ours[0].number)
    runs = Runs(
        runs=ours,
        at_work=working,
        schedule=config.schedule if config is not None else (0, 1, 2, 3, 4, 5, 6),
        issue=issues[-1] if newest is not None else None,
        replayed=newest is not None and _replayed(newest, every),
        replay=next((run for run in every if run.replay), None),
    )
    moments = [(f"run {run.number}", run.started) for run in every[:1]]
    if newest is not None and not _replayed(newest, every):
        moments.append((f"issue No. {newest.number}", newest.as_of))
    return replace(
        memory,
        store=replace(memory.store, issues=len(issues)),
        runs=runs,
        newest=tried(lambda: _newest(newest, every, database, config, now), None) if newest is not None else None,
        states=tried(archive.states, None),
        latest=max(moments, key=lambda pair: pair[1], default=None),
        trouble="; ".join(dict.fromkeys(troubles)),
    )


def _replayed(issue: Issue, runs: Sequence[Run]) -> bool:
    """Whether an issue was made as of another moment than its run's, by what is remembered of runs."""
    made = next((run for run in runs if run.made and run.issue == issue.number), None)
    return made is not None and made.replay


def _newest(issue: Issue, runs: Sequence[Run], database: Database, config: Config | None, now: datetime) -> Newest:
    from digest.pipeline.publish import folder
    from digest.storage import SqliteArchive, SqliteLedger

    archive, ledger = SqliteArchive(database), SqliteLedger(database)
    place = folder(issue.date)
    mailed, stopped = _people(database, config)
    page = f"{place}/index.html"
    mail = config.mail if config is not None else None
    approval = None
    if mail is not None and mail.require_approval:
        approval = any(each.revoked is None for each in archive.approvals(issue.number))
    return Newest(
        number=issue.number,
        date=issue.date,
        as_of=issue.as_of,
        folder=place,
        replayed=_replayed(issue, runs),
        published=page in archive.published(place),
        there=config is None or (Path(config.site.output) / page).is_file(),
        mails=mail is not None,
        anybody=mailed > 0,
        stopped=stopped,
        counts=dict(ledger.counts(issue.number)),
        next_try=ledger.next_due(issue.number, after=now),
        approval=approval,
        stale_after=mail.stale_after if mail is not None else 36,
    )


def _people(database: Database, config: Config | None) -> tuple[int, int]:
    """How many get every issue, and how many would if their mail were not stopped; of the list, its beginning."""
    from digest.messages.addresses import who
    from digest.storage import SqliteSubscribers

    if config is None or config.mail is None:
        return 0, 0
    listed = SqliteSubscribers(database, who=who, hashed=who)  # nothing is written, so nothing is hashed
    page = listed.page(limit=_PEOPLE, state="active")
    people = {person for person, known in page if known.rhythm == "daily"}
    named = {who(each.address) for each in config.mail.subscribers}
    left = {person for person, known in listed.find(sorted(named)).items() if known.state != "active"}
    stopped = (left | listed.suppressed(sorted(people | named)).keys()) & (people | named)
    return len(people | named) - len(stopped), len(stopped)


def fares(memory: Memory, config: Config, *, now: datetime) -> list[Fares]:
    """How each source stands; of seeds, which have a file each, the worst speaks for all."""
    from digest import health
    from digest.fetching.locating import FileLocator
    from digest.pipeline.runs import discreet

    states = memory.states or {}
    locator = FileLocator()
    made = []
    for source in config.sources:
        standings = [
            health.standing(states.get(request.key), source, now, url=request.url) for request in locator.locate(source)
        ]
        if not standings:
            made.append(Fares(name=source.name, verdict="new", text="no file matches", empty=True, lost=_lost(source)))
            continue
        worst = min(standings, key=lambda one: health.VERDICTS.index(one.verdict))
        made.append(
            Fares(
                name=source.name,
                verdict=worst.verdict,
                text=worst.text
                if worst.verdict == "moved"
                else discreet(worst.text),  # a feed's address may hold a key
                fix=worst.fix,
                failures=worst.failures,
                failing_since=worst.failing_since,
            )
        )
    return made


def _lost(seeds: Source) -> bool:
    """Whether the folder of seeds is not there; one that is itself a pattern may come at any time."""
    from glob import has_magic

    folder = str(Path(seeds.url).parent)
    return not has_magic(folder) and not Path(folder).is_dir()


def lock(path: Path) -> Lock:
    """Who holds a lock."""
    from digest.storage.holding import holding

    try:
        found = holding(path)
    except OSError as error:
        return Lock(name=path.name, held=False, trouble=(error.strerror or str(error)).lower())
    return Lock(
        name=path.name,
        held=found.held,
        process=found.process,
        alive=found.alive,
        command=_command(found.process) if found.held and found.process else "",
        since=found.since,
    )


def _command(process: int) -> str:
    """What a process was called as, where the system tells: the program and the command, no more."""
    with suppress(OSError):
        words = Path(f"/proc/{process}/cmdline").read_bytes().decode("utf-8", "replace").split("\0")
        for place, word in enumerate(words):
            if word.rpartition("/")[2] == "digest" and place + 1 < len(words):
                return f"digest {words[place + 1]}".strip()
    return ""


def _bytes(path: Path) -> int:
    log = path.with_name(f"{path.name}-wal")
    return path.stat().st_size + (log.stat().st_size if log.exists() else 0)
