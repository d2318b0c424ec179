"""Where a source's bytes lie: a feed's URL or file, or the files that a seeds glob names today."""

from __future__ import annotations

import glob
from pathlib import Path

from digest.model import FetchRequest, Source


class FileLocator:
    """Expands seed globs on the disk; implements ``ports.Locator``."""

    def locate(self, source: Source) -> tuple[FetchRequest, ...]:
        """One request for a feed; one for each seed file, in name order, dot files and folders left out."""
        if source.kind == "feed":
            return (FetchRequest(key=source.key, url=source.url),)
        # glob.glob, for Path.glob takes no absolute pattern
        found = sorted(path for path in glob.glob(source.url, recursive=True) if Path(path).is_file())  # noqa: PTH207
        return tuple(FetchRequest(key=f"{source.key}#{path}", url=path) for path in found)
