"""The contents of every issue, and the shelf that the pages which span issues are made of.

Nothing here reads a frozen issue that is not shown in full: what one issue changes is found by indexes, so that the
five-hundredth issue is published as fast as the fifth. Contents can be lost: they are made anew of the frozen issues.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeVar

import msgspec

from digest.errors import StorageError
from digest.model import Announced, Contents, Credit, Erratum, Head, Issue, Lengths, Month, Section, Shelf, Told
from digest.storage import errata, issues
from digest.storage.moments import moment, to_column
from digest.storage.texts import storable

if TYPE_CHECKING:
    from digest.storage.database import Database

_Row = TypeVar("_Row", Told, Announced)
_encoder = msgspec.json.Encoder()
_DECODERS = {kind: msgspec.json.Decoder(kind) for kind in (Told, Announced)}


class SqliteCatalogue:
    """``ports.Catalogue`` in the database. Every verb may raise ``StorageError``."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._where = str(database.path)

    def missing(self, version: int) -> tuple[date, ...]:
        """The days of the issues of which there are no contents of this version, oldest first."""
        query = (
            "SELECT issues.date FROM issues LEFT JOIN contents ON contents.issue = number AND version = ?"
            " WHERE contents.issue IS NULL ORDER BY issues.date"
        )
        with self._database.reading() as connection:
            return tuple(date.fromisoformat(day) for (day,) in connection.execute(query, (version,)))

    def keep(self, contents: Contents) -> None:
        """Hold an issue's contents in the place of those it had."""
        number, head = contents.head.number, contents.head
        with self._database.writing(durable=False) as connection:
            for table in ("contents", "told", "announced", "credits"):
                connection.execute(f"DELETE FROM {table} WHERE issue = ?", (number,))
            row = (number, contents.version, _day(head.date), to_column(head.as_of), storable(head.subject))
            connection.execute("INSERT INTO contents VALUES (?, ?, ?, ?, ?)", row)
            connection.executemany(
                "INSERT INTO told VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    (number, t.place, _day(t.date), storable(t.thread), t.day, storable(t.section), _encoder.encode(t))
                    for t in contents.stories
                ],
            )
            connection.executemany(
                "INSERT INTO announced VALUES (?, ?, ?, ?, ?, ?)",
                [
                    *((number, name, _day(head.date), None, None, None) for name in contents.withdrawn),
                    *(
                        (number, item.name, _day(head.date), _day(item.first), _day(item.last), _encoder.encode(item))
                        for item in contents.ahead
                    ),
                ],
            )
            connection.executemany(
                "INSERT INTO credits VALUES (?, ?, ?, ?, ?)",
                [(number, storable(c.source), _day(head.date), c.stories, c.site) for c in contents.credits],
            )

    def contents(self, number: int) -> Contents | None:
        """What is held of an issue; None where nothing is."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT version, issue, date, as_of, subject FROM contents WHERE issue = ?", (number,)
            ).fetchone()
            if row is None:
                return None
            announced = connection.execute(
                "SELECT name, body FROM announced WHERE issue = ? ORDER BY rowid", (number,)
            ).fetchall()
            self._found_by(connection, number)
            credits = connection.execute(
                "SELECT source, stories, site, date FROM credits WHERE issue = ? ORDER BY source", (number,)
            )
            return Contents(
                version=row[0],
                head=_head(row[1:]),
                stories=self._told(connection, "WHERE issue = ? ORDER BY place", (number,)),
                ahead=tuple(self._decoded(body, Announced) for _, body in announced if body is not None),
                withdrawn=tuple(name for name, body in announced if body is None),
                credits=tuple(
                    Credit(source=name, stories=stories, site=site, last=date.fromisoformat(day))
                    for name, stories, site, day in credits
                ),
            )

    def shelf(self, changed: date, lengths: Lengths) -> Shelf:
        """What the pages that the issue of a day changes are made of."""
        with self._database.reading() as connection:
            year = f"{changed.year:04}"
            heads = connection.execute(
                "SELECT issue, date, as_of, subject FROM contents ORDER BY date DESC LIMIT ?", (lengths.recent,)
            ).fetchall()
            years = sorted({year, *_since(connection, changed)})
            return Shelf(
                latest=self._latest(connection, lengths.latest),
                recent=tuple(_head(row) for row in heads),
                months=_months(connection),
                years=tuple(of_year for year in years if (of_year := _of_year(connection, year))),
                threads=self._threads(connection, changed),
                running=self._running(connection, lengths.running),
                begun=tuple(one for year in years for one in _begun(connection, year)),
                sections=_sections(connection),
                stories=self._stories(connection, changed, lengths.stories),
                sources=_sources(connection, lengths.lately),
                lately=min(lengths.lately, connection.execute("SELECT count(*) FROM contents").fetchone()[0]),
                agenda=self._agenda(connection, lengths.kept),
                changed=changed,
                errata=self._errata(connection, lengths.latest),
                fed_hash=_published(connection, "feed.json"),
            )

    def _latest(self, connection: sqlite3.Connection, length: int) -> tuple[Issue, ...]:
        days = connection.execute("SELECT date FROM contents ORDER BY date DESC LIMIT ?", (length,)).fetchall()
        found = (issues.issue(connection, date.fromisoformat(day), where=self._where) for (day,) in reversed(days))
        return tuple(issue for issue in found if issue is not None)

    def _errata(self, connection: sqlite3.Connection, length: int) -> tuple[Erratum, ...]:
        found = connection.execute("SELECT issue FROM contents ORDER BY date DESC LIMIT ?", (length,)).fetchall()
        return tuple(
            one for (number,) in reversed(found) for one in errata.listed(connection, number, where=self._where)
        )

    def _threads(self, connection: sqlite3.Connection, changed: date) -> tuple[tuple[Told, ...], ...]:
        threads = connection.execute(
            "SELECT DISTINCT thread FROM told WHERE date = ? ORDER BY thread", (_day(changed),)
        )
        grouped = [self._told(connection, "WHERE thread = ? ORDER BY date, place", row) for row in threads.fetchall()]
        return tuple(several for several in grouped if any(story.day > 1 for story in several))

    def _running(self, connection: sqlite3.Connection, length: int) -> tuple[Told, ...]:
        found: dict[str, Told] = {}
        rows = connection.execute("SELECT thread, body FROM told WHERE day > 1 ORDER BY date DESC, place")
        for thread, body in rows:
            if len(found) == length:
                break
            if thread not in found:
                found[thread] = self._decoded(body, Told)
        rows.close()
        return tuple(found.values())

    def _stories(self, connection: sqlite3.Connection, changed: date, length: int) -> tuple[tuple[Told, ...], ...]:
        names = connection.execute(
            "SELECT DISTINCT section FROM told WHERE date = ? AND section <> '' ORDER BY section", (_day(changed),)
        ).fetchall()
        query = "WHERE section = ? ORDER BY date DESC, place LIMIT ?"
        return tuple(self._told(connection, query, (name, length)) for (name,) in names)

    def _agenda(self, connection: sqlite3.Connection, kept: timedelta) -> tuple[Announced, ...]:
        """What still stands, each event as the newest issue that tells of it has it: see ``editions.shelving``."""
        newest = connection.execute("SELECT max(date) FROM contents").fetchone()[0]
        if newest is None:
            return ()
        since = _day(date.fromisoformat(newest) - kept)
        # "+": by the day, of which few are to come, and not by the name, of which there are all.
        names = connection.execute("SELECT DISTINCT +name FROM announced WHERE last >= ?", (since,)).fetchall()
        standing = [item for (name,) in names if (item := self._standing(connection, name)) is not None]
        ahead = [item for item in standing if _day(item.last) >= since]
        if ahead:
            return tuple(sorted(ahead, key=lambda item: (item.first, item.last, item.name)))
        past = connection.execute(
            "SELECT name, body FROM announced WHERE body IS NOT NULL ORDER BY first DESC, last DESC, name DESC"
        )
        for name, body in past:  # one by one: it is among the first
            if self._standing(connection, name) == (item := self._decoded(body, Announced)):
                past.close()
                return (item,)
        return ()

    def _standing(self, connection: sqlite3.Connection, name: str) -> Announced | None:
        row = connection.execute(
            "SELECT body FROM announced WHERE name = ? ORDER BY date DESC LIMIT 1", (name,)
        ).fetchone()
        return None if row is None or row[0] is None else self._decoded(row[0], Announced)

    def _told(self, connection: sqlite3.Connection, which: str, values: Sequence[object]) -> tuple[Told, ...]:
        rows = connection.execute(f"SELECT body FROM told {which}", tuple(values))
        return tuple(self._decoded(body, Told) for (body,) in rows)

    def _found_by(self, connection: sqlite3.Connection, number: int) -> None:
        """Raises where a row of an issue's contents would be found by something else than what it holds."""
        rows = connection.execute("SELECT thread, day, section, date, body FROM told WHERE issue = ?", (number,))
        for *columns, body in rows:
            told = self._decoded(body, Told)
            if columns != [storable(told.thread), told.day, storable(told.section), _day(told.date)]:
                raise self._fault("a stored Told is kept as another than it is")
        rows = connection.execute(
            "SELECT name, first, last, body FROM announced WHERE issue = ? AND body IS NOT NULL", (number,)
        )
        for *columns, body in rows:
            item = self._decoded(body, Announced)
            if columns != [item.name, _day(item.first), _day(item.last)]:
                raise self._fault("a stored Announced is kept as another than it is")

    def _decoded(self, body: bytes, kind: type[_Row]) -> _Row:
        try:
            row: _Row = _DECODERS[kind].decode(body)  # type: ignore[assignment]  # a decoder of that very kind
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise self._fault(f"a stored {kind.__name__} cannot be read back: {error}") from error
        return row

    def _fault(self, what: str) -> StorageError:
        fix = "run `digest publish --all`, which makes the contents of issues anew"
        return StorageError(what, where=self._where, fix=fix)


def _day(day: date) -> str:
    return day.isoformat()


def _head(row: tuple[int, str, int, str]) -> Head:
    number, day, as_of, subject = row
    return Head(number=number, date=date.fromisoformat(day), as_of=moment(as_of), subject=subject)


def _published(connection: sqlite3.Connection, path: str) -> str:
    row = connection.execute("SELECT sha256 FROM published WHERE path = ?", (path,)).fetchone()
    return str(row[0]) if row else ""


def _months(connection: sqlite3.Connection) -> tuple[Month, ...]:
    query = "SELECT substr(date, 1, 7) AS month, count(*) FROM contents GROUP BY month ORDER BY month DESC"
    return tuple(Month(date.fromisoformat(f"{month}-01"), issues) for month, issues in connection.execute(query))


def _of_year(connection: sqlite3.Connection, year: str) -> tuple[Head, ...]:
    rows = connection.execute(
        "SELECT issue, date, as_of, subject FROM contents WHERE date >= ? AND date <= ? ORDER BY date DESC",
        (f"{year}-01-01", f"{year}-12-31"),
    )
    return tuple(_head(row) for row in rows)


def _since(connection: sqlite3.Connection, changed: date) -> set[str]:
    """The years since when what the issue of that day tells goes on: each lists its threads, with their latest days."""
    rows = connection.execute(
        "SELECT (SELECT min(date) FROM told WHERE thread = one.thread AND day > 1) FROM told AS one WHERE date = ?",
        (_day(changed),),
    )
    return {since[:4] for (since,) in rows if since}


def _begun(connection: sqlite3.Connection, year: str) -> tuple[tuple[int, str, date], ...]:
    rows = connection.execute(
        "SELECT thread, (SELECT max(date) FROM told WHERE thread = one.thread) FROM told AS one"
        " WHERE day > 1 AND date >= ?1 AND date <= ?2 AND NOT EXISTS"
        " (SELECT 1 FROM told WHERE thread = one.thread AND day > 1 AND date < ?1) GROUP BY thread ORDER BY thread",
        (f"{year}-01-01", f"{year}-12-31"),
    )
    return tuple((int(year), thread, date.fromisoformat(last)) for thread, last in rows)


def _sections(connection: sqlite3.Connection) -> tuple[Section, ...]:
    query = "SELECT section, count(*), max(date) FROM told WHERE section <> '' GROUP BY section ORDER BY section"
    return tuple(Section(name, stories, date.fromisoformat(last)) for name, stories, last in connection.execute(query))


def _sources(connection: sqlite3.Connection, lately: int) -> tuple[Credit, ...]:
    since = connection.execute(
        "SELECT min(date) FROM (SELECT date FROM contents ORDER BY date DESC LIMIT ?)", (lately,)
    ).fetchone()[0]
    rows = connection.execute(
        "SELECT source, sum(stories), max(date), sum(stories * (date >= ?1)) FROM credits"
        " GROUP BY source ORDER BY source",
        (since,),
    ).fetchall()
    return tuple(
        Credit(source=name, stories=stories, site=_site(connection, name), last=date.fromisoformat(last), lately=late)
        for name, stories, last, late in rows
    )


def _site(connection: sqlite3.Connection, source: str) -> str:
    """The newest that is known of a source; "" for none."""
    query = "SELECT site FROM credits WHERE source = ? AND site <> '' ORDER BY date DESC LIMIT 1"
    row = connection.execute(query, (source,)).fetchone()
    return str(row[0]) if row else ""
