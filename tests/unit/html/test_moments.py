"""Dates in feeds: read where they name a moment, None where they do not."""

from datetime import UTC, datetime

import pytest

from digest.html import moment, offset


@pytest.mark.parametrize(
    "text",
    [
        "Tue, 05 Mar 2024 06:30:00 GMT",
        "Tue, 5 Mar 2024 06:30 UT",
        "Tue, 05 Mar 2024 07:30:00 +0100",
        "Tue, 05 Mar 2024 07:30:00 CET",
        "Tue, 05 Mar 24 01:30:00 EST",
        "tue, 05 march 2024 01:30:00 EST5EDT",
        "05 Mar 2024 06:30:00",
        "2024-03-05T06:30:00Z",
        "2024-03-05T06:30Z",
        "2024-03-05 06:30:00",
        "2024-03-05T12:00:00.123+05:30",
        "2024-03-05T08:30:00+0200",
        "2024-03-05T04:30:00-2",
        "20240305T063000Z",
        "2024/03/05 06:30:00 UTC",
        "Tue Mar  5 06:30:00 2024",
        "Tue Mar 5 07:30:00 CET 2024",
        "March 5, 2024 6:30 AM",
        "Mar 5, 2024 1:30 a.m. EST",
        "mar., 05 mars 2024 07:30:00 +0100",
        "Di, 05 März 2024 07:30:00 +0100",
        "Вт, 05 мар 2024 09:30:00 +0300",
        "05.03.2024 06:30",
        "1709620200",
        "1709620200000",
    ],
)
def test_moments_in_every_dress(text: str) -> None:
    """One moment, in the ways that feeds write it."""
    found = moment(text)
    assert found is not None
    assert found.replace(microsecond=0) == datetime(2024, 3, 5, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        None,
        "soon",
        "10 May",
        "Tue, 17 May 10:00:00 GMT",
        "2024",
        "2024-03",
        "30 Feb 2024 10:00 GMT",
        "2023-02-29",
        "gazette-7",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "03/05/2024",
        "2024-03-05T25:00:00Z",
        "2024-13-05",
        "9" * 10 + "9" * 50,
        "a " * 5_000,
        "5 hours ago",
    ],
)
def test_what_names_no_moment_stays_unknown(text: str | None) -> None:
    """A part missing, no such day, two readings, before there were feeds: unknown, never guessed."""
    assert moment(text) is None


def test_edges_of_the_clock() -> None:
    """Hour 24 is the next midnight, second 60 the last second, and a zone nobody knows is taken as UTC."""
    assert moment("2024-02-29T24:00:00Z") == datetime(2024, 3, 1, tzinfo=UTC)
    assert moment("Sat, 31 Dec 2016 23:59:60 GMT") == datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)
    assert moment("Tue, 05 Mar 2024 06:30:00 Nowhere/Land") == datetime(2024, 3, 5, 6, 30, tzinfo=UTC)
    assert moment("Tue, 05 Mar 2024 06:30:00 +9999") == datetime(2024, 3, 5, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("Sun, 26 Apr 2020 10:07:24 +1200", 720),
        ("Sun, 26 Apr 2020 10:07:24 EDT", -240),
        ("2020-04-26T10:07:24+05:30", 330),
        ("2020-04-26 10:07 NZST", 720),
        ("Sun, 26 Apr 2020 10:07:24 GMT", None),
        ("2020-04-26T10:07:24Z", None),
        ("2020-04-26", None),
        ("1587895644", None),
        ("soon", None),
        (None, None),
    ],
)
def test_the_zone_that_a_time_is_stated_in(text: str | None, minutes: int | None) -> None:
    """In minutes east of Greenwich; its own time is what nobody states who knows no better."""
    assert offset(text) == minutes
