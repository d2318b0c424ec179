"""Programs that read the same feeds, each asked for a cold run and for one in which nothing has changed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from measuring.cost import Cost, measure
from measuring.programs import Programs
from measuring.publication import Publication, entries
from measuring.server import MODIFIED


class Reader(Protocol):
    """A program that reads feeds."""

    name: str

    def cold(self) -> tuple[Cost, int]:
        """The cost of reading all for the first time, and how many entries there were."""

    def again(self) -> Cost:
        """The cost of asking all for news when there are none; after ``cold``."""


class Digest:
    """``digest fetch``: fetches, parses, sanitises, makes articles, stores."""

    name = "digest fetch"

    def __init__(self, programs: Programs, folder: Path, urls: Sequence[str]) -> None:
        self._publication = Publication(programs.digest, folder)
        self._publication.write((f"source-{number}", url) for number, url in enumerate(urls))

    def cold(self) -> tuple[Cost, int]:
        self._publication.forget()
        cost = self._publication.run("fetch", "--json")
        return cost, entries(cost)

    def again(self) -> Cost:
        return self._publication.run("fetch", "--quiet")


class Lemon:
    """lemon24/reader: fetches, parses, sanitises, stores. Adding the feeds is not on its bill."""

    def __init__(self, programs: Programs, folder: Path, urls: Sequence[str]) -> None:
        self.name = f"reader {programs.version('reader')}"
        self._programs, self._folder, self._urls = programs, folder, urls
        self._database = folder / "reader.db"

    def cold(self) -> tuple[Cost, int]:
        for path in self._folder.glob("reader.db*"):
            path.unlink()
        add = self._programs.peer("reader_feeds.py", "add", self._database)
        measure(add, folder=self._folder, given="\n".join(self._urls).encode())
        cost = self.again()
        return cost, int(cost.out)

    def again(self) -> Cost:
        return measure(self._programs.peer("reader_feeds.py", "update", self._database), folder=self._folder)


class Bare:
    """aiohttp and fastfeedparser: fetches and parses, and nothing else."""

    name = "aiohttp + fastfeedparser"

    def __init__(self, programs: Programs, folder: Path, urls: Sequence[str]) -> None:
        self._programs, self._folder, self._given = programs, folder, "\n".join(urls).encode()

    def cold(self) -> tuple[Cost, int]:
        cost = measure(self._programs.peer("bare_feeds.py"), folder=self._folder, given=self._given)
        return cost, int(cost.out)

    def again(self) -> Cost:
        held = json.dumps({"If-Modified-Since": MODIFIED})
        return measure(self._programs.peer("bare_feeds.py", held), folder=self._folder, given=self._given)


def cheapest(reader: Reader, repeat: int) -> tuple[Cost, int]:
    """The cold run with the least CPU."""
    return min((reader.cold() for _ in range(repeat)), key=lambda made: made[0].cpu)
