"""Who approved which bytes of an issue: appended, revoked once, never deleted."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from msgspec.structs import replace

from digest.model import Approval
from digest.storage.moments import from_column, moment, to_column
from digest.storage.texts import storable


def listed(connection: sqlite3.Connection, number: int) -> tuple[Approval, ...]:
    """Every approval of an issue, oldest first, revoked ones too."""
    query = "SELECT issue, sha256, by, at, revoked, revoked_by FROM approvals WHERE issue = ? ORDER BY id"
    return tuple(
        Approval(issue=issue, sha256=digest, by=by, at=moment(at), revoked=from_column(revoked), revoked_by=revoked_by)
        for issue, digest, by, at, revoked, revoked_by in connection.execute(query, (number,))
    )


def add(connection: sqlite3.Connection, approval: Approval) -> None:
    """Append it."""
    connection.execute(
        "INSERT INTO approvals (issue, sha256, by, at, revoked, revoked_by) VALUES (?, ?, ?, ?, ?, ?)",
        (
            approval.issue,
            approval.sha256,
            storable(approval.by),
            to_column(approval.at),
            to_column(approval.revoked),
            storable(approval.revoked_by),
        ),
    )


def revoke(connection: sqlite3.Connection, number: int, *, by: str, at: datetime) -> Approval | None:
    """Mark every approval of an issue that holds as revoked. Returns the latest of them; None where none held."""
    held = [approval for approval in listed(connection, number) if approval.revoked is None]
    if not held:
        return None
    connection.execute(
        "UPDATE approvals SET revoked = ?, revoked_by = ? WHERE issue = ? AND revoked IS NULL",
        (to_column(at), storable(by), number),
    )
    return replace(held[-1], revoked=at, revoked_by=by)
