"""What sources changed after it was printed: appended and never changed; and what is watched for it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec.structs import replace

from digest.codec import sha256
from digest.model import Article, Entry, Erratum, Follow, Held, Issue, standing
from digest.storage import rows, sealed
from digest.storage.moments import moment, to_column

# Issues, the newest, whose articles are watched: more than come out in two days.
_WATCHED = 8


def follow(connection: sqlite3.Connection, issue: Issue, cited: Sequence[str], *, where: str) -> None:
    """Watch the articles of an issue from now on, by what their sources say of them at this moment."""
    found = connection.execute(
        "SELECT id, body FROM entries WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(list(cited)),)
    )
    said = [(issue.number, id_, rows.decode(body, Entry, where=where).said) for id_, body in found]
    connection.executemany("INSERT INTO followed (issue, article, said) VALUES (?, ?, ?)", said)
    connection.execute(
        "DELETE FROM followed WHERE issue NOT IN (SELECT number FROM issues ORDER BY as_of DESC LIMIT ?)", (_WATCHED,)
    )


def changed(connection: sqlite3.Connection, *, since: datetime, until: datetime, where: str) -> tuple[Follow, ...]:
    """What is watched of issues as of these moments, and has another entry by now."""
    query = """
        SELECT number, date, said, etag, last_modified, first_seen, entries.body
        FROM followed JOIN issues ON number = issue JOIN entries ON id = article
        WHERE as_of > ? AND as_of <= ? ORDER BY number, article
    """
    found: list[Follow] = []
    for number, day, said, etag, modified, seen, body in connection.execute(
        query, (to_column(since), to_column(until))
    ):
        entry = rows.decode(body, Entry, where=where)
        if entry.said != said:
            found.append(
                Follow(
                    issue=number,
                    day=sealed.day_of(number, day, where=where),
                    held=Held(entry, moment(seen)),
                    etag=etag,
                    last_modified=modified,
                )
            )
    return tuple(found)


def looked(connection: sqlite3.Connection, seen: Sequence[Follow]) -> None:
    """These were looked at as they are now."""
    connection.executemany(
        "UPDATE followed SET said = ?, etag = ?, last_modified = ? WHERE issue = ? AND article = ?",
        [(one.held.entry.said, one.etag, one.last_modified, one.issue, one.held.entry.article) for one in seen],
    )


def add(connection: sqlite3.Connection, found: Sequence[tuple[Erratum, Article | None]]) -> tuple[Erratum, ...]:
    """Append errata under the next numbers, each with the article that proves its new words."""
    last: int | None = connection.execute("SELECT max(number) FROM errata").fetchone()[0]
    made = []
    for number, (erratum, article) in enumerate(found, (last or 0) + 1):
        evidence = ""
        if article is not None:
            body = rows.encode(article)
            evidence = sha256(body)
            connection.execute("INSERT OR IGNORE INTO revisions VALUES (?, ?)", (evidence, body))
        one = replace(erratum, number=number, evidence=evidence)
        connection.execute(
            "INSERT INTO errata VALUES (?, ?, ?, ?, ?)",
            (number, one.issue, one.article, to_column(one.at), rows.encode(one)),
        )
        made.append(one)
    return tuple(made)


def listed(connection: sqlite3.Connection, issue: int | None, *, where: str) -> tuple[Erratum, ...]:
    """Every erratum of an issue, or of all, in the order they were found."""
    if issue is None:
        found = connection.execute("SELECT body FROM errata ORDER BY number")
    else:
        found = connection.execute("SELECT body FROM errata WHERE issue = ? ORDER BY number", (issue,))
    return tuple(rows.decode(body, Erratum, where=where) for (body,) in found)


def untold(connection: sqlite3.Connection, until: datetime, *, where: str) -> tuple[Erratum, ...]:
    """Those found by then that no issue has told and nobody withheld."""
    found = connection.execute(
        "SELECT body FROM errata WHERE at <= ? AND number NOT IN (SELECT erratum FROM told_errata) ORDER BY number",
        (to_column(until),),
    )
    return standing(rows.decode(body, Erratum, where=where) for (body,) in found)


def stood(connection: sqlite3.Connection, issues: Sequence[int], until: datetime, *, where: str) -> tuple[Erratum, ...]:
    """Those of these issues that were found by then, and that nobody had withheld by then."""
    query = """
        SELECT body FROM errata WHERE at <= ? AND issue IN (SELECT value FROM json_each(?)) ORDER BY number
    """
    found = connection.execute(query, (to_column(until), json.dumps(list(issues))))
    return standing(rows.decode(body, Erratum, where=where) for (body,) in found)


def tell(connection: sqlite3.Connection, issue: Issue) -> None:
    """Remember that an issue tells of its corrections, in the transaction that freezes it."""
    connection.executemany(
        "INSERT INTO told_errata VALUES (?, ?)", [(one.number, issue.number) for one in issue.corrections]
    )


def told(connection: sqlite3.Connection) -> Mapping[int, int]:
    """Number of each erratum that was told -> number of the issue."""
    return dict(connection.execute("SELECT erratum, issue FROM told_errata ORDER BY erratum").fetchall())


def revisions(connection: sqlite3.Connection, hashes: Sequence[str]) -> Mapping[str, bytes]:
    """Of these hashes the rows that they are of, unjudged."""
    query = "SELECT sha256, CAST(body AS BLOB) FROM revisions WHERE sha256 IN (SELECT value FROM json_each(?))"
    return dict(connection.execute(query, (json.dumps(list(hashes)),)).fetchall())
