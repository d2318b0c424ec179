"""Programs of this machine as judges: handed a text, they say what they think of it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence

SECONDS = 90.0  # SpamAssassin compiles its rules at its first start


async def ask(command: Sequence[str], given: bytes) -> tuple[int, str, str]:
    """Status, standard output and standard error of a program that reads ``given``.

    Raises ``TimeoutError`` where it takes too long, ``OSError`` where it cannot be started. It is gone when this
    returns, whatever happened.
    """
    process = await asyncio.create_subprocess_exec(
        *command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    try:
        async with asyncio.timeout(SECONDS):
            said, complained = await process.communicate(given)
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):  # it has just ended
                process.kill()
            await process.wait()
    return process.returncode or 0, said.decode("utf-8", "replace"), complained.decode("utf-8", "replace")
