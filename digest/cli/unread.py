"""Whether an issue has any readers left: what cron must hear of, and the report alone would not tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from digest.cli import report
from digest.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from digest.cli.report import Console
    from digest.model import Issue
    from digest.wiring import Newsroom

_BACK = 400  # runs that are looked through for the last that said it


def look(room: Newsroom, console: Console, issue: Issue) -> RefusedError | None:
    """Say where an issue that was just mailed reaches nobody. Returns the fault where all its messages failed for good.

    That nobody is mailed any more is an aside in the run that first sees it, and again once somebody had been mailed.
    """
    mailed: Mapping[str, Any] = console.facts["mail"]
    counts = room.ledger.counts(issue.number)
    if counts:
        if set(counts) != {"failed"}:
            return None
        many = "its one message" if counts["failed"] == 1 else f"all {counts['failed']:,} messages"
        return RefusedError(
            f"No. {issue.number} reached nobody: {many} failed for good{_reply(mailed)}",
            fix=f"`digest deliveries {issue.number}` names each",
        )
    before: Mapping[str, int] = mailed["before"]
    if set(before) <= {"suppressed", "inactive"}:
        text = f"nobody is mailed any more: {_why(before)}"
        console.line(f"          {text}")
        if not _told(room, text):
            console.aside(text)
    return None


def _why(before: Mapping[str, int]) -> str:
    if not before:
        return "nobody is on the list (`digest subscribers add ADDRESS`, or mail.to in feeds.yml)"
    parts = {"suppressed": "suppressed", "inactive": "not active"}
    said = ", ".join(f"{before[kind]:,} {words}" for kind, words in parts.items() if before.get(kind))
    people = report.counted(sum(before.values()), "person", "people")
    return f"of {people} on the list {said} (`digest subscribers list` tells why)"


def _reply(mailed: Mapping[str, Any]) -> str:
    """The mail server's words to one of them."""
    for each in mailed["troubled"]:
        if each["state"] == "failed":
            return f", such as “{each['code'] or ''} {each['reply']}”".replace("“ ", "“")
    return ""


def _told(room: Newsroom, text: str) -> bool:
    """Whether a run has said so since one last mailed somebody."""
    from digest.pipeline.runs import discreet

    said = discreet(text)
    for run in room.runs.latest(_BACK):
        if said in run.said:
            return True
        if run.mail:
            return False
    return False
