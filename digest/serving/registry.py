"""Carries decisions out, in the one thread that has the database open."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import TypeVar

from digest.serving.asking import Change, Known, Latest, Store
from digest.serving.deciding import Wishes
from digest.serving.deciding import ask as decide_ask
from digest.serving.deciding import change as decide_change
from digest.serving.deciding import confirm as decide_confirm
from digest.serving.deciding import leave as decide_leave
from digest.serving.deciding import sign_up as decide_sign_up

Result = TypeVar("Result")

_DAY = timedelta(days=1)


class Registry:
    """The list, for the answers to requests: each verb reads what is known, decides, and does it, one after another.

    Every verb may raise ``StorageError``; the database is then asked for anew by the next.
    """

    def __init__(self, store: Callable[[], Store], *, posted: Callable[[], None], log: Callable[[str], None]) -> None:
        self._open = store
        self._store: Store | None = None
        self._posted = posted
        self._log = log
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="registry")

    async def close(self) -> None:
        """Let the database go."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._drop)
        self._thread.shutdown()

    async def known(self, who: str) -> Known:
        """What is known of a person now."""
        return await self._do(lambda store: _known(store, who))

    async def latest(self) -> Latest | None:
        """The newest issue."""
        return await self._do(lambda store: store.latest())

    async def told(self, who: str) -> str:
        """All that is known of a person, as they may keep it."""
        return await self._do(lambda store: store.told(who))

    async def sign_up(self, who: str, address: str, wishes: Wishes, *, now: datetime) -> None:
        """Somebody asks for mail to an address."""

        def work(store: Store) -> None:
            known = _known(store, who, since=now - _DAY)
            self._carry_out(store, decide_sign_up(address, wishes, known, now=now), now)

        await self._do(work)

    async def confirm(self, who: str, *, welcome: bool, now: datetime) -> Known:
        """They did ask. Returns what was known before."""
        return await self._change(who, lambda known: decide_confirm(known, welcome=welcome, now=now), now)

    async def leave(self, who: str, *, how: str, now: datetime) -> Known:
        """They want no more mail. Returns what was known before."""
        return await self._change(who, lambda known: decide_leave(known, how=how, now=now), now)

    async def change(self, who: str, wishes: Wishes, *, now: datetime) -> Known:
        """They want other mail. Returns what is known after."""
        await self._change(who, lambda known: decide_change(known, wishes), now)
        return await self.known(who)

    async def ask(self, who: str, *, now: datetime) -> Known:
        """They want to see what is known of them, or to be forgotten. Returns what was known before."""

        def work(store: Store) -> Known:
            known = _known(store, who)
            self._carry_out(store, decide_ask(known, store.asked(who, "data", since=now - _DAY)), now)
            return known

        return await self._do(work)

    async def erase(self, who: str, *, now: datetime) -> bool:
        """They want to be forgotten. They leave at once; returns whether they could be forgotten now, too."""

        def work(store: Store) -> bool:
            self._carry_out(store, decide_leave(_known(store, who), how="asked to be forgotten", now=now), now)
            erased = store.erase(who, at=now)
            self._log("somebody was erased, as they asked" if erased else "somebody asks to be erased: not now")
            return erased

        return await self._do(work)

    async def _change(self, who: str, decide: Callable[[Known], Change], now: datetime) -> Known:
        def work(store: Store) -> Known:
            known = _known(store, who)
            self._carry_out(store, decide(known), now)
            return known

        return await self._do(work)

    def _carry_out(self, store: Store, change: Change, now: datetime) -> None:
        """A kill between two steps leaves what a second click makes whole.

        A welcome is kept before its person is active, who could otherwise never get it; a letter to confirm after its
        person waits for it.
        """
        if change.suppress is not None:
            store.subscribers.suppress([change.suppress])
        if change.lift:
            store.subscribers.lift(change.who, at=now, note="signed up again")
        if change.letter == "welcome":
            store.letters.add(change.who, "welcome", at=now)
        if change.put is not None:
            store.subscribers.put([change.put], what=change.what, at=now)
        if change.letter in ("confirm", "data"):
            store.letters.add(change.who, change.letter, at=now)
        if change.put is not None or change.suppress is not None:
            self._log(f"somebody {change.what}" if change.what != "changed" else "somebody changed what they get")
        if change.letter is not None:
            self._posted()

    async def _do(self, work: Callable[[Store], Result]) -> Result:
        def done() -> Result:
            if self._store is None:
                self._store = self._open()
            return work(self._store)

        return await asyncio.get_running_loop().run_in_executor(self._thread, done)

    def _drop(self) -> None:
        if self._store is not None:
            self._store.close()
            self._store = None


def _known(store: Store, who: str, *, since: datetime | None = None) -> Known:
    row = store.subscribers.find([who]).get(who)
    return Known(
        who=who,
        subscriber=row or store.named(who),
        listed=row is not None,
        suppression=store.subscribers.suppressed([who]).get(who),
        confirmations=store.asked(who, "confirm", since=since) if since is not None else 0,
    )
