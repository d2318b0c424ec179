"""What a request means, for everybody whom it may be about."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from digest.model import Subscriber, Suppression, SuppressionReason
from digest.serving import deciding
from digest.serving.asking import Change, Known
from digest.serving.deciding import Wishes

NOW = datetime(2026, 5, 5, 7, tzinfo=UTC)
WHO = "reader@example.org"
READER = Subscriber(address="Reader@example.org", name="Ann", state="active", without=("Sea",), hour=7)
FIRM: tuple[SuppressionReason, ...] = ("complaint", "hard_bounce", "manual")


def stopped(reason: SuppressionReason) -> Suppression:
    return Suppression(who=WHO, reason=reason, at=NOW - timedelta(days=9))


def known(subscriber: Subscriber | None = None, reason: SuppressionReason | None = None, letters: int = 0) -> Known:
    suppression = stopped(reason) if reason else None
    return Known(who=WHO, subscriber=subscriber, suppression=suppression, confirmations=letters)


def asked(about: Known) -> Change:
    return deciding.sign_up("Reader@example.org", Wishes(rhythm="weekly"), about, now=NOW)


def test_somebody_new_waits_for_their_own_word() -> None:
    """A row that waits, and a letter; nobody is mailed issues by another's form."""
    made = asked(known())
    assert made.letter == "confirm"
    assert made.put == Subscriber(
        address="Reader@example.org", state="pending", rhythm="weekly", origin="form", joined=NOW
    )
    assert made.suppress is None
    assert not made.lift


@pytest.mark.parametrize("reason", FIRM)
@pytest.mark.parametrize("state", ["pending", "active", "unsubscribed", None])
def test_a_firm_no_is_not_undone_by_a_form(reason: SuppressionReason, state: str | None) -> None:
    """Whoever complained or bounced gets no letter, and confirming an old one changes nothing."""
    about = known(replace(READER, state=state) if state else None, reason)
    assert asked(about) == Change(who=WHO)
    assert deciding.standing(about) == "barred"
    assert deciding.confirm(about, welcome=True, now=NOW) == Change(who=WHO)


def test_a_subscriber_is_asked_nothing() -> None:
    """Who is on the list is not changed by a form that anybody may have sent: no preference, no letter."""
    assert asked(known(READER)) == Change(who=WHO)


def test_letters_a_day() -> None:
    """Three letters a day to one address, and the fourth form does nothing."""
    assert asked(known(letters=deciding.CONFIRMATIONS - 1)).letter == "confirm"
    assert asked(known(letters=deciding.CONFIRMATIONS)) == Change(who=WHO)


def test_who_left_may_ask_again() -> None:
    """They wait, suppressed as they are, until they confirm; that lifts it."""
    made = asked(known(replace(READER, state="unsubscribed"), "unsubscribed"))
    assert made.letter == "confirm"
    assert not made.lift
    assert made.put is not None
    assert made.put.state == "pending"
    assert made.put.without == ("Sea",)  # what they chose stays
    confirmed = deciding.confirm(known(made.put, "unsubscribed"), welcome=True, now=NOW)
    assert confirmed.lift
    assert confirmed.put == replace(made.put, state="active", confirmed=NOW)


@pytest.mark.parametrize(
    ("about", "stands"),
    [
        (known(replace(READER, state="pending")), "asked"),
        (known(READER), "already"),
        (known(replace(READER, state="unsubscribed"), "unsubscribed"), "left"),
        (known(replace(READER, state="unsubscribed")), "left"),
        (known(READER, "unsubscribed"), "left"),
        (known(None, "unsubscribed"), "left"),
        (known(None), "unknown"),
    ],
)
def test_a_letter_holds_for_who_waits_alone(about: Known, stands: str) -> None:
    """Only somebody who waits can confirm; an old letter brings back nobody who left, and makes nobody."""
    assert deciding.standing(about) == stands
    changed = deciding.confirm(about, welcome=True, now=NOW) != Change(who=WHO)
    assert changed == (stands == "asked")


def test_no_welcome_where_none_is_wanted() -> None:
    """``mail.welcome: false``."""
    about = known(replace(READER, state="pending"))
    assert deciding.confirm(about, welcome=False, now=NOW).letter is None
    assert deciding.confirm(about, welcome=True, now=NOW).letter == "welcome"


@pytest.mark.parametrize("state", ["pending", "active"])
def test_leaving(state: str) -> None:
    """The row says so, and a suppression that outlives it; with how it came about, and never a second time."""
    made = deciding.leave(known(replace(READER, state=state)), how="one click", now=NOW)
    assert made.suppress == Suppression(who=WHO, reason="unsubscribed", at=NOW, note="one click")
    assert made.put == replace(READER, state="unsubscribed")
    again = deciding.leave(known(made.put, "unsubscribed"), how="one click", now=NOW)
    assert (again.suppress, again.put, again.letter) == (None, None, None)


def test_leaving_an_unknown_list() -> None:
    """Whom the list does not know is suppressed all the same; who complained keeps that reason."""
    assert deciding.leave(known(), how="x", now=NOW).suppress is not None
    assert deciding.leave(known(), how="x", now=NOW).put is None
    made = deciding.leave(known(READER, "complaint"), how="x", now=NOW)
    assert made.suppress is None
    assert made.put is not None


def test_what_a_form_did_not_ask_for_stays() -> None:
    """Preferences that the form had no field for are kept; an empty field is an answer."""
    kept = deciding.change(known(READER), Wishes(name="Ann"))
    assert kept.put is None  # nothing new
    made = deciding.change(known(READER), Wishes(name="", without=(), hours=True, hour=None, language="de"))
    assert made.put == replace(READER, name="", without=(), hour=None, language="de")
    assert made.what == "changed"


@pytest.mark.parametrize(
    "about", [known(), known(replace(READER, state="pending")), known(READER, "unsubscribed"), known(READER, "manual")]
)
def test_only_a_subscriber_has_preferences(about: Known) -> None:
    """The link of an old mail changes nothing for who is not mailed."""
    assert deciding.change(about, Wishes(name="x")) == Change(who=WHO)


def test_a_link_of_preferences_gets_a_letter_and_no_more() -> None:
    """Whoever asks what is known: three a day go to the address itself, and none where no mail may go."""
    left: SuppressionReason = "unsubscribed"
    for person, reason in ((READER, None), (replace(READER, state="unsubscribed"), left)):
        listed = Known(who=WHO, subscriber=person, listed=True, suppression=stopped(reason) if reason else None)
        assert deciding.ask(listed, 2) == Change(who=WHO, what="asked what is known", letter="data")
        assert deciding.ask(listed, 3) == Change(who=WHO)
    assert deciding.ask(known(READER), 0).put == READER  # whom feeds.yml names has a row from now on
    assert deciding.ask(known(READER, "complaint"), 0) == Change(who=WHO)
    assert deciding.ask(known(), 0) == Change(who=WHO)
