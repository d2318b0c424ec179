"""Whatever runs, dies, or changes in feeds.yml: nobody is mailed twice, and no issue goes unmailed without a word."""

from __future__ import annotations

import importlib
import io
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from digest.cli import common, group, newsroom, watching
from digest.errors import DigestError
from digest.model import Delivery, Issue, Message
from digest.storage import Database, SqliteArchive, SqliteLedger
from digest.wiring import Newsroom

READERS = ("ada@reader.example", "bo@reader.example")
STALE = timedelta(hours=30)
BEGINNING = datetime(2026, 10, 23, 6, 30, tzinfo=UTC)  # two days before clocks change in Europe
PLACES = ("Alder", "Brack", "Corran", "Dunmere", "Ellon", "Farrow", "Garrick", "Hythe", "Innis", "Jarrow", "Kelso")
DEEDS = (
    "The harbour of {place} closed after {n} ships ran aground in the fog.",
    "A fire in {place} destroyed {n} houses, the mayor said.",
    "Voters in {place} rejected the new bridge by {n} votes.",
    "The hospital of {place} treated {n} people for burns.",
)
# Where a run or a send may die: before and after each of these.
STEPS = (
    ("digest.cli.newsroom", "fetch"),
    ("digest.cli.newsroom", "publish"),
    ("digest.cli.newsroom", "tidy"),
    ("digest.cli.owing", "settle"),
    ("digest.cli.mailing", "send_one"),
)
METHODS = ((SqliteArchive, "freeze"), (SqliteLedger, "begin"), (SqliteLedger, "owe"), (SqliteLedger, "complete"))


class Died(BaseException):
    """What a kill is to those who cannot catch one."""


@dataclass(frozen=True)
class Deed:
    """One thing that happens to a publication, so many hours after the last."""

    hours: float
    what: Literal["run", "send", "zone", "schedule"]
    how: str = ""  # the run's flag, the zone, the schedule
    dies: int = 0  # at which step; 0: it does not


HOURS = st.sampled_from([0.1, 1, 5, 19, 24, 24, 25, 48, -1])
DIES = st.one_of(st.just(0), st.integers(1, 24))
DEED = st.one_of(
    st.builds(Deed, HOURS, st.just("run"), st.sampled_from(["", "", "", "--no-send", "--send-later", "--at"]), DIES),
    st.builds(Deed, HOURS, st.just("run"), st.just(""), DIES),
    st.builds(Deed, HOURS, st.just("send"), st.just(""), DIES),
    st.builds(Deed, HOURS, st.just("zone"), st.sampled_from(["UTC", "Pacific/Kiritimati", "America/Los_Angeles"])),
    st.builds(Deed, HOURS, st.just("schedule"), st.sampled_from(["daily", "[monday, friday]", "weekdays"])),
)


@dataclass
class Paper:
    """A publication in a folder, by the program's own commands, and what its readers got."""

    folder: Path
    now: datetime = BEGINNING
    zone: str = "UTC"
    schedule: str = "daily"
    news: list[tuple[str, str, datetime]] = field(default_factory=list)
    mails: list[tuple[int, str, datetime]] = field(default_factory=list)  # issue, reader, when a server took it
    said: str = ""
    left: int = 0  # steps until it dies
    owed: set[int] = field(default_factory=set)  # issues that a run made and was to mail
    may: set[int] = field(default_factory=set)  # those, and others of a day with a run that was to mail

    def step(self) -> None:
        self.left -= 1
        if self.left == 0:
            raise Died

    def write(self) -> None:
        to = ", ".join(READERS)
        (self.folder / "feeds.yml").write_text(
            f"publication: {{title: The Test, timezone: {self.zone}}}\nwindow: {{schedule: {self.schedule}}}\n"
            f"sources: [gazette.xml]\nmail:\n  from: news@test.example\n  to: [{to}]\n  wait: 0\n"
            f"  stale_after: {STALE // timedelta(hours=1)}\n  smtp: {{host: 127.0.0.1, port: 9, security: none}}\n"
        )
        items = "".join(
            f"<item><title>{title}</title><link>https://gazette.example/{number}</link><guid>{number}</guid>"
            f"<pubDate>{format_datetime(when)}</pubDate><description>{text}</description></item>"
            for number, (title, text, when) in reversed(list(enumerate(self.news)))
        )
        (self.folder / "gazette.xml").write_text(
            f'<rss version="2.0"><channel><title>Gazette</title><link>https://gazette.example/</link>{items}</channel></rss>'
        )

    def happens(self, deed: Deed) -> None:
        self.now += timedelta(hours=deed.hours)
        number = len(self.news)
        place = f"{PLACES[number % len(PLACES)]} {number}"
        text = DEEDS[number % len(DEEDS)].format(place=place, n=number + 17)
        self.news.append((f"{place}: {text.partition(' ')[2][:40]}", text, self.now - timedelta(minutes=30)))
        if deed.what == "zone":
            self.zone = deed.how
        elif deed.what == "schedule":
            self.schedule = deed.how
        self.write()
        if deed.what not in ("run", "send"):
            return
        before = self.issues().keys()
        self.call(deed)
        if deed.what == "run" and deed.how in ("", "--send-later"):
            today = self.now.astimezone(ZoneInfo(self.zone)).date()
            after = self.issues()
            self.owed |= after.keys() - before
            self.may |= self.owed | {number for number, issue in after.items() if issue.date == today}
        elif deed.what == "run" and deed.how == "--no-send":
            # Its user wants nobody to be mailed the issue of the day; one that dies may not have come to that.
            today = self.now.astimezone(ZoneInfo(self.zone)).date()
            mailed = {number for number, _, _ in self.mails}
            self.owed -= {number for number, issue in self.issues().items() if issue.date == today} - mailed

    def call(self, deed: Deed) -> None:
        """One command, to its end or its death."""
        arguments = [deed.what, "-c", str(self.folder / "feeds.yml"), *([deed.how] if deed.how else [])]
        if deed.how == "--at":
            arguments.append((self.now - timedelta(hours=30)).isoformat())
        words = io.StringIO()
        self.left = deed.dies
        with redirect_stdout(words), redirect_stderr(words), suppress(Died, DigestError):
            group.main(arguments, prog_name="digest", standalone_mode=False)
        self.left = 0
        self.said += words.getvalue()

    def issues(self) -> dict[int, Issue]:
        if not (self.folder / ".digest/digest.db").exists():
            return {}
        with Database.open(self.folder / ".digest") as database:
            archive = SqliteArchive(database)
            found = [archive.issue(day) for _, day in archive.issues()]
        return {issue.number: issue for issue in found if issue is not None}


class Post:
    """A mail server that takes everything, unless the program dies before, while or after it does."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper

    async def send(
        self,
        messages: Iterable[Message],
        *,
        record: Callable[[Sequence[Delivery]], Awaitable[None]],
        at: Callable[[], datetime],
        wanted: Callable[[Message], bool] | None = None,
    ) -> AsyncIterator[Delivery]:
        """Each message, written into the ledger before and after."""
        for message in messages:
            handed = Delivery(issue=message.issue, recipient=message.recipient, state="sending", attempts=1, at=at())
            await record((handed,))
            self.paper.step()
            self.paper.mails.append((message.issue, message.recipient, self.paper.now))
            self.paper.step()
            taken = replace(handed, state="accepted", code=250)
            await record((taken,))
            yield taken


def mortal(paper: Paper, deed: Callable[..., Any]) -> Callable[..., Any]:
    """The same, but the program may die before it and after it."""

    def wrapped(*given: Any, **more: Any) -> Any:
        paper.step()
        made = deed(*given, **more)
        paper.step()
        return made

    return wrapped


@contextmanager
def opened() -> Iterator[Paper]:
    """A publication whose every run may die."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        paper = Paper(Path(folder))

        class Clock(datetime):
            @classmethod
            def now(cls, tz: Any = None) -> Any:
                return paper.now

        patch.setattr(common, "clock", lambda: paper.now)
        patch.setattr(newsroom, "clock", lambda: paper.now)
        patch.setattr(watching, "datetime", Clock)
        patch.setattr(Newsroom, "transport", lambda *_: Post(paper))
        for name, function in STEPS:
            module = importlib.import_module(name)
            patch.setattr(module, function, mortal(paper, getattr(module, function)))
        for kind, method in METHODS:
            patch.setattr(kind, method, mortal(paper, getattr(kind, method)))
        patch.chdir(folder)
        yield paper


def holds(deeds: Sequence[Deed]) -> Paper:
    """What is so whatever happens to a publication, once it was left alone for long enough."""
    with opened() as paper:
        paper.write()
        for deed in (*deeds, Deed(1, "run"), Deed(0.2, "send"), Deed(STALE / timedelta(hours=1) + 24, "run")):
            paper.happens(deed)
        found = paper.issues()
        had = Counter((number, reader) for number, reader, _ in paper.mails)
        with Database.open(paper.folder / ".digest") as database:
            ledger = SqliteLedger(database)
            lost = {(one.issue, one.recipient) for number in found for one in ledger.every(number, ("unknown",))}
    assert all(times == 1 for times in had.values()), had
    assert {number for number, _ in had} <= paper.may
    assert all(when - found[number].as_of <= STALE for number, _, when in paper.mails)
    for number in paper.owed:
        told = f"No. {number} of {found[number].date} never reached" in paper.said
        assert told or all((number, reader) in had.keys() | lost for reader in READERS), (number, paper.said)
    assert len({issue.date for issue in found.values()}) == len(found)
    return paper


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(DEED, min_size=4, max_size=8))
def test_each_issue_that_is_owed_is_mailed_once_or_told(deeds: list[Deed]) -> None:
    """In time, or given up in words, but for a lost answer, which is in doubt. What nobody is owed nobody is mailed."""
    holds(deeds)


def test_a_run_that_dies_anywhere_leaves_its_mail_to_the_next() -> None:
    """Also where the zone has moved by then, or today has become a day off."""
    changes = (
        Deed(0.5, "zone", "Pacific/Kiritimati"),
        Deed(0.5, "zone", "America/Los_Angeles"),
        Deed(0.5, "schedule", "[monday]"),
    )
    mailed = 0
    for step in range(1, 25):
        paper = holds((Deed(0, "run", dies=step), changes[step % 3]))
        mailed += any(number == 1 for number, _, _ in paper.mails)
        assert "never reached" not in paper.said
    assert mailed > 12


def test_giving_an_issue_up_is_told_though_the_run_dies_meanwhile() -> None:
    """Rather twice than never."""
    for step in range(1, 10):
        paper = holds((Deed(0, "run", "--send-later"), Deed(48, "send", dies=step)))
        assert "No. 1 of 2026-10-23 never reached 2 subscribers" in paper.said
