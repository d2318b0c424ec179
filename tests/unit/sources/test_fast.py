"""The fast path: taken where it loses nothing, left where it would."""

import fastfeedparser.main
import pytest

from digest.sources import fast, reference
from digest.sources.repairing import repaired

ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><entry><id>1</id>{}</entry></feed>'


def test_an_ordinary_feed_never_meets_the_reference_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Should fastfeedparser change beneath us, this fails before a user's run takes thirty times as long."""

    def fail(_: bytes) -> None:
        raise AssertionError("the reference parser was asked")

    monkeypatch.setattr(reference, "read", fail)
    document = repaired(ATOM.format("<title>A</title><updated>10 May</updated>"))
    assert fast.can_read(document)
    found = fast.read(document)
    assert [(entry.title, entry.updated) for entry in found.entries] == [("A", "10 May")]


def test_dates_come_as_text_and_the_shared_module_is_left_alone() -> None:
    """Only our own instance of the module hands dates through unread."""
    shared = fastfeedparser.main._parse_date
    fast.read(repaired(ATOM.format("<title>A</title>")))
    assert fastfeedparser.main._parse_date is shared
    assert shared("2024-03-05") == "2024-03-05T00:00:00+00:00"


@pytest.mark.parametrize(
    "inside",
    [
        "<title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>A</div></title>",
        "<title>A</title><summary type='xhtml'> <div xmlns='http://www.w3.org/1999/xhtml'>A</div></summary>",
        "<title><b>A</b> bold</title>",
        "<title>A</title><link xml:base='https://b.example/' href='c'/>",
    ],
)
def test_what_it_would_lose_goes_to_the_reference(inside: str) -> None:
    """Text with markup of its own, and an xml:base below the root."""
    assert not fast.can_read(repaired(ATOM.format(inside)))


def test_what_is_no_feed_is_not_tried() -> None:
    """A document without a feed's root is not for this parser."""
    assert not fast.can_read(repaired("<html><p>x</p></html>"))
