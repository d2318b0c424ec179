"""Every passage that an issue prints, and where it is printed: found by type, so that no part of an issue is missed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from msgspec import Struct

from digest.model import Earlier, Issue, Passage, PrintedStory, Related

_PARTS = {  # of a story or an issue
    "whats_next": "what’s next",
    "quotes": "in their words",
    "figures": "by the numbers",
    "differences": "where accounts differ",
    "due": "due today",
    "settled": "did it happen",
}
_FIELDS = {"figures": "account", "also": "second source", "expression": "date"}  # of such a part
_HEADLINE = 60  # characters shown
_STORIES = ("lead", "sections", "developing")  # fields of an issue that hold its stories


@dataclass(frozen=True, slots=True)
class Place:
    """A value of an issue that holds passages, or is one."""

    where: str  # "story 3 (“Bridge closed”), what happened 2"
    value: Struct
    story: PrintedStory | None  # which it stands in


def places(issue: Issue) -> Iterator[Place]:
    """Every struct below the issue, in print order, those that hold others before them."""
    for story in issue.stories:
        yield from _below(story, title(story), story)
    for name in issue.__struct_fields__:
        if name not in _STORIES:
            yield from _fields(getattr(issue, name), _worded(name, _PARTS), None)


def title(story: PrintedStory) -> str:
    """A story by its rank and the beginning of its headline."""
    line = "".join(char if char.isprintable() else " " for char in story.headline)
    return f"story {story.rank} (“{line[:_HEADLINE]}{'…' if len(line) > _HEADLINE else ''}”)"


def named(issue: Issue) -> set[int]:
    """The numbers of the earlier issues that an issue names."""
    return {place.value.number for place in places(issue) if isinstance(place.value, Earlier)}


def strangers(issue: Issue) -> tuple[Related, ...]:
    """What it gives to read beside that is none of its own articles: earlier issues may have it."""
    return tuple(
        place.value for place in places(issue) if isinstance(place.value, Related) and not holds(issue, place.value)
    )


def holds(issue: Issue, related: Related) -> bool:
    """Whether it is an article that the issue credits."""
    wanted = related.headline, related.url or "", related.source
    return any((article.headline, article.url, article.source) == wanted for article in issue.articles)


def passages(issue: Issue) -> Iterator[tuple[str, Passage, PrintedStory | None]]:
    """Every passage, where it is printed, and the story that it stands in."""
    for place in places(issue):
        if isinstance(place.value, Passage):
            yield place.where, place.value, place.story


def _below(value: Struct, where: str, story: PrintedStory | None) -> Iterator[Place]:
    yield Place(where, value, story)
    for name in value.__struct_fields__:
        names = _PARTS if isinstance(value, PrintedStory) else _FIELDS
        yield from _fields(getattr(value, name), f"{where}, {_worded(name, names)}", story)


def _fields(value: Any, where: str, story: PrintedStory | None) -> Iterator[Place]:
    if isinstance(value, Struct):
        yield from _below(value, where, story)
    elif isinstance(value, tuple):
        for number, part in enumerate(value, 1):
            yield from _fields(part, f"{where} {number}", story)


def _worded(field: str, names: Mapping[str, str]) -> str:
    return names.get(field, field.replace("_", " "))
