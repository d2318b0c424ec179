"""How an issue is looked at: every switch is a link, and its address holds all of them."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from urllib.parse import parse_qsl, urlencode

SHOWS = {
    "both": "Mail and page",
    "mail": "Mail",
    "page": "Page",
    "text": "Plain text",
    "headers": "Headers",
    "source": "Source",
}
WIDTHS = {"desktop": "Desktop", "phone": "Phone"}
SCHEMES = {"auto": "System", "light": "Light", "dark": "Dark"}
IMAGES = {"on": "Images", "off": "No images"}
_CHOICES = {"show": SHOWS, "width": WIDTHS, "scheme": SCHEMES, "images": IMAGES}


@dataclass(frozen=True, slots=True)
class Look:
    """How an issue is looked at; the first choice of each switch is the default."""

    issue: date | None  # None: there is none
    show: str = "both"
    width: str = "desktop"
    scheme: str = "auto"
    images: str = "on"

    def link(self, **changes: str | date) -> str:
        """The address of the same look with changes."""
        look = replace(self, **changes)  # type: ignore[arg-type]  # names of its own fields, with values of theirs
        return "/?" + urlencode({field.name: getattr(look, field.name) or "" for field in fields(look)})


def look(query: str, issues: tuple[tuple[int, date], ...]) -> Look:
    """The look that a query string asks for; what it does not know it takes from the default.

    ``issues`` are (number, date), newest first; an issue is named by its date.
    """
    asked = dict(parse_qsl(query[:500]))
    known = {day.isoformat(): day for _, day in issues}
    given = {name: asked[name] for name, choices in _CHOICES.items() if asked.get(name) in choices}
    latest = issues[0][1] if issues else None
    return Look(issue=known.get(asked.get("issue", ""), latest), **given)


def switches(now: Look) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """Each switch by name: (label, address, whether it is the one that is on) of each of its choices."""
    names = {"show": "Show", "width": "Width", "scheme": "Colours", "images": "Images"}
    return [
        (
            names[name],
            [(label, now.link(**{name: value}), getattr(now, name) == value) for value, label in choices.items()],
        )
        for name, choices in _CHOICES.items()
    ]
