"""Odd surroundings: who the program runs as, where, and what it finds there. The site is made, or stays as it was."""

from __future__ import annotations

import os
import shlex
import shutil
import stat
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from installed import BRIDGE, FEED, MAYOR, PROGRAM, digest, write
from secondday import whole_links

Done = subprocess.CompletedProcess[str]
SECOND = ("run", "--at", "2026-03-03T07:00")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publication with one issue."""
    home = tmp_path_factory.mktemp("first")
    write(home, "  - gazette.xml\n")
    (home / "gazette.xml").write_text(FEED.format(**BRIDGE))
    done = digest(home, "run", "--at", "2026-03-02T07:00")
    assert done.returncode == 0, done.stdout + done.stderr
    return home


@pytest.fixture
def home(first: Path, tmp_path: Path) -> Path:
    """A copy of it, on the second day."""
    return second(first, tmp_path / "home")


def second(first: Path, to: Path) -> Path:
    home = Path(shutil.copytree(first, to))
    (home / "gazette.xml").write_text(FEED.format(**MAYOR))
    return home


def site(home: Path) -> dict[str, bytes]:
    """Every file of output/."""
    output = home / "output"
    return {str(path.relative_to(output)): path.read_bytes() for path in sorted(output.rglob("*")) if path.is_file()}


def shell(home: Path, line: str, **environ: str) -> Done:
    """The installed command as a line of a shell, where ``{}`` stands for it."""
    command = shlex.join([str(PROGRAM), *SECOND])
    return subprocess.run(
        ["sh", "-c", line.replace("{}", command)],
        cwd=home,
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        timeout=120,
    )


ODD = {
    "nothing to write temporary files in": "TMPDIR=/nonexistent exec {}",
    "no home": "unset HOME; exec {}",
    "a home of another's": "HOME=/nonexistent exec {}",
    "no environment at all": "exec env -i {}",
    "the plain locale": "LC_ALL=C LANG=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0 exec {}",
    "a locale that is not there": "LC_ALL=xx_YY.UTF-8 exec {}",
    "no standard output": "exec {} >&-",
    "no standard error": "exec {} 2>&-",
    "no standard stream": "exec {} <&- >&- 2>&-",
    "no standard input": "exec {} <&-",
    "signals that a parent ignores": "trap '' INT TERM HUP PIPE; exec {}",
    "a limit on open files": "ulimit -n 64; exec {}",
    "no core files": "ulimit -c 0; exec {}",
    "a time zone that is not there": "TZ=Nowhere/Atall exec {}",
}


@pytest.mark.parametrize("line", ODD.values(), ids=list(ODD))
def test_the_day_is_made_all_the_same(home: Path, line: str) -> None:
    """Under cron, in a container, behind a wrapper."""
    done = shell(home, line)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    made = site(home)
    assert "Tarsk mayor resigns" in made["index.html"].decode()
    whole_links(made)


@pytest.mark.parametrize("umask", ["000", "002", "022", "027", "077"])
def test_readers_can_read_it_and_strangers_cannot_change_it(home: Path, umask: str) -> None:
    """The web server's user, whatever the umask; what is remembered is its owner's alone."""
    shutil.rmtree(home / "output")
    shutil.rmtree(home / ".digest")
    before = os.umask(0o022)
    try:
        done = shell(home, f"umask {umask}; exec {{}}")
    finally:
        os.umask(before)
    assert done.returncode == 0, done.stderr
    for path in (home / "output", *(home / "output").rglob("*")):
        mode = stat.S_IMODE(path.stat().st_mode)
        wanted = 0o555 if path.is_dir() else 0o444
        assert mode & 0o557 == wanted, f"{path}: {mode:o}"
    for path in (home / ".digest", *(home / ".digest").iterdir()):
        assert not stat.S_IMODE(path.stat().st_mode) & 0o077, path


def test_the_site_may_be_a_link_to_another_place(home: Path, tmp_path: Path) -> None:
    """Such as where a web server looks."""
    shutil.move(home / "output", tmp_path / "www")
    (home / "output").symlink_to(tmp_path / "www")
    done = digest(home, *SECOND)
    assert done.returncode == 0, done.stderr
    assert (home / "output").is_symlink()
    whole_links(site(home))
    assert digest(home, "verify", "--all").returncode == 0


@dataclass(frozen=True)
class Case:
    """What stands where something else should, and what is said of it."""

    fault: Callable[[Path], object]
    says: str
    next: str
    status: int = 74


def _dangling(home: Path) -> None:
    (home / "output").rename(home / "former")
    (home / "output").symlink_to(home / "not-mounted")


def _file(path: str) -> Callable[[Path], None]:
    def fault(home: Path) -> None:
        if (home / path).is_dir():
            shutil.rmtree(home / path)
        (home / path).write_text("something else")

    return fault


def _folder(path: str) -> Callable[[Path], None]:
    def fault(home: Path) -> None:
        (home / path).unlink()
        (home / path).mkdir()

    return fault


def _empty(home: Path) -> None:
    (home / ".digest/digest.db").write_bytes(b"")


CASES = {
    "a link to a disk that is not there": Case(_dangling, "output: cannot publish", "leads nowhere: move it away"),
    "a file in the place of .digest": Case(
        _file(".digest"), ".digest/lock: the lock cannot be taken", "check who owns"
    ),
    "a folder in the place of the database": Case(
        _folder(".digest/digest.db"), "the database cannot be opened", "check who owns the file"
    ),
    "a file in the place of the issues": Case(_file("output/issues"), "cannot publish", "move it away"),
    "a file in the place of the site": Case(_file("output"), "site.output: must be a folder", "nothing was done", 78),
    "no memory": Case(
        lambda home: shutil.rmtree(home / ".digest"), "the database was lost: it holds no issue", "digest restore FILE"
    ),
    "an empty memory": Case(
        _empty, "the database was lost: it holds no issue, output has 1 issue", "move the site away"
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_what_stands_in_the_way_is_told(home: Path, case: Case) -> None:
    """With the cause and the next step; twice alike, and no page that stood there is touched."""
    case.fault(home)
    before = site(home) if (home / "output").is_dir() else {}
    for _ in range(2):
        done = digest(home, *SECOND)
        assert (done.returncode, "Traceback" in done.stderr) == (case.status, False), done.stdout + done.stderr
        assert case.says in done.stderr
        assert case.next in done.stderr
        after = site(home) if (home / "output").is_dir() else {}
        assert {path: after.get(path) for path in before} == before


def test_a_path_that_is_longer_than_sqlite_takes(first: Path, tmp_path: Path) -> None:
    """It is not called a matter of who owns it."""
    deep = tmp_path / ("d" * 200) / ("e" * 200) / ("f" * 200)
    deep.mkdir(parents=True)
    done = digest(second(first, deep / "home"), *SECOND)
    assert (done.returncode, "Traceback" in done.stderr) == (74, False), done.stderr
    assert "its path is longer than SQLite takes — move the folder elsewhere" in done.stderr


def test_a_site_that_was_lost_is_told_and_made_again(home: Path) -> None:
    """The day's issue is made; that earlier ones are gone is said each day, until somebody puts them back."""
    shutil.rmtree(home / "output")
    done = digest(home, *SECOND, "--quiet")
    assert done.returncode == 0, done.stderr
    assert "1 earlier issue is not in output: `digest publish --all` makes every page again" in done.stderr
    assert digest(home, "publish", "--all", "--quiet").returncode == 0
    whole_links(site(home))
    again = digest(home, *SECOND, "--quiet")
    assert (again.returncode, again.stderr) == (0, "")
    assert digest(home, "verify", "--all").returncode == 0


def test_what_a_kill_left_is_cleared_away(home: Path) -> None:
    """Drafts of processes that are dead do not gather, in .digest/ or among the pages; those of others stay."""
    news = {**MAYOR, "date": format_datetime(datetime.now(UTC) - timedelta(hours=1))}
    (home / "gazette.xml").write_text(FEED.format(**news))
    write(home, "  - gazette.xml\n", "run: {report: output/run.json}\n")
    with subprocess.Popen(["true"]) as dead:
        dead.wait()
    names = (".run.json", "feeds.yml.cache", "lock.holder", "pictures/2026-03-02-0", "templates/own-0")
    litter = [home / ".digest" / f"{name}.{dead.pid}" for name in names]
    litter += [home / ".digest/secret.0123456789abcdef", home / f"output/.run.json.{dead.pid}"]
    litter += [home / "output/.publishing/issue/index.html"]
    others = [home / f".digest/.run.json.{os.getpid()}", home / "output/.htaccess.1", home / ".digest/notes.txt"]
    for path in (*litter, *others):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("half a")
    os.utime(litter[5], (0, 0))
    done = digest(home, "run")
    assert done.returncode == 0, done.stdout + done.stderr
    assert [path for path in litter if path.exists()] == []
    assert [path for path in others if not path.exists()] == []
    assert stat.S_IMODE((home / "output/run.json").stat().st_mode) == 0o644
