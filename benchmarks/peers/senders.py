"""Send prebuilt messages over one reused connection.

    python senders.py smtplib|aiosmtplib PORT COUNT TEMPLATE PLACE

Prints what it cost, as JSON.
"""

from __future__ import annotations

import asyncio
import json
import smtplib
import sys
import time
from pathlib import Path


def by_smtplib(port: int, recipients: list[str], bodies: list[bytes]) -> None:
    """The standard library's."""
    with smtplib.SMTP("127.0.0.1", port) as smtp:
        for recipient, body in zip(recipients, bodies, strict=True):
            smtp.sendmail("news@example.org", [recipient], body)


async def by_aiosmtplib(port: int, recipients: list[str], bodies: list[bytes]) -> None:
    """aiosmtplib's."""
    import aiosmtplib

    async with aiosmtplib.SMTP(hostname="127.0.0.1", port=port, use_tls=False, start_tls=False) as smtp:
        for recipient, body in zip(recipients, bodies, strict=True):
            await smtp.sendmail("news@example.org", [recipient], body)


def main() -> None:
    """Build, then send."""
    name, port, count, template, place = sys.argv[1:]
    raw = Path(template).read_bytes()
    numbers = [f"{number:07d}" for number in range(int(count))]
    bodies = [raw.replace(place.encode(), number.encode()) for number in numbers]
    recipients = [f"reader{number}@example.net" for number in numbers]
    if name == "aiosmtplib":
        import aiosmtplib  # noqa: F401 - its import is on nobody's bill
    wall, cpu = time.perf_counter(), time.process_time()
    if name == "smtplib":
        by_smtplib(int(port), recipients, bodies)
    else:
        asyncio.run(by_aiosmtplib(int(port), recipients, bodies))
    print(json.dumps({"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}))


if __name__ == "__main__":
    main()
