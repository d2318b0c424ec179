"""``digest serve``."""

from __future__ import annotations

import asyncio
import sys
import threading
import traceback
from typing import TYPE_CHECKING

import click

from digest import __version__
from digest.cli.common import Given, logged, options

if TYPE_CHECKING:
    from collections.abc import Callable

    from digest.config import Config

_LOOK = 60.0  # s between looks at letters that were put off, or that another program added


@click.command()
@options
@logged
def command(given: Given) -> None:
    """Answer subscribers: sign-up, confirmation, one-click unsubscribe and preferences, at `serve.url`.

    It listens on `serve.host` and `serve.port`, this machine alone unless that says otherwise: a web server with a
    certificate stands in front of it. It runs beside `digest run`, on the same database; Ctrl-C ends it.
    """
    from digest.cli.newsroom import clock
    from digest.cli.reception import shop
    from digest.cli.stopping import run
    from digest.serving import serve

    config = given.load()
    console = given.console

    def say(level: str, line: str) -> None:
        if given.log is not None:
            given.log.write(level, "said", {"text": line})
        else:
            print(f"{clock():%Y-%m-%dT%H:%M:%SZ} {line}", file=sys.stderr, flush=True)

    def fault(line: str) -> None:
        say("error", line)

    def log(line: str) -> None:
        if given.log is not None or not given.console.quiet:
            say("info", line)

    office = PostOffice(config, log, fault)
    made = shop(config, clock=clock, posted=office.wake, log=log, fault=fault)
    serving = config.serve
    assert serving is not None  # or there were no shop

    def ready() -> None:
        host = f"[{serving.host}]" if ":" in serving.host else serving.host
        if given.log is not None:
            given.log.write("info", "serve began", {"version": __version__, "host": serving.host, "port": serving.port})
        console.line(f"Serving   {serving.url}/ on {host}:{serving.port}   (Ctrl-C ends it)")
        sys.stdout.flush()
        sys.stderr.flush()

    with office:
        run(serve(made, host=serving.host, port=serving.port, ready=ready))


class PostOffice:
    """Sends letters in the background, as soon as one is added, in a thread with a database of its own."""

    def __init__(self, config: Config, log: Callable[[str], None], fault: Callable[[str], None]) -> None:
        self._config = config
        self._log = log
        self._fault = fault
        self._wake = threading.Event()
        self._ends = False
        self._thread = threading.Thread(target=self._run, name="letters", daemon=True)

    def wake(self) -> None:
        """A letter waits."""
        self._wake.set()

    def __enter__(self) -> PostOffice:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """A letter that is on its way is seen to its end, for some seconds; what waits is for the next program."""
        self._ends = True
        self._wake.set()
        self._thread.join(timeout=10)

    def _run(self) -> None:
        while not self._ends:
            self._wake.clear()
            self._send()
            if not self._ends:
                self._wake.wait(_LOOK)

    def _send(self) -> None:
        from digest.cli.lettering import send_letters
        from digest.cli.newsroom import clock
        from digest.errors import DigestError
        from digest.wiring import Newsroom

        try:
            with Newsroom(self._config) as room:
                report = asyncio.run(send_letters(room, clock))
        except DigestError as error:
            self._fault(f"letters: {error}")
            return
        except Exception as error:  # noqa: BLE001 - told to the operator; the next letters are tried all the same
            place = traceback.extract_tb(error.__traceback__)[-1]
            self._fault(
                f"letters: a fault of the program's own: {type(error).__name__} at {place.filename}:{place.lineno}"
            )
            return
        states = ("accepted", "deferred", "failed", "unknown")
        counts = [f"{number} {state}" for state in states if (number := report.count(state))]
        if counts:
            self._log(f"letters: {', '.join(counts)}")
        if report.fault is not None:
            self._fault(f"letters: {report.fault}")
