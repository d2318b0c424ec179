"""What a slip of the pen was meant for."""

from __future__ import annotations

import difflib


def near(word: str, words: list[str], cutoff: float = 0.6) -> str:
    """`` (did you mean 'x'?)`` where a known word is near, else nothing."""
    found = nearest(word, words, cutoff)
    return f" (did you mean {found!r}?)" if found is not None else ""


def nearest(word: str, words: list[str], cutoff: float = 0.6) -> str | None:
    """The known word that a slip is most like, where one is like it at all."""
    lower = {known.lower(): known for known in reversed(words)}
    found = difflib.get_close_matches(word.lower()[:80], list(lower), n=1, cutoff=cutoff)
    return lower[found[0]] if found else None
