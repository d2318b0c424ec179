"""What is told who does not get what they ask for."""

from __future__ import annotations

from typing import Literal

Words = Literal[
    "broken",
    "expired",
    "late",
    "gone",
    "barred",
    "elsewhere",
    "often",
    "large",
    "busy",
    "later",
    "missing",
    "method",
    "fault",
]


class TooOften(Exception):  # noqa: N818 - it is an answer, and no fault
    """A client that asks too often."""

    def __init__(self, seconds: float) -> None:
        self.seconds = int(seconds) + 1
        super().__init__()


class TooLarge(Exception):  # noqa: N818 - the same
    """A form that is no form of ours."""

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__()
