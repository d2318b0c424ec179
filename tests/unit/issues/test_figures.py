"""Figures, what they count, and all the numbers that are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.issues import figures
from digest.issues.figures import salience

SEED = Path(__file__).parents[3] / "seeds" / "000_a5c98d244fca9490.txt"


def shown(text: str, lang: str = "en") -> list[tuple[str, float, str]]:
    """(surface, value, unit) of each figure."""
    return [(text[f.start : f.end], f.value, f.unit) for f in figures.find(text, lang)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The town lost 160,000 trees.", ("160,000", 160000, "trees")),
        ("It cost $1.13bn in all.", ("$1.13bn", 1.13e9, "$")),
        ("A £600m loan was signed.", ("£600m", 6e8, "£")),
        ("They gave €5 million.", ("€5 million", 5e6, "€")),
        ("They gave 5 million euros.", ("5 million euros", 5e6, "euros")),
        ("Turnout was 61.5%.", ("61.5%", 61.5, "%")),
        ("Some 30 per cent of voters stayed home.", ("Some 30 per cent", 30, "per cent of voters")),
        ("At least 12 people were killed.", ("At least 12", 12, "people")),
        ("Half a million jobs went.", ("Half a million", 5e5, "jobs")),
        ("Two to three million voters came.", ("Two to three million", 2e6, "voters")),
        ("Between 20 and 30 ships sank.", ("Between 20 and 30", 20, "ships")),
        ("Two dozen ships sank.", ("Two dozen", 24, "ships")),
        ("Three miners died and the pit closed; three injured were found.", ("three", 3, "injured")),
        ("The line is 7,000 miles long.", ("7,000", 7000, "miles")),
        ("The death toll rose to 28,734.", ("28,734", 28734, "death toll")),
        (
            "Nearly one hundred and twenty thousand homes burned.",
            ("Nearly one hundred and twenty thousand", 120000, "homes"),
        ),
        ("The force has 5m members.", ("5m", 5e6, "members")),
        ("Fifteen harbour police officers were charged.", ("Fifteen", 15, "harbour police officers")),
        ("He was given 25 years in prison.", ("25", 25, "years")),
        ("She was given two years in jail.", ("two", 2, "years")),
        ("At least another 20 ships sank.", ("At least another 20", 20, "ships")),
        ("They sold it for a mere $20.", ("a mere $20", 20, "$")),
        ("Only 40 of the 80 pilots came.", ("Only 40", 40, "of the 80 pilots")),
        ("The port let 400 of its pilots go.", ("400", 400, "of its pilots")),
        ("Almost 1200 GPs signed.", ("Almost 1200", 1200, "GPs")),
        ("About 900,000 Kiwis signed.", ("About 900,000", 900000, "Kiwis")),
        ("The 14 Arctic terns were ringed.", ("14", 14, "Arctic terns")),
        ("Some 111 health and dock workers fell ill.", ("Some 111", 111, "health and dock workers")),
        ("The rate is 394 deaths per million.", ("394", 394, "deaths per million")),
        ("They cleared 84 square kilometres of silt.", ("84", 84, "square kilometres")),
        ("The blast killed 944 people and wounded dozens.", ("944", 944, "people")),
        ("Counted were 944 dead and wounded.", ("944", 944, "dead and wounded")),
        ("The index rose to 5,333.01 points.", ("5,333.01", 5333.01, "points")),
        ("Confirmed cases of Covid-19 in the port have reached 10,794.", ("10,794", 10794, "cases")),
        ("It may save 60 lives.", ("60", 60, "lives")),
        ("It paid 30bn baht.", ("30bn baht", 3e10, "baht")),
        ("It paid 481.42m yuan.", ("481.42m yuan", 481420000, "yuan")),
        ("It paid $US484 billion.", ("$US484 billion", 4.84e11, "$US")),
        ("The blast brought the county's toll to 138.", ("138", 138, "toll")),
    ],
)
def test_finds_a_figure(text: str, expected: tuple[str, float, str]) -> None:
    """Counts, money, shares, distances, tolls and sentences, in digits and in words, hedge and all."""
    assert shown(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Ada Moss, 24, and Jo Moss, 45, came by train.",
        "Ada Moss (24) came by train.",
        "The 45-year-old driver, aged 45, was 45 years old.",
        "It opens on April 12, 2031, or 12 April, at 10:30 or 5pm or 10.30am.",
        "In 1999 and since 2004, and in the 1990s, it was open; the 2008 elections were not.",
        "It lasted 14 days, two weeks and 36 hours.",
        "Call 0800 123 456 or 555-1234.",
        "United won 3-1 and lost 14-21.",
        "10 things to know, 12 reasons to go and 15 ways to stay.",
        "Covid-19, 5G, MH370, F-16, G7 and B52.",
        "A Boeing 737 flew over Channel 4 and No. 10 on Route 66 at level 4.",
        "They live at 10 Downing Street and 221 Baker Street.",
        "The 1st, 2nd, 3rd and 22nd came in.",
        "One thing is clear, and two ideas are not.",
        "Version 3.5.1 came out.",
        "A 12-storey tower and a 20-mile walk.",
        "Nine out of 10 teens and a quarter of a million people.",
        "The top 20 towns were named.",
        "It held the title for 18 consecutive years.",
        "He won 25 caps, came third with 11 points and called on 37 occasions.",
        "The 800m runners and the men's 60m hurdles final.",
        "Infections crossed the 10,000 mark.",
        "The index closed at 10,360.25.",
    ],
)
def test_leaves_out(text: str) -> None:
    """Ages, dates, times, telephones, scores, lists, names, addresses, ordinals and idle numbers are no figures."""
    assert shown(text) == []


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("Mehr als 1.200 Menschen kamen am 5. Mai 2031.", "de", [("Mehr als 1.200", 1200, "Menschen")]),
        ("Das kostet 3,5 Millionen Euro.", "de", [("3,5 Millionen Euro", 3.5e6, "Euro")]),
        (
            "Rund 3,5 Millionen Zuschauer und 12 % der Wähler.",
            "de",
            [("Rund 3,5 Millionen", 3.5e6, "Zuschauer"), ("12 %", 12, "%")],
        ),
        ("Sie baut 400 neue Wohnungen um 20 Uhr.", "de", [("400", 400, "neue Wohnungen")]),
        ("Zwei Milliarden Euro fehlen.", "de", [("Zwei Milliarden Euro", 2e9, "Euro")]),
        (
            "Plus de 12 000 personnes et 12 % des voix.",
            "fr",
            [("Plus de 12 000", 12000, "personnes"), ("12 %", 12, "%")],
        ),
        ("Le pont coûte 2,3 milliards d'euros.", "fr", [("2,3 milliards d'euros", 2.3e9, "euros")]),
        ("Le pont coûte 2,3 milliards d’euros.", "fr", [("2,3 milliards d’euros", 2.3e9, "euros")]),
        (
            "Quelque 1 500 pompiers, 1.000.000 de voyageurs et 25 ans.",
            "fr",
            [("Quelque 1 500", 1500, "pompiers"), ("1.000.000", 1e6, "voyageurs")],
        ),
        (
            "Cerca de 2,5 millones de euros y 300 personas.",
            "es",
            [("Cerca de 2,5 millones de euros", 2.5e6, "euros"), ("300", 300, "personas")],
        ),
        (
            "Dos mil marineros y 1.000.000 de vecinos el 5 de mayo.",
            "es",
            [("Dos mil", 2000, "marineros"), ("1.000.000", 1e6, "vecinos")],
        ),
        ("Circa 300 traghetti e il 12% dei voti.", "it", [("Circa 300", 300, "traghetti"), ("12%", 12, "%")]),
        ("Três milhões de turistas e 12% dos votos.", "pt", [("Três milhões", 3e6, "turistas"), ("12%", 12, "%")]),
        ("Yaklaşık 1.500 kişi geldi.", "tr", [("Yaklaşık 1.500", 1500, "kişi")]),
        ("En az 20 bin kişi saat 20.30'da geldi.", "tr", [("En az 20 bin", 20000, "kişi")]),
        ("Fiyatlar yüzde 12, oylar %9 arttı.", "tr", [("yüzde 12", 12, "yüzde"), ("%9", 9, "%")]),
        ("Ceza 9 bin 500 lira.", "tr", [("9 bin 500 lira", 9500, "lira")]),
        ("Liman 1 milyon 250 bin kişi taşıdı.", "tr", [("1 milyon 250 bin", 1250000, "kişi")]),
        ("Bütçe 3,5 milyon lira.", "tr", [("3,5 milyon lira", 3.5e6, "lira")]),
    ],
)
def test_other_languages_group_their_way(text: str, lang: str, expected: list[tuple[str, float, str]]) -> None:
    """A full stop or a space groups digits and a comma parts decimals where the language has it so."""
    assert shown(text, lang) == expected


def test_hedge_is_kept() -> None:
    """A hedge is part of the surface and named by itself, in lower case."""
    (figure,) = figures.find("More than 40 ships sank.")
    assert figure.hedge == "more than"
    assert figure.start == 0


def test_seed_article() -> None:
    """The user's own article: its seven figures, with hedges."""
    text = SEED.read_text(encoding="utf-8").split("\n\n", 1)[1]
    found = [(text[f.start : f.end], f.value, f.hedge) for f in figures.find(text)]
    for gold in [
        ("160,000", 160000, None),
        ("between 18 and 30 years old", 18, "between"),
        ("over 100,000", 100000, "over"),
        ("approaching one million", 1000000, "approaching"),
        ("over 46,000", 46000, "over"),
        ("another 380,000", 380000, "another"),
    ]:
        assert gold in found
    assert [surface for surface, _, _ in found].count("160,000") == 2
    assert len(found) == 8  # and one in a "Read also" line, which is no paragraph


def test_salience_puts_the_dead_and_the_money_first() -> None:
    """Of figures alike in size, casualties tell most, then money, then plain counts; larger tells more."""
    sentence = "Floods killed 400 people, cost $400 and felled 400 trees and 40,000 poles."
    weights = [salience(figure, sentence) for figure in figures.find("400 people were killed")]
    killed = salience(figures.find("400 people killed")[0], "400 people killed")
    money = salience(figures.find("$400 was paid")[0], "$400 was paid")
    trees = salience(figures.find("400 trees fell")[0], "400 trees fell")
    poles = salience(figures.find("40,000 poles fell")[0], "40,000 poles fell")
    assert killed > money > trees
    assert poles > trees
    assert all(0 <= weight <= 1 for weight in weights)
