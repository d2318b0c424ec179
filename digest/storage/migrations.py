"""Brings a database of an earlier program to this one's schema, step by step, in the transaction that it is given.

``PRAGMA user_version`` counts the steps a database has seen. A step is a named function and never changes once it was
released; there is no way back: an older program refuses a newer database instead of guessing.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from typing import Any

from digest.model import SourceState
from digest.storage import rows
from digest.storage.moments import from_column
from digest.urls import page


def migrate(connection: sqlite3.Connection, version: int) -> None:
    """Run the steps that a database of ``version`` has not seen."""
    for step in STEPS[version - 1 :]:
        step(connection)


def entries_beside_articles(connection: sqlite3.Connection) -> None:
    """1 to 2: what sources said is kept as entries, and articles are made of them when an issue may print them.

    An article that no issue cites and no page gave becomes an entry of its own text; nothing is seen anew.
    """
    connection.execute("CREATE TABLE states (key TEXT NOT NULL PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID")
    for row in connection.execute(
        "SELECT key, url, etag, last_modified, last_success, last_new, failures FROM sources"
    ):
        key, url, etag, last_modified, success, new, failures = row
        state = SourceState(
            key=key,
            url=url,
            etag=etag,
            last_modified=last_modified,
            last_asked=from_column(success),
            last_read=from_column(success),
            last_success=from_column(success),
            last_new=from_column(new),
            failures=failures,
        )
        connection.execute("INSERT INTO states VALUES (?, ?)", (key, rows.encode(state)))
    connection.execute("DROP TABLE sources")

    connection.execute(
        "CREATE TABLE entries (id TEXT NOT NULL PRIMARY KEY, source TEXT NOT NULL, first_seen INTEGER NOT NULL,"
        " published INTEGER, embargo_until INTEGER, body BLOB NOT NULL)"
    )
    every = "SELECT id, source, first_seen, published, embargo_until, body FROM articles"
    for id_, source, seen, published, embargo, body in connection.execute(every):
        entry = json.dumps(_entry(json.loads(body)), ensure_ascii=False).encode()
        connection.execute(
            "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?)", (id_, source, seen, published, embargo, entry)
        )
    for statement in (
        "CREATE INDEX entries_source ON entries (source, first_seen)",
        "CREATE INDEX entries_first_seen ON entries (first_seen)",
        "CREATE INDEX entries_published ON entries (published)",
        "CREATE INDEX entries_embargo_until ON entries (embargo_until) WHERE embargo_until IS NOT NULL",
        "DELETE FROM articles WHERE id NOT IN (SELECT article FROM issue_articles)"
        " AND json_extract(CAST(body AS TEXT), '$.origin') <> 'page'",
        "DROP INDEX ix_articles_first_seen",
        "DROP INDEX ix_articles_published",
        "DROP INDEX ix_articles_embargo_until",
        *(
            f"ALTER TABLE articles DROP COLUMN {name}"
            for name in ("source", "url", "first_seen", "published", "embargo_until")
        ),
        "CREATE INDEX delivery_changes_issue ON delivery_changes (issue, recipient)",
        "DROP INDEX ix_issue_articles_article",
        "CREATE INDEX issue_articles_article ON issue_articles (article)",
        "DROP TABLE alembic_version",
    ):
        connection.execute(statement)


def _entry(article: dict[str, Any]) -> dict[str, Any]:
    """The entry that gives an article's text again; both as JSON objects of the second schema."""
    same = ("source", "url", "published", "updated", "tags", "lang", "position", "section", "embargo_until", "expires")
    return {
        **{name: article[name] for name in (*same, "image") if article.get(name) is not None},
        "id": article["entry_id"],
        "title": article["headline"],
        "content": article["text"],
        "content_kind": "text",
        "authors": [article["byline"]] if article.get("byline") else [],
    }


def the_editors_hand(connection: sqlite3.Connection) -> None:
    """2 to 3: corrections and budgets are kept, an entry is found by its address, and what was printed by any of it."""
    for statement in (
        "CREATE TABLE budgets (issue INTEGER NOT NULL PRIMARY KEY REFERENCES issues (number), body BLOB NOT NULL)",
        "CREATE TABLE corrections (number INTEGER NOT NULL PRIMARY KEY, undone INTEGER, body BLOB NOT NULL)",
        "ALTER TABLE entries ADD COLUMN url TEXT NOT NULL DEFAULT ''",
        "UPDATE entries SET url = coalesce(json_extract(CAST(body AS TEXT), '$.url'), '')",
        "CREATE INDEX entries_url ON entries (url)",
    ):
        connection.execute(statement)
    printed = connection.execute("SELECT issue, key FROM printed").fetchall()
    connection.executemany(
        "INSERT OR IGNORE INTO printed VALUES (?, ?)",
        [(number, known) for number, key in printed if (known := page(key))],
    )


def seals(connection: sqlite3.Connection) -> None:
    """3 to 4: issues are sealed with their evidence, and what is published is remembered.

    What is frozen already gets no seal: nobody could say that it is still what was frozen.
    """
    for statement in (
        "ALTER TABLE issue_articles ADD COLUMN sha256 TEXT",
        "CREATE TABLE seals (issue INTEGER NOT NULL PRIMARY KEY REFERENCES issues (number), previous TEXT NOT NULL,"
        " seal TEXT NOT NULL)",
        "CREATE TABLE published (path TEXT NOT NULL PRIMARY KEY, sha256 TEXT NOT NULL) WITHOUT ROWID",
    ):
        connection.execute(statement)


def approvals(connection: sqlite3.Connection) -> None:
    """4 to 5: who approved an issue, and which bytes of it."""
    for statement in (
        "CREATE TABLE approvals (id INTEGER NOT NULL PRIMARY KEY, issue INTEGER NOT NULL REFERENCES issues (number),"
        " sha256 TEXT NOT NULL, by TEXT NOT NULL, at INTEGER NOT NULL, revoked INTEGER,"
        " revoked_by TEXT NOT NULL DEFAULT '')",
        "CREATE INDEX approvals_issue ON approvals (issue)",
    ):
        connection.execute(statement)


def catalogue(connection: sqlite3.Connection) -> None:
    """5 to 6: the contents of issues, for the pages that span issues; made of the frozen issues when next published."""
    for statement in (
        "CREATE TABLE contents (issue INTEGER NOT NULL PRIMARY KEY REFERENCES issues (number), version"
        " INTEGER NOT NULL, date TEXT NOT NULL, as_of INTEGER NOT NULL, subject TEXT NOT NULL)",
        "CREATE INDEX contents_date ON contents (date)",
        "CREATE TABLE told (issue INTEGER NOT NULL REFERENCES issues (number), place INTEGER NOT NULL, date"
        " TEXT NOT NULL, thread TEXT NOT NULL, day INTEGER NOT NULL, section TEXT NOT NULL, body BLOB NOT"
        " NULL, PRIMARY KEY (issue, place))",
        "CREATE INDEX told_date ON told (date, place)",
        "CREATE INDEX told_thread ON told (thread, date, place)",
        "CREATE INDEX told_section ON told (section, date, place)",
        "CREATE INDEX told_again ON told (date, place, thread) WHERE day > 1",
        "CREATE TABLE announced (issue INTEGER NOT NULL REFERENCES issues (number), name TEXT NOT NULL, date"
        " TEXT NOT NULL, first TEXT, last TEXT, body BLOB, PRIMARY KEY (issue, name))",
        "CREATE INDEX announced_name ON announced (name, date)",
        "CREATE INDEX announced_last ON announced (last, name)",
        "CREATE INDEX announced_first ON announced (first, last, name)",
        "CREATE TABLE credits (issue INTEGER NOT NULL REFERENCES issues (number), source TEXT NOT NULL, date"
        " TEXT NOT NULL, stories INTEGER NOT NULL, site TEXT NOT NULL, PRIMARY KEY (issue, source))",
        "CREATE INDEX credits_source ON credits (source, date, stories)",
    ):
        connection.execute(statement)


def subscribers(connection: sqlite3.Connection) -> None:
    """6 to 7: who is on the list, who is mailed nothing, what came back; when a deferred message is tried again,
    and what was dropped for its age."""
    for statement in (
        "ALTER TABLE deliveries RENAME TO old_deliveries",
        "CREATE TABLE deliveries (issue INTEGER NOT NULL, recipient TEXT NOT NULL COLLATE NOCASE, state TEXT NOT NULL,"
        " code INTEGER, reply TEXT NOT NULL, attempts INTEGER NOT NULL, at INTEGER, first INTEGER, next INTEGER,"
        " PRIMARY KEY (issue, recipient)) WITHOUT ROWID",
        # Of two spellings of one address the one that had the mail, or may have had it, speaks for both.
        "INSERT OR IGNORE INTO deliveries SELECT issue, recipient, state, code, reply, attempts, at, NULL, NULL"
        " FROM old_deliveries ORDER BY CASE state WHEN 'accepted' THEN 0 WHEN 'sending' THEN 1 WHEN 'unknown' THEN 2"
        " WHEN 'failed' THEN 3 ELSE 4 END",
        "DROP TABLE old_deliveries",
        "ALTER TABLE delivery_changes RENAME TO old_changes",
        "DROP INDEX delivery_changes_issue",
        "CREATE TABLE delivery_changes (id INTEGER NOT NULL PRIMARY KEY, issue INTEGER NOT NULL,"
        " recipient TEXT NOT NULL COLLATE NOCASE, state TEXT NOT NULL, code INTEGER, reply TEXT NOT NULL,"
        " attempts INTEGER NOT NULL, at INTEGER)",
        "INSERT INTO delivery_changes SELECT id, issue, recipient, state, code, reply, attempts, at FROM old_changes",
        "DROP TABLE old_changes",
        "CREATE INDEX delivery_changes_issue ON delivery_changes (issue, recipient)",
        "CREATE INDEX deliveries_state ON deliveries (issue, state, next)",
        "CREATE INDEX deliveries_at ON deliveries (at)",
        "CREATE TABLE subscribers (who TEXT NOT NULL PRIMARY KEY, state TEXT NOT NULL, body BLOB NOT NULL)"
        " WITHOUT ROWID",
        "CREATE INDEX subscribers_state ON subscribers (state, who)",
        "CREATE TABLE suppressions (who TEXT NOT NULL PRIMARY KEY, reason TEXT NOT NULL, at INTEGER NOT NULL,"
        " note TEXT NOT NULL DEFAULT '') WITHOUT ROWID",
        "CREATE TABLE subscriber_events (id INTEGER NOT NULL PRIMARY KEY, who TEXT NOT NULL, at INTEGER NOT NULL,"
        " what TEXT NOT NULL, note TEXT NOT NULL DEFAULT '')",
        "CREATE INDEX subscriber_events_who ON subscriber_events (who, id)",
        "CREATE TABLE bounces (id INTEGER NOT NULL PRIMARY KEY, who TEXT NOT NULL, kind TEXT NOT NULL, at INTEGER"
        " NOT NULL, issue INTEGER, status TEXT NOT NULL DEFAULT '', note TEXT NOT NULL DEFAULT '')",
        "CREATE INDEX bounces_who ON bounces (who, id)",
        "CREATE TABLE mail_read (key TEXT NOT NULL PRIMARY KEY, at INTEGER NOT NULL, what TEXT NOT NULL) WITHOUT ROWID",
        "CREATE TABLE letters (id INTEGER NOT NULL PRIMARY KEY, who TEXT NOT NULL, kind TEXT NOT NULL, state TEXT"
        " NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, code INTEGER, reply TEXT NOT NULL DEFAULT '', at INTEGER,"
        " next INTEGER)",
        "CREATE INDEX letters_who ON letters (who, kind)",
        "CREATE INDEX letters_state ON letters (state, next)",
        "CREATE TABLE forgotten (id TEXT NOT NULL PRIMARY KEY) WITHOUT ROWID",
        "CREATE TABLE swept (what TEXT NOT NULL PRIMARY KEY, at INTEGER NOT NULL, id TEXT NOT NULL) WITHOUT ROWID",
        "CREATE TABLE runs (number INTEGER NOT NULL PRIMARY KEY, started INTEGER NOT NULL, ended INTEGER, status"
        " INTEGER, good INTEGER NOT NULL DEFAULT 0, body BLOB NOT NULL)",
    ):
        connection.execute(statement)


def errata_and_inputs(connection: sqlite3.Connection) -> None:
    """7 to 8: what sources changed after it was printed, and what issues were made of."""
    for statement in (
        "CREATE TABLE errata (number INTEGER NOT NULL PRIMARY KEY, issue INTEGER NOT NULL REFERENCES issues (number),"
        " article TEXT NOT NULL, at INTEGER NOT NULL, body BLOB NOT NULL)",
        "CREATE INDEX errata_issue ON errata (issue)",
        "CREATE TABLE mailings (issue INTEGER NOT NULL PRIMARY KEY, begun INTEGER NOT NULL, ended INTEGER,"
        " reached TEXT NOT NULL DEFAULT '')",
        # Nobody noted who was to be mailed all of them: of what anybody was mailed, everyone is taken to have been.
        "INSERT INTO mailings (issue, begun, ended) SELECT issue, coalesce(min(at), 0), coalesce(max(at), 0)"
        " FROM deliveries GROUP BY issue",
        "CREATE TABLE revisions (sha256 TEXT NOT NULL PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID",
        "CREATE TABLE told_errata (erratum INTEGER NOT NULL PRIMARY KEY REFERENCES errata (number),"
        " issue INTEGER NOT NULL REFERENCES issues (number))",
        "CREATE INDEX told_errata_issue ON told_errata (issue)",
        "CREATE TABLE followed (issue INTEGER NOT NULL REFERENCES issues (number), article TEXT NOT NULL,"
        " said TEXT NOT NULL, etag TEXT, last_modified TEXT, PRIMARY KEY (issue, article)) WITHOUT ROWID",
        "CREATE TABLE inputs (issue INTEGER NOT NULL PRIMARY KEY REFERENCES issues (number), body BLOB NOT NULL)",
        "CREATE TABLE rendered (issue INTEGER NOT NULL PRIMARY KEY REFERENCES issues (number), by TEXT NOT NULL)",
        "CREATE INDEX issues_as_of ON issues (as_of, number)",
        "CREATE INDEX printed_key ON printed (key)",
    ):
        connection.execute(statement)


STEPS: tuple[Callable[[sqlite3.Connection], None], ...] = (
    entries_beside_articles,
    the_editors_hand,
    seals,
    approvals,
    catalogue,
    subscribers,
    errata_and_inputs,
)
