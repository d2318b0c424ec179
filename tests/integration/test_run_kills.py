"""`digest run` ended at any moment of its day: the site stands, nobody is mailed twice, and the next run goes on.

Real feeds, a real mail server, and the installed command. Every kill has a day of its own, the second of a publication:
what it left is judged at once, and then a plain run ends the day.
"""

from __future__ import annotations

import json
import random
import signal
import subprocess
import threading
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from dayservers import NEWS
from installed import digest, start
from secondday import CONNECTIONS, PEOPLE, Publication, copy, second_day, sound, whole_links
from stepping import counted, struck

from digest.codec import sha256

KILLS, AT_ONCE = 24, 3  # random kills, and how many of them a test has, each on a day of its own
STOPS = 6  # random ends by each of the signals that ask
STATUS = {signal.SIGKILL: -signal.SIGKILL, signal.SIGTERM: 143, signal.SIGINT: 130}
KEPT = {
    "digest.db", "feeds.yml.cache", "lock", "lock.holder", "pictures", "run.json", "running", "secret", "sending.lock",
    "sending.lock.holder",
}  # fmt: skip


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Publication]:
    with second_day(tmp_path_factory.mktemp("second")) as made:
        yield made


@pytest.fixture(scope="module")
def steps(morning: Publication, tmp_path_factory: pytest.TempPathFactory) -> int:
    """How many steps a run of the second day takes."""
    day = copy(morning, tmp_path_factory.mktemp("counted") / "day")
    return counted(day.home, "run", "--quiet")


@pytest.fixture
def days(morning: Publication, tmp_path: Path) -> Iterator[Callable[[], Publication]]:
    """Makes a day."""
    made = 0

    def fresh() -> Publication:
        nonlocal made
        made += 1
        return copy(morning, tmp_path / f"day-{made}")

    yield fresh
    morning.servers.forget()


Blow = Callable[[Publication, "subprocess.Popen[str]", int], None]


def after(share: float) -> Blow:
    """A blow once that share of a run's time is over."""

    def blow(publication: Publication, run: subprocess.Popen[str], number: int) -> None:
        time.sleep(publication.whole * share)
        run.send_signal(number)

    return blow


def asked(what: str, times: int = 1) -> Blow:
    """A blow when a server is asked something for the Nth time, before it answers."""

    def blow(publication: Publication, run: subprocess.Popen[str], number: int) -> None:
        struck = threading.Event()

        def watch(found: str, seen: int) -> None:
            if (found, seen) == (what, times):
                run.send_signal(number)
                struck.set()

        publication.servers.watched.watcher = watch
        assert struck.wait(60)

    return blow


def there(look: Callable[[Publication], object]) -> Blow:
    """A blow when something in the publication's folder is no longer as it was."""

    def blow(publication: Publication, run: subprocess.Popen[str], number: int) -> None:
        before = look(publication)
        while look(publication) == before and run.poll() is None:
            time.sleep(0.0005)
        run.send_signal(number)

    return blow


def _file(name: str) -> Blow:
    def look(publication: Publication) -> object:
        try:
            return (publication.home / name.format(day=publication.day)).stat().st_ino
        except FileNotFoundError:
            return None

    return there(look)


POINTS = {
    "the lock is taken": _file(".digest/lock.holder"),
    "a feed is asked": asked("GET town"),
    "the picture is asked": asked("GET picture.png"),
    "the next site takes shape": _file("output/.publishing"),
    "the issue's folder is there": _file("output/issues/{day}"),
    "the home page is new": _file("output/index.html"),
    "a message is offered": asked("MAIL"),
    "a message is taken": asked("DATA"),
    "half the messages are taken": asked("DATA", PEOPLE // 2),
    "the last message is taken": asked("DATA", PEOPLE),
}


def strike(publication: Publication, blow: Blow | int, number: int) -> tuple[int, str]:
    """The status and the errors of a run that is ended so; a number is the step before which it is killed."""
    if isinstance(blow, int):
        killed = struck(publication.home, blow, "run", "--quiet")
        return killed.returncode, killed.stderr
    with start(publication.home, "run", "--quiet", stdin=subprocess.DEVNULL) as run:
        blow(publication, run, number)
        _, errors = run.communicate(timeout=60)
    publication.servers.watched.watcher = None
    return run.returncode, errors


def prove(publication: Publication, blows: Sequence[Blow | int], number: int) -> int:
    """End so many runs by a signal, one after the other, run again, and hold every promise against it.

    Returns how many blows came in time.
    """
    before, between, doubtful = publication.site(), [], set()
    for blow in blows:
        runs = len(publication.rows("SELECT 1 FROM runs"))
        status, errors = strike(publication, blow, number)
        if status == 0:
            break
        begun = publication.rows(f"SELECT ended, status FROM runs WHERE number = {runs + 1}")
        # Until the program hears signals Python answers, by dying of them, or with 1 while it starts; nothing is begun.
        assert status in ({STATUS[number]} if begun else {STATUS[number], -number, 1}), errors
        assert "Traceback" not in errors or not begun, errors
        if begun:
            assert (begun[0][0] is None, begun[0][1]) == ((True, None) if number == signal.SIGKILL else (False, status))
        between.append(publication.site())
        readable(between[-1])
        whole_links(between[-1])
        sound(publication)
        ledger, taken = publication.ledger(), publication.servers.post.taken
        assert set(taken.values()) <= {1}
        assert {who for who, state in ledger.items() if state == "accepted"} <= set(taken) <= set(ledger)
        if number == signal.SIGKILL:  # else what is on its way gets its answer
            doubtful |= {who for who, state in ledger.items() if state == "sending"}
        assert {who for who, state in ledger.items() if state != "accepted"} == doubtful
    assert len(doubtful) <= CONNECTIONS * len(between)

    done = digest(publication.home, "run", "--quiet")
    assert done.returncode == 0, done.stdout + done.stderr
    if len(between) == 1:  # else one of those that were ended may have found it out
        assert bool(doubtful) == ("may have been delivered" in done.stderr), done.stderr
    finished(publication, doubtful)
    last = publication.site()
    for site in between:
        assert before.keys() <= site.keys() <= last.keys()
        known = {path: (before.get(path), last[path]) for path in site if path != "run.json"}
        assert [path for path, either in known.items() if site[path] not in either] == []
    return len(between)


def readable(site: dict[str, bytes]) -> None:
    """Every file that readers can reach is whole."""
    for path, body in site.items():
        if path.endswith(".html"):
            assert body.rstrip().endswith(b"</html>"), path
        elif path.endswith((".xml", ".svg")):
            ET.fromstring(body)
        elif path.endswith(".json"):
            json.loads(body)
        elif path.endswith(".ics"):
            assert body.rstrip().endswith(b"END:VCALENDAR"), path
        else:
            assert body, path


def finished(publication: Publication, doubtful: set[str]) -> None:
    """The day's work is done as if nobody had ended anything."""
    assert publication.told() == publication.issue
    assert publication.rows("SELECT count(*) FROM entries") == [(sum(map(len, NEWS.values())),)]
    taken, ledger = publication.servers.post.taken, publication.ledger()
    assert len(ledger) == PEOPLE
    assert set(taken.values()) == {1}
    assert {who for who, state in ledger.items() if state == "unknown"} == doubtful
    assert {who for who, state in ledger.items() if state == "accepted"} == set(ledger) - doubtful
    assert set(ledger) - doubtful <= set(taken)
    site = publication.site()
    readable(site)
    whole_links(site)
    published = dict(publication.rows("SELECT path, sha256 FROM published"))
    assert {path: sha256(site[path]) for path in published if path in site} == published  # type: ignore[index]
    assert site.keys() - published.keys() == {"run.json"}
    assert {path.name for path in publication.output.iterdir()} == {path.partition("/")[0] for path in site}
    assert {path.name for path in (publication.home / ".digest").iterdir()} <= KEPT
    sound(publication)


@pytest.mark.parametrize("chapter", range(KILLS // AT_ONCE))
def test_killed_at_random(days: Callable[[], Publication], steps: int, chapter: int) -> None:
    """Spread over all that a run does, one kill in each 24th of its steps: every deed of it is met, on any machine."""
    chance = random.Random(f"killed {chapter}")
    for place in range(chapter, KILLS, KILLS // AT_ONCE):
        step = 1 + int(steps * (place + chance.random()) / KILLS)
        while not prove(days(), [step], signal.SIGKILL):
            step -= 1 + step // 50  # it took fewer steps than the one that was counted


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=lambda number: number.name)
def test_stopped_at_random(days: Callable[[], Publication], number: signal.Signals) -> None:
    """Moments from all over the run, on one day: each run goes on where one was ended."""
    chance = random.Random(number.name)
    shares = [(place + chance.random()) / STOPS for place in range(STOPS)]
    while shares:
        met = prove(days(), [after(share) for share in shares], number)
        shares = [share * 0.8 for share in shares[met:]]  # the run was quicker than it had been


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_a_point(days: Callable[[], Publication], point: str) -> None:
    """Where it matters most, wherever that is on this machine."""
    assert prove(days(), [POINTS[point]], signal.SIGKILL) == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=lambda number: number.name)
def test_stopped_at_every_point(days: Callable[[], Publication], number: signal.Signals) -> None:
    """One day, on which run after run comes as far as the next point."""
    points = [blow for place, blow in enumerate(POINTS.values()) if place % 2 == (number == signal.SIGINT)]
    assert prove(days(), points, number) == len(points)
