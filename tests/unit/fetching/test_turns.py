"""Whose turn it is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from digest.fetching.turns import Turns
from digest.model import FetchRequest


def turns(hosts: str, per_host: int) -> Turns:
    """A request for each letter, which is its host."""
    return Turns(((host, FetchRequest(key=str(n), url="")) for n, host in enumerate(hosts)), per_host=per_host)


def test_hosts_take_turns_and_none_exceeds_its_share() -> None:
    """A busy host waits; the others do not wait for it."""
    line = turns("aaaab", 2)
    taken = [line.next() for _ in range(3)]
    assert [turn and turn[0] for turn in taken] == ["a", "b", "a"]
    assert line.next() is None
    line.done("b")
    assert line.next() is None
    line.done("a")
    turn = line.next()
    assert turn is not None
    assert (turn[0], turn[1].key) == ("a", "2")


@given(st.text("abc", max_size=40), st.integers(1, 4), st.data())
def test_every_request_gets_one_turn(hosts: str, per_host: int, data: st.DataObject) -> None:
    """Whatever ends when."""
    line = turns(hosts, per_host)
    running: list[str] = []
    seen: list[str] = []
    while len(seen) < len(hosts) or running:
        turn = line.next()
        if turn is None:
            assert running
            line.done(running.pop(data.draw(st.integers(0, len(running) - 1))))
            continue
        running.append(turn[0])
        seen.append(turn[1].key)
        assert running.count(turn[0]) <= per_host
        if data.draw(st.booleans()):
            line.done(running.pop(data.draw(st.integers(0, len(running) - 1))))
    assert sorted(seen, key=int) == [str(n) for n in range(len(hosts))]
    assert line.next() is None
