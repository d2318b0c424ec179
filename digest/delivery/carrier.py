"""One connection's work: message after message, each agreed upon, written down as ``sending``, and only then sent.

    MAIL RCPT DATA │ record │ message 1 · MAIL RCPT DATA │ record │ message 2 · MAIL RCPT DATA │ …

Where the server takes commands ahead (RFC 2920), the next envelope goes along with a message: one round trip each. What
became of the message counts once that envelope has its replies too (``steps``). With CHUNKING (RFC 3030) there is no
DATA to wait for. Killed at any point, at most the one message that is ``sending`` is in doubt.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from digest.delivery import envelope, steps, verdicts, wire
from digest.delivery.committing import Committer
from digest.delivery.connection import Line, leave
from digest.delivery.desk import Desk, Job
from digest.delivery.replies import Reply, one_line
from digest.delivery.session import LostError, Session, SilentError
from digest.delivery.verdicts import AfreshError, ClosedError, Refusal, UnusableError, Verdict, refusal, said
from digest.errors import MailError
from digest.model import Delivery, DeliveryState

# Two in a row mean that the server, not the message, is in trouble: the rest wait for the next run.
_TROUBLES = 2
_LARGE = 64 * 1024  # bytes; more does not fit the system's buffers, so that a loss half-way can be told from doubt
_IDLE = 20.0  # seconds of waiting for a limit after which the server is not kept waiting too


class Carrier:
    """Works until the desk has no more. Raises the ``MailError`` that ended it; its messages are then with the desk."""

    def __init__(
        self,
        line: Line,
        desk: Desk,
        committer: Committer,
        *,
        most: int,
        patience: float,
        at: Callable[[], datetime],
        went: Callable[[], None],
    ) -> None:
        """``most`` messages go over a connection; ``went`` is called after each that the server judged."""
        self._line = line
        self._desk = desk
        self._committer = committer
        self._most = most
        self._patience = patience
        self._at = at
        self._went = went
        self._within = line.server.timeout
        self._session: Session | None = None
        self._job: Job | None = None  # in hand
        self._next: Job | None = None  # in hand too, for its envelope went with the message before
        self._asked = False  # whether the envelope of the next is on its way over this very session
        self._answered: Refusal | LostError | None = None  # what came of that; None where its message is taken
        self._reset = False  # whether the server may still hold an envelope that it refused
        self._begun = 0  # bytes of the message in hand that went out as a chunk of their own
        self._troubles = 0

    async def run(self) -> None:
        """Carry messages until there are no more."""
        try:
            while await self._take():
                if self._troubles >= _TROUBLES:
                    raise MailError(
                        "the mail server broke off with two messages in a row; the others were not sent",
                        where=self._line.where,
                        fix="run again later",
                    )
                await self._carry()
            if self._session is not None and not self._asked:  # else it waits for a message, and not for a word
                await leave(self._session, self._within)
        except UnusableError as error:
            self._desk.close(error)
            raise
        except MailError:
            for held in (self._job, self._next):
                if held is not None:
                    self._desk.give_back(held)
            raise
        finally:
            self._drop()

    async def _take(self) -> bool:
        """Take the next message in hand; False where there is none."""
        if self._desk.halted:
            return False
        if self._next is not None:
            self._job, self._next = self._next, None
            return True
        self._job, wait = self._desk.take()
        if self._job is None and wait is not None:
            if wait > _IDLE and self._session is not None:
                await leave(self._session, self._within)
                self._drop()
            self._job = await self._desk.next()
        return self._job is not None

    async def _carry(self) -> None:
        """The message in hand to its outcome."""
        job = self._job
        assert job is not None
        if job.fault is not None:
            self._settle(job, Verdict("failed", None, job.fault))
            return
        while True:
            session = await self._ready()
            job.attempts += 1
            try:
                verdict = await self._offer(session, job)
                if verdict is None:
                    if self._desk.halted:
                        self._drop()
                        return
                    written = self._committer.add(self._delivery(job, "sending"))
                    job.begun = True
                    await written
                    verdict = await self._hand_over(session, job)
            except AfreshError:
                self._drop()
                job.attempts -= 1
                continue
            except LostError as error:
                # An idle server may close a session between two messages; a fresh one gets the same message once more.
                self._drop()
                job.losses += 1
                if job.losses == 1:
                    if job.begun:
                        # No doubt is left about it, whether or not there is another connection to be had.
                        job.begun = False
                        self._committer.add(self._delivery(job, "pending", None, one_line(str(error))))
                    continue
                code = error.code if isinstance(error, ClosedError) else None
                verdict = Verdict("deferred", code, one_line(str(error)), busy=True)
            self._settle(job, verdict)
            return

    async def _ready(self) -> Session:
        if (
            self._session is not None
            and not self._asked
            and (self._session.over or self._session.messages >= self._most)
        ):
            await leave(self._session, self._within)
            self._drop()
        if self._session is None:
            self._session = await self._line.connect()
        return self._session

    def _drop(self) -> None:
        if self._session is not None:
            self._session.close()
        self._session = None
        self._answered = None
        self._asked = self._reset = False

    def _settle(self, job: Job, verdict: Verdict) -> None:
        """The outcome is written, together with what the other connections have to write."""
        self._committer.add(self._delivery(job, verdict.state, verdict.code, verdict.text))
        self._job = None
        self._troubles = self._troubles + 1 if verdict.busy else 0
        if not verdict.busy:
            self._went()

    def _delivery(self, job: Job, state: DeliveryState, code: int | None = None, reply: str = "") -> Delivery:
        return Delivery(
            issue=job.message.issue,
            recipient=job.message.recipient,
            state=state,
            code=code,
            reply=reply,
            attempts=job.attempts,
            at=self._at(),
        )

    # ------------------------------------------------------------------------------------------------ the envelope

    async def _offer(self, session: Session, job: Job) -> Verdict | None:
        """None where the server now takes the message; else its refusal. Raises ``LostError``."""
        asked, self._asked = self._asked, False
        unfit = self._unfit(session, job)
        if unfit is not None:
            return unfit
        if self._reset and not asked:
            self._reset = False
            reply = await session.ask(b"RSET", self._within)
            if not reply.positive:
                raise LostError(said("the server does not start afresh:", reply))
        commands = envelope.commands(session, job)
        if asked:
            answered, self._answered = self._answered, None
            if isinstance(answered, LostError):
                raise answered
            refused = answered
        else:
            if session.pipelining:
                session.write(b"".join(commands))
            refused = await self._answers(session, commands)
        if refused is None:
            self._line.known = True
            self._reset = False
            self._begun = 0
            if commands[-1].startswith(b"BDAT"):
                session.chunking = True
                self._begun = len(envelope.first(job))
            return None
        return await self._refused(session, job, *refused, asked=asked)

    async def _answers(self, session: Session, commands: list[bytes], *, ahead: bool = False) -> Refusal | None:
        """The first command that was refused, with its reply; None where the server now takes the message.

        ``ahead``: whether the message before was answered just now.
        """
        refused: Refusal | None = None
        shapes = set()
        try:
            for command in commands:
                if not session.pipelining:
                    if refused is not None:
                        break  # it would be asked to take a message for nobody
                    if session.over:
                        raise LostError("the server said more than it was asked")
                    session.write(command)
                verb = command[:4]
                reply = await session.reply(self._within)
                if reply.code == 421:
                    raise ClosedError(reply)
                right = reply.code == 354 if verb == b"DATA" else reply.positive
                if refused is None and not right:
                    if reply.code < 400:
                        raise steps.OutOfStepError(
                            said(f"the server's answers are out of step, to {verb.decode()} it said", reply)
                        )
                    refused = verb, reply
                elif right and not ahead and verb in (b"MAIL", b"RCPT"):
                    shapes.add(steps.shape(reply))
                elif refused is not None and reply.code == 354:
                    # It waits for a message although it refused the envelope: an empty one, for nobody (RFC 2920 §3.1).
                    # Unless it refused the sender alone: it may hold an envelope from before, which somebody would get.
                    if refused[0] != b"RCPT":
                        raise LostError(said("the server took a recipient after it had said", refused[1]))
                    await session.ask(b".", self._within)
        except LostError:
            if refused is None or ahead:
                raise  # what one reply in a row was to, only the whole row tells
            session.close()  # it said what counts before it went
        session.envelopes |= shapes
        self._reset = refused is not None
        return refused

    async def _refused(self, session: Session, job: Job, verb: bytes, reply: Reply, *, asked: bool) -> Verdict | None:
        """What a refusal means: for this message, for all, or for the way it was offered."""
        if verb == b"BDAT" and reply.code >= 500:
            self._line.chunking = False  # offered, and not known after all
            raise AfreshError
        if reply.code == 503:
            if asked and verb == b"MAIL":
                return await self._offer(session, job)  # it still held the message before, which it had refused
            raise LostError(said("the server has lost its place:", reply))
        fault = verdicts.of_all(verb, reply, job, self._line)
        if isinstance(fault, verdicts.StrangersError):
            # Were it taken at its word, the whole list would be refused for good by a name or password left out.
            self._settle(job, Verdict("deferred", reply.code, one_line(reply.text)))
        if fault is not None:
            raise fault
        return refusal(reply)

    def _unfit(self, session: Session, job: Job) -> Verdict | None:
        """Why this server cannot be offered the message."""
        if not (job.sender.isascii() and job.recipient.isascii()) and "SMTPUTF8" not in session.extensions:
            return Verdict("failed", None, "the mail server takes no address in another script (SMTPUTF8)")
        if not job.ascii and "8BITMIME" not in session.extensions:
            return Verdict("failed", None, "the mail server takes no message that is not ASCII (8BITMIME)")
        most = session.extensions.get("SIZE", "").strip()
        if most.isdecimal() and 0 < int(most) < len(job.text):
            raise UnusableError(
                f"the mail server takes no message of this size: {len(job.text):,} bytes, and it takes {int(most):,}",
                where=self._line.where,
            )
        return None

    # ------------------------------------------------------------------------------------------------- the message

    async def _hand_over(self, session: Session, job: Job) -> Verdict:
        """The message goes out, and its reply comes. Raises ``LostError`` where it certainly did not go out whole."""
        if session.over:
            raise LostError("the server said more than it was asked")
        session.messages += 1
        ahead = self._ahead(session)
        if session.chunking:
            rest = job.text[self._begun :]
            text, end = b"BDAT %d LAST\r\n%b" % (len(rest), rest), ahead
        else:
            text, end = wire.stuffed(job.text), b".\r\n" + ahead
        if len(text) > _LARGE:
            early = await self._pour(session, text[:-2])
            if early is not None:
                self._drop()
                return refusal(early)
            text = text[-2:]
        session.write(text + end)
        self._desk.prepare()
        try:
            reply = await session.reply(self._patience)
        except LostError as error:
            self._drop()
            return Verdict("unknown", None, one_line(f"no reply after the message was sent: {error}"), busy=True)
        if self._asked and (doubt := await self._doubt(session, reply)) is not None:
            return Verdict("unknown", None, one_line(doubt), busy=True)
        if reply.positive:
            return Verdict("accepted", reply.code, one_line(reply.text))
        if reply.code < 400:
            self._drop()
            text_ = said("a reply of no meaning after the message was sent:", reply)
            return Verdict("unknown", None, text_, busy=True)
        self._reset = True
        if reply.code == 552 and reply.text.startswith("5.3.4"):
            self._settle(job, Verdict("deferred", reply.code, one_line(reply.text)))
            raise UnusableError(said("the mail server takes no message of this size:", reply), where=self._line.where)
        if reply.code == 421:
            self._drop()
        return refusal(reply)

    async def _doubt(self, session: Session, reply: Reply) -> str | None:
        """Why that may be no reply to the message; None where it is one.

        The envelope that went along has as many replies coming as it has commands, and the one to DATA is like no
        other: where all have come in their places, none was left out.
        """
        if reply.code == 421 or 300 <= reply.code < 400 or self._next is None:
            return None  # it says nothing more, or nothing that could be taken for anything
        known = session.envelopes
        try:
            self._answered = await self._answers(session, envelope.commands(session, self._next), ahead=True)
        except LostError as error:
            self._answered = error
            if isinstance(error, steps.OutOfStepError):
                self._line.in_step = False
                return f"{error}; to the message it may have said nothing"
            if reply.positive and not steps.told_apart(reply, known):
                return f"the server broke off, and what it said before may be of the next message: {error}"
            if not reply.positive and isinstance(error, SilentError):
                return f"the server left something unanswered, perhaps the message: {error}"
        else:
            # No 354 stands among these: one reply too many would leave as many as there should be.
            if session.chunking and reply.positive and steps.of_an_envelope(reply, known):
                self._line.in_step = False
                self._answered = LostError("the server's answers may be out of step")
                return said("what the server said may be of an envelope:", reply)
        return None

    async def _pour(self, session: Session, text: bytes) -> Reply | None:
        """All but the end of a large message, as fast as the server reads; what it says before that, if it refuses."""
        try:
            session.write(text)
            await session.drained(self._patience)
            if not session.over:
                return None
            early = await session.reply(0.0)
        except LostError:
            word = session.said()
            if word is None:
                raise
            early = word
        if early.code < 400:
            raise LostError(said("the server answered before it had the message:", early))
        return early

    def _ahead(self, session: Session) -> bytes:
        """The next message's envelope, to go along with this message; nothing where it had better not."""
        if not (session.pipelining and self._line.in_step) or session.messages >= self._most:
            return b""
        self._next, _ = self._desk.take()
        if self._next is None or self._next.fault is not None:
            return b""
        try:
            if self._unfit(session, self._next) is not None:
                return b""
        except UnusableError:
            return b""  # it is told when that one's turn has come
        self._asked = True
        return b"".join(envelope.commands(session, self._next))
