"""Pictures that were fetched for issues, each in a file of its own: what preview shows is what is sent."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from digest.model import Issue


class PictureFolder:
    """The picture of each issue's lead story, where one was fetched."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def held(self, issue: Issue) -> bytes:
        """Its bytes; b"" where none are held."""
        try:
            return self._file(issue).read_bytes()
        except OSError:
            return b""

    def keep(self, issue: Issue, body: bytes) -> None:
        """Hold it from now on. Raises ``OSError``."""
        file = self._file(issue)
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = file.with_suffix(f".{os.getpid()}")
        draft.touch(mode=0o600)
        with draft.open("wb") as opened:
            opened.write(body)
            opened.flush()
            os.fsync(opened.fileno())  # a mail that is tried again is the same bytes
        draft.replace(file)

    def _file(self, issue: Issue) -> Path:
        url = (issue.lead and issue.lead.image) or ""
        return self._folder / f"{issue.date.isoformat()}-{hashlib.sha256(url.encode()).hexdigest()[:12]}"
