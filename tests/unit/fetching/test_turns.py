"""Whose turn it is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from digest.fetching.turns import Turns
from digest.model import FetchRequest


def turns(hosts: str, per_host: int, pause: float = 0.0) -> Turns:
    """A request for each letter, which is its host."""
    asked = ((host, FetchRequest(key=str(n), url="")) for n, host in enumerate(hosts))
    return Turns(asked, per_host=per_host, pause=lambda _: pause)


def keys(line: Turns, now: float) -> str:
    """The hosts and numbers of all that may be sent."""
    found = []
    while (turn := line.next(now)) is not None:
        found.append(f"{turn[0]}{turn[1].key}")
    return " ".join(found)


def test_hosts_take_turns_and_none_exceeds_its_share() -> None:
    """A busy host waits; the others do not wait for it."""
    line = turns("aaaab", 2)
    assert keys(line, 0) == "a0 b4 a1"
    line.done("b")
    assert keys(line, 0) == ""
    line.done("a")
    assert keys(line, 0) == "a2"


def test_a_hosts_requests_start_apart() -> None:
    """Its own, and nobody else's."""
    line = turns("aaabb", 4, pause=1.0)
    assert keys(line, 0.0) == "a0 b3"
    assert line.wakes() == 1.0
    assert keys(line, 0.9) == ""
    assert keys(line, 1.0) == "a1 b4"
    assert line.wakes() == 2.0
    assert keys(line, 2.0) == "a2"
    assert line.wakes() is None


def test_a_host_that_asks_for_a_pause_gets_it() -> None:
    """What it refused comes first again, one at a time; the others go on."""
    line = turns("aaaabb", 3)
    assert keys(line, 0) == "a0 b4 a1 b5 a2"
    line.again("a", FetchRequest(key="0", url=""), at=5.0, pause=2.0)
    line.done("a")
    line.done("a")
    line.done("b")
    assert keys(line, 4.9) == ""
    assert line.wakes() == 5.0
    assert keys(line, 5.0) == "a0"
    line.done("a")
    assert keys(line, 6.0) == ""
    assert line.wakes() == 7.0
    assert keys(line, 7.0) == "a3"


def test_what_waits_for_a_host_can_be_dropped() -> None:
    """And nothing of it is sent."""
    line = turns("aaab", 1)
    assert keys(line, 0) == "a0 b3"
    assert [request.key for request in line.drop("a")] == ["1", "2"]
    assert line.drop("a") == ()
    line.done("a")
    assert keys(line, 9) == ""


@given(st.text("abc", max_size=40), st.integers(1, 4), st.sampled_from([0.0, 0.5]), st.data())
def test_every_request_gets_one_turn(hosts: str, per_host: int, pause: float, data: st.DataObject) -> None:
    """Whatever ends when, is sent again, or is dropped."""
    line = turns(hosts, per_host, pause)
    running: list[tuple[str, FetchRequest]] = []
    ended: list[str] = []
    now = 0.0
    while len(ended) < len(hosts):
        turn = line.next(now)
        if turn is not None:
            running.append(turn)
            assert [host for host, _ in running].count(turn[0]) <= per_host
        elif not running:
            wakes = line.wakes()
            assert wakes is not None
            assert wakes > now
            now = wakes
        if running and (turn is None or data.draw(st.booleans())):
            host, request = running.pop(data.draw(st.integers(0, len(running) - 1)))
            what = data.draw(st.sampled_from(["done", "done", "done", "again", "drop"]))
            if what == "again":
                line.again(host, request, at=now + 1.0, pause=1.0)
                continue
            if what == "drop":
                ended += [dropped.key for dropped in line.drop(host)]
            ended.append(request.key)
            line.done(host)
    assert sorted(ended, key=int) == [str(n) for n in range(len(hosts))]
    assert line.next(now + 100) is None
