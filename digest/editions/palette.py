"""Colours: one accent, chosen by the publication, made legible in a light and a dark scheme."""

from __future__ import annotations

import re
from colorsys import hls_to_rgb, rgb_to_hls
from dataclasses import dataclass

_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_FALLBACK = "#9a3324"
_LEGIBLE = 4.5  # WCAG 2.2, 1.4.3: ordinary text
_COMFORT = 6.0  # on the dark ground, where thin strokes glare less when there is more to spare

Rgb = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Scheme:
    """One scheme's colours, each ``#rrggbb``."""

    paper: str  # the ground
    ink: str  # headlines and rules that divide
    text: str  # running text
    soft: str  # labels, citations, small print
    line: str  # hairlines: decoration, never text
    accent: str  # links, the date, the rules that mark


@dataclass(frozen=True, slots=True)
class Palette:
    """Both schemes."""

    light: Scheme
    dark: Scheme


def palette(accent: str) -> Palette:
    """The publication's colours; an accent that is not ``#rgb`` or ``#rrggbb`` falls back to brick red.

    The accent keeps its hue and darkens, or lightens in the dark, until it reads as text.
    """
    chosen = accent if _HEX.fullmatch(accent) else _FALLBACK
    light, dark = "#fdfcf9", "#191715"
    return Palette(
        light=Scheme(
            paper=light,
            ink="#16140f",
            text="#2d2a25",
            soft="#655e54",
            line="#ddd7cb",
            accent=_towards(chosen, light, "#000000", _LEGIBLE),
        ),
        dark=Scheme(
            paper=dark,
            ink="#f5efe4",
            text="#d6cfc3",
            soft="#a59c8e",
            line="#3b3732",
            accent=_towards(chosen, dark, "#ffffff", _COMFORT),
        ),
    )


def adjusted(accent: str) -> tuple[str, ...]:
    """What is said of an accent that is not legible as it stands: "#ffff00 is too light on paper: #737300 is used"."""
    shown = palette(accent)
    told = []
    if shown.light.accent != _long(accent):
        told.append(f"{accent} is too light to read on {shown.light.paper}: {shown.light.accent} is used there")
    if contrast(_long(accent), shown.dark.paper) < _LEGIBLE:
        told.append(f"{accent} is too dark to read on {shown.dark.paper}: {shown.dark.accent} is used there")
    return tuple(told)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _towards(colour: str, ground: str, end: str, ratio: float) -> str:
    """The colour, as much darker or lighter as it takes to reach the ratio on the ground; hue and saturation stay."""
    hue, lightness, saturation = rgb_to_hls(*(channel / 255 for channel in _rgb(colour)))
    goal = 1.0 if end == "#ffffff" else 0.0
    for step in range(101):
        lighter = lightness + (goal - lightness) * step / 100
        red, green, blue = hls_to_rgb(hue, lighter, saturation)
        shade = _hex((red * 255, green * 255, blue * 255))
        if contrast(shade, ground) >= ratio:
            return shade
    return end


def _long(colour: str) -> str:
    return _hex(_rgb(colour))


def _rgb(colour: str) -> Rgb:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def _hex(rgb: Rgb) -> str:
    return "#{:02x}{:02x}{:02x}".format(*(round(channel) for channel in rgb))


def _luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in _rgb(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
