"""`digest send` killed at random points: nobody is lost, and nobody gets the issue twice but those in doubt."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import pytest
from installed import BRIDGE, FEED, digest, start, write

from digest.messages.addresses import who
from digest.model import Delivery, Subscriber
from digest.storage import Database, RunLock, SqliteLedger, SqliteSubscribers

PEOPLE, KILLS, CONNECTIONS = 2000, 30, 4


@contextmanager
def postbox(log: Path) -> Iterator[int]:
    """The port of a mail server in its own process."""
    command = [sys.executable, str(Path(__file__).with_name("postbox.py")), str(log)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield int(server.stdout.readline())
        finally:
            server.kill()


def publish(folder: Path, web: tuple[str, Path], port: int, people: int) -> None:
    """An issue of today, and so many people: half of them in a file, some of these and the other half on the list."""
    feed = FEED.format(**{**BRIDGE, "date": format_datetime(datetime.now(UTC))})
    (web[1] / "gazette.xml").write_text(feed)
    addresses = [f"p{n:04}@reader.example" for n in range(people)]
    (folder / "people.csv").write_text("\n".join(addresses[: people // 2]))
    write(
        folder,
        f"  - feed: {web[0]}/gazette.xml\n    name: Harbour Gazette\n",
        "mail:\n  from: The Estuary Morning <news@estuary.example>\n  subscribers: people.csv\n"
        f"  smtp: {{host: 127.0.0.1, port: {port}, security: none}}\n  limits: {{connections: {CONNECTIONS}}}\n",
    )
    assert digest(folder, "run", "--send-later", "--quiet").returncode == 0
    with Database.open(folder / ".digest") as database:
        known = SqliteSubscribers(database, who=who, hashed=str)
        listed = [Subscriber(address=address.capitalize()) for address in addresses[people // 3 :]]
        known.put(listed, what="added", at=datetime.now(UTC))


def taken(log: Path) -> Counter[str]:
    """Whose messages the server took, and how often."""
    return Counter(log.read_text().lower().split()) if log.exists() else Counter()


def ledger(folder: Path) -> dict[str, Delivery]:
    """What the ledger says of each."""
    with Database.open(folder / ".digest") as database:
        return {each.recipient.lower(): each for each in SqliteLedger(database).every(1)}


def kill(run: subprocess.Popen[str], log: Path, after: int, moment: float, number: int) -> bool:
    """End a run some moments after the server has taken so many messages more. Whether it was still at work."""
    began = log.stat().st_size if log.exists() else 0
    line = len("p0000@reader.example\n")
    while run.poll() is None and (log.stat().st_size if log.exists() else 0) < began + after * line:
        time.sleep(0.001)
    time.sleep(moment)
    if run.poll() is not None:
        return False
    run.send_signal(number)
    return True


def test_killed_thirty_times(tmp_path: Path, web: tuple[str, Path]) -> None:
    """0 lost, 0 doubled: whom the ledger calls accepted the server took once, and nobody else more than once.

    In doubt is at most a message a connection and kill. Told to, the last run sends to those once more, and then
    everybody has it.
    """
    chance, log = random.Random(29), tmp_path / "log"
    with postbox(log) as port:
        publish(tmp_path, web, port, PEOPLE)
        kills = 0
        while kills < KILLS:
            with start(tmp_path, "send", "--quiet", stdin=subprocess.DEVNULL) as run:
                after, moment = chance.randrange(0, 2 * PEOPLE // KILLS - 20), chance.random() * 0.02
                kills += kill(run, log, after, moment, signal.SIGKILL)
                assert run.wait(timeout=60) == -signal.SIGKILL, run.communicate()
            assert max(taken(log).values(), default=1) == 1
        last = digest(tmp_path, "send", "--json")
        assert last.returncode == 0, last.stdout + last.stderr
        told, found, log_of_all = json.loads(last.stdout)["mail"], ledger(tmp_path), taken(log)
        states = Counter(each.state for each in found.values())
        assert set(log_of_all.values()) == {1}
        assert len(found) == PEOPLE
        accepted = {who for who, each in found.items() if each.state == "accepted"}
        doubtful = {who for who, each in found.items() if each.state == "unknown"}
        assert len(accepted) + len(doubtful) == PEOPLE, states
        assert accepted <= set(log_of_all) <= accepted | doubtful
        assert len(doubtful) <= KILLS * CONNECTIONS
        assert (told["in_doubt"], told["accepted"] + told["before"].get("accepted", 0)) == (
            len(doubtful),
            len(accepted),
        )
        again = digest(tmp_path, "send", "--json", "--resume", "unknown=resend")
        assert again.returncode == 0
        assert json.loads(again.stdout)["mail"]["accepted"] == len(doubtful)
        log_of_all = taken(log)
        assert set(log_of_all) == set(found)
        assert {who for who, times in log_of_all.items() if times > 1} <= doubtful
        print(f"{len(doubtful)} in doubt, of which the server had {sum(t > 1 for t in log_of_all.values())}")
    with Database.open(tmp_path / ".digest") as database, database.reading() as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_stopped_in_the_middle(tmp_path: Path, web: tuple[str, Path], number: int, status: int) -> None:
    """Ctrl-C and SIGTERM leave nothing in doubt: what is on its way gets its answer, and the next run does the rest."""
    log = tmp_path / "log"
    with postbox(log) as port:
        publish(tmp_path, web, port, 300)
        with start(tmp_path, "send", "--quiet", stdin=subprocess.DEVNULL) as run:
            assert kill(run, log, 40, 0.0, number)
            _, errors = run.communicate(timeout=60)
        assert (run.returncode, "Traceback" in errors) == (status, False)
        found = Counter(each.state for each in ledger(tmp_path).values())
        assert found == {"accepted": sum(taken(log).values())}
        assert digest(tmp_path, "send", "--quiet").returncode == 0
        assert sorted(taken(log).values()) == [1] * 300


def test_two_sends_at_once(tmp_path: Path, web: tuple[str, Path]) -> None:
    """The second refuses with status 75 and names the first; it does not wait, and mails nobody."""
    log = tmp_path / "log"
    with postbox(log) as port:
        publish(tmp_path, web, port, 1000)
        with start(tmp_path, "send", "--quiet", stdin=subprocess.DEVNULL) as first:
            while not taken(log):
                time.sleep(0.001)
            second = digest(tmp_path, "send", "--json")
            assert first.wait(timeout=60) == 0
        assert second.returncode == 75, second.stdout
        assert f"process {first.pid}" in second.stderr
        assert sorted(taken(log).values()) == [1] * 1000
    with RunLock(tmp_path / ".digest/sending.lock").hold():
        pass
