"""Looks that stand alone: all begin at once, and one that fails or hangs spoils no other."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from digest.doctor.findings import Finding, skipped
from digest.errors import DigestError
from digest.pipeline.runs import discreet

PATIENCE = 25.0  # seconds for a look that asks a server


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look."""

    check: str  # what it is called where it comes to nothing
    at: Callable[[], Sequence[Finding]]
    patience: float = PATIENCE  # seconds
    fix: str = ""  # what to do where it takes longer


def examine(looks: Sequence[Look]) -> Iterator[Sequence[Finding]]:
    """What each look found, in their order, as soon as it and those before it have come to an end.

    Each has a thread of its own, which nobody waits for once its time is up: what it waits for may never come.
    """
    began = time.monotonic()
    results = [_Result(look) for look in looks]
    for result in results:
        threading.Thread(target=result.work, name=f"look at {result.look.check}", daemon=True).start()
    for result in results:
        left = began + result.look.patience - time.monotonic()
        yield result.found if result.done.wait(max(left, 0.0)) else _late(result.look)


class _Result:
    def __init__(self, look: Look) -> None:
        self.look = look
        self.done = threading.Event()
        self.found: Sequence[Finding] = ()

    def work(self) -> None:
        try:
            self.found = self.look.at()
        except DigestError as error:
            self.found = (skipped(self.look.check, f"it cannot be looked at: {error.what}", error.fix or ""),)
        except OSError as error:
            what = f"{(error.strerror or str(error)).lower()}{f': {error.filename}' if error.filename else ''}"
            self.found = (skipped(self.look.check, f"it cannot be looked at: {what}"),)
        except Exception as error:  # noqa: BLE001 - one look that is at fault must not hide what the others saw
            what = f"a fault of the program's own: {type(error).__name__}: {discreet(str(error))}"
            self.found = (skipped(self.look.check, what, "please report it"),)
        finally:
            self.done.set()


def _late(look: Look) -> tuple[Finding, ...]:
    return (skipped(look.check, f"no end to it within {look.patience:g} s", look.fix or "try again later"),)
