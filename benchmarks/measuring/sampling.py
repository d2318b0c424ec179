"""Run a command of digest's in this process, and print where its CPU time went, as JSON.

python sampling.py COMMAND OPTION…

The system's timer interrupts the process after every few milliseconds of CPU that it used, and what it was about then
is noted. That slows nothing down, unlike a profiler that is called with every function. Run by the Python that has
digest. A sample belongs to the innermost step of ``STEPS`` that is on the stack; code that is being loaded, and
patterns that are being compiled, are steps of their own wherever that happens.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections import Counter
from pathlib import Path
from types import FrameType

INTERVAL = 0.001  # seconds; systems round it up to their own, often 4 ms

# (module or room, function) -> step; "" is any function. Of one frame the first that fits.
STEPS = (
    (("config/", ""), "settings: feeds.yml read and checked"),
    (("pipeline/fetch", "_read"), "feeds: parsed and made clean"),
    (("sources/", ""), "feeds: parsed and made clean"),
    (("storage/", ""), "database: read and written"),
    (("pipeline/decide", "_articles"), "articles: blocks, boilerplate, language"),
    (("stories/reprints", "reprinted"), "stories: copies of what was printed"),
    (("stories/", "tell"), "stories: copies, events, threads"),
    (("stories/", ""), "stories: copies, events, threads"),
    (("issues/gravity", ""), "ranking: gravity, kind, houses"),
    (("issues/ranking", ""), "ranking: gravity, kind, houses"),
    (("issues/selection", ""), "ranking: gravity, kind, houses"),
    (("issues/window", ""), "window: what may be printed"),
    (("summarizers/", ""), "summaries"),
    (("issues/ahead", ""), "what's next: dates and plans"),
    (("issues/forward", ""), "what's next: dates and plans"),
    (("issues/appointments", ""), "what's next: dates and plans"),
    (("issues/agenda", ""), "what's next: dates and plans"),
    (("issues/budgets", ""), "layout and budget"),
    (("issues/layout", ""), "layout and budget"),
    (("issues/", ""), "figures, quotes, differences, background"),
    (("editions/", ""), "mail, text, page, feeds rendered"),
    (("publishing/", ""), "site put in place"),
    (("pipeline/publish", ""), "site put in place"),
    (("fetching/", ""), "fetching: HTTP"),
    (("pipeline/fetch", ""), "fetching: HTTP"),
    (("cli/", ""), "the command line, and what is remembered of the run"),
)
LOADING = "code: modules loaded"
PATTERNS = "code: patterns compiled"
OTHER = "all else"

_LOADER = "_find_and_load"
_COMPILER = ("re/_compiler.py", "re/_parser.py", "sre_compile.py", "sre_parse.py")

Frame = tuple[str, str]  # file, function


def step(stack: list[Frame]) -> str:
    """What a stack, innermost frame first, is a part of."""
    if any(name == "compile" and file.endswith(_COMPILER) for file, name in stack):
        return PATTERNS
    if any(name == _LOADER for _, name in stack):
        return LOADING
    for file, name in stack:
        _, found, place = file.rpartition("/digest/")
        if not found:
            continue
        for (start, function), what in STEPS:
            if place.startswith(start) and function in ("", name):
                return what
    return OTHER


def main() -> None:
    """Run, and print."""
    samples: list[list[Frame]] = []

    def note(_number: int, frame: FrameType | None) -> None:
        stack = []
        while frame is not None:
            stack.append((frame.f_code.co_filename, frame.f_code.co_name))
            frame = frame.f_back
        samples.append(stack)

    signal.signal(signal.SIGPROF, note)
    signal.setitimer(signal.ITIMER_PROF, INTERVAL, INTERVAL)
    from digest.cli import main as digest

    sys.argv = ["digest", *sys.argv[1:]]
    out = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    try:
        digest()
    except SystemExit as end:
        status = end.code
    signal.setitimer(signal.ITIMER_PROF, 0)
    steps = Counter(map(step, samples))
    functions = Counter(
        f"{'/'.join(Path(file).with_suffix('').parts[-2:])}: {name}"
        for (file, name), *_ in samples
        if _LOADER not in (name,) and "importlib" not in file
    )
    answer = {"cpu": time.process_time(), "samples": len(samples), "steps": steps, "functions": functions}
    os.write(out, json.dumps(answer).encode())
    sys.exit(status)


if __name__ == "__main__":
    main()
