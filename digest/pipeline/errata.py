"""See what sources changed of what was printed lately, and keep what deserves a reader's notice."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from msgspec.structs import replace

from digest.codec import corrections, sha256
from digest.model import Article, Change, Erratum, Fetched, FetchRequest, Follow, Issue, Source
from digest.pipeline.publish import CORRECTIONS, folder
from digest.ports import Archive, Extractor, Fetcher

# How long after it was printed an article is followed.
FOLLOWED = timedelta(hours=48)
# Pages that one run asks for again; what is over waits for the next.
_PAGES = 20
_GONE = {404, 410}
# A page that holds so much less than it did is a paywall or a consent wall.
_WALL = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrataReport:
    """What came of following what was printed."""

    changed: int = 0  # printed articles of which sources say something else
    asked: int = 0  # pages that were asked for again
    found: tuple[Erratum, ...] = ()


@dataclass(frozen=True, slots=True)
class _Look:
    """A printed article, and what its source says of it by now."""

    follow: Follow
    issue: Issue
    before: Article
    source: Source

    @property
    def asks(self) -> bool:
        """Whether its own page has to be asked for: it was read from there, and its source still allows that."""
        before = self.before
        return before.origin == "page" and bool(before.url) and self.source.full_text != "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What looking gave."""

    look: _Look
    after: Article
    follow: Follow  # with the validators of the page, where one came
    page: str = ""  # all that it says
    lost: bool = False


def changed(archive: Archive, now: datetime) -> bool:
    """Whether there is anything for ``follow`` to look at; most runs have nothing."""
    return bool(archive.followed(since=now - FOLLOWED, until=now))


async def follow(
    sources: Sequence[Source], *, archive: Archive, fetcher: Fetcher, extractor: Extractor, now: datetime
) -> ErrataReport:
    """Look at what sources changed of what issues of the last 48 hours printed; keep what readers should know.

    Where an article was read from its own page, that is asked for once for each change that its feed shows. A page that
    could not be had is asked for again by the next run. What is found reaches the disk with the word that it was looked
    at, so that nothing is found twice.
    """
    follows = archive.followed(since=now - FOLLOWED, until=now)
    if not follows:
        return ErrataReport()
    looks = _looks(follows, {source.key: source for source in sources}, archive)
    held = {id(look.follow) for look in looks}
    idle = [each for each in follows if id(each) not in held]  # of sources that are read no more
    seen = _from_feeds([look for look in looks if not look.asks], archive)
    asking = [look for look in looks if look.asks][:_PAGES]
    seen += [made async for made in _from_pages(asking, fetcher, extractor, now)]
    found = _judged(seen, archive.errata(), now)
    made = archive.err(found, looked=[*idle, *(one.follow for one in seen)])
    return ErrataReport(changed=len(follows), asked=len(asking), found=made)


def _judged(seen: Sequence[_Seen], known: Sequence[Erratum], now: datetime) -> list[tuple[Erratum, Article | None]]:
    """The errata that were not found before, each with the article that proves its new words."""
    from digest.issues.errata.judging import judge  # most runs have nothing to judge

    told = {mark for one in known for mark in _marks(one)}
    found: list[tuple[Erratum, Article | None]] = []
    for one in sorted(seen, key=lambda each: (each.look.issue.number, each.look.before.id)):
        look = one.look
        taken = look.follow.held.entry.withdrawn is not None
        made = judge(look.issue, look.before, one.after, taken=taken, lost=one.lost, page=one.page)
        if made is None:
            continue
        erratum = Erratum(
            number=0,
            kind=made.kind,
            issue=look.issue.number,
            article=look.before.id,
            story=made.story,
            at=now,
            changes=made.changes,
        )
        if made.kind == "changed":
            fresh = tuple(change for change in made.changes if _mark(erratum, change) not in told)
            erratum = replace(erratum, changes=fresh)
            if not fresh:
                continue
        elif told.issuperset(_marks(erratum)):
            continue
        found.append((erratum, one.after if erratum.changes else None))
    return found


def _marks(erratum: Erratum) -> list[tuple[object, ...]]:
    """What names what it says, wherever it stands in the text by now."""
    if erratum.kind == "changed":
        return [_mark(erratum, change) for change in erratum.changes]
    return [(erratum.issue, erratum.article, erratum.kind)]


def _mark(erratum: Erratum, change: Change) -> tuple[object, ...]:
    printed = change.printed.text if change.printed else ""
    return erratum.issue, erratum.article, change.kind, printed, change.now.text if change.now else ""


def unnoted(archive: Archive, *, lately: datetime) -> tuple[Issue, ...]:
    """The issues whose published folder lacks errata found since ``lately``, oldest first: they are to be published.

    So a kill between what was found and its publication loses no note.
    """
    numbers = sorted({one.issue for one in archive.errata() if one.at > lately})
    if not numbers:
        return ()
    days = dict(archive.issues())
    published = archive.published()
    found = []
    for number in numbers:
        if number not in days or f"{folder(days[number])}/issue.json" not in published:
            continue
        body = corrections(number, days[number], archive.errata(number))
        if published.get(f"{folder(days[number])}/{CORRECTIONS}") != sha256(body):
            issue = archive.issue(days[number])
            found += [issue] if issue else []
    return tuple(found)


def _looks(follows: Sequence[Follow], sources: Mapping[str, Source], archive: Archive) -> list[_Look]:
    """Those that can be judged: their source is still read, and the article that was printed is held."""
    before = archive.articles(sorted({follow_.held.entry.article for follow_ in follows}))
    issues: dict[int, Issue | None] = {}
    made = []
    for follow_ in follows:
        entry = follow_.held.entry
        if follow_.issue not in issues:
            issues[follow_.issue] = archive.issue(follow_.day)
        issue, article = issues[follow_.issue], before.get(entry.article)
        if issue is not None and article is not None and entry.source in sources:
            made.append(_Look(follow_, issue, article, sources[entry.source]))
    return made


def _from_feeds(looks: Sequence[_Look], archive: Archive) -> list[_Seen]:
    """Each with the article that its feed has of it now."""
    if not looks:
        return []
    # All that makes an issue: a run that finds nothing changed does without.
    from digest import articles
    from digest.pipeline.decide import STOCK_ENTRIES

    beside = archive.latest(sorted({look.source.key for look in looks}), each=STOCK_ENTRIES)
    every = {held.entry.article: held.entry for held in (*beside, *(look.follow.held for look in looks))}
    stock, spoken = articles.stock(every.values()), articles.spoken(every.values())
    seen = []
    for look in looks:
        made = articles.make(
            look.follow.held.entry,
            source=look.source,
            first_seen=look.before.first_seen,
            stock=stock.get(look.source.key, ()),
            lang=spoken.get(look.source.key),
        )
        # Of a page that may not be asked for any more its feed tells the headline alone.
        after = replace(look.before, headline=made.headline) if look.before.origin == "page" else made
        seen.append(_Seen(look=look, after=after, follow=look.follow))
    return seen


async def _from_pages(
    looks: Sequence[_Look], fetcher: Fetcher, extractor: Extractor, now: datetime
) -> AsyncIterator[_Seen]:
    """Each with the article as its page has it now; without those whose page could not be had this time."""
    by_id: dict[str, list[_Look]] = {}
    for look in looks:
        by_id.setdefault(look.before.id, []).append(look)
    if not by_id:
        return
    requests = [
        FetchRequest(
            key=id_,
            url=several[0].before.url,
            etag=several[0].follow.etag,
            last_modified=several[0].follow.last_modified,
            written=False,
            page=True,
        )
        for id_, several in by_id.items()
    ]
    async for fetched in fetcher.fetch(requests):
        for look in by_id[fetched.request.key]:
            made = _read(look, fetched, extractor, now)
            if made is not None:
                yield made


def _read(look: _Look, fetched: Fetched, extractor: Extractor, now: datetime) -> _Seen | None:
    entry, before = look.follow.held.entry, look.before
    after = replace(before, headline=entry.title or before.headline, updated=entry.updated)
    if fetched.state == "failed" and fetched.status in _GONE:
        return _Seen(look=look, after=after, follow=look.follow, lost=True)
    if fetched.state == "failed" and entry.withdrawn is None:
        return None
    if fetched.state != "read":
        return _Seen(look=look, after=after, follow=look.follow)
    kept = replace(look.follow, etag=fetched.etag, last_modified=fetched.last_modified)
    read = extractor.extract(entry, fetched.body, source=look.source, first_seen=now, content_type=fetched.content_type)
    if read is not None and len(read.text) >= _WALL * len(before.text):
        after = replace(read, id=before.id, first_seen=before.first_seen, url=before.url)
    return _Seen(look=look, after=after, follow=kept, page=_all(fetched))


def _all(fetched: Fetched) -> str:
    """All that a page says, whatever of it is the article."""
    from digest.html import decode, paragraphs

    return "\n\n".join(part.text for part in paragraphs(decode(fetched.body, fetched.content_type)))
