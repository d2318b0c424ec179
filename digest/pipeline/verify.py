"""Prove a frozen issue, and what was published of it: ask the archive and output/, and let the core judge."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from digest import personal
from digest.codec import sha256
from digest.errors import Flaw, StorageError, TemplateError
from digest.issues import verifying
from digest.issues.verifying import seen
from digest.model import Article, Edition, Evidence, Issue
from digest.pipeline.publish import CORRECTIONS, editions_of, folder
from digest.pipeline.site import Site
from digest.ports import Archive, Catalogue, Publisher, Renderer

_HOME = "index.html"
_READ = ("email", "text", "page")  # media that a person reads
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


def verify(
    number: int,
    *,
    archive: Archive,
    catalogue: Catalogue,
    renderer: Renderer,
    publisher: Publisher,
    site: Site,
    lost: bool = False,
) -> Proof:
    """The issue of that number, which is in the archive, and the files of its own folder in output/.

    ``site`` is output/ as a whole: where links lead. All of it may be ``lost``: then of files nothing is told.
    """
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
    copies, read, told = verifying.Copies(files=0, published=False), list[Flaw](), list[Flaw]()
    around: list[Flaw] = []
    if not lost:
        copies, (read, told) = _copies(issue, evidence, archive=archive, renderer=renderer, publisher=publisher)
    if copies.published:
        around += site.broken(publisher.files(folder(issue.date)), issue=number, base=issue.publication.url)
        around += site.searched(issue)
    return Proof(
        number=number,
        issue=issue,
        seal=evidence.seal,
        passages=verdict.passages,
        articles=verdict.articles,
        files=copies.files if copies.published else None,
        flaws=(
            *flaws,
            *verdict.flaws,
            *unread,
            *_errata(issue, articles, archive, publisher),
            *_contents(issue, catalogue, renderer),
            *copies.flaws,
            *read,
            *around,
        ),
        warnings=(*verdict.warnings, *copies.warnings, *told, *site.doubtful()),
    )


def lost(newest: int, *, archive: Archive, publisher: Publisher) -> Flaw | None:
    """That of all that was published nothing is there, told of the ``newest`` issue; None where anything is."""
    known = archive.published()
    if not known or any(map(publisher.has, known)):
        return None
    what = f"is gone, with all that was published ({len(known):,} files); `digest publish --all` makes it again"
    return Flaw(issue=newest, where="output/", what=what)


def verify_site(
    newest: int,
    *,
    archive: Archive,
    renderer: Renderer,
    publisher: Publisher,
    site: Site,
    every: bool = False,
    lost: bool = False,
) -> tuple[Flaw, ...]:
    """What is wrong with the files of output/ that span issues, told of the ``newest``; and which issues are gone.

    Links are followed from the home page, the feeds and their like, from ``every`` page where that is asked for. All
    of output/ may be ``lost``: then of files nothing is told.
    """
    listed = archive.issues()
    there = {number for number, _ in listed}
    flaws = [
        Flaw(issue=number, where="the database", what="the issue was sealed, and is gone")
        for number in archive.sealed()
        if number not in there
    ]
    if lost:
        return tuple(flaws)
    folders = {folder(day) for _, day in listed}
    kept = archive.published()
    known = {path: digest for path, digest in kept.items() if path.rpartition("/")[0] not in folders}
    files = {path: publisher.read(path) for path in known}
    changed = {path for path, body in files.items() if body is None or sha256(body) != known[path]}
    # Whoever published the newest issue and kept hashes kept that of the home page too.
    homeless = _HOME not in known and f"{folder(listed[-1][1])}/issue.json" in kept
    # A kill between publishing and remembering leaves files that are newer than what is remembered of them.
    now = _site(archive, renderer) if changed or homeless else {}
    if homeless:
        files |= {path: publisher.read(path) for path in now if path not in known}
        changed |= {path for path in now if path not in known}
    for path in sorted(changed):
        body = files[path]
        again = f"`digest publish{_more(path)}` makes it again"
        if body is None:
            flaws.append(Flaw(issue=newest, where=f"output/{path}", what=f"is missing; {again}"))
        elif body != now.get(path):
            what = f"is not what was published, nor what the issues render to; {again}"
            flaws.append(Flaw(issue=newest, where=f"output/{path}", what=what))
    if kept:
        spanning = (
            path
            for path in publisher.files()
            if path.rpartition("/")[0] not in folders and (every or path.count("/") <= 1)
        )
        flaws += site.broken(spanning, issue=newest, base=_served(listed[-1][1], archive))
    return tuple(flaws)


def _more(path: str) -> str:
    """What the command needs that publishes this file of all issues: each issue writes those alone that it changes."""
    return " --all" if "/" in path or path.startswith("sitemap-") else ""


def _served(day: date, archive: Archive) -> str | None:
    """Where the issue of a day says that output/ is served; None where it cannot be read, which is told elsewhere."""
    try:
        issue = archive.issue(day)
    except StorageError:
        return None
    return issue.publication.url if issue is not None else None


def looked_at(archive: Archive, wanted: Collection[int]) -> frozenset[str]:
    """The published files that are told anyway where they are gone: of these issues, with the newest those of all."""
    numbers = {folder(day): number for number, day in archive.issues()}
    newest = max(numbers.values(), default=0)
    return frozenset(path for path in archive.published() if numbers.get(path.rpartition("/")[0], newest) in wanted)


def _site(archive: Archive, renderer: Renderer) -> Mapping[str, bytes]:
    try:
        every = [found for _, day in archive.issues() if (found := archive.issue(day)) is not None]
        return {file.path: file.body for file in renderer.site(every, archive.errata())}
    except (StorageError, TemplateError):
        return {}  # an issue that cannot be read, or a template of the user's: no file can be held against it


def _errata(issue: Issue, articles: Mapping[str, Article], archive: Archive, publisher: Publisher) -> tuple[Flaw, ...]:
    """What was corrected in the issue, and what it tells of earlier ones, is as it was found."""
    try:
        every = {one.number: one for one in archive.errata()}
    except StorageError as error:
        what = f"what was corrected cannot be read: {error.what}"
        return (Flaw(issue=issue.number, where="the database", what=what),)
    own = [one for one in every.values() if one.issue == issue.number]
    return verifying.errata(
        issue,
        own,
        every,
        articles=articles,
        revisions=archive.revisions([one.evidence for one in own if one.evidence]),
        beside=publisher.read(f"{folder(issue.date)}/{CORRECTIONS}"),
    )


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
) -> tuple[verifying.Copies, tuple[list[Flaw], list[Flaw]]]:
    """What lies in the issue's folder against what it renders to; and what a reader sees of it: flaws and warnings."""
    published = archive.published(folder(issue.date))
    usual = {f"{folder(issue.date)}/{name}" for name in _EDITIONS}
    files = {path: publisher.read(path) for path in usual | published.keys()}
    errata = archive.errata(issue.number)
    rendered = editions_of(issue, errata, renderer) if published or any(files.values()) else ()
    editions = tuple(personal.for_all(edition) for edition in rendered)
    files |= {path: publisher.read(path) for e in editions if (path := f"{folder(issue.date)}/{e.path}") not in files}
    same = _same(issue, editions, files, published, archive=archive, renderer=renderer)
    words = seen.words_of(issue, *errata)
    copies = verifying.copies(
        issue,
        evidence.body,
        editions,
        sealed=evidence.seal is not None,
        folder=folder(issue.date),
        files=files,
        published=published,
        same=same,
    )
    return copies, _read(issue, editions, files, {} if same else published, words, renderer)


def _same(
    issue: Issue,
    editions: Sequence[Edition],
    files: Mapping[str, bytes | None],
    published: Mapping[str, str],
    *,
    archive: Archive,
    renderer: Renderer,
) -> bool:
    """Whether what is published was rendered by what renders it now: asked where a file is another, for it costs."""
    now = {f"{folder(issue.date)}/{edition.path}": edition.body for edition in editions}
    if all(files.get(path) == body for path, body in now.items()):
        return True
    # A picture that was taken along and is lost since has a say in the mail, and what was found since in the page.
    found = f"{folder(issue.date)}/{CORRECTIONS}"
    if found in now and sha256(now[found]) != published.get(found):
        return False
    pictures = {path for path in published if path not in now and not path.endswith(("issue.json", "card.png"))}
    return not pictures and archive.rendered(issue.number) == renderer.identity


def _read(
    issue: Issue,
    editions: Sequence[Edition],
    files: Mapping[str, bytes | None],
    published: Mapping[str, str],
    words: Collection[str],
    renderer: Renderer,
) -> tuple[list[Flaw], list[Flaw]]:
    """Whether a reader of mail, text and page finds all that the issue prints, and nothing else: flaws, and warnings.

    Of a file that was published so, and that other templates render otherwise now, ``copies`` tells. Templates of the
    user's own may leave out and say what they will: that is worth knowing, and no flaw.
    """
    flaws: list[Flaw] = []
    for edition in editions:
        path = f"{folder(issue.date)}/{edition.path}"
        body = files.get(path)
        if edition.medium not in _READ or body is None:
            continue
        if body != edition.body and sha256(body) == published.get(path):
            continue
        read = seen.read(path, body)
        strange = list(seen.foreign(read, words=words, phrases=renderer.phrases(issue.publication.lang)))
        flaws += seen.flaws(issue, f"output/{path}", read, moved=edition.moved, strange=strange)
    own = flaws and renderer.identity.get("templates")
    return ([], flaws) if own else (flaws, [])


def _earlier(issue: Issue, archive: Archive) -> tuple[dict[int, Issue], tuple[Flaw, ...]]:
    """The earlier issues that this one names, or whose headlines it may print; and those that cannot be read."""
    listed = dict(archive.issues())
    wanted = verifying.named(issue)
    if verifying.strangers(issue):
        from digest.pipeline.decide import HISTORY_ISSUES  # with all that decides an issue, which few proofs need

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
