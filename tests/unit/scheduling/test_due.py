"""On which days there is an issue, and what feeds.yml says of it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from digest.config import Config, load
from digest.errors import ConfigError
from digest.scheduling.due import DAILY, due_today, longest_gap, missed, moment, next_due

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


def test_the_days_that_were_missed() -> None:
    """The due ones between the last issue's and today, no further back than asked; over a leap day and a year's end."""
    sunday = date(2028, 2, 27)
    assert missed(DAILY, sunday, MONDAY, "UTC", back=7) == ()
    assert missed(DAILY, sunday, date(2028, 3, 2), "UTC", back=7) == tuple(
        MONDAY + timedelta(number) for number in range(3)
    )
    assert missed(DAILY, sunday, date(2028, 3, 2), "UTC", back=1) == (date(2028, 3, 1),)
    assert missed((0, 1, 2, 3, 4), date(2028, 2, 25), date(2028, 2, 28), "UTC", back=7) == ()
    assert missed((4,), date(2027, 12, 24), date(2028, 1, 7), "UTC", back=14) == (date(2027, 12, 31),)
    assert missed(DAILY, MONDAY, MONDAY, "UTC", back=7) == ()
    assert missed(DAILY, date(2028, 3, 9), MONDAY, "UTC", back=7) == ()


def test_a_day_that_a_calendar_left_out_was_not_missed() -> None:
    """Samoa went from 29 to 31 December 2011 over the date line: nobody there had a 30th."""
    days = missed(DAILY, date(2011, 12, 28), date(2012, 1, 1), "Pacific/Apia", back=7)
    assert days == (date(2011, 12, 29), date(2011, 12, 31))
    assert len(missed(DAILY, date(2011, 12, 28), date(2012, 1, 1), "UTC", back=7)) == 3


@pytest.mark.parametrize(
    ("day", "hour", "zone", "utc"),
    [
        ("2026-03-29", "02:30", "Europe/Berlin", "2026-03-29T01:30"),  # left out: clocks go to 03:30
        ("2026-10-25", "02:30", "Europe/Berlin", "2026-10-25T00:30"),  # twice: the first
        ("2018-11-04", "00:00", "America/Sao_Paulo", "2018-11-04T03:00"),  # that day began at 01:00
        ("2028-02-29", "06:30", "Asia/Kathmandu", "2028-02-29T00:45"),
        ("2011-12-31", "06:30", "Pacific/Apia", "2011-12-30T16:30"),
        ("2011-12-30", "06:30", "Pacific/Apia", None),
    ],
)
def test_an_hour_of_a_day(day: str, hour: str, zone: str, utc: str | None) -> None:
    """Lies on that day, whatever its clocks do."""
    found = moment(date.fromisoformat(day), time.fromisoformat(hour), zone)
    assert found == (datetime.fromisoformat(f"{utc}:00+00:00") if utc is not None else None)


@pytest.mark.parametrize(
    ("written", "allowed"),
    [("", None), ("all but one", None), ("All", 1.0), ("0", 0), ("3", 3), ("20%", 0.2), ("'7 %'", 0.07)],
)
def test_how_many_sources_may_fail(written: str, allowed: float | None, tmp_path: Path) -> None:
    """All but one unless feeds.yml says otherwise: a number, a share, or all."""
    for _ in range(2):  # read, and remembered
        assert read(tmp_path, f"run: {{may_fail: {written}}}\n" if written else "").may_fail == allowed


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (
            "run: {may_fail: 120%}\n",
            "must be all but one, all, a number of sources like 3, or a share of them like 20%",
        ),
        ("run: {may_fail: -1}\n", "must be all but one"),
        ("run: {may_fail: true}\n", "must be all but one"),
        ("run: {may_fail: some}\n", "must be all but one"),
        ("window: {catch_up: always}\n", "window.catch_up"),
        ("run: {fewest_stories: 0}\n", "run.fewest_stories"),
        ("keep_articles: 30d\nwindow: {catch_up_days: 40}\n", "is shorter than window.catch_up_days, 40 days"),
    ],
)
def test_slips_of_what_a_run_decides_by(written: str, told: str, tmp_path: Path) -> None:
    """In words, with their place."""
    with pytest.raises(ConfigError, match=r"feeds.yml:\d+:\d+: ") as error:
        read(tmp_path, written)
    assert told in str(error.value)


def test_how_far_back_a_run_catches_up(tmp_path: Path) -> None:
    """A week, or as long as two issues are apart, where that is more; or as given."""
    found = [
        read(tmp_path, written).rules.catch_up_days
        for written in (
            "",
            "window: {schedule: friday}\n",
            "window: {schedule: [monday, thursday], catch_up_days: 3}\n",
        )
    ]
    assert found == [7, 14, 3]
    assert read(tmp_path, "window: {catch_up: each}\n").rules.catch_up == "each"
