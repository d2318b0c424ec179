"""Who asks, how often, and whether it was their own doing."""

from __future__ import annotations

import pytest

from digest.serving import guarding

LOCAL = guarding.networks(["127.0.0.1", "::1", "10.0.0.0/8", "no address"])


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("203.0.113.9", [], "203.0.113.9"),
        ("203.0.113.9", ["198.51.100.1"], "203.0.113.9"),  # no proxy of ours: its word is not taken
        ("127.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("127.0.0.1", ["6.6.6.6, 198.51.100.1"], "198.51.100.1"),  # what the client itself wrote stands to the left
        ("127.0.0.1", ["6.6.6.6", "198.51.100.1, 10.1.2.3"], "198.51.100.1"),
        ("127.0.0.1", [], "127.0.0.1"),
        ("127.0.0.1", ["unknown"], "127.0.0.1"),
        ("::1", ["[2001:db8:1:2:3::4]:443"], "2001:db8:1:2::/64"),
        ("::ffff:127.0.0.1", ["198.51.100.1:5000"], "198.51.100.1"),
        (None, ["198.51.100.1"], "unknown"),
    ],
)
def test_whose_request_it_is(peer: str | None, forwarded: list[str], client: str) -> None:
    """The first address from the right that is no proxy of ours."""
    assert guarding.client(peer, forwarded, LOCAL) == client


@pytest.mark.parametrize(
    ("headers", "passes"),
    [
        ({}, True),
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site", "origin": "https://letters.example.org"}, False),
        ({"origin": "https://letters.example.org"}, True),
        ({"origin": "http://letters.example.org"}, False),
        ({"origin": "https://letters.example.org.evil.example"}, False),
        ({"origin": "null"}, False),
    ],
)
def test_whether_a_form_is_ours(headers: dict[str, str], passes: bool) -> None:
    """What a browser says of whence a form came."""
    assert guarding.own(headers, "https://Letters.example.org/path") is passes


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        ("", "en"),
        ("de", "de"),
        ("de-AT", "de"),
        ("pt-BR, pt;q=0.9", "pt-BR"),
        ("PT-br", "pt-BR"),
        ("xx, de;q=0.1", "de"),
        ("en;q=0.1, de;q=0.9", "de"),
        ("de;q=0, fr", "fr"),
        ("*, de", "en"),
        ("de;q=x", "en"),
        (",;,;q=1,,", "en"),
        ("a" * 10_000, "en"),
    ],
)
def test_the_readers_language(accepted: str, chosen: str) -> None:
    """The heaviest that is ours, the first of equals."""
    assert guarding.preferred(accepted, ["de", "en", "fr", "pt-BR"], "en") == chosen


def test_a_limit() -> None:
    """So many at once, then one each so often; another client's are its own; what is only looked at costs nothing."""
    limit = guarding.Limit(burst=3, every=10)
    assert [limit.wait("a", 0) for _ in range(3)] == [0, 0, 0]
    assert limit.wait("a", 0) == 10
    assert limit.wait("b", 0) == 0
    assert limit.wait("a", 9) == 1
    assert limit.wait("a", 10) == 0
    assert limit.wait("a", 10) == 10
    assert limit.wait("a", 1000, take=False) == 0
    assert [limit.wait("a", 1000) for _ in range(4)] == [0, 0, 0, 10]


def test_a_limit_forgets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory is bounded, however many clients there are."""
    monkeypatch.setattr(guarding, "_KEPT", 100)
    limit = guarding.Limit(burst=1, every=10)
    for number in range(1000):
        assert limit.wait(str(number), 0) == 0
        assert len(limit._full) <= 100
    assert limit.wait("999", 0) > 0  # the newest are those that are kept
