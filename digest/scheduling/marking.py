"""The line by which what was written for a publication is known again, and nothing else is touched."""

from __future__ import annotations

MARK = "# Written by `digest schedule` for "


def mark(whose: str) -> str:
    """The first line, without its end, of a file that is written for a publication: by the path of its feeds.yml, from
    wherever the file itself may be taken to.
    """
    return f"{MARK}{whose}; written anew by --install, taken away by --remove."


def ours(text: str, whose: str) -> bool:
    """Whether a file's text was written for this publication."""
    return text.partition("\n")[0] == mark(whose)
