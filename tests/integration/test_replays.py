"""What a replay (``--at``) leaves to the runs that follow it, and what is told of it, by the installed program."""

from __future__ import annotations

from pathlib import Path

from clocked import digest, feed, issues
from installed import write

FERRY = (
    "Ferry runs aground off Cape Tallow",
    "The night ferry ran aground on the Tallow shoal with 412 people aboard; all were brought ashore.",
    "2026-05-04T20:00+00:00",
)
BUDGET = (
    "Parliament passes budget after night session",
    "Parliament passed the budget by 61 votes to 58 early on Tuesday after a session of eleven hours.",
    "2026-05-05T02:00+00:00",
)
TUESDAY = "2026-05-05T06:30:00.5+02:00"


def test_what_a_replay_read_ahead_of_its_day_is_new_to_the_run_of_today(tmp_path: Path) -> None:
    """Yesterday's issue, made today, does not use up today's news."""
    write(tmp_path, "  - gazette.xml\n")
    feed(tmp_path / "gazette.xml", FERRY, BUDGET)
    assert digest(tmp_path, TUESDAY, "run", "--at", "2026-05-04").returncode == 0
    assert digest(tmp_path, TUESDAY, "run").returncode == 0
    assert issues(tmp_path) == {"2026-05-04": [FERRY[0]], "2026-05-05": [BUDGET[0]]}


def test_an_old_replay_makes_no_source_silent(tmp_path: Path) -> None:
    """What it learnt of a source is of no day that was: the runs after it neither say nor judge by it."""
    write(tmp_path, "  - gazette.xml\n")
    feed(tmp_path / "gazette.xml", FERRY, BUDGET)
    assert digest(tmp_path, TUESDAY, "run", "--at", "2020-05-05").returncode == 0
    asked = digest(tmp_path, TUESDAY, "sources", "--health", "-v")
    assert "asked by replays (--at) alone" in asked.stdout
    for day in (TUESDAY, "2026-05-06T06:30:00.5+02:00"):
        run = digest(tmp_path, day, "run")
        assert run.returncode == 0, run.stderr
        assert "Health" not in run.stdout
        assert "nothing new for" not in digest(tmp_path, day, "sources", "--health", "-v").stdout


def test_a_replay_leaves_what_is_known_of_a_source(tmp_path: Path) -> None:
    """Of one that runs have asked, nothing is judged as of another day, or forgotten."""
    write(tmp_path, "  - gazette.xml\n  - missing.xml\n")
    feed(tmp_path / "gazette.xml", FERRY, BUDGET)
    assert digest(tmp_path, TUESDAY, "run").returncode == 3
    before = digest(tmp_path, TUESDAY, "sources", "--health", "--json").stdout
    for year in ("2020", "2031"):
        replay = digest(tmp_path, TUESDAY, "fetch", "--at", f"{year}-05-05")
        assert "Health" not in replay.stdout
    assert digest(tmp_path, TUESDAY, "sources", "--health", "--json").stdout == before
