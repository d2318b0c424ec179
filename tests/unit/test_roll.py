"""Everyone in one order, which may begin with anybody and goes round."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from digest.model import Subscriber
from digest.pipeline.roll import Roll
from digest.testing import MemorySubscribers

NOW = datetime(2026, 3, 2, tzinfo=UTC)
NAMES = st.lists(st.sampled_from([f"{letter}@r.example" for letter in "abcdefgh"]), unique=True)


@given(NAMES, NAMES, st.sampled_from(["", *(f"{letter}@r.example" for letter in "abcdefgh"), "zz@r.example"]))
def test_everyone_once_whoever_is_first(declared: list[str], listed: list[str], first: str) -> None:
    """The same people in the same order, turned: who was to be first is, where they are still there."""
    kept = MemorySubscribers()
    kept.put([Subscriber(address=each) for each in listed], what="added", at=NOW)
    roll = Roll([Subscriber(address=each) for each in declared], kept)
    usual = [person for page in roll.pages() for person in page]
    turned = [person for page in roll.pages(first) for person in page]
    place = next((place for place, each in enumerate(turned) if usual and each == usual[0]), 0)
    assert [*turned[place:], *turned[:place]] == usual
    assert sorted(turned) == sorted({*declared, *listed})
    if first in turned:
        assert turned[0] == first
