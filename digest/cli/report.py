"""What a run says: words for a person, or one JSON object for a machine."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from digest.errors import ConfigError, DigestError
from digest.model import Coverage, Issue, SourceReport


def tell_error(error: DigestError) -> None:
    """An error on standard error: one line, or one for each fault of a configuration."""
    if isinstance(error, ConfigError):
        print(error, file=sys.stderr)
        count = len(error.faults)
        print(f"digest: {count} fault{'s' if count != 1 else ''} in {error.file}; nothing was done", file=sys.stderr)
        return
    print(f"digest: {error}", file=sys.stderr)


class Console:
    """Gathers the facts of a run, prints lines as they come, and the JSON object at the end."""

    def __init__(self, *, quiet: bool = False, verbose: bool = False, json: bool = False) -> None:
        self.quiet = quiet
        self.verbose = verbose
        self.json = json
        self.facts: dict[str, Any] = {}

    @property
    def speaks(self) -> bool:
        """Whether words are wanted at all."""
        return not self.quiet and not self.json

    def line(self, text: str = "") -> None:
        """One line of the report."""
        if self.speaks:
            print(text)

    def detail(self, text: str) -> None:
        """One line that only --verbose shows."""
        if self.verbose:
            self.line(text)

    def fact(self, **facts: Any) -> None:
        """Facts for the JSON report."""
        self.facts.update(facts)

    def finish(self, status: int) -> None:
        """Print the JSON report where it is wanted."""
        if self.json:
            print(msgspec.json.encode({**self.facts, "status": status}, order="deterministic").decode())


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """ "1 source", "12 sources"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def sources(console: Console, reports: Sequence[SourceReport], new: int) -> None:
    """What the sources gave: one line, and one for each that failed."""
    states = {state: sum(report.state == state for report in reports) for state in ("read", "unchanged", "failed")}
    entries = sum(report.entries for report in reports)
    parts = [f"{states['read']} read", f"{states['unchanged']} unchanged", f"{states['failed']} failed"]
    console.line(f"Sources   {', '.join(parts)}; {counted(entries, 'entry', 'entries')}, {new:,} new")
    for report in reports:
        if report.state == "failed":
            console.line(f"          ✗ {report.source}: {report.reason}")
        else:
            console.detail(f"          · {report.source}: {report.state}, {report.entries} entries, {report.new} new")
    console.fact(sources=[msgspec.to_builtins(report) for report in reports], new=new)


def coverage(console: Console, found: Coverage) -> None:
    """What became of the entries."""
    dropped = sum(found.dropped.values())
    console.line(
        f"Entries   {found.candidates:,} considered: {found.printed:,} printed, {found.merged:,} merged into these,"
        f" {dropped:,} dropped"
    )
    for reason, count in sorted(found.dropped.items(), key=lambda pair: (-pair[1], pair[0])):
        console.detail(f"          · {reason}: {count:,}")
    console.fact(
        coverage={
            "candidates": found.candidates,
            "printed": found.printed,
            "merged": found.merged,
            "dropped": found.dropped,
        }
    )


def issue(console: Console, made: Issue, *, fresh: bool) -> None:
    """Which issue stands, and its headline."""
    day = f"{made.date:%A} {made.date.day} {made.date:%B %Y}"
    stories = counted(len(made.stories), "story", "stories")
    state = "made" if fresh else "made earlier today; it is frozen"
    console.line(f"Issue     No. {made.number}, {day}: {stories} ({state})")
    console.line(f"          “{made.subject}”")
    console.fact(
        issue={
            "number": made.number,
            "date": made.date.isoformat(),
            "stories": len(made.stories),
            "subject": made.subject,
            "made": fresh,
        }
    )


def counts(console: Console, name: str, states: Mapping[str, int]) -> None:
    """ "Mail      3 accepted, 1 deferred"."""
    console.line(
        f"{name:<10}" + (", ".join(f"{count:,} {state}" for state, count in states.items() if count) or "none")
    )
