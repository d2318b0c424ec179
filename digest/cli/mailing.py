"""What the commands that mail have in common: the work itself, whose words it needs, and what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from digest.cli import newsroom, report
from digest.cli.stopping import run
from digest.errors import DataError, UsageError

if TYPE_CHECKING:
    from digest.cli.report import Console
    from digest.model import Delivery, Edition, Issue, Mail
    from digest.pipeline.send import SendReport
    from digest.pipeline.tailor import Tailor
    from digest.pipeline.walking import Order
    from digest.wiring import Newsroom

_NAMED = 20  # addresses of one kind that are named in words; the rest are counted


def confirm(console: Console, said: Sequence[str], question: str, no: str) -> None:
    """Ask on the terminal, having said what about. Raises ``UsageError`` with the words of ``no``."""
    import click

    if not console.speaks:
        click.echo("\n".join(said), err=True)
    else:
        for line in said:
            console.line(line)
    if not click.confirm(question, err=True):
        raise UsageError(no)


def status_of(made: SendReport) -> int:
    return 75 if made.deferred or made.busy else 0


def send_one(room: Newsroom, console: Console, issue: Issue, mail: Mail, order: Order) -> SendReport:
    from digest.pipeline import send as stage

    # What is approved is every edition; what is mailed needs but two of them.
    editions = newsroom.editions(room, issue) if mail.require_approval else room.renderer.mail(issue)
    with newsroom.watch(console) as progress:
        made = run(
            stage.send(
                issue,
                mail,
                order=order,
                editions=editions,
                composer=room.composer(mail),
                transport=room.transport(mail),
                archive=room.archive,
                ledger=room.ledger,
                subscribers=room.subscribers,
                lock=room.sending,
                progress=progress,
                clock=newsroom.clock,
                sleep=asyncio.sleep,
                tailor=tailor(room, issue, mail, editions),
                name=namer(room, mail),
                hashed=hasher(room),
            )
        )
    tell(console, made, zone=issue.publication.timezone, name=namer(room, mail))
    return made


def tailor(room: Newsroom, issue: Issue, mail: Mail, editions: Sequence[Edition]) -> Tailor:
    """What cuts an issue to each subscriber's wishes."""
    from digest.pipeline.tailor import Tailor

    return Tailor(issue, editions, archive=room.archive, renderer=room.renderer, weekly_on=mail.weekly)


def namer(room: Newsroom, mail: Mail) -> Callable[[str], str]:
    """How an address is shown: itself, or its hash where feeds.yml asks for that."""
    from digest.messages.addresses import shown

    return partial(shown, key=room.address_key if mail.hash_addresses else None)


def hasher(room: Newsroom) -> Callable[[str], str]:
    """What the ledger has in the place of an erased person's address."""
    from digest.messages.addresses import shown

    return partial(shown, key=room.address_key)


def tell(console: Console, made: SendReport, *, zone: str, name: Callable[[str], str]) -> None:
    """What became of each message; whoever did not get it by name."""
    counts = {
        "accepted": made.accepted,
        "failed": made.failed,
        "put off": made.deferred,
        "waiting for their hour": made.early,
        "in doubt": made.in_doubt,
        "not tried yet": made.untried,
        "of one mail a week": made.foreseen.get("weekly", 0),
        "had it before": made.foreseen.get("accepted", 0),
        "refused before": made.foreseen.get("failed", 0),
        "suppressed": made.foreseen.get("suppressed", 0),
        "not active": made.foreseen.get("inactive", 0),
        "for whom it is too old": made.foreseen.get("stale", 0),
        "who came after it was made": made.foreseen.get("newcomer", 0),
    }
    said = ", ".join(f"{count:,} {words}" for words, count in counts.items() if count)
    console.line(f"Mail      No. {made.issue}: {said or _nobody(made)}")
    for line in troubles(made.refused, made.failed, zone, name):
        console.line(line)
    for line in troubles(made.waiting, made.deferred, zone, name):
        console.line(line)
    for line in troubles(made.doubtful, made.in_doubt, zone, name):
        console.line(line)
    if made.next is not None and (made.deferred or made.early):
        when = _hour(made.next, zone)
        console.line(f"          the next of those who wait: at {when} {zone}")
        console.line("          `digest send`, or the next run, mails them")
    if made.in_doubt:
        console.line(f"          {doubt(made)}")
    if made.busy:
        console.line("          another run took over while this one waited")
    if made.unknown + made.settled:
        console.aside(f"No. {made.issue}: {doubt(made)}")
    console.fact(mail=facts(made, name))


def _nobody(made: SendReport) -> str:
    """Why there is nothing to be counted; another run may have mailed it while this one waited."""
    if made.stands:
        return "everyone had it before" if made.stands.keys() == {"accepted"} else "nobody waits for it any more"
    return "it holds nothing for anybody" if any(made.foreseen.values()) else "no subscribers"


def doubt(made: SendReport) -> str:
    """How many answers were lost, and who decides."""
    many = report.counted(made.in_doubt, "message")
    return (
        f"the server's answer to {many} was lost, and {'it' if made.in_doubt == 1 else 'they'} may have been delivered:"
        f" skipped, unless `digest send {made.issue} --resume unknown=resend` sends once more"
    )


def troubles(
    deliveries: Sequence[Delivery], count: int, zone: str, name: Callable[[str], str], *, most: int | None = _NAMED
) -> list[str]:
    """A line for each delivery, ``most`` at most, and one for those of ``count`` that are not named."""
    marks = {"failed": "✗", "deferred": "…", "unknown": "?", "sending": "?", "pending": "…"}
    lines = []
    for each in deliveries[:most]:
        until = f" until {_hour(each.next, zone)}" if each.next is not None else ""
        what = {"deferred": "put off", "unknown": "in doubt", "pending": "waits"}.get(each.state, each.state)
        lines.append(
            f"          {marks.get(each.state, '·')} {name(each.recipient)}: {what}{until} — {reply(each, name)}"
        )
    if count > len(lines):
        lines.append(f"            and {count - len(lines):,} more (`digest deliveries --state` names all)")
    return lines


def history(delivery: Delivery, zone: str, name: Callable[[str], str]) -> str:
    """A line of what happened to one message."""
    when = f"{delivery.at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M:%S}" if delivery.at is not None else " " * 19
    said = f" — {reply(delivery, name)}" if delivery.code or delivery.reply else ""
    return f"          {when}  {delivery.state}{said}"


def reply(delivery: Delivery, name: Callable[[str], str]) -> str:
    """The server's words. Servers repeat the address they refuse: it is shown there as it is elsewhere."""
    import re

    said = f"{delivery.code or ''} {delivery.reply}".strip() or "no reply"
    called = name(delivery.recipient)
    if called != delivery.recipient:
        said = re.sub(re.escape(delivery.recipient), called, said, flags=re.IGNORECASE)
        # The mailbox under other names of its: a relay may write it differently.
        said = re.sub(r"[^\s<>@,;:()]+@[^\s<>@,;:()]+", called, said)
    return said


def facts(made: SendReport, name: Callable[[str], str]) -> dict[str, Any]:
    """The report for a machine."""
    return {
        "issue": made.issue,
        "accepted": made.accepted,
        "failed": made.failed,
        "unknown": made.unknown,
        "deferred": made.deferred,
        "early": made.early,
        "in_doubt": made.in_doubt,
        "untried": made.untried,
        "before": dict(made.foreseen),
        "next": made.next,
        "troubled": [fact(each, name) for each in (*made.refused, *made.waiting, *made.doubtful)],
    }


def fact(delivery: Delivery, name: Callable[[str], str]) -> dict[str, Any]:
    """A delivery for a machine."""
    return {
        "address": name(delivery.recipient),
        "state": delivery.state,
        "code": delivery.code,
        "reply": reply(delivery, name).removeprefix(f"{delivery.code} "),
        "attempts": delivery.attempts,
        "at": delivery.at,
        "next": delivery.next,
    }


def _hour(moment: datetime, zone: str) -> str:
    local = moment.astimezone(ZoneInfo(zone))
    today = datetime.now(UTC).astimezone(ZoneInfo(zone)).date()
    return f"{local:%H:%M}" if local.date() == today else f"{local:%H:%M on %-d %B}"


def people(room: Newsroom, mail: Mail, given: Iterable[str]) -> tuple[str, ...]:
    """Of addresses and ``@file`` names the people on the list (``messages.addresses.who``), each once.

    Raises ``UsageError`` where one is no address, is not on the list, or a file cannot be read.
    """
    from digest.messages.addresses import who
    from digest.pipeline.roll import Roll

    spelt: dict[str, str] = {}
    for one in given:
        for address in _addresses(Path(one[1:])) if one.startswith("@") else (one,):
            spelt.setdefault(who(_address(address)), address)
    known = Roll(mail.subscribers, room.subscribers).find(tuple(spelt))
    strangers = [address for person, address in spelt.items() if person not in known]
    if strangers:
        more = f" and {len(strangers) - _NAMED:,} more" if len(strangers) > _NAMED else ""
        raise UsageError(
            f"--only: not on the list: {', '.join(strangers[:_NAMED])}{more}",
            fix="`--to` mails a test copy to anyone",
        )
    return tuple(known)


def _address(text: str) -> str:
    from digest.messages.addresses import mailbox

    try:
        return mailbox(text)[1]
    except DataError as error:
        raise UsageError(f"--only {error.what}") from error


def _addresses(path: Path) -> list[str]:
    """The addresses in a file, one a line; lines that begin with # and blank ones say nothing."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise UsageError(f"--only: {path} cannot be read: {why}", fix="@FILE names one here") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"--only: {path} is no text", fix="write one address a line, in UTF-8") from error
    return [line for raw in lines if (line := raw.strip()) and not line.startswith("#")]
