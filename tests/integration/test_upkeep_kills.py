"""Commands of upkeep killed at any of their steps: nothing is half done, and the same command ends the work.

The commands are the installed ones; a publication has two issues and three people. Each kill has a copy of its own.
"""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from installed import BRIDGE, FEED, MAYOR, digest, write
from secondday import whole_links
from stepping import counted, struck

from digest.storage.schema import VERSION

KILLS = 4  # of each command
PEOPLE = "email,name\n" + "".join(f"p{n:02}@reader.example,Reader {n}\n" for n in range(30))
OLD = Path(__file__).parents[1] / "unit/storage/schema_7.sql"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publication, a backup of it, a list to import, and the same list in the publication's place for lists."""
    home = tmp_path_factory.mktemp("made") / "home"
    home.mkdir()
    write(home, "  - gazette.xml\n")
    for day, news in ((2, BRIDGE), (3, MAYOR)):
        (home / "gazette.xml").write_text(FEED.format(**news))
        done = digest(home, "run", "--no-send", "--at", f"2026-03-0{day}T07:00")
        assert done.returncode == 0, done.stdout + done.stderr
    (home / "people.csv").write_text(PEOPLE)
    assert digest(home, "backup", "kept.tar.gz").returncode == 0
    return home


def rows(home: Path, query: str) -> list[tuple[object, ...]]:
    """What the database says."""
    with closing(sqlite3.connect(home / ".digest/digest.db")) as connection:
        return connection.execute(query).fetchall()


def site(home: Path) -> dict[str, bytes]:
    """What readers can reach."""
    found = {str(path.relative_to(home / "output")): path for path in (home / "output").rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in found.items() if "/." not in f"/{name}"}


def old(home: Path) -> None:
    """The database is one of schema 7."""
    shutil.rmtree(home / ".digest")
    (home / ".digest").mkdir(mode=0o700)
    with closing(sqlite3.connect(home / ".digest/digest.db")) as connection:
        connection.executescript(OLD.read_text())


def whole(home: Path) -> bool:
    """Whether all of the publication is proved."""
    done = digest(home, "verify", "--all")
    assert done.returncode == 0, done.stdout + done.stderr
    return True


@dataclass(frozen=True)
class Command:
    """What is killed, what has to be so afterwards, and what once it was run again."""

    arguments: tuple[str, ...]
    left: Callable[[Path], bool]
    done: Callable[[Path], bool]
    begin: Callable[[Path], object] = lambda home: None


def _people(home: Path) -> int:
    return int(str(rows(home, "SELECT count(*) FROM subscribers")[0][0]))


def _errata(home: Path) -> int:
    return int(str(rows(home, "SELECT count(*) FROM errata")[0][0]))


def _noted(home: Path) -> bool:
    """Whether each correction is published once for each time that it was made."""
    beside = json.loads((home / "output/issues/2026-03-02/corrections.json").read_bytes())
    page = (home / "output/issues/2026-03-02/index.html").read_text()
    return "It is the Sund bridge" in page and len(beside["corrections"]) == _errata(home)


COMMANDS = {
    "publish": Command(("publish", "--all"), left=lambda home: True, done=whole),
    "rebuild": Command(("rebuild", "1"), left=lambda home: True, done=whole),
    "backup": Command(
        ("backup", "new.tar.gz"),
        left=lambda home: (
            not (home / "new.tar.gz").exists() or digest(home, "restore", "new.tar.gz", "--force").returncode == 0
        ),
        done=lambda home: digest(home, "restore", "new.tar.gz", "--force").returncode == 0 and whole(home),
    ),
    "restore": Command(("restore", "kept.tar.gz", "--force"), left=whole, done=whole),
    "migrate": Command(
        ("db", "migrate"),
        begin=old,
        left=lambda home: rows(home, "PRAGMA user_version") in ([(7,)], [(VERSION,)]),
        done=lambda home: (
            rows(home, "PRAGMA user_version") == [(VERSION,)] and rows(home, "SELECT 1 FROM errata") == []
        ),
    ),
    "corrections": Command(
        ("corrections", "add", "1", "{story}", "--note", "It is the Sund bridge.", "--by", "Ada"),
        left=lambda home: _errata(home) <= 1,
        done=lambda home: 1 <= _errata(home) <= 2 and _noted(home) and whole(home),
    ),
    "import": Command(
        ("subscribers", "import", "people.csv"),
        left=lambda home: 0 <= _people(home) <= 30,
        done=lambda home: _people(home) == 30,
    ),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_killed_at_any_step(made: Path, tmp_path: Path, name: str) -> None:
    """What readers see is whole, the database is sound, and the command, run again, does what it is for."""
    command = COMMANDS[name]

    def fresh(called: str) -> Path:
        home = Path(shutil.copytree(made, tmp_path / called))
        command.begin(home)
        return home

    story = json.loads((made / "output/issues/2026-03-02/issue.json").read_bytes())["lead"]["id"]
    arguments = [each.format(story=story) for each in command.arguments]
    steps = counted(fresh("counted"), *arguments)
    chance = random.Random(name)
    for place in range(KILLS):
        step = 1 + int(steps * (place + chance.random()) / KILLS)
        home = fresh(f"home-{place}")
        before = site(home)
        killed = struck(home, step, *arguments)
        assert killed.returncode in (-9, 0), killed.stderr
        assert rows(home, "PRAGMA integrity_check") == [("ok",)]
        assert rows(home, "PRAGMA foreign_key_check") == []
        assert before.keys() <= site(home).keys()
        whole_links(site(home))
        assert command.left(home), f"step {step} of {steps}"
        again = digest(home, *arguments)
        assert again.returncode == 0, again.stdout + again.stderr
        assert command.done(home), f"step {step} of {steps}"
