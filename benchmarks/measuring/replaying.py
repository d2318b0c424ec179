"""Days replayed by the real program, a process a day, and what its issues hold."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

from measuring import days
from measuring.cost import Cost, measure

MORNING = "T23:00:00Z"  # a day's feeds were kept at its end
SOURCES_FAILED = 3  # digest's status where an outlet has no file that day
_EMPTY = b'<rss version="2.0"><channel><title>-</title><link>https://x.example/</link><description/></channel></rss>'
_DATED = re.compile(rb"<(item|entry)[\s>].*?</\1>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Day:
    """An issue that was made."""

    date: str
    cost: Cost
    issue: dict[str, Any] = field(repr=False)

    @property
    def stories(self) -> list[dict[str, Any]]:
        """In print order."""
        made = self.issue
        lead = [made["lead"]] if made.get("lead") else []
        return [*lead, *(story for section in made["sections"] for story in section["stories"]), *made["developing"]]

    @property
    def going_on(self) -> list[dict[str, Any]]:
        """Those that continue a thread."""
        return [story for story in self.stories if story.get("day", 1) > 1]

    @property
    def one_line(self) -> int:
        """How many of these have one sentence or none."""
        return sum(len(story.get("what_happened", ())) <= 1 for story in self.going_on)

    @property
    def confirmed(self) -> int:
        """How many stories have several independent reports."""
        return sum(story["reports"] > 1 for story in self.stories)

    @property
    def addresses(self) -> list[str]:
        """Of every article that it cites; each once, for a story may cite one article twice."""
        return sorted({article["url"] for article in self.issue["articles"] if article.get("url")})

    @property
    def pages(self) -> list[str]:
        """What the addresses have in common with others of the same pages."""
        from digest.urls import page

        return sorted({page(address) for address in self.addresses})

    def events(self, data: Path) -> dict[str, str]:
        """Address -> the event it tells of, as labels of the day say; empty where there are none."""
        return {page: row["event"] for page, row in labels(data, self.date).items() if row.get("event")}

    def of_one_event(self, events: dict[str, str]) -> tuple[int, int, int]:
        """Pairs of stories that tell one event, the stories in such a pair, and the stories whose event is known."""
        from digest.urls import page

        urls = {article["id"]: page(article.get("url", "")) for article in self.issue["articles"]}
        told: dict[str, str] = {}
        for story in self.stories:
            named = Counter(events[urls[one]] for one in story["articles"] if urls.get(one) in events)
            if named:
                told[story["id"]] = max(sorted(named), key=named.__getitem__)
        pairs = [pair for pair in combinations(sorted(told), 2) if told[pair[0]] == told[pair[1]]]
        return len(pairs), len({one for pair in pairs for one in pair}), len(told)


def labels(data: Path, day: str) -> dict[str, dict[str, Any]]:
    """What is labelled of a day, in DATA/newsroom or beside this benchmark, by ``digest.urls.page``."""
    from digest.urls import page

    kept = data / "newsroom" / f"{day}.jsonl"
    if kept.exists():
        rows = [json.loads(line) for line in kept.read_text("utf-8").splitlines() if line.strip()]
    elif day in days.days():
        rows = days.labelled(data, day)
    else:
        return {}
    return {page(row["url"]): row for row in rows if row.get("url")}


def passages(story: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every passage that a story prints."""
    if story.get("dek"):
        yield story["dek"]
    yield from story.get("what_happened", ())
    yield from story.get("background", ())
    for quote in story.get("quotes", ()):
        yield from (quote["passage"], quote["words"])
    for figure in story.get("figures", ()):
        yield from (figure["figure"], figure["sentence"])
    for difference in story.get("differences", ()):
        for figure in difference["figures"]:
            yield from (figure["figure"], figure["sentence"])
    for coming in story.get("whats_next", ()):
        yield coming["passage"]


def repeated(made: Sequence[Day]) -> int:
    """Sentences of "What happened" that an earlier issue printed, word for word, in the same thread."""
    told: dict[str, set[str]] = {}
    again = 0
    for day in made:
        for story in day.stories:
            before = told.setdefault(story["thread"], set())
            said = {" ".join(passage["text"].split()) for passage in story.get("what_happened", ())}
            again += len(said & before)
            before |= said
    return again


class Replay:
    """A publication of every outlet of the days, whose feeds are each day's files."""

    def __init__(self, digest: str, folder: Path, days: Sequence[Path]) -> None:
        self._digest, self.folder = digest, folder
        self._snapshots = folder.parent / f"{folder.name}-before"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        outlets = sorted({path.stem for day in days for path in day.glob("*.xml")})
        sources = "".join(f"  - feed: today/{outlet}.xml\n    name: {outlet}\n" for outlet in outlets)
        head = "publication:\n  title: The Replay\n  url: https://replay.example\nsources:\n"
        (folder / "feeds.yml").write_text(head + sources, encoding="utf-8")
        self._outlets = outlets

    def run(self, day: Path, *, keep: bool = False) -> Day:
        """Make the issue of a day; ``keep``: remember what was known before, to make it again."""
        if keep and (self.folder / ".digest").exists():
            shutil.copytree(self.folder / ".digest", self._snapshots / day.name)
        self._serve(day)
        cost = self._command("run", day.name, "--no-send")
        return Day(day.name, cost, json.loads(self.issue(day)))

    def fetch(self, day: Path, parts: Sequence[dict[str, bytes]]) -> None:
        """Fetch a day's feeds in several runs, each outlet as ``parts`` has it or empty, and edit at its end."""
        for at, part in enumerate(parts):
            self._serve(day, part)
            moment = dt.datetime.fromisoformat(f"{day.name}{MORNING}") - dt.timedelta(
                minutes=20 * (len(parts) - 1 - at)
            )
            self._command("fetch", moment.isoformat())
        self._command("edit", day.name)

    def issue(self, day: Path) -> bytes:
        """The frozen file of a day."""
        return (self.folder / "output/issues" / day.name / "issue.json").read_bytes()

    def again(self, day: Path, folder: Path) -> bytes:
        """The frozen file of a day, made anew from the same bytes and what was known before."""
        other = Replay(self._digest, folder, [])
        shutil.copyfile(self.folder / "feeds.yml", folder / "feeds.yml")
        other._outlets = self._outlets
        if (self._snapshots / day.name).exists():
            shutil.copytree(self._snapshots / day.name, folder / ".digest")
        other.run(day)
        return other.issue(day)

    def altered(self) -> int:
        """Passages of any issue that are not what stands at their place in the article that is held."""
        from digest.storage import Database, SqliteArchive

        wrong = 0
        with Database.open(self.folder / ".digest") as database:
            archive = SqliteArchive(database)
            for path in sorted(self.folder.glob("output/issues/*/issue.json")):
                made = Day(
                    path.parent.name,
                    Cost(cpu=0, rss=0, wall=0, status=0, out="", err=""),
                    json.loads(path.read_bytes()),
                )
                held = archive.articles([article["id"] for article in made.issue["articles"]])
                for story in made.stories:
                    for passage in passages(story):
                        article = held.get(passage["article"])
                        wrong += article is None or article.text[passage["start"] : passage["end"]] != passage["text"]
        return wrong

    def candidates(self, day: Path) -> list[dict[str, Any]]:
        """Every story that the issue of a day was chosen from: its articles, its thread, whether it is printed."""
        from digest.storage import Database, SqliteArchive

        with Database.open(self.folder / ".digest") as database:
            budget = SqliteArchive(database).budget(dt.date.fromisoformat(day.name))
        assert budget is not None, f"no budget of {day.name}"
        return [
            {
                "articles": [article.id for article in each.articles],
                "urls": [article.url for article in each.articles],
                "thread": each.thread,
                "day": each.day,
                "printed": each.rank is not None,
            }
            for each in budget.candidates
        ]

    def _serve(self, day: Path, part: dict[str, bytes] | None = None) -> None:
        today = self.folder / "today"
        shutil.rmtree(today, ignore_errors=True)
        today.mkdir()
        for outlet in self._outlets:
            path = day / f"{outlet}.xml"
            if part is not None:
                (today / path.name).write_bytes(part.get(outlet, _EMPTY))
            elif path.exists():
                shutil.copyfile(path, today / path.name)

    def _command(self, name: str, moment: str, *options: str) -> Cost:
        at = moment if "T" in moment else f"{moment}{MORNING}"
        return measure(
            [self._digest, name, "--at", at, "--quiet", *options], folder=self.folder, good=(0, SOURCES_FAILED)
        )


def by_feed(day: Path, runs: int) -> list[dict[str, bytes]]:
    """A day's feeds in so many runs: some outlets in each, and those of the runs before."""
    files = sorted(day.glob("*.xml"))
    return [
        {path.stem: path.read_bytes() for place, path in enumerate(files) if place * runs // len(files) <= at}
        for at in range(runs)
    ]


def by_hour(day: Path, runs: int) -> list[dict[str, bytes]]:
    """A day's feeds in so many runs: each feed as it stood earlier, without what was published later."""
    from digest.model import Fetched, FetchRequest, Source
    from digest.sources import FeedParser

    ends = dt.datetime.fromisoformat(f"{day.name}{MORNING}")
    parts: list[dict[str, bytes]] = []
    for at in range(runs):
        cut = ends - dt.timedelta(hours=36 * (runs - 1 - at) / runs)
        part = {}
        for path in sorted(day.glob("*.xml")):
            body = path.read_bytes()
            request = FetchRequest(key=path.stem, url=str(path))
            fetched = Fetched(request=request, state="read", url=str(path), body=body)
            entries = FeedParser().parse(Source(key=path.stem, name=path.stem, url=str(path)), fetched)
            pieces = list(_DATED.finditer(body))
            if at < runs - 1 and len(pieces) == len(entries):
                late = [
                    piece
                    for piece, entry in zip(pieces, entries, strict=True)
                    if entry.published is None or entry.published > cut
                ]
                for piece in reversed(late):
                    body = body[: piece.start()] + body[piece.end() :]
            part[path.stem] = body
        parts.append(part)
    return parts
