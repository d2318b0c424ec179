"""Whose turn it is: many requests at once, few to one host, and no host that holds up another's."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from digest.model import FetchRequest


class Turns:
    """Hands out requests in order, hosts by turns, at most ``per_host`` of one host at once."""

    def __init__(self, requests: Iterable[tuple[str, FetchRequest]], *, per_host: int) -> None:
        """``requests`` are (host, request) pairs."""
        self._per_host = per_host
        self._waiting: dict[str, deque[FetchRequest]] = {}
        self._running: dict[str, int] = {}
        for host, request in requests:
            self._waiting.setdefault(host, deque()).append(request)
        self._ready = deque(self._waiting)  # hosts with a request waiting and room for it, each once

    def next(self) -> tuple[str, FetchRequest] | None:
        """The next request and its host; None while every host with requests left is busy, or none is left."""
        if not self._ready:
            return None
        host = self._ready.popleft()
        waiting = self._waiting[host]
        request = waiting.popleft()
        running = self._running.get(host, 0) + 1
        self._running[host] = running
        if not waiting:
            del self._waiting[host]
        elif running < self._per_host:
            self._ready.append(host)
        return host, request

    def done(self, host: str) -> None:
        """A request of this host has ended."""
        running = self._running[host] - 1
        if running:
            self._running[host] = running
        else:
            del self._running[host]
        if running == self._per_host - 1 and host in self._waiting:
            self._ready.append(host)
