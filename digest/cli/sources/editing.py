"""``digest sources remove | move | import | export``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from digest.cli.common import Given, options
from digest.cli.sources.rewriting import rewrite, unused
from digest.errors import DataError, UsageError

if TYPE_CHECKING:
    from digest.config import Config
    from digest.model import Source


@click.command("remove")
@options
@click.argument("source")
def remove(given: Given, source: str) -> None:
    """Remove SOURCE, a name or a URL, from feeds.yml. What it gave stays in the archive."""
    from digest.config import remove_source

    found = find(given.load(), source)
    rewrite(given, lambda text, _: remove_source(text, found.key))
    given.console.line(f"Removed {found.name}")
    given.console.fact(removed=found.name)
    given.console.finish(0)


@click.command("move")
@options
@click.argument("source")
@click.argument("url", required=False)
def move(given: Given, source: str, url: str | None) -> None:
    """Write the address that SOURCE, a name or a URL, has moved to into feeds.yml; or URL, if you know better.

    Its history goes with it. A source without a name gets its old address as one, for the archive knows it by that.
    """
    from digest.config.editing import move_source

    found = find(given.load(), source)
    target = url or _proposed(given, found)
    if target == found.url:
        raise UsageError(f"{found.name} is there already", where=target)
    rewrite(given, lambda text, _: move_source(text, found.key, target))
    given.console.line(f"Moved {found.name}")
    given.console.line(f"  from {found.url}")
    given.console.line(f"  to   {target}")
    if found.key == found.url:
        given.console.line("  It had no name; its old address is its name now, for the archive knows it by that.")
    given.console.fact(moved={"source": found.name, "from": found.url, "to": target})
    given.console.finish(0)


def find(config: Config, wanted: str) -> Source:
    """The source of that name, URL or path. Raises ``UsageError`` where there is none, or more than one."""
    for sought in ("key", "url", "name"):
        found = [source for source in config.sources if getattr(source, sought) == wanted]
        if len(found) == 1:
            return found[0]
        if found:
            others = ", ".join(source.key for source in found)
            raise UsageError(f"{len(found)} sources are called {wanted!r}", fix=f"say which: {others}")
    raise UsageError(f"no source {wanted!r} in {config.path.name}", fix="`digest sources list` shows them")


def _proposed(given: Given, source: Source) -> str:
    from digest import health
    from digest.wiring import Newsroom

    config = given.load()
    with Newsroom(config) as room:
        state = room.archive.states().get(source.key) if room.folder.exists() else None
    # Where it has moved is no matter of when.
    standing = health.standing(state, source, given.now(config.publication.timezone), replay=True)
    if standing.moved is None:
        raise UsageError(
            f"{source.name} does not say that it has moved",
            fix=f"if you know where to: digest sources move {source.name!r} URL",
        )
    return standing.moved


@click.command("import")
@options
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def import_opml(given: Given, file: Path) -> None:
    """Add every feed of an OPML FILE that is not there yet; its folders become sections."""
    from digest.config import add_source
    from digest.sources import opml
    from digest.urls import canonical

    console = given.console
    found = opml.read(file.read_bytes(), where=str(file))
    if not found:
        raise DataError("an OPML file without feeds", where=str(file))
    added: list[str] = []

    def change(text: str, config: Config) -> str:
        urls = {canonical(source.url) for source in config.sources}
        names = {source.name for source in config.sources}
        for source in found:
            if canonical(source.url) in urls:
                continue
            name = unused(source.name, names)
            text = add_source(text, {"feed": source.url, "name": name, "section": source.section})
            urls.add(canonical(source.url))
            names.add(name)
            added.append(name)
        return text

    rewrite(given, change)
    console.line(f"Added {len(added)} of {len(found)} feeds; there already: {len(found) - len(added)}")
    console.fact(added=added)
    console.finish(0)


@click.command("export")
@options
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False)
def export_opml(given: Given, file: Path | None) -> None:
    """Write the feeds as OPML to FILE, or to standard output."""
    from digest.sources import opml

    config = given.load()
    body = opml.write([s for s in config.sources if s.kind == "feed"], config.publication.title)
    if file is None:
        sys.stdout.buffer.write(body)
    else:
        file.write_bytes(body)
        given.console.line(f"Wrote {file}")
