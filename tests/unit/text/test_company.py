"""Which language texts of one source are in."""

import subprocess
import sys

import pytest

from digest.text import common_language, language

GERMAN = ["Hafen bleibt zu", "Fähre fällt aus", "Brücke morgen gesperrt", "Rat wählt neu", "Sturm über Südhafen"]
FRENCH = ["Le pont est fermé", "Grève au vieux port", "Le maire veut un bac", "Tempête sur la ville", "Les bacs à quai"]
ENGLISH = ["Bridge closed for a week", "The ferry and the storm", "Mayor to meet crews", "Council votes for new quay"]
NAMES = ["Lindqvist, Okonkwo, Balogun", "Kraftner – Weber", "Norland 2 Portside 1", "Vogt Brandt Delgado"]
LONG = {
    "de": "Die alte Brücke im Hafen bleibt nach dem Sturm noch eine Woche gesperrt",
    "fr": "Le vieux pont du port restera fermé une semaine après la tempête",
}


def test_headlines_that_say_nothing_alone_tell_it_together() -> None:
    """Three words are taken for English; five times three are not."""
    assert [language(one) for one in GERMAN] != ["de"] * 5
    told = common_language(GERMAN)
    assert told == "de"
    assert [language(one, told) for one in GERMAN] == ["de"] * 5


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (FRENCH, "fr"),
        (ENGLISH, "en"),
        (["Стар мост затворен", "Бурята спря фериботите", "Кметът иска нов кей"], "bg"),
        (["旧港大桥关闭一周", "市长会见渡轮船员", "暴风雨袭击港口"], "zh"),
        (["Sarado ang lumang tulay", "Bagyo sa daungan ngayong gabi", "Mga mangingisda, nanawagan ng tulong"], "tl"),
    ],
)
def test_every_language_is_told(texts: list[str], expected: str) -> None:
    """In whatever script."""
    assert common_language(texts) == expected


def test_a_feed_that_misnames_its_language_is_not_believed() -> None:
    """Many say "en" whatever they write; what they say is kept where it may be true."""
    assert common_language(GERMAN, "en-US") == "de"
    assert common_language(GERMAN, "de-AT") == "de"
    assert common_language(NAMES, "sv") in ("sv", None)
    assert common_language(GERMAN, "gsw") == "gsw"
    assert common_language(GERMAN, "kn") == "de"


@pytest.mark.parametrize(
    ("lang", "texts"),
    [
        ("uz", ["Эски кўприк ёпилди", "Шаҳар ҳокими янги бандаргоҳ сўради", "Бўрон кемаларни тўхтатди"]),
        ("az", ["Көһнә көрпү бағланды", "Шәһәр башчысы јени лиман истәјир", "Фыртына ҝәмиләри сахлады"]),
        ("ms", ["جمبتن لام دتوتوڤ", "داتوق بندر ماهو ڤلابوهن بهارو", "ريبوت ڠنتيكن فيري"]),
        ("ja", ["港湾大橋、通行止", "市長、渡船員会見", "暴風雨、全便欠航"]),
        ("yi", ["די אלטע בריק איז פארמאכט", "דער מעיאר זוכט א נייעם פארט", "א שטורעם אין האפן"]),
    ],
)
def test_a_language_in_a_script_of_others_is_believed(lang: str, texts: list[str]) -> None:
    """Uzbek in Cyrillic is no Tajik, Malay in Arabic letters no Arabic, a Japanese headline without kana no Chinese."""
    assert common_language(texts, lang) == lang
    assert [language(text, lang) for text in texts] == [lang] * 3


def test_a_source_of_two_languages_is_in_neither() -> None:
    """And each of its texts that is long enough is in its own, whatever most are in."""
    assert common_language([*GERMAN, *FRENCH]) is None
    for told in (None, "de", "fr"):
        assert [language(LONG[lang], told) for lang in ("de", "fr")] == ["de", "fr"]
    told = common_language([*GERMAN, *GERMAN[:3], LONG["fr"]])
    assert told == "de"
    assert language(LONG["fr"], told) == "fr"


def test_too_few_tell_nothing() -> None:
    """Two headlines are no company, nor one that comes again and again; nor are single words."""
    assert common_language([]) is None
    assert common_language(GERMAN[:2]) is None
    assert common_language(GERMAN[:1] * 9) is None
    assert common_language(["Hafen", "Fähre", "Brücke", "Sturm", ""]) is None
    assert common_language(["12 34 56", "7 8 9", "1 2 3 4"]) is None


def test_plain_english_loads_no_table() -> None:
    """Most sources of most readers: their little words are enough."""
    code = (
        "from digest.text import common_language\nfrom digest.text.letters import _table\n"
        f"assert common_language({ENGLISH!r}) == 'en'\nassert _table.cache_info().currsize == 0"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
