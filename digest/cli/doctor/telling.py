"""What was found, for a person who wants to know what to do, or for a machine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from digest import __version__
from digest.cli.columns import wrapped
from digest.cli.report import counted, seen, shown
from digest.doctor import Finding, todo

if TYPE_CHECKING:
    from digest.cli.doctor.house import House
    from digest.cli.report import Console

_MARKS = {"good": "ok", "note": "note", "bad": "BAD", "skipped": "-"}
_COLUMN = 18
_MANY = 3  # things to do, of which the first is no longer in sight


def heading(console: Console, house: House) -> None:
    """Of which publication, when."""
    now = house.local
    title = house.config.publication.title if house.config is not None else "digest doctor"
    console.line(f"{title}: {shown(house.path)}, {now:%A} {now.day} {now:%B %Y %H:%M} {now.tzinfo}")
    console.line()


def line(console: Console, one: Finding) -> None:
    """One finding, without what to do."""
    for text in wrapped(one.what, indent=_COLUMN, first=f"{_MARKS[one.verdict]:<5}{one.check:<{_COLUMN - 5}}"):
        console.line(text)


def end(console: Console, found: Sequence[Finding]) -> None:
    """What to do, the gravest first. With --quiet only what is wrong, and nothing where nothing is."""
    wanted = [one for one in todo(found) if one.verdict == "bad" or not console.quiet]
    if console.json:
        return
    if not wanted:
        console.line()
        console.line("Nothing is wrong.")
        return
    if not console.quiet:
        counts = Counter(one.verdict for one in wanted)
        parts = [f"{counts['bad']} wrong"] if counts["bad"] else ["nothing is wrong"]
        parts += [f"{counted(counts['note'], 'thing')} worth a look"] if counts["note"] else []
        console.line()
        console.line(f"What to do ({', '.join(parts)}), the gravest first")
    for number, one in enumerate(wanted, start=1):
        label = f"{number}. {'' if one.verdict == 'bad' else 'note: '}{one.check}: "
        texts = [*wrapped(label + one.what, indent=4, first=""), *wrapped(one.fix, indent=6, first="    → ")]
        for text in texts:
            print(seen(text), flush=True)
    if len(wanted) > _MANY and not console.quiet:
        print(f"\nBegin with 1: {wanted[0].check}. What comes after it may be gone with it.", flush=True)


def facts(house: House, found: Sequence[Finding]) -> dict[str, Any]:
    """For a machine."""
    verdicts = {one.verdict for one in found}
    return {
        "config": str(house.path),
        "version": __version__,
        "at": house.now,
        "verdict": "bad" if "bad" in verdicts else "note" if "note" in verdicts else "good",
        "findings": [_facts(one) for one in found],
        "todo": [_facts(one) for one in todo(found)],
    }


def _facts(one: Finding) -> dict[str, Any]:
    made: dict[str, Any] = {"check": one.check, "verdict": one.verdict, "what": one.what, "fix": one.fix}
    return {**made, "status": one.status} if one.verdict == "bad" else made
