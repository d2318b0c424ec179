"""What a run did."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct, field

from digest.model.issue import SourceReport

RunOutcome = Literal["", "success", "failure", "aside"]


class Run(Struct, frozen=True, kw_only=True):
    """One ``digest run``: what it did, how long that took, and what it said. No address of anybody stands in it."""

    number: int = 0  # 1 for the first that the database knows of
    id: str  # what every line of its log carries
    started: datetime
    ended: datetime | None = None  # None: it is at work, or was killed
    status: int | None = None  # what the process ended with
    outcome: RunOutcome = ""  # "aside": it left the work to another run
    version: str = ""  # of the program
    replay: bool = False  # whether it worked as of another day
    no_send: bool = False  # whether it was told to mail nothing
    phase: str = ""  # the one it is in; where it was killed or failed, the one it was in then
    phases: dict[str, float] = field(default_factory=dict)  # name -> seconds, in order
    seconds: float = 0.0
    cpu: float = 0.0  # seconds, of the process and those it started
    peak_bytes: int = 0  # of memory
    issue: int | None = None  # the issue's number
    day: str = ""  # of that issue, ISO 8601
    subject: str = ""
    stories: int = 0
    made: bool = False  # whether the issue was made now
    missed: tuple[str, ...] = ()  # days before it, since the last, that should have had one, ISO 8601
    caught_up: tuple[str, ...] = ()  # those that got one now
    taken_up: tuple[str, ...] = ()  # days whose issue an earlier run made, and this one published
    sources: dict[str, int] = field(default_factory=dict)  # state -> sources
    entries: int = 0  # in all that was read
    new: int = 0  # of these, first seen now
    failed: tuple[SourceReport, ...] = ()
    considered: int = 0  # articles; the sum of those printed, merged and dropped
    fresh: int = 0  # of these, first seen in this run; the others waited since an earlier one
    printed: int = 0
    merged: int = 0
    dropped: dict[str, int] = field(default_factory=dict)  # reason -> articles
    mail: dict[str, int] = field(default_factory=dict)  # state -> messages, of all issues that it mailed
    letters: dict[str, int] = field(default_factory=dict)  # state -> letters
    mailbox: dict[str, int] = field(default_factory=dict)  # kind -> mails read
    said: tuple[str, ...] = ()  # what went wrong or is worth knowing, in words
    told: tuple[str, ...] = ()  # the troubles that the operator was mailed of and that hold (pipeline.troubles)
