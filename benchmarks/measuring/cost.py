"""What running a program costs: CPU, memory, time."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """One run of a program, its start and its imports with it."""

    cpu: float  # seconds, user and system, of the process and of those it waited for
    rss: float  # peak, in MB (10^6 bytes), of the largest of them
    wall: float  # seconds
    status: int
    out: str
    err: str


def measure(
    command: Sequence[str | Path],
    *,
    folder: Path,
    good: Sequence[int] = (0,),
    environment: Mapping[str, str] | None = None,
    given: bytes = b"",
) -> Cost:
    """Run ``command`` in ``folder`` with ``given`` on standard input. Ends the benchmark where its status is not good.

    A process's peak includes that of the one that forked it, up to its exec; so this one must stay small itself, and
    imports nothing that is large.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, tempfile.TemporaryFile() as stdin:
        stdin.write(given)
        stdin.seek(0)
        began = os.times().elapsed
        process = subprocess.Popen(
            list(map(str, command)),
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdin=stdin,
            stdout=out,
            stderr=err,
        )
        # Not process.wait: this answers with what the one child used, and not with the sum of all before it.
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = os.times().elapsed - began
        out.seek(0)
        err.seek(0)
        cost = Cost(
            cpu=used.ru_utime + used.ru_stime,
            rss=used.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6,
            wall=wall,
            status=process.returncode,
            out=out.read().decode("utf-8", "replace"),
            err=err.read().decode("utf-8", "replace"),
        )
    if cost.status not in good:
        sys.exit(f"{' '.join(map(str, command))} ended with {cost.status}:\n{cost.err[-2000:]}{cost.out[-2000:]}")
    return cost


def least(repeat: int, run: Callable[[], Cost], *, before: Callable[[], object] = lambda: None) -> Cost:
    """The cheapest in CPU of ``repeat`` runs, each after ``before``: what else the machine does can only add to it."""
    costs = []
    for _ in range(repeat):
        before()
        costs.append(run())
    return min(costs, key=lambda cost: cost.cpu)
