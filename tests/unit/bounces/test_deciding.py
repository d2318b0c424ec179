"""What is done about a mail, and what only on a proof."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from digest.bounces.deciding import AGAIN, Person, Proof, decide
from digest.bounces.reading import Failure, Reading
from digest.model import Subscriber, Suppression, SuppressionReason

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
NOBODY = Person(who="stranger@example.com")
BO = Person(who="bo@example.net", subscriber=Subscriber(address="bo@example.net"))
PROOF = Proof(person=BO, issue=12)


def suppressed(reason: SuppressionReason, state: str = "active") -> Person:
    """Bo, to whom mail has stopped."""
    held = Subscriber(address="bo@example.net", state=state)  # type: ignore[arg-type]  # of a test's own making
    return Person(who=BO.who, subscriber=held, suppression=Suppression(who=BO.who, reason=reason, at=NOW))


def failed(verdict: str, recipient: str = "bo@example.net") -> Failure:
    """A failure of that kind."""
    return Failure(recipient=recipient, verdict=verdict, status="5.1.1", note="said no")  # type: ignore[arg-type]


def bounce(*failures: Failure) -> Reading:
    """A report of these failures."""
    return Reading(what="bounce", failures=failures)


@pytest.mark.parametrize(("verdict", "does"), [("hard", "suppress"), ("soft", "count"), ("blocked", "keep")])
def test_a_proved_bounce_is_kept_and_only_a_hard_one_stops_mail(verdict: str, does: str) -> None:
    """Each is kept with its issue; a soft one is counted, a blocked one is noted."""
    made = decide(bounce(failed(verdict)), proof=PROOF, asks=None, writer=NOBODY, known=(), now=NOW)
    assert made.does == does
    assert made.bounce is not None
    assert (made.bounce.who, made.bounce.kind, made.bounce.issue) == ("bo@example.net", verdict, 12)
    assert (made.suppression is not None) == (verdict == "hard")


def test_a_bounce_without_a_proof_stops_nothing() -> None:
    """About somebody of ours it is left for the operator, about anybody else it is nothing."""
    for known, does in ((("bo@example.net",), "leave"), ((), "ignore")):
        made = decide(bounce(failed("hard")), proof=None, asks=None, writer=BO, known=known, now=NOW)
        assert (made.does, made.bounce, made.suppression) == (does, None, None)


def test_of_several_failures_the_persons_own_counts_else_the_mildest() -> None:
    """Where mail went on to several others, one of them may have got it."""
    both = bounce(failed("hard", "x@example.com"), failed("soft", "y@example.com"))
    assert decide(both, proof=PROOF, asks=None, writer=NOBODY, known=(), now=NOW).does == "count"
    own = bounce(failed("soft", "y@example.com"), failed("hard"))
    assert decide(own, proof=PROOF, asks=None, writer=NOBODY, known=(), now=NOW).does == "suppress"


def test_a_complaint_stops_mail_on_a_proof_alone() -> None:
    """Its reason outlives every sign-up."""
    reading = Reading(what="complaint", failures=(failed("hard"),))
    made = decide(reading, proof=PROOF, asks=None, writer=NOBODY, known=(), now=NOW)
    assert made.suppression is not None
    assert (made.does, made.suppression.reason) == ("suppress", "complaint")
    assert decide(reading, proof=None, asks=None, writer=BO, known=(BO.who,), now=NOW).does == "leave"


def test_who_leaves_is_named_by_the_token_then_by_their_address_then_by_what_they_quote() -> None:
    """A token says who, whoever sends it."""
    reading = Reading(what="unsubscribe", sender="cy@example.net")
    cy = Person(who="cy@example.net", subscriber=Subscriber(address="cy@example.net"))
    assert decide(reading, proof=None, asks=BO, writer=cy, known=(), now=NOW).who == "bo@example.net"
    assert decide(reading, proof=PROOF, asks=None, writer=cy, known=(), now=NOW).who == "cy@example.net"
    assert decide(reading, proof=PROOF, asks=None, writer=NOBODY, known=(), now=NOW).who == "bo@example.net"
    made = decide(reading, proof=None, asks=BO, writer=NOBODY, known=(), now=NOW)
    assert made.suppression is not None
    assert made.put is not None
    assert (made.suppression.reason, made.put.state) == ("unsubscribed", "unsubscribed")


def test_who_is_not_on_the_list_or_has_left_leaves_nothing() -> None:
    """A stranger's wish is for the operator to read; the second of the same is nothing new."""
    reading = Reading(what="unsubscribe", sender="stranger@example.com")
    assert decide(reading, proof=None, asks=None, writer=NOBODY, known=(), now=NOW).does == "leave"
    gone = suppressed("unsubscribed", "unsubscribed")
    assert decide(reading, proof=None, asks=None, writer=gone, known=(), now=NOW).does == "ignore"


def test_who_asks_for_mail_gets_one_letter_to_confirm_a_day() -> None:
    """They are pending until they confirm, in the language they asked in; nothing is sent to who is on the list."""
    reading = Reading(what="subscribe", sender="ed@example.net", name="Ed", language="tr")
    ed = Person(who="ed@example.net")
    made = decide(reading, proof=None, asks=None, writer=ed, known=(), now=NOW)
    assert made.does == "confirm"
    assert made.put == Subscriber(
        address="ed@example.net", name="Ed", state="pending", origin="mail", joined=NOW, language="tr"
    )
    waiting = Person(who=ed.who, subscriber=made.put)
    assert decide(reading, proof=None, asks=None, writer=waiting, known=(), now=NOW).does == "ignore"
    later = NOW + AGAIN + timedelta(minutes=1)
    assert decide(reading, proof=None, asks=None, writer=waiting, known=(), now=later).does == "confirm"
    assert decide(reading, proof=None, asks=None, writer=BO, known=(), now=NOW).does == "ignore"


@pytest.mark.parametrize("reason", ["complaint", "hard_bounce", "manual"])
def test_a_firm_suppression_is_the_operators_to_lift(reason: SuppressionReason) -> None:
    """Neither a wish by mail nor a confirmation lifts it, and no letter goes out."""
    for what in ("subscribe", "confirm"):
        reading = Reading(what=what, sender="bo@example.net")  # type: ignore[arg-type]  # both are known
        held = suppressed(reason, "pending")
        assert decide(reading, proof=None, asks=held, writer=held, known=(), now=NOW).does == "leave"


def test_who_left_and_asks_again_is_asked_to_confirm() -> None:
    """What they took back themselves they may ask for again."""
    reading = Reading(what="subscribe", sender="bo@example.net")
    gone = suppressed("unsubscribed", "unsubscribed")
    assert decide(reading, proof=None, asks=None, writer=gone, known=(), now=NOW).does == "confirm"


def test_a_confirmation_counts_for_who_waits_for_it() -> None:
    """An old letter brings nobody back who has left since, and no token of nobody's puts anybody on the list."""
    reading = Reading(what="confirm", token="t", sender="bo@example.net")
    pending = Person(who=BO.who, subscriber=Subscriber(address="bo@example.net", state="pending"))
    made = decide(reading, proof=None, asks=pending, writer=pending, known=(), now=NOW)
    assert made.put is not None
    assert (made.does, made.put.state, made.put.confirmed) == ("join", "active", NOW)
    gone = suppressed("unsubscribed", "unsubscribed")
    assert decide(reading, proof=None, asks=gone, writer=gone, known=(), now=NOW).does == "ignore"
    assert decide(reading, proof=None, asks=None, writer=pending, known=(), now=NOW).does == "leave"


def test_a_program_that_asks_for_mail_gets_none() -> None:
    """No letter answers what a program wrote."""
    reading = Reading(what="subscribe", sender="ed@example.net", automatic=True)
    made = decide(reading, proof=None, asks=None, writer=Person(who="ed@example.net"), known=(), now=NOW)
    assert made.does == "ignore"


@pytest.mark.parametrize(
    ("what", "does"), [("notice", "ignore"), ("auto-reply", "ignore"), ("challenge", "ignore"), ("other", "leave")]
)
def test_nothing_is_done_about_the_rest(what: str, does: str) -> None:
    """Answers of programs are passed over; what people write is left for people."""
    made = decide(Reading(what=what), proof=PROOF, asks=None, writer=BO, known=(), now=NOW)  # type: ignore[arg-type]
    assert (made.does, made.bounce, made.put) == (does, None, None)
