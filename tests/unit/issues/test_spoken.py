"""Which quotations are printed "In their words", on articles of our own writing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from digest.issues.page import Page
from digest.issues.spoken import spoken
from digest.model import Article, Block

LEE = "“The harbour needs the bridge more than it needs a museum,” said Mayor Ann Lee."
EK = "“Ferries carry half of what this town sells in a year,” said Bo Ek, who runs the port."


def article(text: str, headline: str = "Harbour bridge closed") -> Article:
    """An article of these paragraphs."""
    blocks, at = [], 0
    for paragraph in text.split("\n\n"):
        blocks.append(Block("paragraph", at, at + len(paragraph)))
        at += len(paragraph) + 2
    return Article(
        id="a",
        source="s",
        source_name="S",
        entry_id="e",
        url="",
        headline=headline,
        text=text,
        blocks=tuple(blocks),
        first_seen=datetime(2026, 3, 2, tzinfo=UTC),
    )


def printed(text: str, limit: int = 400) -> list[tuple[str, str | None]]:
    """(passage, speaker) of each quotation that is printed."""
    held = article(text)
    return [(quote.passage.text, quote.speaker) for quote in spoken([held], Page([held], limit=limit))]


def test_prints_those_a_reader_can_place() -> None:
    """An office beside the name, or words set off behind it."""
    assert printed(f"{LEE}\n\n{EK}") == [(LEE, "Ann Lee"), (EK, "Bo Ek")]


@pytest.mark.parametrize(
    "text",
    [
        "My neighbour, Mayor Ann Lee, told me: “The harbour needs the bridge more than a museum.”",
        "“The harbour needs the bridge more than a museum,” the brochure read.",
        "“The harbour needs the bridge more than a museum,” a neighbour said.",
        "Mayor Ann Lee echoed those sentiments: “The harbour needs the bridge more than a museum.”",
        "Of this decision, Mayor Ann Lee said: “The harbour needs the bridge more than a museum.”",
        "“That bridge is fucking late, as all of you know,” said Mayor Ann Lee.",
        "“That was why they said so,” Lee said.",
        "The harbour, which had been closed for years and was opened by the town in spring after long quarrels about "
        "money, ships, land and noise, was what Mayor Ann Lee once called “the last good thing here”.",
        "Mayor Ann Lee said: 'The harbour needs the bridge. He said: “It never came”.",
    ],
)
def test_leaves_out(text: str) -> None:
    """A writer's own family, papers, nobody's names, what points back, coarse words, small phrases, lost marks."""
    assert printed(text) == []


def test_another_voice_comes_before_a_second_word() -> None:
    """Of three, two are by others, though the first has said as much."""
    more = "“Nobody in the council has a better plan for our old ships,” said Mayor Ann Lee."
    third = "“Every winter without a bridge costs this town its fishermen,” said Mayor Ann Lee."
    found = printed(f"{LEE}\n\n{more}\n\n{third}\n\n{EK}", limit=900)
    assert [speaker for _, speaker in found] == ["Ann Lee", "Ann Lee", "Bo Ek"]
    assert third not in [text for text, _ in found]
