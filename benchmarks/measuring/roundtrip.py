"""A network between a client and a server on this machine: every byte arrives half a round trip later.

    python roundtrip.py PORT SECONDS

Prints the port it listens at, and runs until its standard input ends.
"""

from __future__ import annotations

import asyncio
import sys


class End(asyncio.Protocol):
    """One end of a connection; what it gets, the other end writes, later."""

    def __init__(self, delay: float, other: End | None = None) -> None:
        self.delay = delay
        self.other = other
        self.transport: asyncio.Transport | None = None
        self.loop = asyncio.get_running_loop()
        self.early: list[bytes] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        for data in self.early:
            transport.write(data)

    def data_received(self, data: bytes) -> None:
        assert self.other is not None
        self.loop.call_later(self.delay, self.other.put, data)

    def put(self, data: bytes) -> None:
        if self.transport is None:
            self.early.append(data)
        elif not self.transport.is_closing():
            self.transport.write(data)

    def connection_lost(self, _: Exception | None) -> None:
        assert self.other is not None
        self.loop.call_later(self.delay, self.other.end)

    def end(self) -> None:
        if self.transport is not None:
            self.transport.close()


async def main(port: int, round_trip: float) -> None:
    """Listen, and carry."""
    loop = asyncio.get_running_loop()
    kept: set[asyncio.Task[object]] = set()

    def client() -> End:
        near, far = End(round_trip / 2), End(round_trip / 2)
        near.other, far.other = far, near
        task: asyncio.Task[object] = asyncio.ensure_future(loop.create_connection(lambda: far, "127.0.0.1", port))
        kept.add(task)
        task.add_done_callback(kept.discard)
        return near

    server = await loop.create_server(client, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), float(sys.argv[2])))
