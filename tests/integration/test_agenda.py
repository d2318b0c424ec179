"""A promise kept by the installed command: flagged, due on its day, on the calendar to subscribe to."""

from __future__ import annotations

from pathlib import Path

import vobject
from icalendar import Calendar
from installed import BRIDGE, FEED, MAYOR, digest

FEEDS = """publication:
  title: The Test
  timezone: UTC
  url: https://test.example/news
sources:
  - feed: feed.xml
    name: Gazette
"""
FAIR = {
    "title": "Lantern feast lights Tarsk harbour",
    "slug": "feast",
    "date": "Mon, 09 Mar 2026 05:00:00 GMT",
    "teaser": "Nine hundred lanterns were lit in the old harbour of Tarsk by children of the town.",
}


def test_flagged_due_and_on_the_calendar(tmp_path: Path) -> None:
    """One newsroom over a week; pages lead to the calendar; `digest publish` makes the very same one."""
    (tmp_path / "feeds.yml").write_text(FEEDS)
    calendar = tmp_path / "output/calendar.ics"
    for at, entry in (("2026-03-02", BRIDGE), ("2026-03-03", MAYOR), ("2026-03-09", FAIR)):
        (tmp_path / "feed.xml").write_text(FEED.format(**entry))
        made = digest(tmp_path, "run", "--at", f"{at}T06:30:00Z")
        assert made.returncode == 0, made.stdout + made.stderr
        text = calendar.read_bytes()
        (event,) = Calendar.from_ical(text).walk("VEVENT")
        assert str(event["description"]).startswith("An emergency council meeting is scheduled for March 9.")
        assert vobject.readOne(text.decode()).vevent.dtstart.value.isoformat() == "2026-03-09"
        assert str(event["url"]) == "https://gazette.example/bridge"
    issue = tmp_path / "output/issues/2026-03-09"
    for name in ("index.html", "email.html", "email.txt"):
        assert "An emergency council meeting is scheduled for" in (issue / name).read_text(), name
        assert (
            "flagged in no. 1, 2 march"
            in (issue / name).read_text().replace("\xa0", " ").replace("&nbsp;", " ").lower()
        ), name
    assert 'href="../../issues/2026-03-02/index.html#' in (issue / "index.html").read_text()
    assert 'href="webcal://test.example/news/calendar.ics"' in (tmp_path / "output/index.html").read_text()
    before = calendar.read_bytes()
    calendar.unlink()
    made = digest(tmp_path, "publish")
    assert made.returncode == 0, made.stdout + made.stderr
    assert calendar.read_bytes() == before
