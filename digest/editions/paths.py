"""Where each page of the site lies below output/. A page keeps its address for ever."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from datetime import date

BACK_ISSUES = "issues/index.html"
SECTIONS = "sections/index.html"
SOURCES = "sources/index.html"
AGENDA = "whats-next/index.html"
SEARCH = "search/index.html"
CARD = "card.png"  # in an issue's folder

_LENGTH = 60  # characters of a name in an address
_OTHER = re.compile(r"[^a-z0-9]+")


def issue(day: date) -> str:
    """The page of a day's issue."""
    return f"issues/{day.isoformat()}/index.html"


def year(number: int) -> str:
    """The page of a year's issues."""
    return f"issues/{number:04}/index.html"


def thread(id: str) -> str:
    """The page of a story across days."""
    return f"threads/{id if re.fullmatch(r'[a-z0-9-]{1,60}', id) else slug(id)}/index.html"


def section(name: str) -> str:
    """The page of a section."""
    return f"sections/{slug(name)}/index.html"


def slug(name: str) -> str:
    """A name as a part of an address: "arts-culture"; one with letters that do not show in it bears a hash too."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold()
    made = _OTHER.sub("-", plain).strip("-")[:_LENGTH].strip("-")
    shows = made and len(plain) <= _LENGTH and all(c.isascii() for c in plain if c.isalnum())
    mark = "" if shows else hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:6]
    return "-".join(part for part in (made, mark) if part)
