"""The words that editions print beside an issue's own: those of catalogs, and those that stand in templates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from digest.editions.catalogs import SHIPPED, messages
from digest.editions.environment import shipped_templates
from digest.program import folder

_PLACE = re.compile(r"%\(\w+\)s|\{[^{}]*\}|\n")
# What a template has that is no text of its own: markup, comments, what is looked up, styles.
_MARKUP = re.compile(r"\{#.*?#\}|\{%.*?%\}|<style.*?</style>|<script.*?</script>|<!--.*?-->|<[^<>]*>", re.DOTALL)
_EXPRESSION = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_STRING = re.compile(r"\"([^\"\n]*)\"|'([^'\n]*)'")
_TEXTS = (".html", ".mjml", ".txt")
_SOURCE = "de.po"  # any catalog of ours: it has every message as it is written in English


def phrases(lang: str, templates: str | None, catalogs: str | None) -> tuple[str, ...]:
    """Pieces of two words and more that an edition in that language may hold, in one order.

    ``templates`` and ``catalogs`` are the user's own folders. A file that cannot be read has none.
    """
    names = dict.fromkeys([_SOURCE, f"{lang.replace('-', '_')}.po", f"{lang.partition('-')[0].lower()}.po"])
    found: set[str] = set()
    for place in (SHIPPED, *([Path(catalogs)] if catalogs else ())):
        for name in names:
            found.update(_catalog(place / name))
    for own in (*([Path(templates)] if templates else ()), shipped_templates()):
        for file in folder(own):
            if file.suffix in _TEXTS:
                found.update(_template(file))
    return tuple(sorted(each for each in found if " " in each))


def _catalog(file: Path) -> Iterator[str]:
    try:
        entries = list(messages(file.read_text("utf-8"), file.name))
    except OSError:
        return
    for entry in entries:
        for text in (entry.id, entry.plural, *entry.forms.values()):
            yield from _pieces(text)


def _template(file: Path) -> Iterator[str]:
    try:
        written = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return
    for expression in _EXPRESSION.findall(written) + _MARKUP.findall(written):
        if expression.startswith("{") and not expression.startswith("{#"):
            for double, single in _STRING.findall(expression):
                yield from _pieces(double or single)
    for text in _MARKUP.sub("\n", _EXPRESSION.sub("\n", written)).split("\n"):
        yield from _pieces(text)


def _pieces(text: str) -> Iterator[str]:
    for piece in _PLACE.split(text):
        line = " ".join(piece.split()).strip(" .,:;–—-()“”")
        if " " in line:
            yield line
