"""Bounces: what a mail says that came back, or that somebody sent to the mailbox.

    bytes ─▶ mime.parse ─▶ complaints · reports · prose · requests · replies ─▶ Reading

Pure, and bounded in time and depth whatever the bytes are: ``read`` never raises. It believes nothing and knows nobody;
whose mail it is about is proved elsewhere, by a keyed hash or a signature among ``Reading``'s traces.
"""

from __future__ import annotations

import re

from digest.bounces import complaints, mime, prose, replies, reports, requests, traces
from digest.bounces.reading import Failure, Reading, Verdict, What

__all__ = ["Failure", "Reading", "Verdict", "What", "read"]

_LINK = re.compile(r"://|www\.", re.IGNORECASE)  # no name has one
_DROPPED = ("other", "auto-reply", "challenge")  # no trace is followed of these


def read(body: bytes) -> Reading:
    """What a mail says; ``what`` is "other" where it is nothing that a program should act on."""
    mail = mime.parse(body)
    text = prose.words(mail)
    what, failures, token, language = _what(mail, text)
    sender = next(traces.addresses(mail.get("from")), "")
    follow = what not in _DROPPED
    return Reading(
        what=what,
        sender=sender,
        name=_name(mail.get("from"), sender),
        subject=_line(mail.get("subject"))[:200],
        failures=failures,
        addresses=traces.all_addresses(mail) if follow else (),
        tokens=traces.tokens(mail) if follow else (),
        token=token,
        automatic=replies.is_automatic(mail) or prose.DAEMONS.match(sender) is not None,
        language=language,
    )


def _what(mail: mime.Part, text: str) -> tuple[What, tuple[Failure, ...], str, str]:
    if (complaint := complaints.read(mail)) is not None:
        return complaint[0], complaint[1], "", ""
    if (reported := reports.read(mail, text)) is not None:
        return ("bounce" if reported else "notice"), reported, "", ""
    asked = requests.read(mail, text)
    if asked is not None and (asked[1] or not replies.is_automatic(mail)):
        return asked[0], (), asked[1], asked[2]
    reply = replies.read(mail, text)
    if reply in ("challenge", "notice"):
        return reply, (), "", ""
    absent = reply is not None and not mail.get("x-failed-recipients") and replies.is_absence(mail)
    returned = None if absent else prose.read(mail, text)
    if returned is not None:
        return ("bounce" if returned else "notice"), returned, "", ""
    return (reply or "other"), (), "", ""


def _name(value: str, address: str) -> str:
    """The display name beside an address, one line."""
    name = value.partition("<")[0] if "<" in value else ""
    name = _line(name).strip(" \"'")
    return "" if not address or "@" in name or _LINK.search(name) else name[:80]


def _line(text: str) -> str:
    """One line of what can be seen: strangers write it, and it is shown on a terminal."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
