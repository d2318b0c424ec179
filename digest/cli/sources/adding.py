"""``digest sources add``: a feed, or the feeds of a site."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from digest.cli.common import Given, options
from digest.cli.sources.rewriting import rewrite, unused
from digest.errors import DataError, UnavailableError, UsageError

_HOST = re.compile(r"[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,9}\.([A-Za-z]{2,24})(?::[0-9]{1,5})?(?:[/?]\S*)?$")
_FILES = frozenset(("atom", "htm", "html", "json", "opml", "rdf", "rss", "txt", "xml"))

if TYPE_CHECKING:
    from digest.cli.sources.finding import Feed, Found
    from digest.config import Config


@click.command("add")
@options
@click.argument("url")
@click.option("--name", help="What readers see.")
@click.option("--section", help="The section its stories go to.")
@click.option("--all", "every", is_flag=True, help="Add every feed that the site names.")
def add(given: Given, url: str, name: str | None, section: str | None, every: bool) -> None:
    """Add the feed at URL to feeds.yml, a file's path, or the feed that the site at URL names.

    Where a site names several, they are listed, and none is added: say which by its own URL, or --all.
    """
    from digest.cli.sources.finding import is_web
    from digest.config import add_source

    config = given.load()
    url = _completed(url, config.path.parent)
    wanted = {"feed": url, "name": name, "section": section}
    add_source(given.config.read_text(encoding="utf-8"), wanted)  # what cannot be is said before anybody is asked
    if not is_web(url):
        if not (config.path.parent / Path(url).expanduser()).exists():
            raise UsageError(f"there is no file {url!r}", fix="an address on the web begins with https:// or http://")
        _write(given, [wanted])
        return
    found, note = _look(given, url)
    if found is None:
        _write(given, [wanted], note)
        return
    chosen = [feed for feed in found.feeds if not feed.comments] or list(found.feeds)
    if not chosen:
        raise UnavailableError(f"it names a feed that cannot be read: {found.failed[0][1]}", where=found.failed[0][0])
    if len(chosen) > 1 and not every:
        _offer(given, found)
    if len(chosen) > 1 and name is not None:
        raise UsageError("--name is of one feed", fix="leave it out, or add each feed by its own URL")
    taken = {source.name for source in config.sources}
    entries: list[dict[str, str | None]] = []
    for feed in chosen:
        if every and _there(config, feed.url):
            continue
        named = name or unused(feed.title or _host(feed.url), taken)
        taken.add(named)
        entries.append({"feed": feed.url, "name": named, "section": section})
    _write(given, entries)


def _completed(url: str, folder: Path) -> str:
    """ "example.org/news" as a browser reads it, where no file is called so and none is meant."""
    host = _HOST.match(url)
    if host is None or host[1].lower() in _FILES or (folder / url).exists():
        return url
    return f"https://{url}"


def _look(given: Given, url: str) -> tuple[Found | None, str | None]:
    """What the site at URL has, URL itself where that is a feed; None where it does not answer, as the note says."""
    from digest.cli.sources.finding import Feed, Found, ask, feeds, no_feed
    from digest.model import FetchRequest, Source
    from digest.sources.discovery import title
    from digest.wiring import Newsroom

    config = given.load()
    with Newsroom(config) as room:
        page = ask(room, [FetchRequest(key=url, url=url)])[0]
        if page.state != "read":
            return None, f"it could not be read now: {page.reason}"
        fault = no_feed(room, Source(key=url, name=url, url=url), page)
        if fault is None:
            return Found(feeds=(Feed(url=url, title=title(page.body), entries=0),)), None
        found = feeds(room, page)
    if not found.feeds and not found.failed:
        raise DataError(
            f"{fault.what}; it names no feed, and there is none where sites keep them",
            where=url,
            fix="look on the site for “RSS”, and add that address",
        )
    return found, None


def _offer(given: Given, found: Found) -> None:
    """List what there is to choose from. Raises ``UsageError``: nothing was chosen."""
    import msgspec

    console = given.console
    console.line(f"The site names {len(found.feeds)} feeds:")
    for feed in found.feeds:
        console.line(f"  {feed.url}")
        console.line(f"      {_described(feed)}")
    for url, why in found.failed:
        console.detail(f"  {url}")
        console.detail(f"      ✗ {why}")
    console.fact(feeds=msgspec.to_builtins(found.feeds))
    raise UsageError("several feeds, and none was added", fix="add one by its own URL, or all with --all")


def _described(feed: Feed) -> str:
    from digest.cli.report import counted

    parts = (feed.title, feed.type, counted(feed.entries, "entry", "entries"), "comments" if feed.comments else "")
    return ", ".join(part for part in parts if part)


def _there(config: Config, url: str) -> bool:
    return any(source.url == url for source in config.sources)


def _host(url: str) -> str:
    from digest.urls import host

    return host(url)


def _write(given: Given, entries: list[dict[str, str | None]], note: str | None = None) -> None:
    from digest.config import add_source

    def change(text: str, _: Config) -> str:
        for entry in entries:
            text = add_source(text, entry)
        return text

    console = given.console
    rewrite(given, change)
    for entry in entries:
        console.line(f"Added {entry['name'] or entry['feed']}")
        if entry["name"]:
            console.line(f"      {entry['feed']}")
    if not entries:
        console.line("Every feed of the site is there already")
    if note:
        console.line(f"      {note}")
    console.fact(added=[{"name": entry["name"], "url": entry["feed"]} for entry in entries], note=note)
    console.finish(0)
