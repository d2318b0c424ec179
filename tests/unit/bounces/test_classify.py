"""Hard, soft or blocked."""

from __future__ import annotations

import pytest

from digest.bounces.classify import failure, verdict


@pytest.mark.parametrize(
    ("status", "code", "words", "wanted"),
    [
        ("5.1.1", 550, "user unknown", "hard"),
        ("5.1.1", None, "", "hard"),
        ("5.1.2", None, "", "hard"),
        ("5.1.3", None, "", "hard"),
        ("5.1.6", None, "", "hard"),
        ("5.2.1", None, "mailbox disabled", "hard"),
        ("5.4.4", None, "", "hard"),
        ("", 551, "", "hard"),
        ("", 556, "", "hard"),
        ("", 550, "no such user", "hard"),
        ("5.0.0", 550, "Mailbox unavailable", "hard"),
        ("5.2.2", 552, "", "soft"),
        ("4.2.2", 452, "", "soft"),
        ("", 552, "", "soft"),
        ("5.1.1", 550, "mailbox is full", "soft"),
        ("5.3.4", 552, "too large", "soft"),
        ("4.4.7", None, "user unknown", "soft"),
        ("", 450, "user unknown", "soft"),
        ("", 550, "computer says no", "soft"),
        ("", None, "", "soft"),
        ("5.6.1", None, "", "soft"),
        ("5.7.1", 554, "", "blocked"),
        ("5.7.26", 550, "DMARC", "blocked"),
        ("", 554, "blocked using bl.example", "blocked"),
        ("", 550, "SPF check failed", "blocked"),
        ("5.1.8", 550, "Sender address rejected: Domain not found", "blocked"),
        ("", 550, "Sender verify failed: no such user", "blocked"),
        ("5.4.1", 550, "Recipient address rejected: Access denied", "hard"),
        ("5.7.1", 550, "Recipient address rejected: user unknown", "hard"),
    ],
)
def test_codes_decide_where_they_are_exact_and_words_where_not(
    status: str, code: int | None, words: str, wanted: str
) -> None:
    """A mailbox that is not there is hard, one that may take mail again soft, a policy says nothing of the mailbox."""
    assert verdict(status, code, words) == wanted


def test_codes_are_found_in_the_words() -> None:
    """An exact status inside the words stands above a vague one beside them."""
    found = failure("bo@example.net", "5.0.0", "smtp; 550-5.1.1 not here")
    assert (found.status, found.code, found.verdict) == ("5.1.1", 550, "hard")


@pytest.mark.parametrize("words", ["10.5.1.1 is up", "version 5.1.1.2", "500 MB", "a house number 4501", "1.550 m"])
def test_other_numbers_are_no_codes(words: str) -> None:
    """Addresses of machines, versions and sizes are not read as codes."""
    found = failure("bo@example.net", "", words)
    assert (found.status, found.code) == ("", None)


def test_a_note_is_one_line_and_short() -> None:
    """What a server wrote is kept on one line, without what cannot be seen."""
    found = failure("bo@example.net", "5.1.1", "550 no\r\n\x1b[31m" + "such " * 500)
    assert len(found.note) <= 300
    assert found.note.isprintable()
