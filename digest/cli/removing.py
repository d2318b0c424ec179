"""The site of an issue that is taken away: the pages that tell of it go, and those of other issues are made again."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from digest.model import Contents, Issue
    from digest.wiring import Newsroom


def told_on(room: Newsroom, issue: Issue) -> tuple[str, ...]:
    """The pages that are to go with an issue, below output/, but for its own.

    They are of its year, threads and sections, and what is made at times alone; where there is no other issue, all.
    """
    from digest.model import Lengths
    from digest.pipeline.publish import AT_TIMES

    def made(day: date) -> set[str]:
        return {file.path for file in room.renderer.pages(room.catalogue.shelf(day, Lengths()))}

    others = [number for number, _ in room.archive.issues() if number != issue.number]
    # What is made whichever issue is published stays until it is: readers find the front page all the while.
    stays = made(date.min).difference(AT_TIMES) if others else set()
    return tuple(sorted(made(issue.date) - stays))


def take_down(output: Path, issue: Issue, pages: Iterable[str], *, year: bool) -> None:
    """Delete an issue's folder and these pages; ``year``: what readers search of its year too, for it was all of it."""
    from digest.pipeline.publish import folder

    shutil.rmtree(output / folder(issue.date), ignore_errors=True)
    if year:
        shutil.rmtree(output / "search" / str(issue.date.year), ignore_errors=True)
    for page in pages:
        path = output / page
        path.unlink(missing_ok=True)
        if path.parent != output and path.parent.is_dir() and not any(path.parent.iterdir()):
            path.parent.rmdir()


def sharing(room: Newsroom, gone: Contents | None) -> tuple[Issue, ...]:
    """The issues that make the pages again which an issue that is gone shared with others, oldest first.

    Of each year, thread and section the newest, and the newest of all: few, however many there are.
    """
    left = _shared(gone) if gone is not None else set()
    found: list[Issue] = []
    for number, day in reversed(room.archive.issues()):
        contents = room.catalogue.contents(number) if left else None
        mine = _shared(contents) & left if contents is not None else set()
        if (mine or not found) and (issue := room.archive.issue(day)) is not None:
            found.append(issue)
            left -= mine
    return tuple(reversed(found))


def _shared(contents: Contents) -> set[tuple[str, str]]:
    told = contents.stories
    return {
        ("year", str(contents.head.date.year)),
        *(("thread", one.thread) for one in told),
        *(("section", one.section) for one in told if one.section),
    }
