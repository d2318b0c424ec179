"""Render an issue, and put it where readers find it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace

from digest import personal
from digest.codec import corrections, encode, sha256
from digest.model import Edition, Erratum, Issue, Lengths, SiteFile
from digest.ports import Archive, Catalogue, Progress, Publisher, Renderer

_FEED = "feed.json"
CORRECTIONS = "corrections.json"  # beside the frozen issue
# Files that span issues and are not always made.
AT_TIMES = ("calendar.ics", "sitemap.xml", "sitemap-site.xml", "search")


def publish(
    issue: Issue,
    *,
    archive: Archive,
    catalogue: Catalogue,
    renderer: Renderer,
    publisher: Publisher,
    progress: Progress,
) -> tuple[Edition, ...]:
    """Render and publish a frozen issue, and of the pages that span issues those that it changes.

    Returns the issue's editions. However many issues there are, it reads no more than the newest ones.
    """
    progress.phase("Publishing", 2)
    editions = rendered(issue, archive=archive, renderer=renderer)
    progress.step("editions")
    catalogue.keep(renderer.contents(issue))
    _fill(archive, catalogue, renderer)
    shelf = catalogue.shelf(issue.date, Lengths())
    site = renderer.pages(replace(shelf, fed=publisher.read(_FEED) or b""))
    public = tuple(personal.for_all(edition) for edition in editions)
    publisher.publish(folder(issue.date), public, site)
    # Only now: after a kill between the two the files are still what the issue renders to.
    hashes = _hashes(issue.date, public, site)
    archive.publish(hashes, instead_of=(folder(issue.date), *AT_TIMES), issue=issue.number, by=renderer.identity)
    progress.step("site")
    progress.done()
    return editions


def rendered(issue: Issue, *, archive: Archive, renderer: Renderer) -> tuple[Edition, ...]:
    """Every file of an issue's own folder; the same issue, templates and settings give the same bytes."""
    card = renderer.card(issue)
    return (
        *editions_of(issue, archive.errata(issue.number), renderer),
        *((card,) if card else ()),
        frozen_edition(issue, archive),
    )


def editions_of(issue: Issue, errata: Sequence[Erratum], renderer: Renderer) -> tuple[Edition, ...]:
    """What an issue renders to, with what was found of it since, which has a file of its own beside it."""
    body = corrections(issue.number, issue.date, errata)
    found = (Edition(medium="corrections", path=CORRECTIONS, body=body),) if errata else ()
    return (*renderer.editions(issue, errata), *found)


def _fill(archive: Archive, catalogue: Catalogue, renderer: Renderer) -> None:
    """Make the contents of every issue that has none: an earlier program froze it, or it was never published."""
    for day in catalogue.missing(renderer.version):
        if (issue := archive.issue(day)) is not None:
            catalogue.keep(renderer.contents(issue))


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
