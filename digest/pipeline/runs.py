"""What a run is told to have done: gathered from its facts, without anybody's address or secret.

Pure: what the stages reported comes in, a ``Run`` goes out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from digest.errors import LockedError
from digest.model import Run, RunOutcome
from digest.ports import Fact

MOST_SAID = 60  # lines that a run keeps of what it said; the rest are counted
LONGEST = 400  # characters of one
_GOOD = (0, 3)  # made, or rightly nothing to make; some sources failed
_WAITING = 75
# A local part of 64 characters at most (RFC 5321 §4.5.3.1.1): so no text takes long.
_ADDRESS = re.compile(r"[^\s<>()\[\]\",;:'“”]{1,64}@[^\s<>()\[\]\",;:'“”]{1,253}")
_URL = re.compile(
    r"\b([a-z][a-z0-9+.-]{1,9})://(?:[^\s/?#@<>\"']{0,200}@)?([^\s/?#@<>\"'()]{1,253})([^\s<>\"']*)", re.I
)
_MAIL_STATES = ("accepted", "deferred", "failed", "unknown", "early", "untried")


def discreet(text: str) -> str:
    """The text on one line, of each URL its host alone, of each mail address nothing.

    Paths and queries of feeds, pings and hooks often are the password themselves.
    """
    text = " ".join(text[: LONGEST * 4].encode("utf-8", "replace").decode().split())  # no halves of characters
    text = _URL.sub(lambda found: f"{found[1].lower()}://{found[2]}{'/…' if found[3] not in ('', '/') else ''}", text)
    text = _ADDRESS.sub("(address)", text)
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def outcome(status: int, error: BaseException | None) -> RunOutcome:
    """Whether a run that ended so did its work.

    Mail that the server puts off for a while is seen to by a later run: no failure, unless it broke sending off.
    """
    if isinstance(error, LockedError):
        return "aside"
    if status in _GOOD or (status == _WAITING and error is None):
        return "success"
    return "failure"


def gathered(run: Run, heard: Sequence[Mapping[str, Any]], said: Sequence[str]) -> Run:
    """``run`` with what its stages reported, in the order of ``heard`` (``Console.fact``), and what was ``said``."""
    made: dict[str, Any] = {}
    mail: Counter[str] = Counter()
    for facts in heard:
        for name, value in facts.items():
            if name == "mail":
                mail.update({state: value[state] for state in _MAIL_STATES if value.get(state)})
            elif name in _READERS:
                made |= _READERS[name](value)
    return replace(run, **made, mail={state: mail[state] for state in _MAIL_STATES if mail[state]}, said=_lines(said))


def events(facts: Mapping[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    """(level, event, fields) for each log line that such facts are worth."""
    made: list[tuple[str, str, dict[str, Any]]] = []
    for name, value in facts.items():
        if name == "mail":
            if counts := {state: value[state] for state in _MAIL_STATES if value.get(state)}:
                made.append(("info", "mail", counts))
        elif name in _READERS and name != "new":
            fields = _READERS[name](value)
            made += [
                ("warning", "source failed", {"source": report.source, "reason": report.reason})
                for report in fields.pop("failed", ())
            ]
            made.append(("info", name, fields))
    return made


def public(run: Run) -> dict[str, Any]:
    """What a report below output/ says, where everybody can read it: of the issue, nothing of sources or readers."""
    return {
        "started": run.started,
        "ended": run.ended,
        "outcome": run.outcome,
        "issue": run.issue,
        "date": run.day or None,
        "made": run.made,
        "stories": run.stories,
        "articles": {"considered": run.considered, "printed": run.printed, "merged": run.merged},
    }


def facts(run: Run) -> dict[str, Fact]:
    """What the span of a command says of what it did; nothing of a part that it did not do."""
    made: dict[str, Fact] = {
        "digest.run.number": run.number or None,
        "digest.run.replay": run.replay or None,
        "digest.run.outcome": run.outcome,
        "process.exit.code": run.status,
        "digest.issue.number": run.issue,
        "digest.issue.date": run.day or None,
        "digest.issue.made": run.made if run.issue is not None else None,
        "digest.issue.stories": run.stories if run.issue is not None else None,
    }
    if run.sources:
        made |= {"digest.entries": run.entries, "digest.entries.new": run.new}
    if run.considered:
        made |= {
            "digest.articles.considered": run.considered,
            "digest.articles.printed": run.printed,
            "digest.articles.merged": run.merged,
            "digest.articles.dropped": sum(run.dropped.values()),
        }
    for name, counts in (("sources", run.sources), ("mail", run.mail), ("letters", run.letters)):
        made |= {f"digest.{name}.{state}": count for state, count in counts.items()}
    return {name: fact for name, fact in made.items() if fact is not None}


def _lines(said: Sequence[str]) -> tuple[str, ...]:
    lines = [discreet(text) for text in said[:MOST_SAID]]
    if len(said) > MOST_SAID:
        lines.append(f"and {len(said) - MOST_SAID:,} more")
    return tuple(lines)


def _sources(reports: Any) -> dict[str, Any]:
    from digest.pipeline.fetch import counts  # whoever has reports has it loaded

    return {
        "sources": counts(reports),
        "entries": sum(report.entries for report in reports),
        "failed": tuple(
            replace(report, source=discreet(report.source), reason=discreet(report.reason or "no reason given"))
            for report in reports
            if report.state == "failed"
        ),
    }


def _issue(issue: Any) -> dict[str, Any]:
    return {
        "issue": issue["number"],
        "day": issue["date"],
        "stories": issue["stories"],
        "subject": discreet(issue["subject"]),
        "made": issue["made"],
    }


def _coverage(found: Any) -> dict[str, Any]:
    dropped = sorted(found["dropped"].items(), key=lambda pair: (-pair[1], pair[0]))
    return {
        "considered": found["candidates"],
        "fresh": found["fresh"],
        "printed": found["printed"],
        "merged": found["merged"],
        "dropped": dict(dropped),
    }


_READERS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "sources": _sources,
    "new": lambda new: {"new": new},
    "coverage": _coverage,
    "issue": _issue,
    "missed": lambda days: {"missed": tuple(days)},
    "caught_up": lambda days: {"caught_up": tuple(days)},
    "taken_up": lambda days: {"taken_up": tuple(days)},
    "letters": lambda letters: {"letters": dict(letters)},
    "mailbox": lambda found: {"mailbox": dict(sorted(Counter(one["what"] for one in found["mails"]).items()))},
}
