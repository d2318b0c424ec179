"""Changes to feeds.yml that touch no other line."""

# ruff: noqa: E501 - tables of cases are read by their rows

from __future__ import annotations

from pathlib import Path

import pytest

from digest.config import add_source, load, remove_source, starter
from digest.config.editing import move_source
from digest.config.tree import read
from digest.errors import ConfigError, UsageError

FILE = """\
# My news.
publication: {title: The Morning}   # short

sources:
  # World
  - https://example.org/world.xml   # the best
  - feed: https://example.org/town.xml
    name: Town Paper    # local
    exclude:
      - horoscope

  # The rest
  - seeds: 'seeds/*.txt'

# mail:
#   from: news@example.org
"""


def test_a_source_is_added_at_the_end_of_the_list() -> None:
    """One line more, and every other as it was."""
    assert add_source(FILE, "https://example.net/feed?a=1&b=2") == FILE.replace(
        "  - seeds: 'seeds/*.txt'\n", "  - seeds: 'seeds/*.txt'\n  - https://example.net/feed?a=1&b=2\n"
    )


def test_a_source_with_keys_is_added_in_their_order() -> None:
    """What has a sign of YAML's in it is quoted; None is left out."""
    entry = {
        "feed": "https://example.net/f",
        "name": "Paper: the 2nd",
        "section": None,
        "weight": 2,
        "tags": ["a", "#b"],
    }
    added = """\
  - seeds: 'seeds/*.txt'
  - feed: https://example.net/f
    name: "Paper: the 2nd"
    weight: 2
    tags: ["a", "#b"]
"""
    assert add_source(FILE, entry) == FILE.replace("  - seeds: 'seeds/*.txt'\n", added)


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("https://example.org/world.xml", (6, 6)),
        ("Town Paper", (7, 10)),
        ("https://example.org/town.xml", (7, 10)),
        ("seeds/*.txt", (13, 13)),
    ],
)
def test_a_source_is_removed_by_name_or_url(name: str, lines: tuple[int, int]) -> None:
    """Its own lines go; the notes around it stay."""
    kept = [line for number, line in enumerate(FILE.splitlines(True), 1) if not lines[0] <= number <= lines[1]]
    assert remove_source(FILE, name) == "".join(kept)


@pytest.mark.parametrize(
    "entry", ["https://example.org/new", {"feed": "a b: #c.xml", "name": "É \"x\" 'y' \\ {z}"}, "- x", "~", "7"]
)
@pytest.mark.parametrize(
    "text",
    [
        FILE,
        FILE.replace("\n", "\r\n"),
        FILE.rstrip("\n"),
        FILE.partition("sources:")[0],
        FILE.partition("sources:")[0].rstrip("\n"),
        FILE.partition("sources:")[0] + "sources:\n# none yet\nsite: {noindex: true}\n",
        "sources:\n- a.xml\n- b.xml\npublication: {title: T}\n",
        "sources:\n  -   feed: a.xml\n      name: A\n  -\n    feed: b.xml\n",
        "sources: [a.xml, {feed: b.xml}]  # flow\npublication: {title: T}\n",
        "sources: []\n",
        "sources:\n  - a.xml\n  - feed: b.xml\n    exclude: [x,\n      y]\n  # end\n",
        starter("T"),
    ],
    ids=["plain", "crlf", "no-end", "none", "none-no-end", "blank", "flush", "wide", "flow", "empty", "deep", "starter"],
)  # fmt: skip
def test_what_was_added_is_removed_again(text: str, entry: str | dict[str, str]) -> None:
    """Both ways, whatever the style of the file; comments stay."""
    name = entry if isinstance(entry, str) else entry["name"]
    added = add_source(text, entry)
    assert all(line in added for line in text.splitlines() if line.strip().startswith("#"))
    if "[" not in text.partition("sources:")[2][:3]:
        kept = remove_source(added, name)
        assert kept.replace("sources:", "").split() == text.replace("sources:", "").split()
    with pytest.raises(UsageError, match="already"):
        add_source(added, entry)


def test_an_edited_file_still_loads(tmp_path: Path) -> None:
    """What `digest sources add` writes, the next run reads."""
    path = tmp_path / "feeds.yml"
    path.write_text(add_source(starter("T"), {"feed": "https://example.org/f", "name": "New", "section": "World"}))
    assert load(path, {}).sources[-1].name == "New"


def test_what_is_not_there_cannot_be_removed() -> None:
    """The error says how to see what is."""
    with pytest.raises(UsageError, match="digest sources list"):
        remove_source(FILE, "Nobody")


def test_a_broken_file_is_not_edited() -> None:
    """An edit of what cannot be read could only make it worse."""
    with pytest.raises(ConfigError):
        add_source("sources: [", "a.xml")
    with pytest.raises(ConfigError):
        remove_source("a: b: c", "a.xml")
    with pytest.raises(UsageError, match=r"by hand|no list"):
        add_source("sources: many\n", "a.xml")


NEW = "https://feeds.example.org/new?a=1"


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("Town Paper", "feed: https://example.org/town.xml\n", f"feed: {NEW}\n"),
        ("https://example.org/town.xml", "feed: https://example.org/town.xml\n", f"feed: {NEW}\n"),
        (
            "https://example.org/world.xml",
            "- https://example.org/world.xml   # the best\n",
            f"- feed: {NEW}   # the best\n    name: https://example.org/world.xml\n",
        ),
    ],
)
def test_a_source_moves(name: str, old: str, new: str) -> None:
    """Its address changes, its key does not, and no other line does."""
    assert move_source(FILE, name, NEW) == FILE.replace(old, new)


@pytest.mark.parametrize(
    "text",
    [
        "sources:\r\n  - a.xml # x\r\n  - b.xml\r\n",
        "sources:\n  - 'a.xml'",
        'sources:\n  - section: W\n    feed: "a.xml"  # x\n    weight: 2\n',
        "sources:\n  -\n    feed: a.xml\n",
        "sources:\n-   feed: a.xml\n    name:\n",
        "sources: [a.xml, b.xml]  # flow\n",
        "sources:\n  - {feed: a.xml, weight: 2}  # braces\n",
        "sources:\n  - >-\n    a.xml\n",
        "sources:\n  - feed: 'a\\\n      .xml'\n  - a.xml\n",
    ],
)
def test_a_nameless_source_keeps_its_key_as_its_name(text: str) -> None:
    """Whatever the style of the file; comments and the other keys stay."""
    made = move_source(text, "a.xml", NEW)
    before = next(each for each in read(text.encode()).value["sources"] if "a.xml" in (each, *_values(each)))
    after = [each for each in read(made.encode()).value["sources"] if NEW in _values(each)]
    kept = {} if isinstance(before, str) else {key: value for key, value in before.items() if key != "name"}
    assert after == [kept | {"feed": NEW, "name": "a.xml"}]
    assert made.count("#") == text.count("#")
    assert ("\r\n" in made) is ("\r\n" in text)


def _values(entry: object) -> tuple[object, ...]:
    return tuple(entry.values()) if isinstance(entry, dict) else ()


@pytest.mark.parametrize(
    ("name", "url", "what"),
    [("Nobody", NEW, "no feed"), ("seeds/*.txt", NEW, "no feed"), ("Town Paper", "https://example.org/world.xml", "here already")],
)  # fmt: skip
def test_what_cannot_move(name: str, url: str, what: str) -> None:
    """A source that is not there, seeds, and an address that another has."""
    with pytest.raises(UsageError, match=what):
        move_source(FILE, name, url)
