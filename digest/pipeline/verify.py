"""Prove a frozen issue, and what was published of it: ask the archive and output/, and let the core judge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from digest import personal
from digest.codec import sha256
from digest.errors import Flaw, StorageError, TemplateError
from digest.issues import verifying
from digest.model import Evidence, Issue
from digest.pipeline.decide import HISTORY_ISSUES
from digest.pipeline.publish import folder
from digest.ports import Archive, Catalogue, Publisher, Renderer

_HOME = "index.html"
# What an issue's folder may hold of ours, besides what the issue renders to.
_EDITIONS = ("issue.json", "index.html", "email.html", "email.txt", "calendar.ics")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What came of verifying one issue."""

    number: int
    issue: Issue | None  # None: its file cannot be read
    seal: str | None  # as kept; None: an earlier program froze it
    passages: int = 0
    articles: int = 0
    files: int | None = None  # of output/ that were looked at; None: it is not published
    flaws: tuple[Flaw, ...] = ()
    warnings: tuple[Flaw, ...] = ()


def verify(number: int, *, archive: Archive, catalogue: Catalogue, renderer: Renderer, publisher: Publisher) -> Proof:
    """The issue of that number, which is in the archive, and the files of its own folder in output/."""
    evidence = archive.proof(number)
    if evidence is None:
        gone = Flaw(issue=number, where="the database", what="the issue is gone")
        return Proof(number=number, issue=None, seal=None, flaws=(gone,))
    issue, flaws = verifying.read(evidence)
    if issue is None:
        return Proof(number=number, issue=None, seal=evidence.seal, flaws=flaws)
    articles = {exhibit.id: exhibit.article for exhibit in evidence.articles if exhibit.article is not None}
    earlier, unread = _earlier(issue, archive)
    verdict = verifying.verify(issue, articles, earlier=earlier)
    copies = _copies(issue, evidence, archive=archive, renderer=renderer, publisher=publisher)
    return Proof(
        number=number,
        issue=issue,
        seal=evidence.seal,
        passages=verdict.passages,
        articles=verdict.articles,
        files=copies.files if copies.published else None,
        flaws=(*flaws, *verdict.flaws, *unread, *_contents(issue, catalogue, renderer), *copies.flaws),
        warnings=(*verdict.warnings, *copies.warnings),
    )


def verify_site(newest: int, *, archive: Archive, renderer: Renderer, publisher: Publisher) -> tuple[Flaw, ...]:
    """What is wrong with the files of output/ that span issues, told of the ``newest``; and which issues are gone."""
    listed = archive.issues()
    there = {number for number, _ in listed}
    flaws = [
        Flaw(issue=number, where="the database", what="the issue was sealed, and is gone")
        for number in archive.sealed()
        if number not in there
    ]
    folders = {folder(day) for _, day in listed}
    kept = archive.published()
    known = {path: digest for path, digest in kept.items() if path.rpartition("/")[0] not in folders}
    files = {path: publisher.read(path) for path in known}
    changed = {path for path, body in files.items() if body is None or sha256(body) != known[path]}
    # Whoever published the newest issue and kept hashes kept that of the home page too.
    lost = _HOME not in known and f"{folder(listed[-1][1])}/issue.json" in kept
    # A kill between publishing and remembering leaves files that are newer than what is remembered of them.
    now = _site(archive, renderer) if changed or lost else {}
    if lost:
        files |= {path: publisher.read(path) for path in now if path not in known}
        changed |= {path for path in now if path not in known}
    for path in sorted(changed):
        body = files[path]
        if body is None:
            flaws.append(Flaw(issue=newest, where=f"output/{path}", what="is missing; `digest publish` makes it again"))
        elif body != now.get(path):
            what = "is not what was published, nor what the issues render to; `digest publish` makes it again"
            flaws.append(Flaw(issue=newest, where=f"output/{path}", what=what))
    return tuple(flaws)


def _site(archive: Archive, renderer: Renderer) -> Mapping[str, bytes]:
    try:
        every = [found for _, day in archive.issues() if (found := archive.issue(day)) is not None]
        return {file.path: file.body for file in renderer.site(every)}
    except (StorageError, TemplateError):
        return {}  # an issue that cannot be read, or a template of the user's: no file can be held against it


def _contents(issue: Issue, catalogue: Catalogue, renderer: Renderer) -> Iterator[Flaw]:
    """What is kept of an issue for the pages that span issues is what it says: they are printed from that alone."""
    again = f"`digest publish {issue.number}` makes it again"
    try:
        kept = catalogue.contents(issue.number)
    except StorageError as error:
        what = f"the table of contents cannot be read: {error.what}; {again}"
        yield Flaw(issue=issue.number, where="the database", what=what)
        return
    if kept is not None and kept.version == renderer.version and kept != renderer.contents(issue):
        yield Flaw(issue=issue.number, where="the database", what=f"the table of contents is not the issue's; {again}")


def _copies(
    issue: Issue, evidence: Evidence, *, archive: Archive, renderer: Renderer, publisher: Publisher
) -> verifying.Copies:
    published = {
        path: known for path, known in archive.published().items() if path.startswith(f"{folder(issue.date)}/")
    }
    usual = {f"{folder(issue.date)}/{name}" for name in _EDITIONS}
    files = {path: publisher.read(path) for path in usual | published.keys()}
    rendered = renderer.editions(issue) if published or any(files.values()) else ()
    editions = tuple(personal.for_all(edition) for edition in rendered)
    files |= {path: publisher.read(path) for e in editions if (path := f"{folder(issue.date)}/{e.path}") not in files}
    return verifying.copies(
        issue,
        evidence.body,
        editions,
        sealed=evidence.seal is not None,
        folder=folder(issue.date),
        files=files,
        published=published,
    )


def _earlier(issue: Issue, archive: Archive) -> tuple[dict[int, Issue], tuple[Flaw, ...]]:
    """The earlier issues that this one names, or whose headlines it may print; and those that cannot be read."""
    listed = dict(archive.issues())
    wanted = verifying.named(issue)
    if verifying.strangers(issue):
        before = sorted(number for number in listed if number < issue.number)
        wanted |= set(before[-HISTORY_ISSUES:])
    found: dict[int, Issue] = {}
    flaws: list[Flaw] = []
    for number in sorted(wanted & listed.keys()):
        try:
            read = archive.issue(listed[number])
        except StorageError as error:
            what = f"No. {number}, which it goes on from, cannot be read: {error.what}"
            flaws.append(Flaw(issue=issue.number, where="the database", what=what))
            continue
        if read is not None:
            found[number] = read
    return found, tuple(flaws)
