"""The installed program with a clock of the test's own, in a process of its own, that dies where it is told to."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any

# Arguments: the moment; what dies (module, function, before which call), or "-"; then those of the program.
PROGRAM = """
import importlib, os, signal, sys
from datetime import UTC, datetime
moment = datetime.fromisoformat(sys.argv.pop(1)).astimezone(UTC)
dies = sys.argv.pop(1)
from digest.cli import common, newsroom, watching
class Clock(datetime):
    @classmethod
    def now(cls, tz=None):
        return moment
common.clock = lambda: moment
newsroom.clock = lambda: moment
watching.datetime = Clock
if dies != "-":
    name, function, left = dies.split()
    module, left = importlib.import_module(name), [int(left)]
    done = getattr(module, function)
    def dying(*given, **more):
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
        return done(*given, **more)
    setattr(module, function, dying)
from digest.cli import main
main()
"""
PUBLISHING = "digest.pipeline.publish publish"
SENDING = "digest.cli.sending send"


def digest(folder: Path, moment: str, *arguments: str, dies: str = "-", **environ: str) -> Any:
    """Run the program in a folder, at a moment; ``dies``: "MODULE FUNCTION N" is where it is killed."""
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, moment, dies, *arguments],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, **environ},
    )


def feed(path: Path, *entries: tuple[str, str, str | None], host: str = "gazette.example") -> None:
    """A feed of (headline, text, when it was published)."""
    items = "".join(
        f"<item><title>{title}</title><link>https://{host}/{title.split()[0].lower()}</link>"
        f"<guid>https://{host}/{title.split()[0].lower()}</guid>"
        + (f"<pubDate>{format_datetime(datetime.fromisoformat(when))}</pubDate>" if when else "")
        + f"<description>{text}</description></item>"
        for title, text, when in entries
    )
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Harbour Gazette</title>'
        f"<link>https://{host}/</link><description/>{items}</channel></rss>"
    )


def issues(folder: Path) -> dict[str, list[str]]:
    """Day -> the headlines of what was published of it."""
    found = {}
    for path in sorted((folder / "output/issues").glob("2*-*-*/issue.json")):
        made = json.loads(path.read_text())
        stories = [made["lead"], *(one for section in made.get("sections", ()) for one in section["stories"])]
        found[path.parent.name] = [one["headline"] for one in [*stories, *made.get("developing", ())]]
    return found


def told(folder: Path) -> list[dict[str, Any]]:
    """The frozen issues, without what the fetch said of each source: that is another after a run that was killed."""
    made = [json.loads(path.read_text()) for path in sorted((folder / "output/issues").glob("2*-*-*/issue.json"))]
    for one in made:
        del one["coverage"]["sources"]
    return made


def ledger(folder: Path, day: str) -> dict[str, Any]:
    """The coverage of a published issue, whose sum is right."""
    found: dict[str, Any] = json.loads((folder / f"output/issues/{day}/issue.json").read_text())["coverage"]
    dropped: dict[str, int] = found.get("dropped", {})
    assert found["candidates"] == found["printed"] + found.get("merged", 0) + sum(dropped.values())
    return found


def site(folder: Path) -> dict[str, bytes]:
    """Every file as published, by its path; but for the report of the run."""
    base = folder / "output"
    files = (path for path in sorted(base.rglob("*")) if path.is_file() and path.name != "run.json")
    return {str(path.relative_to(base)): path.read_bytes() for path in files}
