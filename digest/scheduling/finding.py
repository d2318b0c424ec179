"""What in a crontab or a unit runs digest for a publication, whoever wrote it. Pure: texts come in."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

# What cron lines begin with: five fields, or a word for them; and in the system's crontabs a user's name.
_WHEN = re.compile(r"\s*(?:@\w+|(?:\S+\s+){4}\S+)\s+(.*)")


@dataclass(frozen=True, slots=True)
class Call:
    """A line that runs ``digest run``."""

    line: str
    program: str  # as it is called


def in_crontab(text: str, places: Sequence[str]) -> tuple[Call, ...]:
    """The lines of a crontab that run digest in one of these ``places``: folders and files as they may be written."""
    found = []
    for line in text.splitlines():
        match = _WHEN.match(line)
        if line.lstrip().startswith("#") or match is None:
            continue
        command = match[1].replace(r"\%", "%")
        program = _program(command)
        if program and _named("\n".join((command, *_words(command))), places):
            found.append(Call(line.strip(), program))
    return tuple(found)


def in_unit(text: str, places: Sequence[str]) -> Call | None:
    """The command of a systemd service that runs digest in one of these ``places``."""
    settings = [line.strip() for line in text.splitlines()]
    started = [line.partition("=")[2] for line in settings if line.startswith("ExecStart=")]
    told = "\n".join(line for line in settings if line.startswith(("ExecStart=", "WorkingDirectory=")))
    told = told.replace("%%", "%").replace("$$", "$")
    for line in started:
        program = _program(line.replace("%%", "%").replace("$$", "$"))
        if program and _named(told, places):
            return Call(line, program)
    return None


def _program(command: str) -> str:
    """The path by which ``digest run`` is called in a shell's line; "" where it is not."""
    words = _words(command)
    for word, following in pairwise(words):
        if word.rpartition("/")[2] == "digest" and following == "run":
            return word
    # uvx digest-newsroom run, python -m …: run by another program, whose path says nothing of ours
    return words[0] if re.search(r"\bdigest(?:-newsroom)?\S*\s+run\b", command) and words else ""


def _words(command: str) -> list[str]:
    try:
        return shlex.split(command)
    except ValueError:  # a quote that is never closed
        return command.split()


def _named(text: str, places: Sequence[str]) -> bool:
    """Whether one of the places stands in the text, as a whole path."""
    return any(re.search(rf"(?<![\w./-]){re.escape(place)}(?![\w.-])", text) for place in places if place)
