"""Size: Gmail cuts a long mail off, and the way to unsubscribe with it."""

from __future__ import annotations

from collections.abc import Sequence

from digest.model import Edition
from digest.preview.letter import Letter
from digest.preview.notes import Note, Panel, gravest, size

CLIPPED = 102_000  # of HTML, where Gmail says "Message clipped"


def sizes(letter: Letter, editions: Sequence[Edition], budget: int) -> Panel:
    """The HTML part as it is transferred against our budget and Gmail's limit; the other parts for comparison."""
    html = letter.html_size
    room = f"{size(html)} of {budget // 1000} KB"
    if html > CLIPPED:
        first = Note("bad", f"{room}: Gmail clips a message at {CLIPPED // 1000} KB and hides the rest")
    elif html > budget:
        first = Note("warn", f"{room}: over our budget; Gmail clips at {CLIPPED // 1000} KB")
    else:
        first = Note("good", f"{room}; Gmail clips at {CLIPPED // 1000} KB")
    notes = [first]
    notes.append(Note("plain", f"The whole message takes {size(len(letter.raw))}, both parts and headers"))
    notes += [Note("plain", f"{edition.path} {size(len(edition.body))}") for edition in editions]
    moved = [headline for edition in editions for headline in edition.moved]
    notes += [Note("plain", "Left to the web page to keep the mail small", headline) for headline in moved]
    made = tuple(notes)
    return Panel("Size", room, gravest(made), made)
