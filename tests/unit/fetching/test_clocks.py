"""What time it is where an answer comes from."""

from __future__ import annotations

import pytest

from digest.fetching.clocks import http_date, served


@pytest.mark.parametrize(
    ("date", "age", "moment"),
    [
        ("Fri, 08 May 2026 04:30:00 GMT", "", "2026-05-08T04:30:00+00:00"),
        ("Fri, 08 May 2026 04:30:00 GMT", "3600", "2026-05-08T05:30:00+00:00"),  # a cache's: written an hour ago
        ("Fri, 08 May 2026 04:30:00 GMT", "-5", "2026-05-08T04:30:00+00:00"),
        ("Fri, 08 May 2026 04:30:00 GMT", "9" * 40, "2026-05-08T04:30:00+00:00"),
        ("Fri, 08 May 2026 06:30:00 +0200", " 60 ", "2026-05-08T04:31:00+00:00"),
        ("Fri, 31 Dec 9999 23:59:59 GMT", "999999999", None),
        ("", "60", None),
        ("now", "", None),
        ("Fri, 99 May 2026 04:30:00 GMT", "", None),
    ],
)
def test_a_servers_clock(date: str, age: str, moment: str | None) -> None:
    """Its date, and what a cache adds to that; what is none says nothing."""
    found = served(date, age)
    assert (found.isoformat() if found is not None else None) == moment


def test_a_date_without_a_zone_is_utc() -> None:
    """As all of HTTP's are."""
    found = http_date("Fri, 08 May 2026 04:30:00")
    assert found is not None
    assert found.isoformat() == "2026-05-08T04:30:00+00:00"
