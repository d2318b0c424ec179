"""Clocks that jump, zones that change, days of 23 and of 25 hours: no issue is out of order, and no entry is lost."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import ClassVar

import pytest
from clocked import digest, feed, issues
from installed import write

PLACES = ("Alder", "Brack", "Corran", "Dunmere", "Ellon", "Farrow")
EVENTS = (
    ("closes its harbour after storm", "The harbour of {} was closed on the orders of its master after the storm."),
    ("elects first woman as mayor", "Voters in {} chose a woman as mayor for the first time in its history."),
    ("counts nine hurt in mill fire", "A fire in the old mill of {} hurt nine people, two of them badly."),
    ("opens new bridge to lorries", "Lorries may use the new bridge of {} from today, the road office said."),
    ("finds lead in drinking water", "Inspectors found lead in the drinking water of three schools in {}."),
    ("loses its last bookshop", "The last bookshop of {} shut its doors after ninety-one years of trade."),
)


def paper(folder: Path, zone: str, more: str = "") -> None:
    write(folder, "  - gazette.xml\n", more)
    path = folder / "feeds.yml"
    path.write_text(path.read_text().replace("Europe/Oslo", zone))


def news(folder: Path, *moments: str) -> list[str]:
    """A feed with something published an hour before each of these moments; the headlines."""
    entries = [
        (f"{place} {event}", text.format(place), str(datetime.fromisoformat(moment) - timedelta(hours=1)))
        for place, (event, text), moment in zip(PLACES, EVENTS, moments, strict=False)
    ]
    feed(folder / "gazette.xml", *reversed(entries))
    return [headline for headline, _, _ in entries]


def test_a_clock_that_went_back_makes_nothing(tmp_path: Path) -> None:
    """Before the last issue: status 75, in words; nothing is read, and when it is right again nothing is missing."""
    paper(tmp_path, "Europe/Oslo")
    friday, saturday = "2026-05-08T06:30:00.5+02:00", "2026-05-09T06:30:00.5+02:00"
    first = news(tmp_path, friday)
    assert digest(tmp_path, friday, "run").returncode == 0
    both = news(tmp_path, friday, "2026-05-08T20:00+02:00")
    for command in ("run", "fetch", "edit"):
        back = digest(tmp_path, "2026-05-06T06:30:00.5+02:00", command)
        assert back.returncode == 75, back.stdout + back.stderr
        assert (
            "this machine's clock says 2026-05-06 06:30 Europe/Oslo, earlier than No. 1, the issue of 2026-05-08"
            in back.stderr
        )
        assert "set the clock; if it is right, No. 1 was made while it was ahead" in back.stderr
    right = digest(tmp_path, saturday, "run", "-q")
    assert right.returncode == 0, right.stderr
    assert issues(tmp_path) == {"2026-05-08": first, "2026-05-09": both[1:]}


def test_a_clock_that_is_set_back_by_a_little(tmp_path: Path) -> None:
    """A second run of the day, minutes before the first by the clock: what it reads is not lost for tomorrow."""
    paper(tmp_path, "Europe/Oslo")
    friday = "2026-05-08T06:30:00.5+02:00"
    first = news(tmp_path, friday)
    assert digest(tmp_path, friday, "run").returncode == 0
    both = news(tmp_path, friday, "2026-05-08T06:29+02:00")
    second = digest(tmp_path, "2026-05-08T06:20:00.5+02:00", "run", "-q")
    assert (second.returncode, second.stdout) == (0, "")
    back = "the clock went back: it says 2026-05-08 06:20 Europe/Oslo, and run 1 began at 2026-05-08 06:30 Europe/Oslo"
    assert back in second.stderr
    assert digest(tmp_path, "2026-05-09T06:30:00.5+02:00", "run").returncode == 0
    assert issues(tmp_path) == {"2026-05-08": first, "2026-05-09": both[1:]}


class Server(http.server.SimpleHTTPRequestHandler):
    """Serves a folder, and says what time it is."""

    says: ClassVar[list[str]] = []

    def date_time_string(self, timestamp: float | None = None) -> str:
        return self.says[0]

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def web(tmp_path: Path) -> Iterator[int]:
    """A server with the clock of ``Server.says``, under two names; its port."""
    handler = lambda *given: Server(*given, directory=str(tmp_path))  # noqa: E731 - a function of one expression
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def test_a_clock_that_is_ahead(tmp_path: Path, web: int) -> None:
    """Of every server that is asked: status 75 and no issue; what was read is printed when the clock is right."""
    paper(tmp_path, "Europe/Oslo", "fetch: {allow_private: true}\n")
    friday = "2026-05-08T06:30:00.5+02:00"
    Server.says[:] = [format_datetime(datetime.fromisoformat("2026-05-08T04:30:00+00:00"), usegmt=False)]
    sources = f"sources:\n  - http://127.0.0.1:{web}/gazette.xml\n  - http://localhost:{web}/wire.xml\n"
    path = tmp_path / "feeds.yml"
    path.write_text(path.read_text().replace("sources:\n  - gazette.xml\n", sources))
    first = news(tmp_path, friday)
    (tmp_path / "wire.xml").write_text(
        (tmp_path / "gazette.xml").read_text().replace("gazette.example", "wire.example")
    )
    ahead = digest(tmp_path, "2031-01-01T06:30:00.5+02:00", "run")
    assert ahead.returncode == 75, ahead.stdout + ahead.stderr
    assert "the servers that were asked say 2026-05-08 06:30 Europe/Oslo: no issue was made" in ahead.stderr
    assert not (tmp_path / "output").exists()
    right = digest(tmp_path, friday, "run")
    assert right.returncode == 0, right.stdout + right.stderr
    assert issues(tmp_path) == {"2026-05-08": first}
    Server.says[:] = [format_datetime(datetime.fromisoformat("2026-05-09T04:30:00+00:00"))]
    quiet = digest(tmp_path, "2026-05-09T06:30:00.5+02:00", "run", "--json")
    assert quiet.returncode == 0, quiet.stderr
    assert '"candidates":0' in quiet.stdout  # what was first seen in 2031 is of the day on which it was printed


def days(folder: Path, zone: str, *moments: str, more: str = "") -> dict[str, list[str]]:
    """What runs at these moments publish, each day with news of its own."""
    paper(folder, zone, more)
    for number in range(1, len(moments) + 1):
        news(folder, *moments[:number])
        run = digest(folder, moments[number - 1], "run")
        assert run.returncode == 0, run.stdout + run.stderr
    return issues(folder)


@pytest.mark.parametrize(
    ("zone", "moments", "dates"),
    [
        (  # a day of 23 hours, then one of 25; 02:30 is left out, and comes twice
            "Europe/Berlin",
            ("2026-03-28T02:30+01:00", "2026-03-29T03:30+02:00", "2026-03-30T02:30+02:00"),
            ("2026-03-28", "2026-03-29", "2026-03-30"),
        ),
        (
            "Europe/Berlin",
            ("2026-10-24T02:30+02:00", "2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00"),
            ("2026-10-24", "2026-10-25", "2026-10-26"),
        ),
        (  # a leap day
            "America/New_York",
            ("2028-02-28T06:30-05:00", "2028-02-29T06:30-05:00", "2028-03-01T06:30-05:00"),
            ("2028-02-28", "2028-02-29", "2028-03-01"),
        ),
        (  # a year's end, which is another day in UTC
            "Pacific/Auckland",
            ("2026-12-31T06:30+13:00", "2027-01-01T06:30+13:00"),
            ("2026-12-31", "2027-01-01"),
        ),
        (  # over the date line: the day after Thursday is Saturday
            "Pacific/Apia",
            ("2011-12-29T06:30-10:00", "2011-12-31T06:30+14:00"),
            ("2011-12-29", "2011-12-31"),
        ),
    ],
)
def test_every_day_has_one_issue(zone: str, moments: tuple[str, ...], dates: tuple[str, ...], tmp_path: Path) -> None:
    """Whatever the calendar does: one a day, each with what came since the last, and none missed."""
    made = days(tmp_path, zone, *moments, more="window: {catch_up: each}\n")
    assert tuple(made) == dates
    assert [len(headlines) for headlines in made.values()] == [1] * len(dates)


def test_a_second_run_in_the_hour_that_comes_twice(tmp_path: Path) -> None:
    """The clock shows 02:30 again an hour later: the day has its issue."""
    made = days(tmp_path, "Europe/Berlin", "2026-10-25T02:30+02:00", "2026-10-25T02:30+01:00")
    assert [len(headlines) for headlines in made.values()] == [1]


def test_days_are_caught_up_over_a_change_of_clocks(tmp_path: Path) -> None:
    """At the hour of the last issue; of a day that has no such hour at the one that its clocks show then."""
    paper(tmp_path, "Europe/Berlin", "window: {catch_up: each}\n")
    moments = ("2026-03-28T02:30+01:00", "2026-03-29T02:00+02:00", "2026-03-30T02:00+02:00", "2026-03-31T02:00+02:00")
    headlines = news(tmp_path, *moments[:1])
    assert digest(tmp_path, moments[0], "run").returncode == 0
    headlines = news(tmp_path, *moments)
    assert digest(tmp_path, "2026-03-31T02:30+02:00", "run").returncode == 0
    assert issues(tmp_path) == {
        f"2026-03-{day}": [headline] for day, headline in zip((28, 29, 30, 31), headlines, strict=True)
    }


def test_the_time_zone_changes(tmp_path: Path) -> None:
    """To the west it may be the day before the last issue's again: none is made, and the next has it all."""
    made = days(tmp_path, "Pacific/Auckland", "2026-05-08T06:30+12:00")
    assert list(made) == ["2026-05-08"]
    paper(tmp_path, "America/Los_Angeles")
    news(tmp_path, "2026-05-08T06:30+12:00", "2026-05-07T13:30-07:00")
    west = digest(tmp_path, "2026-05-07T14:30-07:00", "run")
    assert west.returncode == 0, west.stderr
    told = "in America/Los_Angeles it is 2026-05-07, and No. 1 is of 2026-05-08. The next is on Saturday"
    assert told in " ".join(west.stdout.split())
    same = digest(tmp_path, "2026-05-08T06:30-07:00", "run")
    assert same.returncode == 0
    assert list(issues(tmp_path)) == ["2026-05-08"]
    next_day = digest(tmp_path, "2026-05-09T06:30-07:00", "run")
    assert next_day.returncode == 0
    made = issues(tmp_path)
    assert [len(headlines) for headlines in made.values()] == [1, 1]
    assert list(made) == ["2026-05-08", "2026-05-09"]
    paper(tmp_path, "Pacific/Auckland")
    news(tmp_path, "2026-05-08T06:30+12:00", "2026-05-07T13:30-07:00", "2026-05-09T10:00-07:00")
    east = digest(tmp_path, "2026-05-10T06:30+12:00", "run")  # five hours after the last, and another day
    assert east.returncode == 0
    assert list(issues(tmp_path)) == ["2026-05-08", "2026-05-09", "2026-05-10"]
