"""A mail server in a process of its own: ``python postbox.py LOG``. It prints its port, and takes everything.

Each message is written to its own log, by recipient, before it is answered for: what stands there was delivered,
whoever heard of it. Answers take a few milliseconds, by chance, so that a kill may come between the log and the answer.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys

from aiosmtpd.smtp import SMTP, Envelope, Session


class Postbox:
    """Logs, then answers."""

    def __init__(self, log: int) -> None:
        self._log = log
        self._chance = random.Random(5)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        os.write(self._log, f"{envelope.rcpt_tos[0]}\n".encode())
        await asyncio.sleep(self._chance.random() * 0.004)
        return "250 taken"


async def main(log: int) -> None:
    """Serve until the process ends."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Postbox(log), loop=loop, hostname="mail.test"), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)))
