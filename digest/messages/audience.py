"""Who still needs an issue, and what a killed run leaves in doubt. Both are decisions, made before anything is done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from digest.messages.addresses import identity
from digest.model import Delivery, Subscriber

# "sending" is in doubt until it is settled: whoever asks too early must not send twice.
_DONE = frozenset({"accepted", "failed", "unknown", "sending"})


def audience(
    subscribers: Iterable[Subscriber], suppressions: Iterable[str], deliveries: Mapping[str, Delivery]
) -> tuple[Subscriber, ...]:
    """The subscribers an issue still has to go to, in the order given, each address once.

    ``deliveries`` are the issue's, by address. Left out: who is suppressed, and whose delivery is accepted, failed,
    unknown or not settled. Addresses are one where only the case of their domain differs; a suppression ignores the
    case of the local part too, for mail to someone who left is the worse mistake.
    """
    suppressed = {identity(address).casefold() for address in suppressions}
    taken = {identity(address) for address, delivery in deliveries.items() if delivery.state in _DONE}
    chosen = []
    for subscriber in subscribers:
        who = identity(subscriber.address)
        if who not in taken and who.casefold() not in suppressed:
            taken.add(who)
            chosen.append(subscriber)
    return tuple(chosen)


def settle(deliveries: Mapping[str, Delivery]) -> tuple[Delivery, ...]:
    """The deliveries that a killed run left ``sending``, as ``unknown``, for the ledger; ordered by address.

    The message had gone out and its reply was never recorded: only the server knows. ``at`` stays the moment it went
    out. Call it holding the lock, when no other run can be sending.
    """
    return tuple(
        replace(delivery, state="unknown", reply="the run ended before the server's reply was recorded")
        for _, delivery in sorted(deliveries.items())
        if delivery.state == "sending"
    )


def after(before: Delivery | None, now: Delivery) -> Delivery:
    """``now`` with the attempts of earlier runs counted in; ``before`` is the ledger's row from before this run."""
    return replace(now, attempts=now.attempts + before.attempts) if before else now
