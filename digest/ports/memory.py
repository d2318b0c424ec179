"""What is remembered: the archive and the catalogue."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from digest.model import (
    Approval,
    Article,
    Budget,
    Contents,
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
    Lengths,
    Shelf,
    SourceReport,
    SourceState,
)


class Memory(Protocol):
    """What of the archive decides an issue: only asked, and each answer is one of the issue's ``Inputs``."""

    def entries(self, *, seen_after: datetime | None, published_after: datetime) -> tuple[Held, ...]:
        """Entries first seen or published after ``seen_after`` (None: any time); undated ones included.

        Of dated ones only those published after ``published_after`` or first seen after ``seen_after``. Ordered by
        article id.
        """
        ...

    def latest(self, sources: Sequence[str], *, each: int) -> tuple[Held, ...]:
        """The entries of these sources that were first seen last, at most ``each`` of one. Ordered by source."""
        ...

    def find(self, keys: Sequence[str]) -> tuple[Held, ...]:
        """The entries whose article key (canonical URL, else article id) is among these. Ordered by article id."""
        ...

    def articles(self, ids: Sequence[str]) -> Mapping[str, Article]:
        """Of these articles those that are held as such: read from their own pages, or cited by an issue."""
        ...

    def history(self, *, before: datetime, issues: int) -> History:
        """The newest ``issues`` issues whose ``as_of`` is earlier, and the highest number; nothing is ``printed``."""
        ...

    def printed(self, names: Collection[str], *, before: datetime) -> frozenset[str]:
        """Of these names (``History.printed``) those of articles that issues printed whose ``as_of`` is earlier."""
        ...

    def corrections(self) -> tuple[Correction, ...]:
        """Every correction an editor made, oldest first, undone ones too."""
        ...

    def untold(self, *, until: datetime) -> tuple[Erratum, ...]:
        """Errata found by then that no issue has told and nobody withheld, in the order they were found."""
        ...

    def corrected(self, issues: Sequence[int], *, until: datetime) -> tuple[Erratum, ...]:
        """Errata of the issues of these numbers, found by then, told or not, that nobody had withheld by then."""
        ...


class Archive(Memory, Protocol):
    """The memory: what is known of sources, their entries, frozen issues and the evidence for their words."""

    def states(self) -> Mapping[str, SourceState]:
        """What is remembered of each source, by the key of its request."""
        ...

    def record(self, given: Sequence[Given], *, at: datetime, replay: bool = False) -> tuple[int, ...]:
        """Store what requests gave and what became of asking, in one transaction.

        Returns how many entries of each were new. An entry already held follows its source and keeps its
        ``first_seen``. Safe to repeat. ``replay``: ``at`` is another moment than now, and what was published after it
        is first seen when it was published.
        """
        ...

    def seen_by(self, now: datetime) -> None:
        """Say of no entry that it was first seen after ``now``: the clock was ahead when that was recorded."""
        ...

    def reports(self) -> tuple[SourceReport, ...]:
        """What each source last gave."""
        ...

    def keep(self, article: Article) -> None:
        """Hold the article that was read from its own page, unless an issue has cited it."""
        ...

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
        """Keep an issue for ever, and of ``articles`` those that it cites: the evidence for its words.

        ``owed``: it is to be mailed to everyone (``Ledger.owe``), which is known as soon as the issue is.

        ``budget`` and ``inputs``, what became of what it was made of, and that itself, are kept with it until 60 newer
        ones are. The same bytes again change nothing. Raises ``StorageError`` where its number or date is taken by
        other bytes.
        """
        ...

    def remove(self, number: int, day: date, *, pages: Sequence[str] = ()) -> None:
        """Forget an issue that is dated ahead, as if it had never been made, and tie the later ones to that before it.

        ``pages`` are those, below output/, that go with its own. Its number is given again, unless the ledger knows of
        anybody who was mailed it.
        """
        ...

    def issue(self, date: date) -> Issue | None:
        """The issue of a day."""
        ...

    def issues(self) -> tuple[tuple[int, date], ...]:
        """(number, date) of every frozen issue, oldest first."""
        ...

    def frozen(self, date: date) -> bytes | None:
        """The frozen file of a day, byte for byte."""
        ...

    def proof(self, number: int) -> Evidence | None:
        """What is held of the issue of that number, byte for byte; what was tampered with is given as it is."""
        ...

    def sealed(self) -> tuple[int, ...]:
        """The number of every issue that was sealed, lowest first, whether or not it is still there."""
        ...

    def unpublished(self) -> tuple[date, ...]:
        """The days of the frozen issues after the last that was published, oldest first.

        Not of those that a program froze which kept no hashes of what it published.
        """
        ...

    def publish(
        self, hashes: Mapping[str, str], *, instead_of: Sequence[str], issue: int = 0, by: Mapping[str, str] = ...
    ) -> None:
        """Remember the SHA-256 of each file that was put in output/, by its path there.

        What was remembered of the paths ``instead_of``, and of what lies in folders of these names, is forgotten.
        ``by`` is what rendered the ``issue`` of that number (``Renderer.identity``).
        """
        ...

    def rendered(self, number: int) -> Mapping[str, str] | None:
        """What rendered an issue as it was last published; None where nothing is known of that."""
        ...

    def published(self, below: str = "") -> Mapping[str, str]:
        """Path below output/ -> SHA-256 of the file as it was last put there; ``below``: only in that folder."""
        ...

    def budget(self, date: date) -> Budget | None:
        """What became of all that the issue of a day was made from, where that is still kept."""
        ...

    def inputs(self, number: int) -> Inputs | None:
        """What the issue of that number was made of, where that is still kept."""
        ...

    def past(self, number: int, *, before: datetime, issues: int) -> History:
        """``history`` as it was before the issue of that number was frozen."""
        ...

    def past_printed(self, number: int, names: Collection[str], *, before: datetime) -> frozenset[str]:
        """``printed`` as it was before the issue of that number was frozen."""
        ...

    def followed(self, *, since: datetime, until: datetime) -> tuple[Follow, ...]:
        """The articles of issues as of these moments whose sources say something else of them than when looked at last.

        An issue's articles are followed from when it is frozen. Ordered by issue and article.
        """
        ...

    def err(
        self, found: Sequence[tuple[Erratum, Article | None]], *, looked: Sequence[Follow] = ...
    ) -> tuple[Erratum, ...]:
        """Append errata under the next numbers, each with the article that proves its new words: for ever.

        In the same transaction it is remembered that these were ``looked`` at as they are now. Returns the errata.
        """
        ...

    def errata(self, issue: int | None = None) -> tuple[Erratum, ...]:
        """Every erratum of the issue of that number, or of all issues, in the order they were found."""
        ...

    def told(self) -> Mapping[int, int]:
        """Number of each erratum that an issue told -> that issue's number; ``freeze`` knows it by its corrections."""
        ...

    def revisions(self, hashes: Sequence[str]) -> Mapping[str, bytes]:
        """Of these ``Erratum.evidence`` the stored articles, byte for byte, unjudged."""
        ...

    def approvals(self, number: int) -> tuple[Approval, ...]:
        """Every approval of the issue of that number, oldest first, revoked ones too."""
        ...

    def approve(self, approval: Approval) -> None:
        """Keep an approval beside those before it."""
        ...

    def revoke(self, number: int, *, by: str, at: datetime) -> Approval | None:
        """Take back every approval of an issue that holds. Returns the latest of them; None where none held."""
        ...

    def correct(
        self, kind: CorrectionKind, *, articles: Sequence[str], others: Sequence[str] = (), about: str, at: datetime
    ) -> Correction:
        """Keep a correction under the next number. ``articles`` and ``others`` are article keys."""
        ...

    def undo(self, number: int, *, at: datetime) -> Correction:
        """Mark a correction undone. Raises ``UsageError`` where there is none of that number, or it is undone."""
        ...


class Catalogue(Protocol):
    """The tables of contents of the frozen issues: what keeps the five-hundredth as quick to publish as the fifth."""

    def missing(self, version: int) -> tuple[date, ...]:
        """The days of the issues of which there are no contents of this version, oldest first."""
        ...

    def keep(self, contents: Contents) -> None:
        """Hold an issue's contents in the place of those it had."""
        ...

    def contents(self, number: int) -> Contents | None:
        """What is held of an issue; None where nothing is."""
        ...

    def shelf(self, changed: date, lengths: Lengths) -> Shelf:
        """What the pages are made of that the issue of a day changes."""
        ...
