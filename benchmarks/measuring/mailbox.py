"""A mail server on loopback that takes everything and keeps nothing, in a process of its own."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def taking() -> Iterator[int]:
    """The port of a mail server that runs while the block does."""
    process = subprocess.Popen([sys.executable, __file__], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        port = process.stdout.readline().strip()
        if not port:
            sys.exit("the mail server did not start")
        yield int(port)
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


async def _talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One conversation (RFC 5321 §4.1): every command is good, every message is taken."""
    writer.write(b"220 benchmark ESMTP\r\n")
    while line := await reader.readline():
        verb = line[:4].upper().rstrip()
        if verb == b"DATA":
            writer.write(b"354 go on\r\n")
            while (await reader.readline()) not in (b".\r\n", b""):
                pass
            writer.write(b"250 taken\r\n")
        elif verb == b"QUIT":
            writer.write(b"221 bye\r\n")
            break
        else:
            writer.write(b"250 ok\r\n")
    writer.close()


async def _serve() -> None:
    server = await asyncio.start_server(_talk, "127.0.0.1", 0, limit=2**24)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve())
