"""Quick checks of what a mail needs to be read aloud, or with weak eyes. A judge such as axe knows more."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from digest.html import tree
from digest.preview.notes import Note, Panel, counted, gravest

if TYPE_CHECKING:
    from lxml.etree import _Element

_LARGE, _LARGE_BOLD = 24.0, 18.66  # px, from where text counts as large (WCAG 2.2, 1.4.3)
_COLOUR = re.compile(
    r"#(?P<hex>[0-9a-f]{3}|[0-9a-f]{6})\b|rgba?\(\s*(?P<r>\d+)[\s,]+(?P<g>\d+)[\s,]+(?P<b>\d+)", re.IGNORECASE
)
_NAMES = {"white": (255, 255, 255), "black": (0, 0, 0)}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_DARK = re.compile(r"@media\s*\(\s*prefers-color-scheme\s*:\s*dark\s*\)\s*\{", re.IGNORECASE)
_BRACE = re.compile(r"[{}]")
_SHOWN = 8  # findings of one kind

Colour = tuple[int, int, int]


def accessibility(html: bytes) -> Panel:
    """The checks that the HTML of a mail fails; colours are those of its elements, and those it has in the dark."""
    text = html.decode("utf-8", "replace")
    root = tree(text)
    if root is None:
        return Panel("Accessibility", "nothing to check", "plain")
    notes = (
        *_language(root),
        *_pictures(root),
        *_headings(root),
        *_tables(root),
        *_links(root),
        *_contrast(root),
        *_contrast_in_the_dark(text),
    )
    if not notes:
        checked = (
            "language, alternatives, headings, layout tables, links and both schemes' contrast are as they should be"
        )
        return Panel("Accessibility", "no findings", "good", (Note("good", checked),))
    return Panel("Accessibility", counted(len(notes), "finding"), gravest(notes, "warn"), notes)


def contrast(one: Colour, two: Colour) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    light, dark = sorted((_luminance(one), _luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _language(root: _Element) -> list[Note]:
    tags = {name: root if root.tag == name else root.find(name) for name in ("html", "body")}
    notes = [
        Note("bad" if attribute == "lang" else "warn", f"<{name}> has no {attribute}")
        for name, found in tags.items()
        for attribute in ("lang", "dir")
        if found is None or not found.get(attribute)
    ]
    title = root.find(".//title")
    if title is None or not (title.text or "").strip():
        notes.append(Note("warn", "there is no <title>"))
    return notes


def _pictures(root: _Element) -> list[Note]:
    bare = [str(found.get("src") or "")[:80] for found in root.iter("img") if found.get("alt") is None]
    return [Note("bad", "a picture has no alt text", src) for src in bare[:_SHOWN]]


def _headings(root: _Element) -> list[Note]:
    levels = [(int(str(found.tag)[1]), _words(found)) for found in root.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    notes = []
    if not levels:
        return [Note("warn", "there are no headings to go by")]
    if levels[0][0] != 1:
        notes.append(Note("warn", f"the first heading is an h{levels[0][0]}", levels[0][1]))
    if sum(level == 1 for level, _ in levels) > 1:
        notes.append(Note("warn", "there is more than one h1"))
    for (before, _), (level, words) in pairwise(levels):
        if level > before + 1:
            notes.append(Note("warn", f"an h{level} follows an h{before}", words))
    notes += [Note("bad", f"an h{level} is empty") for level, words in levels if not words]
    return notes[:_SHOWN]


def _tables(root: _Element) -> list[Note]:
    bare = [found for found in root.iter("table") if found.get("role") is None and found.find(".//th") is None]
    if not bare:
        return []
    return [Note("bad", f'{counted(len(bare), "layout table")} without role="presentation"', _words(bare[0]))]


def _links(root: _Element) -> list[Note]:
    silent = [
        str(found.get("href"))[:80]
        for found in root.iter("a")
        if found.get("href")
        and not _words(found)
        and not found.get("aria-label")
        and not any(picture.get("alt") for picture in found.iter("img"))
    ]
    return [Note("bad", "a link says nothing", href) for href in silent[:_SHOWN]]


def _contrast_in_the_dark(html: str) -> list[Note]:
    """The same where the mail's rules for the dark are the colours of its elements; none where it has no such rules."""
    rules = _rules_for_the_dark(html)
    if not rules:
        return []
    import css_inline  # only a mail with a dark scheme needs it

    inliner = css_inline.CSSInliner(inline_style_tags=False, load_remote_stylesheets=False, extra_css=rules)
    try:
        root = tree(inliner.inline(html))
    except css_inline.InlineError as error:
        return [Note("warn", "the colours in the dark cannot be read", str(error))]
    return [] if root is None else _contrast(root, " in the dark")


def _rules_for_the_dark(html: str) -> str:
    """What stands in the media queries for the dark, without them."""
    found = []
    for start in _DARK.finditer(html):
        depth, end = 1, start.end()
        while depth and (brace := _BRACE.search(html, end)):
            depth += 1 if brace[0] == "{" else -1
            end = brace.end()
        found.append(html[start.end() : end - 1])
        if depth:  # it is never closed, nor is what follows
            break
    return "\n".join(found)


def _contrast(root: _Element, when: str = "") -> list[Note]:
    """Texts that stand out from their ground by less than WCAG asks, by the colours written into the elements."""
    weak: dict[tuple[Colour, Colour], tuple[float, str]] = {}
    # Depth is bounded by the parser, work by one visit an element: (element, ink, ground, size, bold).
    stack: list[tuple[_Element, Colour, Colour, float, bool]] = [(root, (0, 0, 0), (255, 255, 255), 16.0, False)]
    while stack:
        element, ink, ground, size, bold = stack.pop()
        style = str(element.get("style") or "")
        if element.tag in ("head", "style", "script") or _HIDDEN.search(style):
            continue
        rules = {
            name.strip().lower(): value.strip() for name, _, value in (rule.partition(":") for rule in style.split(";"))
        }
        ink = _colour(rules.get("color")) or _colour(element.get("color")) or ink
        ground = (
            _colour(rules.get("background-color"))
            or _colour(rules.get("background"))
            or _colour(element.get("bgcolor"))
            or ground
        )
        size = _pixels(rules.get("font-size"), size)
        weight = rules.get("font-weight", "")
        bold = weight in ("bold", "bolder") or (weight.isdecimal() and int(weight) >= 700) or (bold and not weight)
        text = "".join([element.text or "", *[child.tail or "" for child in element]]).strip()
        if text and size > 0:
            needed = 3.0 if size >= _LARGE or (bold and size >= _LARGE_BOLD) else 4.5
            ratio = contrast(ink, ground)
            if ratio < needed:
                weak.setdefault((ink, ground), (ratio, text[:60]))
        stack += [(child, ink, ground, size, bold) for child in reversed(element)]
    return [
        Note("bad", f"contrast of {ratio:.1f} to 1{when}: {_hex(ink)} on {_hex(ground)}", text)
        for (ink, ground), (ratio, text) in list(weak.items())[:_SHOWN]
    ]


def _words(element: _Element) -> str:
    return " ".join("".join(str(text) for text in element.itertext()).split())[:60]


def _colour(value: str | None) -> Colour | None:
    if not value:
        return None
    if value.strip().lower() in _NAMES:
        return _NAMES[value.strip().lower()]
    found = _COLOUR.search(value)
    if found is None:
        return None
    if found["hex"]:
        digits = found["hex"] if len(found["hex"]) == 6 else "".join(2 * digit for digit in found["hex"])
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    red, green, blue = (min(255, int(found[name][:4])) for name in "rgb")
    return red, green, blue


def _pixels(value: str | None, inherited: float) -> float:
    found = re.match(r"(\d{1,4}(?:\.\d{1,4})?)(px|em|%)?", value or "")
    if found is None:
        return inherited
    number = float(found[1])
    return {"em": number * inherited, "%": number * inherited / 100}.get(found[2] or "px", number)


def _luminance(colour: Colour) -> float:
    shares = [value / 255 for value in colour]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _hex(colour: Colour) -> str:
    return "#" + "".join(f"{value:02x}" for value in colour)
