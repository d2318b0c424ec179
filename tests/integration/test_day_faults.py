"""What fails in the middle of a day with mail: nobody is mailed twice, nobody is lost, and the site stands whole."""

from __future__ import annotations

import re
import shutil
import subprocess
import threading
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from installed import digest, start
from secondday import CONNECTIONS, PEOPLE, Publication, copy, second_day, sound, whole_links


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Publication]:
    with second_day(tmp_path_factory.mktemp("second")) as made:
        yield made


@pytest.fixture
def day(morning: Publication, tmp_path: Path) -> Iterator[Publication]:
    """A day of its own."""
    yield copy(morning, tmp_path / "day")
    morning.servers.forget()


@contextmanager
def disk(place: Path, size: str) -> Iterator[Path]:
    """A small disk with what a folder holds, in the folder's place."""
    aside = place.with_name("aside")
    place.rename(aside)
    place.mkdir(mode=0o700)
    command = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=0700", "tmpfs", str(place)]
    made = subprocess.run(command, capture_output=True, text=True)
    if made.returncode:
        pytest.skip(f"no disk can be mounted here: {made.stderr.strip()}")
    try:
        shutil.copytree(aside, place, dirs_exist_ok=True)
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def fill(place: Path, leave: int = 0) -> None:
    """Leave so many bytes free."""
    with (place / "filling").open("wb", buffering=0) as file:
        try:
            while file.write(b"\0" * 4096):
                pass
        except OSError:
            if leave:
                file.truncate(max(0, file.tell() - leave))


@pytest.mark.parametrize("messages", [1, PEOPLE // 2, PEOPLE])
def test_the_ledger_s_disk_fills_up_while_mail_goes_out(day: Publication, messages: int) -> None:
    """Sending stops at once: what cannot be written down does not go out. Those on their way are in doubt, no more."""
    state, post, watched = day.home / ".digest", day.servers.post, day.servers.watched
    with disk(state, "4m"):

        def watch(what: str, seen: int) -> None:
            if (what, seen) == ("DATA", messages):
                fill(state)

        watched.watcher = watch
        done = digest(day.home, "run", "--quiet")
        watched.watcher = None
        assert (done.returncode, "Traceback" in done.stderr) == (74, False), done.stderr
        assert "the disk is full; nothing of this step was stored — make room and run again" in done.stderr
        assert max(post.taken.values()) == 1
        assert len(post.taken) <= messages + CONNECTIONS
        (state / "filling").unlink()
        again = digest(day.home, "run", "--quiet")
        assert again.returncode == 0, again.stderr
        ledger = day.ledger()
        doubtful = {who for who, found in ledger.items() if found == "unknown"}
        assert len(doubtful) <= CONNECTIONS
        assert set(post.taken.values()) == {1}
        assert {who for who, found in ledger.items() if found == "accepted"} == set(ledger) - doubtful
        assert set(ledger) - doubtful <= set(post.taken) <= set(ledger)
        assert len(ledger) == PEOPLE
        sound(day)
        whole_links(day.site())


@pytest.mark.parametrize("phase", ["GET coast", "GET picture.png"])
def test_the_disk_fills_up_before_the_issue_is_out(day: Publication, phase: str) -> None:
    """In the middle of fetching, or of putting the frozen issue in output/: nobody is mailed what nobody can read."""
    place = day.home / (".digest" if phase == "GET coast" else "output")
    before = day.site()
    with disk(place, "4m"):

        def watch(what: str, _: int) -> None:
            if what == phase:
                fill(place)

        day.servers.watched.watcher = watch
        done = digest(day.home, "run", "--quiet")
        day.servers.watched.watcher = None
        assert (done.returncode, "Traceback" in done.stderr) == (74, False), done.stderr
        assert re.search("disk is full|no space left", done.stderr, re.IGNORECASE)
        assert " — " in done.stderr
        assert not day.servers.post.taken
        (place / "filling").unlink()
        after = day.site()
        whole_links(after)
        assert before.keys() <= after.keys()
        sound(day)
        finish(day)


@pytest.mark.parametrize("leave", [24_000, 72_000, 120_000, 168_000, 216_000])
def test_however_much_room_is_left(day: Publication, leave: int) -> None:
    """The database's disk fills up somewhere between the first record and the last message: the ledger is true."""
    state, taken = day.home / ".digest", day.servers.post.taken
    assert digest(day.home, "fetch", "--quiet").returncode == 0
    with disk(state, "4m"):
        fill(state, leave)
        done = digest(day.home, "run", "--quiet")
        assert (done.returncode, "Traceback" in done.stderr) == (74, False), done.stderr
        assert re.search("disk is full|no space left", done.stderr, re.IGNORECASE)
        (state / "filling").unlink()
        whole_links(day.site())
        sound(day)
        assert not taken or day.rows("SELECT count(*) FROM published WHERE path LIKE ?", f"%{day.day}/%") != [(0,)]
        assert digest(day.home, "run", "--quiet").returncode == 0
        assert set(taken.values()) == {1}
        ledger = day.ledger()
        assert {who for who in ledger if ledger[who] == "accepted"} <= set(taken) <= set(ledger)
        assert sum(found == "unknown" for found in ledger.values()) <= CONNECTIONS
        assert len(ledger) == PEOPLE
        whole_links(day.site())


def finish(day: Publication) -> None:
    """A run that nothing happens to does the day's work."""
    again = digest(day.home, "run", "--quiet")
    assert again.returncode == 0, again.stdout + again.stderr
    assert len(day.servers.post.taken) == PEOPLE
    assert set(day.servers.post.taken.values()) == {1}
    assert set(day.ledger().values()) == {"accepted"}
    assert day.told() == day.issue
    whole_links(day.site())
    assert digest(day.home, "verify", "--all").returncode == 0


@pytest.mark.parametrize("phase", ["GET coast", "MAIL"])
def test_two_runs_at_once(day: Publication, phase: str) -> None:
    """While one makes the issue, or mails it, the other says so with status 75 and changes nothing."""
    second: list[subprocess.CompletedProcess[str]] = []

    def watch(what: str, _: int) -> None:
        if what == phase and not second:
            second.append(digest(day.home, "run"))  # the server answers the first when the second has ended

    day.servers.watched.watcher = watch
    with start(day.home, "run", "--quiet") as run:
        _, errors = run.communicate(timeout=60)
    day.servers.watched.watcher = None
    assert run.returncode == 0, errors
    assert second[0].returncode == 75, second[0].stdout
    assert f"another digest run (process {run.pid}) is at work here" in second[0].stderr
    assert "nothing to delete" in second[0].stderr
    finish(day)


def test_a_reader_of_the_site_meets_no_broken_link(day: Publication) -> None:
    """Whoever opens the home page while it is published finds all that it links to."""
    ended = threading.Event()
    read: set[frozenset[str]] = set()  # what home pages linked to
    seen: defaultdict[Path, set[frozenset[str]]] = defaultdict(set)  # folder of an issue -> names found in it

    def reader() -> None:
        while not ended.is_set():
            body = (day.output / "index.html").read_bytes()
            links = [link.decode() for link in re.findall(rb'(?:href|src)="([^":#?]+)"', body)]
            for link in links:
                target = day.output / link.lstrip("/")
                assert (target / "index.html").is_file() if target.is_dir() else target.is_file(), link
            for issue in (day.output / "issues").glob("*-*-*"):
                seen[issue].add(frozenset(file.name for file in issue.iterdir()))
            read.add(frozenset(links))

    with ThreadPoolExecutor(1) as pool:
        found = pool.submit(reader)
        done = digest(day.home, "run", "--quiet")
        ended.set()
        found.result(timeout=60)
    assert done.returncode == 0, done.stderr
    assert len(read) == 2, "both home pages were read"
    assert len(seen) == 2
    assert [len(names) for names in seen.values()] == [1, 1], "an issue's folder appears whole"
