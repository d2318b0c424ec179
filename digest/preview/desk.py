"""What the preview asks of the newsroom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from digest.model import Edition, Issue, Message, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Everything of an issue that one look shows; made anew where anything it is made of has changed."""

    issue: Issue
    editions: tuple[Edition, ...]
    assets: Mapping[str, bytes]  # files of the site that its pages need, style and pictures, by their path there
    message: Message  # as one subscriber would get it
    stand_in: bool  # whether its sender is made up, because mail is not set up
    standing: Standing
    required: bool  # whether only what is approved is mailed
    before: Issue | None = None  # the issue before it
    before_sizes: Mapping[str, int]  # bytes of that one's editions, by path
    budget: int  # bytes that the HTML of a mail may take


class Desk(Protocol):
    """The newsroom, as a preview sees it. Each verb raises ``DigestError`` where it cannot be done."""

    def issues(self) -> tuple[tuple[int, date], ...]:
        """(number, date) of every frozen issue, newest first."""
        ...

    def show(self, day: date) -> Shown:
        """The issue of a day, with feeds.yml and the templates as they are now."""
        ...

    def file(self, path: str) -> bytes | None:
        """A file of the site as it was last published, by its path below output/."""
        ...

    def approve(self, day: date, *, seen: str) -> None:
        """Approve an issue whose bytes have the hash ``seen``."""
        ...

    def revoke(self, day: date) -> None:
        """Take its approval back."""
        ...

    def state(self) -> object:
        """Everything that may change what is shown, also where no change was heard of. Equal where nothing changed."""
        ...

    def watched(self) -> tuple[Path, ...]:
        """The files and folders whose change may change what is shown."""
        ...
