"""Where the time of a command of ours goes: samples of several runs, added up."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from measuring.cost import measure
from measuring.programs import Programs
from measuring.publication import SOURCES_FAILED

_SAMPLING = Path(__file__).with_name("sampling.py")
_FUNCTIONS = 15


def profile(
    title: str, command: tuple[str, ...], *, folder: Path, found: Programs, runs: int, before: Callable[[], object]
) -> None:
    """Print the steps of a command by the CPU that they take, and the functions that are on top the most."""
    python = Path(found.digest).with_name("python")
    steps: Counter[str] = Counter()
    functions: Counter[str] = Counter()
    cpu, samples = 0.0, 0
    for _ in range(runs):
        before()
        told = json.loads(measure([python, _SAMPLING, *command], folder=folder, good=(0, SOURCES_FAILED)).out)
        steps.update(told["steps"])
        functions.update(told["functions"])
        cpu += told["cpu"]
        samples += told["samples"]
    each = cpu / max(1, samples) / runs * 1000  # milliseconds that a sample stands for
    print(f"\n{title}: {cpu / runs:.2f} s of CPU, {samples} samples of {runs} runs")
    print(f"  {'step':<58}{'ms':>7}{'share':>8}")
    for what, count in steps.most_common():
        print(f"  {what:<58}{count * each:>7.0f}{count / samples:>8.1%}")
    print(f"\n  {'function, on top of the stack':<58}{'ms':>7}")
    for what, count in functions.most_common(_FUNCTIONS):
        print(f"  {what:<58}{count * each:>7.0f}", flush=True)
