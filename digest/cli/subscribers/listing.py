"""``digest subscribers list``."""

from __future__ import annotations

import shlex
from itertools import islice
from typing import TYPE_CHECKING

import click

from digest.cli.common import Given, options
from digest.cli.subscribers.people import STATES, Listed, People, State, person

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from zoneinfo import ZoneInfo

    from digest.model import Suppression

_USUAL = ("address", "state", "from", "since", "name")
_COLUMNS = (*_USUAL, "reason", "confirmed", "language", "rhythm", "timezone", "hour", "without")
_PAGE = 50
_WIDEST = 30  # of a column, in letters
_ORIGINS = {"feeds": "feeds.yml", "file": "its list"}


@click.command("list", short_help="Show who is on the list, a page at a time.")
@options
@click.option("--state", type=click.Choice(STATES), help="Those alone whose state this is; active: whom mail goes to.")
@click.option("--limit", type=click.IntRange(min=0), default=_PAGE, show_default=True, help="How many; 0 for all.")
@click.option("--after", metavar="ADDRESS", default="", help="Those that come after ADDRESS, by the alphabet.")
@click.option("--columns", metavar="A,B,…", help="What to show of each; the name of a free field will do.")
def list_subscribers(given: Given, state: State | None, limit: int, after: str, columns: str | None) -> None:
    """Who is on the list, by address, a page at a time; those whom feeds.yml names among them."""
    from digest.wiring import Newsroom

    console = given.console
    wanted = tuple(each.strip() for each in columns.split(",") if each.strip()) if columns else _USUAL
    with Newsroom(given.load()) as room:
        people = People(room)
        counts = people.counts()
        found = people.every(state, after=person(after) if after else "")
        page = list(islice(found, limit + 1)) if limit else list(found)
    more = bool(limit) and len(page) > limit
    page = page[:limit] if more else page
    titles = [name if name not in _USUAL else name.capitalize() for name in wanted]
    for line in (
        _table([titles, *([_cell(each, name, people.zone) for name in wanted] for each in page)], wanted)
        if page
        else ()
    ):
        console.line(line)
    if page:
        console.line()
        for line in _unknown(wanted, page):
            console.line(line)
    elif state is not None:
        console.line(f"Nobody{' more' if after else ''} is {state}.")
    total = sum(counts[name] for name in STATES)
    parts = ", ".join(f"{counts[name]:,} {name}" for name in STATES if counts[name])
    if page and {"since", "confirmed"} & {*wanted}:
        parts = f"{parts}; days are of {people.zone.key}"
    console.line(parts if total else "Nobody yet: `digest subscribers add ADDRESS`, or `import FILE`.")
    if more:
        said = {"--state": state, "--columns": columns, "--limit": limit if limit != _PAGE else None}
        again = "".join(f" {option} {shlex.quote(str(value))}" for option, value in said.items() if value is not None)
        console.line(f"More: digest subscribers list --after {page[-1].address}{again}")
    console.fact(
        subscribers=[{"address": each.address, "state": each.state, **_facts(each)} for each in page],
        counts=counts,
        next=page[-1].address if more else None,
    )
    console.finish(0)


def _facts(each: Listed) -> dict[str, object]:
    return {"subscriber": each.subscriber, "suppression": each.suppression}


def _unknown(columns: Sequence[str], page: Sequence[Listed]) -> Iterator[str]:
    """A line for each column that is none, where nobody who is shown has a field of that name."""
    fields = {name for each in page if each.subscriber is not None for name in each.subscriber.fields}
    for name in columns:
        if name not in _COLUMNS and name not in fields:
            others = f"; fields here: {', '.join(sorted(fields))}" if fields else ""
            yield f"! Nobody here has a field {name!r}. Columns: {', '.join(_COLUMNS)}{others}"


def _cell(each: Listed, column: str, zone: ZoneInfo) -> str:
    subscriber, stopped = each.subscriber, each.suppression
    if column == "address":
        return each.address
    if column == "state":
        return f"suppressed: {_reason(stopped)}" if stopped is not None else each.state
    if column == "reason":
        return "" if stopped is None else f"{_reason(stopped)}: {stopped.note}" if stopped.note else _reason(stopped)
    if subscriber is None:
        return f"{stopped.at.astimezone(zone):%Y-%m-%d}" if column == "since" and stopped is not None else ""
    if column == "from":
        return _ORIGINS.get(subscriber.origin, subscriber.origin)
    if column == "since":
        return f"{subscriber.joined.astimezone(zone):%Y-%m-%d}" if subscriber.joined else ""
    if column == "confirmed":
        return f"{subscriber.confirmed.astimezone(zone):%Y-%m-%d}" if subscriber.confirmed else ""
    if column in ("name", "language", "rhythm", "timezone"):
        return str(getattr(subscriber, column))
    if column == "hour":
        return "" if subscriber.hour is None else f"{subscriber.hour}:00"
    return ", ".join(subscriber.without) if column == "without" else subscriber.fields.get(column, "")


def _reason(stopped: Suppression) -> str:
    return stopped.reason.replace("_", " ")


def _table(rows: Sequence[Sequence[str]], columns: Sequence[str]) -> Iterator[str]:
    from rich.cells import cell_len, set_cell_size  # names may hold letters two columns wide

    widths = [max(map(cell_len, cells)) for cells in zip(*rows, strict=True)]
    for row in rows:
        made = []
        for cell, column, width in zip(row, columns, widths, strict=True):
            # An address that is cut is none.
            room = width if column == "address" else min(width, _WIDEST)
            made.append(set_cell_size(cell, room) if cell_len(cell) <= room else set_cell_size(cell, room - 1) + "…")
        yield "  ".join(made).rstrip()
