"""An index for readers to search: Pagefind's, read by the search page in the browser, without a service behind it.

Pagefind comes with ``pip install 'digest-newsroom[search]'``. Each year's issues have an index of their own, and the
page merges them, so that a publication indexes the issues of one year and not of all.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from pathlib import Path

from digest.errors import StorageError
from digest.publishing import disk

_ASIDE = ".indexing"
_SECONDS = 120.0
_UNUSED = ("pagefind-*ui*", "pagefind-highlight.js")  # pages of its own that ours does without


def available() -> bool:
    """Whether Pagefind and its program are installed."""
    return importlib.util.find_spec("pagefind_bin") is not None


class SearchIndex:
    """Indexes the issues that lie in output/."""

    def __init__(self, output: Path) -> None:
        self._output = output

    def index(self, year: int) -> None:
        """Index the issues of a year anew, and put that in the place of what was there. Raises ``StorageError``."""
        import pagefind_bin  # an extra: see above

        aside = self._output / _ASIDE
        shutil.rmtree(aside, ignore_errors=True)
        place = self._output / "search" / str(year)
        pages = ["--site", str(self._output), "--glob", f"issues/{year:04}-*/index.html"]
        try:
            aside.mkdir(mode=0o700)  # what a kill leaves in it is for no reader
            made = aside / "index"
            command = [str(pagefind_bin.get_executable()), *pages, "--output-path", str(made), "--quiet"]
            subprocess.run(  # noqa: S603 - its own program, our own words
                command,
                capture_output=True,
                check=True,
                timeout=_SECONDS,
                stdin=subprocess.DEVNULL,
                umask=0o022,  # readers are to read it, whatever ours is
            )
            for pattern in _UNUSED:
                for file in made.glob(pattern):
                    file.unlink()
            disk.sync_folder(made)
            disk.make_folder(place.parent)
            if not place.exists():
                made.rename(place)
            elif not disk.swap(made, place):
                shutil.rmtree(place)
                made.rename(place)
        except (OSError, subprocess.SubprocessError) as error:
            raise StorageError(f"the search index was not made: {error}", where=str(place)) from error
        finally:
            shutil.rmtree(aside, ignore_errors=True)
