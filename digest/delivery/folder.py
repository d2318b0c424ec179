"""``FolderTransport``: the messages as ``.eml`` files, for a look before anything is sent."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path

from digest.errors import StorageError
from digest.model import Delivery, Message


class FolderTransport:
    """Writes each message to a folder, made where it is missing.

    Nothing is sent, so no change is reported to the ledger: each delivery stays ``pending``, with the file's path as
    reply.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def send(
        self,
        messages: Iterable[Message],
        *,
        record: Callable[[Sequence[Delivery]], Awaitable[None]],
        at: Callable[[], datetime],
        wanted: Callable[[Message], bool] | None = None,
    ) -> AsyncIterator[Delivery]:
        """Raises ``StorageError`` where a file cannot be written."""
        del record, wanted
        for message in messages:
            path = self._folder / file_name(message)
            try:
                self._write(path, message.body)
            except OSError as error:
                raise StorageError(f"cannot write the message: {error.strerror}", where=str(path)) from error
            yield Delivery(
                issue=message.issue, recipient=message.recipient, state="pending", reply=f"written to {path}", at=at()
            )

    def _write(self, path: Path, body: bytes) -> None:
        """Its owner's alone, as the folder and the one around it are: the links in it speak for their reader."""
        if not self._folder.is_dir():
            self._folder.parent.parent.mkdir(parents=True, exist_ok=True)
            self._folder.parent.mkdir(mode=0o700, exist_ok=True)
            self._folder.mkdir(mode=0o700, exist_ok=True)
        with open(path, "wb", opener=_private) as file:
            file.write(body)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def file_name(message: Message) -> str:
    """``0001-jane@example.org.eml``; an address that is no safe name is cut to one, with a hash to keep it apart."""
    safe = re.sub(r"[^A-Za-z0-9@._+-]", "_", message.recipient)[:80]
    if safe != message.recipient:
        safe += "-" + hashlib.sha256(message.recipient.encode(errors="replace")).hexdigest()[:8]
    return f"{message.issue:04}-{safe}.eml"
