"""The memory: what each source gave, every article held, every issue frozen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, func, insert, or_, select, text, update
from sqlalchemy.dialects import sqlite

from digest import codec
from digest.errors import DataError, StorageError
from digest.model import Article, Fetched, FetchRequest, History, Issue, SourceReport
from digest.storage import rows, schema
from digest.storage.texts import storable

if TYPE_CHECKING:
    from sqlalchemy.dialects.sqlite import Insert
    from sqlalchemy.engine import Connection

    from digest.storage.database import Database

# Of these ids, those held: their bodies, and whether an issue has cited them. One statement, however many ids.
_HELD = text(
    "SELECT a.id, a.body, EXISTS (SELECT 1 FROM issue_articles AS i WHERE i.article = a.id) AS cited"
    " FROM articles AS a WHERE a.id IN (SELECT value FROM json_each(:ids))"
)
_IDS = text("SELECT id FROM articles WHERE id IN (SELECT value FROM json_each(:ids))")
_INSERT = insert(schema.articles)
_UPDATE = (
    update(schema.articles)
    .where(schema.articles.c.id == bindparam("which"))
    .values({name: bindparam(name) for name in ("source", "url", "first_seen", "published", "embargo_until", "body")})
)

_check_row = sqlite.insert(schema.checks)
_CHECK = _check_row.on_conflict_do_update(
    index_elements=["run", "source"],
    set_={name: _check_row.excluded[name] for name in ("name", "at", "state", "entries", "reason", "status")}
    # The same answer recorded again finds nothing new, and takes nothing back.
    | {"new": schema.checks.c.new + _check_row.excluded.new},
)


class SqliteArchive:
    """``ports.Archive`` in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._run: int | None = None
        self._run_at: datetime | None = None
        self._run_sources: set[str] = set()

    # ------------------------------------------------------------------------------------------------------ sources

    def validators(self) -> Mapping[str, FetchRequest]:
        """Source key -> the request whose answer is held; sources whose answers bore no validator are left out."""
        s = schema.sources.c
        held = or_(s.etag.isnot(None), s.last_modified.isnot(None))
        query = select(s.key, s.url, s.etag, s.last_modified).where(held).order_by(s.key)
        with self._database.reading() as connection:
            return {row.key: FetchRequest(**row._mapping) for row in connection.execute(query)}

    def record(self, fetched: Fetched, report: SourceReport, articles: Sequence[Article], *, at: datetime) -> int:
        """Store what one source gave and what became of asking, in one transaction; see ``ports.Archive``.

        Validators are kept only of bytes that were read *and* understood, so that a broken feed is asked for again.
        ``report.new`` is counted here. Raises ``StorageError``.
        """
        with self._database.writing(durable=False) as connection:
            new = _hold(connection, articles, where=str(self._database.path))
            _remember(connection, fetched, report, new, at)
            run = self._run_of(connection, fetched.request.key, at)
            _check(connection, run, fetched, report, new, at)
        # Only now: what a failed transaction would have begun did not begin.
        if run != self._run:
            self._run, self._run_sources = run, set()
        self._run_at = at
        self._run_sources.add(fetched.request.key)
        return new

    def _run_of(self, connection: Connection, key: str, at: datetime) -> int:
        """The number of the run that this belongs to: the one under way, or the next."""
        if self._run is not None and (key not in self._run_sources or at == self._run_at):
            return self._run
        return (connection.execute(select(func.max(schema.checks.c.run))).scalar() or 0) + 1

    def reports(self) -> tuple[SourceReport, ...]:
        """What each source gave to the latest run, by name; files of one source are one line.

        A run is what one archive object records until it meets a source again at another moment.
        """
        c = schema.checks.c
        latest = select(func.max(c.run)).scalar_subquery()
        query = select(c.name, c.state, c.entries, c.new, c.reason).where(c.run == latest).order_by(c.name, c.source)
        by_name: dict[str, list[SourceReport]] = {}
        with self._database.reading() as connection:
            for row in connection.execute(query):
                by_name.setdefault(row.name, []).append(
                    SourceReport(source=row.name, state=row.state, entries=row.entries, new=row.new, reason=row.reason)
                )
        return tuple(_joined(reports) for reports in by_name.values())

    # ----------------------------------------------------------------------------------------------------- articles

    def replace(self, article: Article) -> None:
        """Store an article with a better text (its own page), unless an issue has cited it. Raises ``StorageError``."""
        with self._database.writing(durable=False) as connection:
            held = _held(connection, [article.id])
            if article.id not in held:
                connection.execute(_INSERT, [rows.row(article)])
                return
            body, cited = held[article.id]
            if not cited:
                before = rows.article(body, where=str(self._database.path))
                _update(connection, [rows.row(replace(article, first_seen=before.first_seen))])

    def articles(self, *, seen_after: datetime | None, published_after: datetime) -> tuple[Article, ...]:
        """Articles that an issue may want; see ``ports.Archive``. Ordered by id.

        One whose embargo ended after ``seen_after`` is among them, however long it has been held.
        """
        a = schema.articles.c
        recent = or_(a.published.is_(None), a.published > published_after)
        if seen_after is None:
            wanted = recent
        else:
            wanted = or_(
                a.first_seen > seen_after,
                and_(a.published > seen_after, recent),
                and_(a.embargo_until > seen_after, recent),
            )
        with self._database.reading() as connection:
            found = connection.execute(select(a.body).where(wanted).order_by(a.id)).scalars()
            return tuple(rows.article(body, where=str(self._database.path)) for body in found)

    def article(self, id: str) -> Article | None:
        """One article by id."""
        a = schema.articles.c
        with self._database.reading() as connection:
            body = connection.execute(select(a.body).where(a.id == id)).scalar()
        return None if body is None else rows.article(body, where=str(self._database.path))

    # ------------------------------------------------------------------------------------------------------- issues

    def history(self, *, before: datetime, issues: int) -> History:
        """What issues earlier than ``before`` printed, the newest ``issues`` of them whole; see ``ports.Archive``."""
        i, p = schema.issues.c, schema.printed.c
        newest = select(i.date, i.sha256, i.body).where(i.as_of < before).order_by(i.as_of.desc(), i.number.desc())
        keys = select(p.key).join(schema.issues, i.number == p.issue).where(i.as_of < before).distinct()
        with self._database.reading() as connection:
            found = connection.execute(newest.limit(issues)).all()
            printed = frozenset(connection.execute(keys).scalars())
            number = connection.execute(select(func.max(i.number))).scalar() or 0
        recent = tuple(self._decoded(row) for row in reversed(found))
        return History(issues=recent, printed=printed, number=number)

    def freeze(self, issue: Issue, body: bytes) -> None:
        """Keep an issue for ever; it has reached the disk when this returns. The same bytes again change nothing.

        Raises ``StorageError`` where its number or date is taken by other bytes, or where it cites an article that is
        not held: there would be no evidence for its words.
        """
        digest = hashlib.sha256(body).hexdigest()
        i = schema.issues.c
        with self._database.writing(durable=True) as connection:
            taken = connection.execute(
                select(i.number, i.date, i.sha256).where(or_(i.number == issue.number, i.date == issue.date))
            ).all()
            if [tuple(row) for row in taken] == [(issue.number, issue.date, digest)]:
                return
            for row in taken:
                raise StorageError(
                    f"issue {row.number} of {row.date} is frozen, and issue {issue.number} of {issue.date} is another",
                    where=str(self._database.path),
                    fix="a frozen issue never changes; the next issue takes the next number",
                )
            cited = sorted({article.id for article in issue.articles})
            held = set(connection.execute(_IDS, {"ids": json.dumps(cited)}).scalars())
            missing = [key for key in cited if key not in held]
            if missing:
                raise StorageError(
                    f"issue {issue.number} cites articles that are not held: {', '.join(missing[:3])}",
                    where=str(self._database.path),
                )
            connection.execute(
                insert(schema.issues),
                {"number": issue.number, "date": issue.date, "as_of": issue.as_of, "sha256": digest, "body": body},
            )
            if cited:
                keys = sorted({storable(article.key) for article in issue.articles})
                connection.execute(
                    insert(schema.issue_articles), [{"issue": issue.number, "article": key} for key in cited]
                )
                connection.execute(insert(schema.printed), [{"issue": issue.number, "key": key} for key in keys])

    def issue(self, date: date) -> Issue | None:
        """The issue of a day. Raises ``StorageError`` where its bytes are not those that were frozen."""
        row = self._frozen(date)
        return None if row is None else self._decoded(row)

    def issues(self) -> tuple[tuple[int, date], ...]:
        """(number, date) of every frozen issue, oldest first."""
        i = schema.issues.c
        with self._database.reading() as connection:
            return tuple(
                (row.number, row.date) for row in connection.execute(select(i.number, i.date).order_by(i.date))
            )

    def frozen(self, date: date) -> bytes | None:
        """The frozen file of a day, byte for byte. Raises ``StorageError`` where it is not what was frozen."""
        row = self._frozen(date)
        return None if row is None else self._whole(row)

    def _frozen(self, date: date) -> Any:
        i = schema.issues.c
        with self._database.reading() as connection:
            return connection.execute(select(i.date, i.sha256, i.body).where(i.date == date)).one_or_none()

    def _decoded(self, row: Any) -> Issue:
        try:
            return codec.decode(self._whole(row), where=f"issue of {row.date}")
        except DataError as error:
            raise StorageError(error.what, where=str(self._database.path), fix=error.fix) from error

    def _whole(self, row: Any) -> bytes:
        body: bytes = row.body
        if hashlib.sha256(body).hexdigest() != row.sha256:
            raise StorageError(
                f"the issue of {row.date} is not what was frozen",
                where=str(self._database.path),
                fix="restore the database from a backup",
            )
        return body


def _held(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[bytes, bool]]:
    """Id -> (body, whether an issue has cited it), of those of ``ids`` that are held."""
    return {row.id: (row.body, bool(row.cited)) for row in connection.execute(_HELD, {"ids": json.dumps(ids)})}


def _hold(connection: Connection, articles: Sequence[Article], *, where: str) -> int:
    """Insert the new ones and follow the held ones. Returns how many were new."""
    given = {article.id: article for article in articles}  # a feed may name one twice: the last stands
    if not given:
        return 0
    held = _held(connection, list(given))
    new = [rows.row(article) for key, article in given.items() if key not in held]
    changed = []
    for key, (body, cited) in held.items():
        if cited:
            continue
        row = rows.row(rows.following(rows.article(body, where=where), given[key]))
        if row["body"] != body:
            changed.append(row)
    if new:
        connection.execute(_INSERT, new)
    _update(connection, changed)
    return len(new)


def _update(connection: Connection, changed: Sequence[dict[str, Any]]) -> None:
    if changed:
        connection.execute(_UPDATE, [{**row, "which": row["id"]} for row in changed])


def _remember(connection: Connection, fetched: Fetched, report: SourceReport, new: int, at: datetime) -> None:
    """Keep what is known of a source up to date."""
    row: dict[str, Any] = {
        "key": storable(fetched.request.key),
        "url": storable(fetched.request.url),
        "final_url": storable(fetched.url),
        "etag": None,
        "last_modified": None,
        "last_success": None if report.state == "failed" else at,
        "last_new": at if new else None,
        "failures": 1 if report.state == "failed" else 0,
    }
    understood = fetched.state == "read" and report.state == "read"
    if understood:
        row |= {"etag": fetched.etag, "last_modified": fetched.last_modified}
    connection.execute(_remembering(report.state == "failed", understood, new > 0), row)


@cache  # to build it costs as much as to run it
def _remembering(failed: bool, understood: bool, new: bool) -> Insert:
    """The statement that updates a source after such an outcome."""
    statement = sqlite.insert(schema.sources)
    given = statement.excluded
    changed: dict[str, Any] = {}
    if failed:
        changed["failures"] = schema.sources.c.failures + 1
    else:
        changed |= {"failures": 0, "last_success": given.last_success}
    if understood:
        changed |= {name: given[name] for name in ("url", "final_url", "etag", "last_modified")}
    if new:
        changed["last_new"] = given.last_new
    return statement.on_conflict_do_update(index_elements=["key"], set_=changed)


def _check(connection: Connection, run: int, fetched: Fetched, report: SourceReport, new: int, at: datetime) -> None:
    """Write what became of asking once."""
    row = {
        "run": run,
        "source": storable(fetched.request.key),
        "name": storable(report.source),
        "at": at,
        "state": report.state,
        "entries": report.entries,
        "new": new,
        "reason": None if report.reason is None else storable(report.reason),
        "status": fetched.status,
    }
    connection.execute(_CHECK, row)


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
