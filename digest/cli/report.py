"""What a run says: words for a person, or one JSON object for a machine.

Whatever only some reports need is imported where they need it: from cron, most runs say nothing at all.
"""

from __future__ import annotations

import errno
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digest.errors import ConfigError, DigestError, ProofError, StorageError

if TYPE_CHECKING:
    from digest.model import Coverage, Issue, Notice, NoticeKind, SourceReport

# What a write may end in; it does not say where.
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EIO)
# Controls but for the line's end and the tab, other ends of lines, and what turns the direction of words (UAX #9).
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


def told(error: Exception) -> DigestError | None:
    """The error as a user is told of it; None for a fault of the program's own.

    What the disk says is a user's matter wherever a command meets it: a folder of someone else's, a full disk.
    """
    if isinstance(error, DigestError):
        return error
    if isinstance(error, OSError) and (error.filename is not None or error.errno in _FULL):
        where = None if error.filename is None else str(error.filename)
        return StorageError((error.strerror or str(error)).lower(), where=where)
    return None


def seen(text: str) -> str:
    """The text as a terminal may be given it: what would move its cursor, colour it or turn words around is escaped.

    A headline, a file's name, a server's reply may hold such characters; the program's own words never do.
    """
    return text if text.isprintable() else _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def tell_error(error: DigestError) -> None:
    """An error on standard error: one line, or one for each fault of a configuration, each flaw of an issue."""
    if isinstance(error, ConfigError):
        print(seen(str(error)), file=sys.stderr)
        print(f"digest: {counted(len(error.faults), 'fault')} in {error.file}; nothing was done", file=sys.stderr)
        return
    if isinstance(error, ProofError):
        print(seen(str(error)), file=sys.stderr)
        print(f"digest: {counted(len(error.flaws), 'flaw')}; nothing was changed", file=sys.stderr)
        return
    print(seen(f"digest: {error}"), file=sys.stderr)


class Console:
    """Gathers the facts of a run, prints lines as they come, and the JSON object at the end.

    A run's work matters more than its report: where whoever read it has gone (``digest run | head``), it goes on in
    silence.
    """

    def __init__(self, *, quiet: bool = False, verbose: bool = False, json: bool = False) -> None:
        self.quiet = quiet
        self.verbose = verbose
        self.json = json
        self.facts: dict[str, Any] = {}
        self.heard: list[dict[str, Any]] = []  # the same in the order in which they came, none written over
        self.asides: list[str] = []
        self.log: Callable[[str], None] | None = None  # where asides go in the place of standard error

    @property
    def speaks(self) -> bool:
        """Whether words are wanted at all."""
        return not self.quiet and not self.json

    def line(self, text: str = "") -> None:
        """One line of the report."""
        if self.speaks:
            self._print(text)

    def detail(self, text: str) -> None:
        """One line that only --verbose shows."""
        if self.verbose:
            self.line(text)

    def fact(self, **facts: Any) -> None:
        """Facts for the JSON report: what msgspec can write, types of the model among it."""
        self.facts.update(facts)
        self.heard.append(facts)

    def aside(self, text: str) -> None:
        """What nobody should miss: with --quiet it is on standard error, for cron to mail."""
        self.asides.append(text)
        if self.log is not None:
            self.log(text)
        elif self.quiet and not self.json:
            print(seen(f"digest: {text}"), file=sys.stderr)

    def finish(self, status: int) -> None:
        """Print the JSON report where it is wanted."""
        if self.json:
            import msgspec

            facts = {**self.facts, "status": status}
            try:
                self._print(msgspec.json.encode(facts, order="sorted").decode())
            except UnicodeEncodeError:  # bytes of a command line or a path that are no text: JSON escapes them
                import json

                self._print(json.dumps(msgspec.to_builtins(facts), sort_keys=True, separators=(",", ":")))

    def fail(self, error: DigestError) -> None:
        """Print the JSON report of a command that failed: what was done until then, and the error."""
        if isinstance(error, ConfigError):
            self.fact(faults=error.faults)
        if isinstance(error, ProofError):
            self.fact(flaws=error.flaws)
        self.fact(error=str(error))
        self.finish(error.status)

    def _print(self, text: str) -> None:
        try:
            # At once, so that it stands in its place among the lines on standard error.
            print(seen(text), flush=True)
        except OSError as error:
            # What is still held back goes nowhere, or the interpreter would fail on it again at its end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            if not isinstance(error, BrokenPipeError):
                raise StorageError((error.strerror or str(error)).lower(), where="standard output") from error
            self.quiet = True


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """ "1 source", "12 sources"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def labelled(console: Console, label: str, text: str) -> None:
    """A sentence or two beside their label, on as many lines as they take."""
    if console.speaks:
        from digest.cli.columns import wrapped  # from cron nobody reads it

        for line in wrapped(text, indent=10, first=f"{label:<10}"):
            console.line(line)


def shown(path: Path) -> str:
    """A path as a user would type it from here."""
    try:
        return str(path.relative_to(Path.cwd()))
    except (ValueError, OSError):  # elsewhere; or "here" is gone
        return str(path)


def program() -> str:
    """The program as a user here can call it: by its name where the shell finds it, else by its path."""
    import shutil

    mine = Path(sys.argv[0]).absolute()
    found = shutil.which("digest")
    if not mine.is_file() or (found is not None and Path(found).resolve() == mine.resolve()):
        return "digest"
    return shown(mine)


def installed() -> str:
    """The program by its full path, as cron has to be told, quoted for a shell."""
    import shlex

    mine = Path(sys.argv[0]).absolute()
    return shlex.quote(str(mine)) if mine.is_file() else "digest"


def following(console: Console, *steps: tuple[str, str]) -> None:
    """What to do next: each a command's words, and what they do."""
    name = program()
    width = max(len(words) for words, _ in steps)
    console.line()
    for number, (words, does) in enumerate(steps):
        console.line(f"{'' if number else 'Next':<10}{name} {words:<{width}}    {does}")


def sources(console: Console, reports: Sequence[SourceReport], new: int) -> None:
    """What the sources gave: one line, and each that failed by name, under the reason it shares with others."""
    from digest.model import NO_FILES
    from digest.pipeline.fetch import counts  # which made what is told here

    entries = sum(report.entries for report in reports)
    parts = ", ".join(f"{count:,} {state}" for state, count in counts(reports).items())
    console.line(f"Sources   {parts or 'none'}; {counted(entries, 'entry', 'entries')}, {new:,} new")
    failed: dict[str, list[str]] = {}
    for report in reports:
        # Of a source of several files some may have failed: what they say is a reason beside what the others gave.
        if report.state == "failed" or (report.reason and not report.left_alone and report.reason != NO_FILES):
            failed.setdefault(report.reason or "no reason given", []).append(report.source)
    for reason, names in failed.items():
        if len(names) == 1:
            console.line(f"          ✗ {names[0]}: {reason}")
        else:
            console.line(f"          ✗ {reason}:")
            for line in _wrapped(", ".join(names)):
                console.line(f"            {line}")
    for report in reports:
        if report.state != "failed":
            gave = f"{counted(report.entries, 'entry', 'entries')}, {report.new:,} new"
            console.detail(f"          · {report.source}: {report.reason or f'{report.state}, {gave}'}")
    console.fact(sources=reports, new=new)


def _wrapped(names: str) -> list[str]:
    import textwrap  # only where there is much to say

    return textwrap.wrap(names, 66, break_long_words=False, break_on_hyphens=False)


# What is said of several sources at once.
_OF_SEVERAL: dict[NoticeKind, str] = {
    "gone": "gone for good (HTTP 410)",
    "failing": "failed three times in a row and more",
    "silent": "nothing new for much longer than usual",
    "stale": "serve only old entries",
    "thin": "hold hardly anything",
    "moved": "moved for good",
    "back": "back again",
}
_NAMED = 12  # of several sources
_SEVERAL = 4  # sources of which the same is said; fewer are told one by one


def notices(console: Console, told: Sequence[Notice]) -> None:
    """What is worth knowing of sources' health; each is said once, in the run that first sees it.

    Where nothing but errors is wanted it goes to standard error: nobody would hear of it otherwise.
    """
    kinds = Counter(notice.kind for notice in told)
    lines: list[str] = []
    for notice in told:
        if kinds[notice.kind] < _SEVERAL:
            lines.append(f"! {notice.source}: {notice.text}")
            lines.extend([f"  {notice.fix}"] if notice.fix else [])
    for kind, phrase in _OF_SEVERAL.items():
        if kinds[kind] >= _SEVERAL:
            names = [notice.source for notice in told if notice.kind == kind]
            more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
            lines.append(f"! {kinds[kind]:,} sources {phrase} (digest sources --health)")
            lines.extend(f"  {line}" for line in _wrapped(", ".join(names[:_NAMED]) + more))
    for number, line in enumerate(lines):
        console.line(f"{'' if number else 'Health':<10}{line}")
    for line in lines:  # each is said once
        console.aside(line.removeprefix("! "))
    console.fact(notices=told)


def coverage(console: Console, found: Coverage, *, fresh: int) -> None:
    """What became of the entries; ``fresh`` of them came just now."""
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
            "fresh": fresh,
            "printed": found.printed,
            "merged": found.merged,
            "dropped": found.dropped,
        }
    )


def issue(console: Console, made: Issue, *, fresh: bool) -> None:
    """Which issue stands, and its headline."""
    from zoneinfo import ZoneInfo

    day = f"{made.date:%A} {made.date.day} {made.date:%B %Y}"
    stories = counted(len(made.stories), "story", "stories")
    console.line(f"Issue     No. {made.number}, {day}: {stories}")
    console.line(f"          “{made.subject}”")
    if not fresh:
        local = made.as_of.astimezone(ZoneInfo(made.publication.timezone))
        console.line(f"          It was made earlier, as of {local:%H:%M} {made.publication.timezone}.")
        console.line("          An issue is made once a day; what has come since is for the next.")
    console.fact(
        issue={
            "number": made.number,
            "date": made.date.isoformat(),
            "stories": len(made.stories),
            "subject": made.subject,
            "made": fresh,
        }
    )


def to_approve(console: Console, issue: Issue, error: DigestError) -> None:
    """That an issue waits for approval, and how it gets it: of several each is told so."""
    console.line(f"Mail      {error.what}")
    console.line(f"          To approve it: {error.fix}; then `digest send {issue.number}`, or run again")


def waiting(console: Console, issue: Issue, error: DigestError, *, news: bool) -> None:
    """An issue that is not mailed before somebody approves it. From cron it is told once: when it is ``news``."""
    to_approve(console, issue, error)
    console.fact(waiting={"number": issue.number, "date": issue.date.isoformat(), "reason": str(error)})
    if news:
        console.aside(str(error))
