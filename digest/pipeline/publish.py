"""Render an issue, and put it where readers find it."""

from __future__ import annotations

from datetime import date

from digest.codec import encode
from digest.model import Edition, Issue
from digest.ports import Archive, Progress, Publisher, Renderer


def publish(
    issue: Issue, *, archive: Archive, renderer: Renderer, publisher: Publisher, progress: Progress
) -> tuple[Edition, ...]:
    """Render and publish a frozen issue and the pages that span issues. Returns the issue's editions."""
    progress.phase("Publishing", 2)
    every = tuple(found for _, day in archive.issues() if (found := archive.issue(day)) is not None)
    editions = (*renderer.editions(issue), frozen_edition(issue, archive))
    progress.step("editions")
    publisher.publish(folder(issue.date), editions, renderer.site(every))
    progress.step("site")
    progress.done()
    return editions


def folder(day: date) -> str:
    """Where a day's issue lies below output/."""
    return f"issues/{day.isoformat()}"


def frozen_edition(issue: Issue, archive: Archive) -> Edition:
    """The frozen file itself, byte for byte as it was frozen."""
    return Edition(medium="issue", path="issue.json", body=archive.frozen(issue.date) or encode(issue))
