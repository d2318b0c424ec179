"""What is looked at: a publication, however much of it is left."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from digest.cli.doctor import remembering
from digest.errors import ConfigError
from digest.wiring import STATE_FOLDER

if TYPE_CHECKING:
    from digest.cli.common import Given
    from digest.cli.doctor.remembering import Memory
    from digest.config import Config
    from digest.errors import Fault


@dataclass(frozen=True, kw_only=True)
class House:
    """A publication as it stands, whatever is left of it."""

    path: Path  # of feeds.yml
    now: datetime  # in UTC
    config: Config | None  # None where nothing could be read
    faults: tuple[Fault, ...] = ()
    without: tuple[str, ...] = ()  # what ``config`` was read without
    memory: Memory

    @classmethod
    def enter(cls, given: Given) -> House:
        """Read what can be read. Nothing is made or changed."""
        from digest.config import load

        path = Path(os.path.abspath(given.config))  # noqa: PTH100 - a link is the operator's to name
        now = datetime.now(UTC)
        faults: tuple[Fault, ...] = ()
        without: tuple[str, ...] = ()
        config: Config | None = None
        try:
            config = load(path, os.environ)  # without the cache, which would be written
        except ConfigError as error:
            from digest.config.salvaging import salvage

            faults = error.faults
            if (left := salvage(path, os.environ)) is not None:
                config, without = left
        state = path.parent / STATE_FOLDER
        known = remembering.recall(state, config, now=now)
        return cls(path=path, now=now, config=config, faults=faults, without=without, memory=known)

    @property
    def state(self) -> Path:
        """Where digest remembers."""
        return self.path.parent / STATE_FOLDER

    @property
    def output(self) -> Path:
        """Where pages are put."""
        return Path(self.config.site.output) if self.config is not None else self.path.parent / "output"

    @property
    def local(self) -> datetime:
        """Now, in the publication's zone."""
        try:
            return self.now.astimezone(ZoneInfo(self.config.publication.timezone)) if self.config else self.now
        except (ZoneInfoNotFoundError, ValueError, OSError):
            return self.now
