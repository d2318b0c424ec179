"""Send prebuilt messages by digest's transport, and print what it cost, as JSON.

python sending.py PORT COUNT TEMPLATE PLACE CONNECTIONS
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from digest.delivery import SmtpTransport
from digest.model import Delivery, Limits, Message, SmtpServer


async def send(raw: bytes) -> None:
    """Build, then send."""
    port, count, _, place, connections = sys.argv[1:]
    numbers = [f"{number:07d}" for number in range(int(count))]
    messages = [
        Message(
            issue=7,
            recipient=f"reader{number}@example.net",
            sender="news@example.org",
            message_id=f"<7.{number}@example.org>",
            body=raw.replace(place.encode(), number.encode()),
        )
        for number in numbers
    ]

    async def record(changes: Sequence[Delivery]) -> None:
        """No ledger: this is the wire alone."""

    transport = SmtpTransport(
        SmtpServer(host="127.0.0.1", port=int(port), security="none"),
        limits=Limits(connections=int(connections), messages_per_connection=100_000),
    )
    wall, cpu = time.perf_counter(), time.process_time()
    states = Counter(
        [each.state async for each in transport.send(messages, record=record, at=lambda: datetime.now(UTC))]
    )
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    assert states == {"accepted": len(messages)}, states
    print(json.dumps({"wall": wall, "cpu": cpu}))


if __name__ == "__main__":
    asyncio.run(send(Path(sys.argv[3]).read_bytes()))
