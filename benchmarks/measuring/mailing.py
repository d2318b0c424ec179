"""From feeds to mail that a server has taken, ours beside rss2email's digests."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from measuring import table
from measuring.cost import least
from measuring.mailbox import taking
from measuring.programs import Programs
from measuring.publication import Publication
from measuring.rss2email import Rss2email

OURS_OF_THEIRS = 0.15


def compare(
    title: str,
    sources: Sequence[tuple[str, str]],
    *,
    found: Programs,
    place: Path,
    day: str,
    repeat: int,
    target: float | None = OURS_OF_THEIRS,
) -> None:
    """Print what both cost for (name, URL) sources, as of the end of ``day``, and their ratio beside its target.

    An issue of the past is mailed by hand only, so that ours are two runs where a morning's are one.
    """
    with taking() as port:
        ours = Publication(found.digest, place / "mailing")
        ours.write(sources, smtp_port=port)
        theirs = Rss2email(found, place / "rss2email")
        theirs.write(sources, smtp_port=port)
        run = least(repeat, lambda: ours.run("run", "--at", f"{day}T23:00:00Z", "--quiet"), before=ours.forget)
        send = ours.run("send", "--json", "--stale")
        mail = least(repeat, theirs.run, before=theirs.forget)
        quiet = least(repeat, theirs.run)
    table.costs(
        title,
        [
            ("digest run", run, "an issue"),
            ("digest send", send, "a mail of it"),
            (theirs.name, mail, "a mail a feed"),
            (f"{theirs.name}, nothing new", quiet, "nothing"),
        ],
        "made",
    )
    ratio = (run.cpu + send.cpu) / mail.cpu
    if target is None:
        print(f"  {f'CPU / {theirs.name}':<50}{ratio:>8.2f} ×", flush=True)
    else:
        table.claim(f"CPU / {theirs.name}", ratio, target)
