"""``digest sources test``: what a source would give, and what the next issue would leave out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from digest.cli.common import Given, options
from digest.errors import DataError, UnavailableError

if TYPE_CHECKING:
    from digest.cli.report import Console
    from digest.config import Config
    from digest.model import Article, Entry, Fetched, History, Source
    from digest.wiring import Newsroom

_WIDTH = 80
_TWICE = "has the id of another entry of its feed"


@dataclass(frozen=True, slots=True)
class _Tried:
    """An entry, what would be read of it, and why the next issue would leave it out."""

    entry: Entry
    article: Article
    dropped: str | None


@click.command("test")
@options
@click.argument("source")
def test(given: Given, source: str) -> None:
    """Fetch SOURCE, a name, a URL or a file, and show what it would give. Nothing is stored.

    Each entry is shown with its date, its link, how much text it carries, and the reason why the next issue would leave
    it out, where there is one. Of a web page, the feeds that it names are told.
    """
    from digest.cli.sources.finding import ask
    from digest.wiring import Newsroom

    config = given.load()
    found = _source(config, source)
    now = given.now(config.publication.timezone)
    console = given.console
    facts: list[dict[str, Any]] = []
    faults: list[DataError | UnavailableError] = []
    with Newsroom(config) as room:
        requests = room.locator.locate(found)
        if not requests:
            raise UnavailableError("no file matches", where=found.url)
        for fetched in ask(room, requests):
            fact, fault = _try(given, room, found, fetched, now)
            facts.append(fact)
            if fault is not None:
                faults.append(fault)
    console.fact(source=found.name, answers=facts)
    if faults:
        raise faults[0]
    console.finish(0)


def _source(config: Config, wanted: str) -> Source:
    """The source of feeds.yml, else one made for a URL or a file that is not there."""
    from digest.cli.sources.editing import find
    from digest.cli.sources.finding import is_web
    from digest.errors import UsageError
    from digest.model import Source
    from digest.urls import host

    try:
        return find(config, wanted)
    except UsageError:
        if is_web(wanted):
            return Source(key=wanted, name=host(wanted) or wanted, url=wanted)
        path = Path(wanted).absolute()
        if path.is_file():
            return Source(key=wanted, name=path.stem, url=str(path))
        raise


def _try(
    given: Given, room: Newsroom, source: Source, fetched: Fetched, now: datetime
) -> tuple[dict[str, Any], DataError | UnavailableError | None]:
    """Tell of one answer. Returns the facts, and the fault where it gives nothing."""
    from digest.sources import FeedParser

    console = given.console
    fact: dict[str, Any] = {
        "url": fetched.request.url,
        "answered": fetched.url,
        "moved": fetched.moved,
        "http": fetched.status,
        "content_type": fetched.content_type,
        "bytes": len(fetched.body),
    }
    console.line(f"{source.name}: {fetched.request.url}")
    if fetched.state != "read":
        fact["reason"] = fetched.reason
        return fact, UnavailableError(fetched.reason or "no answer", where=fetched.request.url)
    _tell_answer(console, fetched)
    try:
        entries = room.parser.parse(source, fetched)
    except DataError as error:
        fact["reason"] = error.what
        if source.kind == "feed":
            fact["feeds"] = _tell_feeds(given, fetched)
        return fact, error
    parser = FeedParser().reader(source, fetched) if source.kind == "feed" else "the program's own, for seeds"
    tried = _judge(given, room, source, entries, now)
    fact |= {"parser": parser, "entries": [_fact(each) for each in tried]}
    _tell_entries(console, tried, parser, ZoneInfo(room.config.publication.timezone))
    return fact, None


def _judge(given: Given, room: Newsroom, source: Source, entries: Sequence[Entry], now: datetime) -> list[_Tried]:
    """Each entry, with the reason why an issue made now would leave it out."""
    from msgspec.structs import replace

    from digest import articles, issues
    from digest.model import Held, Rules

    rules: Rules = room.config.rules
    history, seen = _remembered(room, rules.window_hours, now)
    held: dict[str, Held] = {}
    for entry in entries:
        held.setdefault(entry.article, Held(entry, seen.get(entry.article, now)))
    if room.folder.exists():
        history = replace(history, printed=room.archive.printed(issues.names(held.values()), before=now))
    by_key = {source.key: source}
    screening = issues.screen(list(held.values()), history, rules, sources=by_key, now=now, replay=given.replay)
    made = {key: articles.make(each.entry, source=source, first_seen=each.first_seen) for key, each in held.items()}
    kept = [made[each.entry.article] for each in screening.kept]
    admission = issues.admit(kept, screening, rules, sources=by_key)
    reasons = {article: reason for reason, ids in admission.dropped.items() for article in ids}
    return [
        _Tried(
            entry,
            made[entry.article],
            reasons.get(entry.article) if held[entry.article].entry is entry else _TWICE,
        )
        for entry in entries
    ]


def _remembered(room: Newsroom, hours: int, now: datetime) -> tuple[History, Mapping[str, datetime]]:
    """What issues have printed, and when entries were first seen, as far as there is an archive."""
    from digest.model import History
    from digest.pipeline.decide import HISTORY_ISSUES

    if not room.folder.exists():
        return History(), {}
    history = room.archive.history(before=now, issues=HISTORY_ISSUES)
    held = room.archive.entries(seen_after=None, published_after=now - timedelta(hours=hours))
    return history, {each.entry.article: each.first_seen for each in held}


def _fact(tried: _Tried) -> dict[str, Any]:
    import msgspec

    return {
        "title": tried.article.headline,
        "published": msgspec.to_builtins(tried.entry.published),
        "url": tried.entry.url,
        "id": tried.entry.id,
        "characters": len(tried.article.text),
        "dropped": tried.dropped,
    }


def _tell_answer(console: Console, fetched: Fetched) -> None:
    from digest.fetching.settings import size_in_words

    if fetched.moved is not None:
        console.line(f"  moved for good to {fetched.moved}")
    elif fetched.url != fetched.request.url:
        console.line(f"  redirected to {fetched.url}")
    parts = (f"HTTP {fetched.status}" if fetched.status else "", fetched.content_type, size_in_words(len(fetched.body)))
    console.line(f"  {', '.join(part for part in parts if part)}")


def _tell_entries(console: Console, tried: Sequence[_Tried], parser: str, zone: ZoneInfo) -> None:
    from collections import Counter

    from digest.cli.moments import legend, short
    from digest.cli.report import counted

    dropped = Counter(each.dropped for each in tried if each.dropped)
    console.line(f"  {counted(len(tried), 'entry', 'entries')}, read by {parser}")
    if tried:
        console.line(f"  the next issue would consider {len(tried) - dropped.total():,} of them")
    if any(each.entry.published for each in tried):
        console.line(f"  {legend(zone)}")
    for reason, count in dropped.most_common():
        console.line(f"  {count:,} left out: {reason}")
    for each in tried:
        date = short(each.entry.published, zone) if each.entry.published else "no date"
        console.line()
        console.line(f"  {date:<16}  {_cut(each.article.headline or 'no title', _WIDTH - 20)}")
        console.line(f"{'':20}{each.entry.url or 'no link'}")
        console.line(f"{'':20}{counted(len(each.article.text), 'character')} of text")
        if each.dropped:
            console.line(f"{'':20}✗ {each.dropped}")


def _tell_feeds(given: Given, fetched: Fetched) -> list[dict[str, Any]]:
    import msgspec

    from digest.cli.sources.finding import is_web
    from digest.sources.discovery import candidates

    if not is_web(fetched.url):
        return []
    named = candidates(fetched.body, fetched.url, fetched.content_type)
    if named:
        given.console.line("  no feed, but a page that names:")
    for each in named:
        words = ", ".join(part for part in (each.title, each.type) if part)
        given.console.line(f"    {each.url}" + (f"  ({words})" if words else ""))
    made: list[dict[str, Any]] = msgspec.to_builtins(named)
    return made


def _cut(text: str, width: int) -> str:
    from rich.cells import cell_len, set_cell_size

    return text if cell_len(text) <= width else set_cell_size(text, width - 1) + "…"
