"""``digest stories merge | split | never-merge | pin | kill | undo``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from digest.cli.common import Given, options
from digest.cli.looking import is_named
from digest.cli.stories.finding import Desk, Side, shared
from digest.errors import UsageError

if TYPE_CHECKING:
    from digest.model import Correction, CorrectionKind, Issue
    from digest.wiring import Newsroom

_SAME = "both are one story already: “{}”"


@click.command("merge")
@options
@click.argument("one", metavar="STORY")
@click.argument("other", metavar="STORY")
def merge(given: Given, one: str, other: str) -> None:
    """From now on what tells either STORY tells one story.

    STORY is a story's id as `digest budget` prints it, or its first four digits, or the URL of one of its articles.
    """
    from digest.wiring import Newsroom

    with Newsroom(given.load()) as room:
        desk = _desk(room, given)
        first, second = desk.side(one), desk.side(other)
        if shared(first, second):
            raise UsageError(_SAME.format(first.headline))
        _correct(room, given, desk, "merge", first, second, about=f"“{first.headline}” with “{second.headline}”")


@click.command("split", short_help="Take articles out of STORY: they are a story of their own.")
@options
@click.argument("story", metavar="STORY")
@click.argument("urls", metavar="URL...", nargs=-1, required=True)
def split(given: Given, story: str, urls: tuple[str, ...]) -> None:
    """Take the articles of these URLs out of STORY: they are a story of their own, never again with the rest.

    STORY is a story's id as `digest budget` prints it, or its first four digits, or the URL of one of its articles.
    """
    from digest.cli.report import counted
    from digest.wiring import Newsroom

    with Newsroom(given.load()) as room:
        desk = _desk(room, given)
        whole = desk.side(story)
        keys = [desk.key(url.strip()) for url in urls]
        for url, key in zip(urls, keys, strict=True):
            if not any(is_named(key, one) for one in whole.articles):
                raise UsageError(
                    f"{url} is not among the {counted(len(whole.articles), 'article')} of “{whole.headline}”",
                    fix=f"`digest explain {whole.story or story}` lists them",
                )
        taken = tuple(one for one in whole.articles if any(is_named(key, one) for key in keys))
        # An address that two sources carry is one article to a correction.
        addresses = {one.key for one in taken}
        rest = tuple(one for one in whole.articles if one.key not in addresses)
        if not rest:
            raise UsageError(
                f"that is all of “{whole.headline}”: nothing would be left to split it from",
                fix="name only the articles that do not belong to it",
            )
        first, second = (Side(part[0].headline, part, None, whole.issue) for part in (taken, rest))
        _correct(room, given, desk, "split", first, second, about=f"“{first.headline}” from “{second.headline}”")


@click.command("never-merge", short_help="Keep the articles of two stories apart for good.")
@options
@click.argument("one", metavar="STORY")
@click.argument("other", metavar="STORY")
def never_merge(given: Given, one: str, other: str) -> None:
    """From now on no article of one STORY stands in a story with one of the other's.

    STORY is a story's id as `digest budget` prints it, or its first four digits, or the URL of one of its articles.
    """
    from digest.wiring import Newsroom

    with Newsroom(given.load()) as room:
        desk = _desk(room, given)
        first, second = desk.side(one), desk.side(other)
        if shared(first, second):
            raise UsageError(
                _SAME.format(first.headline),
                fix=f"take out what does not belong: digest stories split {first.story or one} URL…",
            )
        _correct(room, given, desk, "never-merge", first, second, about=f"“{first.headline}” and “{second.headline}”")


@click.command("pin", short_help="Lead with STORY as long as there is something new of it.")
@options
@click.argument("story", metavar="STORY")
def pin(given: Given, story: str) -> None:
    """Lead with STORY, whatever its score, as long as there is something new of it; the newest pin comes first.

    STORY is a story's id as `digest budget` prints it, or its first four digits, or the URL of one of its articles.
    """
    _alone(given, "pin", story)


@click.command("kill")
@options
@click.argument("story", metavar="STORY")
def kill(given: Given, story: str) -> None:
    """Do not print STORY, nor what goes on with it.

    STORY is a story's id as `digest budget` prints it, or its first four digits, or the URL of one of its articles.
    """
    _alone(given, "kill", story)


@click.command("undo")
@options
@click.argument("number", type=int)
def undo(given: Given, number: int) -> None:
    """Take correction NUMBER back, as if it had never been made."""
    from digest.cli.columns import wrapped
    from digest.cli.looking import local_day
    from digest.wiring import Newsroom

    config = given.load()
    now = given.now(config.publication.timezone)
    with Newsroom(config) as room:
        if not room.folder.exists():
            raise UsageError(f"there is no correction {number}", fix="`digest stories list --all` shows them")
        undone = room.archive.undo(number, at=now)
        today = room.archive.issue(local_day(room, now))
    given.console.line(f"Undone: correction {number}, {undone.kind}")
    for line in wrapped(undone.about, indent=2):
        given.console.line(line)
    _from_when(given, today)
    given.console.fact(undone=undone)
    given.console.finish(0)


def _alone(given: Given, kind: CorrectionKind, story: str) -> None:
    from digest.wiring import Newsroom

    with Newsroom(given.load()) as room:
        desk = _desk(room, given)
        side = desk.side(story)
        _correct(room, given, desk, kind, side, None, about=f"“{side.headline}”")


def _desk(room: Newsroom, given: Given) -> Desk:
    return Desk(room, given, given.now(room.config.publication.timezone))


def _correct(
    room: Newsroom, given: Given, desk: Desk, kind: CorrectionKind, one: Side, other: Side | None, *, about: str
) -> None:
    """Keep the correction, and say what was understood."""
    made: Correction = room.archive.correct(
        kind,
        articles=one.keys,
        others=other.keys if other else (),
        about=about,
        at=given.now(room.config.publication.timezone),
    )
    console = given.console
    console.line(f"Correction {made.number}: {kind}")
    for side in (one, other):
        if side is not None:
            _tell(given, side)
    console.line(f"  To take it back: digest stories undo {made.number}")
    _from_when(given, desk.today)
    console.fact(
        correction=made,
        sides=[
            {"headline": side.headline, "story": side.story, "articles": side.articles}
            for side in (one, other)
            if side is not None
        ],
    )
    console.finish(0)


def _tell(given: Given, side: Side) -> None:
    from digest.cli.columns import WIDTH, fitted
    from digest.cli.report import counted

    sources = list(dict.fromkeys(one.source for one in side.articles))
    more = f" and {counted(len(sources) - 1, 'other source')}" if len(sources) > 1 else ""
    when = f" ({side.issue})" if side.issue else ""
    given.console.line(f"  {fitted(f'“{side.headline}”', WIDTH - 2)}")
    given.console.line(f"      {counted(len(side.articles), 'article')}: {sources[0]}{more}{when}")
    for one in side.articles:
        given.console.detail(f"      · {one.key}  {one.headline}")


def _from_when(given: Given, today: Issue | None) -> None:
    """A frozen issue never changes."""
    if today is not None:
        given.console.line(f"  No. {today.number} of today is frozen: that holds from the next issue on.")
    given.console.fact(frozen=None if today is None else today.number)
