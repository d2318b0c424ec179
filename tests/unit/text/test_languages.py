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


@pytest.mark.parametrize(
    "headline",
    [
        "Harbour Council Votes Down Lindqvist Bridge Plan | City News",
        "Kraftner founder Florian Weber dies at 81",
        "Mayor Okonkwo slams Senator Balogun over ferry",
        "Evening News Express: May 3, 2031 [HD]",
        "Morning Desk | Radio North (14 May 2031) Part 2",
    ],
)
@pytest.mark.parametrize("hint", ["en", None])
def test_a_headline_of_names_is_no_proof(headline: str, hint: str | None) -> None:
    """Names belong to no language: what is expected stands unless another language is plainly likelier."""
    assert language(headline, hint) == "en"


def test_a_headline_in_another_language_is_told() -> None:
    """Also where the source says nothing, or calls itself English."""
    headline = "Mga mangingisda sa lumang daungan, nanawagan ng tulong sa pamahalaan matapos ang bagyo"
    assert language(headline) == "tl"
    assert language(headline, "en") == "tl"


def test_what_a_source_calls_its_language_keeps_its_name() -> None:
    """The model has other tags for some: "nb" is its "no", "fil" its "tl"."""
    text = "Bystyret vedtok tirsdag å bygge en ny bro over den gamle havnen, melder avisen på nettet."
    assert language(text, "nb") == "nb"
    assert language(text, "gsw") == "gsw"


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
