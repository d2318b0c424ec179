"""An issue rendered, and the pages that span issues."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal

from msgspec import Struct

from digest.model.errata import Erratum
from digest.model.issue import Issue


class Edition(Struct, frozen=True, kw_only=True):
    """An issue rendered for one medium."""

    medium: Literal["email", "text", "page", "calendar", "issue", "picture", "card", "corrections"]
    path: str  # relative to the issue's folder: "email.html"
    body: bytes
    moved: tuple[str, ...] = ()  # headlines of the stories it leaves to the web page for want of room
    faults: tuple[str, ...] = ()  # what it has in plain text only: each headline or section, and what went wrong
    mark: str = ""  # of the places in it that are filled for each subscriber (``digest.personal``)
    web: str = ""  # the address of the page that says the same, "" where there is none
    addressed: tuple[str, ...] = ()  # sentences that are true for those alone to whom it is mailed


class SiteFile(Struct, frozen=True, kw_only=True):
    """A file of the static site; ``path`` is relative to output/, with forward slashes."""

    path: str
    body: bytes


class Cited(Struct, frozen=True, kw_only=True):
    """A printed sentence with its credit, ready to print."""

    text: str  # in one line
    source: str  # the name that readers see
    url: str = ""  # of its article; "" where that cannot be linked
    lang: str = ""  # BCP 47 primary tag, "" where it is the story's


class Told(Struct, frozen=True, kw_only=True):
    """A story as one issue told it."""

    issue: int
    date: date
    place: int  # in the issue: 0 first
    thread: str
    day: int  # the how-manieth issue its thread appears in
    anchor: str  # of the story in the issue's page
    headline: str
    section: str
    outlets: tuple[str, ...] = ()
    sentences: tuple[Cited, ...] = ()  # the first few of what happened
    lang: str = ""  # BCP 47 primary tag, "" where it is the publication's


class Announced(Struct, frozen=True, kw_only=True):
    """A dated item of "What's next" as one issue printed it."""

    name: str  # of its event: ``Upcoming.name``
    issue: int
    first: date
    last: date
    date: date  # the issue's
    at: datetime  # the issue's moment
    revision: int
    parts: tuple[str, str, str]  # its sentence before the words that name the date, those words, and after them
    headline: str  # of its story, "" where the issue prints no such story
    section: str
    anchor: str  # of that story in the issue's page, "" where there is none
    source: str  # "" where the issue does not cite it
    url: str  # of its article; "" where that cannot be linked
    lang: str = ""  # BCP 47 primary tag, "" where it is the publication's

    @property
    def sentence(self) -> str:
        """The sentence in one line."""
        return "".join(self.parts)


class Credit(Struct, frozen=True, kw_only=True):
    """How often an issue, or several, printed a source."""

    source: str  # the name that readers see
    stories: int  # that it tells
    site: str = ""  # where it is read: scheme and host of the newest of its articles; "" where that is unknown
    last: date | None = None  # the latest issue that printed it
    lately: int = 0  # stories of the newest issues (``Shelf.lately``)


class Head(Struct, frozen=True, kw_only=True):
    """An issue in a list of issues."""

    number: int
    date: date
    as_of: datetime
    subject: str


class Contents(Struct, frozen=True, kw_only=True):
    """An issue's table of contents: what the pages that span issues need of it."""

    version: int  # of what is taken from an issue: where that changes, contents are made anew
    head: Head
    stories: tuple[Told, ...]
    ahead: tuple[Announced, ...]  # each event once
    withdrawn: tuple[str, ...]  # names of events that were put off or called off
    credits: tuple[Credit, ...]  # by name


class Lengths(Struct, frozen=True, kw_only=True):
    """How much of the past the pages that span issues show."""

    latest: int = 10  # issues in the feeds: more than a week, and small enough to be asked for often
    recent: int = 31  # issues on the first page of back issues
    running: int = 24  # threads in the index of running stories
    stories: int = 24  # on the page of a section
    lately: int = 30  # issues over which it is counted how often a source was printed
    kept: timedelta = timedelta(days=28)  # what is past stays on the agenda so long


class Month(Struct, frozen=True):
    """A month in which issues came out."""

    first: date  # its first day
    issues: int


class Section(Struct, frozen=True):
    """A section that issues have had."""

    name: str
    stories: int
    last: date  # the latest issue that has it


class Shelf(Struct, frozen=True, kw_only=True):
    """What the pages that span issues are made of, as far as they are to be written now."""

    latest: tuple[Issue, ...]  # the newest, oldest first: what the home page and the feeds show
    recent: tuple[Head, ...]  # the newest heads, newest first
    months: tuple[Month, ...]  # every one, newest first
    years: tuple[tuple[Head, ...], ...]  # those of the years to be written, each newest first
    threads: tuple[tuple[Told, ...], ...]  # those to be written that go on, each oldest first
    running: tuple[Told, ...]  # the newest of each thread that went on lately, newest first
    begun: tuple[tuple[int, str, date], ...]  # (year since when, thread, its latest day): of the years to be written
    sections: tuple[Section, ...]  # every one, by name
    stories: tuple[tuple[Told, ...], ...]  # the newest of each section to be written, newest first
    sources: tuple[Credit, ...]  # every one, by name
    lately: int  # how many of the newest issues ``Credit.lately`` counts
    agenda: tuple[Announced, ...]  # by date: what is to come, and what is past a little while
    changed: date | None = None  # of the issue whose pages are to be written; None: all
    errata: tuple[Erratum, ...] = ()  # of the newest issues, all
    fed: bytes = b""  # the JSON feed as it was published last, of which entries are taken as they are; b"" for none
    fed_hash: str = ""  # SHA-256 of that feed when it was published


# Editions print this, and their mark, where the link to unsubscribe goes; addressing a message puts the subscriber's
# own link there (``digest.personal``). It holds no character that HTML escapes, and leads nowhere (RFC 2606 §2).
UNSUBSCRIBE_PLACEHOLDER = "https://unsubscribe.invalid/"
