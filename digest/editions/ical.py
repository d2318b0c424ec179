"""Calendar files as bytes, by the icalendar library (RFC 5545).

It takes longer to import than an issue to render: import this module where a calendar is written, and only there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar


class Text(icalendar.vText):
    r"""A value of type TEXT (§3.3.11), escaped whole: in "C:\News" the library sees a line end."""

    def to_ical(self) -> bytes:
        """Its octets."""
        text = str(self).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
        return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n").encode("utf-8", "replace")


def calendar(properties: Mapping[str, Any], events: Iterable[Mapping[str, Any]]) -> bytes:
    """A calendar of these events, its lines folded and ended as the standard says, the same bytes each time.

    A ``str`` is a TEXT; the functions below make the other values.
    """
    lines = [*_component(icalendar.Calendar, properties)]
    end = lines.pop()
    for event in events:
        lines += _component(icalendar.Event, event)
    return b"".join(map(_folded, (*lines, end)))


def _component(kind: type[icalendar.Component], properties: Mapping[str, Any]) -> Iterator[bytes]:
    """The component's lines in the library's order, not yet folded.

    The library's own way makes several objects of each property, and takes longer than the whole rest of a page.
    """
    component = (kind.name or "").encode()
    yield b"BEGIN:%s" % component
    order: tuple[str, ...] = tuple(kind.canonical_order or ())
    first = [name for name in order if name in properties]
    for name in (*first, *sorted(properties.keys() - first)):
        value = properties[name]
        made = Text(value) if type(value) is str else value
        about = made.params.to_ical() if made.params else b""
        yield b"%s%s:%s" % (name.encode(), b";" + about if about else b"", made.to_ical())
    yield b"END:%s" % component


_ROOM = 74  # octets a line, as the library has it: the standard's 75 and no more, with the space before what goes on


def _folded(line: bytes) -> bytes:
    """The line, folded and ended (§3.1), as the library does: between characters, and not inside an escape."""
    made = []
    while len(line) > _ROOM:
        cut = _ROOM
        while line[cut] & 0xC0 == 0x80:  # inside a character
            cut -= 1
        if line[cut - 1] in b"\\^":
            cut -= 1
        made.append(line[:cut])
        line = line[cut:]
    return b"\r\n ".join([*made, line]) + b"\r\n"


def day(value: date) -> icalendar.vDate:
    """A value of type DATE (§3.3.4), said to be one: moments are what it would be taken for."""
    made = icalendar.vDate(value)
    made.params["VALUE"] = "DATE"
    return made


def moment(value: datetime) -> icalendar.vDatetime:
    """A value of type DATE-TIME, in UTC, in whole seconds (§3.3.5)."""
    return icalendar.vDatetime(value.astimezone(UTC).replace(microsecond=0))


def duration(value: timedelta) -> icalendar.vDuration:
    """A value of type DURATION (§3.3.6), said to be one."""
    made = icalendar.vDuration(value)
    made.params["VALUE"] = "DURATION"
    return made


def link(value: str) -> icalendar.vUri:
    """A value of type URI (§3.3.13)."""
    return icalendar.vUri(value)


def number(value: int) -> icalendar.vInt:
    """A value of type INTEGER (§3.3.8)."""
    return icalendar.vInt(value)
