"""What people ask for by mail, and what is for a person to read."""

from __future__ import annotations

import pytest

from digest import bounces


def asked(subject: str, body: str = "") -> tuple[str, str]:
    """What a mail asks for, and in which language."""
    found = bounces.read(f"From: Bo <bo@example.net>\nSubject: {subject}\n\n{body}\n".encode())
    return found.what, found.language


@pytest.mark.parametrize(
    ("subject", "language"),
    [
        ("unsubscribe", "en"),
        ("I want to unsubscribe, please", "en"),
        ("Please remove me from your mailing list", "en"),
        ("Newsletter abbestellen, bitte", "de"),
        ("Ich möchte mich abmelden", "de"),
        ("Je souhaite me désabonner", "fr"),
        ("DESINSCRIPTION", "fr"),
        ("Quiero darme de baja", "es"),
        ("Cancelar mi suscripción", "es"),
        ("ABONELİKTEN ÇIK", "tr"),
        ("ABONELIKTEN CIKMAK ISTIYORUM", "tr"),
        ("من فضلك إلغاء الاشتراك", "ar"),
        ("الغاء الاشتراك", "ar"),
    ],
)
def test_people_leave_in_their_own_words(subject: str, language: str) -> None:
    """In six languages, with or without accents, capitals and a please."""
    assert asked(subject) == ("unsubscribe", language)


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Do not unsubscribe me", ""),
        ("How to unsubscribe?", ""),
        ("Stop", ""),
        ("Leave", ""),
        ("Unsubscribe", "Before you do, let me tell you why. " * 20),
        ("Re: Harbour bridge closes", "unsubscribe\nis what my neighbour did, and she was wrong!"),
        ("Re: Harbour bridge closes", "Thank you.\n\n> unsubscribe"),
        ("Re: Harbour bridge closes", "subscribe"),
        ("confirm", ""),
    ],
)
def test_what_says_more_or_less_is_for_a_person(subject: str, body: str) -> None:
    """Sentences, questions and quotations ask a program for nothing."""
    assert asked(subject, body) == ("other", "")


def test_a_confirmation_is_taken_from_the_subject_alone() -> None:
    """A program that quotes our letter in its answer confirms nothing."""
    token = "abcdefghijklmnopqrst.abcdefghijklmnopqrst"
    assert asked(f"confirm {token}") == ("confirm", "en")
    assert asked("Re: Is it you?", f"confirm {token}") == ("other", "")
    assert asked("Re: Is it you?", f"unsubscribe {token}") == ("unsubscribe", "en")
