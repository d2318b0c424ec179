"""Who is connected: nobody keeps others out by saying half of something, or by being many.

A reader says all that they have to say within a second or two. Who takes longer than ``HEAD`` or ``BODY`` seconds is
let go; where the house is full, whoever has waited longest makes room for who comes.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from digest.serving import guarding

if TYPE_CHECKING:
    from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD = 10.0  # s that a request's head may take, from the connection or the answer before it
BODY = 20.0  # s that the rest of it may take
MOST = 400  # connections: half of the files that a process may have open where nobody says otherwise
EACH = 40  # connections from one address that is no proxy of ours


def patient(
    proxies: Sequence[guarding.Network], *, head: float = HEAD, body: float = BODY, most: int = MOST, each: int = EACH
) -> Callable[..., H11Protocol]:
    """What uvicorn makes of each connection."""
    import h11  # only who serves pays for it
    from uvicorn.protocols.http.h11_impl import H11Protocol

    there: dict[Any, str] = {}  # the oldest first
    crowd: Counter[str] = Counter()

    class Patient(H11Protocol):
        _timer: asyncio.TimerHandle | None = None
        _waits_for = ""

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
            super().connection_made(transport)
            peer = guarding.client(self.client[0] if self.client else None, (), ())
            trusted = self.client is not None and guarding.trusted(self.client[0], proxies)
            if not trusted and crowd[peer] >= each:
                transport.abort()
                return
            if len(there) >= most:
                longest = next((other for other in there if other.waiting), None)
                if longest is not None:
                    longest.transport.abort()
            there[self] = peer
            crowd[peer] += 1
            self._watch()

        def connection_lost(self, exc: Exception | None) -> None:
            if self._timer is not None:
                self._timer.cancel()
            peer = there.pop(self, None)
            if peer is not None:
                crowd[peer] -= 1
                if not crowd[peer]:
                    del crowd[peer]
            super().connection_lost(exc)

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            self._watch()

        def on_response_complete(self) -> None:
            super().on_response_complete()
            self._watch()

        @property
        def waiting(self) -> bool:
            """Whether more has to come before there is anything to answer."""
            return self.cycle is None or self.cycle.response_complete or self.conn.their_state is h11.SEND_BODY

        def _watch(self) -> None:
            """Have a clock run while half of something was said, from where it began."""
            if self.conn.their_state is h11.SEND_BODY:
                wants = "body"
            elif self.conn.their_state is h11.IDLE and (self.cycle is None or self.conn.trailing_data[0]):
                wants = "head"
            else:
                wants = ""  # uvicorn's own clock runs between two requests
            if wants == self._waits_for:
                return
            if self._timer is not None:
                self._timer.cancel()
            self._waits_for = wants
            self._timer = self.loop.call_later(head if wants == "head" else body, self._late) if wants else None

        def _late(self) -> None:
            self.transport.abort()

    return Patient
