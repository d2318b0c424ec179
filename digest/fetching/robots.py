"""What a site's robots.txt asks of programs that read its pages (RFC 9309).

One file an origin; asked for once, kept for a day at most (§2.4). A site that has none allows all (§2.3.1.3); one whose
file cannot be had is left alone for now (§2.3.1.4).
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from digest.fetching.settings import seconds_in_words
from digest.fetching.visiting import FailedError

if TYPE_CHECKING:
    from protego import Protego
    from yarl import URL

NAME = "digest"  # the product token that a robots.txt calls us by
MAX_BYTES = 512_000  # what follows is not read (§2.5)
MAX_REDIRECTS = 5  # §2.3.1.2

DISALLOWED = "its robots.txt asks programs not to read it"

_KEEP = timedelta(days=1)
_AGENT = re.compile(r"user(?:-|\s*)agent(?=[\s:]|$)\s*:?(.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RobotsFile:
    """What an origin answered. ``text`` is "" where it has no file."""

    text: str
    asked: datetime  # UTC


class Robots:
    """The rules of every origin of one fetch."""

    def __init__(
        self,
        read: Callable[[str], Awaitable[str]],
        kept: MutableMapping[str, RobotsFile],
        *,
        now: Callable[[], datetime],
        longest_line: float,
    ) -> None:
        """``read`` gets the file of an origin, "" where it has none; it raises ``FailedError`` where none is to be had.

        ``kept`` holds the files known, by origin, and is added to.
        """
        self._read = read
        self._kept = kept
        self._now = now
        self._longest_line = longest_line
        self._rules: dict[str, asyncio.Task[Protego | None]] = {}
        self._next: dict[str, float] = {}  # origin -> when its next page may be asked for, where it wants pauses

    async def admit(self, url: URL, paced: set[str]) -> None:
        """Return when a page may be asked for. Raises ``FailedError`` where it may not, or not soon.

        ``paced`` are the origins that this visit has waited for; a redirect within one is no second page.
        """
        origin = str(url.origin())
        rules = self._rules.get(origin)
        if rules is None:
            rules = self._rules[origin] = asyncio.create_task(self._found(origin))
        # Shielded: others wait for the same file, though this one may give up.
        found = await asyncio.shield(rules)
        if found is None:
            return
        if not found.can_fetch(str(url), NAME):
            raise FailedError(DISALLOWED)
        delay = found.crawl_delay(NAME)
        if delay and origin not in paced:
            paced.add(origin)
            await self._stand_in_line(origin, delay)

    async def close(self) -> None:
        """End what is under way."""
        for task in self._rules.values():
            task.cancel()
        await asyncio.gather(*self._rules.values(), return_exceptions=True)

    async def _stand_in_line(self, origin: str, delay: float) -> None:
        now = asyncio.get_running_loop().time()
        turn = max(self._next.get(origin, now), now)
        if turn - now > self._longest_line:
            pause = seconds_in_words(round(delay, 1))
            raise FailedError(f"its robots.txt asks for {pause} between pages, and others came first")
        self._next[origin] = turn + delay
        if turn > now:
            await asyncio.sleep(turn - now)

    async def _found(self, origin: str) -> Protego | None:
        """The rules of an origin; None where it has none."""
        now = self._now()
        held = self._kept.get(origin)
        if held is None or not timedelta() <= now - held.asked < _KEEP:
            held = self._kept[origin] = RobotsFile(for_us(await self._read(origin)), now)
        if not held.text:
            return None
        # Only here: an origin without the file does not pay for it, nor does a run that reads no pages.
        from protego import Protego

        return Protego.parse(held.text)


def for_us(text: str) -> str:
    """The file with every other program's name made one, and ours bare; "" where no line speaks to us.

    A parser keeps a copy of each rule for each program that a group names: half a megabyte of names and rules would
    take hours and gigabytes.
    """
    lines = []
    spoken_to = False
    for line in text.splitlines():
        said = line.partition("#")[0].strip()
        agent = _AGENT.match(said)
        if agent is None:
            lines.append(said)
            continue
        name = agent[1].strip().lower()
        product = name.partition("/")[0].strip()
        ours = product if product in (NAME, "*") else ""
        spoken_to = spoken_to or bool(ours)
        lines.append(f"User-agent: {ours or 'another'}")
    return "\n".join(lines) if spoken_to else ""
