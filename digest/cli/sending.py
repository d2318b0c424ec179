"""Sending an issue as the commands do it: what earlier issues left, what is foreseen, the question, the work."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from digest.cli import mailing, newsroom, owing, report
from digest.errors import MailError, TemplateError

if TYPE_CHECKING:
    from digest.cli.report import Console
    from digest.messages.audience import Verdict
    from digest.model import Issue, Mail
    from digest.pipeline.walking import Order
    from digest.wiring import Newsroom


def send(
    room: Newsroom,
    console: Console,
    issue: Issue,
    mail: Mail,
    *,
    order: Order | None = None,
    ask: bool = False,
    earlier: bool = False,
) -> int:
    """Mail an issue to those who have not had it, saying first to how many and by which server.

    ``ask``: whether to ask before anything is mailed. ``earlier``: whether to see to what earlier issues left first:
    those who were put off, or waited for their hour, and the rest of a mailing that was killed or broke off. Returns
    the exit status: 75 where somebody is still put off. Raises the ``MailError`` that broke it off, once what was done
    is told; ``ApprovalError`` and ``HeldBackError`` as ``pipeline.send`` does, ``UsageError`` where the answer was no.
    """
    from digest.pipeline import send as stage
    from digest.pipeline import walking

    order = order or walking.Order()
    status = 0
    fault: MailError | TemplateError | None = None
    if earlier:
        status, fault = owing.settle(room, console, issue, mail, ask=ask)
    foreseen = _foretell(room, console, issue, mail, order, ask=ask)
    idle = stage.idle(issue, foreseen, ledger=room.ledger)
    if idle is not None:
        if order.whole:
            room.ledger.complete(issue.number, at=newsroom.clock())
        mailing.tell(console, idle, zone=issue.publication.timezone, name=mailing.namer(room, mail))
    made = idle or mailing.send_one(room, console, issue, mail, order)
    if made.fault or fault:
        raise made.fault or fault or AssertionError
    return status or mailing.status_of(made)


def _foretell(
    room: Newsroom, console: Console, issue: Issue, mail: Mail, order: Order, *, ask: bool
) -> Mapping[Verdict, int]:
    """Say who would be mailed and how, and ask; nothing where nobody would be. Returns what is foreseen."""
    from digest.pipeline import approve
    from digest.pipeline import send as stage

    now = newsroom.clock()
    foreseen = stage.foresee(
        issue,
        mail,
        order=order,
        ledger=room.ledger,
        subscribers=room.subscribers,
        now=now,
        tailor=mailing.tailor(room, issue, mail, ()),
        hashed=mailing.hasher(room),
    )
    stage.require_fresh(issue, foreseen, order=order, stale_after=mail.stale_after, now=now)
    wanted = foreseen.get("now", 0)
    if not wanted:
        return foreseen
    if mail.require_approval:
        approve.require(issue, newsroom.editions(room, issue), archive=room.archive)
    number = wanted if order.limit is None else min(wanted, order.limit)
    day = f"{issue.date:%A} {issue.date.day} {issue.date:%B %Y}"
    said = [
        f"Mailing   No. {issue.number} to {report.counted(number, 'subscriber')},"
        f" from {mail.sender}, by {mail.server.host}:{mail.server.port}",
        f"          “{issue.subject}”, {day}",
    ]
    besides = _besides(foreseen) + ([f"{wanted - number:,} left for another run"] if number < wanted else [])
    if besides:
        said.append(f"          not to {', '.join(besides)}")
    if ask:
        mailing.confirm(console, said, "Send it?", f"No. {issue.number} was not mailed")
    else:
        for line in said:
            console.line(line)
    return foreseen


_WORDS: dict[Verdict, str] = {
    "accepted": "who had it before",
    "failed": "refused before",
    "unknown": "in doubt",
    "deferred": "whom the server put off for now",
    "weekly": "of one mail a week",
    "early": "whose hour has not come",
    "suppressed": "suppressed",
    "inactive": "not active",
    "stale": "for whom it is too old",
    "newcomer": "who came after it was made",
}


def _besides(foreseen: Mapping[Verdict, int]) -> list[str]:
    return [f"{foreseen[verdict]:,} {words}" for verdict, words in _WORDS.items() if foreseen.get(verdict)]
