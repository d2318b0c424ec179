"""A web server and a publication that reads it."""

from __future__ import annotations

import functools
import http.server
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from installed import BRIDGE, FEED, Quiet, write

ZONE = ZoneInfo("Europe/Oslo")  # of the publications that `write` makes
ENOUGH = timedelta(minutes=4)  # for a test, on a busy machine


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test that makes today's issue, and runs the program again, means one day: none begins where a day ends."""
    now = datetime.now(ZONE)
    midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    if midnight - now < ENOUGH:
        time.sleep((midnight - now).total_seconds() + 1)


@pytest.fixture
def web(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A web server on loopback and the folder it serves, with one feed."""
    folder = tmp_path / "web"
    folder.mkdir()
    (folder / "gazette.xml").write_text(FEED.format(**BRIDGE))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", folder
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def home(tmp_path: Path, web: tuple[str, Path]) -> Path:
    """A publication of one feed on the web server."""
    folder = tmp_path / "home"
    folder.mkdir()
    write(folder, f"  - feed: {web[0]}/gazette.xml\n    name: Harbour Gazette\n")
    return folder
