"""A server that leaves a reply out, or says one twice, shifts all that follow: none of those is taken for another's."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from rawmail import RawServer, Said, at, to
from test_smtp import ALL, Book, carry, outcomes

PLAIN = {"MAIL": b"250 OK\r\n", "RCPT": b"250 OK\r\n", ".": b"250 OK\r\n"}
CODED = {"MAIL": b"250 2.1.0 Ok\r\n", "RCPT": b"250 2.1.5 Ok\r\n", ".": b"250 2.0.0 Ok: queued as 4bJz\r\n"}
EXIM = {"MAIL": b"250 OK\r\n", "RCPT": b"250 Accepted\r\n", ".": b"250 OK id=1tDxyz-00\r\n"}


def speaks(words: dict[str, bytes], but: Callable[[Said], bytes | None]) -> Callable[[Said], bytes | None]:
    """A server of these words, which at times says something else."""

    def answer(said: Said) -> bytes | None:
        other = but(said)
        return words.get(said.verb) if other is None else other

    return answer


@pytest.mark.parametrize("words", [PLAIN, CODED, EXIM])
@pytest.mark.parametrize("nth", [1, 2])
def test_a_reply_left_out_is_nobodys_acceptance(words: dict[str, bytes], nth: int) -> None:
    """The message to whom nothing was said is in doubt, though 250 came: that was for the next sender."""
    server = RawServer(speaks(words, at(".", b"", nth=nth)))
    made = asyncio.run(carry(server, to("ann", "bob", "cid", "dee"), within=1.5, patience=1.5))
    assert [each.state for each in made] == ["unknown" if place == nth - 1 else "accepted" for place in range(4)]
    assert "it may have said nothing" in made[nth - 1].reply


@pytest.mark.parametrize("words", [PLAIN, CODED])
def test_a_reply_left_out_where_chunks_are_sent(words: dict[str, bytes]) -> None:
    """No 354 tells then, and the reply that is one too few does."""

    def lost(said: Said) -> bytes | None:
        if said.verb == "BDAT" and "LAST" in said.argument:
            return b"" if said.session == 1 and said.nth == 2 else words["."]
        return None

    server = RawServer(speaks(words, lost), extensions=("PIPELINING", "CHUNKING"))
    made = asyncio.run(carry(server, to("ann", "bob", "cid"), within=1.5, patience=1.5))
    assert [each.state for each in made] == ["unknown", "accepted", "accepted"]


def test_words_for_a_recipient_are_none_for_a_message_in_chunks() -> None:
    """A reply too many leaves as many as there should be: only its words tell."""

    def shifted(said: Said) -> bytes | None:
        last = said.verb == "BDAT" and "LAST" in said.argument
        return CODED["RCPT" if said.session == 1 and said.nth == 2 else "."] if last else None

    server = RawServer(speaks(CODED, shifted), extensions=("PIPELINING", "CHUNKING"))
    made = asyncio.run(carry(server, to("ann", "bob", "cid"), within=1.5))
    assert [each.state for each in made] == ["unknown", "accepted", "accepted"]


def test_a_reply_left_out_before_a_refusal_blames_nobody() -> None:
    """The refusal of the next recipient comes in the place of the sender's, who is not refused by it."""

    def but(said: Said) -> bytes | None:
        if said.session == 1 and said.verb == ".":
            return b""
        if said.verb == "RCPT" and "bob" in said.argument:
            return b"550 5.1.1 no such user\r\n"
        if said.verb == "DATA" and said.nth == 2 and said.session == 1:
            return b"503 5.5.1 no valid recipients\r\n"
        return None

    server = RawServer(speaks(PLAIN, but))
    made = asyncio.run(carry(server, to("ann", "bob", "cid"), within=1.5, patience=1.5))
    assert outcomes(made) == [("ann", "unknown", None), ("bob", "failed", 550), ("cid", "accepted", 250)]


def test_a_refusal_of_the_next_is_not_the_messages() -> None:
    """Were it, the message would go out a second time."""

    def but(said: Said) -> bytes | None:
        if said.session == 1 and said.verb == ".":
            return b""
        if said.session == 1 and said.nth == 2:
            return {"MAIL": b"451 later\r\n", "RCPT": b"503 no sender\r\n", "DATA": b"503 nobody\r\n"}.get(said.verb)
        return None

    made = asyncio.run(carry(RawServer(speaks(PLAIN, but)), to("ann", "bob"), within=1.5, patience=1.5))
    assert outcomes(made) == [("ann", "unknown", None), ("bob", "accepted", 250)]


def test_a_reply_said_twice_is_told_too() -> None:
    """The second stands in the next sender's place, and 354 does not come where it should."""
    server = RawServer(speaks(PLAIN, at(".", b"250 OK\r\n250 OK\r\n")))
    made = asyncio.run(carry(server, to("ann", "bob", "cid"), within=1.5))
    assert [each.state for each in made] == ["unknown", "accepted", "accepted"]


def test_a_server_that_goes_away_leaves_no_doubt_where_its_words_tell() -> None:
    """Closed between two messages: "queued" is said to no sender, and a bare OK may be."""
    for words, state in ((CODED, "accepted"), (EXIM, "accepted"), (PLAIN, "unknown")):
        server = RawServer(speaks(words, at("MAIL", b"421 enough for now\r\n", nth=2)))
        made = asyncio.run(carry(server, to("ann", "bob", "cid")))
        assert [each.state for each in made] == [state, "accepted", "accepted"]


def test_once_out_of_step_nothing_goes_ahead() -> None:
    """From then on each message has its reply before the next is offered; the ledger never says two things of one."""
    server, book = RawServer(speaks(PLAIN, at(".", b""))), Book()
    made = asyncio.run(carry(server, to("ann", "bob", "cid", "dee"), book=book, within=1.5))
    assert [each.state for each in made] == ["unknown", "accepted", "accepted", "accepted"]
    assert server.ahead[1:] == [0, 0, 0]
    assert [each.state for each in book.changes if each.recipient.startswith("ann")] == ["sending", "unknown"]


def test_a_server_in_step_is_believed() -> None:
    """Whatever its words."""
    for words in (PLAIN, CODED, EXIM):
        server = RawServer(speaks(words, lambda said: None))
        assert outcomes(asyncio.run(carry(server, to("ann", "bob", "cid")))) == ALL
        assert [bool(waiting) for waiting in server.ahead] == [True, True, False]
