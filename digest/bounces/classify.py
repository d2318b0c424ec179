"""Hard, soft or blocked: what a failure says of the mailbox that mail was for.

``hard``    The mailbox or its domain is not there. Mail to it never arrives, and harms the sender's name.
``soft``    Full, asleep, or unclear. It may pass: only several in a row count.
``blocked`` A policy against the sender, the message or a server between (5.7.x, "spam", a blocklist). The mailbox is
            fine. Were it counted, a week on some provider's blocklist would drop everybody who reads there.

RFC 3463 codes are trusted where they are exact; words decide where servers are known to use one for anything (5.0.0,
5.4.1, 5.5.0, 5.7.1). A code that only says "permanent" and words that nobody knows are soft: with an issue a day the
mistake costs a few mails, and the other one a reader.
"""

from __future__ import annotations

import re

from digest.bounces.phrases import BLOCKED, FULL, NOWHERE, UNKNOWN
from digest.bounces.reading import Failure, Verdict

STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)")
CODE = re.compile(r"(?<![\d.])([45]\d\d)(?=[ \-#:,;]|$)(?! ?(?:[kmg]?b(?:ytes)?|seconds|messages)\b)", re.M | re.I)
_LONGEST = 4_000  # characters of a server's words that are looked at
_NOTE = 300  # and that are kept

_HARD = re.compile(
    r"5\.1\.[1236]|5\.1\.10|5\.1\.0"  # no mailbox, no domain, no syntax, moved; 5.1.10: null MX (RFC 7505), Exchange
    r"|5\.2\.1"  # disabled
    r"|5\.4\.4"  # the domain leads nowhere
    r"|5\.7\.17"  # the mailbox has another owner now (RFC 7293)
)
_SENDER = re.compile(r"5\.1\.[789]|5\.7\.\d{1,3}")  # of the sender's address, or a policy
_VAGUE = re.compile(r"[45]\.0\.0|5\.1\.0|5\.3\.0|5\.4\.\d{1,3}|5\.5\.\d{1,3}|5\.2\.0|5\.6\.0|5\.7\.[01]")
_GONE = frozenset({521, 551, 556})  # RFC 7504: takes no mail; RFC 5321: not here
# "5.7.1" and the like is a policy of the recipient's own: who is told so five times running is not wanted there.
_PERSONAL = re.compile(
    r"recipient\.?notauth|restricted (?:recipient|group)|only accepts? (?:mail|messages) from|"
    r"not accepting (?:mail|messages)"
    r"|notauthorized|sender not authenticated for (?:group|mailbox)|5\.7\.1(?:24|33|34|36)"
)
_RATE = re.compile(r"receiving (?:mail|email) (?:at a rate|too quickly)|over (?:its )?rate|try again|temporar")


def verdict(status: str, code: int | None, words: str) -> Verdict:
    """What a failure says of the mailbox. ``status`` is "" and ``code`` None where none was told."""
    text = " ".join(words[:_LONGEST].casefold().split())
    if _full(status, code, text):
        return "soft"
    blocked, unknown = BLOCKED.search(text), UNKNOWN.search(text) or NOWHERE.search(text)
    if _PERSONAL.search(text) or status.startswith("4.") or (not status and code is not None and code < 500):
        return "soft"
    if status == "5.2.1" and _RATE.search(text):
        return "soft"
    if _HARD.fullmatch(status):
        # Some servers tell everybody 5.1.1, those on a blocklist too.
        return "blocked" if blocked and (not unknown or _of_sender(text)) else "hard"
    if _SENDER.fullmatch(status):
        return "hard" if unknown and _VAGUE.fullmatch(status) and not _of_sender(text) else "blocked"
    if status and not _VAGUE.fullmatch(status):
        return "soft"
    if unknown and not (blocked and _of_sender(text)):
        return "hard"
    if blocked or code == 541:
        return "blocked"
    return "hard" if code in _GONE else "soft"


def _full(status: str, code: int | None, text: str) -> bool:
    return status.endswith(".2.2") or (code == 552 and not status) or FULL.search(text) is not None


def _of_sender(text: str) -> bool:
    """Whether what is unknown or refused is the sender, or the mail for what it looks like."""
    return "sender" in text or "spam" in text or "blocked using" in text or "your ip" in text


def failure(recipient: str, status: str, words: str, *, code: int | None = None) -> Failure:
    """What is told of one recipient: codes that are not given are looked for in the words."""
    exact = STATUS.search(words[:_LONGEST])
    if exact and (not status or status.endswith(".0.0")):
        status = exact[1]
    if code is None:
        found = CODE.search(words[:_LONGEST])
        code = int(found[1]) if found else None
    note = " ".join("".join(char if char.isprintable() else " " for char in words[: _NOTE * 3]).split())[:_NOTE]
    return Failure(recipient=recipient, verdict=verdict(status, code, words), status=status, code=code, note=note)
