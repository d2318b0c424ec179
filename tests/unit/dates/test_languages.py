"""Other languages: real phrases, read on Tuesday 1 April 2025."""

from __future__ import annotations

from datetime import date

import pytest

from digest.dates import find

TUESDAY = date(2025, 4, 1)

GERMAN = [
    ("Der Minister trat am Freitag zurück.", "Freitag", "2025-03-28"),
    ("Das Gesetz tritt am 1. Mai in Kraft.", "1. Mai", "2025-05-01"),
    ("Gewählt wird am Sonntag, dem 14. September 2025.", "Sonntag, dem 14. September 2025", "2025-09-14"),
    ("Die Messe läuft vom 3. bis 5. Mai.", "3. bis 5. Mai", "2025-05-03..2025-05-05"),
    ("Bis Ende des Jahres soll der Bau fertig sein.", "Ende des Jahres", "2025-12-01..2025-12-31"),
    ("Vor zwei Wochen brannte die Halle.", "Vor zwei Wochen", "2025-03-18"),
    ("In den kommenden Monaten könnte die Lage kippen.", "den kommenden Monaten", "vague"),
    ("Nächste Woche beginnt der Prozess.", "Nächste Woche", "2025-04-07..2025-04-13"),
    ("Mitte Mai öffnet das Museum.", "Mitte Mai", "2025-05-11..2025-05-21"),
    ("Am 3.5.2025 endet die Frist.", "3.5.2025", "2025-05-03"),
    ("Morgen entscheidet das Gericht.", "Morgen", "2025-04-02"),
    ("Am Mittwochabend starb der Sänger.", "Mittwochabend", "2025-03-26"),
    ("Im Sommer soll das Bad öffnen.", "Sommer", "2025-06-01..2025-08-31"),
    ("Im ersten Quartal 2025 sank der Umsatz.", "ersten Quartal 2025", "2025-01-01..2025-03-31"),
]
FRENCH = [
    ("Le ministre a démissionné vendredi.", "vendredi", "2025-03-28"),
    ("La loi entrera en vigueur le 1er mai.", "1er mai", "2025-05-01"),
    ("Le procès aura lieu du 3 au 5 mai 2025.", "3 au 5 mai 2025", "2025-05-03..2025-05-05"),
    ("Il y a deux semaines, la halle a brûlé.", "Il y a deux semaines", "2025-03-18"),
    ("Les travaux seront finis d'ici la fin de l'année.", "la fin de l'année", "2025-12-01..2025-12-31"),
    ("La semaine prochaine, le musée rouvrira.", "semaine prochaine", "2025-04-07..2025-04-13"),
    ("Dans les prochains mois, tout pourrait empirer.", "les prochains mois", "vague"),
    ("Demain, le tribunal rendra sa décision.", "Demain", "2025-04-02"),
    ("Il est né le 5 janvier 1962.", "5 janvier 1962", "1962-01-05"),
    ("Le musée ouvrira fin mai.", "fin mai", "2025-05-25..2025-05-31"),
    ("Le vote se tient mercredi 2 avril.", "mercredi 2 avril", "2025-04-02"),
    ("Le vote aura lieu lundi 21, à midi.", "lundi 21", "2025-04-21"),
    ("L'été dernier, la rivière a débordé.", "L'été dernier", "2024-06-01..2024-08-31"),
]
SPANISH = [
    ("El ministro dimitió el viernes.", "viernes", "2025-03-28"),
    ("La ley entrará en vigor el 1 de mayo.", "1 de mayo", "2025-05-01"),
    ("La feria será del 3 al 5 de mayo de 2025.", "3 al 5 de mayo de 2025", "2025-05-03..2025-05-05"),
    ("Hace dos semanas ardió la nave.", "Hace dos semanas", "2025-03-18"),
    ("A finales de año terminarán las obras.", "finales de año", "2025-12-01..2025-12-31"),
    ("La próxima semana comienza el juicio.", "próxima semana", "2025-04-07..2025-04-13"),
    ("En los próximos meses podría empeorar.", "los próximos meses", "vague"),
    ("Mañana decidirá el tribunal.", "Mañana", "2025-04-02"),
    ("Nació el 5 de enero de 1962.", "5 de enero de 1962", "1962-01-05"),
    ("A mediados de mayo abre el museo.", "mediados de mayo", "2025-05-11..2025-05-21"),
    ("El lunes que viene hablará.", "lunes que viene", "2025-04-07"),
]
ITALIAN = [
    ("Il ministro si è dimesso venerdì.", "venerdì", "2025-03-28"),
    ("La legge entrerà in vigore il 1º maggio.", "1º maggio", "2025-05-01"),
    ("La fiera si terrà dal 3 al 5 maggio 2025.", "3 al 5 maggio 2025", "2025-05-03..2025-05-05"),
    ("Due settimane fa è bruciato il capannone.", "Due settimane fa", "2025-03-18"),
    ("Entro la fine dell'anno i lavori saranno conclusi.", "la fine dell'anno", "2025-12-01..2025-12-31"),
    ("La prossima settimana inizia il processo.", "prossima settimana", "2025-04-07..2025-04-13"),
    ("Nei prossimi mesi tutto potrebbe peggiorare.", "prossimi mesi", "vague"),
    ("Domani deciderà il tribunale.", "Domani", "2025-04-02"),
    ("È nato il 5 gennaio 1962.", "5 gennaio 1962", "1962-01-05"),
    ("Quest'estate il museo chiuderà.", "Quest'estate", "2025-06-01..2025-08-31"),
]
PORTUGUESE = [
    ("O ministro demitiu-se na sexta-feira.", "sexta-feira", "2025-03-28"),
    ("A lei entrará em vigor a 1 de maio.", "1 de maio", "2025-05-01"),
    ("A feira decorre de 3 a 5 de maio de 2025.", "3 a 5 de maio de 2025", "2025-05-03..2025-05-05"),
    ("Há duas semanas ardeu o armazém.", "Há duas semanas", "2025-03-18"),
    ("Até o fim do ano as obras vão terminar.", "o fim do ano", "2025-12-01..2025-12-31"),
    ("Na próxima semana começa o julgamento.", "próxima semana", "2025-04-07..2025-04-13"),
    ("Nos próximos meses tudo poderá piorar.", "próximos meses", "vague"),
    ("Amanhã o tribunal decidirá.", "Amanhã", "2025-04-02"),
    ("Nasceu em 5 de janeiro de 1962.", "5 de janeiro de 1962", "1962-01-05"),
    ("O voto é na quarta-feira, 2 de abril.", "quarta-feira, 2 de abril", "2025-04-02"),
]
TURKISH = [
    ("Bakan cuma günü istifa etti.", "cuma günü", "2025-03-28"),
    ("Yasa 1 Mayıs'ta yürürlüğe girecek.", "1 Mayıs", "2025-05-01"),
    ("Fuar 3-5 Mayıs 2025 tarihlerinde yapılacak.", "3-5 Mayıs 2025", "2025-05-03..2025-05-05"),
    ("İki hafta önce depo yandı.", "İki hafta önce", "2025-03-18"),
    ("Yıl sonunda inşaat bitecek.", "Yıl sonunda", "2025-12-01..2025-12-31"),
    ("Gelecek hafta duruşma başlayacak.", "Gelecek hafta", "2025-04-07..2025-04-13"),
    ("Önümüzdeki aylarda durum kötüleşebilir.", "Önümüzdeki aylarda", "vague"),
    ("Mahkeme yarın karar verecek.", "yarın", "2025-04-02"),
    ("5 Ocak 1962'de doğdu.", "5 Ocak 1962", "1962-01-05"),
    ("Seçim Pazar günü yapılacak.", "Pazar günü", "2025-04-06"),
]
PHRASES = {"de": GERMAN, "fr": FRENCH, "es": SPANISH, "it": ITALIAN, "pt": PORTUGUESE, "tr": TURKISH}


@pytest.mark.parametrize(
    ("lang", "text", "expression", "days"),
    [(lang, *phrase) for lang, phrases in PHRASES.items() for phrase in phrases],
)
def test_common_phrases_are_read(lang: str, text: str, expression: str, days: str) -> None:
    """Each language has its own months, weekdays, common forms and tense."""
    (one,) = find(text, published=TUESDAY, lang=lang)
    found = "vague" if one.vague else str(one.first) if one.first == one.last else f"{one.first}..{one.last}"
    assert (text[one.start : one.end], found) == (expression, days)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("de", "Rund 2000 Menschen kamen."),
        ("de", "Jeden Freitag gibt es Fisch."),
        ("fr", "Environ 2000 personnes sont venues."),
        ("fr", "La sonde vise Mars et ses lunes."),
        ("es", "Unas 2000 personas vinieron a las ocho de la mañana."),
        ("it", "Circa 2000 persone sono venute."),
        ("pt", "Cerca de 2000 pessoas vieram."),
        ("pt", "Foi a segunda vez e a terça parte."),
        ("tr", "Yaklaşık 2000 kişi geldi."),
        ("tr", "Semt pazar alışverişine hazırlanıyor."),
    ],
)
def test_counts_habits_and_names_are_left(lang: str, text: str) -> None:
    """What only looks like a date is none in any language."""
    assert find(text, published=TUESDAY, lang=lang) == ()


@pytest.mark.parametrize("lang", list(PHRASES))
def test_a_date_in_figures_is_day_first(lang: str) -> None:
    """Outside English 9/5/2025 is of May."""
    assert find("9/5/2025", published=TUESDAY, lang=lang)[0].first == date(2025, 5, 9)
