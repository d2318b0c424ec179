"""The judges of a message: the quick ones answer at once, the others when they are done, and then the bell rings."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any

from digest.model import UNSUBSCRIBE_PLACEHOLDER
from digest.ports import Fetcher
from digest.preview.desk import Shown
from digest.preview.letter import Letter
from digest.preview.notes import Note, Panel, accessibility, changes, clients, layout, links, sizes, spam
from digest.preview.watching import Bell

_KEPT = 32  # verdicts
_SPAM, _CLIENTS, _LINKS = "Spam", "Mail programs", "Links"


class Judges:
    """Asks each judge once about the same bytes. ``close`` it when done."""

    def __init__(
        self, bell: Bell, *, fetcher: Fetcher | None, beside: Sequence[Path], own: Callable[[str], bool]
    ) -> None:
        """``fetcher`` asks for links; None: nobody wants them asked for. ``beside``: folders where npm packages may be.

        ``own`` says whether the site has a file of a path.
        """
        self._bell = bell
        self._fetcher = fetcher
        self._beside = beside
        self._own = own
        self._known: OrderedDict[tuple[str, bytes], Panel | asyncio.Task[None]] = OrderedDict()

    def panels(self, shown: Shown, letter: Letter) -> tuple[Panel, ...]:
        """What every judge says, or that it is still at work. Call it in the loop."""
        quick = [
            sizes.sizes(letter, shown.editions, shown.budget),
            changes.changes(shown.issue, shown.before, shown.editions, shown.before_sizes),
            accessibility.accessibility(letter.html),
        ]
        odd = layout.layout(shown.editions)  # told first, and only where there is any
        return (*([odd] if odd else []), *quick, self._spam(letter), self._clients(letter), self._links(shown, letter))

    async def close(self) -> None:
        """End those that are still at work."""
        tasks = [found for found in self._known.values() if isinstance(found, asyncio.Task)]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _spam(self, letter: Letter) -> Panel:
        program = spam.installed()
        if program is None:
            return spam.missing()
        return self._slow(_SPAM, letter.raw, lambda: spam.spam(program, letter.raw))

    def _clients(self, letter: Letter) -> Panel:
        found = clients.installed(self._beside)
        if found is None:
            return clients.missing()
        return self._slow(_CLIENTS, letter.html, lambda: clients.clients(*found, letter.html))

    def _links(self, shown: Shown, letter: Letter) -> Panel:
        fetcher = self._fetcher
        if fetcher is None:
            return links.unasked(letter.html)
        site = shown.issue.publication.url
        day = f"issues/{shown.issue.date.isoformat()}/"
        made = {day + edition.path for edition in shown.editions}

        def own(path: str) -> bool:
            path = f"{path}index.html" if path.endswith("/") or not path else path
            return path in made or self._own(path)

        skip = (UNSUBSCRIBE_PLACEHOLDER, *_unsubscribing(letter))
        return self._slow(
            _LINKS, letter.html, lambda: links.links(letter.html, fetcher=fetcher, site=site, own=own, skip=skip)
        )

    def _slow(self, title: str, about: bytes, ask: Callable[[], Coroutine[Any, Any, Panel]]) -> Panel:
        """The verdict about these bytes where it is known; else it is asked for, once."""
        key = title, about
        found = self._known.get(key)
        if isinstance(found, Panel):
            return found
        if found is None:
            self._known[key] = asyncio.create_task(self._answer(key, ask()))
            while len(self._known) > _KEPT:
                _, old = self._known.popitem(last=False)
                if isinstance(old, asyncio.Task):
                    old.cancel()
        return Panel(title, "being looked at", "wait", (Note("plain", "This takes some seconds; the page follows"),))

    async def _answer(self, key: tuple[str, bytes], asked: Coroutine[Any, Any, Panel]) -> None:
        try:
            verdict = await asked
        except OSError as error:  # of sockets and files; what goes wrong with one address is a value
            verdict = Panel(key[0], "not known", "warn", (Note("warn", str(error)),))
        self._known[key] = verdict
        self._bell.ring()


def _unsubscribing(letter: Letter) -> tuple[str, ...]:
    """The web addresses that would unsubscribe the reader: to ask for them is to do it."""
    found = [part.strip(" <>") for part in letter.header("List-Unsubscribe").split(",")]
    return tuple(address for address in found if address.startswith("http"))
