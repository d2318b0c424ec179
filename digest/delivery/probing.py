"""A connection to the mail server made for a look: what it offers, and whether it lets us in. Nothing is mailed."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime

from digest.delivery.connection import Line, leave
from digest.model import SmtpServer


@dataclass(frozen=True, slots=True)
class Probe:
    """What a mail server said for itself."""

    extensions: tuple[str, ...]  # its keywords, sorted
    tls: str = ""  # "TLSv1.3"; "" where the connection is in the clear
    certificate_until: datetime | None = None
    logged_in: bool = False


async def probe(server: SmtpServer) -> Probe:
    """Connect, secure and log in as for a sending, then leave. Raises ``MailError`` as sending does."""
    session = await Line(server).connect()
    secured = session.tls
    certificate = secured.getpeercert() if secured is not None else None
    until = certificate.get("notAfter") if certificate else None
    made = Probe(
        extensions=tuple(sorted(session.extensions)),
        tls=(secured.version() or "") if secured is not None else "",
        certificate_until=datetime.fromtimestamp(ssl.cert_time_to_seconds(until), UTC)
        if isinstance(until, str)
        else None,
        logged_in=server.username is not None,
    )
    await leave(session, server.timeout)
    return made
