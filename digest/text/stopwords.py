"""Words too common to tell one text from another."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=16)
def stop_words(lang: str) -> frozenset[str]:
    """The stop words of a language (BCP 47 tag) as ``words`` gives them; empty where we have no list."""
    primary = lang.partition("-")[0].lower()
    primary = {"nb": "no", "nn": "no"}.get(primary, primary)
    if not (primary.isascii() and primary.isalpha()):
        return frozenset()
    data = files("digest.text").joinpath("data", "stopwords", f"{primary}.txt")
    try:
        listed = data.read_text(encoding="utf-8")
    except FileNotFoundError:
        return frozenset()
    return frozenset(word for line in listed.splitlines() if not line.startswith("#") for word in line.split())
