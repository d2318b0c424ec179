"""``digest approve``."""

from __future__ import annotations

import click

from digest.cli.common import Given, options


@click.command()
@options
@click.argument("issue", required=False, metavar="ISSUE")
@click.option("--revoke", is_flag=True, help="Take the approval back.")
@click.option("--by", metavar="NAME", help="Who approves; your user name on this machine by default.")
def command(given: Given, issue: str | None, revoke: bool, by: str | None) -> None:
    """Approve ISSUE (a date, a number, or "latest") as it is: the frozen issue and its editions, byte for byte.

    With `mail.require_approval: true` in feeds.yml nothing else is mailed. Whatever changes a byte of the mail, the
    text or the page afterwards, a template or a colour, makes the approval void.
    """
    from digest.cli import newsroom
    from digest.cli.approving import told_moment, who
    from digest.errors import UsageError
    from digest.pipeline import approve as stage
    from digest.wiring import Newsroom

    if issue is None:
        # What nobody named nobody has looked at: so there is no default.
        raise UsageError(
            f"which issue is to be {'revoked' if revoke else 'approved'}?",
            fix=f"`digest approve {'--revoke ' if revoke else ''}latest`, or its date or number (`digest issues`)",
        )
    config = given.load()
    console = given.console
    name = who() if by is None else " ".join(by.split())
    if not name:
        raise UsageError("--by names nobody", fix="give the name to be kept with the approval")
    with Newsroom(config) as room:
        found = newsroom.find_issue(room, issue)
        if revoke:
            taken = stage.revoke(found, archive=room.archive, by=name, at=newsroom.clock())
            console.line(f"Revoked   No. {found.number}, {found.date}: the approval by {taken.by}")
            console.fact(issue=found.number, approved=False, approval=taken)
        else:
            made, fresh = stage.approve(
                found, newsroom.editions(room, found), archive=room.archive, by=name, at=newsroom.clock()
            )
            when = told_moment(made.at, config.publication.timezone)
            before = "" if fresh else ", as it was already"
            console.line(f"Approved  No. {found.number}, {found.date}, by {made.by} on {when}{before}")
            console.detail(f"          sha256 {made.sha256}")
            console.fact(issue=found.number, approved=True, fresh=fresh, approval=made)
            if config.mail is None or not config.mail.require_approval:
                console.line("          feeds.yml does not ask for it: `mail.require_approval: true` would.")
            else:
                console.line(f"          `digest send {found.number}` mails it.")
    console.finish(0)
