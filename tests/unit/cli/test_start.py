"""What a command costs before it does anything."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

FEED = """<?xml version="1.0"?>
<rss version="2.0"><channel><title>Harbour Gazette</title><link>https://gazette.example/</link><description/>
<item><title>Kelmar Bridge closed</title><link>https://gazette.example/bridge</link>
<description>Engineers closed the bridge after an inspection.</description></item></channel></rss>
"""
# Names the modules that it was run with, once it has run.
COMMAND = """
import sys
from digest.cli import main
try:
    main()
finally:
    print(*sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A publication with one feed on the disk."""
    (tmp_path / "gazette.xml").write_text(FEED)
    (tmp_path / "feeds.yml").write_text("publication: {title: The Morning}\nsources: [gazette.xml]\n")
    return tmp_path


def modules(home: Path, *arguments: str) -> set[str]:
    """The top-level modules that a command imports."""
    run = subprocess.run(
        [sys.executable, "-c", COMMAND, *arguments],
        cwd=home,
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
        env={name: value for name, value in os.environ.items() if name != "DIGEST_CONFIG"},
    )
    return set(run.stderr.splitlines()[-1].split())


def test_a_fetch_with_nothing_new_imports_nothing_it_does_not_need(home: Path) -> None:
    """What reads a changed feeds.yml, shows bars, parses, reads language, prints and mails stays where it is."""
    first = modules(home, "fetch", "--quiet")
    assert {"pydantic", "ruamel"} <= first
    again = modules(home, "fetch", "--quiet")
    heavy = {"pydantic", "ruamel", "rich", "fastfeedparser", "feedparser", "lxml", "jinja2", "numpy", "scipy", "sumy"}
    heavy |= {"sqlalchemy", "alembic", "trafilatura", "icalendar", "mjml", "py3langid", "shutil"}
    assert not heavy & again


def test_a_command_that_keeps_nothing_makes_no_folder(home: Path) -> None:
    """`digest check` may be run in a checkout, by anyone."""
    modules(home, "check", "--quiet")
    assert not (home / ".digest").exists()


def test_the_first_fetch_is_remembered(home: Path) -> None:
    """Though the folder was not there when feeds.yml was read."""
    modules(home, "fetch", "--quiet")
    assert "pydantic" not in modules(home, "sources", "list", "--quiet")
    assert (home / ".digest/feeds.yml.cache").stat().st_mode & 0o777 == 0o600
