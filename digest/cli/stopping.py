"""Ctrl-C and SIGTERM while something is awaited: the work is cancelled in order, and then the program stops."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """What ``work`` returns. A signal cancels it at its next ``await``, so that sockets and files are let go in order.

    An exception raised by a signal handler could surface anywhere, in a callback that swallows it too; here the loop
    itself is told. Raises ``KeyboardInterrupt`` on Ctrl-C and ``SystemExit`` (143) on SIGTERM. A signal that the parent
    chose to ignore (nohup) stays ignored.
    """
    heard: list[int] = []

    async def watched() -> Result:
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        assert task is not None

        def stop(number: int) -> None:
            heard.append(number)
            task.cancel()

        before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
        ours = [number for number, handler in before.items() if callable(handler)]
        for number in ours:
            loop.add_signal_handler(number, stop, number)
        try:
            return await work
        finally:
            for number in ours:
                loop.remove_signal_handler(number)
                signal.signal(number, before[number])

    try:
        return asyncio.run(watched())
    except asyncio.CancelledError:
        if signal.SIGINT in heard:
            raise KeyboardInterrupt from None
        if heard:
            sys.exit(143)
        raise
