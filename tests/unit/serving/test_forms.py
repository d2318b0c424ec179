"""Forms as they arrive."""

from __future__ import annotations

import pytest

from digest.errors import DataError
from digest.messages.addresses import canonical
from digest.serving import forms

SECTIONS = ("Town", "Sea")
LANGUAGES = {"en": "English", "de": "Deutsch"}
URLENCODED = "application/x-www-form-urlencoded"


def filled(text: str, **more: object) -> forms.Filled:
    typed = forms.fields(text.encode(), URLENCODED)
    return forms.filled(typed, sections=SECTIONS, languages=LANGUAGES, **more)  # type: ignore[arg-type]  # each test's own


def test_both_kinds_of_form() -> None:
    """What RFC 8058 §3.2 lets a provider send: either kind holds the same fields."""
    parts = b'--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'
    one = {"List-Unsubscribe": ("One-Click",)}
    assert forms.fields(parts, "multipart/form-data; boundary=x") == one
    assert forms.fields(b"List-Unsubscribe=One-Click", URLENCODED) == one
    assert forms.fields(b"List-Unsubscribe=One-Click", f"{URLENCODED}; charset=utf-8") == one


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\xff\xfe=\x00", URLENCODED),
        (b"&".join(b"a=1" for _ in range(5000)), URLENCODED),
        (b"--x\r\nnonsense", "multipart/form-data"),
        (b"--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--", "multipart/form-data; boundary=x"),
        (b"--x\r\n" * 2000, "multipart/form-data; boundary=x"),
        (b"{}", "application/json"),
        (b"a=1", "multipart/form-data; boundary=\r\nSubject: x"),
        (b"a", "\xe9\x00;;;="),
    ],
)
def test_what_is_no_form(body: bytes, kind: str) -> None:
    """Whatever was sent, nothing is raised, and no field is made up."""
    assert "List-Unsubscribe" not in forms.fields(body, kind)


def test_wishes() -> None:
    """Every field is read; sections are asked as those wanted, and kept as those left out."""
    wishes = filled(
        "name=Ann&rhythm=weekly&language=de&timezone=Europe/Oslo&hour=7&asks=section&section=Sea",
        without=("Town", "Of another day"),
    ).wishes
    assert (wishes.name, wishes.rhythm, wishes.language, wishes.timezone) == ("Ann", "weekly", "de", "Europe/Oslo")
    assert (wishes.hour, wishes.hours) == (7, True)
    assert wishes.without == ("Town", "Of another day")


def test_nothing_is_left_out_by_a_form_that_does_not_ask() -> None:
    """A form without sections, or with an empty hour, is no wish to lose them."""
    wishes = filled("name=").wishes
    assert (wishes.without, wishes.rhythm, wishes.language, wishes.timezone, wishes.hours) == (
        None,
        None,
        None,
        None,
        False,
    )
    assert filled("hour=").wishes.hours


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("name=" + "x" * 61, "name"),
        ("name=see+https://spam.example", "name"),
        ("name=WWW.spam.example", "name"),
        ("language=xx", "language"),
        ("rhythm=hourly", "rhythm"),
        ("timezone=Atlantis/Deep", "timezone"),
        ("timezone=../../etc/passwd", "timezone"),
        ("hour=24", "hour"),
        ("hour=-1", "hour"),
        ("hour=%D9%A7", "hour"),
    ],
)
def test_faults_are_told_beside_what_was_typed(text: str, fault: str) -> None:
    """Each field at fault is named, its wish is not taken, and what was typed is there to be shown again."""
    made = filled(text)
    assert made.faults == {fault}
    assert made.first(fault) == forms.first(made.typed, fault) != ""
    assert fault not in ("name",) or made.wishes.name == ""


@pytest.mark.parametrize(
    "typed",
    ["", "nobody", "a@b@c", "a b@example.org", "a@example.org%0d%0aBcc:x@example.org", "a@-", "<a@example.org>"],
)
def test_an_address_that_is_none(typed: str) -> None:
    """Nothing that could be taken for two, or end a header field."""
    with pytest.raises(DataError):
        canonical(forms.first(forms.fields(f"x={typed}".encode(), URLENCODED), "x"))
    assert filled(f"address={typed}", address=canonical).faults == {"address"}


def test_an_address_of_a_domain_without_a_dot() -> None:
    """It is a slip, or of the operator's own network: a letter to it would only come back."""
    assert filled("address=reader@web", address=canonical).faults == {"address"}
    assert filled("address=reader@web.example", address=canonical).faults == set()


@pytest.mark.parametrize(
    ("typed", "zone"),
    [("Europe/Paris", "Europe/Paris"), ("paris", "Europe/Paris"), ("New+York", "America/New_York"), ("utc", "UTC")],
)
def test_a_zone_may_be_a_city(typed: str, zone: str) -> None:
    """People know where they live, not how a database spells it."""
    made = filled(f"timezone={typed}")
    assert (made.faults, made.wishes.timezone) == (set(), zone)


def test_a_name_is_one_line() -> None:
    """Control characters and line ends never reach a header or a page."""
    assert filled("name=Ann%0d%0aBcc%3a%00%e2%80%8b+x").wishes.name == "Ann Bcc: x"


def test_zones_are_places() -> None:
    """The list that is offered holds each place once, and no alias like "EST"."""
    zones = forms.timezones()
    assert len(zones) == len(set(zones)) > 300
    assert {"UTC", "Europe/Istanbul", "America/Argentina/Buenos_Aires"} < set(zones)
    assert "EST" not in zones
