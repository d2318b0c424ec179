"""What there is to do every day, and with what."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from datetime import time

from digest.errors import UsageError

# Minutes between two looks at what waits: mail that was put off, subscribers' own hours, the mailbox.
EVERY = 15
# They begin at odd minutes, so that they seldom meet the daily run, which people have begin at a round one.
SENDING_FROM, READING_FROM = 7, 11


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One publication's habit. Paths are absolute; none holds a line break, another control character or a backslash.

    Raises ``UsageError`` where one does: crontabs and units cannot hold it, or each in a way of its own.
    """

    title: str
    program: str  # the installed command
    folder: str  # of feeds.yml
    file: str = "feeds.yml"  # its name
    zone: str = "UTC"  # the publication's, an IANA name
    at: time  # when the issue is made, in that zone
    sends: bool = False  # whether mail is set up
    reads: bool = False  # whether a mailbox is read
    serves: bool = False  # whether subscribers are answered
    variables: tuple[str, ...] = ()  # of the environment, that secrets come from
    pings: tuple[str, ...] = ()  # of these, what pings alone need
    files: tuple[str, ...] = ()  # that secrets come from
    credentials: tuple[str, ...] = ()  # that systemd hands over: files named by ${CREDENTIALS_DIRECTORY}/NAME
    writes: tuple[str, ...] = ()  # folders outside of ``folder`` that are written to
    user: str = "root"  # as whom it runs
    uid: int = 0

    def __post_init__(self) -> None:
        for path in (self.program, self.folder, self.file, *self.writes, *self.files):
            if not path.isprintable() or "\\" in path:
                raise UsageError(f"the path {path!r} holds a character that no schedule can hold", fix="rename it")

    @property
    def path(self) -> str:
        """Of the publication's file."""
        return f"{self.folder.rstrip('/')}/{self.file}"

    @property
    def name(self) -> str:
        """What its units and services are called: the folder's name in plain letters, after ``digest-``."""
        plain = re.sub(r"[^A-Za-z0-9]+", "-", self.folder.rstrip("/").rpartition("/")[2]).strip("-").lower()
        return f"digest-{plain[:50]}" if plain else "digest-news"

    @property
    def config(self) -> tuple[str, ...]:
        """The words of a command line that name the publication's file, from its folder."""
        return () if self.file == "feeds.yml" else ("--config", self.file)

    @property
    def heading(self) -> str:
        """The title as part of a line: nothing in it that ends one."""
        return "".join(char if char.isprintable() else " " for char in self.title)


def words(plan: Plan) -> str:
    """``Plan.config`` as the end of a shell's command line."""
    return "".join(f" {shlex.quote(word)}" for word in plan.config)
