"""How a report names a person."""

from __future__ import annotations

from digest.messages.addresses import shown


def test_an_address_is_shown_or_hashed() -> None:
    """Without a key as it is; with one as a hash, the same for every spelling, another under another key."""
    assert shown("Ada@Example.org", None) == "Ada@Example.org"
    hashed = shown("Ada@Example.org", b"key")
    assert hashed.startswith("hash:")
    assert "ada" not in hashed
    assert hashed == shown("ada@example.ORG", b"key") == shown(hashed, b"key")
    assert hashed != shown("ada@example.org", b"other")
    assert hashed != shown("bo@example.org", b"key")
    assert shown("not an address \ud800", b"key").startswith("hash:")
