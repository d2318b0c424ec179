"""The stages as the commands run them: each does its work, tells the console, and returns what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from digest import pipeline
from digest.cli import report
from digest.cli.progress import progress
from digest.errors import UsageError
from digest.model import Edition, Issue, Mail, SourceReport

if TYPE_CHECKING:
    from digest.cli.report import Console
    from digest.pipeline import EditReport, FetchReport, SendReport
    from digest.ports import Progress
    from digest.wiring import Newsroom


def clock() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC)


def watch(console: Console) -> Progress:
    """The progress that fits the console."""
    return progress(quiet=console.quiet, json=console.json)


def fetch(room: Newsroom, console: Console, now: datetime) -> FetchReport:
    """Ask every source."""
    made = asyncio.run(
        pipeline.fetch(
            room.config.sources,
            locator=room.locator,
            fetcher=room.fetcher,
            parser=room.parser,
            archive=room.archive,
            progress=watch(console),
            now=now,
        )
    )
    report.sources(console, made.sources, made.new)
    return made


def edit(
    room: Newsroom, console: Console, now: datetime, *, reports: Sequence[SourceReport], replay: bool
) -> EditReport:
    """Make the day's issue."""
    made = asyncio.run(
        pipeline.edit(
            room.config.sources,
            publication=room.config.publication,
            rules=room.config.rules,
            reports=reports,
            archive=room.archive,
            fetcher=room.fetcher,
            extractor=room.extractor,
            summarizer=room.summarizer,
            progress=watch(console),
            now=now,
            replay=replay,
        )
    )
    if made.coverage is not None and (made.made or made.issue is None):
        report.coverage(console, made.coverage)
    if made.issue is not None:
        report.issue(console, made.issue, fresh=made.made)
    return made


def publish(room: Newsroom, console: Console, issue: Issue) -> None:
    """Render an issue and put it in output/."""
    made = pipeline.publish(
        issue, archive=room.archive, renderer=room.renderer, publisher=room.publisher, progress=watch(console)
    )
    path = Path(room.config.site.output) / pipeline.folder(issue.date) / "index.html"
    console.line(f"Published {path}")
    moved = [headline for edition in made for headline in edition.moved]
    if moved:
        console.line(
            f"          {report.counted(len(moved), 'story', 'stories')} left to the web page, to keep the mail small"
        )
    for headline in moved:
        console.detail(f"          · {headline}")
    console.fact(published=str(path), moved=moved)


def editions(room: Newsroom, issue: Issue) -> tuple[Edition, ...]:
    """The editions of a frozen issue; the same bytes each time."""
    return room.renderer.editions(issue)


def send(room: Newsroom, console: Console, issue: Issue, mail: Mail) -> SendReport:
    """Mail an issue to those who have not had it."""
    made = asyncio.run(
        pipeline.send(
            issue,
            mail,
            editions=editions(room, issue),
            composer=room.composer(mail),
            transport=room.transport(mail),
            ledger=room.ledger,
            progress=watch(console),
            clock=clock,
        )
    )
    states: dict[str, int] = {}
    for delivery in made.deliveries:
        states[delivery.state] = states.get(delivery.state, 0) + 1
    counts = dict(sorted(states.items())) | ({"had it before or settled": made.skipped} if made.skipped else {})
    report.counts(console, "Mail", counts)
    for delivery in made.deliveries:
        if delivery.state != "accepted":
            console.line(
                f"          ✗ {delivery.recipient}: {delivery.state} — {delivery.code or ''} {delivery.reply}".rstrip()
            )
    console.fact(mail=counts)
    return made


def find_issue(room: Newsroom, wanted: str | None) -> Issue:
    """The frozen issue that a date, a number, or nothing (the latest) names.

    Raises ``UsageError`` where there is none.
    """
    listed = room.archive.issues()
    if not listed:
        raise UsageError("there is no issue yet", fix="make one with `digest run`")
    day: date | None
    if wanted is None or wanted == "latest":
        day = listed[-1][1]
    elif wanted.isdecimal():
        day = next((found for number, found in listed if number == int(wanted)), None)
    else:
        try:
            day = date.fromisoformat(wanted)
        except ValueError as error:
            raise UsageError(f"{wanted!r} names no issue", fix="give its date (2026-05-05) or its number") from error
    issue = room.archive.issue(day) if day else None
    if issue is None:
        first, last = listed[0], listed[-1]
        raise UsageError(
            f"there is no issue {wanted}",
            fix=f"`digest issues` lists No. {first[0]} ({first[1]}) to No. {last[0]} ({last[1]})",
        )
    return issue
