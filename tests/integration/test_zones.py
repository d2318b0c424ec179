"""Whose clock a listing speaks of: every command, on a machine whose own zone is another than the publication's."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import mailservers
import pytest
from click.testing import CliRunner

from digest.cli import COMMANDS, group

ZONE, MACHINE = "Pacific/Auckland", "America/New_York"
ADA, LATE, GONE = "ada@reader.example", "late@reader.example", "gone@reader.example"
ITEM = "<item><title>{title}</title><link>{link}</link><guid>{link}</guid><pubDate>{date}</pubDate><description>{text}"
FERRY = "https://gazette.example/ferry"
OLD = "https://gazette.example/old"
# What shows no moment: by what it does, or because it prints the issue, whose dates are the reader's.
SILENT = {
    "init",
    "publish",
    "preview",
    "serve",
    "mailbox",
    "dkim",
    "rebuild",
    "lab",
    "templates",
    "db",
    "verify",
    "check",
}
APART = {"schedule", "doctor"}  # an hour to run at; and what asks the network, whose heading names the zone

_MOMENT = re.compile(r"\b\d{4}-\d\d-\d\d (?:at )?\d\d:\d\d\b")
_TIME = re.compile(r"(?<![\d:])\d\d:\d\d(?![\d:]*\d{3})\b")
_ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d\S*")


@dataclass
class Desk:
    """A publication, and what its commands have said."""

    home: Path
    words: dict[str, str] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)

    def say(self, *arguments: str, facts: bool = True, status: int = 0) -> str:
        """Say it for a person, and again for a machine where that changes nothing."""
        name = " ".join(arguments)
        made = CliRunner().invoke(group, [*arguments, "-c", str(self.home / "feeds.yml")], catch_exceptions=True)
        assert made.exception is None or made.exit_code == status, (name, made.output, made.exception)
        self.words[name] = f"{made.output}{made.exception or ''}"
        if facts:
            again = CliRunner().invoke(group, [*arguments, "--json", "-c", str(self.home / "feeds.yml")])
            self.facts[name] = again.stdout
        return made.output


@pytest.fixture
def abroad(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The machine lives elsewhere."""
    monkeypatch.setenv("TZ", MACHINE)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def walk(desk: Desk, since: datetime) -> None:
    """A day, with all that may be looked at in it."""
    desk.say("run", "--at", since.isoformat(), status=75)
    desk.say("run", status=75)
    desk.say("fetch")
    desk.say("edit")
    desk.say("send", "--yes", status=75)
    desk.say("approve", "latest", facts=False)
    desk.say("issues")
    desk.say("issues", "show", "latest", facts=False)
    desk.say("approve", "latest", "--revoke", facts=False)
    desk.say("issues", "list")
    desk.say("runs")
    desk.say("runs", "show")
    desk.say("deliveries")
    desk.say("deliveries", "--of", LATE)
    desk.say("subscribers", "list")
    desk.say("subscribers", "show", LATE)
    desk.say("subscribers", "suppress", ADA, facts=False)
    desk.say("subscribers", "show", ADA)
    desk.say("budget", "latest")
    desk.say("stories", "pin", FERRY, facts=False)
    desk.say("stories", "undo", "1", facts=False)
    desk.say("stories", "list", "--all")
    issue = min((desk.home / "output/issues").glob("*/issue.json"))
    article = json.loads(issue.read_bytes())["articles"][0]["id"]
    desk.say("corrections", "add", "1", article, "--note", "It was Sunday.", "--by", "Ada", facts=False)
    desk.say("corrections")
    desk.say("explain", OLD)
    desk.say("sources", "list", "--health", "-v")
    desk.say("sources", "test", "Harbour Gazette")
    desk.say("backup", str(desk.home / "backup"))
    desk.say("restore", str(desk.home / "backup"))


def test_times_are_of_the_publications_zone_which_is_named(tmp_path: Path, web: tuple[str, Path], abroad: None) -> None:
    """Whoever reads a time knows whose it is; and each is one that the machine's form of the same has, in UTC."""
    began = datetime.now(UTC)
    items = (
        ("Ferry runs aground off Cape Tallow", FERRY, began - timedelta(hours=1)),
        ("Lighthouse at Cape Merin goes dark for repairs", OLD, began - timedelta(days=40)),
    )
    text = "The night ferry ran aground on the Tallow shoal with 412 people aboard; all were brought ashore."
    body = "".join(
        ITEM.format(title=title, link=link, date=format_datetime(at), text=text) + "</description></item>"
        for title, link, at in items
    )
    (web[1] / "gazette.xml").write_text(f'<rss version="2.0"><channel><title>G</title>{body}</channel></rss>')
    inbox = mailservers.Refuses(replies={LATE: "451 4.7.1 greylisted", GONE: "550 5.1.1 no such user"})
    with mailservers.serving(inbox) as port:
        (tmp_path / "feeds.yml").write_text(
            f"publication:\n  title: The Morning\n  timezone: {ZONE}\nfetch: {{allow_private: true}}\n"
            f"sources:\n  - feed: {web[0]}/gazette.xml\n    name: Harbour Gazette\n"
            f"mail:\n  from: The Morning <news@morning.example>\n  to: [{ADA}, {LATE}, {GONE}]\n  wait: 0\n"
            f"  smtp: {{host: 127.0.0.1, port: {port}, security: none}}\n"
        )
        desk = Desk(tmp_path)
        walk(desk, began)
    walked = {name.split()[0] for name in desk.words}
    assert {*COMMANDS} - walked <= SILENT | APART
    moments = [datetime.fromisoformat(text) for said in desk.facts.values() for text in strings(json.loads(said))]
    minutes = (int((datetime.now(UTC) - began).total_seconds()) // 60) + 2
    moments += [began + timedelta(minutes=minute) for minute in range(minutes)]
    there = [moment.astimezone(ZoneInfo(ZONE)) for moment in moments]
    known = {f"{each:%Y-%m-%d %H:%M}" for each in there}
    hours = {f"{each:%H:%M}" for each in there}
    told = {name: text for name, text in desk.words.items() if _TIME.search(text)}
    assert len(told) > 12, sorted(told)
    for name, text in told.items():
        assert ZONE in text, (name, text)
        assert "UTC" not in text.replace(ZONE, ""), (name, text)
        assert MACHINE not in text
        strange = {each.replace("at ", "") for each in _MOMENT.findall(text)} - known
        assert not strange, (name, text, sorted(known))
        assert not {*_TIME.findall(text)} - hours, (name, text, sorted(hours))


def strings(facts: object) -> Iterator[str]:
    """Every moment in a report for a machine: ISO 8601, in UTC, written with a Z."""
    if isinstance(facts, dict):
        for each in facts.values():
            yield from strings(each)
    elif isinstance(facts, list):
        for each in facts:
            yield from strings(each)
    elif isinstance(facts, str) and _ISO.fullmatch(facts):
        assert facts.endswith("Z"), facts
        yield facts
