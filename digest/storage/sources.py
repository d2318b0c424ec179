"""What is remembered of sources, and what became of each time they were asked."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence

from digest.model import Given, SourceReport, SourceState
from digest.storage import rows
from digest.storage.texts import storable

# Runs whose checks are kept; what lasts longer is in the states.
RUNS_KEPT = 100

# The same answer recorded again finds nothing new, and takes nothing back.
_CHECK = """
    INSERT INTO checks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET name = excluded.name, at = excluded.at, state = excluded.state,
        entries = excluded.entries, new = checks.new + excluded.new, reason = excluded.reason, status = excluded.status
"""


def states(connection: sqlite3.Connection, *, where: str) -> Mapping[str, SourceState]:
    """Key -> what is remembered."""
    found = connection.execute("SELECT key, body FROM states ORDER BY key")
    return {key: rows.decode(body, SourceState, where=where) for key, body in found}


def remember(connection: sqlite3.Connection, given: Sequence[Given]) -> None:
    """Put each state in the place of the one before."""
    connection.executemany(
        "INSERT INTO states VALUES (?, ?) ON CONFLICT DO UPDATE SET body = excluded.body",
        [(storable(each.state.key), rows.encode(each.state)) for each in given],
    )


def last_run(connection: sqlite3.Connection) -> int:
    """The number of the latest run, 0 before the first."""
    found: int | None = connection.execute("SELECT max(run) FROM checks").fetchone()[0]
    return found or 0


def check(connection: sqlite3.Connection, run: int, given: Sequence[Given], new: Sequence[int], at: int) -> None:
    """Write what became of asking once; checks of runs long past go."""
    connection.executemany(
        _CHECK,
        [
            (
                run,
                storable(each.state.key),
                storable(each.report.source),
                at,
                each.report.state,
                each.report.entries,
                fresh,
                None if each.report.reason is None else storable(each.report.reason),
                each.status,
            )
            for each, fresh in zip(given, new, strict=True)
        ],
    )
    connection.execute("DELETE FROM checks WHERE run <= ?", (run - RUNS_KEPT,))


def reports(connection: sqlite3.Connection) -> tuple[SourceReport, ...]:
    """What each source gave to the latest run, by name; files of one source are one line."""
    by_name: dict[str, list[SourceReport]] = {}
    for name, state, entries, new, reason in connection.execute(
        "SELECT name, state, entries, new, reason FROM checks WHERE run = (SELECT max(run) FROM checks)"
        " ORDER BY name, source"
    ):
        report = SourceReport(source=name, state=state, entries=entries, new=new, reason=reason)
        by_name.setdefault(name, []).append(report)
    return tuple(_joined(each) for each in by_name.values())


def _joined(reports: Sequence[SourceReport]) -> SourceReport:
    """One line for a source of several files: it failed only where every file did, and each failure keeps its words."""
    if len(reports) == 1:
        return reports[0]
    states = {report.state for report in reports}
    reasons = tuple(dict.fromkeys(report.reason for report in reports if report.reason))
    return SourceReport(
        source=reports[0].source,
        state="read" if "read" in states else "unchanged" if "unchanged" in states else "failed",
        entries=sum(report.entries for report in reports),
        new=sum(report.new for report in reports),
        reason="; ".join(reasons) or None,
    )
