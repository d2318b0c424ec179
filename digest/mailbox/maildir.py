"""A Maildir: a file for each mail, in ``new/`` until somebody has seen it, then in ``cur/`` with its flags."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path

from digest.errors import MailboxError
from digest.mailbox.limits import AGE, AT_ONCE, LONGEST


class MaildirPost:
    """Implements ``ports.Post``. A mail's key is its file's name without its flags, which stays as it is."""

    def __init__(self, folder: Path, *, now: datetime) -> None:
        self._folder = folder
        self._since = (now - AGE).timestamp()

    def close(self) -> None:
        """Nothing is held open."""

    def mails(self, known: Callable[[Sequence[str]], frozenset[str]]) -> Iterator[tuple[str, bytes]]:
        """Mails that came in the last days, oldest first. Raises ``MailboxError``."""
        found = iter(self._listed())
        while batch := list(islice(found, AT_ONCE)):
            seen = known([key for key, _ in batch])
            for key, path in batch:
                if key in seen:
                    continue
                body = self._read(path)
                if body is not None:
                    yield key, body

    def handled(self, keys: Sequence[str]) -> None:
        """Move these to ``cur/`` with the flag S. Raises ``MailboxError``."""
        wanted = set(keys)
        for key, path in self._listed():
            if key not in wanted:
                continue
            name, _, flags = path.name.partition(":2,")
            aim = self._folder / "cur" / f"{name}:2,{''.join(sorted({*flags, 'S'}))}"
            try:
                if aim != path:
                    path.rename(aim)
            except FileNotFoundError:
                continue  # a mail program was quicker: the mail is known all the same
            except OSError as error:
                raise self._fault(error) from error

    def _listed(self) -> list[tuple[str, Path]]:
        found: list[tuple[float, str, Path]] = []
        for folder in ("new", "cur"):
            try:
                with os.scandir(self._folder / folder) as entries:
                    for entry in entries:
                        name = entry.name.partition(":")[0]
                        if entry.name.startswith(".") or not entry.is_file(follow_symlinks=False):
                            continue
                        came = entry.stat(follow_symlinks=False).st_mtime
                        if came >= self._since:
                            found.append((came, f"maildir {self._folder} {name}", Path(entry.path)))
            except OSError as error:
                raise self._fault(error) from error
        return [(key, path) for _, key, path in sorted(found)]

    def _read(self, path: Path) -> bytes | None:
        try:
            with path.open("rb") as file:
                return file.read(LONGEST)
        except FileNotFoundError:
            return None  # moved meanwhile: the next time finds it
        except OSError as error:
            raise self._fault(error) from error

    def _fault(self, error: OSError) -> MailboxError:
        return MailboxError(
            f"the mailbox cannot be read: {(error.strerror or str(error)).lower()}",
            where=str(error.filename or self._folder),
            fix="mail.mailbox.maildir names a Maildir, with new/, cur/ and tmp/ that this user may read and write",
        )
