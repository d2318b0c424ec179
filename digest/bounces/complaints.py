"""Complaints: somebody pressed "spam", and their provider says so (ARF, RFC 5965; Microsoft's JMRP and the like)."""

from __future__ import annotations

import re

from digest.bounces import mime
from digest.bounces.reading import Failure, What
from digest.bounces.traces import addresses

_REPORT = "message/feedback-report"
_RETURNED = (
    "message/rfc822",
    "text/rfc822-headers",
    "message/global",
    "message/global-headers",
    "message/rfc822-headers",
)
_LOOSE = re.compile(r"^feedback-type[ \t]*:", re.IGNORECASE | re.MULTILINE)
# "not-spam" takes it back, "auth-failure" (RFC 6591) is about a signature, a "virus" report about the message.
_MEANT = frozenset({"abuse", "fraud", "opt-out", "opt-out-list", "other", "complaint", ""})
_LOOPS = re.compile(
    r"complaint about message from|(?:email )?(?:feedback|abuse|spam|complaint) (?:loop )?(?:report|notification)|"
    r"\bfbl\b|reported as spam|marked as spam",
    re.IGNORECASE,
)
_FROM = re.compile(r"(?:staff@hotmail|feedback|fbl|abuse|complaints?|arf)", re.IGNORECASE)


def read(mail: mime.Part) -> tuple[What, tuple[Failure, ...]] | None:
    """Whether it is a complaint, and about whose mail as far as it says; a notice where it takes one back, or tells of
    something else; None where it is no report of that kind."""
    for part in mail.walk():
        loose = part.kind == "text/plain" and not part.parts and _LOOSE.search(part.text[:4_000])
        if part.kind == _REPORT or (loose and mail.kind == "multipart/report"):
            fields = dict(reversed(mime.fields(part.body.lstrip() if part.body else _inside(part))))
            if fields.get("feedback-type", "").strip().casefold() not in _MEANT:
                return "notice", ()
            told = fields.get("original-rcpt-to") or fields.get("removal-recipient") or ""
            note = fields.get("feedback-type", "abuse").strip() + " reported"
            return "complaint", (_about(told, note),)
    returned = any(part.kind in _RETURNED for part in mail.walk())
    if returned and _LOOPS.search(mail.get("subject")) and _FROM.search(mail.get("from")):
        told = next((part.get(_JMRP) for part in mail.walk() if part.get(_JMRP)), "")
        return "complaint", (_about(told, "reported as spam"),)
    return None


_JMRP = "x-hmxmroriginalrecipient"


def _inside(part: mime.Part) -> bytes:
    return b"\r\n".join(inner.body for inner in part.parts)


def _about(told: str, note: str) -> Failure:
    return Failure(recipient=next(addresses(told), ""), verdict="hard", note=note[:80])
