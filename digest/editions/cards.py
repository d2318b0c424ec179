"""The picture of an issue that a shared link shows: a template in SVG, drawn by resvg without a browser.

resvg comes with ``pip install 'digest-newsroom[cards]'`` (one wheel of 1.4 MB, no library of the system's) and draws in
some 40 ms, with whatever fonts the machine has. Where it is missing, or no font is, there are no pictures.
"""

from __future__ import annotations

import importlib.util
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from digest.editions import wording
from digest.editions.environment import render
from digest.editions.view import IssueView

if TYPE_CHECKING:
    from digest.editions.pages import Look

_EM = 66.0  # the size of the headline
_WIDE = 1040.0  # pixels that a line may take
_LINES = 3
_NARROW = frozenset("iIjl.,:;'’‘|!()[]ft r-")


def available() -> bool:
    """Whether cards can be drawn here."""
    return importlib.util.find_spec("resvg_py") is not None


def card(look: Look, issue: IssueView) -> bytes | None:
    """The issue's card as PNG; None where this machine has no font for it. Raises ``TemplateError``."""
    import resvg_py  # an extra: see above

    title = issue.publication.title
    size = min(72.0, 72.0 * _WIDE / max(1.0, _width(title, 72.0)))
    svg = render(
        look.environment,
        "site/card.svg",
        f"the card of issue {issue.number}",
        issue=issue,
        title=title,
        title_size=round(size, 1),
        lines=lines(issue.lead.headline if issue.lead else issue.subject),
        colours=look.colours,
        dir=wording.direction(issue.lang),
    )
    drawn = bytes(resvg_py.svg_to_bytes(svg_string=svg))
    return drawn if _has_fonts() else None


@lru_cache(maxsize=1)
def _has_fonts() -> bool:
    """Whether a letter leaves anything on the paper."""
    import resvg_py  # as above

    with_letter, without = (
        bytes(
            resvg_py.svg_to_bytes(
                svg_string='<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16">'
                f'<text y="14" font-size="14" font-family="serif">{letter}</text></svg>'
            )
        )
        for letter in ("M", "")
    )
    return with_letter != without


def lines(text: str) -> tuple[str, ...]:
    """The text in at most three lines that fit, the last cut with "…" where more is left."""
    made: list[str] = []
    words = text.split()
    line = ""
    for at, word in enumerate(words):
        longer = f"{line} {word}" if line else word
        if _width(longer, _EM) <= _WIDE:
            line = longer
            continue
        if line:
            made.append(line)
        line = _cut(word, "")
        if len(made) == _LINES:
            return (*made[:-1], _cut(made[-1], "…"))
        if line != word and at < len(words):
            return (*made, _cut(word, "…"))
    return tuple([*made, line] if line else made)


def _cut(text: str, mark: str) -> str:
    """As much of the text as fits with the mark behind it."""
    while text and _width(text + mark, _EM) > _WIDE:
        text = text[:-1]
    return text.rstrip(" ,;:–—-") + mark if mark else text


def _width(text: str, em: float) -> float:
    """About how wide a bold serif sets it, rather too much than too little: nothing here knows the font."""
    return em * sum(_advance(character) for character in text)


def _advance(character: str) -> float:
    if unicodedata.combining(character):
        return 0.0
    if unicodedata.east_asian_width(character) in ("W", "F"):
        return 1.0
    if character in _NARROW:
        return 0.42
    return 0.8 if character.isupper() or character in "mwMW" else 0.6
