"""What the first line of a table calls its columns: ours, and those of the exports people bring."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from digest.errors import DataError
from digest.messages.addresses import mailbox

FIELD = "field"  # in the place of an attribute: a free field
COLUMNS = (
    "email",
    "name",
    "state",
    "language",
    "without",
    "rhythm",
    "timezone",
    "hour",
    "origin",
    "joined",
    "confirmed",
    "suppressed",
    "suppressed_at",
    "suppressed_note",
)

_KNOWN = {
    **dict.fromkeys(("email", "e mail", "mail", "email address", "e mail address", "mail address"), "email"),
    **dict.fromkeys(("emailaddress", "e mail adresse", "adresse e mail", "correo electronico", "e posta"), "email"),
    **dict.fromkeys(("name", "full name", "fullname", "display name"), "name"),
    **dict.fromkeys(("first name", "firstname", "fname", "given name", "vorname", "prenom"), "first"),
    **dict.fromkeys(("last name", "lastname", "lname", "surname", "family name", "nachname"), "last"),
    **dict.fromkeys(("status", "subscription status", "state"), "state"),
    **dict.fromkeys(("language", "lang", "locale"), "language"),
    **dict.fromkeys(("without", "without sections"), "without"),
    "sections": "sections",
    **dict.fromkeys(("rhythm", "frequency"), "rhythm"),
    **dict.fromkeys(("timezone", "time zone", "tz"), "timezone"),
    **dict.fromkeys(("hour", "send hour"), "hour"),
    "origin": "origin",
    **dict.fromkeys(("joined", "created at", "optin time", "subscribed at", "date joined"), "joined"),
    **dict.fromkeys(("confirmed", "confirm time", "confirmed at"), "confirmed"),
    "suppressed": "suppressed",
    "suppressed at": "suppressed_at",
    "suppressed note": "note",
}
# Columns of a program's export that are about it, or about where its readers were, and go no further.
_LEFT_OUT = {
    "mailchimp": frozenset(
        (
            *("member rating", "optin ip", "confirm ip", "latitude", "longitude", "gmtoff", "dstoff", "cc", "region"),
            *("last changed", "leid", "euid"),
            *("unsub campaign title", "unsub campaign id", "clean campaign title", "clean campaign id"),
        )
    ),
    "listmonk": frozenset(("uuid", "updated at", "id", "subscriber status")),
}
_OTHERS = {
    "mailchimp": {"unsub time": "left", "clean time": "bounced", "unsub reason": "note"},
    "listmonk": {"attributes": "attributes"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Headings:
    """The columns of a table."""

    names: tuple[str, ...]  # as written; "" where there is no first line that names them
    at: tuple[str | None, ...]  # the attribute of each; None: left out
    named: bool  # whether a first line names them
    program: Literal["mailchimp", "listmonk"] | None = None  # whose export it is, where that is seen

    @property
    def columns(self) -> int:
        """How many there are."""
        return len(self.at)

    @property
    def attributes(self) -> tuple[str, ...]:
        """What the table says of a subscriber, by the names of ``model.Subscriber``'s attributes."""
        same = {"first": "name", "last": "name", "sections": "without", FIELD: "fields", "attributes": "fields"}
        return tuple(dict.fromkeys(same.get(each, each) for each in self.at if each is not None))

    @property
    def left_out(self) -> tuple[str, ...]:
        """The names of the columns that are not taken."""
        return tuple(name for name, attribute in zip(self.names, self.at, strict=True) if attribute is None)

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the columns that become free fields."""
        return tuple(name for name, attribute in zip(self.names, self.at, strict=True) if attribute == FIELD)


def headings(cells: Sequence[str]) -> Headings | None:
    """What these cells, a table's first, call its columns; an address and a name where they are that themselves.

    None where neither makes sense. Raises ``DataError`` where one name stands twice.
    """
    while cells and not cells[-1]:
        cells = cells[:-1]
    plain = [_plain(cell) for cell in cells]
    program: Literal["mailchimp", "listmonk"] | None = None
    if {"leid", "euid", "member rating"} & set(plain):
        program = "mailchimp"
    elif {"uuid", "attributes"} <= set(plain):
        program = "listmonk"
    at = _at(plain, cells, program)
    if "email" not in at:
        if cells and _is_address(cells[0]):
            return Headings(names=("", ""), at=("email", "name"), named=False)
        return None
    names = tuple(_field(cell) if attribute == FIELD else cell for cell, attribute in zip(cells, at, strict=True))
    fields = [name for name, attribute in zip(names, at, strict=True) if attribute == FIELD]
    twice = next((name for place, name in enumerate(fields) if name in fields[:place]), None)
    if twice is not None:
        raise DataError(f"two columns are called {twice!r}", fix="rename one of them")
    return Headings(names=names, at=tuple(at), named=True, program=program)


def reserved(name: str) -> bool:
    """Whether a free field of this name is written ``field:NAME``, for the name alone would mean something else."""
    return _plain(name) in _KNOWN or name.casefold().startswith("field:") or name != name.strip() or _means_more(name)


def _means_more(name: str) -> bool:
    """Whether the name would make a table another program's, or its column one of addresses."""
    return _plain(name) in {"address", "leid", "euid", "member rating", "uuid", "attributes"}


def _at(plain: Sequence[str], cells: Sequence[str], program: str | None) -> list[str | None]:
    known = {**_KNOWN, **_OTHERS.get(program or "", {})}
    if not any(known.get(name) == "email" for name in plain):
        known["address"] = "email"  # beside a column that is called so by its name, it is a street
    if "status" in plain or "subscription status" in plain:
        known.pop("state")  # a place
    left_out = _LEFT_OUT.get(program or "", frozenset())
    at: list[str | None] = []
    for name, cell in zip(plain, cells, strict=True):
        attribute: str | None = known.get(name)
        if cell.casefold().startswith("field:"):
            attribute = FIELD
        elif name in left_out or not cell:
            attribute = None
        elif attribute is None or attribute in at:
            attribute = FIELD
        at.append(attribute)
    return at


def _plain(heading: str) -> str:
    return re.sub(r"[\s_-]+", " ", heading.casefold()).strip()


def _field(heading: str) -> str:
    return heading[6:].strip() if heading.casefold().startswith("field:") else heading


def _is_address(cell: str) -> bool:
    try:
        mailbox(cell)
    except DataError:
        return False
    return True
