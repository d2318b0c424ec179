"""Frozen issues, and the articles that are the evidence for their words."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from digest import codec
from digest.errors import DataError, StorageError
from digest.model import Article, History, Issue
from digest.storage import errata, rows, sealed
from digest.storage.moments import to_column
from digest.storage.texts import storable
from digest.urls import page

_HIGHEST = 2**63 - 1  # SQLite's own
_CITED = "SELECT 1 FROM issue_articles WHERE article = ?"
_KEEP = "INSERT INTO articles VALUES (?, ?) ON CONFLICT DO UPDATE SET body = excluded.body"


def articles(connection: sqlite3.Connection, ids: Sequence[str], *, where: str) -> Mapping[str, Article]:
    """Of these articles those that are held as such."""
    query = "SELECT id, body FROM articles WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"
    found = connection.execute(query, (json.dumps(list(ids)),))
    return {id_: rows.decode(body, Article, where=where) for id_, body in found}


def keep(connection: sqlite3.Connection, article: Article) -> None:
    """Hold an article, unless an issue has cited it: evidence never changes."""
    if connection.execute(_CITED, (article.id,)).fetchone() is None:
        connection.execute(_KEEP, (article.id, rows.encode(article)))


def history(
    connection: sqlite3.Connection, *, before: datetime, issues: int, below: int | None = None, where: str
) -> History:
    """The newest ``issues`` issues earlier than ``before``, whole, and the highest number.

    ``below``: only of issues with lower numbers, which were frozen before that one.
    """
    bound = _HIGHEST if below is None else below
    found = connection.execute(
        "SELECT date, sha256, body FROM issues WHERE as_of < ? AND number < ? ORDER BY as_of DESC, number DESC LIMIT ?",
        (to_column(before), bound, issues),
    ).fetchall()
    # The number of an issue that is lost is not given again.
    # Nor is that of one that was taken away after somebody was mailed it.
    highest = """
        SELECT max(number) FROM (SELECT number FROM issues UNION ALL SELECT issue FROM seals
            UNION ALL SELECT (SELECT max(issue) FROM deliveries WHERE issue < ?1)) WHERE number < ?1
    """
    number: int | None = connection.execute(highest, (bound,)).fetchone()[0]
    recent = tuple(_decoded(*row, where=where) for row in reversed(found))
    return History(issues=recent, number=number or 0)


def printed(
    connection: sqlite3.Connection, names: Collection[str], *, before: datetime, below: int | None = None
) -> frozenset[str]:
    """Of these names those of articles that issues earlier than ``before`` printed; ``below`` as in ``history``."""
    # By the names, which are a day's, and not by what was ever printed, which is the years'.
    query = """
        SELECT value FROM json_each(:names) WHERE EXISTS (
            SELECT 1 FROM printed JOIN issues ON number = issue
            WHERE printed.key = value AND as_of < :before AND number < :below
        ) OR EXISTS (
            SELECT 1 FROM issue_articles JOIN issues ON number = issue
            WHERE article = value AND as_of < :before AND number < :below
        )
    """
    asked = json.dumps(sorted({storable(name) for name in names}))
    bound = _HIGHEST if below is None else below
    found = connection.execute(query, {"names": asked, "before": to_column(before), "below": bound})
    return frozenset(name for (name,) in found)


def freeze(
    connection: sqlite3.Connection, issue: Issue, body: bytes, evidence: Sequence[Article], *, where: str
) -> bool:
    """Keep an issue for ever, with the articles it cites. The same bytes again change nothing, and return False.

    Raises ``StorageError`` where its number or date is taken by other bytes, or where it cites an article that is
    neither held nor given: there would be no evidence for its words.
    """
    digest = codec.sha256(body)
    day = issue.date.isoformat()
    taken = connection.execute(
        "SELECT number, date, sha256 FROM issues WHERE number = ? OR date = ?", (issue.number, day)
    ).fetchall()
    if taken == [(issue.number, day, digest)]:
        return False
    for number, other, _ in taken:
        raise StorageError(
            f"issue {number} of {other} is frozen, and issue {issue.number} of {issue.date} is another",
            where=where,
            fix="a frozen issue never changes; the next issue takes the next number",
        )
    cited = sorted({article.id for article in issue.articles})
    for article in evidence:
        if article.id in cited:
            keep(connection, article)
    held = articles(connection, cited, where=where)
    missing = [id_ for id_ in cited if id_ not in held]
    if missing:
        raise StorageError(
            f"issue {issue.number} cites articles that are not held: {', '.join(missing[:3])}", where=where
        )
    connection.execute(
        "INSERT INTO issues VALUES (?, ?, ?, ?, ?)", (issue.number, day, to_column(issue.as_of), digest, body)
    )
    keys = sorted({storable(key) for a in issue.articles for key in (a.key, page(a.url)) if key})
    sealed.seal(connection, issue, digest, cited)
    errata.follow(connection, issue, cited, where=where)
    errata.tell(connection, issue)
    connection.executemany("INSERT INTO printed VALUES (?, ?)", [(issue.number, key) for key in keys])
    return True


def listed(connection: sqlite3.Connection, *, where: str) -> tuple[tuple[int, date], ...]:
    """(number, date) of every frozen issue, oldest first."""
    found = connection.execute("SELECT number, date FROM issues ORDER BY date")
    return tuple((number, sealed.day_of(number, day, where=where)) for number, day in found)


def unpublished(connection: sqlite3.Connection, *, where: str) -> tuple[date, ...]:
    """The days of the issues after the last that was published, oldest first; see ``ports.Archive``."""
    # "0" is what comes after "/". What an earlier program froze has no seal, and what it published no hashes.
    found = connection.execute(
        "SELECT number, date FROM issues JOIN seals ON issue = number WHERE number > coalesce("
        "(SELECT number FROM issues WHERE EXISTS (SELECT 1 FROM published WHERE path > 'issues/' || date || '/'"
        " AND path < 'issues/' || date || '0') ORDER BY number DESC LIMIT 1), 0) ORDER BY number"
    )
    return tuple(sealed.day_of(number, day, where=where) for number, day in found)


def frozen(connection: sqlite3.Connection, day: date, *, where: str) -> bytes | None:
    """The frozen file of a day, byte for byte. Raises ``StorageError`` where it is not what was frozen."""
    row = connection.execute("SELECT date, sha256, body FROM issues WHERE date = ?", (day.isoformat(),)).fetchone()
    return None if row is None else _whole(*row, where=where)


def issue(connection: sqlite3.Connection, day: date, *, where: str) -> Issue | None:
    """The issue of a day. Raises ``StorageError`` where its bytes are not those that were frozen."""
    row = connection.execute("SELECT date, sha256, body FROM issues WHERE date = ?", (day.isoformat(),)).fetchone()
    return None if row is None else _decoded(*row, where=where)


def _decoded(day: str, digest: str, body: bytes, *, where: str) -> Issue:
    try:
        return codec.decode(_whole(day, digest, body, where=where), where=f"issue of {day}")
    except DataError as error:
        raise StorageError(error.what, where=where, fix=error.fix) from error


def _whole(day: str, digest: str, body: bytes, *, where: str) -> bytes:
    if codec.sha256(body) != digest:
        raise StorageError(
            f"the issue of {day} is not what was frozen", where=where, fix="restore the database from a backup"
        )
    return body
