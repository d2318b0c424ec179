"""What sources changed after it was printed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from digest.model.articles import Earlier
from digest.model.passages import Passage
from digest.model.sources import Held

CORRECTIONS_FORMAT = "digest-corrections/1"
# A figure, a name, a day, a "not", the words of a quotation: another stands in its place. A sentence or headline: gone,
# or another. A note: the source says itself that it was wrong.
ChangeKind = Literal["figure", "name", "date", "negation", "quote", "gone", "headline", "note"]
# changed: its words did. withdrawn: its source took it back. lost: its page is no longer there. note: an editor's own
# words. revoked: an erratum is withheld.
ErratumKind = Literal["changed", "withdrawn", "lost", "note", "revoked"]


class Revised(Struct, frozen=True):
    """A stretch of what an article says since it changed, verbatim; of its headline where ``start == end``."""

    text: str
    start: int  # in the text as it is now
    end: int


class Change(Struct, frozen=True, kw_only=True):
    """What is not as it was printed."""

    kind: ChangeKind
    printed: Passage | None = None  # as it was printed; None for a headline, a note
    now: Revised | None = None  # what stands there now; None where nothing does


class PrintedErratum(Struct, frozen=True, kw_only=True):
    """ "Corrections": what an earlier issue printed, and what its source says since."""

    number: int  # ``Erratum.number``
    kind: ErratumKind
    article: str  # the id of the article
    flagged: Earlier  # the issue that printed it, and the headline of its story there
    thread: str  # of that story
    at: datetime  # when it was seen
    changes: tuple[Change, ...] = ()
    evidence: str = ""  # ``Erratum.evidence``: what the words of ``changes`` are proved by
    note: str = ""  # an editor's own words


class Erratum(Struct, frozen=True, kw_only=True):
    """What a source changed or took back after an issue had printed it; "a correction" to users. Never changed itself.

    Not to be confused with ``Correction``, by which an editor ties stories together.
    """

    number: int  # 1 up, in the order they were found
    kind: ErratumKind
    issue: int  # the number of the issue that printed it
    article: str = ""  # the article's id; "" for what is revoked
    story: str = ""  # the id of its story in that issue
    at: datetime  # when it was seen
    changes: tuple[Change, ...] = ()
    evidence: str = ""  # SHA-256 of the article as it is now, as stored (``Archive.later``); "" where there is none
    note: str = ""  # the editor's own words, or why it is withheld
    by: str = ""  # who wrote them
    revokes: int | None = None  # the number of the erratum that is withheld


def standing(errata: Iterable[Erratum]) -> tuple[Erratum, ...]:
    """Those that nobody withheld, in the order they were found."""
    every = tuple(errata)
    revoked = {one.revokes for one in every}
    return tuple(one for one in every if one.kind != "revoked" and one.number not in revoked)


class Follow(Struct, frozen=True, kw_only=True):
    """A printed article whose source says something else of it than when it was looked at last."""

    issue: int  # the number of the issue that printed it
    day: date  # of that issue
    held: Held  # its entry as it is now
    etag: str | None = None  # of its page as it was read last
    last_modified: str | None = None
