"""How grave a headline is."""

from __future__ import annotations

import tomllib
from importlib.resources import files

from digest.issues.gravity import gravity


def test_case_makes_no_difference_except_where_a_term_minds_it() -> None:
    """A word weighs the same in capitals; "US" is a country and "us" is not."""
    headline = "Parliament votes on the budget after the earthquake"
    assert gravity(headline) == gravity(headline.upper()) == gravity(headline.lower()) > 0
    assert gravity("Talks between US and neighbour") > gravity("Talks between us and neighbour")


def test_a_term_counts_once_however_often_it_stands() -> None:
    """Also with a possessive, or in a place of its own behind a hyphen, where it is another word."""
    assert gravity("War, WAR and war") == gravity("War")
    assert gravity("A post-war garden") == 0


def test_terms_are_written_in_small_letters() -> None:
    """They are looked for in a headline made small; only countries may mind their case."""
    data = tomllib.loads(files("digest.issues").joinpath("gravity.toml").read_text("utf-8"))
    for part in (*data["words"], data["private"]):
        assert [term for term in part["terms"] if term != term.lower() or "(?i" in term or "(?-i" in term] == []
