"""The plain-text mail: 72 columns, real links, good to listen to."""

from __future__ import annotations

import re
import unicodedata
from types import ModuleType

import pytest

from digest.editions import JinjaRenderer
from digest.editions.lines import hang, wrap
from digest.model import Issue


def text(renderer: JinjaRenderer, issue: Issue) -> str:
    return next(edition.body.decode() for edition in renderer.editions(issue) if edition.medium == "text")


@pytest.mark.parametrize(
    "name", ["sample_issue", "quiet_issue", "teaser_issue", "hostile_issue", "right_to_left_issue"]
)
def test_lines_are_at_most_72_columns(renderer: JinjaRenderer, newsroom: ModuleType, name: str) -> None:
    """A line is longer only where one word is: a link, or a name that cannot be broken."""
    for line in text(renderer, getattr(newsroom, name)()).split("\n"):
        columns = sum(not unicodedata.combining(character) for character in line)
        assert columns <= 72 or len(line.split()) == 1 or len(max(line.split(), key=len)) > 60, line
        assert line == line.rstrip() or line == "-- "


def test_every_sentence_and_link_is_there(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """The text holds every sentence that the issue prints and every address that it cites, unbroken."""
    issue = newsroom.sample_issue()
    made = text(renderer, issue)
    flat = " ".join(made.split())
    for story in issue.stories:
        assert story.headline in flat
        for passage in (*story.what_happened, *story.background, *(quote.words for quote in story.quotes)):
            words = re.sub(r" \[\d+\]", "", flat)
            assert passage.text.rstrip(",") in words
    for url in {issue.articles[0].url, issue.articles[-1].url}:
        assert f"{url}\n" in made


def test_nothing_is_drawn(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """No line of dashes or equals signs, no box, no tag: it is read aloud as it stands."""
    made = text(renderer, newsroom.sample_issue())
    assert not re.search(r"[-=_*~#]{3,}", made)
    assert not re.search(r"</?\w+>|&\w+;", made)
    assert not any(unicodedata.name(character, "").startswith("BOX DRAWINGS") for character in made)


def test_blank_lines_never_pile_up(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """At most two blank lines stand together, and the text begins and ends with words."""
    for issue in (newsroom.sample_issue(), newsroom.quiet_issue(), newsroom.teaser_issue()):
        made = text(renderer, issue)
        assert "\n\n\n\n" not in made
        assert made == made.strip("\n") + "\n"


def test_wrapping() -> None:
    """Lines fill up to the width; an indent counts; a long word stays whole; nothing is lost."""
    assert wrap("one two three", width=7) == "one two\nthree"
    assert wrap("one two three", "  ", "* ", 9) == "* one two\n  three"
    assert wrap("see https://long.example/path now", width=12) == "see\nhttps://long.example/path\nnow"
    assert wrap("   ") == ""
    assert hang("a b", "[1] ") == "[1] a b"


def test_wide_characters_count_twice_and_break_anywhere() -> None:
    """Chinese and Japanese know no spaces: a line of them breaks where it is full."""
    assert wrap("漢字漢字漢字", width=8) == "漢字漢字\n漢字"
