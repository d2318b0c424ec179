"""Real days told again: on other dates, at other addresses, of other people and places.

DATA has 25 days in a row, and a year needs more. The next 25 are the same told of another world, as ``worlds`` does it:
each rare word has a suffix, so that the events are others and the language is the same. What follows another within
DATA follows it in each world, so an issue has stories that go on, articles that it has printed, and so on.

    python -m measuring.retelling DATA NUMBER LIKE FOLDER

puts one of DATA's days, told of a world of its own, into a folder as the day of that number, and prints its date.
"""

from __future__ import annotations

import datetime as dt
import re
import sys
from dataclasses import dataclass
from email.utils import format_datetime, parsedate_to_datetime
from functools import cache
from pathlib import Path

from measuring.server import LINK

DATED = re.compile(rb"(<(?:pubDate|dc:date|published|updated|lastBuildDate)>\s*)([^<]{10,40}?)(\s*<)")
_TOLD = re.compile(r"(<(title|description|summary|content|content:encoded)(?:\s[^>]*)?>)(.*?)(</\2>)", re.DOTALL)
# Before what an entry is known by, where that is no address.
_NAMED = re.compile(rb"(<(?:guid|id)(?:\s[^>]*)?>)(?!\s*(?:<!\[CDATA\[)?\s*https?://)")
# What is no word of a text: marks, written out or escaped; entities; addresses. Then a word.
_PART = re.compile(r"<!\[CDATA\[|<[^>]*>|&lt;.*?&gt;|&[#\w]+;|https?://[^\s<]+|([^\W\d_]+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days without end, out of DATA's own."""

    days: tuple[Path, ...]  # in order

    @classmethod
    def of(cls, data: Path) -> Calendar:
        """The days that DATA has."""
        return cls(tuple(sorted(path for path in (data / "days").glob("????-??-??") if path.is_dir())))

    def date(self, number: int) -> dt.date:
        """The date of a day, the first being 0."""
        return dt.date.fromisoformat(self.days[0].name) + dt.timedelta(days=number)

    def write(self, number: int, folder: Path, *, like: str | None = None) -> None:
        """Put a day's feeds into a folder; ``like``: those of this one of DATA's days, told of a world of its own."""
        world, place = divmod(number, len(self.days))
        day = self.days[place]
        if like is not None:
            day, world = next(day for day in self.days if day.name == like), 100 + number
        later = self.date(number) - dt.date.fromisoformat(day.name)
        for old in folder.glob("*.xml"):
            old.unlink()
        for path in sorted(day.glob("*.xml")):
            body = path.read_bytes()
            (folder / path.name).write_bytes(retold(body, world=world, later=later) if world else body)


def retold(feed: bytes, *, world: int, later: dt.timedelta) -> bytes:
    """The feed of another world, every moment so much later; a feed that is not UTF-8 keeps its words."""
    body = DATED.sub(lambda found: found[1] + later_by(found[2], later) + found[3], feed)
    body = LINK.sub(rb"\1\2world%d." % world, body)
    body = _NAMED.sub(rb"\1world%d-" % world, body)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return body
    return _TOLD.sub(lambda found: found[1] + _elsewhere(found[3], world) + found[4], text).encode()


def _elsewhere(text: str, world: int) -> str:
    suffix = "zq"
    while world:
        world, letter = divmod(world, 26)
        suffix += chr(ord("a") + letter)
    return _PART.sub(lambda found: found[0] + suffix if found[1] and _rare(found[1].lower()) else found[0], text)


@cache
def _rare(word: str) -> bool:
    # Here: what measures imports this module too, and must stay small itself.
    from digest.stories.background import commonness
    from digest.text import stems
    from measuring.worlds import COMMON

    found = stems(word)
    return bool(found) and commonness(found[0]) < COMMON


def later_by(text: bytes, by: dt.timedelta) -> bytes:
    """A date of RFC 5322 or ISO 8601 that much later; as it is where it is neither."""
    plain = text.decode("ascii", "replace").strip()
    try:
        return format_datetime(parsedate_to_datetime(plain) + by).encode()
    except ValueError:
        pass
    try:
        return (dt.datetime.fromisoformat(plain) + by).isoformat().encode()
    except ValueError:
        return text


if __name__ == "__main__":
    calendar = Calendar.of(Path(sys.argv[1]))
    calendar.write(int(sys.argv[2]), Path(sys.argv[4]), like=sys.argv[3])
    print(calendar.date(int(sys.argv[2])))
