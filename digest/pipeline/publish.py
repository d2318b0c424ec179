"""Render an issue, and put it where readers find it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from digest.codec import encode, sha256
from digest.model import Edition, Issue, SiteFile
from digest.ports import Archive, Progress, Publisher, Renderer


def publish(
    issue: Issue, *, archive: Archive, renderer: Renderer, publisher: Publisher, progress: Progress
) -> tuple[Edition, ...]:
    """Render and publish a frozen issue and the pages that span issues. Returns the issue's editions."""
    progress.phase("Publishing", 2)
    every = tuple(found for _, day in archive.issues() if (found := archive.issue(day)) is not None)
    editions = (*renderer.editions(issue), frozen_edition(issue, archive))
    progress.step("editions")
    site = renderer.site(every)
    publisher.publish(folder(issue.date), editions, site)
    # Only now: after a kill between the two the files are still what the issue renders to.
    others = [folder(day) for _, day in archive.issues() if day != issue.date]
    archive.publish(_hashes(issue.date, editions, site), besides=others)
    progress.step("site")
    progress.done()
    return editions


def _hashes(day: date, editions: Sequence[Edition], site: Sequence[SiteFile]) -> dict[str, str]:
    """Path below output/ -> SHA-256, of everything that a publication puts there."""
    put = {f"{folder(day)}/{edition.path}": edition.body for edition in editions}
    return {path: sha256(body) for path, body in (put | {file.path: file.body for file in site}).items()}


def folder(day: date) -> str:
    """Where a day's issue lies below output/."""
    return f"issues/{day.isoformat()}"


def frozen_edition(issue: Issue, archive: Archive) -> Edition:
    """The frozen file itself, byte for byte as it was frozen."""
    return Edition(medium="issue", path="issue.json", body=archive.frozen(issue.date) or encode(issue))
