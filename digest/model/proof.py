"""What an issue is proved by, and made again from."""

from __future__ import annotations

from datetime import date, datetime

from msgspec import Struct

from digest.model.articles import Article
from digest.model.desk import Correction
from digest.model.errata import Erratum
from digest.model.issue import Publication, SourceReport
from digest.model.settings import Rules
from digest.model.sources import Held, Source


class Exhibit(Struct, frozen=True, kw_only=True):
    """An article that a frozen issue cites, as the archive holds it."""

    id: str
    body: bytes | None  # the stored row; None: it is gone
    article: Article | None  # what the row holds; None where it cannot be read
    sha256: str | None  # of the row when the issue was frozen; None: an earlier program froze it, and kept none


class Evidence(Struct, frozen=True, kw_only=True):
    """What the archive holds of a frozen issue, byte for byte and unjudged."""

    number: int
    date: date
    as_of: datetime | None  # None where its row holds no moment
    body: bytes  # the frozen file
    sha256: str  # of the file when it was frozen
    articles: tuple[Exhibit, ...]  # by id
    seal: str | None  # ``codec.seal``, as kept when it was frozen; None: an earlier program froze it, and kept none
    previous: str | None  # the seal that it was chained to; "" where there was none
    before: str | None  # the seal that the sealed issue before it bears now; "" where there is none
    after: str | None  # the seal that the sealed issue behind it was chained to; None where there is none


class Inputs(Struct, frozen=True, kw_only=True):
    """Everything that an issue was made of, as it was then: what it is made again from, whatever came later.

    What never changes is named, not copied: earlier issues, and the articles that they or the issue itself cite.
    """

    program: dict[str, str]  # ``program.identity``: what made it
    now: datetime
    replay: bool
    publication: Publication
    rules: Rules
    sources: tuple[Source, ...]  # without their addresses: they have no say, and may hold a secret
    reports: tuple[SourceReport, ...]
    number: int  # the highest issue number given before
    entries: tuple[Held, ...] = ()  # each that an answer has, by source
    # Question -> what the archive answered: ids of articles, numbers of issues.
    answers: dict[str, tuple[str, ...]] = {}
    articles: dict[str, Article | None] = {}  # id -> held as such; None: as an issue cites it
    pages: dict[str, Article | None] = {}  # id -> read from its own page then; None: as the issue cites it
    corrections: tuple[Correction, ...] = ()
    errata: tuple[Erratum, ...] = ()  # that no issue had told yet
    corrected: tuple[Erratum, ...] = ()  # of earlier issues, told or not
