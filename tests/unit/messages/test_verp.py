"""Envelope senders that say whose message came back."""

from __future__ import annotations

import pytest

from digest.errors import DataError
from digest.messages.verp import Returned, envelope_sender, mark, read, whose

KEY = b"k" * 32
PATH = "bounces@example.org"


def test_a_returned_message_names_its_issue_and_its_person() -> None:
    """What goes out in an envelope is read back from it."""
    sender = envelope_sender(PATH, KEY, 12, "ann@reader.example")
    assert sender.startswith("bounces+12-")
    assert sender.endswith("@example.org")
    returned = read(sender, PATH)
    assert returned == Returned(12, mark(KEY, 12, "ann@reader.example"))
    assert whose(returned, KEY, ["bob@reader.example", "ann@reader.example"]) == "ann@reader.example"


@pytest.mark.parametrize("changed", [str.lower, str.upper, lambda sender: f" <{sender}>\r\n"])
def test_a_relay_may_change_case_and_set_brackets(changed) -> None:  # type: ignore[no-untyped-def]  # three callables
    """Relays that lower-case or upper-case a local part change nothing that is told by it."""
    path = "Bounces+News@Example.ORG"
    sender = envelope_sender(path, KEY, 7, "ann@reader.example")
    assert read(changed(sender), path) == Returned(7, mark(KEY, 7, "ann@reader.example"))


def test_a_return_path_may_hold_a_plus() -> None:
    """What stands before the mark is the whole return path, and no part of it."""
    sender = envelope_sender("news+bounces@example.org", KEY, 3, "ann@reader.example")
    assert read(sender, "news+bounces@example.org") == Returned(3, mark(KEY, 3, "ann@reader.example"))
    assert read(sender, "news@example.org") is None


@pytest.mark.parametrize(
    "address",
    [
        "", "<>", "bounces@example.org", "bounces+12@example.org", "bounces+12-short@example.org",
        "bounces+12-aaaaaaaaaaaaa@other.example", "other+12-aaaaaaaaaaaaa@example.org",
        "bounces+012-aaaaaaaaaaaaa@example.org", "bounces+-1-aaaaaaaaaaaaa@example.org",
        "bounces+1234567890-aaaaaaaaaaaaa@example.org", "not an address",
    ],
)  # fmt: skip
def test_what_is_no_mark_is_none(address: str) -> None:
    """Addresses that we never made are nobody's."""
    assert read(address, PATH) is None


def test_marks_cannot_be_guessed_or_carried_over() -> None:
    """A mark depends on key, issue and person; a forged one is nobody's."""
    ann = mark(KEY, 12, "ann@reader.example")
    assert len({ann, mark(KEY, 13, "ann@reader.example"), mark(b"x" * 32, 12, "ann@reader.example")}) == 3
    assert whose(Returned(13, ann), KEY, ["ann@reader.example"]) is None
    assert whose(Returned(12, "a" * 13), KEY, ["ann@reader.example"]) is None


def test_there_must_be_room_for_a_mark() -> None:
    """A local part has 64 octets (RFC 5321); a return path that leaves too few is refused, not cut."""
    with pytest.raises(DataError, match="too long"):
        envelope_sender("b" * 50 + "@example.org", KEY, 12, "ann@reader.example")
