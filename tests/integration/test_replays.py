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
