"""Nobody who left comes back by an import, and nothing that a subscriber chose is overwritten unasked."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from digest.messages.lists import Row
from digest.messages.merging import decide
from digest.model import Subscriber, Suppression

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
ADA = Subscriber(address="ada@example.org", name="Ada", fields={"city": "Ankara"}, language="de", joined=NOON)
LEFT = Suppression(who="ada@example.org", reason="unsubscribed", at=NOON)


def row(subscriber: Subscriber | None = ADA, suppression: Suppression | None = None, given: str = "") -> Row:
    """A row of Ada's."""
    return Row(
        line=2, person="ada@example.org", subscriber=subscriber, suppression=suppression, given=frozenset(given.split())
    )


def test_who_is_new_comes_on_the_list() -> None:
    """As the table has them."""
    made = decide(row(), None, None, update=False)
    assert (made.kind, made.put, made.suppress) == ("new", ADA, None)


@pytest.mark.parametrize("update", [False, True])
@pytest.mark.parametrize("reason", ["hard_bounce", "complaint", "unsubscribed", "manual"])
def test_who_is_suppressed_stays_so(reason: str, update: bool) -> None:
    """On the list or not, erased or not."""
    for who in ("ada@example.org", "hash:0123456789abcdef0123"):
        stopped = Suppression(who=who, reason=reason, at=NOON)  # type: ignore[arg-type]  # a parameter is any text
        for held in (None, ADA, replace(ADA, state="unsubscribed")):
            made = decide(row(), held, stopped, update=update)
            assert (made.kind, made.put, made.suppress) == ("left alone", None, None)


def test_who_unsubscribed_stays_so() -> None:
    """Even where no suppression says it."""
    made = decide(row(given="state"), replace(ADA, state="unsubscribed"), None, update=True)
    assert (made.kind, made.put) == ("left alone", None)


def test_who_is_on_the_list_stays_as_they_are_unless_asked() -> None:
    """Then only what the table says changes, and free fields are added to."""
    new = replace(ADA, name="Ada Ø", language="", fields={"cats": "2"})
    assert decide(row(new, given="name fields"), ADA, None, update=False).kind == "known"
    made = decide(row(new, given="name fields"), ADA, None, update=True)
    assert made.kind == "changed"
    assert made.put == replace(ADA, name="Ada Ø", fields={"city": "Ankara", "cats": "2"})
    assert decide(row(ADA, given="name fields language"), ADA, None, update=True).kind == "known"


def test_who_left_elsewhere_leaves_here() -> None:
    """Keeping what is known of them."""
    gone = replace(ADA, state="unsubscribed", name="")
    made = decide(row(gone, LEFT), ADA, None, update=False)
    assert (made.kind, made.put, made.suppress) == ("left", replace(ADA, state="unsubscribed"), LEFT)
    made = decide(row(gone, LEFT), None, None, update=False)
    assert (made.kind, made.put, made.suppress) == ("new", gone, LEFT)


def test_a_suppression_needs_no_subscriber() -> None:
    """And is made once."""
    assert decide(row(None, LEFT), None, None, update=False).suppress == LEFT
    assert decide(row(None, LEFT), None, LEFT, update=False).suppress is None


def test_one_who_was_erased_is_not_written_down_again() -> None:
    """Not by another program's list of those who left either."""
    erased = Suppression(who="hash:0123456789abcdef0123", reason="unsubscribed", at=NOON)
    made = decide(row(replace(ADA, state="unsubscribed"), LEFT), None, erased, update=True)
    assert (made.kind, made.put, made.suppress) == ("left alone", None, None)
