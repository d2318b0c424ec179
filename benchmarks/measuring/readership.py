"""A publication with an issue and a list of subscribers, to be mailed by the program as it is installed."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from measuring.cost import Cost, measure
from measuring.publication import Publication
from measuring.server import serving

_THINGS = (
    "ferry harbour winter timetable", "glass museum roof storm", "library novel translation prize",
    "orchard frost apples cooperative", "tram depot batteries contract", "hospital nurses rota agreement",
    "lighthouse keeper retirement auction", "school kitchen garden vote", "dam turbine inspection crack",
    "chess federation arbiter appeal", "observatory comet photograph record", "bakery flour shortage price",
    "bridge cyclists barrier inquiry", "theatre orchestra merger budget", "airport runway fog diversion",
    "vineyard drought insurance claim", "archive letters composer discovery", "stadium pitch drainage delay",
    "island vets cattle quarantine", "court fishing licence ruling", "canal barge festival permit",
    "university seismograph grant station", "mine subsidence village survey", "post office parcels strike ballot",
)  # fmt: skip
_TOLD = (
    "The {0} was at the centre of a decision on the {1} that took officials most of the week to reach.",
    "“Nobody expected the {2} to matter this much,” said Ines Hartwell, who has worked at the {0} for {3} years.",
    "The cost of the {1} is put at {4} million euros, {5} per cent more than in the plan of last spring.",
    "A report on the {2} will be published next Tuesday, and a vote on the {1} is expected by 14 December.",
    "Residents near the {0} had asked for the {2} to be looked at {5} times since the summer.",
)
_MAIL = """
mail:
  from: The Benchmark <news@example.org>
  smtp: {{host: 127.0.0.1, port: {port}, security: none}}
  return_path: bounces@example.org
  unsubscribe: https://benchmark.example/leave
  limits: {{connections: {connections}}}
  wait: 0
"""


@dataclass(frozen=True, slots=True)
class Readership:
    """A folder with an issue that is ready to be mailed."""

    publication: Publication

    def begin(self, *, port: int, connections: int = 8) -> int:
        """Make the issue, a key, and no subscriber yet; returns how many stories it has."""
        folder, digest = self.publication.folder, self.publication.digest
        now = datetime.now(UTC)
        feeds = folder.parent / "feeds"
        feeds.mkdir(exist_ok=True)
        (feeds / "0.xml").write_text(_feed(now), encoding="utf-8")
        with serving(feeds) as server:
            self.publication.write([("Gazette", server.urls(1, 1)[0])])
            path = folder / "feeds.yml"
            text = path.read_text(encoding="utf-8") + _MAIL.format(port=port, connections=connections)
            path.write_text(text, encoding="utf-8")
            key = [digest, "dkim", "--make", "key.pem", "--quiet"]
            subprocess.run(key, cwd=folder, check=True, stdout=subprocess.DEVNULL)
            path.write_text(text + "  dkim: {selector: digest1, key_file: key.pem}\n", encoding="utf-8")
            made = self.publication.run("run", "--no-send", "--json")
        return int(json.loads(made.out)["issue"]["stories"]) if "issue" in json.loads(made.out) else 0

    def enlist(self, people: int) -> None:
        """So many subscribers, and a day on which nobody has been mailed."""
        rows = "".join(f"reader{number:07d}@example.net,Reader {number}\n" for number in range(people))
        command = [self.publication.digest, "subscribers", "import", "-", "--quiet"]
        measure(command, folder=self.publication.folder, given=f"email,name\n{rows}".encode())

    def send(self) -> Cost:
        """Mail the issue to everyone who has not had it."""
        return self.publication.run("send", "--yes", "--json", "--stale")

    def size(self) -> int:
        """Bytes of one message."""
        self.publication.run("send", "--to", "ada@example.org", "--dry-run", "--quiet")
        return max(path.stat().st_size for path in (self.publication.folder / ".digest/outbox").rglob("*.eml"))


def _feed(now: datetime) -> str:
    entries = []
    for number, words in enumerate(_THINGS):
        first, second, third, *_ = words.split()
        text = " ".join(
            told.format(first, second, third, 3 + number, 2 * number + 1, 4 + number % 9)
            for told in (*_TOLD, *reversed(_TOLD))
        )
        at = format_datetime(now - timedelta(hours=1 + number / 4))
        headline = f"{first.capitalize()}: {second} and {third} decided after long debate"
        link = f"https://gazette.example/{re.sub(' ', '-', words)}"
        entries.append(
            f"<item><title>{headline}</title><link>{link}</link><guid>{link}</guid><pubDate>{at}</pubDate>"
            f"<description>{text}</description></item>"
        )
    return f"<rss version='2.0'><channel><title>Gazette</title>{''.join(entries)}</channel></rss>"
