"""``digest corrections``: what sources changed or took back of what was printed, and what an editor corrects."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from digest.cli.common import Given, Listing, options

if TYPE_CHECKING:
    from datetime import datetime

    from digest.cli.report import Console
    from digest.model import Erratum, Issue, PrintedStory
    from digest.wiring import Newsroom

_LIST = "`digest corrections` lists them"


class _Corrections(Listing):
    """Lists also where an issue is named at once: ``digest corrections 12``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            args = [self.named, *args]
        return super().parse_args(ctx, args)


@click.group(name="corrections", cls=_Corrections)
def command() -> None:
    """List what was corrected in issues, add a correction of your own, or withhold one. Without a word more: list.

    Nothing is changed in a frozen issue: what was corrected in it stands beside it, on its page, and in the next issue.
    """


@command.command("list")
@options
@click.argument("issue", required=False)
def list_errata(given: Given, issue: str | None) -> None:
    """What was corrected in ISSUE (a date, a number, or "latest"), or in every issue, the newest first."""
    from digest.cli import newsroom
    from digest.model import standing
    from digest.wiring import Newsroom

    console = given.console
    with Newsroom(given.load()) as room:
        number = newsroom.find_number(room, issue)[0] if issue is not None else None
        errata = room.archive.errata(number) if room.folder.exists() else ()
        told = room.archive.told() if errata else {}
        stand = {one.number for one in standing(errata)}
        rows = []
        for one in reversed(errata):
            if one.kind == "revoked":
                continue
            _tell(room, console, one, told=told.get(one.number), withheld=one.number not in stand)
            rows.append({"correction": one, "told_in": told.get(one.number), "withheld": one.number not in stand})
    if not rows:
        console.line("Nothing was corrected." if issue is None else f"Nothing was corrected in {issue}.")
    console.fact(corrections=rows)
    console.finish(0)


@command.command("add")
@options
@click.argument("issue")
@click.argument("story", metavar="STORY")
@click.option("--note", required=True, metavar="TEXT", help="What is to be said, in your own words.")
@click.option("--by", metavar="NAME", help="Who says it; your user name on this machine by default.")
def add(given: Given, issue: str, story: str, note: str, by: str | None) -> None:
    """Correct ISSUE (a date, a number, or "latest") in your own words: on its page, and in the next issue.

    STORY is the id of one of its stories, or its first four digits, or the URL or id of one of its articles. Readers
    see that the note is the editor's.
    """
    from digest.cli import newsroom
    from digest.cli.approving import who
    from digest.errors import UsageError
    from digest.model import Erratum
    from digest.wiring import Newsroom

    words = " ".join(note.split())
    if not words:
        raise UsageError("--note says nothing", fix="say what was wrong, and what is right")
    console = given.console
    config = given.load()
    with Newsroom(config) as room, room.lock.hold():
        found = newsroom.find_issue(room, issue)
        named, article = _named(found, story)
        erratum = Erratum(
            number=0,
            kind="note",
            issue=found.number,
            article=article,
            story=named.id,
            at=given.now(config.publication.timezone),
            note=words,
            by=who() if by is None else " ".join(by.split()),
        )
        (made,) = room.archive.err([(erratum, None)])
        _tell(room, console, made, told=None, withheld=False)
        _note(room, console, made.at)
    console.line(f"          To withhold it: digest corrections revoke {made.number}")
    console.fact(correction=made)
    console.finish(0)


@command.command("revoke")
@options
@click.argument("number", type=int)
@click.option("--note", default="", metavar="TEXT", help="Why, for the file beside the issue.")
@click.option("--by", metavar="NAME", help="Who withholds it; your user name on this machine by default.")
def revoke(given: Given, number: int, note: str, by: str | None) -> None:
    """Withhold correction NUMBER: its note leaves the page, and no issue tells of it. The list keeps it."""
    from digest.cli.approving import who
    from digest.errors import UsageError
    from digest.model import Erratum
    from digest.wiring import Newsroom

    console = given.console
    config = given.load()
    with Newsroom(config) as room, room.lock.hold():
        every = room.archive.errata()
        wrong = next((one for one in every if one.number == number and one.kind != "revoked"), None)
        if wrong is None:
            raise UsageError(f"there is no correction {number}", fix=_LIST)
        if any(one.revokes == number for one in every):
            raise UsageError(f"correction {number} is withheld already", fix=_LIST)
        erratum = Erratum(
            number=0,
            kind="revoked",
            issue=wrong.issue,
            at=given.now(config.publication.timezone),
            note=" ".join(note.split()),
            by=who() if by is None else " ".join(by.split()),
            revokes=number,
        )
        (made,) = room.archive.err([(erratum, None)])
        console.line(f"Withheld  correction {number}, of No. {wrong.issue}")
        told = room.archive.told().get(number)
        if told is not None:
            console.line(
                f"          No. {told} has told of it; `digest corrections add` can say in the next that it was wrong."
            )
        _note(room, console, made.at)
    console.fact(revoked=made, told_in=told)
    console.finish(0)


def see(room: Newsroom, console: Console, now: datetime) -> None:
    """See what sources changed of what was printed lately, and note on its pages what readers should know."""
    from digest.cli.stopping import run
    from digest.pipeline import errata as stage

    if stage.changed(room.archive, now):
        archive, fetcher, extractor = room.archive, room.fetcher, room.extractor
        sources = room.config.sources
        made = run(stage.follow(sources, archive=archive, fetcher=fetcher, extractor=extractor, now=now))
        for one in made.found:
            _tell(room, console, one, told=None, withheld=False)
        console.fact(corrections=made.found)
    _note(room, console, now)


def _note(room: Newsroom, console: Console, now: datetime) -> None:
    """Publish anew the issues whose pages lack what was corrected in them lately."""
    from datetime import timedelta

    from digest.cli import newsroom
    from digest.pipeline import errata as stage

    for issue in stage.unnoted(room.archive, lately=now - timedelta(days=7)):
        newsroom.publish(room, console, issue)


def _named(issue: Issue, wanted: str) -> tuple[PrintedStory, str]:
    """The story of an issue that an id, its beginning, or one of its articles names, and the article meant.

    Raises ``UsageError`` where that names none, or several.
    """
    from digest.errors import UsageError
    from digest.urls import canonical

    wanted = wanted.strip()
    names = {wanted, canonical(wanted)} - {""}
    articles = [article.id for article in issue.articles if {article.id, article.url} & names]
    for id_ in articles:
        for story in issue.stories:
            if id_ in story.articles:
                return story, id_
    begins = [story for story in issue.stories if len(wanted) >= 4 and story.id.startswith(wanted.lower())]
    if len(begins) == 1:
        return begins[0], begins[0].article
    what = "names no story" if not begins else "begins the ids of several stories"
    raise UsageError(f"{wanted!r} {what} of No. {issue.number}", fix=f"`digest budget {issue.number}` lists them")


def _tell(room: Newsroom, console: Console, one: Erratum, *, told: int | None, withheld: bool) -> None:
    """A correction in lines: of which issue and story, and what it says."""
    from zoneinfo import ZoneInfo

    from digest.cli.columns import wrapped
    from digest.cli.moments import written

    day = next((day for number, day in room.archive.issues() if number == one.issue), None)
    issue = room.archive.issue(day) if day else None
    story = next((story for story in issue.stories if story.id == one.story), None) if issue else None
    credit = next((article for article in issue.articles if article.id == one.article), None) if issue else None
    name = credit.source if credit else "its source"
    state = "withheld" if withheld else f"told in No. {told}" if told else "to be told in the next issue"
    found = written(one.at, ZoneInfo(room.config.publication.timezone))
    for piece in wrapped(
        f"Correction {one.number} of No. {one.issue}, {day}; found {found}; {state}", indent=2, first=""
    ):
        console.line(piece)
    if story is not None:
        console.line(f"  {story.headline}")
    for line in _lines(one, name):
        for piece in wrapped(line, indent=4):
            console.line(piece)


def _lines(one: Erratum, name: str) -> list[str]:
    lines = {
        "withdrawn": [f"{name} has withdrawn its report."],
        "lost": [f"{name} no longer has its report."],
        "note": [f"{one.by or 'The editor'} notes: {one.note}"],
    }.get(one.kind, [])
    for change in one.changes:
        if change.printed is not None:
            lines.append(f"printed: “{change.printed.text}”")
        if change.now is not None:
            lines.append(f"{change.kind}: “{change.now.text}”")
        elif change.kind == "gone":
            lines.append(f"{name} no longer says that.")
    return lines
