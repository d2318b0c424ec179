"""Lines for crontab(5), in a marked block, and a crontab with or without it."""

from __future__ import annotations

import shlex
from datetime import date, tzinfo

from digest.errors import UsageError
from digest.scheduling.hours import elsewhere
from digest.scheduling.plan import EVERY, READING_FROM, SENDING_FROM, Plan


def block(plan: Plan, system: tzinfo, today: date) -> str:
    """The marked lines, each with its end. ``system`` is the zone that the machine's cron runs in.

    cron knows one zone, the machine's; CRON_TZ is cronie's alone, and others take it for a variable and run at the
    wrong hour in silence. Where the publication's clock is another, the line comes by every hour and looks at it:
    right under every cron, also on the days on which clocks change.
    """
    begin, end = _marks(plan)
    there = f"cd {shlex.quote(plan.folder)} && "
    at = plan.at
    lines = [begin]
    if elsewhere(at, plan.zone, system, today) == (at.replace(second=0, microsecond=0),):
        lines.append(f"{at.minute} {at.hour} * * *  {_escaped(there + _command(plan, 'run'))}")
    else:
        minutes = sorted({time.minute for time in elsewhere(at, plan.zone, system, today)} or {at.minute})
        guard = f'[ "$(TZ={shlex.quote(plan.zone)} date +%H%M)" = {at:%H%M} ] && '
        lines.append(f"# At {at:%H:%M} in {plan.zone}, whatever the machine's own zone.")
        lines.append(f"{','.join(map(str, minutes))} * * * *  {_escaped(guard + there + _command(plan, 'run'))}")
    if plan.sends:
        lines.append(f"{_quarters(SENDING_FROM)} * * * *  {_escaped(there + _command(plan, 'send'))}")
    if plan.reads:
        lines.append(f"{_quarters(READING_FROM)} * * * *  {_escaped(there + _command(plan, 'mailbox'))}")
    lines.append(end)
    return "".join(f"{line}\n" for line in lines)


def _quarters(first: int) -> str:
    return f"{first}-59/{EVERY}"


def _command(plan: Plan, name: str) -> str:
    return shlex.join([plan.program, name, "--quiet", *plan.config])


def _escaped(command: str) -> str:
    """cron ends a command at a bare '%'."""
    return command.replace("%", r"\%")


def _marks(plan: Plan) -> tuple[str, str]:
    return (
        f"# digest: {plan.path} (begin; `digest schedule` writes these lines anew, --remove takes them out)",
        f"# digest: {plan.path} (end)",
    )


def put(crontab: str, plan: Plan, made: str) -> str:
    """A crontab with the publication's block in the place of its old one, or else at its end; "" takes it out.

    No other line changes. Raises ``UsageError`` where the block that is there has lost its beginning or its end.
    """
    lines, first, last = _found(crontab, plan)
    if not first and not last:
        if not made:
            return crontab
        return crontab + ("" if not crontab or crontab.endswith("\n") else "\n") + made
    if len(first) != 1 or len(last) != 1 or last[0] < first[0]:
        raise UsageError(
            "the crontab's lines of this publication have lost their beginning or their end",
            fix=f"take out by hand what belongs to “# digest: {plan.path}” (`crontab -e`), then try again",
        )
    return "".join(lines[: first[0]]) + made + "".join(lines[last[0] + 1 :])


def held(crontab: str, plan: Plan) -> str:
    """The publication's lines in a crontab; "" where there are none, or not all of them."""
    lines, first, last = _found(crontab, plan)
    return "".join(lines[first[0] : last[0] + 1]) if len(first) == len(last) == 1 else ""


def _found(crontab: str, plan: Plan) -> tuple[list[str], list[int], list[int]]:
    """A crontab's lines, and which of them begin and end the publication's own."""
    begin, end = _marks(plan)
    lines = crontab.splitlines(keepends=True)
    bare = [line.rstrip("\r\n") for line in lines]
    first = [number for number, line in enumerate(bare) if line == begin]
    last = [number for number, line in enumerate(bare) if line == end]
    return lines, first, last
