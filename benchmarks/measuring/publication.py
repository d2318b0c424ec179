"""A publication of ours to be measured: a folder with a feeds.yml."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from measuring.cost import Cost, measure

SOURCES_FAILED = 3  # digest's status where an issue or a fetch was made, and some sources failed
_MAIL = """
mail:
  from: The Benchmark <news@example.org>
  to: [ada@example.org]
  smtp: {{host: 127.0.0.1, port: {port}, security: none}}
"""


@dataclass(frozen=True, slots=True)
class Publication:
    """A folder that digest works in."""

    digest: str
    folder: Path

    def write(self, sources: Iterable[tuple[str, str]], *, smtp_port: int | None = None) -> None:
        """Begin anew, with these (name, URL) sources."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        lines = [f"  - feed: {url}\n    name: {name}\n" for name, url in sources]
        text = "publication:\n  title: The Benchmark\n  url: https://benchmark.example\nsources:\n" + "".join(lines)
        if smtp_port is not None:
            text += _MAIL.format(port=smtp_port)
        (self.folder / "feeds.yml").write_text(text, encoding="utf-8")

    def forget(self) -> None:
        """Back to the first day."""
        for name in (".digest", "output"):
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def run(self, *arguments: str) -> Cost:
        """What a command costs."""
        return measure([self.digest, *arguments], folder=self.folder, good=(0, SOURCES_FAILED))


def entries(cost: Cost) -> int:
    """How many entries a command of ours read, of its JSON report."""
    return sum(source["entries"] for source in json.loads(cost.out)["sources"])
