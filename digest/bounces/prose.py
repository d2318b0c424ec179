"""Returned mail that says so in words alone: qmail, Exim, Exchange, old Sendmail, and whatever a gateway makes up."""

from __future__ import annotations

import re
from collections.abc import Iterator

from digest.bounces import mime
from digest.bounces.classify import CODE, STATUS, failure
from digest.bounces.phrases import BLOCKED, DELAYED, FAILED, FULL, NOWHERE, RETURNED, UNKNOWN
from digest.bounces.reading import Failure
from digest.bounces.traces import addresses

DAEMONS = re.compile(
    r"(?:mailer-?daemon|mail-?daemon|postmaster|post-?master|maildelivery|mail-?delivery\S{0,20}|mdaemon|bounces?|mailerdaemon|"
    r"microsoftexchange\w{0,64}|mail-?administrator|mail-?system|majordomo-owner)(?:[+-]\S{0,40})?@",
    re.IGNORECASE,
)
DAEMON = re.compile(r"mailer-?daemon@", re.IGNORECASE)
_DAEMON_NAMES = re.compile(
    r"mail(?:er)?[ -]?daemon|mail delivery (?:sub)?system|postmaster|delivery subsystem|system administrator|"
    r"mail delivery",
    re.IGNORECASE,
)
_ANSWER = re.compile(r"(?:re|aw|antw|sv|vs|rv|ynt|yan|رد) ?:", re.IGNORECASE)
_TAGS = re.compile(r"<[^<>]{0,2000}>")
_LONGEST = 20_000  # characters of a report in words
_GIVEN_UP = re.compile(r"giv(?:en|ing) up|permanent|fatal|gave up|returned to|final")
_ENTRY = re.compile(r"[ \t>*•-]{0,20}(?:[\w' ]{0,30}:[ \t]{0,8})?[\"'<\[(]{0,3}[^\s<>@\"']{1,64}@[^\s<>@\"']{1,253}")
_SENDER = re.compile(r"(?:from|sender|reply-to|von|absender|de|expéditeur|remitente|gönderen)[ \t]*:", re.IGNORECASE)


def words(mail: mime.Part) -> str:
    """What the report says in words, without the message that came back."""
    for kind in ("text/plain", "text/html"):
        for part in _outer(mail):
            if part.kind == kind and (text := part.text.strip()):
                if kind == "text/html":
                    text = _untagged(text[: _LONGEST * 5])
                text = text[:_LONGEST]
                end = RETURNED.search(text)
                return text[: end.start()] if end else text
    return ""


def read(mail: mime.Part, text: str) -> tuple[Failure, ...] | None:
    """The failures that the words tell of; none where mail is only late; None where this is no returned mail."""
    named = [one for value in mail.all("x-failed-recipients") for one in addresses(value)]
    subject = mail.get("subject")
    if not (named or _carries(mail) or _is_returned(mail, subject, text)):
        return None
    low = f"{subject}\n{text}".casefold()
    if DELAYED.search(subject.casefold()) or (DELAYED.search(low) and not _GIVEN_UP.search(low)):
        return ()
    made: dict[str, str] = {}
    for address, told in _blocks(text, _own(mail)):
        known = next((name for name in made if name.casefold() == address.casefold()), address)
        made[known] = f"{made[known]}\n{told}" if known in made else told
    if named:
        made = {address: made.get(address, text) for address in named}
    elif not made:
        made = {next((one for one in addresses(text) if one.casefold() not in _own(mail)), ""): text}
    return tuple(failure(address, "", told if _tells(told) else text) for address, told in made.items())


def _untagged(text: str) -> str:
    """The words of a page, roughly: what becomes of them is decided by codes, known words and proofs."""
    import html  # few reports are in HTML alone

    for name in ("head", "style", "script"):
        while (begin := text.find(f"<{name}")) >= 0 and (end := text.find(f"</{name}", begin)) >= 0:
            text = f"{text[:begin]} {text[end + len(name) + 2 :]}"
    for tag in ("<br", "</p", "</div", "</tr", "</h"):
        text = text.replace(tag, f"\n{tag}")
    return html.unescape(_TAGS.sub(" ", text)).strip()


def _outer(mail: mime.Part) -> Iterator[mime.Part]:
    """The leaves that are no part of a message inside; all of them where the whole is wrapped in one."""
    if mail.kind.startswith("message/"):
        return
    if not mail.parts:
        yield mail
    for part in mail.parts:
        yield from _outer(part)


def _is_returned(mail: mime.Part, subject: str, text: str) -> bool:
    low = text.casefold()
    daemon = (
        DAEMONS.search(mail.get("from")) is not None
        or _DAEMON_NAMES.search(mail.get("from")) is not None
        or mail.get("return-path").strip() == "<>"
    )
    head = subject.casefold()
    says = FAILED.search(head) is not None or DELAYED.search(head) is not None
    if not daemon and (not says or _ANSWER.match(subject)):
        return False
    tells = _tells(text)
    return tells if not daemon else says or FAILED.search(low) is not None or DELAYED.search(low) is not None or tells


def _carries(mail: mime.Part) -> bool:
    """Whether its form says that it came back: a report that lost its fields, or a daemon's with a mail inside."""
    if mail.kind == "multipart/report" and "delivery-status" in mail.parameters.get("report-type", ""):
        return True
    inside = any(part.kind in ("message/rfc822", "text/rfc822-headers") for part in mail.walk())
    return inside and any(DAEMON.match(one) is not None for one in addresses(mail.get("from")))


def _tells(text: str) -> bool:
    """Whether the words say why."""
    low = text.casefold()
    return bool(
        STATUS.search(text) or CODE.search(text) or any(of.search(low) for of in (UNKNOWN, FULL, NOWHERE, BLOCKED))
    )


def _own(mail: mime.Part) -> frozenset[str]:
    """Addresses that are no recipients: whom the report is from and to."""
    values = (value for name in ("from", "to", "delivered-to", "x-original-to") for value in mail.all(name))
    return frozenset(one.casefold() for value in values for one in addresses(value))


def _blocks(text: str, own: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Each address that begins a line, with the lines from there to the next one."""
    held, lines = "", list[str]()
    for line in text.splitlines():
        found = None if _SENDER.match(line.strip()) or not _ENTRY.match(line) else next(addresses(line), None)
        if found and found.casefold() not in own and not DAEMONS.match(found):
            if held:
                yield held, "\n".join(lines)
            held, lines = found, []
        if held:
            lines.append(line)
    if held:
        yield held, "\n".join(lines)
