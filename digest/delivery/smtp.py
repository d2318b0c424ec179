"""``SmtpTransport``: messages over several SMTP connections, each reply written down before it is told (RFC 5321)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Sequence
from datetime import UTC, datetime, tzinfo

from digest.delivery.carrier import Carrier
from digest.delivery.committing import Committer
from digest.delivery.connection import Line
from digest.delivery.desk import Desk
from digest.delivery.following import followed
from digest.delivery.pacing import Pacer
from digest.errors import MailError
from digest.model import Delivery, Limits, Message, SmtpServer
from digest.ports import Spans

# Messages that the first connection gets judged before others are made: most lists need no more than one, and a server
# that refuses the log-in or the sender hears of it once.
_PROVED = 5
_GRACE = 3.0  # seconds that answers get to come in when the send is stopped from outside


class SmtpTransport:
    """Hands messages to one mail server, over as many connections as ``limits`` allow.

    The order that matters: the envelope is agreed; the ledger commits ``sending``; only then the message goes out; its
    reply is committed before the connection's next message does. Killed at any point, at most one message a
    connection is in doubt: the one that is ``sending``.
    """

    def __init__(
        self,
        server: SmtpServer,
        *,
        limits: Limits | None = None,
        recent: Callable[[datetime], Iterable[tuple[datetime, str]]] | None = None,
        zone: tzinfo = UTC,
        patience: float = 600.0,
        spans: Spans | None = None,
    ) -> None:
        """``recent``: what earlier runs sent since then, moment and recipient; it counts towards the limits.

        ``zone``: whose days ``limits.per_day`` counts. ``patience``: seconds to wait for the reply to a message that
        went out. RFC 5321 §4.5.3.2.6 asks for ten minutes: whoever waits less turns a slow server's mail into doubt.
        ``spans`` hears of each send and each connection.
        """
        self._server = server
        self._limits = limits or Limits()
        self._recent = recent
        self._pacer = Pacer(self._limits, zone=zone)
        self._patience = max(patience, server.timeout)
        self._spans = spans

    def send(
        self,
        messages: Iterable[Message],
        *,
        record: Callable[[Sequence[Delivery]], Awaitable[None]],
        at: Callable[[], datetime],
        wanted: Callable[[Message], bool] | None = None,
    ) -> AsyncGenerator[Delivery, None]:
        """What became of each message, in the order of the replies; ``attempts`` counts this call's own.

        4xx is ``deferred``, 5xx ``failed``; ``unknown`` where the connection was lost between the message and its
        reply. Raises ``MailError`` where the server cannot be used at all (connection, TLS, log-in, the sender refused,
        trouble with two messages in a row on every connection) or a limit for the hour or the day is reached; the
        messages not yet yielded were not sent then, and no change was reported for them. What ``record`` or
        ``messages`` raise comes through.

        ``wanted`` is asked again of whom it took some seconds to come to: for a limit, or a slow server.

        Stopped from outside, it begins no message any more and gives those on their way some seconds for their answer.
        """
        made = self._send(messages, record=record, at=at, wanted=wanted)
        return made if self._spans is None else followed(made, self._server, self._spans)

    async def _send(
        self,
        messages: Iterable[Message],
        *,
        record: Callable[[Sequence[Delivery]], Awaitable[None]],
        at: Callable[[], datetime],
        wanted: Callable[[Message], bool] | None,
    ) -> AsyncGenerator[Delivery, None]:
        loop = asyncio.get_running_loop()
        began, ticks = at().timestamp(), loop.time()

        def clock() -> float:
            return began + loop.time() - ticks  # a wall clock may be set back in the middle of it all

        if self._recent is not None and self._pacer.limited:
            recent, self._recent = self._recent, None  # what this transport sends it counts itself
            self._pacer.remember(recent(self._pacer.since(began)))
        desk = Desk(iter(messages), self._pacer, clock, wanted)
        committer = Committer(record)
        writing = asyncio.create_task(committer.run())
        carrying = asyncio.create_task(self._carry(desk, committer, at))
        try:
            async for delivery in committer.outcomes():
                yield delivery
        except (asyncio.CancelledError, GeneratorExit):
            desk.halt()
            await asyncio.wait({writing}, timeout=_GRACE)
            raise
        finally:
            for task in (carrying, writing):
                task.cancel()
            await asyncio.gather(carrying, writing, return_exceptions=True)
        if committer.error is not None:
            raise committer.error
        fault = carrying.result()
        if fault is not None:
            raise fault

    async def _carry(self, desk: Desk, committer: Committer, at: Callable[[], datetime]) -> Exception | None:
        """Run the connections to the end; what kept them from carrying everything."""
        line = Line(self._server, self._spans)
        proved = asyncio.Event()
        judged = 0
        faults: list[Exception] = []

        def went() -> None:
            nonlocal judged
            judged += 1
            if judged == _PROVED:
                proved.set()

        async def carry() -> None:
            carrier = Carrier(
                line,
                desk,
                committer,
                most=self._limits.messages_per_connection,
                patience=self._patience,
                at=at,
                went=went,
            )
            try:
                await carrier.run()
            except MailError as error:
                faults.append(error)  # the others go on; what it had in hand is theirs

        carriers = {asyncio.create_task(carry())}
        more = asyncio.create_task(proved.wait())
        try:
            running: set[asyncio.Task[object]] = {*carriers, more}
            while carriers & running:
                done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                if more in done and desk.left:
                    others = {asyncio.create_task(carry()) for _ in range(self._limits.connections - 1)}
                    carriers |= others
                    running |= others
                for task in done:
                    task.result()
        finally:
            for task in (*carriers, more):
                task.cancel()
            await asyncio.gather(*carriers, more, return_exceptions=True)
            committer.end()
        if desk.error is not None:
            return desk.error
        return faults[-1] if faults and desk.left else None
