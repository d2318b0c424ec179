"""The stages as the commands run them: each does its work, tells the console, and returns what came of it.

A stage is imported when it is run: a fetch in which nothing changed pays for none of the others.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from digest.cli import report
from digest.cli.progress import progress
from digest.cli.stopping import run
from digest.errors import StorageError, UsageError
from digest.model import Edition, Issue, SourceReport

if TYPE_CHECKING:
    from digest.cli.report import Console
    from digest.pipeline.edited import EditReport
    from digest.pipeline.fetch import FetchReport
    from digest.ports import Progress
    from digest.publishing.targets import Target
    from digest.wiring import Newsroom


def clock() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC)


def watch(console: Console) -> AbstractContextManager[Progress]:
    """The progress that fits the console, for a block."""
    return progress(speaks=console.speaks and console.log is None)


def fetch(room: Newsroom, console: Console, now: datetime, *, replay: bool) -> FetchReport:
    """Ask every source; ``replay``: as if it were another moment."""
    from digest.pipeline import fetch as stage

    with watch(console) as progress:
        made = run(
            stage.fetch(
                room.config.sources,
                locator=room.locator,
                fetcher=room.fetcher,
                parser=room.parser,
                archive=room.archive,
                progress=progress,
                now=now,
                replay=replay,
                timezone=room.config.publication.timezone,
            )
        )
    report.sources(console, made.sources, made.new)
    report.notices(console, made.notices)
    return made


def edit(
    room: Newsroom,
    console: Console,
    now: datetime,
    *,
    reports: Sequence[SourceReport],
    replay: bool,
    owed: bool = False,
) -> EditReport:
    """Make the day's issue; ``owed``: what is made now is to be mailed to everyone, by this run or whatever comes by.

    Raises ``StorageError`` where the memory of those that are published is lost.
    """
    from digest.pipeline.edited import edited_already

    _require_memory(room)
    known = edited_already(room.archive, room.config.publication, now)
    made = known or _edit(room, console, now, reports, replay, owed)
    if made.coverage is not None and (made.made or made.issue is None):
        report.coverage(console, made.coverage, fresh=made.fresh)
    if made.issue is not None:
        report.issue(console, made.issue, fresh=made.made)
        if room.config.site.theme.lead_image == "attached":
            _fetch_picture(room, console, made.issue)
    return made


def _edit(
    room: Newsroom, console: Console, now: datetime, reports: Sequence[SourceReport], replay: bool, owed: bool
) -> EditReport:
    from digest.pipeline import edit as stage

    with watch(console) as progress:
        # Much of an edit awaits nothing: there a signal stops it where it is (``digest.cli``).
        return asyncio.run(
            stage.edit(
                room.config.sources,
                publication=room.config.publication,
                rules=room.config.rules,
                reports=reports,
                archive=room.archive,
                fetcher=room.fetcher,
                extractor=room.extractor,
                summarizer=room.summarizer,
                progress=progress,
                now=now,
                replay=replay,
                owed=owed,
            )
        )


def _require_memory(room: Newsroom) -> None:
    """A new database beside a site with issues would make a day's issue again, mail it again, and list it alone."""
    if room.archive.issues():
        return
    output = Path(room.config.site.output)
    if found := len(list(output.glob("issues/*-*-*/issue.json"))):
        raise StorageError(
            f"the database was lost: it holds no issue, {report.shown(output)} has {report.counted(found, 'issue')}",
            where=str(room.folder / "digest.db"),
            fix="`digest restore FILE` brings a backup back; without one, move the site away to begin anew",
        )


def _fetch_picture(room: Newsroom, console: Console, issue: Issue) -> None:
    """Hold the lead story's picture for the mail; an issue without it is an issue all the same."""
    from digest.pipeline.picture import fetch_picture

    reason = run(fetch_picture(issue, fetcher=room.fetcher, pictures=room.pictures))
    if reason:
        console.line(f"          the mail has no picture of its lead story: {reason}")


def publish(room: Newsroom, console: Console, issue: Issue) -> None:
    """Render an issue and put it in output/."""
    from digest.cli import outbox
    from digest.pipeline import publish as stage

    outbox.bring_home(room, console)
    with watch(console) as progress:
        made = stage.publish(
            issue,
            archive=room.archive,
            catalogue=room.catalogue,
            renderer=room.renderer,
            publisher=room.publisher,
            progress=progress,
        )
    _index(room, console, issue)
    path = Path(room.config.site.output) / stage.folder(issue.date) / "index.html"
    console.line(f"Published {report.shown(path)}")
    moved = [headline for edition in made for headline in edition.moved]
    if moved:
        console.line(
            f"          {report.counted(len(moved), 'story', 'stories')} left to the web page, to keep the mail small"
        )
    for headline in moved:
        console.detail(f"          · {headline}")
    faults = [fault for edition in made for fault in edition.faults]
    for fault in faults:
        console.line(f"          in the mail in plain text only: {fault}")
    console.fact(published=str(path), moved=moved, plain=faults)


def miss_pages(room: Newsroom, console: Console) -> None:
    """Say so where issues are not in output/ any more: new pages and mails that went out link to them."""
    from digest.pipeline.publish import folder

    output = Path(room.config.site.output)
    if gone := sum(not (output / folder(day)).is_dir() for _, day in room.archive.issues()):
        text = (
            f"{report.counted(gone, 'earlier issue is', 'earlier issues are')} not in {report.shown(output)}:"
            " `digest publish --all` makes every page again"
        )
        console.line(f"          ! {text}")
        console.aside(text)


def tidy(room: Newsroom, now: datetime) -> None:
    """Drop a day's share of what is older than feeds.yml says (``storage.retention``), and what nobody needs now."""
    from digest.storage.forgetting import forget
    from digest.storage.litter import clear

    reports = (room.config.watch.report, room.config.watch.metrics)
    clear(room.folder, [Path(each) for each in reports if each])
    forget(room.database, now=now)
    if room.config.keep_days is None:
        return
    from digest.storage.retention import sweep

    sweep(room.database, keep=timedelta(days=room.config.keep_days), now=now)


def _index(room: Newsroom, console: Console, issue: Issue) -> None:
    """Index the issues of an issue's year for the search page, where that is set up: without it the page lists them."""
    if room.search is None:
        return
    try:
        room.search.index(issue.date.year)
    except StorageError as error:
        console.line(f"          ! {error}")
        console.fact(search=str(error))


def take(target: Target, console: Console, *, dry_run: bool) -> None:
    """Take the site to where readers find it, or say what would change there."""
    made = target.take(dry_run=dry_run)
    files = report.counted(len(made.files), "file")
    console.line(
        f"{'Would take' if dry_run else 'Took'} {files} to {made.where}"
        if made.files
        else f"Nothing new for {made.where}"
    )
    for path in made.files:
        (console.line if dry_run else console.detail)(f"          · {path}")
    console.fact(target=made.where, taken=list(made.files), dry_run=dry_run)


def editions(room: Newsroom, issue: Issue) -> tuple[Edition, ...]:
    """The editions of a frozen issue; the same bytes each time."""
    return room.renderer.editions(issue)


def find_issue(room: Newsroom, wanted: str | None) -> Issue:
    """The frozen issue that a date, a number, or nothing (the latest) names.

    Raises ``UsageError`` where there is none.
    """
    _, day = find_number(room, wanted)
    issue = room.archive.issue(day)
    assert issue is not None  # it is listed, and an issue is never taken away
    return issue


def find_number(room: Newsroom, wanted: str | None) -> tuple[int, date]:
    """Number and date of the frozen issue that a date, a number, or nothing (the latest) names, unread.

    Raises ``UsageError`` where there is none.
    """
    listed = room.archive.issues()
    if not listed:
        raise UsageError("there is no issue yet", fix="make one with `digest run`")
    if wanted is None or wanted == "latest":
        return listed[-1]
    if wanted.isdecimal():
        found = next((one for one in listed if one[0] == int(wanted)), None)
    else:
        try:
            day = date.fromisoformat(wanted)
        except ValueError as error:
            raise UsageError(f"{wanted!r} names no issue", fix="give its date (2026-05-05) or its number") from error
        found = next((one for one in listed if one[1] == day), None)
    if found is None:
        (first, begun), (last, ended) = listed[0], listed[-1]
        raise UsageError(
            f"there is no issue {wanted}",
            fix=f"there is No. {first} ({begun})" + (f" to No. {last} ({ended})" if last != first else ""),
        )
    return found
