"""Speech that a dash opens and no mark closes: «—El puente es seguro —dijo Ana—. No caerá.»

A paragraph that begins with a raya, a word right behind it, is speech; an inner raya after a space opens the words that
name the speaker, and the next one closes them (Ortografía de la lengua española, 2010, «raya» c).
"""

from __future__ import annotations

import re

from digest.text.marks import Marked, paragraphs

_OPENS = re.compile(r"[—–]\s?(?=[\w¿¡«“])")
_ASIDE = re.compile(r"\s[—–]\s?(?=[^\W\d_])")
_CLOSES = re.compile(r"[—–][.,;:]?\s*")


def find(text: str) -> list[Marked]:
    """Each stretch of speech, in order; the part behind an aside goes on from the one before it."""
    found: list[Marked] = []
    for start, end in paragraphs(text):
        opening = _OPENS.match(text, start, end)
        if not opening:
            continue
        aside = _ASIDE.search(text, opening.end(), end)
        stop = aside.start() if aside else end
        found.append(Marked(opening.end(), stop, start, stop))
        closes = _CLOSES.search(text, aside.end(), end) if aside else None
        if closes and closes.end() < end:
            found.append(Marked(closes.end(), end, closes.end(), end, closed=False, resumes=True))
    return found
