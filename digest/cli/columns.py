"""Text that fits a terminal of 80 columns."""

from __future__ import annotations

import textwrap

WIDTH = 80


def fitted(text: str, width: int) -> str:
    """``text`` on one line of at most ``width`` columns; what does not fit ends in "…"."""
    from rich.cells import cell_len, set_cell_size  # headlines may hold letters two columns wide

    text = " ".join(text.split())
    return text if cell_len(text) <= width else set_cell_size(text, width - 1).rstrip() + "…"


def wrapped(text: str, *, indent: int = 0, first: str | None = None) -> list[str]:
    """``text`` in lines of 80 columns, ``indent`` spaces before each; ``first`` stands before the first instead."""
    blank = " " * indent
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=blank if first is None else first,
        subsequent_indent=blank,
        break_long_words=False,
        break_on_hyphens=False,
    )
