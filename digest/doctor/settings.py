"""What the operator wrote: feeds.yml, templates, secrets, and who is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from digest.doctor.findings import FILES, SETTINGS, Finding, bad, good, note
from digest.doctor.words import counted, named
from digest.errors import Fault

_MOST = 12  # faults that are told one by one


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What became of reading feeds.yml."""

    path: str  # as its operator typed it
    faults: tuple[Fault, ...] = ()
    there: bool = True
    salvaged: tuple[str, ...] | None = None  # the keys that the rest was read without; None where nothing was left
    sources: int = 0
    sections: int = 0


def config(facts: Written) -> list[Finding]:
    """Every fault of feeds.yml."""
    if not facts.there:
        fix = (
            "go to the folder that holds it, or name it: `digest doctor --config FILE`; `digest init` writes a new one"
        )
        return [bad("feeds.yml", f"there is no {facts.path} here", fix, status=SETTINGS)]
    if not facts.faults:
        held = f"{counted(facts.sources, 'source')}, {counted(facts.sections, 'section')}"
        return [good("feeds.yml", f"sound: {held}")]
    made = [_fault(facts.path, fault) for fault in facts.faults[:_MOST]]
    more = len(facts.faults) - _MOST
    if more > 0:
        made.append(bad("feeds.yml", f"and {counted(more, 'more fault')}", "`digest check` tells all", status=SETTINGS))
    if facts.salvaged:
        made.append(note("feeds.yml", f"what follows was looked at without {', '.join(facts.salvaged)}"))
    return made


def _fault(path: str, fault: Fault) -> Finding:
    if "cannot be read" in fault.what:  # of the file itself, which has no line then
        return bad("feeds.yml", f"{path} {fault.what}", "run digest as who owns it: ls -l", status=SETTINGS)
    what = f"{path}:{fault.line}:{fault.column}: {fault.path}: {fault.what}"
    return bad("feeds.yml", what, f"mend line {fault.line} of {path}; no run begins until then", status=SETTINGS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Templates:
    """What became of compiling the templates and catalogs, and of finding the summarizer."""

    count: int = 0
    own: str = ""  # the folder of the publication's own
    faults: tuple[tuple[str, str, str], ...] = ()  # (where, what, fix)
    before: int = 0  # of those there, how many stand before one of the program's
    same: tuple[str, ...] = ()  # names of copies there that are the program's, byte for byte
    old: tuple[str, ...] = ()  # and of those that an earlier digest's were
    behind: tuple[str, ...] = ()  # of those that were changed, and the program's too since they were copied
    unknown: tuple[str, ...] = ()  # of those that were changed, and nobody knows what they were copied from
    unheard: tuple[tuple[str, str, str], ...] = ()  # (one of these, a block it lacks, the program's that fills it)


def templates(facts: Templates) -> list[Finding]:
    """Whether every template compiles, and whether any hides one of the program's to no purpose."""
    if not facts.faults:
        own = f", {facts.before:,} of them from {facts.own}/" if facts.before else ""
        return [good("templates", f"{counted(facts.count, 'template')} compile{own}"), *copies(facts)]
    return [
        bad(
            "templates",
            f"{where}: {what}" if where else what,
            fix or "mend it, or move the file away: the program's own takes its place",
            status=SETTINGS,
        )
        for where, what, fix in facts.faults
    ]


def copies(facts: Templates) -> list[Finding]:
    """What stands before the program's own templates and should not, or should be looked at."""
    made = []
    drop = "`digest templates drop --unchanged` removes what you never changed"
    if facts.same:
        what = f"{_lying(facts.same, facts.own)} the program's own: of no use, and in the way of a later digest's"
        made.append(note("templates", what, drop))
    if facts.old:
        what = f"{_lying(facts.old, facts.own)} an earlier digest's, unchanged: in the way of newer ones"
        made.append(note("templates", what, drop))
    merged = "then `digest templates merged NAME`, and it is told no more"
    if facts.behind:
        what = f"{_lying(facts.behind, facts.own)} changed by you, and so is the program's since"
        made.append(note("templates", what, f"`digest templates diff --since` shows how; {merged}"))
    if facts.unknown:
        what = f"{_lying(facts.unknown, facts.own)} other than the program's; copied from what is not known"
        made.append(note("templates", what, f"`digest templates diff` compares them; {merged}"))
    for mine, block, theirs in facts.unheard:
        what = f"your {mine} has no block {block!r}, so what the program's {theirs} says there is not printed"
        made.append(note("templates", what, f"`digest templates diff {mine}` shows where it stands"))
    return made


def _lying(names: Sequence[str], folder: str) -> str:
    """ "2 copies in templates/ (site/base.html, site/year.html) are"."""
    said = f"{counted(len(names), 'copy', 'copies')} in {folder}/ ({named(list(names), 3)})"
    return f"{said} {'is' if len(names) == 1 else 'are'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """What feeds.yml names and does not hold."""

    mails: bool = False  # whether mail is set up
    missing: tuple[str, ...] = ()  # in words, each secret that sending would need
    for_mailbox: tuple[str, ...] = ()  # and each that reading the mailbox would need
    pings: tuple[str, ...] = ()  # and each ping that cannot be sent
    signing: tuple[str, ...] = ()  # why keys cannot sign
    open_files: tuple[str, ...] = ()  # files of secrets that others may read
    handed_over: bool = False  # whether units here hand secrets to services, which nobody else sees
    reports: tuple[tuple[str, str], ...] = ()  # (key, why) of each file that a run is to write and cannot


def secrets(facts: Secrets) -> list[Finding]:
    """Whether every secret is where feeds.yml says; never what one is."""
    made: list[Finding] = []
    seen = "this looked in the environment of your shell; cron and systemd have others"
    for text in _together((*facts.missing, *facts.for_mailbox)):
        if facts.handed_over and "environment variable" in text:
            made.append(note("secrets", f"{text}; systemd hands it to its services, so it is not seen here"))
            continue
        then = [
            *(["nothing is mailed"] if any(_about(each) in text for each in facts.missing) else ()),
            *(["returned mail is not read"] if any(_about(each) in text for each in facts.for_mailbox) else ()),
        ]
        fix = f"set it where runs begin ({seen}), or keep it in a file: password_file"
        if "environment variable" not in text:
            fix = "put it there, readable by who runs digest alone"
        what = f"{text}; {' and '.join(then)} until it is there"
        made.append(bad("secrets", what, fix, status=SETTINGS))
    made += [bad("secrets", text, "`digest dkim --make FILE` makes a key", status=SETTINGS) for text in facts.signing]
    made += [note("pings", text, f"set it where runs begin ({seen})") for text in facts.pings]
    made += [
        note("secrets", f"{path} holds a secret, and others on this machine may read it", f"chmod 600 {path}")
        for path in facts.open_files
    ]
    made += [
        bad("reports", f"{key}: {why}", f"make the folder, or change {key}", status=FILES) for key, why in facts.reports
    ]
    if not made and facts.mails:
        made.append(good("secrets", "all that feeds.yml names are there"))
    return made


def _together(texts: Sequence[str]) -> list[str]:
    """What is missing, each once, with all the keys that name it: "… is not set (mail.smtp.password, …)"."""
    keys: dict[str, dict[str, None]] = {}
    for text in texts:
        what, _, key = text.rpartition(" (")
        keys.setdefault(what, {})[key.rstrip(")")] = None
    return [f"{what} ({', '.join(names)})" if what else "".join(names) for what, names in keys.items()]


def _about(text: str) -> str:
    return text.rpartition(" (")[2].rstrip(")")


def own_secret(found: Sequence[str], *, there: bool, mailed: bool) -> list[Finding]:
    """Whether the publication's own secret is there and whole. ``found``: what is wrong; ``mailed``: whether it was
    ever needed.
    """
    if found:
        fix = "restore it from a backup; without it, links in mail already sent stop working"
        return [bad("secrets", text, fix, status=FILES) for text in found]
    if not there and mailed:
        return [
            bad(
                "secrets",
                ".digest/secret is gone: links in mail already sent no longer work",
                "bring it back from a backup (`digest restore FILE`); the next run makes a new one",
                status=FILES,
            )
        ]
    return []
