"""How grave a headline is."""

from __future__ import annotations

import tomllib
from importlib.resources import files

from digest.issues.gravity import HALF_WEIGHT, gravity


def test_case_makes_no_difference_except_where_a_term_minds_it() -> None:
    """A word weighs the same in capitals; "US" is a country and "us" is not."""
    headline = "Parliament votes on the budget after the earthquake"
    assert gravity(headline) == gravity(headline.upper()) == gravity(headline.lower()) > 0
    assert gravity("Talks between US and neighbour") > gravity("Talks between us and neighbour")


def test_a_term_counts_once_however_often_it_stands() -> None:
    """Also with a possessive, or in a place of its own behind a hyphen, where it is another word."""
    assert gravity("War, WAR and war") == gravity("War")
    assert gravity("A post-war garden") == 0


def test_each_word_more_adds_less() -> None:
    """One half at HALF_WEIGHT, and never quite 1: a headline full of grave words is no graver than news can be."""
    one, two, three = (gravity(headline) for headline in ("War", "War and famine", "War, famine and a coup"))
    assert one == 1 - 2 ** (-1 / HALF_WEIGHT)
    assert 0 < one < two < three < 1
    assert two - one > three - two
    assert gravity("war " * 3 + "famine coup treaty election parliament recession epidemic") < 1


def test_countries_count_once_together_and_so_do_figures() -> None:
    """News of three states is news of states; a headline with two figures is one with figures."""
    assert gravity("France and Kenya and the WHO") == gravity("France") == gravity("The WHO") > 0
    assert gravity("Who counts the swans") == 0
    assert gravity("Bridge costs $1.2bn") == gravity("Bridge costs $1,200,000,000, up 12 per cent") > 0
    assert gravity("Bridge costs $12") == 0


def test_the_affairs_of_a_place_or_a_household_take_away() -> None:
    """A council's budget weighs less than a budget, a father's less; where more is taken than there is, 0 is left."""
    assert gravity("Council votes on budget") < gravity("Board votes on budget")
    assert gravity("Father of four votes") < gravity("Board of four votes")
    assert gravity("Council mayor, sheriff, residents and shoppers at the mall") == 0


def test_what_nobody_feels_is_no_disaster() -> None:
    """A sensor's report of a small quake is not the news of a great one."""
    assert gravity("Earthquake: magnitude 3.1 quake near Tarsk") < gravity("Earthquake: magnitude 6.1 quake near Tarsk")
    assert gravity("4.2 quake near Tarsk") < gravity("7.2 quake near Tarsk")


def test_an_hour_is_no_head_of_government() -> None:
    """A title is one, "6 pm" is none."""
    assert gravity("PM opens bridge") > gravity("Bridge opens at 6 pm") == 0


def test_terms_are_written_in_small_letters() -> None:
    """They are looked for in a headline made small; only those of lists that count once may mind their case."""
    data = tomllib.loads(files("digest.issues").joinpath("gravity.toml").read_text("utf-8"))
    for part in data["words"]:
        assert [term for term in part["terms"] if term != term.lower() or "(?i" in term or "(?-i" in term] == []


def test_a_term_stands_in_one_list() -> None:
    """What stands in two would weigh twice, or twice and against itself."""
    data = tomllib.loads(files("digest.issues").joinpath("gravity.toml").read_text("utf-8"))
    terms = [term for part in (*data["words"], *data["once"]) for term in part["terms"]]
    assert [term for term in terms if terms.count(term) > 1] == []
