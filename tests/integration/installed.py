"""The installed command in a folder of its own, and a feed for it to read."""

from __future__ import annotations

import http.server
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

PROGRAM = Path(sys.executable).with_name("digest")
FEED = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>Harbour Gazette</title><link>https://gazette.example/</link><description/>
<item><title>{title}</title><link>https://gazette.example/{slug}</link><guid>https://gazette.example/{slug}</guid>
<pubDate>{date}</pubDate><description>{teaser}</description></item></channel></rss>
"""
BRIDGE = {
    "title": "Kelmar Bridge closed after crack is found",
    "slug": "bridge",
    "date": "Mon, 02 Mar 2026 05:00:00 GMT",
    "teaser": "Engineers closed the Kelmar Bridge on Monday after an inspection found a crack. "
    "An emergency council meeting is scheduled for March 9.",
}
MAYOR = {
    "title": "Tarsk mayor resigns over flood defence contract",
    "slug": "mayor",
    "date": "Tue, 03 Mar 2026 05:00:00 GMT",
    "teaser": "The mayor of Tarsk resigned after auditors found that a contract had gone to her brother.",
}


def digest(folder: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run the installed command in a folder."""
    return subprocess.run(
        [PROGRAM, *arguments],
        cwd=folder,
        stdin=subprocess.DEVNULL,  # on a terminal some commands ask
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, **environ},
    )


def start(
    folder: Path, *arguments: str, program: Sequence[str | Path] = (PROGRAM,), **options: Any
) -> subprocess.Popen[str]:
    """Start the installed command in a folder, and do not wait for it."""
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    return subprocess.Popen([*program, *arguments], cwd=folder, text=True, **options)


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A file server that does not chatter."""

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


def write(folder: Path, sources: str, more: str = "") -> None:
    """Write feeds.yml."""
    (folder / "feeds.yml").write_text(
        f"publication:\n  title: The Estuary Morning\n  timezone: Europe/Oslo\nsources:\n{sources}{more}",
        encoding="utf-8",
    )


AT = ("--at", "2026-03-02T07:00")
