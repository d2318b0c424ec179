"""Whose turn it is: many requests at once, few to one host, and no host that holds up another's."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Callable, Iterable

from digest.model import FetchRequest


class Turns:
    """Hands out requests in order, hosts by turns, at most ``per_host`` of one host at once. Times are seconds."""

    def __init__(
        self,
        requests: Iterable[tuple[str, FetchRequest]],
        *,
        per_host: int,
        pause: Callable[[str], float] = lambda _: 0.0,
    ) -> None:
        """``requests`` are (host, request) pairs; ``pause`` says how far apart a host's requests start."""
        self._per_host = per_host
        self._pause = pause
        self._slow: dict[str, float] = {}  # host -> its pause, where it is asked one request at a time
        self._waiting: dict[str, deque[FetchRequest]] = {}
        self._running: dict[str, int] = {}
        self._not_before: dict[str, float] = {}
        for host, request in requests:
            self._waiting.setdefault(host, deque()).append(request)
        # A host with a request waiting and room for it stands in one of the two, and is listed.
        self._ready = deque(self._waiting)
        self._asleep: list[tuple[float, str]] = []
        self._listed = set(self._waiting)

    def next(self, now: float) -> tuple[str, FetchRequest] | None:
        """The next request and its host; None while every host with requests left is busy or rests, or none is left."""
        while self._asleep and self._asleep[0][0] <= now:
            self._ready.append(heapq.heappop(self._asleep)[1])
        while self._ready:
            host = self._ready.popleft()
            if (until := self._not_before.get(host, now)) > now:
                heapq.heappush(self._asleep, (until, host))
                continue
            self._listed.discard(host)
            if not self._has_room(host):  # its requests were dropped, or it is asked fewer at once than before
                continue
            waiting = self._waiting[host]
            request = waiting.popleft()
            if not waiting:
                del self._waiting[host]
            self._running[host] = self._running.get(host, 0) + 1
            pause = self._slow.get(host) or self._pause(host)
            if pause:
                self._not_before[host] = now + pause
            self._list(host)
            return host, request
        return None

    def wakes(self) -> float | None:
        """When the first of the hosts that rest may be asked again; None where none rests."""
        return self._asleep[0][0] if self._asleep else None

    def waits(self, host: str) -> bool:
        """Whether a request waits for a host."""
        return host in self._waiting

    def done(self, host: str) -> None:
        """A request of this host has ended."""
        running = self._running[host] - 1
        if running:
            self._running[host] = running
        else:
            del self._running[host]
        self._list(host)

    def again(self, host: str, request: FetchRequest, *, at: float, pause: float) -> None:
        """A running request has ended and is to be sent once more, not before ``at``.

        From now on its host is asked one request at a time, ``pause`` apart.
        """
        self._slow[host] = pause
        self._not_before[host] = max(at, self._not_before.get(host, at))
        self._waiting.setdefault(host, deque()).appendleft(request)
        self.done(host)

    def drop(self, host: str) -> tuple[FetchRequest, ...]:
        """Take the requests away that wait for a host."""
        return tuple(self._waiting.pop(host, ()))

    def _list(self, host: str) -> None:
        if host not in self._listed and self._has_room(host):
            self._listed.add(host)
            self._ready.append(host)

    def _has_room(self, host: str) -> bool:
        limit = 1 if host in self._slow else self._per_host
        return host in self._waiting and self._running.get(host, 0) < limit
