"""What SpamAssassin thinks of the message, where it is installed: by its local rules alone, no network."""

from __future__ import annotations

import re
import shutil

from digest.preview.notes import Note, Panel, gravest
from digest.preview.notes.programs import ask

_TOTAL = re.compile(r"\((-?\d+(?:\.\d+)?) points, (-?\d+(?:\.\d+)?) required\)")
_RULE = re.compile(r"^\s*(-?\d+\.\d+) ([A-Z][A-Z0-9_]+)\s+(.*)$")
_GOOD = 0.1  # points that a well-made mail does not pass


def installed() -> str | None:
    """The path of SpamAssassin; None where it is not installed."""
    return shutil.which("spamassassin")


async def spam(program: str, raw: bytes) -> Panel:
    """The score of a message and the rules that made it. What went wrong is a note."""
    try:
        _, said, complained = await ask([program, "-L", "-t"], raw.replace(b"\r\n", b"\n"))
    except (OSError, TimeoutError) as error:
        return _unknown(str(error) or "it took too long")
    found = parsed(said)
    return found if found is not None else _unknown(complained.strip()[-200:] or "it said nothing of a score")


def parsed(report: str) -> Panel | None:
    """What the report that ``-t`` appends says; None where there is none."""
    totals = list(_TOTAL.finditer(report))
    if not totals:
        return None
    # The last: a message may quote a report, and ours is appended.
    score, required = float(totals[-1][1]), float(totals[-1][2])
    notes = []
    for line in report[totals[-1].end() :].splitlines():
        rule = _RULE.match(line)
        if rule is not None and float(rule[1]) != 0:
            notes.append(Note("warn" if float(rule[1]) > _GOOD else "plain", f"{rule[1]}  {rule[2]}", rule[3].strip()))
    first = Note(
        "bad" if score >= required else "warn" if score > _GOOD else "good",
        f"{_points(score)}; mail counts as spam from {required:g}",
    )
    made = (first, *notes)
    return Panel("Spam", _points(score), first.level if first.level != "good" else gravest((first,)), made)


def _points(score: float) -> str:
    return f"{score:g} point{'' if score == 1 else 's'}".replace("-", "−")


def missing() -> Panel:
    """What is said where it is not installed."""
    return Panel("Spam", "not scored", "plain", (Note("plain", "SpamAssassin is not installed on this machine"),))


def _unknown(why: str) -> Panel:
    return Panel("Spam", "not scored", "warn", (Note("warn", "SpamAssassin gave no score", why),))
