"""Lists of subscribers as tables: our own export and other programs', read row by row, and written.

What is read is not yet decided upon (``messages.merging``): a row says who, and what the table knows of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, get_args

from digest.errors import DataError
from digest.messages import preferences, spreadsheets
from digest.messages.addresses import mailbox
from digest.messages.headings import COLUMNS, FIELD, Headings, headings, reserved
from digest.messages.preferences import Offered
from digest.model import Subscriber, SubscriberState, Suppression, SuppressionReason

_STATES: dict[str, SubscriberState] = {
    **dict.fromkeys(("active", "subscribed", "enabled", "confirmed"), "active"),
    **dict.fromkeys(("pending", "unconfirmed", "unverified"), "pending"),
    **dict.fromkeys(("unsubscribed", "disabled", "inactive", "opted out", "opted-out"), "unsubscribed"),
}
# States of other programs that are suppressions here.
_SUPPRESSED: dict[str, SuppressionReason] = {
    **dict.fromkeys(("bounced", "cleaned"), "hard_bounce"),
    **dict.fromkeys(("complained", "complaint", "spam", "spam reported"), "complaint"),
    **dict.fromkeys(("blocklisted", "blacklisted", "blocked", "suppressed"), "manual"),
}
_ORIGINS = ("feeds", "file", "command", "import", "form", "mail")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What a table says of one person."""

    line: int  # its first, from 1
    person: str  # ``messages.addresses.who``
    subscriber: Subscriber | None  # None: who is only suppressed
    suppression: Suppression | None = None
    given: frozenset[str] = frozenset()  # the attributes of the subscriber that the table says
    odd: tuple[str, ...] = ()  # what was left out of it, in words

    @property
    def leaves(self) -> bool:
        """Whether it says that mail is not wanted, or does not arrive."""
        return self.suppression is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """A row that was not taken, in words."""

    line: int
    what: str
    again: str = ""  # the person, where they are in the table already


@dataclass(slots=True)
class Table:
    """A table of subscribers. ``rows`` may be walked through once."""

    headings: Headings
    delimiter: str
    rows: Iterator[Row | Wrong] = field(repr=False)


def read(text: str, *, offered: Offered, at: datetime) -> Table:
    """The table in ``text``: its columns are known by their headings, or are an address and a name where it has none.

    A person who is there twice counts once, as first written; but who leaves in a later row leaves. ``at`` is when they
    did where the table does not say. Raises ``DataError`` for a text that is no table of addresses.
    """
    first = next((line for line in spreadsheets.lines(text) if line.strip() and not line.startswith("#")), "")
    if not first:
        raise DataError("nothing in it")
    found: tuple[Headings, str] | None = None
    skipped = spreadsheets.declared(first) is not None
    for delimiter in spreadsheets.delimiters(first):
        rows = spreadsheets.records(text, delimiter)
        _, cells = next(rows, (0, []))
        if skipped:
            _, cells = next(rows, (0, []))
        if isinstance(cells, DataError):
            continue
        known = headings([spreadsheets.plain(cell.strip()) for cell in cells])
        if known is not None and (found is None or known.columns > found[0].columns):
            found = known, delimiter
    if found is None:
        raise DataError(
            "no column of addresses", fix="its first line is to name the columns: email, name, and what else there is"
        )
    known, delimiter = found
    rows = spreadsheets.records(text, delimiter)
    for _ in range(skipped + known.named):
        next(rows, None)
    return Table(known, delimiter, _once(_rows(rows, _Reader(known, offered, at))))


def _rows(rows: Iterable[tuple[int, list[str] | DataError]], reader: _Reader) -> Iterator[Row | Wrong]:
    for line, cells in rows:
        try:
            if isinstance(cells, DataError):
                raise cells
            if any(cell.strip() for cell in cells):
                yield reader.row(line, cells)
        except DataError as error:
            yield Wrong(line=line, what=error.what)


def _once(rows: Iterable[Row | Wrong]) -> Iterator[Row | Wrong]:
    seen: dict[str, int] = {}
    for row in rows:
        if isinstance(row, Row):
            if (before := seen.get(row.person)) is not None:
                yield Wrong(line=row.line, what=f"is in line {before} already", again=row.person)
                if not row.leaves:
                    continue
            seen.setdefault(row.person, row.line)
        yield row


class _Reader:
    """Reads the rows of one table."""

    def __init__(self, known: Headings, offered: Offered, at: datetime) -> None:
        self._known = known
        self._offered = offered
        self._at = at
        self._lenient = known.program is not None  # another program's time zone is not its reader's mistake
        self._given = frozenset(known.attributes)

    def row(self, line: int, cells: Sequence[str]) -> Row:
        """Raises ``DataError``."""
        known = self._known
        values, fields = self._values(cells)
        address = values.get("email", "")
        if address.startswith("hash:"):
            return self._erased(line, address, values)
        if not address:
            raise DataError("no address")
        name, address = mailbox(address)
        person = address.casefold()  # ``who`` of what is canonical already
        suppression = self._suppression(person, values)
        if values.get("state", "").casefold() == "suppressed" and known.program is None:
            return Row(line=line, person=person, subscriber=None, suppression=suppression)
        odd: list[str] = []
        if "." not in person.rpartition("@")[2]:
            odd.append(f"{address}: its domain has no dot; is that a slip?")
        made: dict[str, Any] = {"fields": fields} if fields else {}
        made["name"] = _name(values) or preferences.tidy(name, longest=preferences.LONGEST_NAME)
        made["state"] = self._state(values)
        for attribute, check in self._checks:
            if (value := values.get(attribute)) is None:
                continue
            try:
                made[attribute] = check(value)
            except DataError as error:
                if not self._lenient:
                    raise
                odd.append(f"{error.what}: left out")
        for attribute in ("joined", "confirmed"):
            if value := values.get(attribute):
                made[attribute] = moment = _moment(value)
                if moment is None:
                    odd.append(f"{attribute} {value!r} is no time that is understood: left out")
        made["without"], missing = self._without(values)
        odd += missing
        origin = values.get("origin", "").casefold()
        made["origin"] = origin if origin in _ORIGINS else "import"
        if "joined" not in self._known.at:
            made["joined"] = self._at
        subscriber = Subscriber(address=address, **made)
        if subscriber.state == "unsubscribed" and suppression is None:
            suppression = Suppression(who=person, reason="unsubscribed", at=self._at)
        return Row(
            line=line, person=person, subscriber=subscriber, suppression=suppression, given=self._given, odd=tuple(odd)
        )

    @property
    def _checks(self) -> tuple[tuple[str, Callable[[str], Any]], ...]:
        return (
            ("language", self._offered.language),
            ("timezone", preferences.timezone),
            ("rhythm", preferences.rhythm),
            ("hour", preferences.hour),
        )

    def _values(self, cells: Sequence[str]) -> tuple[dict[str, str], dict[str, str]]:
        known = self._known
        if len(cells) > known.columns and any(cell.strip() for cell in cells[known.columns :]):
            if not known.named:
                raise DataError("more than an address and a name; a name with a comma goes in quotes")
            raise DataError(f"{len(cells)} cells, and the first line names {known.columns}; quotes may be missing")
        values: dict[str, str] = {}
        fields: dict[str, str] = {}
        for place, cell in enumerate(cells[: known.columns]):
            text = spreadsheets.plain(cell.strip()).strip()
            attribute = known.at[place]
            if attribute == FIELD:
                name, value = preferences.field(known.names[place], text)
                if value:
                    fields[name] = value
            elif attribute == "attributes":
                fields.update(_attributes(text))
            elif attribute is not None:
                values[attribute] = text
        if len(fields) > preferences.MOST_FIELDS:
            raise DataError(f"{len(fields)} fields of one person; {preferences.MOST_FIELDS} are the most")
        return values, fields

    def _state(self, values: Mapping[str, str]) -> SubscriberState:
        if values.get("left"):
            return "unsubscribed"
        said = values.get("state", "").casefold()
        if not said or (said in _SUPPRESSED and said not in ("blocklisted", "blacklisted")):
            return "active"
        if said in _SUPPRESSED:
            return "unsubscribed"
        if said not in _STATES:
            raise DataError(f"{values['state']!r} is no state: pending, active or unsubscribed")
        return _STATES[said]

    def _suppression(self, person: str, values: Mapping[str, str]) -> Suppression | None:
        if not any(values.get(name) for name in ("suppressed", "bounced", "left", "state")):
            return None
        said = values.get("suppressed", "").casefold().replace(" ", "_")
        note = preferences.tidy(values.get("note", ""))
        reason: SuppressionReason | None = None
        at = _moment(values.get("suppressed_at", ""))
        if said:
            reason = next((one for one in get_args(SuppressionReason) if one == said), None)
            if reason is None:
                raise DataError(f"{said!r} is no reason: {', '.join(get_args(SuppressionReason))}")
        elif values.get("bounced"):
            reason, at = "hard_bounce", _moment(values["bounced"])
        elif values.get("left"):
            reason, at = "unsubscribed", _moment(values["left"])
        else:
            reason = _SUPPRESSED.get(values.get("state", "").casefold())
        return None if reason is None else Suppression(who=person, reason=reason, at=at or self._at, note=note)

    def _erased(self, line: int, address: str, values: Mapping[str, str]) -> Row:
        if len(address) != 25 or set(address[5:]) - set("0123456789abcdef"):
            raise DataError(f"{address!r} is not a mail address, nor the hash of one")
        suppression = self._suppression(address, values)
        if suppression is None:
            raise DataError("the hash of an address, and no suppression")
        return Row(line=line, person=address, subscriber=None, suppression=suppression)

    def _without(self, values: Mapping[str, str]) -> tuple[tuple[str, ...], list[str]]:
        """The sections that are not wanted, and those named that there are not."""
        odd: list[str] = []
        found: list[str] = []
        if not values.get("without") and not values.get("sections"):
            return (), odd
        for column in ("without", "sections"):
            kept: list[str] = []
            for name in preferences.several(values.get(column, "")):
                try:
                    kept.append(self._offered.section(name))
                except DataError as error:
                    odd.append(error.what if column == "sections" else f"{error.what}: kept")
                    kept.append(name)
            if column == "without":
                found = kept
            elif kept:
                found += [name for name in self._offered.sections if name not in kept]
        return tuple(dict.fromkeys(found)), odd


def _name(values: Mapping[str, str]) -> str:
    parts = (values.get("first", ""), values.get("last", ""))
    return preferences.tidy(values.get("name") or " ".join(parts), longest=preferences.LONGEST_NAME)


def _moment(text: str) -> datetime | None:
    """A time in UTC; one without a zone is in UTC. None for what is none."""
    try:
        found = datetime.fromisoformat(text.strip())
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _attributes(text: str) -> dict[str, str]:
    """listmonk's free fields: a JSON object in a cell."""
    try:
        held = json.loads(text or "{}")
    except (ValueError, RecursionError) as error:
        raise DataError(f"its attributes are no JSON: {error}") from None
    if not isinstance(held, dict):
        raise DataError("its attributes are no JSON object")
    pairs = [
        preferences.field(str(name), value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
        for name, value in held.items()
        if value is not None
    ]
    return {name: value for name, value in pairs if value}


def heading(fields: Sequence[str]) -> str:
    """The first row of an export with these free fields."""
    return spreadsheets.written([*COLUMNS, *(f"field:{name}" if reserved(name) else name for name in fields)])


def line(person: str, subscriber: Subscriber | None, suppression: Suppression | None, fields: Sequence[str]) -> str:
    """A person's row in an export: what is known of them, and why they are mailed nothing."""
    stopped = ["", "", ""]
    if suppression is not None:
        stopped = [suppression.reason, suppression.at.isoformat(), preferences.tidy(suppression.note)]
    if subscriber is None:
        return spreadsheets.written([person, "", "suppressed", *[""] * 8, *stopped, *[""] * len(fields)])
    return spreadsheets.written(
        [
            subscriber.address,
            subscriber.name,
            subscriber.state,
            subscriber.language,
            preferences.joined(subscriber.without),
            subscriber.rhythm,
            subscriber.timezone,
            "" if subscriber.hour is None else str(subscriber.hour),
            subscriber.origin,
            subscriber.joined.isoformat() if subscriber.joined else "",
            subscriber.confirmed.isoformat() if subscriber.confirmed else "",
            *stopped,
            *(subscriber.fields.get(name, "") for name in fields),
        ]
    )
