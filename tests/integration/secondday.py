"""A publication on its second day: one issue is published, the next one's news is out, and nobody is mailed yet.

With real feeds and a real mail server, and what has to be so at every moment of that day.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

from dayservers import NEWS, Servers, servers
from installed import digest

from digest.storage import RunLock

PEOPLE, CONNECTIONS = 40, 4
SETTINGS = """
publication:
  title: The Estuary Morning
  timezone: {zone}
  url: https://estuary.example
sources:
{sources}
fetch: {{allow_private: true}}
theme: {{lead_image: attached}}
run: {{report: output/run.json, metrics: digest.prom}}
mail:
  from: The Estuary Morning <news@estuary.example>
  subscribers: people.csv
  smtp: {{host: 127.0.0.1, port: {port}, security: none}}
  limits: {{connections: {connections}}}
"""


@dataclass
class Publication:
    """One issue is published, the news of the second day is out, and nobody is mailed yet."""

    home: Path
    servers: Servers
    day: str  # the second
    began: datetime
    whole: float = 0.0  # seconds that its run takes
    issue: Sequence[str] = ()  # what a run that nobody kills makes of it (``told``)

    @property
    def output(self) -> Path:
        return self.home / "output"

    def site(self) -> dict[str, bytes]:
        """What readers can reach: every file but those in a folder that only its owner may enter."""
        found = {}
        for place, folders, files in os.walk(self.output):
            folders[:] = [name for name in folders if Path(place, name).stat().st_mode & 0o005]
            paths = [Path(place, name) for name in files]
            found |= {str(path.relative_to(self.output)): path.read_bytes() for path in paths}
        return found

    def rows(self, query: str, *given: object) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.home / ".digest/digest.db")) as connection:
            return connection.execute(query, given).fetchall()

    def ledger(self) -> dict[str, str]:
        return dict(self.rows("SELECT lower(recipient), state FROM deliveries WHERE issue = 2"))  # type: ignore[arg-type]

    def told(self) -> list[str]:
        """The second issue line by line, without what is of its run: how fresh all was, and what sources gave to it."""
        ((body,),) = self.rows("SELECT body FROM issues WHERE number = 2")
        issue = json.loads(bytes(body))  # type: ignore[call-overload]
        del issue["coverage"]["sources"]  # what an ended run was given, the next is not given again
        ageless = re.sub(r'("(?:score|freshness)": )[\d.]+', r"\1?", json.dumps(issue, indent=1))
        return re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z", self._moment, ageless).splitlines()

    def _moment(self, found: re.Match[str]) -> str:
        return "now" if datetime.fromisoformat(found[0]) >= self.began else found[0]


@contextmanager
def second_day(home: Path) -> Iterator[Publication]:
    """The publication in a folder, and what becomes of it where nothing happens to it."""
    began = datetime.now(UTC)
    hours = 12 - began.hour  # noon there: no test meets midnight
    zone = f"Etc/GMT{-hours:+}"
    with servers() as both:
        sources = "\n".join(f"  - feed: {both.web}/{name}\n    name: {name.title()} Herald" for name in NEWS)
        (home / "feeds.yml").write_text(
            SETTINGS.format(zone=zone, sources=sources, port=both.mail, connections=CONNECTIONS)
        )
        (home / "people.csv").write_text("\n".join(f"p{n:03}@reader.example" for n in range(PEOPLE)))
        yesterday = began - timedelta(days=1)
        both.publish(yesterday - timedelta(hours=1))
        first = digest(home, "run", "--at", yesterday.isoformat())
        assert first.returncode == 0, first.stdout + first.stderr
        both.publish(yesterday - timedelta(hours=1), began - timedelta(hours=1))
        day = (began + timedelta(hours=hours)).date().isoformat()
        made = Publication(home, both, day, began)
        whole = copy(made, home.with_name(f"{home.name}-whole"))
        since = time.monotonic()
        done = digest(whole.home, "run", "--quiet")
        made.whole = time.monotonic() - since
        assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
        made.issue = whole.told()
        assert len(both.post.taken) == PEOPLE
        yield made


def copy(publication: Publication, to: Path) -> Publication:
    """A day of its own, and servers that know of none yet."""
    publication.servers.forget()
    shutil.copytree(publication.home, to)
    return replace(publication, home=to)


def sound(publication: Publication) -> None:
    """The database is whole, and every lock is free."""
    assert publication.rows("PRAGMA integrity_check") == [("ok",)]
    assert publication.rows("PRAGMA foreign_key_check") == []
    for name in ("lock", "sending.lock"):
        with RunLock(publication.home / ".digest" / name).hold():
            pass


def whole_links(site: dict[str, bytes]) -> None:
    """No page links to what is not there, and nothing lies there that was set aside."""
    assert [path for path in site if "/." in f"/{path}"] == []
    for page, body in site.items():
        if not page.endswith(".html") or page.endswith("email.html"):
            continue
        for link in re.findall(rb'(?:href|src)="([^"]*)"', body):
            url = urlsplit(unquote(link.decode()))
            if url.scheme or url.netloc or not url.path:
                continue
            target = os.path.normpath(url.path.lstrip("/") if url.path[0] == "/" else f"{page}/../{url.path}")
            names = (target, os.path.normpath(f"{target}/index.html"))
            assert any(name in site for name in names), f"{page} links to {target}"
