"""A made-up town's feeds on disk, and the commands run on them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from click.testing import CliRunner, Result

from digest.cli import group

FIRST, SECOND = "2026-03-02T06:30:00Z", "2026-03-03T06:30:00Z"
WIRE = (
    "The Kelmar Bridge was shut on Monday when inspectors found a crack in its main cable. "
    "Ferries will carry commuters across the Tarsk until engineers have tested every strand. "
    "The bridge authority said that the repair could take until the autumn."
)
BRIDGE = (
    "Engineers closed the Kelmar Bridge on Monday after an inspection found a crack in its main cable. "
    "About 40,000 people cross the bridge each day. "
    "Ferries will run across the Tarsk every ten minutes."
)
SINGLES = (
    ("Parliament votes on the flood budget", "Members voted for dams and against dikes after a debate of nine hours."),
    ("Court bans night flights over Ansel", "Judges ruled that the airport must be silent from eleven to six."),
    ("Minister resigns over grain contract", "A contract had gone to a cousin without a tender, auditors found."),
    ("Three miners rescued near Orvel", "A drill reached the shaft after two days and a night of work."),
    ("Observatory names comet after watchman", "Nobody else had looked up that evening, the director said."),
    ("Library lends tents and telescopes", "Borrowers may keep them for a fortnight, or for the length of an eclipse."),
)


class Town:
    """A publication in a folder: what its feeds hold, and ``run`` for its commands."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.feeds: dict[str, list[tuple[str, str, str, datetime]]] = {}

    def entry(
        self, feed: str, title: str, body: str, *, slug: str, at: str = FIRST, hours_ago: float = 2, host: str = ""
    ) -> str:
        """Put an article into a feed, above those that are there. Returns its URL."""
        url = f"https://{host or f'{feed}.example'}/{slug}"
        moment = datetime.fromisoformat(at).astimezone(UTC) - timedelta(hours=hours_ago)
        self.feeds.setdefault(feed, []).insert(0, (title, body, url, moment))
        return url

    def write(self, more: str = "", sources: dict[str, str] | None = None) -> None:
        """Write the feeds, and a feeds.yml with ``more`` below, and of each source more lines."""
        lines = ["publication:", "  title: The Tarsk Morning", "sources:"]
        for name, entries in self.feeds.items():
            items = "".join(
                f"<item><title>{escape(title)}</title><link>{url}</link><guid>{url}</guid>"
                f"<pubDate>{format_datetime(moment)}</pubDate><description>{escape(body)}</description></item>"
                for title, body, url, moment in entries
            )
            (self.folder / f"{name}.xml").write_text(
                f"<rss version='2.0'><channel><title>{name}</title><link>https://{name}.example/</link>"
                f"<description/>{items}</channel></rss>"
            )
            lines += [f"  - feed: {name}.xml", f"    name: {name.capitalize()}"]
            lines += [f"    {line}" for line in (sources or {}).get(name, "").splitlines()]
        (self.folder / "feeds.yml").write_text("\n".join(lines) + f"\n{more}\n")

    def run(self, *arguments: str) -> Result:
        """A command in this folder; what it printed is ``stdout``."""
        return CliRunner().invoke(group, [*arguments, "-c", str(self.folder / "feeds.yml")])

    def text(self, *arguments: str) -> str:
        """What a command that works printed."""
        result = self.run(*arguments)
        assert result.exit_code == 0, f"{result.output}{result.exception!r}"
        return result.stdout

    def json(self, *arguments: str) -> Any:
        """The JSON report of a command that works."""
        return json.loads(self.text(*arguments, "--json"))

    def tree(self) -> dict[str, bytes]:
        """Every file of the folder, but the database's own bookkeeping."""
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and not path.name.endswith(("-shm", "-wal"))
        }


def town(folder: Path) -> Town:
    """Three papers: an event that all tell, one of them in another's words, and more than one paper's share."""
    made = Town(folder)
    for number, (title, body) in enumerate(SINGLES):
        made.entry("gazette", title, body, slug=f"single-{number}", hours_ago=2 + number / 10)
    made.entry("gazette", "Kelmar Bridge closed after crack is found in main cable", BRIDGE, slug="bridge")
    made.entry("gazette", "Ferry sank in 1931", "It was raised a year later.", slug="ferry", hours_ago=90)
    made.entry("gazette", "Your horoscope for Monday", "The stars are mild.", slug="stars")
    made.entry("wire", "Cracked main cable shuts Kelmar Bridge", WIRE, slug="bridge")
    made.entry("wire", "Barley price steady", "Traders expect no change before the harvest.", slug="barley")
    made.entry("ledger", "Cracked main cable shuts the Kelmar Bridge", WIRE, slug="bridge")
    made.write(more="filters: {exclude: [horoscope]}", sources={"wire": "exclude: [barley]"})
    return made
