"""Hears of edits, and rings for the pages that are open."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

_STEP = 30  # ms of quiet after which an edit counts as saved
_STILL = 15.0  # s after which a page that hears nothing is told that we are still there


class Bell:
    """Rings for everyone who listens."""

    def __init__(self) -> None:
        self.rung = 0
        self._listening: set[asyncio.Event] = set()
        self._closed = False

    def ring(self) -> None:
        """Something has changed. Call it in the loop."""
        self.rung += 1
        for event in self._listening:
            event.set()

    def close(self) -> None:
        """Let everyone who listens go. Call it in the loop."""
        self._closed = True
        self.ring()

    async def events(self) -> AsyncIterator[str]:
        """The stream of one page (HTML Living Standard, 9.2): a message for every change; ends when the bell closes."""
        event = asyncio.Event()
        self._listening.add(event)
        try:
            yield "retry: 300\n\n"
            while not self._closed:
                try:
                    async with asyncio.timeout(_STILL):
                        await event.wait()
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                event.clear()
                if not self._closed:
                    yield f"data: {self.rung}\n\n"
        finally:
            self._listening.discard(event)


async def watch(paths: Sequence[Path], bell: Bell, stop: asyncio.Event) -> None:
    """Ring whenever one of these files, or a file below one of these folders, changes, until ``stop`` is set.

    A file is watched by its folder: editors put a new one in its place. Files whose names begin or end as those that
    editors write for themselves do are nobody's edit.
    """
    import watchfiles  # only here: a preview alone watches

    files = {path.resolve() for path in paths if not path.is_dir()}
    deep = [path for path in paths if path.is_dir()]
    flat = {path.parent for path in files if path.parent.is_dir()}

    def wanted(_change: watchfiles.Change, name: str) -> bool:
        path = Path(name)
        if path.name.startswith((".", "#", "4913")) or path.name.endswith(("~", ".swp", ".swx", ".tmp")):
            return False
        return path.resolve() in files or any(path.is_relative_to(folder) for folder in deep)

    async def hear(folders: Sequence[Path], *, recursive: bool) -> None:
        if not folders:
            return
        async for _ in watchfiles.awatch(
            *folders,
            watch_filter=wanted,
            debounce=400,
            step=_STEP,
            stop_event=stop,
            recursive=recursive,
            ignore_permission_denied=True,
        ):
            bell.ring()

    await asyncio.gather(hear(deep, recursive=True), hear(sorted(flat), recursive=False))
