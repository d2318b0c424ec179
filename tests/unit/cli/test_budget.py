"""``digest budget``."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from digest.cli.columns import WIDTH
from digest.errors import UsageError
from digest.issues.ranking import WEIGHTS
from tests.unit.cli.morning import FIRST, SECOND, SINGLES, Town, town


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Town:
    """A town whose first issue is frozen."""
    made = town(tmp_path_factory.mktemp("kept"))
    made.text("run", "--at", FIRST)
    return made


def test_nothing_held_is_said(tmp_path: Path) -> None:
    """Before the first fetch there is nothing to show, and nothing is made for it."""
    made = town(tmp_path)
    result = made.run("budget", "--at", FIRST)
    assert isinstance(result.exception, UsageError)
    assert "digest fetch" in str(result.exception)
    assert not (tmp_path / ".digest").exists()


def test_it_decides_as_an_edit_would_and_changes_nothing(tmp_path: Path) -> None:
    """Before the issue is made: the same stories, scores and places as the issue then has, and not a byte changes."""
    made = town(tmp_path)
    made.text("fetch", "--at", FIRST)
    made.text("budget", "--at", FIRST)  # once, so that what reading feeds.yml keeps is kept
    before = made.tree()
    foreseen = made.json("budget", "--at", FIRST)
    assert made.tree() == before
    assert foreseen["issue"] == {"number": 1, "made": False}
    made.text("edit", "--at", FIRST)
    after = made.json("budget", "--at", FIRST)
    assert after["issue"] == {"number": 1, "made": True}
    assert after["budget"] == foreseen["budget"]
    assert made.json("budget", "1")["budget"] == made.json("budget", "2026-03-02")["budget"] == after["budget"]


def test_numbers_add_up_for_every_story(kept: Town) -> None:
    """Weights times terms are the points, their sum times the factors is the score: as a reader would count."""
    candidates = kept.json("budget", "1")["budget"]["candidates"]
    assert len(candidates) == 1 + len(SINGLES)
    for candidate in candidates:
        worked = candidate["worked"]
        for part in worked["parts"]:
            assert part["points"] == round(WEIGHTS[part["term"]] * candidate["terms"][part["term"]], 4)
        assert round(sum(part["points"] for part in worked["parts"]), 4) == worked["total"]
        assert round(worked["total"] * math.prod(worked["factors"].values()), 4) == candidate["score"]
    assert [one["score"] for one in candidates] == sorted((one["score"] for one in candidates), reverse=True)


def test_in_and_out_in_words(kept: Town) -> None:
    """The lead, a place in a section, a source that has its share; copies count once."""
    candidates = kept.json("budget", "1")["budget"]["candidates"]
    verdicts = {one["headline"]: one["verdict"] for one in candidates}
    lead = next(one for one in candidates if one["verdict"] == "leads the issue")
    assert (lead["reports"], len(lead["outlets"]), lead["rank"]) == (2, 3, 1)
    assert verdicts["Observatory names comet after watchman"] == "Gazette has its share"
    assert verdicts["Parliament votes on the flood budget"] == "in In the news"
    out = [one for one in candidates if one["rank"] is None]
    assert out
    assert all(one["section"] is None for one in out)


def test_dropped_articles_are_counted(kept: Town) -> None:
    """What no story could use, by reason; --verbose names each."""
    text = kept.text("budget", "1", "-v")
    assert "2 articles that no story could use" in text
    for reason in ("excluded by “horoscope”", "excluded by “barley”"):
        assert f"       1  {reason}" in text, text
    assert "· Gazette: Your horoscope for Monday" in text
    assert "· Gazette: Your horoscope" not in kept.text("budget", "1")


def test_lines_fit_a_terminal(kept: Town) -> None:
    """80 columns hold all of it."""
    assert all(len(line) <= WIDTH for line in kept.text("budget", "1", "-v").splitlines())


def test_the_best_forty_unless_all(tmp_path: Path) -> None:
    """A long day is cut, and says so; --all is not."""
    made = Town(tmp_path)
    for number in range(45):
        first, second = "bdfgklmnprstvz"[number % 14], "bdfgklmnprstvz"[number // 14]
        made.entry("gazette", f"{first}o{second}ula {first}i{second}ante {second}e{first}ito", "", slug=f"s{number}")
    made.write()
    made.text("fetch", "--at", FIRST)
    short, whole = made.text("budget", "--at", FIRST), made.text("budget", "--at", FIRST, "--all")
    assert "… and 5 stories more; `--all` shows every one." in short
    assert "more; `--all`" not in whole
    assert whole.count("· ") == short.count("· ") + 5
    assert len(made.json("budget", "--at", FIRST)["budget"]["candidates"]) == 45


def test_a_day_without_an_issue(kept: Town) -> None:
    """A date that has none is said; today's is foreseen, be it the next day's."""
    assert isinstance(kept.run("budget", "2026-01-01").exception, UsageError)
    assert kept.json("budget", "--at", SECOND)["issue"] == {"number": 2, "made": False}
    assert kept.json("budget", "2026-03-03", "--at", SECOND)["budget"]["candidates"] == []


@pytest.mark.parametrize("time", ["0001-01-01", "9999-12-31T23:59-23:00", "0001-01-01T00:00+14:00"])
def test_a_moment_at_the_end_of_time_is_none(kept: Town, time: str) -> None:
    """There is no window before the first year, and no zone after the last."""
    result = kept.run("budget", "--at", time)
    assert isinstance(result.exception, UsageError)
    assert "is not a time" in str(result.exception)


def test_an_issue_of_an_earlier_version_has_none(tmp_path: Path) -> None:
    """What was not kept cannot be shown: the issue's own file has the scores of what it printed."""
    from digest.storage import Database

    made = town(tmp_path)
    made.text("run", "--at", FIRST)
    with Database.open(tmp_path / ".digest") as database, database.writing(durable=True) as connection:
        connection.execute("DELETE FROM budgets")
    fault = made.run("budget", "1").exception
    assert isinstance(fault, UsageError)
    assert "digest issues show 2026-03-02" in str(fault)


def test_the_formula_is_documented() -> None:
    """docs/commands.md has the weights that the ranking has."""
    from digest.issues.ranking import CONTINUED

    text = (Path(__file__).parents[3] / "docs/commands.md").read_text()
    assert " + ".join(f"{weight:.2f} {name}" for name, weight in WEIGHTS.items()) in text
    assert f"({CONTINUED:g} + {1 - CONTINUED:g} novelty)" in text


def test_what_is_pinned_stands_first(tmp_path: Path) -> None:
    """However little its score: a reader meets it first, and without --all it would not be shown."""
    made = town(tmp_path)
    made.text("fetch", "--at", FIRST)
    last = made.json("budget", "--at", FIRST)["budget"]["candidates"][-1]
    made.text("stories", "pin", last["story"], "--at", FIRST)
    lines = made.text("budget", "--at", FIRST).splitlines()
    stories = [line for line in lines if line[:4].strip() in {"–", *map(str, range(1, 40))}]
    assert stories[0].startswith(f"   1  {last['score']:.4f}")
    assert [line[:4].strip() for line in stories if "–" not in line[:4]] == [
        str(rank) for rank in range(1, 1 + sum("–" not in line[:4] for line in stories))
    ]


def test_verdicts_read_as_sentences(kept: Town) -> None:
    """A section's name stands in quotation marks: "in In the news" is a stutter."""
    text = kept.text("budget", "1")
    assert "in “In the news” · " in text
    assert "in In" not in text


def test_a_day_on_which_nothing_has_come(kept: Town) -> None:
    """Before the day's fetch there is nothing to decide, and the budget says what to do."""
    text = kept.text("budget", "--at", "2026-03-09T07:00")
    assert "its issue is not made yet\nNo source has brought a story for it yet: ask them with `digest fetch`." in text
