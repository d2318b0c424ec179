"""The editor's hand, with the real program: what is corrected today holds for tomorrow's articles."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from installed import digest, write

ITEM = (
    "<item><title>{title}</title><link>{link}</link><guid>{link}</guid>"
    "<pubDate>{date}</pubDate><description>{text}</description></item>"
)
MONDAY, TUESDAY = "2026-03-02T07:00+01:00", "2026-03-03T07:00+01:00"
TODAY = "2026-03-02T05:00+00:00"
NEXT_DAY = "2026-03-03T05:00+00:00"

BRIDGE = (
    "Kelmar Bridge closed after crack is found",
    "Engineers closed the Kelmar Bridge on Monday after an inspection found a crack in its northern pylon. "
    "The crossing carries forty thousand vehicles a day between Kelmar and Tarsk.",
)
BRIDGE_TOO = (
    "Crack shuts Kelmar Bridge",
    "The Kelmar Bridge was closed on Monday after engineers found a crack in the northern pylon during an inspection. "
    "Drivers between Kelmar and Tarsk are sent round by the old ferry.",
)
MAYOR = (
    "Tarsk mayor resigns over flood defence contract",
    "The mayor of Tarsk, Ilona Verrin, resigned after auditors found that a flood defence contract had gone to her "
    "brother. A deputy takes over until elections in May.",
)
WHALE = (
    "Whale returns to the Ostrel estuary",
    "A humpback whale was seen in the Ostrel estuary for the third time this winter, wardens said. "
    "They ask boats to keep two hundred metres away.",
)
CHOIR = (
    "Choir of dockers wins the Lenmark prize",
    "A choir of forty dockers won the Lenmark prize for song on Sunday with a sea shanty of 1840. "
    "The jury praised its bass voices and its boots.",
)
BRIDGE_LATER = (
    "Kelmar Bridge to stay closed until June",
    "The Kelmar Bridge will stay closed until June while the cracked northern pylon is replaced, engineers said on "
    "Tuesday. The inspection of the southern pylon begins this week.",
)
MAYOR_LATER = (
    "Prosecutors search office of former Tarsk mayor Verrin",
    "Prosecutors searched the office of the former mayor of Tarsk, Ilona Verrin, on Tuesday over the flood defence "
    "contract that had gone to her brother. Her lawyer called the search a show.",
)


class Town:
    """A publication of three papers whose feeds are files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        write(folder, "".join(f"  - feed: {name}.xml\n    name: {name}\n" for name in ("Gazette", "Herald", "Post")))
        self.items: dict[str, list[str]] = {"Gazette": [], "Herald": [], "Post": []}
        for name in self.items:
            self.serve(name)

    def serve(self, paper: str, *stories: tuple[str, str], at: str = TODAY) -> list[str]:
        """Serve these from now on, ahead of the older ones. Returns their links."""
        links = []
        for title, text in stories:
            link = f"https://{paper.lower()}.example/{len(self.items[paper]) + 1}"
            date = format_datetime(datetime.fromisoformat(at))
            self.items[paper].insert(0, ITEM.format(title=title, text=text, link=link, date=date))
            links.append(link)
        (self.folder / f"{paper}.xml").write_text(
            f'<?xml version="1.0"?><rss version="2.0"><channel><title>{paper}</title>'
            f"<link>https://{paper.lower()}.example/</link><description/>{''.join(self.items[paper])}</channel></rss>"
        )
        return links

    def say(self, *words: str, status: int = 0) -> str:
        """Run the program."""
        done = digest(self.folder, *words)
        assert done.returncode == status, (done.stdout, done.stderr)
        return done.stdout + done.stderr

    def ask(self, *words: str) -> Any:
        """Run the program for its JSON."""
        return json.loads(self.say(*words, "--json"))

    def edit(self, at: str) -> dict[str, Any]:
        """Fetch and edit as of then: the issue."""
        self.say("fetch", "--at", at)
        self.say("edit", "--at", at)
        issue: dict[str, Any] = self.ask("issues", "show", "latest")
        return issue

    def verdicts(self, at: str) -> dict[str, str]:
        """Headline -> why it is in or out, while the issue is not made."""
        budget = self.ask("budget", "--at", at)["budget"]
        return {one["headline"]: one["verdict"] for one in budget["candidates"]}


def stories(issue: dict[str, Any]) -> list[dict[str, Any]]:
    """Every story in rank order."""
    lead = [issue["lead"]] if issue["lead"] else []
    every = lead + [story for section in issue["sections"] for story in section["stories"]] + issue["developing"]
    return sorted(every, key=lambda story: story["rank"])


def told(issue: dict[str, Any]) -> list[set[str]]:
    """The links of each story's articles, in rank order."""
    links = {article["id"]: article["url"] for article in issue["articles"]}
    return [{links[id_] for id_ in story["articles"]} for story in stories(issue)]


def together(groups: Sequence[set[str]], *links: str) -> bool:
    """Whether one story holds all of these."""
    return any(set(links) <= group for group in groups)


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path)


def test_a_merge_holds_today_and_for_what_comes_tomorrow(town: Town) -> None:
    """Articles of either side are in one story, which goes on as one thread; undone, they are two again."""
    [bridge] = town.serve("Gazette", BRIDGE)
    [mayor] = town.serve("Herald", MAYOR)
    town.serve("Post", WHALE)
    town.say("fetch", "--at", MONDAY)
    said = town.say("stories", "merge", bridge, mayor, "--at", MONDAY)
    assert BRIDGE[0] in said
    assert MAYOR[0] in said
    today = town.edit(MONDAY)
    assert together(told(today), bridge, mayor)
    thread = next(story["thread"] for story in stories(today) if len(story["articles"]) == 2)

    [later] = town.serve("Gazette", BRIDGE_LATER, at=NEXT_DAY)
    [search] = town.serve("Herald", MAYOR_LATER, at=NEXT_DAY)
    tomorrow = town.edit(TUESDAY)
    assert together(told(tomorrow), later, search)
    [story] = stories(tomorrow)
    assert (story["thread"], story["day"]) == (thread, 2)
    assert story["outlets"] == ["Gazette", "Herald"]


def test_undone_the_stories_are_what_they_would_have_been(town: Town) -> None:
    """As if the correction had never been made."""
    [bridge] = town.serve("Gazette", BRIDGE)
    [mayor] = town.serve("Herald", MAYOR)
    town.say("fetch", "--at", MONDAY)
    before = town.ask("budget", "--at", MONDAY)["budget"]
    town.say("stories", "merge", bridge, mayor, "--at", MONDAY)
    town.say("stories", "pin", mayor, "--at", MONDAY)
    assert town.ask("budget", "--at", MONDAY)["budget"] != before
    town.say("stories", "undo", "1", "--at", MONDAY)
    town.say("stories", "undo", "2", "--at", MONDAY)
    assert town.ask("budget", "--at", MONDAY)["budget"] == before
    assert "no correction (2 undone" in town.say("stories")


def test_a_split_holds_for_what_comes_tomorrow(town: Town) -> None:
    """What was printed as one is two: tomorrow the lead's side goes on with its thread, the other begins its own."""
    [bridge] = town.serve("Gazette", BRIDGE)
    [mayor] = town.serve("Herald", MAYOR)
    town.say("fetch", "--at", MONDAY)
    town.say("stories", "merge", bridge, mayor, "--at", MONDAY)
    [whole] = stories(town.edit(MONDAY))
    said = town.say("stories", "split", whole["id"][:6], mayor, "--at", MONDAY)
    assert "No. 1 of today is frozen" in said

    [later] = town.serve("Gazette", BRIDGE_LATER, at=NEXT_DAY)
    [search] = town.serve("Herald", MAYOR_LATER, at=NEXT_DAY)
    tomorrow = town.edit(TUESDAY)
    assert not together(told(tomorrow), later, search)
    assert sorted(story["day"] for story in stories(tomorrow)) == [1, 2]
    goes_on = next(story for story in stories(tomorrow) if story["day"] == 2)
    assert goes_on["thread"] == whole["thread"]
    assert goes_on["headline"] == (BRIDGE_LATER if whole["headline"] == BRIDGE[0] else MAYOR_LATER)[0]


def test_never_merge_keeps_two_reports_apart(town: Town) -> None:
    """Which would be one story."""
    [bridge] = town.serve("Gazette", BRIDGE)
    [crack] = town.serve("Herald", BRIDGE_TOO)
    town.say("fetch", "--at", MONDAY)
    before = town.ask("budget", "--at", MONDAY)["budget"]["candidates"]
    assert len(before) == 1
    told_by = before[0]["story"]
    refused = town.say("stories", "never-merge", bridge, crack, "--at", MONDAY, status=2)
    assert f"digest stories split {told_by} URL…" in refused
    town.say("stories", "split", told_by, crack, "--at", MONDAY)
    groups = told(town.edit(MONDAY))
    assert {bridge} in groups
    assert {crack} in groups


def test_a_pin_leads_and_a_kill_is_not_printed(town: Town) -> None:
    """The budget says by which correction; the newest pin leads."""
    [whale] = town.serve("Post", WHALE)
    town.serve("Gazette", BRIDGE, CHOIR)
    town.serve("Herald", BRIDGE_TOO, MAYOR)
    town.say("fetch", "--at", MONDAY)
    town.say("stories", "pin", "https://gazette.example/2?utm_medium=feed", "--at", MONDAY)
    town.say("stories", "pin", whale, "--at", MONDAY)
    town.say("stories", "kill", "https://herald.example/2", "--at", MONDAY)
    assert "killed by correction 3" in town.verdicts(MONDAY)[MAYOR[0]]
    issue = town.edit(MONDAY)
    assert [story["headline"] for story in stories(issue)][:2] == [WHALE[0], CHOIR[0]]
    assert MAYOR[0] not in [story["headline"] for story in stories(issue)]

    town.serve("Herald", MAYOR_LATER, at=NEXT_DAY)
    town.say("fetch", "--at", TUESDAY)
    assert town.verdicts(TUESDAY) == {MAYOR_LATER[0]: "killed by correction 3"}
    town.say("stories", "undo", "3", "--at", TUESDAY)
    issue = town.edit(TUESDAY)
    assert [story["headline"] for story in stories(issue)] == [MAYOR_LATER[0]]


def test_a_database_of_the_version_before_can_be_corrected(town: Town) -> None:
    """It is brought over by the first command, and its articles are found."""
    [bridge] = town.serve("Gazette", BRIDGE)
    town.say("fetch", "--at", MONDAY)
    connection = sqlite3.connect(town.folder / ".digest" / "digest.db")
    held = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    second = {"states", "checks", "entries", "articles", "issues", "issue_articles", "printed"}
    later = held - second - {"deliveries", "delivery_changes"}
    connection.executescript(
        "".join(f"DROP TABLE {name};" for name in sorted(later) if not name.startswith("sqlite_"))
        + "DROP INDEX entries_url; DROP INDEX issues_as_of; DROP INDEX printed_key;"
        "ALTER TABLE entries DROP COLUMN url; ALTER TABLE issue_articles DROP COLUMN sha256;"
        "PRAGMA user_version=2"
    )
    connection.close()
    assert "Correction 1: pin" in town.say("stories", "pin", bridge, "--at", MONDAY)
    assert "“Kelmar Bridge closed after crack is found”" in town.say("stories")


def test_errors_end_in_their_statuses(town: Town) -> None:
    """With what to do, and as JSON."""
    assert "nothing is held yet — ask the sources" in town.say("stories", "pin", "abcd", status=2)
    assert "There is no correction" in town.say("stories")
    assert not (town.folder / ".digest" / "digest.db").exists()
    town.serve("Gazette", BRIDGE)
    town.say("fetch", "--at", MONDAY)
    assert "there is no correction 1" in town.say("stories", "undo", "1", status=2)
    done = digest(town.folder, "stories", "kill", "https://nobody.example/", "--json")
    assert done.returncode == 2
    assert json.loads(done.stdout)["error"].startswith("no article https://nobody.example/ is held")
    (town.folder / ".digest" / "digest.db").write_bytes(b"rubbish" * 1000)
    assert "not a digest database, or it is damaged" in town.say("stories", status=74)
