"""Forms as they arrive: fields out of bytes, wishes out of fields, each fault beside what was typed."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from functools import lru_cache
from typing import Literal
from urllib.parse import parse_qsl

from digest.errors import DataError
from digest.model import Rhythm
from digest.serving.deciding import Wishes

LONGEST = 16_384  # bytes of a form
_FIELDS = 200
_NAME = 60  # characters
_LINK = re.compile(r"://|www\.", re.IGNORECASE)

Fault = Literal["address", "name", "language", "rhythm", "timezone", "hour"]
_RHYTHMS: dict[str, Rhythm] = {"daily": "daily", "weekly": "weekly"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A form that somebody filled in: what they typed is shown again where there is a fault."""

    typed: Mapping[str, tuple[str, ...]]
    wishes: Wishes
    address: str = ""  # canonical; "" where that is a fault, or not asked
    faults: frozenset[Fault] = field(default_factory=frozenset)

    def first(self, name: str) -> str:
        """What stands in a field; "" where it was not sent."""
        return first(self.typed, name)


def fields(body: bytes, content_type: str) -> Mapping[str, tuple[str, ...]]:
    """The fields of a form, of both kinds that browsers and mail providers send (RFC 8058 §3.2). Never raises."""
    kind = content_type.partition(";")[0].strip().lower()
    pairs: list[tuple[str, str]] = []
    if kind == "multipart/form-data":
        head = f"Content-Type: {' '.join(content_type.split())}\r\n\r\n".encode("latin-1", "replace")
        whole = BytesParser(policy=HTTP).parsebytes(head + body)
        for part in whole.iter_parts() if whole.is_multipart() else ():
            name = part.get_param("name", header="content-disposition")
            value = part.get_payload(decode=True)
            if isinstance(name, str) and isinstance(value, bytes):
                pairs.append((name, value.decode("utf-8", "replace")))
    elif kind in ("application/x-www-form-urlencoded", ""):
        try:
            pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_FIELDS)
        except ValueError:  # more fields than any form of ours has
            pairs = []
    found: dict[str, tuple[str, ...]] = {}
    for name, value in pairs[:_FIELDS]:
        found[name] = (*found.get(name, ()), value)
    return found


def first(typed: Mapping[str, tuple[str, ...]], name: str) -> str:
    """What stands in a field; "" where it was not sent."""
    values = typed.get(name, ())
    return values[0].strip() if values else ""


def filled(
    typed: Mapping[str, tuple[str, ...]],
    *,
    sections: tuple[str, ...],
    languages: Mapping[str, str],
    without: tuple[str, ...] = (),
    address: Callable[[str], str] | None = None,
) -> Filled:
    """A form as it was filled in. ``address``: makes one canonical, where the form asks for it.

    Sections are asked as those wanted; ``without`` holds what the person left out so far, and what it names of sections
    that the form does not show stays. The field ``asks`` names what the form asked for beyond the address and the name.
    """
    faults: set[Fault] = set()
    where = zone = ""
    if address is not None:
        try:
            where = address(first(typed, "address"))
        except DataError:
            faults.add("address")
        if "." not in where.rpartition("@")[2]:
            # Nobody's on the web: a slip, or a name of the operator's own network.
            faults.add("address")
    name = _line(first(typed, "name"))
    if len(name) > _NAME or _LINK.search(name):
        faults.add("name")
    asks = set(typed.get("asks", ()))
    left = tuple(name for name in sections if name not in typed.get("section", ()))
    others = tuple(name for name in without if name not in sections)
    language, rhythm, timezone, hour = (first(typed, name) for name in ("language", "rhythm", "timezone", "hour"))
    if language and language not in languages:
        faults.add("language")
    if rhythm and rhythm not in _RHYTHMS:
        faults.add("rhythm")
    if timezone and not (zone := _zone(timezone)):
        faults.add("timezone")
    if hour and not (hour.isascii() and hour.isdecimal() and int(hour) < 24):
        faults.add("hour")
    return Filled(
        typed=typed,
        address=where,
        faults=frozenset(faults),
        wishes=Wishes(
            name="" if "name" in faults else name,
            without=(*left, *others) if "section" in asks else None,
            language=None if "language" in faults or "language" not in typed else language,
            rhythm=_RHYTHMS.get(rhythm),
            timezone=None if "timezone" in faults or "timezone" not in typed else zone,
            hour=None if "hour" in faults or not hour else int(hour),
            hours="hour" in typed,
        ),
    )


@lru_cache(maxsize=1)
def timezones() -> tuple[str, ...]:
    """The IANA zones that are named for a place, and UTC, in alphabetical order."""
    places = ("Africa/", "America/", "Antarctica/", "Arctic/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/")
    names = zoneinfo.available_timezones()
    return ("UTC", *sorted(name for name in names if name.startswith((*places, "Pacific/"))))


def _zone(text: str) -> str:
    """The zone that somebody means by its name, in whatever case, or by its city alone; "" where there is none."""
    wanted = text.casefold().replace(" ", "_")
    for zone in timezones():
        if zone.casefold() == wanted:
            return zone
    cities = [zone for zone in timezones() if zone.rpartition("/")[2].casefold() == wanted]
    return cities[0] if len(cities) == 1 else ""


def _line(text: str) -> str:
    """The text in one line, of what can be seen."""
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())
