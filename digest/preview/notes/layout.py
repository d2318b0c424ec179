"""Layout: what could not be laid out, and is printed in plain text instead."""

from __future__ import annotations

from collections.abc import Sequence

from digest.model import Edition
from digest.preview.notes import Note, Panel, counted


def layout(editions: Sequence[Edition]) -> Panel | None:
    """Each part of an edition that one odd item has in plain text, and what went wrong; None where all is laid out."""
    notes = tuple(
        Note("warn", f"{edition.path} has it in plain text only", fault)
        for edition in editions
        for fault in edition.faults
    )
    if not notes:
        return None
    return Panel("Layout", f"{counted(len(notes), 'part')} in plain text", "warn", notes)
