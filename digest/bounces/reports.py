"""Delivery status notifications (RFC 3464, RFC 6533), whole or broken."""

from __future__ import annotations

import re
from collections.abc import Iterator

from digest.bounces import mime
from digest.bounces.classify import STATUS, failure
from digest.bounces.reading import Failure

_KINDS = ("message/delivery-status", "message/global-delivery-status")
_LOOSE = re.compile(r"^(?:final-recipient|original-recipient)[ \t]*:", re.IGNORECASE | re.MULTILINE)
_BLANK = re.compile(rb"\n[ \t]*\n")
_ESCAPE = re.compile(r"\\x\{([0-9A-Fa-f]{2,6})\}")
_FINE = ("delayed", "delivered", "relayed", "expanded")
_RECIPIENTS = 100  # that one report is read for


def read(mail: mime.Part, words: str) -> tuple[Failure, ...] | None:
    """The failures that the mail reports; none where it reports something else; None where it is no such report.

    ``words``: the report in words, which tells why where a recipient's fields do not.
    """
    found = [recipient for part in mail.walk() if _is_status(part) for recipient in _recipients(part)]
    if not found:
        return None
    made: dict[str, Failure] = {}
    for fields in found[:_RECIPIENTS]:
        failed = _failure(fields, words)
        if failed is not None:
            made.setdefault(failed.recipient.casefold(), failed)
    return tuple(made.values())


def _is_status(part: mime.Part) -> bool:
    if part.kind in _KINDS:
        return True
    # Gateways that do not know the type: its fields in a text of their own, or as an attachment.
    loose = not part.parts and part.kind in ("text/plain", "application/octet-stream") and len(part.body) < 100_000
    return loose and _LOOSE.search(part.text) is not None


def _recipients(part: mime.Part) -> Iterator[dict[str, str]]:
    """The fields of each recipient, names in lower case, the first of each name."""
    body = part.body if part.body else b"\n\n".join(inner.body for inner in part.parts)
    held: dict[str, str] = {}
    for block in _BLANK.split(b"\n".join(body.splitlines())):
        made: dict[str, str] = {}
        for name, value in mime.fields(block.lstrip()):
            if name == "final-recipient" and name in made:  # two recipients with no empty line between
                yield made
                made = {}
            made.setdefault(name, value)
        if "final-recipient" in made or "original-recipient" in made:
            if held:
                yield held
            held = made
        elif held and ("action" in made or "status" in made):  # an empty line where none should be
            held |= {name: value for name, value in made.items() if name not in held}
    if held:
        yield held


def _failure(fields: dict[str, str], words: str) -> Failure | None:
    """What is said of one recipient; None where that is no failure."""
    found = STATUS.search(fields.get("status", ""))
    status = found[1] if found else ""
    action = fields.get("action", "").casefold()
    if action.startswith(_FINE) or status.startswith("2.") or (not action.startswith("fail") and status[:1] == "4"):
        return None
    if not action and not status and "diagnostic-code" not in fields:
        return None
    # The original one is whom we wrote to (RFC 3464 §2.3.1); the final one may be an address that we never heard of.
    recipient = _address(fields.get("original-recipient", "")) or _address(fields.get("final-recipient", ""))
    told = fields.get("diagnostic-code", "")
    kind, semicolon, rest = told.partition(";")
    told = rest.strip() if semicolon and len(kind) < 40 else told
    return failure(recipient, status, told or words)


def _address(value: str) -> str:
    """The address of a field: ``rfc822; ada@example.org``, ``utf-8; \\x{E4}da@example.org`` (RFC 6533 §3)."""
    kind, semicolon, rest = value.partition(";")
    text = (rest if semicolon else kind).strip().partition(" (")[0]
    text = _ESCAPE.sub(lambda found: chr(min(int(found[1], 16), 0x10FFFF)), text)
    return text.strip("<>\"' ") if "@" in text else ""
