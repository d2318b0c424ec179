"""Dates, numbers, directions and addresses in words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from digest.editions import wording
from digest.editions.palette import contrast, palette
from digest.editions.words import Words
from digest.model import Publication

ENGLISH = Words("en")


def test_dates() -> None:
    """Long, plain, and in the publication's own zone."""
    assert ENGLISH.long_date(date(2025, 5, 1)) == "Thursday, 1 May 2025"
    assert ENGLISH.days(date(2025, 4, 1), date(2025, 7, 15)) == "1 April – 15 July 2025"
    assert ENGLISH.clock(datetime(2031, 5, 7, 4, 30, tzinfo=UTC), "Pacific/Auckland") == "4:30\u202fpm"


@pytest.mark.parametrize(
    ("lang", "expected"), [("en", "ltr"), ("ar", "rtl"), ("he-IL", "rtl"), ("az-Arab", "rtl"), ("zh-Hant", "ltr")]
)
def test_direction(lang: str, expected: str) -> None:
    """By language, or by the script where the tag names one."""
    assert wording.direction(lang) == expected


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://a.example/b?c=d#e", True),
        ("http://a.example", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("https:///nowhere", False),
        ("https://[bad", False),
        ("//a.example/b", False),
        ("/etc/passwd", False),
        ("", False),
        ("\x00javascript:alert(1)", False),
    ],
)
def test_only_web_addresses_are_links(url: str, safe: bool) -> None:
    """A reader is led to http and https addresses with a host, and to nothing else."""
    assert bool(wording.web_link(url)) is safe


def test_reading_time_and_lists() -> None:
    """At least one minute; names are joined as they are spoken."""
    assert wording.minutes([]) == 1
    assert wording.minutes(["word " * 690]) == 3
    assert ENGLISH.names(["BBC", "RNZ", "Interfax"]) == "BBC, RNZ and Interfax"
    assert ENGLISH.names(["BBC"]) == "BBC"
    assert ENGLISH.names([]) == ""


def test_contrast_as_the_standard_computes_it() -> None:
    """Black on white is 21 to 1; a colour on itself 1 to 1; #777 on white the known 4.48."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#9a3324", "#9a3324") == pytest.approx(1)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


def test_an_accent_that_reads_is_kept() -> None:
    """The publication's colour is changed only as far as legibility asks."""
    assert palette("#9a3324").light.accent == "#9a3324"
    assert palette("#ffff00").light.accent != "#ffff00"
    assert palette("red;}").light.accent == palette("#9a3324").light.accent


def test_the_imprint_names_the_publication_once() -> None:
    """Title and address on one line; an address that begins with the title has it already; none is none."""
    there = Publication(title="The Harbour Morning", postal_address="12 Quay Street\nPort Alder")
    assert wording.imprint(there) == "The Harbour Morning, 12 Quay Street Port Alder"
    named = Publication(title="The Harbour Morning", postal_address="the harbour morning, 12 Quay Street")
    assert wording.imprint(named) == "the harbour morning, 12 Quay Street"
    assert wording.imprint(Publication(title="The Harbour Morning")) == ""


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (1, "a day"), (7, "a week"), (9, "9 days"), (13, "13 days"), (14, "2 weeks"), (22, "3 weeks"), (59, "8 weeks"),
        (60, "2 months"), (364, "12 months"), (365, "a year"), (800, "2 years"),
    ],
)  # fmt: skip
def test_how_long_ago(days: int, words: str) -> None:
    """In the largest unit of which there are two, and never more than it was."""
    assert ENGLISH.back_after(date(2031, 1, 1), date(2031, 1, 1) + timedelta(days=days)) == f"Back after {words}"


@pytest.mark.parametrize(
    ("reports", "outlets", "words"),
    [
        (1, 1, ""), (3, 3, "3 independent reports"), (3, 12, "3 independent reports, 12 outlets"),
        (1, 12, "1 independent report, 12 outlets"), (2, 1, "2 independent reports"),
    ],
)  # fmt: skip
def test_copies_are_no_reports(reports: int, outlets: int, words: str) -> None:
    """A wire text that twelve outlets print is one report, and both numbers are said where they differ."""
    assert ENGLISH.independent(reports, outlets) == words
