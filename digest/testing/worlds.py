"""A newsroom in memory, one day after the other, and the web that it reads."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any
from xml.sax.saxutils import escape

from digest.model import (
    Article,
    Entry,
    Fetched,
    FetchRequest,
    Issue,
    Mail,
    Publication,
    Rules,
    SmtpServer,
    Source,
    SourceReport,
    Subscriber,
)
from digest.pipeline.edit import edit
from digest.pipeline.edited import EditReport
from digest.pipeline.fetch import FetchReport, fetch
from digest.pipeline.send import SendReport, send
from digest.pipeline.tailor import Tailor
from digest.pipeline.walking import EVERYONE, Order
from digest.ports import Summarizer
from digest.testing.archive import MemoryArchive, MemoryCatalogue
from digest.testing.mail import MemoryLedger, MemorySubscribers, PostOffice
from digest.testing.running import MemoryLock, Unwatched


@dataclass
class Feed:
    """One source of the world: say what it serves, or that it fails."""

    source: Source
    world: World
    entries: list[tuple[str, str, str, datetime | None]] = field(default_factory=list)  # title, body, link, published
    guids: dict[int, str] = field(default_factory=dict)  # by how many entries there were before
    failure: str | None = None
    answer: dict[str, Any] = field(default_factory=dict)  # fields of ``Fetched`` beside the body or the reason

    def entry(
        self,
        title: str,
        body: str = "",
        *,
        hours_ago: float | None = 1,
        link: str | None = None,
        guid: str | None = None,
    ) -> str:
        """Serve an article from now on, ahead of the older ones. Returns its link; "" gives it none.

        Without ``hours_ago`` nobody says when it was published. Its guid is its link where none is given.
        """
        link = f"https://{self.source.key.lower()}.example/{len(self.entries) + 1}" if link is None else link
        if guid is not None:
            self.guids[len(self.entries)] = guid
        published = None if hours_ago is None else self.world.now - timedelta(hours=hours_ago)
        self.entries.insert(0, (title, body, link, published))
        return link

    def fails(self, reason: str | None, **answer: Any) -> None:
        """Fail from now on with these words, and these fields of ``Fetched``; None: serve again."""
        self.failure, self.answer = reason, answer

    def serve(self) -> bytes:
        """The feed as RSS 2.0."""
        items = "".join(
            f"<item><title>{escape(title)}</title><link>{escape(link)}</link>"
            f"<guid>{escape(self.guids.get(len(self.entries) - 1 - at, link))}</guid>"
            + (f"<pubDate>{format_datetime(published)}</pubDate>" if published is not None else "")
            + f"<description>{escape(_paragraphs(body))}</description></item>"
            for at, (title, body, link, published) in enumerate(self.entries)
        )
        return (
            '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
            f"<title>{escape(self.source.name)}</title><link>https://{self.source.key.lower()}.example/</link><description/>{items}</channel></rss>"
        ).encode()


def _paragraphs(body: str) -> str:
    return "".join(f"<p>{escape(part)}</p>" for part in body.split("\n\n") if part)


class World:
    """A newsroom in memory; ``now`` moves only when told."""

    def __init__(
        self,
        *,
        at: str = "2026-03-02T06:00:00Z",
        rules: Rules | None = None,
        publication: Publication | None = None,
        summarizer: Summarizer | None = None,
    ) -> None:
        self.now = datetime.fromisoformat(at).astimezone(UTC)
        self.rules = rules or Rules()
        self.publication = publication or Publication(title="The Test")
        self.feeds: dict[str, Feed] = {}
        self.archive = MemoryArchive()
        self.catalogue = MemoryCatalogue(self.archive)
        self.ledger = MemoryLedger()
        self.subscribers = MemorySubscribers()
        self.lock = MemoryLock()
        self.post = PostOffice()
        self.web = Web(self)
        self._summarizer = summarizer

    # ---------------------------------------------------------------------------------------------- verbs

    def source(self, name: str, *, section: str | None = None, weight: float = 1.0) -> Feed:
        """A feed of this name."""
        key = name.replace(" ", "")
        source = Source(key=key, name=name, url=f"https://{key.lower()}.example/feed", section=section, weight=weight)
        self.feeds[key] = Feed(source, self)
        return self.feeds[key]

    def tomorrow(self) -> None:
        """Let a day go by."""
        self.now += timedelta(days=1)

    def fetch(self) -> FetchReport:
        """Ask every source."""
        from digest.sources import FeedParser

        return asyncio.run(
            fetch(
                self.sources,
                locator=self.web,
                fetcher=self.web,
                parser=FeedParser(),
                archive=self.archive,
                progress=Unwatched(),
                now=self.now,
            )
        )

    def edit(self, reports: Sequence[SourceReport] = (), *, as_of: datetime | None = None) -> EditReport:
        """Make the day's issue; ``as_of``: the one of a past moment, as ``--at`` does."""
        from digest.summarizers import get

        return asyncio.run(
            edit(
                self.sources,
                publication=self.publication,
                rules=self.rules,
                reports=reports,
                archive=self.archive,
                fetcher=self.web,
                extractor=self.web,
                summarizer=self._summarizer or get(self.rules.method),
                progress=Unwatched(),
                now=as_of or self.now,
                replay=as_of is not None,
            )
        )

    def run(self) -> Issue | None:
        """Fetch and edit: the day's issue, or None where there was nothing to print."""
        return self.edit(self.fetch().sources).issue

    def send(
        self,
        issue: Issue,
        *people: str | Subscriber,
        order: Order = EVERYONE,
        wait: int = 0,
        retry_days: int = 3,
        tailor: Tailor | None = None,
    ) -> SendReport:
        """Mail an issue to these, and to who is on the list; ``wait`` minutes for those who are put off."""
        mail = Mail(
            sender="The Test <test@example.org>",
            subscribers=tuple(Subscriber(address=each) if isinstance(each, str) else each for each in people),
            server=SmtpServer(host="localhost", port=25, security="none"),
            wait=wait,
            retry_days=retry_days,
        )
        return asyncio.run(
            send(
                issue,
                mail,
                order=order,
                editions=(),
                composer=self.post,
                transport=self.post,
                archive=self.archive,
                ledger=self.ledger,
                subscribers=self.subscribers,
                lock=self.lock,
                progress=Unwatched(),
                clock=lambda: self.now,
                sleep=self._sleep,
                tailor=tailor,
                hashed=lambda person: f"hash:{person}",
            )
        )

    async def _sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every source, in the order they came."""
        return tuple(feed.source for feed in self.feeds.values())


class Web:
    """The world as the pipeline reaches it: ``ports.Locator``, ``ports.Fetcher`` and ``ports.Extractor``."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.asked: list[FetchRequest] = []

    def locate(self, source: Source) -> tuple[FetchRequest, ...]:
        """The feed's URL."""
        return (FetchRequest(key=source.key, url=source.url),)

    async def fetch(self, requests: Sequence[FetchRequest]) -> AsyncIterator[Fetched]:
        """What each feed serves; anything else is not found."""
        for request in requests:
            self.asked.append(request)
            feed = self._world.feeds.get(request.key)
            if feed is None or feed.failure:
                reason = (feed.failure if feed else None) or "HTTP 404"
                answer = feed.answer if feed else {}
                yield Fetched(request=request, state="failed", url=request.url, reason=reason, **answer)
            else:
                answer = {"status": 200, "url": request.url, **feed.answer}
                yield Fetched(request=request, state="read", body=feed.serve(), **answer)

    def extract(
        self, entry: Entry, html: bytes, *, source: Source, first_seen: datetime, content_type: str = ""
    ) -> Article | None:
        """The world has no pages."""
        return None
