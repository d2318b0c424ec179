"""The list, the ledger, the mailbox, the mail server."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from digest.model import (
    Bounce,
    Delivery,
    DeliveryState,
    Letter,
    LetterKind,
    Message,
    Subscriber,
    SubscriberState,
    Suppression,
)


class Ledger(Protocol):
    """What became of each message; every call is committed when it returns.

    An address is the same in whatever capitals. What iterates reads in pages, and sees what is written meanwhile.
    """

    def of(self, issue: int, recipients: Sequence[str]) -> tuple[Delivery, ...]:
        """The deliveries to these addresses."""
        ...

    def every(self, issue: int, states: Sequence[DeliveryState] = ...) -> Iterator[Delivery]:
        """Each delivery of an issue that is in one of these states (all of them), in order of address."""
        ...

    def due(self, issue: int, *, at: datetime) -> Iterator[Delivery]:
        """Each pending and deferred one whose time has come, in order of address."""
        ...

    def next_due(self, issue: int, *, after: datetime) -> datetime | None:
        """When, later than ``after``, the time of a pending or deferred one comes; None where none is to come."""
        ...

    def counts(self, issue: int) -> Mapping[DeliveryState, int]:
        """State -> how many deliveries of an issue are in it."""
        ...

    def recent(self, since: datetime) -> Sequence[tuple[datetime, str]]:
        """(moment, recipient) of what a server was handed since then, oldest first: what limits count."""
        ...

    def changes(self, issue: int, recipient: str) -> Sequence[Delivery]:
        """Every state one message went through, oldest first."""
        ...

    def owe(self, issue: int, *, at: datetime) -> None:
        """An issue is to be mailed to everyone, and is not yet; of one whose mailing began this changes nothing."""
        ...

    def forgive(self, issue: int) -> None:
        """An issue is owed to nobody after all; of one that anybody was mailed this changes nothing."""
        ...

    def begun(self, issue: int) -> bool:
        """Whether an issue was ever to be mailed to everyone; who was mailed it alone (``--only``) does not count."""
        ...

    def begin(self, issue: int, *, at: datetime) -> None:
        """An issue is to be mailed to everyone: until ``complete`` says that everyone was come to, the rest is owed."""
        ...

    def break_off(self, issue: int, person: str) -> None:
        """The mailing of an issue came no further than to this person (``messages.addresses.who``)."""
        ...

    def complete(self, issue: int, *, at: datetime) -> None:
        """Everyone was come to, or the rest is given up."""
        ...

    def incomplete(self) -> tuple[int, ...]:
        """The issues that were to be mailed to everyone, and were not, lowest first."""
        ...

    def turn(self, issue: int) -> str:
        """With whom the mailing of an issue begins: whom the latest that broke off came no further than to, or ""."""
        ...

    def write(self, changes: Sequence[Delivery]) -> None:
        """Record changes of state together; they have reached the disk when this returns."""
        ...


class Subscribers(Protocol):
    """Who is on the list, and who is mailed nothing; every call is committed when it returns.

    People are known by ``messages.addresses.who`` of their address.
    """

    def find(self, people: Sequence[str]) -> Mapping[str, Subscriber]:
        """Those of these people who are on the list, whatever their state."""
        ...

    def page(
        self, *, after: str = "", limit: int = 1000, state: SubscriberState | None = None
    ) -> tuple[tuple[str, Subscriber], ...]:
        """The next ``limit`` people after one, in the order of ``who``: a million are walked through in pages."""
        ...

    def put(self, subscribers: Sequence[Subscriber], *, what: str, at: datetime, note: str = "") -> None:
        """Keep each as it now is, with an event that says ``what`` happened ("added", "confirmed", "changed", …)."""
        ...

    def suppressed(self, people: Sequence[str]) -> Mapping[str, Suppression]:
        """Those of these people who are mailed nothing, erased ones too."""
        ...

    def suppress(self, suppressions: Sequence[Suppression]) -> None:
        """Mail these nothing from now on. The first reason stands."""
        ...

    def lift(self, person: str, *, at: datetime, note: str = "") -> Suppression | None:
        """Take a suppression back, because the person asked for mail again. Returns it; None where there was none."""
        ...

    def bounced(self, bounce: Bounce) -> int:
        """Keep a bounce. Returns how many soft ones the person now has in a row, since mail was last accepted."""
        ...


class Letters(Protocol):
    """Mails to one person that are no issue; every call is committed when it returns."""

    def add(self, person: str, kind: LetterKind, *, at: datetime) -> Letter:
        """A letter to be sent. A welcome that was ever added is not added again: the one there is comes back."""
        ...

    def waiting(self, *, at: datetime) -> tuple[Letter, ...]:
        """Pending and deferred ones whose time has come, oldest first."""
        ...

    def write(self, letter: Letter) -> None:
        """Record a change of state; it has reached the disk when this returns."""
        ...

    def settle(self) -> int:
        """Those that a killed run left ``sending`` are in doubt, ``unknown``, from now on. Returns how many."""
        ...


class MailRead(Protocol):
    """Which mails of the mailbox were read."""

    def known(self, keys: Sequence[str]) -> frozenset[str]:
        """Those of these keys whose mail was acted on."""
        ...

    def acting(self, keys: Sequence[str], what: str, *, at: datetime) -> AbstractContextManager[None]:
        """A block in which what is written to the list reaches the disk with the word that this mail was acted on."""
        ...


class Post(Protocol):
    """The mailbox that answers and returned mail come to."""

    def mails(self, known: Callable[[Sequence[str]], frozenset[str]]) -> Iterator[tuple[str, bytes]]:
        """The mails that are there, oldest first: each mail's key in the mailbox, and its bytes, or their beginning.

        Those whose keys are among ``known`` are passed over unread. Raises ``MailboxError``.
        """
        ...

    def handled(self, keys: Sequence[str]) -> None:
        """Mark these as read: nobody need look at them. Raises ``MailboxError``."""
        ...

    def close(self) -> None:
        """Let the mailbox go. Safe to repeat."""
        ...


class Transport(Protocol):
    """Hands messages to a mail server."""

    def send(
        self,
        messages: Iterable[Message],
        *,
        record: Callable[[Sequence[Delivery]], Awaitable[None]],
        at: Callable[[], datetime],
        wanted: Callable[[Message], bool] | None = None,
    ) -> AsyncIterator[Delivery]:
        """What became of each message, in the order in which replies come.

        ``wanted`` is asked of a message that waited for its turn, just before it goes out: where it says no, it is
        dropped, and nothing is told of it.

        ``record`` returns when these changes, of several messages, have reached the disk. It is awaited before the last
        byte that could make a server take a message, and after each reply that counts; never two calls at once.
        """
        ...
