"""A look at what would be sent: the mail beside the page, on this machine only.

    Desk ─▶ Shown ─▶ letter ─▶ notes ─▶ page ─▶ server
                                watching ──────▶

``desk`` says what the preview asks of the newsroom, ``letter`` takes a message apart as a mail program does, ``notes``
judge it, ``page`` shows them, ``server`` answers, ``watching`` hears of edits. What it does *not* do: render, address,
or approve anything itself; it is handed a ``Desk`` that does.
"""

from __future__ import annotations

from digest.preview.desk import Desk, Shown
from digest.preview.server import serve

__all__ = ["Desk", "Shown", "serve"]
