"""The memory, as the pipeline asks it: each verb one transaction.

What is stored how is told by ``sources``, ``entries``, ``issues``, ``budgets``, ``inputs``, ``approvals`` and
``corrections``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from digest.errors import StorageError
from digest.model import (
    Approval,
    Article,
    Budget,
    Correction,
    CorrectionKind,
    Erratum,
    Evidence,
    Follow,
    Given,
    Held,
    History,
    Inputs,
    Issue,
    SourceReport,
    SourceState,
)
from digest.storage import approvals, budgets, corrections, entries, sealed, sources
from digest.storage import errata as errata_of
from digest.storage import inputs as made_of
from digest.storage import issues as frozen
from digest.storage.ledger import owe
from digest.storage.moments import to_column

if TYPE_CHECKING:
    import sqlite3

    from digest.storage.database import Database


class SqliteArchive:
    """``ports.Archive`` in the database. Every verb may raise ``StorageError``."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._where = str(database.path)
        self._run: int | None = None
        self._run_at: datetime | None = None
        self._run_keys: set[str] = set()

    # ------------------------------------------------------------------------------------------------------ sources

    def states(self) -> Mapping[str, SourceState]:
        """What is remembered of each source, by the key of its request."""
        with self._database.reading() as connection:
            return sources.states(connection, where=self._where)

    def record(self, given: Sequence[Given], *, at: datetime, replay: bool = False) -> tuple[int, ...]:
        """Store what requests gave and what became of asking, in one transaction; see ``ports.Archive``."""
        if not given:
            return ()
        try:
            with self._database.writing(durable=False) as connection:
                new = tuple(entries.hold(connection, each.entries, at=at, replay=replay) for each in given)
                sources.remember(connection, given)
                run = self._run_of(connection, given, at)
                sources.check(connection, run, given, new, to_column(at) or 0)
        except ValueError as error:
            raise StorageError(f"what a source gave cannot be stored: {error}", where=self._where) from error
        # Only now: what a failed transaction would have begun did not begin.
        if run != self._run:
            self._run, self._run_keys = run, set()
        self._run_at = at
        self._run_keys.update(each.state.key for each in given)
        return new

    def _run_of(self, connection: sqlite3.Connection, given: Sequence[Given], at: datetime) -> int:
        """The number of the run that this belongs to: the one under way, or the next."""
        met = any(each.state.key in self._run_keys for each in given)
        if self._run is not None and (not met or at == self._run_at):
            return self._run
        return sources.last_run(connection) + 1

    def reports(self) -> tuple[SourceReport, ...]:
        """What each source gave to the latest run, by name; files of one source are one line.

        A run is what one archive object records until it meets a source again at another moment.
        """
        with self._database.reading() as connection:
            return sources.reports(connection)

    # ------------------------------------------------------------------------------------------ entries and articles

    def entries(self, *, seen_after: datetime | None, published_after: datetime) -> tuple[Held, ...]:
        """Entries that an issue may want; see ``ports.Archive``."""
        with self._database.reading() as connection:
            return entries.wanted(connection, seen_after=seen_after, published_after=published_after, where=self._where)

    def seen_by(self, now: datetime) -> None:
        """Say of no entry that it was first seen after now; see ``ports.Archive``."""
        with self._database.writing(durable=False) as connection:
            entries.seen_by(connection, now)

    def latest(self, sources: Sequence[str], *, each: int) -> tuple[Held, ...]:
        """The entries of these sources that were first seen last, at most ``each`` of one."""
        with self._database.reading() as connection:
            return entries.latest(connection, sources, each=each, where=self._where)

    def find(self, keys: Sequence[str]) -> tuple[Held, ...]:
        """The entries whose article key is among these, by article id."""
        with self._database.reading() as connection:
            return entries.find(connection, keys, where=self._where)

    def articles(self, ids: Sequence[str]) -> Mapping[str, Article]:
        """Of these articles those that are held as such."""
        with self._database.reading() as connection:
            return frozen.articles(connection, ids, where=self._where)

    def keep(self, article: Article) -> None:
        """Hold the article that was read from its own page, unless an issue has cited it."""
        with self._database.writing(durable=False) as connection:
            frozen.keep(connection, article)

    # ------------------------------------------------------------------------------------------------------- issues

    def history(self, *, before: datetime, issues: int) -> History:
        """The newest ``issues`` issues earlier than ``before``, whole; see ``ports.Memory``."""
        with self._database.reading() as connection:
            return frozen.history(connection, before=before, issues=issues, where=self._where)

    def past(self, number: int, *, before: datetime, issues: int) -> History:
        """``history`` as it was before the issue of that number was frozen."""
        with self._database.reading() as connection:
            return frozen.history(connection, before=before, issues=issues, below=number, where=self._where)

    def printed(self, names: Collection[str], *, before: datetime) -> frozenset[str]:
        """Of these names those of articles that issues earlier than ``before`` printed; see ``ports.Memory``."""
        with self._database.reading() as connection:
            return frozen.printed(connection, names, before=before)

    def past_printed(self, number: int, names: Collection[str], *, before: datetime) -> frozenset[str]:
        """``printed`` as it was before the issue of that number was frozen."""
        with self._database.reading() as connection:
            return frozen.printed(connection, names, before=before, below=number)

    def freeze(
        self,
        issue: Issue,
        body: bytes,
        articles: Sequence[Article],
        budget: Budget | None = None,
        inputs: Inputs | None = None,
        *,
        owed: bool = False,
    ) -> None:
        """Keep an issue for ever; it has reached the disk when this returns. See ``ports.Archive``."""
        with self._database.writing(durable=True) as connection:
            fresh = frozen.freeze(connection, issue, body, articles, where=self._where)
            if fresh and budget is not None:
                budgets.keep(connection, issue.number, budget)
            if fresh and inputs is not None:
                made_of.keep(connection, issue.number, inputs)
            if fresh and owed:
                owe(connection, issue.number, at=issue.as_of)

    def remove(self, number: int, day: date, *, pages: Sequence[str] = ()) -> None:
        """Forget an issue that is dated ahead, as if it had never been made; see ``ports.Archive``."""
        from digest.storage.removal import remove

        with self._database.writing(durable=True) as connection:
            remove(connection, number, day, pages)

    def issue(self, date: date) -> Issue | None:
        """The issue of a day. Raises ``StorageError`` where its bytes are not those that were frozen."""
        with self._database.reading() as connection:
            return frozen.issue(connection, date, where=self._where)

    def issues(self) -> tuple[tuple[int, date], ...]:
        """(number, date) of every frozen issue, oldest first."""
        with self._database.reading() as connection:
            return frozen.listed(connection, where=self._where)

    def frozen(self, date: date) -> bytes | None:
        """The frozen file of a day, byte for byte. Raises ``StorageError`` where it is not what was frozen."""
        with self._database.reading() as connection:
            return frozen.frozen(connection, date, where=self._where)

    def proof(self, number: int) -> Evidence | None:
        """What is held of the issue of that number, byte for byte and unjudged; see ``ports.Archive``."""
        with self._database.reading() as connection:
            return sealed.proof(connection, number, where=self._where)

    def sealed(self) -> tuple[int, ...]:
        """The number of every issue that was sealed, lowest first, whether or not it is still there."""
        with self._database.reading() as connection:
            return sealed.numbers(connection)

    def unpublished(self) -> tuple[date, ...]:
        """The days of issues that wait to be published, oldest first; see ``ports.Archive``."""
        with self._database.reading() as connection:
            return frozen.unpublished(connection, where=self._where)

    def publish(
        self,
        hashes: Mapping[str, str],
        *,
        instead_of: Sequence[str],
        issue: int = 0,
        by: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Remember what was put in output/; see ``ports.Archive``."""
        with self._database.writing(durable=False) as connection:
            sealed.publish(connection, instead_of, hashes)
            if by:
                made_of.render(connection, issue, by)

    def rendered(self, number: int) -> Mapping[str, str] | None:
        """What rendered an issue as it was last published; None where nothing is known of that."""
        with self._database.reading() as connection:
            return made_of.rendered(connection, number)

    def published(self, below: str = "") -> Mapping[str, str]:
        """Path below output/ -> SHA-256 of the file as it was last put there; ``below``: only in that folder."""
        with self._database.reading() as connection:
            return sealed.published(connection, below)

    def budget(self, date: date) -> Budget | None:
        """What became of all that the issue of a day was made from, where that is still kept."""
        with self._database.reading() as connection:
            return budgets.budget(connection, date, where=self._where)

    def inputs(self, number: int) -> Inputs | None:
        """What the issue of that number was made of, where that is still kept."""
        with self._database.reading() as connection:
            return made_of.inputs(connection, number, where=self._where)

    # ------------------------------------------------------------------------------------------------------ errata

    def followed(self, *, since: datetime, until: datetime) -> tuple[Follow, ...]:
        """What sources say otherwise since of the articles of issues as of these moments; see ``ports.Archive``."""
        with self._database.reading() as connection:
            return errata_of.changed(connection, since=since, until=until, where=self._where)

    def err(
        self, found: Sequence[tuple[Erratum, Article | None]], *, looked: Sequence[Follow] = ()
    ) -> tuple[Erratum, ...]:
        """Append errata; they have reached the disk when this returns. See ``ports.Archive``."""
        with self._database.writing(durable=bool(found)) as connection:
            errata_of.looked(connection, looked)
            return errata_of.add(connection, found)

    def errata(self, issue: int | None = None) -> tuple[Erratum, ...]:
        """Every erratum of an issue, or of all issues, in the order they were found."""
        with self._database.reading() as connection:
            return errata_of.listed(connection, issue, where=self._where)

    def untold(self, *, until: datetime) -> tuple[Erratum, ...]:
        """Those found by then that no issue has told; see ``ports.Memory``."""
        with self._database.reading() as connection:
            return errata_of.untold(connection, until, where=self._where)

    def corrected(self, issues: Sequence[int], *, until: datetime) -> tuple[Erratum, ...]:
        """Those of these issues that stood then; see ``ports.Memory``."""
        with self._database.reading() as connection:
            return errata_of.stood(connection, issues, until, where=self._where)

    def told(self) -> Mapping[int, int]:
        """Number of each erratum that was told -> number of the issue that told it."""
        with self._database.reading() as connection:
            return errata_of.told(connection)

    def revisions(self, hashes: Sequence[str]) -> Mapping[str, bytes]:
        """The articles that prove the new words of errata, byte for byte, by the hash that they were kept under."""
        with self._database.reading() as connection:
            return errata_of.revisions(connection, hashes)

    # ------------------------------------------------------------------------------------------- the editor's hand

    def approvals(self, number: int) -> tuple[Approval, ...]:
        """Every approval of an issue, oldest first, revoked ones too."""
        with self._database.reading() as connection:
            return approvals.listed(connection, number)

    def approve(self, approval: Approval) -> None:
        """Keep an approval; it has reached the disk when this returns. See ``ports.Archive``."""
        with self._database.writing(durable=True) as connection:
            approvals.add(connection, approval)

    def revoke(self, number: int, *, by: str, at: datetime) -> Approval | None:
        """Take back what is approved of an issue; see ``ports.Archive``."""
        with self._database.writing(durable=True) as connection:
            return approvals.revoke(connection, number, by=by, at=at)

    def corrections(self) -> tuple[Correction, ...]:
        """Every correction, oldest first, undone ones too."""
        with self._database.reading() as connection:
            return corrections.listed(connection, where=self._where)

    def correct(
        self, kind: CorrectionKind, *, articles: Sequence[str], others: Sequence[str] = (), about: str, at: datetime
    ) -> Correction:
        """Keep a correction under the next number; see ``ports.Archive``."""
        made = Correction(number=0, kind=kind, articles=tuple(articles), others=tuple(others), about=about, at=at)
        with self._database.writing(durable=True) as connection:
            return corrections.add(connection, made)

    def undo(self, number: int, *, at: datetime) -> Correction:
        """Mark a correction undone; see ``ports.Archive``."""
        with self._database.writing(durable=True) as connection:
            return corrections.undo(connection, number, at, where=self._where)
