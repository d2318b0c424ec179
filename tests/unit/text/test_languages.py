"""Which language a text is in."""

import subprocess
import sys

import pytest

from digest.text import direction, language


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Council approves the new bridge\nThe council has approved a bridge for the old harbour.", "en"),
        ("Der Stadtrat hat am Dienstag den Bau einer neuen Brücke im alten Hafen beschlossen.", "de"),
        ("Le conseil municipal a approuvé mardi la construction d'un nouveau pont dans le vieux port.", "fr"),
        ("El ayuntamiento aprobó el martes la construcción de un nuevo puente en el puerto viejo.", "es"),
        ("Belediye meclisi salı günü eski limanda yeni bir köprü yapılmasını onayladı.", "tr"),
        ("市議会は火曜日に新しい橋の建設を承認した", "ja"),
        ("시의회는 화요일에 새 다리 건설을 승인했다", "ko"),
        ("Городской совет во вторник одобрил строительство нового моста в старой гавани.", "ru"),
        ("وافق مجلس المدينة يوم الثلاثاء على بناء جسر جديد في الميناء القديم", "ar"),
    ],
)
def test_a_text_tells_its_language(text: str, expected: str) -> None:
    """Headline and text together."""
    assert language(text) == expected


def test_a_wrong_hint_does_not_beat_a_long_text() -> None:
    """Many feeds say "en" whatever they write."""
    assert language("Der Stadtrat hat am Dienstag den Bau einer neuen Brücke im alten Hafen beschlossen.", "en") == "de"


def test_short_texts_trust_the_hint() -> None:
    """A few words prove nothing."""
    assert language("Hafen", "de-AT") == "de"
    assert language("Hafen") == "en"
    assert language("", None) == "en"
    assert language("12 34 56", "not a language") == "en"


def test_english_news_never_loads_the_model() -> None:
    """The model costs a second; running English is told at a glance."""
    code = (
        "import sys; from digest.text import language, sentences, stems\n"
        "text = 'The council has approved a bridge for the old harbour.'\n"
        "assert language(text) == 'en' and sentences(text) and stems(text)\n"
        "sys.exit(any(name in sys.modules for name in ('py3langid', 'sentencex', 'numpy', 'sumy', 'nltk')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("en", "ltr"),
        ("ar", "rtl"),
        ("he-IL", "rtl"),
        ("az-Arab-IR", "rtl"),
        ("ur-Latn", "ltr"),
        ("", "ltr"),
        ("FA", "rtl"),
    ],
)
def test_direction(lang: str, expected: str) -> None:
    """By script where the tag names one, else by language."""
    assert direction(lang) == expected
