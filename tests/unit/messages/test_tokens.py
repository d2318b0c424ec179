"""Tokens in links: what holds, what does not and why, and what a token gives away."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest

from digest.messages.tokens import LIFETIMES, Purpose, Refused, Token, Tokens

NOW = datetime(2026, 5, 5, 7, tzinfo=UTC)
KEY = b"k" * 32
WHO = "reader@example.org"
PURPOSES: tuple[Purpose, ...] = ("unsubscribe", "preferences", "confirm", "form")


def signed(purpose: Purpose, who: str = WHO, at: datetime = NOW) -> str:
    return Tokens(KEY).sign(purpose, who, at=at)


@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_token_says_who_and_what_for(purpose: Purpose) -> None:
    """What is signed is read again, with its moment where the purpose ends."""
    at = NOW if purpose in LIFETIMES else None
    assert Tokens(KEY).read(signed(purpose), purpose, now=NOW) == Token(purpose, WHO, at)


def test_a_form_is_nobodys() -> None:
    """A token without a person is read without one."""
    assert Tokens(KEY).read(Tokens(KEY).sign("form", at=NOW), "form", now=NOW) == Token("form", "", NOW)


@pytest.mark.parametrize("purpose", PURPOSES)
def test_one_purpose_is_not_another(purpose: Purpose) -> None:
    """A token for one purpose, put into the place of another's, is ours and refused."""
    for other in PURPOSES:
        if other != purpose:
            assert Tokens(KEY).read(signed(purpose), other, now=NOW) == Refused("wrong purpose")


@pytest.mark.parametrize("purpose", PURPOSES)
def test_an_altered_token_is_refused(purpose: Purpose) -> None:
    """Whichever character is changed, and to whatever, the token no longer holds."""
    token = signed(purpose)
    for at in range(len(token)):
        for character in "Aa0-_.":
            altered = token[:at] + character + token[at + 1 :]
            if altered != token:
                found = Tokens(KEY).read(altered, purpose, now=NOW)
                assert isinstance(found, Refused)
                assert found.fault in ("broken", "forged")


def test_another_publications_token_is_forged() -> None:
    """A token under another key has a signature, and not ours."""
    token = Tokens(b"x" * 32).sign("unsubscribe", WHO)
    assert Tokens(KEY).read(token, "unsubscribe", now=NOW) == Refused("forged")


@pytest.mark.parametrize(
    "token", ["", ".", "a", "a.b", "é.é", "x" * 5000, "x." + "A" * 22 + "\n", "..", "%00", "a.b.c.d", "\ud800.a"]
)
def test_what_was_never_a_token_is_refused(token: str) -> None:
    """Whatever a scanner asks for is refused and nothing is raised."""
    for purpose in PURPOSES:
        found = Tokens(KEY).read(token, purpose, now=NOW)
        assert isinstance(found, Refused)
        assert found.fault in ("broken", "forged")


def test_a_token_cut_off_is_broken() -> None:
    """A link that a mail program wrapped holds at no length."""
    token = signed("unsubscribe")
    for length in range(len(token)):
        found = Tokens(KEY).read(token[:length], "unsubscribe", now=NOW)
        assert isinstance(found, Refused)
        assert found.fault == "broken"


def test_a_lower_cased_token_is_refused() -> None:
    """A mail program that lower-cases links makes them hold for nobody, never for somebody else."""
    for number in range(50):
        token = Tokens(KEY).sign("unsubscribe", f"reader{number}@example.org").lower()
        assert isinstance(Tokens(KEY).read(token, "unsubscribe", now=NOW), Refused)


def test_a_confirmation_ends_and_the_way_out_does_not() -> None:
    """A confirm token holds for seven days to the second; unsubscribe and preferences hold for ever."""
    tokens = Tokens(KEY)
    week, later = NOW + timedelta(days=7), NOW + timedelta(days=7, seconds=1)
    assert tokens.read(signed("confirm"), "confirm", now=week) == Token("confirm", WHO, NOW)
    assert tokens.read(signed("confirm"), "confirm", now=later) == Refused("expired")
    for purpose in ("unsubscribe", "preferences"):
        assert tokens.read(signed(purpose), purpose, now=NOW + timedelta(days=9000)) == Token(purpose, WHO)


def test_an_expired_token_for_something_else_is_not_called_expired() -> None:
    """What a token is for comes before how old it is."""
    found = Tokens(KEY).read(signed("confirm"), "unsubscribe", now=NOW + timedelta(days=30))
    assert found == Refused("wrong purpose")


def test_a_purpose_that_ends_needs_a_moment() -> None:
    """A confirm token without a moment would never end."""
    with pytest.raises(ValueError, match="moment"):
        Tokens(KEY).sign("confirm", WHO)


def test_the_same_token_each_time() -> None:
    """A message made twice has the same bytes, so its links do too."""
    assert signed("unsubscribe") == signed("unsubscribe")
    assert signed("confirm") != signed("confirm", at=NOW + timedelta(seconds=1))
    assert signed("unsubscribe") != signed("unsubscribe", who="other@example.org")


def test_a_token_gives_nobody_away() -> None:
    """No part of a token, as it stands or decoded, holds a part of the address."""
    token = signed("unsubscribe")
    decoded = b"".join(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in token.split("."))
    assert b"reader" not in decoded
    assert b"example" not in decoded
    assert "reader" not in token


def test_a_link_is_short_and_safe() -> None:
    """A link fits a line of mail for an ordinary address and host, of unreserved characters (RFC 3986 §2.3)."""
    link = Tokens(KEY).link("https://letters.example.org/", "unsubscribe", WHO)
    assert link == f"https://letters.example.org/u/{signed('unsubscribe')}"
    assert len(link) < 110
    assert all(c.isascii() and (c.isalnum() or c in "-_.") for c in signed("unsubscribe"))


def test_an_address_in_another_script() -> None:
    """Whatever an address is written in comes back."""
    who = "пример@xn--e1afmkfd.example"
    found = Tokens(KEY).read(Tokens(KEY).sign("preferences", who), "preferences", now=NOW)
    assert found == Token("preferences", who)
