"""Whether a sentence can be printed by itself."""

from __future__ import annotations

from digest.text.lines import is_boilerplate, is_unfinished, points_at_picture
from digest.text.openings import dangles


def stands_alone(sentence: str, lang: str = "en") -> bool:
    """Whether a reader needs nothing beside it: no boilerplate, not cut off, no picture, no "He" of somebody before it.

    Quotation marks are another matter: whether they are whole shows only in the paragraph (``quotations.whole``).
    """
    return not (
        is_boilerplate(sentence) or is_unfinished(sentence) or points_at_picture(sentence) or dangles(sentence, lang)
    )
