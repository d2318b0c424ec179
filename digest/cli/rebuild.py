"""``digest rebuild``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from digest.cli.common import Given, options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.cli.report import Console
    from digest.errors import Flaw
    from digest.pipeline.rebuild import Layer, Rebuilt
    from digest.wiring import Newsroom


@click.command()
@options
@click.argument("issues", metavar="[ISSUE]...", nargs=-1)
@click.option("--check", is_flag=True, help="Write nothing: make each again in memory, and say whether it is the same.")
@click.option("--all", "every", is_flag=True, help="Every issue, oldest first.")
def command(given: Given, issues: tuple[str, ...], check: bool, every: bool) -> None:
    """Make each ISSUE (a date or number; the latest by default) again, byte for byte, and publish that.

    What is published is rendered from the frozen issue, which stays as it is. With --check nothing is written: the
    issue is made again of what it was made of, and its mail and pages of the issue, and both are held against what was
    frozen and published. Other bytes that nothing explains end in status 4; where digest, its libraries, templates or
    feeds.yml have changed since, that is said, and is no flaw.
    """
    from contextlib import nullcontext

    from digest.cli import newsroom
    from digest.errors import ProofError, UsageError
    from digest.wiring import Newsroom

    if every and issues:
        raise UsageError("--all rebuilds every issue; name none")
    config = given.load()
    console = given.console
    with Newsroom(config) as room, nullcontext() if check else room.lock.hold():
        wanted = [number for number, _ in room.archive.issues()] if every else []
        for name in issues or ((None,) if not every else ()):
            number, _ = newsroom.find_number(room, name)
            if number not in wanted:
                wanted.append(number)
        flaws = _check(room, console, wanted) if check else []
        if not check:
            for number in wanted:
                _publish(room, console, number)
    if flaws:
        raise ProofError(tuple(flaws))
    console.finish(0)


def _check(room: Newsroom, console: Console, numbers: Sequence[int]) -> list[Flaw]:
    """Tell of each whether it is the same, and return what is a flaw."""
    from digest.cli.progress import progress
    from digest.pipeline import rebuild as stage

    flaws: list[Flaw] = []
    made: list[Rebuilt] = []
    for number in numbers:
        with progress(speaks=False) as silent:
            rebuilt = stage.check(
                number,
                archive=room.archive,
                renderer=room.renderer,
                publisher=room.publisher,
                summarizer=room.summarizer_named,
                progress=silent,
            )
        made.append(rebuilt)
        flaws += stage.unexplained(rebuilt)
        _tell(console, rebuilt)
    console.fact(issues=[_facts(rebuilt) for rebuilt in made])
    return flaws


# What is to be done where something is other, and what has changed since explains it.
_ADVICE = {
    "issue": "Nothing is wrong, and nothing is to be done: what was frozen stays as it is.",
    "editions": "Nothing is wrong; `digest publish {number}` puts the new ones in output/.",
}


def _tell(console: Console, rebuilt: Rebuilt) -> None:
    from digest.cli.columns import wrapped

    day = f", {rebuilt.issue.date}" if rebuilt.issue is not None else ""
    console.line(f"Issue {rebuilt.number}{day}")
    for name, layer in (("issue", rebuilt.made), ("editions", rebuilt.editions)):
        console.line(f"  {name:<10}{layer.says}.")
        if layer.state == "changed":
            for flaw in layer.differs:
                console.line(f"            ! {flaw}")
            for line in wrapped(_ADVICE[name].format(number=rebuilt.number), indent=12):
                console.line(line)


def _facts(rebuilt: Rebuilt) -> dict[str, object]:
    def told(layer: Layer) -> dict[str, object]:
        return {"state": layer.state, "says": layer.says, "differs": layer.differs}

    day = rebuilt.issue.date.isoformat() if rebuilt.issue is not None else None
    return {"number": rebuilt.number, "date": day, "issue": told(rebuilt.made), "editions": told(rebuilt.editions)}


def _publish(room: Newsroom, console: Console, number: int) -> None:
    """Publish an issue again, and say which of its files are not what they were."""
    from digest.cli import newsroom
    from digest.cli.report import counted
    from digest.pipeline.publish import folder
    from digest.pipeline.rebuild import other_files
    from digest.program import changes

    issue = newsroom.find_issue(room, str(number))
    place = folder(issue.date)
    before, by = room.archive.published(place), room.archive.rendered(number)
    newsroom.publish(room, console, issue)
    after = room.archive.published(place)
    other = other_files(before, after)
    since = changes(by, room.renderer.identity) if by is not None else ""
    if not before:
        console.line(f"          {counted(len(after), 'file')}; nothing was known of an earlier publication")
    elif not other:
        console.line(f"          {counted(len(after), 'file')}, the same bytes as before")
    for path in other if before else ():
        console.line(
            f"          ! {path.removeprefix(f'{place}/')} is not what it was" + (f": {since}" if since else "")
        )
    console.fact(rebuilt={"number": number, "date": issue.date.isoformat(), "files": len(after), "other": other})
