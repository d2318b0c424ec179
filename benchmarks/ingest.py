"""What reading feeds costs, against a reader that does the same work and against the least that can be done.

    python benchmarks/ingest.py DATA [--many 2000]

DATA holds ``feeds/`` (with ``index.jsonl``) and ``days/*/*.xml``. The feeds are served on this machine, with ETag and
Last-Modified, by a process of its own. Each program runs as a whole process, its start and imports on its bill; of
``--repeat`` runs the one with the least CPU counts. docs/benchmarks.md says how to install the peers.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from measuring import programs, table
from measuring.cost import Cost, least
from measuring.feeds import gather
from measuring.held_entries import asked_and_stored
from measuring.mailing import compare
from measuring.readers import Bare, Digest, Lemon, Reader, cheapest
from measuring.server import Server, serving

FEEDS = 200
DAY = "2020-05-16"  # the last of DATA/days: so late, most of the feeds have news


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--many", type=int, default=2000, help="feeds of the run that memory is looked at; 0 for none")
    programs.options(parser)
    given = parser.parse_args()
    found = programs.find(given)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        feeds = gather(given.data, place / "feeds", FEEDS)
        size = sum(path.stat().st_size for path in (place / "feeds").iterdir()) / 1e6
        with serving(place / "feeds") as server:
            urls = server.urls(feeds, feeds)
            ours = Digest(found, place / "digest", urls)
            reader, bare = Lemon(found, place, urls), Bare(found, place, urls)
            one = cold(f"{feeds} feeds, {size:.1f} MB, cold", server, ours, reader, bare, given.repeat)
            unchanged("The same, all answered with 304", server, ours, reader, bare, given.repeat)
            sources = [(f"source-{number}", url) for number, url in enumerate(urls)]
            compare("The same feeds to mail", sources, found=found, place=place, day=DAY, repeat=1)
            new_or_held()
            if given.many:
                many(server, Digest(found, place / "many", server.urls(feeds, given.many)), given.many, one)


def cold(title: str, server: Server, ours: Reader, reader: Reader, bare: Reader, repeat: int) -> Cost:
    """The first run of each. Returns what ours cost."""
    server.counts()
    made = {each.name: cheapest(each, repeat) for each in (ours, reader, bare)}
    assert set(server.counts()) == {200}
    table.costs(title, ((name, cost, str(entries)) for name, (cost, entries) in made.items()), "entries")
    mine, theirs, least_ = (made[each.name][0] for each in (ours, reader, bare))
    table.claim(f"CPU / {reader.name}", mine.cpu / theirs.cpu, 0.10)
    table.claim(f"CPU / {bare.name}", mine.cpu / least_.cpu, 4)
    table.claim(f"peak memory / {reader.name}", mine.rss / theirs.rss, 1.5)
    return mine


def unchanged(title: str, server: Server, ours: Reader, reader: Reader, bare: Reader, repeat: int) -> None:
    """A second run of each, in which no feed has changed."""
    rows = []
    for each in (ours, reader, bare):
        server.counts()
        cost = least(repeat, each.again)
        answers = server.counts()
        rows.append((each.name, cost, " ".join(f"{status}: {number}" for status, number in sorted(answers.items()))))
    table.costs(title, rows, "answers")
    table.claim(f"CPU / {reader.name}", rows[0][1].cpu / rows[1][1].cpu, 0.3)


def new_or_held() -> None:
    """Which of 5,000 entries are new among 100,000, beside what it takes to store them."""
    asked, five, hundred = asked_and_stored()
    print(f"\nWhich of 5,000 entries are new among 100,000: {asked * 1000:.1f} ms")
    table.claim("time / that of storing the 5,000", asked / five, 1 / 30)
    table.claim("time / that of storing the 100,000", asked / hundred, 1 / 30)


def many(server: Server, ours: Reader, feeds: int, one: Cost) -> None:
    """Ten times as many: memory must not grow with them."""
    server.counts()
    cost, entries = ours.cold()
    table.costs(f"{feeds} feeds, cold", [(ours.name, cost, str(entries))], "entries")
    table.claim(f"peak memory / that of {FEEDS} feeds", cost.rss / one.rss, 1.25)
    again = ours.again()
    table.costs("The same, all answered with 304", [(ours.name, again, "")])


if __name__ == "__main__":
    main()
