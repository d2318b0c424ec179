"""``digest issues``."""

from __future__ import annotations

import sys

import click

from digest.cli.common import Given, Listing, options

# What is said of an approval that does not hold, by how the issue stands.
_HOLDS = {"changed": "; it has changed since", None: "; it cannot be rendered now"}


@click.group(name="issues", cls=Listing)
def command() -> None:
    """List the frozen issues, or show one. Without a word more: list."""


@command.command("list")
@options
def list_issues(given: Given) -> None:
    """Every issue, the newest first, who approved it, and whether that holds for what would be mailed now."""
    from digest.cli.approving import told_approval
    from digest.cli.columns import wrapped
    from digest.cli.report import counted
    from digest.errors import TemplateError
    from digest.pipeline import approve
    from digest.wiring import Newsroom

    config = given.load()
    console = given.console
    rows = []
    with Newsroom(config) as room:
        for number, day in reversed(room.archive.issues()):
            issue = room.archive.issue(day)
            if issue is None:
                continue
            approvals = room.archive.approvals(number)
            state: str | None = "none"
            if approvals:
                try:
                    state = approve.standing(issue, room.renderer.editions(issue), archive=room.archive).state
                except TemplateError:
                    state = None  # nothing can be mailed; `check` tells what ails the template
            rows.append(
                {
                    "number": number,
                    "date": day.isoformat(),
                    "stories": len(issue.stories),
                    "subject": issue.subject,
                    "approval": state,
                    "approvals": approvals,
                }
            )
            stories = counted(len(issue.stories), "story", "stories")
            console.line(f"No. {number:<4} {day}  {stories:>10}  {issue.subject}")
            for approval in approvals[-1:]:
                told = told_approval(approval, config.publication.timezone)
                for line in wrapped(f"{told}{_HOLDS.get(state, '')}", indent=33):
                    console.line(line)
    if not rows:
        console.line("There is no issue yet; make one with `digest run`.")
    console.fact(issues=rows)
    console.finish(0)


@command.command("remove")
@options
@click.argument("issue")
def remove(given: Given, issue: str) -> None:
    """Take ISSUE (a date or number) away, which is dated ahead: the clock was wrong, or --at named a moment to come.

    Any other stays as it is. Its file is kept in .digest/removed/; who was mailed it has had it all the same.
    """
    from pathlib import Path

    from digest.cli import newsroom, removing
    from digest.cli.report import counted, shown
    from digest.errors import UsageError
    from digest.pipeline import policy
    from digest.wiring import Newsroom

    config = given.load()
    console = given.console
    with Newsroom(config) as room, room.lock.hold(), room.sending.hold():
        found = newsroom.find_issue(room, issue)
        if not policy.ahead(found, config.publication, newsroom.clock()):
            raise UsageError(
                f"No. {found.number} of {found.date} is not dated ahead: a frozen issue stays as it is",
                fix=f"`digest corrections add {found.number}` notes what was wrong in it",
            )
        kept = room.folder / "removed" / f"{found.date}.json"
        kept.parent.mkdir(mode=0o700, exist_ok=True)
        kept.write_bytes(room.archive.frozen(found.date) or b"")
        mailed = room.ledger.counts(found.number).get("accepted", 0)
        contents, pages = room.catalogue.contents(found.number), removing.told_on(room, found)
        alone = not any(day.year == found.date.year and day != found.date for _, day in room.archive.issues())
        # The pages first: killed in between, the command can be said again; later, `digest publish --all` ends it.
        removing.take_down(Path(config.site.output), found, pages, year=alone)
        room.archive.remove(found.number, found.date, pages=pages)
        console.line(f"Removed   No. {found.number} of {found.date}; its file is kept as {shown(kept)}")
        if mailed:
            console.line(f"          {counted(mailed, 'subscriber')} had it already, and its number is not given again")
        for other in removing.sharing(room, contents):
            newsroom.publish(room, console, other)
    console.fact(removed=found.number, kept=str(kept), mailed=mailed)
    console.finish(0)


@command.command("show")
@options
@click.argument("issue", required=False)
def show(given: Given, issue: str | None) -> None:
    """Print ISSUE (a date or number; the latest by default) as plain text, or with --json as its frozen file.

    Who approved it, or that it waits for that, is said on standard error.
    """
    from digest import personal
    from digest.cli import newsroom
    from digest.cli.approving import told_approval
    from digest.pipeline import approve
    from digest.wiring import Newsroom

    config = given.load()
    with Newsroom(config) as room:
        found = newsroom.find_issue(room, issue)
        if given.console.json:
            body = room.archive.frozen(found.date) or b""
        else:
            editions = room.renderer.editions(found)
            body = personal.for_all(next(each for each in editions if each.medium == "text")).body
            now = approve.standing(found, editions, archive=room.archive)
            required = config.mail is not None and config.mail.require_approval
            if not given.console.quiet and (required or now.approval is not None):
                told = (
                    told_approval(now.approval, config.publication.timezone)
                    if now.approval
                    else approve.why(now, config.publication.timezone)
                )
                void = "; it has changed since, and waits for approval" if now.state == "changed" else ""
                print(f"No. {found.number}: {told}{void}", file=sys.stderr)
    sys.stdout.buffer.write(body)
