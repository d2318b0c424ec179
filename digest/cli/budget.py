"""``digest budget``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from digest.cli.common import Given, options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.cli.looking import Look
    from digest.cli.report import Console
    from digest.model import Budget, Candidate

SHOWN = 40
_INDENT = 14
_COLUMNS = {"breadth": 7, "gravity": 7, "prominence": 10, "freshness": 9, "substance": 9}


@click.command()
@options
@click.argument("issue", required=False)
@click.option("--all", "every", is_flag=True, help=f"Every candidate, not only the best {SHOWN}.")
def command(given: Given, issue: str | None, every: bool) -> None:
    """Show what ISSUE (a date or number) was made from: each story, its score, and why it is in or out.

    Without ISSUE today's; where that is not made yet, as `digest edit` would decide now. Nothing is changed. The
    numbers of one story are written out by `digest explain`.
    """
    from digest.cli.looking import look
    from digest.cli.report import counted
    from digest.errors import UsageError
    from digest.wiring import Newsroom

    config = given.load()
    console = given.console
    with Newsroom(config) as room:
        found = look(room, given, issue)
    if found.budget is None:
        raise UsageError(
            f"what No. {found.issue.number} of {found.issue.date} was made from is not kept any more",
            fix=f"`digest issues show {found.issue.date} --json` has the scores of what it printed",
        )
    budget = found.budget
    _head(console, found, budget)
    ordered = _ordered(budget.candidates)
    candidates = ordered if every else ordered[:SHOWN]
    if candidates:
        console.line()
        console.line("Rank  Score   Story")
        console.line(_numbers({name: name.capitalize() for name in _COLUMNS}, "Reports"))
    for candidate in candidates:
        _tell(console, candidate, budget)
    if len(candidates) < len(ordered):
        more = counted(len(ordered) - len(candidates), "story", "stories")
        console.line(f"… and {more} more; `--all` shows every one.")
    _dropped(console, budget)
    console.fact(budget=facts(budget), issue={"number": found.issue.number, "made": found.made})
    console.finish(0)


def _ordered(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Best first; but what is pinned leads, and stands where the issue has it."""
    return sorted(candidates, key=lambda one: one.rank != 1)


def facts(budget: Budget) -> dict[str, Any]:
    """A budget for the JSON report: each candidate with its score worked out."""
    import msgspec

    return {
        **msgspec.to_builtins(budget),
        "candidates": [candidate_facts(candidate) for candidate in budget.candidates],
    }


def candidate_facts(candidate: Candidate) -> dict[str, Any]:
    """A candidate for the JSON report."""
    import msgspec

    from digest.issues.ranking import reports, worked

    return {
        **msgspec.to_builtins(candidate),
        "reports": reports(candidate),
        "outlets": outlets(candidate),
        "worked": msgspec.to_builtins(worked(candidate.terms)),
    }


def outlets(candidate: Candidate) -> list[str]:
    """The names of the sources that tell it, its lead's first, each once."""
    return list(dict.fromkeys(one.source for one in candidate.articles))


def told_by(candidate: Candidate) -> str:
    """ "3 independent reports, 12 outlets"."""
    from digest.cli.report import counted
    from digest.issues.ranking import reports

    return f"{counted(reports(candidate), 'independent report')}, {counted(len(outlets(candidate)), 'outlet')}"


def factors(candidate: Candidate) -> str:
    """ "× worth 0.8", for each factor that is not 1."""
    from digest.issues.ranking import worked

    found = worked(candidate.terms).factors
    return " ".join(f"× {name} {value:g}" for name, value in found.items() if value != 1)


def _head(console: Console, found: Look, budget: Budget) -> None:
    from zoneinfo import ZoneInfo

    from digest.cli.columns import wrapped
    from digest.cli.report import counted

    zone = found.issue.publication.timezone
    local = budget.as_of.astimezone(ZoneInfo(zone))
    day = f"{budget.date:%A} {budget.date.day} {budget.date:%B %Y}, as of {local:%H:%M} {zone}"
    state = f"kept when No. {found.issue.number} was frozen" if found.made else "its issue is not made yet"
    for line in wrapped(f"Budget of {day}: {state}"):
        console.line(line)
    printed = sum(candidate.rank is not None for candidate in budget.candidates)
    stories = counted(len(budget.candidates), "story", "stories")
    if not budget.candidates and not found.made:
        console.line("No source has brought a story for it yet: ask them with `digest fetch`.")
        return
    console.line(f"{stories}: {printed:,} in, {len(budget.candidates) - printed:,} out")


def _tell(console: Console, candidate: Candidate, budget: Budget) -> None:
    from digest.cli.columns import WIDTH, fitted, wrapped
    from digest.cli.verdicts import worded
    from digest.issues.ranking import reports

    rank = "–" if candidate.rank is None else f"{candidate.rank}"
    console.line(f"{rank:>4}  {candidate.score:.4f}  {fitted(candidate.headline, WIDTH - _INDENT)}")
    values = {name: f"{candidate.terms.get(name, 0.0):.2f}" for name in _COLUMNS}
    told = f"{reports(candidate)} of {len(outlets(candidate))}"
    console.line(f"{_numbers(values, told)}")
    out = "" if candidate.rank is not None else "out: "
    verdict = f"{out}{worded(candidate, budget)} · {candidate.story}"
    if said := factors(candidate):
        verdict = f"{said} · {verdict}"
    for line in wrapped(verdict, indent=_INDENT):
        console.line(line)


def _numbers(values: dict[str, str], told: str) -> str:
    cells = (f"{values[name]:>{width}}" for name, width in _COLUMNS.items())
    return f"{'':<{_INDENT}}{'  '.join(cells)}  {told:>8}"


def _dropped(console: Console, budget: Budget) -> None:
    from digest.cli.columns import WIDTH, fitted
    from digest.cli.report import counted

    total = sum(len(articles) for articles in budget.dropped.values())
    if not total:
        return
    console.line()
    console.line(f"{counted(total, 'article')} that no story could use")
    for reason, articles in sorted(budget.dropped.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        console.line(f"{len(articles):>8,}  {fitted(reason, WIDTH - 10)}")
        for one in articles:
            console.detail(f"          · {fitted(f'{one.source}: {one.headline}', WIDTH - 12)}")
