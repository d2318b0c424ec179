"""What was found of a sender, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["good", "weak", "bad", "skipped"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    topic: str  # "SPF"
    state: State  # weak: mail arrives, and would arrive more surely; bad: much of it will be refused or filed as spam
    what: str
    fix: str = ""  # what to do; "" where there is nothing to do
