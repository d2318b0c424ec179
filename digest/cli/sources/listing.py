"""``digest sources list``, and how each source fares."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from digest.cli.common import Given, options

if TYPE_CHECKING:
    from digest.health import Standing
    from digest.model import Source, SourceState
    from digest.wiring import Newsroom

_WIDTH = 80
_COLUMNS = (24, 8, 16, 24)
_FINE = ("ok", "new")


@click.command("list")
@options
@click.option("--health", "healthy", is_flag=True, help="How each fares, the worst first: since when, and what to do.")
def list_sources(given: Given, healthy: bool) -> None:
    """Every source, with its section and what it last gave."""
    import msgspec

    from digest.wiring import Newsroom

    config = given.load()
    console = given.console
    with Newsroom(config) as room:
        if healthy:
            _health(given, room)
            return
        last = {report.source: report for report in room.archive.reports()}
    for source in config.sources:
        report = last.get(source.name)
        state = "not asked yet" if report is None else report.state + (f": {report.reason}" if report.reason else "")
        console.line(f"{source.name:<28} {source.section or '—':<24} {state}")
        console.detail(f"    {source.url}")
    console.fact(
        sources=[
            {
                "name": source.name,
                "url": source.url,
                "kind": source.kind,
                "section": source.section,
                "last": msgspec.to_builtins(last[source.name]) if source.name in last else None,
            }
            for source in config.sources
        ]
    )
    console.finish(0)


def _health(given: Given, room: Newsroom) -> None:
    import msgspec

    from digest.cli.report import counted
    from digest.health import VERDICTS

    console = given.console
    zone = ZoneInfo(room.config.publication.timezone)
    now = given.now(zone.key).astimezone(zone)
    states = room.archive.states()
    found = [(source, _standings(source, states, room, now, replay=given.replay)) for source in room.config.sources]
    # Of seeds, which have a file each, the worst speaks for all.
    rows = [(source, min(all_, key=lambda one: VERDICTS.index(one.verdict)), all_) for source, all_ in found]
    rows.sort(key=lambda row: VERDICTS.index(row[1].verdict))
    console.line(_line("Source", "Now", "Last new", "Usually"))
    for _, worst, _ in rows:
        _tell(given, worst, now, zone)
    counts = Counter(worst.verdict for _, worst, _ in rows)
    parts = ", ".join(f"{counts[verdict]} {verdict}" for verdict in VERDICTS if counts[verdict])
    console.line()
    console.line(f"{counted(len(rows), 'source')}: {parts or 'none'}; days are of {zone.key}")
    console.fact(
        sources=[
            {"section": source.section, "kind": source.kind, **msgspec.to_builtins(one)}
            for source, _, every in rows
            for one in every
        ],
        counts=dict(counts),
    )
    console.finish(0)


def _standings(
    source: Source, states: Mapping[str, SourceState], room: Newsroom, now: datetime, *, replay: bool
) -> list[Standing]:
    from digest import health

    found = [
        health.standing(states.get(request.key), source, now, url=request.url, replay=replay)
        for request in room.locator.locate(source)
    ]
    return found or [health.Standing(source=source.name, verdict="new", text="no file matches", url=source.url)]


def _tell(given: Given, one: Standing, now: datetime, zone: ZoneInfo) -> None:
    from digest.cli.moments import written
    from digest.health import day

    console = given.console
    new = day(one.last_new, now) if one.last_new else "—"
    console.line(_line(one.source, one.verdict, new, one.usual or "—"))
    if one.verdict not in _FINE or one.failures or console.verbose:
        _wrapped(given, one.text)
        if one.fix:
            _wrapped(given, f"→ {one.fix}")
    console.detail(f"    {one.url}")
    if one.last_success is not None:
        console.detail(f"    last answered {written(one.last_success, zone)}")


def _wrapped(given: Given, text: str) -> None:
    # A URL is left whole, so that it can be clicked or copied.
    for line in textwrap.wrap(text, _WIDTH - 4, break_long_words=False, break_on_hyphens=False):
        given.console.line(f"    {line}")


def _line(*cells: str) -> str:
    from rich.cells import cell_len, set_cell_size  # names may hold letters two columns wide

    fitted = [
        set_cell_size(cell, width) if cell_len(cell) <= width else set_cell_size(cell, width - 1) + "…"
        for cell, width in zip(cells, _COLUMNS, strict=True)
    ]
    return "  ".join(fitted).rstrip()
