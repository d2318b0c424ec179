"""What fails around the program: the site stays whole, and the message names the cause and the next step.

By the installed command, with the statuses that docs/upkeep.md has for them.
"""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import socket
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from installed import BRIDGE, FEED, MAYOR, PROGRAM, digest, write

from digest.storage import RunLock
from digest.storage.schema import VERSION

DAYS = ("2026-03-02T07:00", "2026-03-03T07:00")
SECOND = ("run", "--at", DAYS[1])
PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 24, 1, 2


def ordinary() -> None:
    """Let modes of files bind root too, as they bind whoever the program runs as elsewhere (capabilities(7))."""
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None)
        for capability in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
            libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)


def bound(home: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run the installed command as somebody whom modes bind."""
    return subprocess.run(
        [PROGRAM, *arguments],
        cwd=home,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, **environ},
        preexec_fn=ordinary,  # nothing here has threads
    )


def needs_modes(folder: Path) -> None:
    """Skip where modes bind nobody, such as in a sandbox that takes no capability away."""
    probe = folder / "probe"
    probe.mkdir(mode=0o500)
    done = subprocess.run(["touch", probe / "file"], preexec_fn=ordinary, capture_output=True)
    probe.rmdir() if done.returncode else shutil.rmtree(probe)
    if not done.returncode:
        pytest.skip("modes of files bind nobody here")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publication with one issue."""
    home = tmp_path_factory.mktemp("first")
    write(home, "  - gazette.xml\n")
    (home / "gazette.xml").write_text(FEED.format(**BRIDGE))
    done = digest(home, "run", "--at", DAYS[0])
    assert done.returncode == 0, done.stdout + done.stderr
    return home


@pytest.fixture
def home(first: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of it, on the second day."""
    home = Path(shutil.copytree(first, tmp_path / "home"))
    (home / "gazette.xml").write_text(FEED.format(**MAYOR))
    yield home
    for path in (home, home / ".digest", home / "output", *(home / "output").rglob("*")):
        if path.is_dir():
            path.chmod(0o700)


def site(home: Path) -> dict[str, bytes]:
    """Every file of output/."""
    output = home / "output"
    return {str(path.relative_to(output)): path.read_bytes() for path in sorted(output.rglob("*")) if path.is_file()}


def closed(path: Path) -> None:
    """Nothing below can be changed, as on a file system that is mounted to be read."""
    for each in (path, *path.rglob("*")):
        each.chmod(0o500 if each.is_dir() else 0o400)


def open_again(path: Path) -> None:
    """As it was."""
    for each in (path, *path.rglob("*")):
        each.chmod(0o700 if each.is_dir() else 0o600)


@dataclass(frozen=True)
class Case:
    """A fault, and what is to be said of it."""

    name: str
    fault: Callable[[Path], None]
    mend: Callable[[Path], None]
    status: int
    says: str  # the cause
    next: str  # the next step
    modes: bool = False  # whether it needs that modes bind


def _rubbish(home: Path) -> None:
    path = home / ".digest/digest.db"
    shutil.copy(path, home / "sound.db")
    body = bytearray(path.read_bytes())
    body[4096:] = b"\xa5" * (len(body) - 4096)
    path.write_bytes(body)


def _template(home: Path) -> None:
    (home / "templates/site").mkdir(parents=True)
    (home / "templates/site/issue.html").write_text("<p>{{ issue.subject }\n")


CASES = (
    Case(
        "output is read-only",
        lambda home: closed(home / "output"),
        lambda home: open_again(home / "output"),
        74,
        "output",
        " — ",
        modes=True,
    ),
    Case(
        ".digest is read-only",
        lambda home: closed(home / ".digest"),
        lambda home: open_again(home / ".digest"),
        74,
        ".digest",
        "check who owns the f",
        modes=True,
    ),
    Case(
        "the database is another's",
        lambda home: (home / ".digest/digest.db").chmod(0o000),
        lambda home: (home / ".digest/digest.db").chmod(0o600),
        74,
        "digest.db: the database cannot be opened",
        "check who owns the file and its folder, and their modes",
        modes=True,
    ),
    Case(
        "feeds.yml is another's",
        lambda home: (home / "feeds.yml").chmod(0o000),
        lambda home: (home / "feeds.yml").chmod(0o600),
        78,
        "feeds.yml:1:1: the file: cannot be read: Permission denied",
        "check who owns it, and its mode",
        modes=True,
    ),
    Case(
        "the database is damaged",
        _rubbish,
        lambda home: (home / "sound.db").replace(home / ".digest/digest.db"),
        74,
        "digest.db: the database is damaged",
        "`digest restore FILE` brings a backup back",
    ),
    Case(
        "the database is no database",
        lambda home: (
            (
                (home / ".digest/digest.db").replace(home / "sound.db"),
                (home / ".digest/digest.db").write_text("a shopping list, and a long one\n" * 99),
            )[0]
            and None
        ),
        lambda home: (home / "sound.db").replace(home / ".digest/digest.db") and None,
        74,
        "this is not a digest database, or it is damaged",
        "`digest restore FILE` brings a backup back",
    ),
    Case(
        "the database is of a newer digest",
        lambda home: _execute(home, "PRAGMA user_version=9999"),
        lambda home: _execute(home, f"PRAGMA user_version={VERSION}"),
        74,
        f"the database was made by a newer digest (its schema is 9999, this program's {VERSION})",
        "upgrade digest, or restore a backup made before the upgrade",
    ),
    Case(
        "a template has a fault",
        _template,
        lambda home: shutil.rmtree(home / "templates"),
        78,
        "issue.html:1: ",
        "",
    ),
)


def _execute(home: Path, statement: str) -> None:
    with closing(sqlite3.connect(home / ".digest/digest.db", isolation_level=None)) as connection:
        connection.execute(statement)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_site_stays_whole(home: Path, case: Case) -> None:
    """The site keeps every byte while the fault lasts; the run after it makes the issue, and all is proved."""
    if case.modes:
        needs_modes(home)
    before = site(home)
    case.fault(home)
    for _ in range(2):  # the next cron line meets it again
        done = bound(home, *SECOND)
        assert done.returncode == case.status, done.stdout + done.stderr
        assert case.says in done.stderr
        assert case.next in done.stderr
        assert "Traceback" not in done.stderr
        assert site(home) == before
    case.mend(home)
    done = bound(home, *SECOND)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "issues/2026-03-03/index.html" in site(home)
    assert bound(home, "verify", "--all").returncode == 0


def test_another_run_is_at_work(home: Path) -> None:
    """It is not waited for, and goes on undisturbed."""
    before = site(home)
    with RunLock(home / ".digest/lock").hold():
        done = digest(home, *SECOND)
    assert (done.returncode, "another digest run" in done.stderr) == (75, True)
    assert "wait until it has ended" in done.stderr
    assert site(home) == before


@pytest.mark.parametrize(
    ("feed", "said"),
    [
        # A name that resolves nowhere (RFC 6761), by a name server that says so, or by none that answers.
        ("https://gazette.invalid/feed", r"no such host|name server|no answer"),
        ("http://127.0.0.1:9/feed", r"connection refused"),
    ],
)
def test_nobody_can_be_reached(home: Path, feed: str, said: str) -> None:
    """Each source is told with its reason; no issue is made of nothing, and once one answers again the day's is."""
    before = site(home)
    write(home, f"  - feed: {feed}\n    name: Gazette\n", "fetch:\n  allow_private: true\n  timeout: 5\n")
    done = digest(home, *SECOND, http_proxy="", https_proxy="", HTTP_PROXY="", HTTPS_PROXY="")
    assert done.returncode == 69, done.stdout + done.stderr
    assert "Gazette" in done.stdout + done.stderr
    assert re.search(said, (done.stdout + done.stderr).lower()), done.stdout + done.stderr
    assert "none of 1 sources could be read" in done.stderr
    assert "check the network" in done.stderr
    assert site(home) == before
    write(home, "  - gazette.xml\n")
    assert digest(home, *SECOND).returncode == 0
    assert digest(home, "verify", "--all").returncode == 0


def test_the_mail_server_is_out_of_reach(home: Path) -> None:
    """The issue stands published; the next `digest send` mails it."""
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
        mail = (
            "mail:\n  from: News <news@news.example>\n  to: [ada@reader.example]\n  wait: 0\n"
            f"  smtp: {{host: 127.0.0.1, port: {port}, security: none, timeout: 5}}\n"
        )
        write(home, "  - gazette.xml\n", mail)
        assert digest(home, *SECOND).returncode == 0
        before = site(home)
        done = digest(home, "send", "latest", "--stale")
        assert done.returncode == 75, done.stdout + done.stderr
        assert f"127.0.0.1:{port}" in done.stderr
        assert site(home) == before


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A disk of 2 MB."""
    place = tmp_path / "small"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m,mode=0700", "tmpfs", str(place)], capture_output=True, text=True
    )
    if made.returncode:
        pytest.skip(f"no disk can be mounted here: {made.stderr.strip()}")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def fill(place: Path, leave: int) -> None:
    """Leave so many bytes free."""
    free = os.statvfs(place)
    with (place / "filling").open("wb") as file:
        file.write(b"\0" * max(0, free.f_bavail * free.f_frsize - leave))


@pytest.mark.parametrize("leave", [0, 16384, 65536])
def test_the_database_s_disk_is_full(home: Path, small: Path, leave: int) -> None:
    """Whatever of it still fits: nothing is half stored, and with room again the run makes its issue."""
    shutil.copytree(home / ".digest", small / "state")
    shutil.rmtree(home / ".digest")
    (home / ".digest").symlink_to(small / "state")
    # More than fits in what is left.
    (home / "gazette.xml").write_text(FEED.format(**{**MAYOR, "teaser": f"{MAYOR['teaser']} " * 2000}))
    before = site(home)
    fill(small, leave)
    done = digest(home, *SECOND)
    assert done.returncode == 74, done.stdout + done.stderr
    assert "disk is full" in done.stderr or "no space left" in done.stderr
    assert " — " in done.stderr
    assert "room" in done.stderr
    assert site(home) == before
    backup = digest(home, "backup", str(small / "b.tar.gz"))
    assert (backup.returncode, "room" in backup.stderr) == (74, True), backup.stderr
    assert sorted(path.name for path in small.iterdir()) == ["filling", "state"]
    (small / "filling").unlink()
    assert digest(home, "db", "check").returncode == 0
    done = digest(home, *SECOND)
    assert done.returncode == 0, done.stdout + done.stderr
    assert digest(home, "verify", "--all").returncode == 0


@pytest.mark.parametrize("leave", [0, 8192, 20000])
def test_the_site_s_disk_is_full(home: Path, small: Path, leave: int) -> None:
    """However far publishing came, every page that stood there still does, and no link of theirs breaks."""
    shutil.copytree(home / "output", small / "site")
    shutil.rmtree(home / "output")
    (home / "output").symlink_to(small / "site")
    before = site(home)
    fill(small, leave)
    done = digest(home, *SECOND)
    assert done.returncode == 74, done.stdout + done.stderr
    assert "no space left" in done.stderr or "disk is full" in done.stderr
    assert " — " in done.stderr
    first = {path: body for path, body in before.items() if path.startswith("issues/2026-03-02/")}
    after = site(home)
    assert {path: after.get(path) for path in first} == first
    assert before.keys() <= after.keys()
    (small / "filling").unlink()
    done = digest(home, *SECOND)
    assert done.returncode == 0, done.stdout + done.stderr
    assert digest(home, "verify", "--all").returncode == 0
