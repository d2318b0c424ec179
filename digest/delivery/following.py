"""What is told of mail to whoever follows runs from elsewhere: connections and counts, never a reader or a reply."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import aclosing

from digest.model import Delivery, SmtpServer
from digest.ports import Fact, Spans


def facts(server: SmtpServer) -> dict[str, Fact]:
    """What a span says of the mail server."""
    return {"server.address": server.host, "server.port": server.port, "digest.smtp.security": server.security}


async def followed(
    deliveries: AsyncGenerator[Delivery, None], server: SmtpServer, spans: Spans
) -> AsyncGenerator[Delivery, None]:
    """The same deliveries, in a span that tells how many came to which end."""
    counts: Counter[str] = Counter()
    with spans.span("mail batch", facts(server), asks=True) as span:
        try:
            async with aclosing(deliveries):
                async for delivery in deliveries:
                    counts[delivery.state] += 1
                    yield delivery
        finally:
            span.tell({f"digest.mail.{state}": count for state, count in sorted(counts.items())})
