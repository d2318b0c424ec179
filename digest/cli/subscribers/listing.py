"""``digest subscribers list``."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import click

from digest.cli.common import Given, options
from digest.cli.subscribers.people import STATES, Listed, People, State, person

if TYPE_CHECKING:
    from collections.abc import Sequence

_COLUMNS = {"address": 34, "state": 12, "from": 8, "since": 10, "name": 24}
_USUAL = ("address", "state", "from", "since", "name")
_OTHERS = ("language", "rhythm", "without", "timezone", "hour", "confirmed", "reason")


@click.command("list")
@options
@click.option("--state", type=click.Choice(STATES), help="Those alone whose state this is; active: whom mail goes to.")
@click.option("--limit", type=click.IntRange(min=0), default=50, show_default=True, help="How many; 0 for all.")
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
    if page:
        console.line(_line([name.capitalize() for name in wanted], wanted))
    for each in page:
        console.line(_line([_cell(each, name) for name in wanted], wanted))
    if page:
        console.line()
    total = sum(counts[name] for name in STATES)
    parts = ", ".join(f"{counts[name]:,} {name}" for name in STATES if counts[name])
    console.line(parts if total else "Nobody yet: `digest subscribers add ADDRESS`, or `import FILE`.")
    if more:
        console.line(
            f"More: digest subscribers list --after {page[-1].address}" + (f" --state {state}" if state else "")
        )
    console.fact(
        subscribers=[{"address": each.address, "state": each.state, **_facts(each)} for each in page],
        counts=counts,
        next=page[-1].address if more else None,
    )
    console.finish(0)


def _facts(each: Listed) -> dict[str, object]:
    return {"subscriber": each.subscriber, "suppression": each.suppression}


def _cell(each: Listed, column: str) -> str:
    subscriber, stopped = each.subscriber, each.suppression
    if column == "address":
        return each.address
    if column == "state":
        return stopped.reason.replace("_", " ") if stopped is not None else each.state
    if column == "reason":
        return stopped.note if stopped is not None else ""
    if subscriber is None:
        return f"{stopped.at:%Y-%m-%d}" if column == "since" and stopped is not None else ""
    if column == "from":
        return subscriber.origin
    if column == "since":
        return f"{subscriber.joined:%Y-%m-%d}" if subscriber.joined else ""
    if column == "confirmed":
        return f"{subscriber.confirmed:%Y-%m-%d}" if subscriber.confirmed else ""
    if column in ("name", "language", "rhythm", "timezone"):
        return str(getattr(subscriber, column))
    if column == "hour":
        return "" if subscriber.hour is None else f"{subscriber.hour}:00"
    return ", ".join(subscriber.without) if column == "without" else subscriber.fields.get(column, "")


def _line(cells: Sequence[str], columns: Sequence[str]) -> str:
    from rich.cells import cell_len, set_cell_size  # names may hold letters two columns wide

    made = []
    for cell, column in zip(cells, columns, strict=True):
        width = _COLUMNS.get(column, 14)
        long = cell_len(cell) > width
        if column == "address" or not long:  # an address that is cut is none
            made.append(cell if long else set_cell_size(cell, width))
        else:
            made.append(set_cell_size(cell, width - 1) + "…")
    return "  ".join(made).rstrip()
