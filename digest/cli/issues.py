"""``digest issues``."""

from __future__ import annotations

import sys

import click

from digest.cli.common import Given, Listing, options


@click.group(name="issues", cls=Listing)
def command() -> None:
    """List the frozen issues, or show one. Without a word more: list."""


@command.command("list")
@options
def list_issues(given: Given) -> None:
    """Every issue, the newest first."""
    from digest.cli.report import counted
    from digest.wiring import Newsroom

    config = given.load()
    console = given.console
    rows = []
    with Newsroom(config) as room:
        for number, day in reversed(room.archive.issues()):
            issue = room.archive.issue(day)
            if issue is None:
                continue
            rows.append(
                {"number": number, "date": day.isoformat(), "stories": len(issue.stories), "subject": issue.subject}
            )
            stories = counted(len(issue.stories), "story", "stories")
            console.line(f"No. {number:<4} {day}  {stories:>10}  {issue.subject}")
    if not rows:
        console.line("There is no issue yet; make one with `digest run`.")
    console.fact(issues=rows)
    console.finish(0)


@command.command("show")
@options
@click.argument("issue", required=False)
def show(given: Given, issue: str | None) -> None:
    """Print ISSUE (a date or number; the latest by default) as plain text, or with --json as its frozen file."""
    from digest.cli import newsroom
    from digest.wiring import Newsroom

    config = given.load()
    with Newsroom(config) as room:
        found = newsroom.find_issue(room, issue)
        if given.console.json:
            body = room.archive.frozen(found.date) or b""
        else:
            body = next(e.body for e in room.renderer.editions(found) if e.medium == "text")
    sys.stdout.buffer.write(body)
