"""Other languages: sentences as newsrooms write them, a file a language, read on Tuesday 1 April 2025."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from digest.dates import find

TUESDAY = date(2025, 4, 1)
FILES = sorted((Path(__file__).parent / "phrases").glob("*.txt"))
LANGUAGES = [file.stem for file in FILES]


def phrases(file: Path) -> Iterator[tuple[str, str, str, str]]:
    """Of each line: the language, the sentence, its date, the days that it means."""
    for line in file.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            text, expression, days = line.split(" | ")
            yield file.stem, text, expression, days


@pytest.mark.parametrize(("lang", "text", "expression", "days"), [one for file in FILES for one in phrases(file)])
def test_common_phrases_are_read(lang: str, text: str, expression: str, days: str) -> None:
    """Each language has its own months, weekdays, common forms and tense; the sentence holds one date and no other."""
    found = find(text, published=TUESDAY, lang=lang)
    meant = ["vague" if d.vague else str(d.first) if d.first == d.last else f"{d.first}..{d.last}" for d in found]
    assert ([text[d.start : d.end] for d in found], meant) == ([expression], [days])


def test_every_language_has_phrases_enough() -> None:
    """Twenty-five at least; English has files of tests of its own."""
    assert LANGUAGES == ["de", "es", "fr", "it", "pt", "tr"]
    assert min(len(list(phrases(file))) for file in FILES) >= 25


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("de", "Rund 2000 Menschen kamen."),
        ("de", "Jeden Freitag gibt es Fisch."),
        ("de", "Die Strecke ist 1900 Kilometer lang."),
        ("de", "Sie wurde Zweite, er kam auf Platz 3."),
        ("de", "Der Band 2.3. fehlt im Regal."),
        ("de", "Sie sprach mit Mai Nguyen über ihr Buch."),
        ("fr", "Environ 2000 personnes sont venues."),
        ("fr", "La sonde vise Mars et ses lunes."),
        ("fr", "Tous les lundis, le marché ouvre."),
        ("fr", "Il avait été élu sans mal."),
        ("es", "Unas 2000 personas vinieron a las ocho de la mañana."),
        ("es", "Cada lunes abre el mercado."),
        ("es", "Fue la segunda vez en su carrera."),
        ("it", "Circa 2000 persone sono venute."),
        ("it", "Ogni lunedì apre il mercato."),
        ("it", "È stata la seconda volta."),
        ("pt", "Cerca de 2000 pessoas vieram."),
        ("pt", "Foi a segunda vez e a terça parte."),
        ("pt", "O time avançou na segunda fase e caiu na quarta rodada."),
        ("pt", "Toda segunda-feira abre o mercado."),
        ("tr", "Yaklaşık 2000 kişi geldi."),
        ("tr", "Semt pazar alışverişine hazırlanıyor."),
        ("tr", "Her cuma pazar kurulur."),
        ("tr", "Kayıp bilet 197 gün sonra ortaya çıktı."),
        ("tr", "Ekim alanı genişledi."),
    ],
)
def test_counts_habits_and_names_are_left(lang: str, text: str) -> None:
    """What only looks like a date is none in any language."""
    assert find(text, published=TUESDAY, lang=lang) == ()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_date_in_figures_is_day_first(lang: str) -> None:
    """Outside English 9/5/2025 is of May."""
    assert find("9/5/2025", published=TUESDAY, lang=lang)[0].first == date(2025, 5, 9)


@pytest.mark.parametrize(
    ("lang", "past", "future"),
    [
        ("de", "Der Rat hat am Freitag entschieden.", "Der Rat wird am Freitag entscheiden."),
        ("fr", "Le conseil a tranché vendredi.", "Le conseil tranchera vendredi."),
        ("es", "El consejo decidió el viernes.", "El consejo decidirá el viernes."),
        ("it", "Il consiglio ha deciso venerdì.", "Il consiglio deciderà venerdì."),
        ("pt", "O conselho decidiu na sexta-feira.", "O conselho decidirá na sexta-feira."),
        ("tr", "Kurul cuma günü karar verdi.", "Kurul cuma günü karar verecek."),
    ],
)
def test_a_weekday_lies_on_the_side_its_clause_points_to(lang: str, past: str, future: str) -> None:
    """As in English: on a Tuesday, Friday is four days ago or in three."""
    assert [one.first for one in find(past, published=TUESDAY, lang=lang)] == [date(2025, 3, 28)]
    assert [one.first for one in find(future, published=TUESDAY, lang=lang)] == [date(2025, 4, 4)]
