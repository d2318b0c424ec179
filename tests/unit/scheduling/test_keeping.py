"""The hour that is installed is read back from whatever was written."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, time
from zoneinfo import ZoneInfo

import pytest

from digest.scheduling import Plan, container, github, systemd
from digest.scheduling.crontab import block, held, put
from digest.scheduling.keeping import hour

TODAY = date(2026, 1, 15)
PLAN = Plan(
    title="The Morning", program="/opt/digest", folder="/home/you/my news", zone="Europe/Oslo", at=time(0), sends=True
)


@pytest.mark.parametrize("at", [time(0, 0), time(6, 5), time(6, 30), time(23, 59)])
def test_what_was_written_says_its_hour(at: time) -> None:
    """In cron's own fields, behind a guard of another zone, in a timer, a workflow and a container's loop."""
    plan = replace(PLAN, at=at)
    assert hour(block(plan, ZoneInfo("Europe/Berlin"), TODAY)) == at
    assert hour(block(plan, UTC, TODAY)) == at
    assert [hour(text) for text in systemd.units(plan).values()] == [None, at, None, None]
    assert hour(github.workflow(plan, place=".", output="output", package="digest", today=TODAY)) == at
    assert [hour(text) for text in container.files(plan, package="digest").values()] == [None, at]


@pytest.mark.parametrize(
    "text",
    ["", "5 25 * * *  digest run", "*/5 * * * *  digest run", "OnCalendar=daily", "OnCalendar=*-*-* 26:30:00 X"],
)
def test_what_says_no_hour(text: str) -> None:
    """Somebody's own hand may have written anything."""
    assert hour(text) is None


def test_only_the_publications_own_lines_count() -> None:
    """Another's hour in the same crontab is not taken, nor that of a block that lost its end."""
    other = block(replace(PLAN, folder="/home/you/other", at=time(5, 15)), UTC, TODAY)
    own = block(replace(PLAN, at=time(6, 30)), UTC, TODAY)
    crontab = put(f"5 4 * * *  backup\n{other}", PLAN, own)
    assert held(crontab, PLAN) == own
    assert held(other, PLAN) == ""
    assert held(crontab.rpartition("# digest:")[0], PLAN) == ""
