"""What earlier issues left: who was put off, whose hour has come, and the rest of a mailing that broke off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from digest.cli import mailing, newsroom, report
from digest.cli.stopping import run
from digest.errors import ApprovalError, HeldBackError, MailError, TemplateError

if TYPE_CHECKING:
    from digest.cli.report import Console
    from digest.model import Issue, Mail
    from digest.wiring import Newsroom


def alone(room: Newsroom, console: Console, mail: Mail) -> int:
    """See to what earlier issues left on a day that has none of its own. Returns the exit status; raises the fault."""
    status, fault = settle(room, console, None, mail, ask=False)
    if fault is not None:
        raise fault
    return status


def unmailed(room: Newsroom, console: Console, issue: Issue, *, later: bool) -> None:
    """Say what becomes of the mail of an issue that a run made and was not to mail, where it had not been mailed yet.

    ``later``: whether it is left to the next `digest send`, rather than to whoever names it.
    """
    number = issue.number
    if room.ledger.counts(number):
        return
    if later and number in room.ledger.incomplete():
        console.line(f"Mail      No. {number} is left to the next `digest send`.")
    elif not later and not room.ledger.begun(number):
        console.line(f"Mail      No. {number} is mailed to nobody (--no-send); `digest send {number}` mails it.")


def settle(
    room: Newsroom, console: Console, issue: Issue | None, mail: Mail, *, ask: bool
) -> tuple[int, MailError | TemplateError | None]:
    """See to letters that wait, and to what issues before this one (None: all issues) left.

    Returns the exit status, and the fault of the first trouble.
    """
    from digest.pipeline import send as stage
    from digest.pipeline import walking

    left = stage.owed(room.archive, mail, before=issue, ledger=room.ledger, now=newsroom.clock())
    orders = [(one, walking.Order(wait=False)) for one in left.rest]
    orders += [(one, walking.Order(begun=True, wait=False)) for one in left.waiting]
    if ask:
        _ask_for_owed(room, console, [one for one, _ in orders])
    for one in left.stale:
        _give_up(room, console, one, mail)
    _letters(room, console)
    status = 0
    fault: MailError | TemplateError | None = None
    for one, order in orders:
        if not order.begun:
            if room.ledger.counts(one.number):
                console.line(f"Mail      No. {one.number} was not mailed to everyone; the rest of them come first.")
            else:
                console.line(f"Mail      No. {one.number} of {one.date} was not mailed yet; it comes first.")
        try:
            made = mailing.send_one(room, console, one, mail, order)
        except ApprovalError as waiting:
            report.to_approve(console, one, waiting)
            continue
        except HeldBackError as waiting:
            console.line(f"Mail      {waiting.what}")
            continue
        status, fault = status or mailing.status_of(made), fault or made.fault
    return status, fault


def _give_up(room: Newsroom, console: Console, issue: Issue, mail: Mail) -> None:
    """Say, once, whom an issue does not reach any more that was not mailed to everyone."""
    from digest.pipeline import send as stage
    from digest.pipeline import walking

    now = newsroom.clock()
    foreseen = stage.foresee(
        issue,
        mail,
        order=walking.Order(),
        ledger=room.ledger,
        subscribers=room.subscribers,
        now=now,
        tailor=mailing.tailor(room, issue, mail, ()),
        hashed=mailing.hasher(room),
    )
    if missed := foreseen.get("stale", 0):
        who = report.counted(missed, "subscriber")
        what = f"No. {issue.number} of {issue.date} never reached {who}, and is too old now (mail.stale_after)"
        how = f"`digest send {issue.number} --stale` mails it all the same"
        console.line(f"Mail      {what};")
        console.line(f"          {how}")
        console.aside(f"{what}; {how}")
        console.fact(missed={"issue": issue.number, "subscribers": missed})
    room.ledger.complete(issue.number, at=now)  # last: killed in between, it is told once more, rather than never


def _ask_for_owed(room: Newsroom, console: Console, issues: Sequence[Issue]) -> None:
    """Ask before letters that wait and the rest of earlier issues go out. Raises ``UsageError`` for a no."""
    letters = len(room.letters.waiting(at=newsroom.clock()))
    owed = [report.counted(letters, "letter")] if letters else []
    owed += [f"No. {one.number} to those who still wait for it" for one in issues]
    if owed:
        mailing.confirm(console, [f"First     {', '.join(owed)}"], "Send that?", "nothing was mailed")


def _letters(room: Newsroom, console: Console) -> None:
    """Send the letters that wait. What becomes of them is no matter of the issue's: a later run tries again."""
    from digest.cli.lettering import send_letters

    made = run(send_letters(room, newsroom.clock))
    if made.letters:
        sent = made.count("accepted")
        later = f", {len(made.letters) - sent:,} not yet" if sent < len(made.letters) else ""
        console.line(f"Letters   {sent:,} sent{later}")
        console.fact(letters={state: made.count(state) for state in sorted({each.state for each in made.letters})})
