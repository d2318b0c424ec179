"""Handing mail to a server: digest's transport beside smtplib and aiosmtplib, and the whole of `digest send`.

    .venv/bin/python benchmarks/delivery.py [--messages N] [--subscribers N …] [--repeat N]

The server is postfix's smtp-sink (Debian's package postfix), which takes everything and keeps nothing. All are handed
the same messages of some 20 KB, built and signed beforehand; the peers send over one connection that they use again,
ours over one and over eight. Then the same over a network with a round trip of 20 ms, which a process of the
benchmark's own makes; there the peers get fewer messages, for they take a tenth of a second for each. Last comes
`digest send`: composing, signing with RSA and the ledger on, by the CPU of the whole process.
"""

from __future__ import annotations

import argparse
import json
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from measuring import table
from measuring.letters import PLACE, template
from measuring.programs import BENCHMARKS, Programs, find, options
from measuring.publication import Publication
from measuring.readership import Readership

ROUND_TRIP = 0.020  # seconds
AT_ONCE, AFAR, CPU = 1.5, 15.0, 1.8  # times smtplib without a delay and with it; milliseconds of digest send


@dataclass(frozen=True, slots=True)
class Sent:
    """What one run of a sender took, a message: milliseconds."""

    wall: float
    cpu: float


@contextmanager
def sink() -> Iterator[int]:
    """The port of a smtp-sink."""
    found = shutil.which("smtp-sink", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")
    if found is None:
        sys.exit("smtp-sink is not installed: it is in Debian's package postfix")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    user = [] if os.geteuid() else ["-u", pwd.getpwnam("nobody").pw_name]
    process = subprocess.Popen([found, *user, "-4", f"127.0.0.1:{port}", "1000"])
    try:
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except ConnectionRefusedError:
                time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait()


@contextmanager
def network(port: int, round_trip: float) -> Iterator[int]:
    """The port from which that one is so far away."""
    if not round_trip:
        yield port
        return
    command = [sys.executable, str(BENCHMARKS / "measuring/roundtrip.py"), str(port), str(round_trip)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield int(process.stdout.readline())
        process.terminate()


def sending(command: Sequence[str | Path], messages: int) -> Sent:
    """One run of a sender."""
    done = subprocess.run(list(map(str, command)), check=True, stdout=subprocess.PIPE, text=True)
    told = json.loads(done.stdout)
    return Sent(told["wall"] * 1000 / messages, told["cpu"] * 1000 / messages)


def the_wire(found: Programs, letter: Path, *, messages: int, repeat: int, round_trip: float) -> None:
    """The transports alone, in turns; the quickest run of each counts."""
    few = max(100, messages // 25) if round_trip else messages
    ours = [sys.executable, BENCHMARKS / "measuring/sending.py"]
    senders: list[tuple[str, int, list[str | Path], list[str]]] = [
        ("smtplib, one connection", few, [*found.peer("senders.py", "smtplib")], []),
        ("aiosmtplib, one connection", few, [*found.peer("senders.py", "aiosmtplib")], []),
        ("digest, one connection", few, ours, ["1"]),
        ("digest, eight connections", messages, ours, ["8"]),
    ]
    runs: dict[str, list[Sent]] = {name: [] for name, *_ in senders}
    with sink() as far, network(far, round_trip) as port:
        for _ in range(repeat):
            for name, count, command, more in senders:
                whole = [*command, str(port), str(count), letter, PLACE.decode(), *more]
                runs[name].append(sending(whole, count))
    title = f"a round trip of {1000 * round_trip:.0f} ms"
    print(f"\n{title:<34}{'messages':>9}{'ms each':>10}{'CPU ms':>9}{'× smtplib':>11}")
    base = min(sent.wall for sent in runs[senders[0][0]])
    for name, count, *_ in senders:
        wall, cpu = min(sent.wall for sent in runs[name]), min(sent.cpu for sent in runs[name])
        print(f"  {name:<32}{count:>9,}{wall:>10.3f}{cpu:>9.3f}{base / wall:>11.2f}", flush=True)
    table.reach("times smtplib, eight connections", base / wall, AFAR if round_trip else AT_ONCE)


def the_program(found: Programs, place: Path, people: Sequence[int]) -> None:
    """`digest send`, to lists of several lengths."""
    with ExitStack() as stack:
        port = stack.enter_context(sink())
        readers = Readership(Publication(found.digest, place / "mailing"))
        readers.begin(port=port)
        costs = []
        before = 0
        for many in people:
            readers.enlist(many)  # those who were there have had the issue
            cost = readers.send()
            costs.append(
                (
                    f"digest send, {many - before:,} of {many:,}",
                    cost,
                    f"{cost.cpu * 1000 / (many - before):.2f} ms of CPU each",
                )
            )
            before = many
        table.costs(f"messages of {readers.size() / 1000:.1f} KB, RSA, the ledger", costs, "made")
        if len(people) > 1:
            each = (costs[-1][1].cpu - costs[0][1].cpu) * 1000 / (people[-1] - people[-2] - people[0])
            table.claim("CPU a message, without the start", each, CPU, "ms")
        table.claim("peak memory, longest / shortest list", costs[-1][1].rss / costs[0][1].rss, 1.1)


def main() -> int:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--messages", type=int, default=5000, help="how many prebuilt ones (default 5000)")
    parser.add_argument(
        "--subscribers", type=int, nargs="*", default=[1000, 10_000], help="lengths of lists, growing; none: not run"
    )
    options(parser)
    given = parser.parse_args()
    found = find(given)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        letter = place / "letter.eml"
        letter.write_bytes(template())
        if given.messages:
            the_wire(found, letter, messages=given.messages, repeat=given.repeat, round_trip=0.0)
            the_wire(found, letter, messages=given.messages, repeat=1, round_trip=ROUND_TRIP)
        if given.subscribers:
            the_program(found, place, given.subscribers)
    return 0


if __name__ == "__main__":
    sys.exit(main())
