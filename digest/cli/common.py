"""What the commands share: options, the configuration, and the console they report to."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR, UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from digest.errors import UsageError

if TYPE_CHECKING:
    from digest.cli.logs import Log
    from digest.cli.report import Console
    from digest.config import Cache, Config

DEFAULT_CONFIG = "feeds.yml"
AHEAD = timedelta(minutes=5)  # that --at may be ahead by: who gives it may read another clock
_DAY = len("2026-05-05")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The options that every command takes."""

    config: Path
    at: str | None
    console: Console  # where the report goes
    cache: Cache | None = None  # of what feeds.yml said when it was last read
    id: str = ""  # of this run of the command, where it is ``logged``
    log: Log | None = None  # where that is asked for

    def load(self) -> Config:
        """The configuration. Raises ``ConfigError`` with every fault of feeds.yml."""
        from digest.config import load

        return load(self.config, os.environ, self.cache)

    @property
    def replay(self) -> bool:
        """Whether the issue is made as of a moment the user gave."""
        return self.at is not None

    def now(self, zone: str) -> datetime:
        """The moment of the run in UTC: ``--at``, read in the publication's zone if it names none, else the clock's.

        Raises ``UsageError`` where ``--at`` is no moment, or one to come.
        """
        return past(self.at, zone, clock()) if self.at else clock()


def clock() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


def past(text: str, zone: str, now: datetime) -> datetime:
    """The UTC moment that ``text`` names, as ``moment`` reads it; of today, which has not ended, it is ``now``.

    Raises ``UsageError`` where it is to come. An issue made as of then would keep every run until then from making one.
    """
    found = moment(text, zone)
    if found <= now + AHEAD:
        return found
    from zoneinfo import ZoneInfo

    from digest.locales import stamp

    there = ZoneInfo(zone)
    if len(text) <= _DAY and found.astimezone(there).date() == now.astimezone(there).date():
        return now

    raise UsageError(
        f"--at {text} is to come: it is {stamp(now, zone)} now",
        fix="leave --at out, or give a moment that has been; `digest budget --at` looks ahead, and changes nothing",
    )


def moment(text: str, zone: str) -> datetime:
    """The UTC moment that an ISO 8601 day or time names; a day is its end, so that the day's own news is in.

    Raises ``UsageError`` where ``text`` is neither, or leaves no room for the year before it or after it.
    """
    try:
        found = datetime.fromisoformat(text)
        if not MINYEAR + 1 < found.year < MAXYEAR - 1:
            raise ValueError(found.year)
    except ValueError as error:
        raise UsageError(
            f"--at {text!r} is not a time", fix="write it like 2026-05-05, 2026-05-05T07:00 or 2026-05-05T07:00+02:00"
        ) from error
    if len(text) <= _DAY:
        found = found.replace(hour=23, minute=59, second=59)
    if found.tzinfo is None:
        from zoneinfo import ZoneInfo

        found = found.replace(tzinfo=ZoneInfo(zone))
    return found.astimezone(UTC)


class Listing(click.Group):
    """A group that lists where no command is named: ``digest issues --json`` is ``digest issues list --json``."""

    named = "list"  # the command that is meant

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0].startswith("-") and args[0] not in ctx.help_option_names):
            args = [self.named, *args]
        return super().parse_args(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Each with its whole first sentence, on as many lines as that takes: click would cut it."""
        found = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        with formatter.section("Commands"):
            formatter.write_dl([(name, each.get_short_help_str(limit=1000)) for name, each in found if each])


def options(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options that every command takes; the command gets them as one ``Given``, its first argument."""

    @click.option(
        "--config",
        "-c",
        type=click.Path(path_type=Path, readable=False),  # what is wrong with it, the configuration tells
        default=DEFAULT_CONFIG,
        show_default=True,
        envvar="DIGEST_CONFIG",
        help="The publication's file.",
    )
    @click.option("--at", metavar="TIME", help="Work as of this moment: 2026-05-05, or 2026-05-05T07:00+02:00.")
    @click.option("--quiet", "-q", is_flag=True, help="Say nothing but errors, and what is newly wrong with a source.")
    @click.option("--verbose", "-v", is_flag=True, help="Say more: every source, every reason.")
    @click.option("--json", "json", is_flag=True, help="Report as one JSON object on standard output.")
    @functools.wraps(function)
    def command(config: Path, at: str | None, quiet: bool, verbose: bool, json: bool, *args: Any, **kwargs: Any) -> Any:
        from digest.cli.report import Console, told
        from digest.config import Cache
        from digest.wiring import STATE_FOLDER

        console = Console(quiet=quiet, verbose=verbose, json=json)
        cache = Cache(config.parent / STATE_FOLDER)
        try:
            return function(Given(config=config, at=at, console=console, cache=cache), *args, **kwargs)
        except Exception as error:
            if (known := told(error)) is not None:
                console.fail(known)
            raise
        finally:
            cache.keep()  # by now a command that keeps anything has made the folder

    return command


def logged(function: Callable[..., Any]) -> Callable[..., Any]:
    """The option ``--log``, below ``options``; for what runs where nobody looks."""

    @click.option(
        "--log",
        type=click.Choice(["text", "pretty", "json"]),
        default="text",
        show_default=True,
        help="What standard error gets: words, log lines for eyes, or a JSON object a line.",
    )
    @functools.wraps(function)
    def command(given: Given, *args: Any, log: str, **kwargs: Any) -> Any:
        # Unlike any other run's of this machine.
        given = replace(given, id=f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{os.getpid()}")
        if log == "text":
            return function(given, *args, **kwargs)
        from digest.cli.logs import alone
        from digest.cli.moments import zone_of

        zone = zone_of(given) if log == "pretty" else None
        with alone(given.console, given.id, pretty=zone) as lines:
            return function(replace(given, log=lines), *args, **kwargs)

    return command
