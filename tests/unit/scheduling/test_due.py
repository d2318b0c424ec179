"""On which days there is an issue, and what feeds.yml says of it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from digest.config import Config, load
from digest.errors import ConfigError
from digest.scheduling.due import DAILY, due_today, longest_gap, next_due

MONDAY = date(2028, 2, 28)  # of a week with a leap day


def read(folder: Path, more: str) -> Config:
    """A feeds.yml with more in it."""
    path = folder / "feeds.yml"
    path.write_text(f"publication: {{title: T}}\nsources: [https://gazette.example/feed]\n{more}")
    return load(path, {})


def test_days_of_the_week() -> None:
    """Every day, on weekdays, or once a week; the next one, and how far apart they are."""
    weekdays, friday = (0, 1, 2, 3, 4), (4,)
    week = [MONDAY + timedelta(n) for n in range(7)]
    assert all(due_today(DAILY, day) for day in week)
    assert [due_today(weekdays, day) for day in week] == [True] * 5 + [False] * 2
    assert [due_today(friday, day) for day in week] == [False] * 4 + [True] + [False] * 2
    assert next_due(DAILY, MONDAY) == date(2028, 2, 29)
    assert next_due(weekdays, date(2028, 3, 3)) == date(2028, 3, 6)
    assert next_due(friday, date(2028, 3, 3)) == date(2028, 3, 10)
    assert [longest_gap(each) for each in (DAILY, weekdays, friday, (0, 3))] == [1, 3, 7, 4]


@pytest.mark.parametrize(
    ("written", "days", "hours"),
    [
        ("", DAILY, 72),
        ("window: {schedule: daily}\n", DAILY, 72),
        ("window: {schedule: weekdays}\n", (0, 1, 2, 3, 4), 96),
        ("window: {schedule: friday}\n", (4,), 192),
        ("window: {schedule: [thursday, monday, monday]}\n", (0, 3), 120),
        ("window: {schedule: friday, hours: 168}\n", (4,), 168),
        ("window: {hours: 12}\n", DAILY, 12),
    ],
)
def test_what_feeds_yml_says(written: str, days: tuple[int, ...], hours: int, tmp_path: Path) -> None:
    """Names of days, in any order; the window reaches back to the issue before, unless it is given."""
    config = read(tmp_path, written)
    assert (config.schedule, config.rules.window_hours) == (days, hours)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("window: {schedule: fridays}\n", "did you mean 'friday'"),
        ("window: {schedule: []}\n", "window.schedule"),
        ("window: {schedule: [funday]}\n", "window.schedule"),
        ("window: {schedule: 5}\n", "window.schedule"),
        ("window: {schedule: friday, hours: 72}\n", "news would be left out"),
        (
            "window: {schedule: weekdays}\nmail: {from: a@example.org, smtp: {host: h.example}, weekly: sunday}\n",
            "sunday has no issue",
        ),
    ],
)
def test_slips_are_told(written: str, told: str, tmp_path: Path) -> None:
    """With their place."""
    with pytest.raises(ConfigError, match=r"feeds.yml:\d+:\d+: ") as error:
        read(tmp_path, written)
    assert told in str(error.value)


def test_the_week_is_rolled_up_on_a_day_with_an_issue(tmp_path: Path) -> None:
    """Where Sunday has none and no other is asked for, on the last day that has one."""
    mail = "mail: {from: a@example.org, smtp: {host: h.example}}\n"
    for schedule, day in (("daily", 6), ("weekdays", 4), ("[sunday, monday]", 6)):
        config = read(tmp_path, f"window: {{schedule: {schedule}}}\n{mail}")
        assert config.mail is not None
        assert config.mail.weekly == day
