"""Text that a database can hold."""

from __future__ import annotations

import re

# Halves of surrogate pairs: Python strings may hold them alone, UTF-8 may not.
_SURROGATES = re.compile("[\ud800-\udfff]")


def storable(text: str) -> str:
    """``text`` with each lone surrogate as U+FFFD: one character for one, so that offsets still hold."""
    return text if text.isascii() else _SURROGATES.sub("\ufffd", text)
