"""The subscribers' file: a line each, ``address,name``; a first line that says so is skipped, as are ``#`` comments."""

from __future__ import annotations

import csv
from pathlib import Path

from digest.errors import DataError
from digest.messages.addresses import identity, mailbox
from digest.model import Subscriber

_BYTES = 256 << 20
_TOLD = 50  # faults told one by one; a file with more of them is not a list of addresses


def read_subscribers(path: Path) -> tuple[tuple[Subscriber, ...], tuple[str, ...]]:
    """The subscribers in a file, and what is wrong with it: ``path:line: what`` for each bad or repeated row."""
    try:
        if path.stat().st_size > _BYTES:
            return (), (f"{path}: larger than {_BYTES >> 20} MiB",)
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        return (), (f"{path}: cannot be read: {error.strerror}",)
    except UnicodeDecodeError:
        return (), (f"{path}: not UTF-8 text",)
    subscribers: list[Subscriber] = []
    faults: list[str] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#") or (number == 1 and line.lower().split(",")[0].strip() in _HEADINGS):
            continue
        try:
            subscriber = _row(line)
        except DataError as error:
            faults.append(f"{path}:{number}: {error.what}")
            continue
        who = identity(subscriber.address)
        if who in seen:
            faults.append(f"{path}:{number}: {subscriber.address} is here already, on line {seen[who]}")
            continue
        seen[who] = number
        subscribers.append(subscriber)
    if len(faults) > _TOLD:
        faults[_TOLD:] = [f"{path}: and {len(faults) - _TOLD} more"]
    return tuple(subscribers), tuple(faults)


_HEADINGS = frozenset({"address", "email", "e-mail", "mail"})


def _row(line: str) -> Subscriber:
    try:
        cells = [cell.strip() for cell in next(csv.reader([line], strict=True, skipinitialspace=True))]
    except csv.Error as error:
        raise DataError(f"not a row of CSV: {error}") from None
    if len(cells) > 2 and any(cells[2:]):
        raise DataError("more than an address and a name; a name with a comma goes in quotes")
    name, address = mailbox(cells[0])
    given = cells[1] if len(cells) > 1 else ""
    return Subscriber(address=address, name=given or name, origin="file")
