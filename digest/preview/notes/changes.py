"""What has changed since the issue before: stories that came, went on and went, and how the bytes grew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from digest.model import Edition, Issue, PrintedStory
from digest.preview.notes import Note, Panel, counted, size


def changes(now: Issue, before: Issue | None, editions: Sequence[Edition], sizes: Mapping[str, int]) -> Panel:
    """Stories are one where they are of one thread, or their lead article is the same."""
    if before is None:
        return Panel("Changes", "the first issue", "plain", (Note("plain", "There is no issue before it"),))
    places, earlier = _places(now), _places(before)
    new = [story for key, (_, story) in places.items() if key not in earlier]
    gone = [story for key, (_, story) in earlier.items() if key not in places]
    moved = [
        (story, was, place)
        for key, (place, story) in places.items()
        if key in earlier and (was := earlier[key][0]) != place
    ]
    stayed = len(places) - len(new) - len(moved)
    notes = [Note("plain", f"Beside No. {before.number} of {before.date}")]
    for stories, word in ((new, "new"), (gone, "gone")):
        if stories:
            notes.append(Note("plain", f"{len(stories)} {word}", "\n".join(story.headline for story in stories)))
    notes += [Note("plain", f"Moved, from {was} to {place}", story.headline) for story, was, place in moved]
    if stayed:
        notes.append(Note("plain", f"{counted(stayed, 'story', 'stories')} in the same place"))
    for edition in editions:
        old = sizes.get(edition.path)
        if old is not None:
            notes.append(Note("plain", f"{edition.path} {size(len(edition.body))}, {_signed(len(edition.body) - old)}"))
    counts = {"new": len(new), "moved": len(moved), "gone": len(gone)}
    short = ", ".join(f"{count} {word}" for word, count in counts.items() if count) or "no story"
    return Panel("Changes", short, "plain", tuple(notes))


def _places(issue: Issue) -> dict[str, tuple[str, PrintedStory]]:
    """Thread -> where it stands, and the story."""
    found: dict[str, tuple[str, PrintedStory]] = {}
    if issue.lead is not None:
        found[issue.lead.thread] = "the lead", issue.lead
    for section in issue.sections:
        for at, story in enumerate(section.stories, 1):
            found.setdefault(story.thread, (f"{section.name} {at}", story))
    for story in issue.developing:
        found.setdefault(story.thread, ("Still developing", story))
    return found


def _signed(difference: int) -> str:
    return f"{'+' if difference >= 0 else '−'}{abs(difference):,} bytes"
