"""A run under watch: remembered from its start, told to whom feeds.yml names at its end. None of it fails a run."""

from __future__ import annotations

import asyncio
import os
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from digest import __version__
from digest.cli.observing import Observer, ended, words
from digest.errors import DigestError
from digest.model import Run
from digest.pipeline import runs as story

if TYPE_CHECKING:
    from digest.cli.common import Given
    from digest.pipeline.troubles import Trouble
    from digest.wiring import Newsroom

REPORT = "run.json"


@contextmanager
def watched(room: Newsroom, given: Given, *, no_send: bool = False) -> Iterator[Watch]:
    """A run, however it ends; ``no_send``: it was told to mail nothing."""
    watch = Watch(room, given, no_send=no_send)
    watch.begin()
    error: BaseException | None = None
    try:
        yield watch
    except BaseException as fault:
        error = fault
        raise
    finally:
        watch.end(error)


class Watch:
    """What is known of the run so far."""

    def __init__(self, room: Newsroom, given: Given, *, no_send: bool = False) -> None:
        self._room = room
        self._console = given.console
        self._settings = room.config.watch
        self._since = time.monotonic()
        self._before: Run | None = None
        self._run = Run(
            id=given.id, started=datetime.now(UTC), version=__version__, replay=given.replay, no_send=no_send
        )
        self._observer = Observer(room, given, "run", replay=given.replay)

    def begin(self) -> None:
        """Remember that the run has begun."""
        try:
            self._before = next(iter(self._room.runs.latest(1)), None)
            told = self._before.told if self._before is not None else ()
            self._run = self._room.runs.begin(replace(self._run, told=told))
        except DigestError:
            return  # what ails the database, the first stage that needs it tells
        if self._rings:
            for text in self._settings.missing:
                self._aside(text)
            self._ping("start")

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """A phase of the run; one that does not end is where the run was killed or failed."""
        self._run = replace(self._run, phase=name)
        self._keep(self._run)
        began = time.monotonic()
        failed = True
        try:
            with self._observer.phase(name):
                yield
            failed = False
        finally:
            seconds = round(time.monotonic() - began, 3)
            self._run = replace(self._run, phases={**self._run.phases, name: seconds}, phase=name if failed else "")

    def end(self, error: BaseException | None) -> None:
        """Remember how the run ended, and tell it."""
        run = replace(ended(self._run, self._console, error, since=self._since), peak_bytes=_peak())
        self._keep(run)
        asides = len(self._console.asides)
        told = run.told
        self._write_files(run)
        if self._rings and run.outcome != "aside":
            self._ping("success" if run.outcome == "success" else "failure")
            told = self._tell(run, error)
        self._observer.close(run, words(error) or f"status {run.status}")
        if len(self._console.asides) > asides or told != run.told:
            more = tuple(story.discreet(text) for text in self._console.asides[asides:])
            run = replace(run, said=(*run.said, *more), told=told)
            self._keep(run)
        self._observer.end(run)

    @property
    def _rings(self) -> bool:
        """Whether others hear of the run: of one that works as of another day nobody does."""
        return not self._run.replay

    def _keep(self, run: Run) -> None:
        if run.number:
            with suppress(DigestError):  # what ails the database, the run's own work tells
                self._room.runs.keep(run)

    def _write_files(self, run: Run) -> None:
        import msgspec

        settings, room = self._settings, self._room
        output = Path(room.config.site.output)
        body = msgspec.json.format(msgspec.json.encode(run), indent=2) + b"\n"
        public = msgspec.json.format(msgspec.json.encode(story.public(run)), indent=2) + b"\n"
        with suppress(OSError):  # of folders that cannot be written the run's own work tells
            _replace(room.folder / REPORT, body, 0o600)
            if self._rings and output.is_dir():
                _replace(output / REPORT, public, 0o644)
        if settings.report:
            below = Path(settings.report).resolve().is_relative_to(output.resolve())
            self._written("run.report", Path(settings.report), public if below else body, 0o644 if below else 0o600)
        if settings.metrics and self._rings:
            from digest.pipeline.exposition import exposition

            last = None
            with suppress(DigestError):
                last = room.runs.last_good()
            made = exposition(run, publication=room.config.publication.title, last_good=last)
            self._written("run.metrics", Path(settings.metrics), made, 0o644)

    def _written(self, key: str, path: Path, body: bytes, mode: int) -> None:
        try:
            _replace(path, body, mode)
        except OSError as error:
            self._aside(f"{key}: {path}: {(error.strerror or str(error)).lower()}")

    def _ping(self, moment: str) -> None:
        url = self._settings.ping(moment)
        if url is None:
            return
        from digest.fetching.pinging import ping

        reason = asyncio.run(ping(url))
        if reason is not None:
            self._aside(f"run.ping.{moment}: {reason}")

    def _tell(self, run: Run, error: BaseException | None) -> tuple[str, ...]:
        """Mail the operator of what is news. Returns the keys of all that they know of and that holds."""
        settings = self._settings
        if settings.tell is None or not run.number:
            return run.told
        from digest.pipeline import troubles

        try:
            holding = self._troubles(run, error)
            fresh = troubles.fresh(holding, run.told)
            sent = fresh if fresh and self._mail(settings.tell, fresh, run) else ()
        except DigestError as fault:
            self._aside(f"run.tell: {fault}")
            return run.told
        return troubles.remembered(holding, run.told, sent, asked=bool(run.sources))

    def _troubles(self, run: Run, error: BaseException | None) -> list[Trouble]:
        from digest.pipeline import troubles

        room = self._room
        now = datetime.now(UTC).astimezone(ZoneInfo(room.config.publication.timezone))
        before = self._before
        known = error if isinstance(error, DigestError) else None
        said = known.what if known is not None else words(error) or "stopped"
        found = [
            troubles.killed(before, at_work=before is not None and room.runs.at_work(before.number), now=now),
            troubles.of_run(run, said, (known.fix if known is not None else None) or ""),
        ]
        states = room.archive.states() if run.sources else {}
        failing = troubles.failing(room.config.sources, states, days=self._settings.tell_after, now=now)
        return [*(trouble for trouble in found if trouble is not None), *failing]

    def _mail(self, to: str, fresh: tuple[Trouble, ...], run: Run) -> bool:
        """Whether the server took a note of these, or may have: then it is not sent again."""
        from digest.messages.notes import note
        from digest.model import Delivery
        from digest.pipeline import troubles
        from digest.storage.secret import derived

        room = self._room
        mail = room.mail()
        subject, text = troubles.words(fresh, run)
        message = note(
            mail,
            room.config.publication,
            to=to,
            subject=subject,
            text=text,
            mark=run.id,
            key=derived(room.secret, "message-id"),
            now=datetime.now(UTC),
            signers=room.signers(mail),
        )

        async def record(_: object) -> None:
            """Nothing: no ledger knows of notes."""

        async def send() -> list[Delivery]:
            clock = lambda: datetime.now(UTC)  # noqa: E731 - a function of one expression, used once
            return [each async for each in room.transport(mail).send([message], record=record, at=clock)]

        (delivery,) = asyncio.run(send())
        if delivery.state in ("accepted", "unknown"):
            return True
        self._aside(f"run.tell: the mail server said {delivery.code or ''} {delivery.reply}".rstrip())
        return False

    def _aside(self, text: str) -> None:
        """A fault in watching: said on the terminal, or to cron."""
        self._console.line(f"          ! {text}")
        self._console.aside(text)


def _peak() -> int:
    """The most memory that was resident, in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024  # getrusage(2): kilobytes, but there


def _replace(path: Path, body: bytes, mode: int) -> None:
    """The file has these bytes, in one step: whoever reads it never reads half."""
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        number = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, mode)
        with os.fdopen(number, "wb") as file:
            os.fchmod(number, mode)  # whatever the umask: who reads figures and the site is seldom who runs this
            file.write(body)
        aside.replace(path)
    except OSError:
        with suppress(OSError):
            aside.unlink()
        raise
