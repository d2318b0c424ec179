"""What a subscriber may wish, checked: sections, language, rhythm, time zone, hour.

Each check returns the value as it is kept, or raises ``DataError`` that says what is wrong, and what is likely meant.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal
from zoneinfo import available_timezones

from digest.errors import DataError
from digest.model import Rhythm

LONGEST_NAME = 200
LONGEST_FIELD = 1000
MOST_FIELDS = 50

_SEVERAL = re.compile(r'\s*(?:"((?:[^"]|"")*)"|([^,;|"]*))\s*(?:[,;|]|$)')
# Control and format characters that turn text round, and halves of surrogate pairs: nothing a name has.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]+")
_RHYTHMS: dict[str, Rhythm] = {"daily": "daily", "day": "daily", "weekly": "weekly", "week": "weekly"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """What a publication has to choose from."""

    sections: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()  # BCP 47, those that the mail's own words come in

    def section(self, text: str) -> str:
        """The section of that name, whatever its case."""
        return _one_of(text, self.sections, "section")

    def language(self, text: str) -> str:
        """The tag as it is written here; "" stays the publication's own. A region falls back on its language."""
        wanted = text.strip().replace("_", "-")
        if not wanted:
            return ""
        known = {tag.casefold(): tag for tag in self.languages}
        parts = wanted.casefold().split("-")
        for length in range(len(parts), 0, -1):
            if (found := known.get("-".join(parts[:length]))) is not None:
                return found
        raise DataError(f"the mail does not come in {wanted!r}: {', '.join(self.languages)}")


def timezone(text: str) -> str:
    """An IANA name; "" stays the publication's own."""
    wanted = text.strip()
    if not wanted:
        return ""
    zones = _zones()
    if wanted in zones:
        return wanted
    alike = {zone.casefold(): zone for zone in zones}
    if (found := alike.get(wanted.casefold().replace(" ", "_"))) is not None:
        return found
    city = wanted.casefold().replace(" ", "_")
    named = sorted(zone for zone in zones if "/" in zone and zone.rpartition("/")[2].casefold() == city)
    perhaps = f" (did you mean {named[0]!r}?)" if named else _perhaps(wanted, zones)
    raise DataError(f"{wanted!r} is not a time zone{perhaps}; write it like Europe/Oslo")


def hour(text: str) -> int | None:
    """0 to 23, "07:00" too; None where there is none."""
    wanted = text.strip()
    if not wanted:
        return None
    found = re.fullmatch(r"(\d{1,2})(?::00)?", wanted, re.ASCII)
    if found is None or int(found[1]) > 23:
        raise DataError(f"{wanted!r} is not an hour of the day: 0 to 23")
    return int(found[1])


def rhythm(text: str) -> Rhythm:
    """Daily where there is none."""
    wanted = text.strip().casefold()
    if wanted and wanted not in _RHYTHMS:
        raise DataError(f"{text.strip()!r} is not a rhythm: daily or weekly")
    return _RHYTHMS.get(wanted, "daily")


def several(text: str) -> tuple[str, ...]:
    """The names in a list with commas, semicolons or bars between them; a name that has one stands in quotes."""
    found, place = [], 0
    while place < len(text):
        match = _SEVERAL.match(text, place)
        if match is None or match.end() == place:
            raise DataError(f"{text!r} is not a list of names: a name with a quote or a comma goes in quotes")
        name = tidy(match[2]) if match[1] is None else tidy(match[1].replace('""', '"'))
        if name:
            found.append(name)
        place = match.end()
    return tuple(dict.fromkeys(found))


def joined(names: Iterable[str]) -> str:
    """Such a list, from which ``several`` gives the names again."""
    return ", ".join('"{}"'.format(name.replace('"', '""')) if re.search('[,;|"]', name) else name for name in names)


def tidy(text: str, *, longest: int = LONGEST_FIELD) -> str:
    """``text`` on one line: no control character, no space twice or at an end, and no longer than it may be."""
    if text.isprintable():  # most are, and then only spaces are to be seen to
        return " ".join(text.split())[:longest].rstrip()
    return " ".join(_UNPRINTABLE.sub(" ", text).split())[:longest].rstrip()


def field(name: str, value: str) -> tuple[str, str]:
    """A free field as it is kept; its value may be "", which is none."""
    kept = tidy(name, longest=64)
    if not kept:
        raise DataError("a field needs a name")
    return kept, tidy(value)


def _one_of(text: str, known: tuple[str, ...], noun: Literal["section"]) -> str:
    wanted = tidy(text)
    for name in known:
        if name.casefold() == wanted.casefold():
            return name
    raise DataError(f"there is no {noun} {wanted!r}{_perhaps(wanted, known)}")


def _perhaps(text: str, known: Iterable[str]) -> str:
    names = {name.casefold(): name for name in known}
    near = difflib.get_close_matches(text.casefold(), names, n=1, cutoff=0.6)
    return f" (did you mean {names[near[0]]!r}?)" if near else ""


@cache
def _zones() -> frozenset[str]:
    """The names of all zones, looked up once: it takes a walk through a folder."""
    return frozenset(available_timezones())
