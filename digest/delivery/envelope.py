"""The commands that lead up to a message (RFC 5321 §3.3), with what it needs of the server's extensions."""

from __future__ import annotations

import re

from digest.delivery.desk import Job
from digest.delivery.session import Session

_FIELD = re.compile(rb"[!-9;-~]+:[^\r]*\r\n")


def first(job: Job) -> bytes:
    """The first line of a message, where it is a header field: no server takes that for a command; else nothing."""
    found = _FIELD.match(job.text)
    return found[0] if found and len(found[0]) < len(job.text) else b""


def commands(session: Session, job: Job) -> list[bytes]:
    """The commands that lead up to the message."""
    parameters = b""
    if "SIZE" in session.extensions:
        parameters += b" SIZE=%d" % len(job.text)  # RFC 1870: refused now rather than after it all
    if not job.ascii:
        parameters += b" BODY=8BITMIME"
    if "SMTPUTF8" in session.extensions and not (job.ascii and job.sender.isascii() and job.recipient.isascii()):
        parameters += b" SMTPUTF8"
    made = [
        b"MAIL FROM:<%b>%b\r\n" % (job.sender.encode(), parameters),
        b"RCPT TO:<%b>\r\n" % job.recipient.encode(),
    ]
    if session.chunking is None and "CHUNKING" in session.extensions and (line := first(job)):
        # The first chunk of a session is a line alone: a server, or a box on the way, that offers CHUNKING and does not
        # know BDAT would take the lines of a message for commands.
        made.append(b"BDAT %d\r\n%b" % (len(line), line))
    elif not session.chunking:
        made.append(b"DATA\r\n")
    return made
