"""What a subscriber may wish is checked by what there is, and kept as it is written here."""

from __future__ import annotations

import pytest

from digest.errors import DataError
from digest.messages import preferences
from digest.messages.preferences import Offered

OFFERED = Offered(sections=("World", "Sport"), languages=("de", "en", "pt-BR"))


@pytest.mark.parametrize(
    ("asked", "kept"), [("de", "de"), ("DE_at", "de"), ("pt-br", "pt-BR"), ("en-US-x", "en"), ("", ""), (" de ", "de")]
)
def test_a_language_is_one_that_mail_comes_in(asked: str, kept: str) -> None:
    """A region falls back on its language, and not the other way round."""
    assert OFFERED.language(asked) == kept


@pytest.mark.parametrize("asked", ["fr", "pt", "-", "d"])
def test_a_language_without_a_catalog_is_refused(asked: str) -> None:
    """With those that there are."""
    with pytest.raises(DataError, match="de, en, pt-BR"):
        OFFERED.language(asked)


def test_a_section_is_known_whatever_its_case() -> None:
    """A near miss is guessed, and anything else refused without a guess."""
    assert OFFERED.section(" sport ") == "Sport"
    with pytest.raises(DataError, match="did you mean 'World'"):
        OFFERED.section("Wolrd")
    with pytest.raises(DataError, match=r"there is no section 'Weather'$"):
        OFFERED.section("Weather")


@pytest.mark.parametrize(
    ("asked", "kept"), [("Europe/Oslo", "Europe/Oslo"), ("america/new york", "America/New_York"), ("", "")]
)
def test_a_zone_is_an_iana_name(asked: str, kept: str) -> None:
    """Whatever its case, and with a space for its underscore."""
    assert preferences.timezone(asked) == kept


@pytest.mark.parametrize("asked", ["Oslo", "../../etc/passwd", "/etc/localtime", "Europe/Olso", "GMT+25", "\x00"])
def test_what_is_no_zone_is_refused(asked: str) -> None:
    """Nor is any file read for it."""
    with pytest.raises(DataError, match="not a time zone"):
        preferences.timezone(asked)


def test_a_city_leads_to_its_zone() -> None:
    """However little its name is like the zone's."""
    with pytest.raises(DataError, match="did you mean 'Europe/Paris'"):
        preferences.timezone("Paris")


def test_an_hour_is_one_of_the_day() -> None:
    """As a clock shows it too."""
    assert [preferences.hour(text) for text in ("0", "07:00", "23", " 7 ", "")] == [0, 7, 23, 7, None]
    for text in ("24", "7:30", "-1", "seven", "٧"):
        with pytest.raises(DataError, match="0 to 23"):
            preferences.hour(text)


def test_a_rhythm_is_daily_or_weekly() -> None:
    """Daily where nothing is said."""
    assert [preferences.rhythm(text) for text in ("", "Weekly", "day")] == ["daily", "weekly", "daily"]
    with pytest.raises(DataError):
        preferences.rhythm("monthly")


def test_what_is_kept_stands_on_one_line() -> None:
    """No control character, nothing that turns text round, no half of a pair, and no more than there is room for."""
    assert preferences.tidy("  a\r\nBcc: x\u202eb\x00\t c\ud800 ") == "a Bcc: x b c"
    assert preferences.tidy("x" * 2_000) == "x" * preferences.LONGEST_FIELD
    assert preferences.field(" home\ttown ", " Oslo ") == ("home town", "Oslo")
    with pytest.raises(DataError):
        preferences.field(" ", "x")


def test_names_in_a_list_may_hold_what_stands_between_them() -> None:
    """In quotes."""
    assert preferences.several('World, "Arts; Books" | Sport;;World') == ("World", "Arts; Books", "Sport")
    assert preferences.joined(("World", "Arts; Books")) == 'World, "Arts; Books"'
    with pytest.raises(DataError):
        preferences.several('"open')
