"""Mail an issue to everyone who has not had it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from digest import messages
from digest.errors import MailError
from digest.model import Delivery, Edition, Issue, Mail, Subscriber
from digest.pipeline import approve
from digest.ports import Archive, Composer, Ledger, Progress, Transport


@dataclass(frozen=True, slots=True, kw_only=True)
class SendReport:
    """What sending did."""

    issue: int
    deliveries: tuple[Delivery, ...]  # of this run
    skipped: int = 0  # subscribers who had it, or whose outcome is final or in doubt
    doubtful: tuple[str, ...] = ()  # addresses of earlier runs' lost answers: the operator decides
    untried: int = 0  # subscribers that a broken-off run did not come to
    fault: MailError | None = None  # why it broke off


def recipients(issue: Issue, mail: Mail, *, ledger: Ledger) -> tuple[Subscriber, ...]:
    """Who is still to be mailed an issue.

    What a killed run left as ``sending`` is settled as ``unknown`` first: the server may have taken it, and the
    operator decides. Call it holding the lock.
    """
    ledger.write(messages.settle(_deliveries(issue, ledger)))
    return messages.audience(mail.subscribers, (), _deliveries(issue, ledger))


def _deliveries(issue: Issue, ledger: Ledger) -> dict[str, Delivery]:
    return {delivery.recipient: delivery for delivery in ledger.every(issue.number)}


async def send(
    issue: Issue,
    mail: Mail,
    *,
    editions: Sequence[Edition],
    composer: Composer,
    transport: Transport,
    archive: Archive,
    ledger: Ledger,
    progress: Progress,
    clock: Callable[[], datetime],
) -> SendReport:
    """Mail an issue to every subscriber who has not had it, and to nobody twice.

    A mail server that cannot be used is the report's ``fault``, beside what was done until then. Raises
    ``ApprovalError`` where anybody is still to be mailed, ``mail`` requires approval, and these editions have none.
    """
    wanted = recipients(issue, mail, ledger=ledger)
    if wanted and mail.require_approval:
        approve.require(issue, editions, archive=archive)
    before = _deliveries(issue, ledger)
    progress.phase("Sending", len(wanted))
    composed = (composer.compose(issue, editions, subscriber) for subscriber in wanted)

    async def record(changes: Sequence[Delivery]) -> None:
        ledger.write([messages.after(before.get(change.recipient), change) for change in changes])

    done: list[Delivery] = []
    fault: MailError | None = None
    try:
        async for delivery in transport.send(composed, record=record, at=clock):
            done.append(delivery)
            progress.step(delivery.recipient)
    except MailError as error:
        fault = error
    progress.done()
    return SendReport(
        issue=issue.number,
        deliveries=tuple(done),
        skipped=len(mail.subscribers) - len(wanted),
        doubtful=tuple(address for address, delivery in before.items() if delivery.state == "unknown"),
        untried=len(wanted) - len(done),
        fault=fault,
    )


async def send_copies(
    issue: Issue,
    addresses: Sequence[str],
    *,
    editions: Sequence[Edition],
    composer: Composer,
    transport: Transport,
    progress: Progress,
    clock: Callable[[], datetime],
) -> tuple[Delivery, ...]:
    """Mail test copies, which the ledger does not know of."""
    progress.phase("Sending", len(addresses))
    composed = [composer.compose(issue, editions, Subscriber(address=address)) for address in addresses]
    done: list[Delivery] = []
    async for delivery in transport.send(composed, record=_forget, at=clock):
        done.append(delivery)
        progress.step(delivery.recipient)
    progress.done()
    return tuple(done)


async def _forget(changes: Sequence[Delivery]) -> None:
    """A test copy is in no ledger."""
