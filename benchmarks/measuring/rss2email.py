"""rss2email in digest mode: a mail a feed, of all its new entries."""

from __future__ import annotations

import configparser
from collections.abc import Iterable
from pathlib import Path

from measuring.cost import Cost, measure
from measuring.programs import Programs


class Rss2email:
    """A folder that rss2email works in."""

    def __init__(self, programs: Programs, folder: Path) -> None:
        self.name = f"rss2email {programs.version('rss2email')}, digest mode"
        self._folder = folder
        self._command = [str(Path(programs.python).parent / "r2e"), "-c", "rss2email.cfg", "-d", "rss2email.json"]

    def write(self, sources: Iterable[tuple[str, str]], *, smtp_port: int) -> None:
        """Begin anew, with these (name, URL) feeds."""
        self._folder.mkdir(parents=True, exist_ok=True)
        config = configparser.ConfigParser(interpolation=None)
        config["DEFAULT"] = {
            "from": "news@example.org",
            "to": "ada@example.org",
            "force-from": "True",
            "digest": "True",
            "email-protocol": "smtp",
            "smtp-server": "127.0.0.1",
            "smtp-port": str(smtp_port),
            "smtp-auth": "False",
            "smtp-ssl": "False",
        }
        for name, url in sources:
            config[f"feed.{name}"] = {"url": url}
        with (self._folder / "rss2email.cfg").open("w", encoding="utf-8") as out:
            config.write(out)
        self.forget()

    def forget(self) -> None:
        """Back to the first day."""
        (self._folder / "rss2email.json").unlink(missing_ok=True)

    def run(self) -> Cost:
        """Fetch all and mail what is new."""
        return measure([*self._command, "run"], folder=self._folder)
