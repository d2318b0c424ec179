"""Moments and sizes, one way in every listing."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from digest.cli import group
from digest.cli.common import Given, past
from digest.cli.moments import written, zone_of
from digest.cli.report import Console
from digest.errors import UsageError

FEEDS = "publication:\n  title: T\n  timezone: {zone}\nsources:\n  - seeds: seeds/*.txt\n    published: 2026-03-02\n"
SEED = (
    "Bridge closed after a crack is found\n\nEngineers closed the bridge on Monday after an inspection found a crack in"
    " its main cable, the council said.\n"
)


def test_a_moment_names_its_zone() -> None:
    """On the publication's clock, whose name is said."""
    moment = datetime(2026, 7, 3, 23, 0, tzinfo=UTC)
    assert written(moment, ZoneInfo("Europe/Berlin")) == "2026-07-04 01:00 Europe/Berlin"
    assert written(moment, ZoneInfo("UTC")) == "2026-07-03 23:00 UTC"


def test_a_day_of_today_is_now_however_many_hours_the_day_has() -> None:
    """Its 25 as clocks go back, and 23 as they go forward: the day after it is to come, however late it is."""
    for text, now in (("2026-10-25", "2026-10-25T00:10+02:00"), ("2026-03-29", "2026-03-29T00:10+01:00")):
        moment = datetime.fromisoformat(now)
        assert past(text, "Europe/Oslo", moment) == moment
    with pytest.raises(UsageError, match="--at 2026-03-29 is to come: it is 2026-03-28 23:50 Europe/Oslo now"):
        past("2026-03-29", "Europe/Oslo", datetime.fromisoformat("2026-03-28T23:50+01:00"))


def test_the_zone_where_nothing_says_so(tmp_path: Path) -> None:
    """A backup is restored beside a feeds.yml that cannot be read, too."""
    feeds = tmp_path / "feeds.yml"
    feeds.write_text(FEEDS.format(zone="Asia/Tokyo"))
    assert zone_of(Given(config=feeds, at=None, console=Console())).key == "Asia/Tokyo"
    feeds.write_text("publication: [")
    assert zone_of(Given(config=feeds, at=None, console=Console())).key == "UTC"


def test_every_listing_speaks_of_the_publications_clock(tmp_path: Path) -> None:
    """Runs, corrections, and what a backup is of; and sizes are written as the doctor writes them."""
    (tmp_path / "feeds.yml").write_text(FEEDS.format(zone="Asia/Tokyo"))
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds/one.txt").write_text(SEED)

    def said(*arguments: str) -> str:
        made = CliRunner().invoke(group, [*arguments, "-c", str(tmp_path / "feeds.yml")])
        assert made.exit_code == 0, made.output
        return made.output

    said("run", "--at", "2026-03-02T07:00", "-q")
    assert said("runs").splitlines()[-1] == "       Times are of Asia/Tokyo."
    assert " Asia/Tokyo, " in said("runs", "show")
    backup = str(tmp_path / "backup")
    assert " KB" in said("backup", backup)
    assert " Asia/Tokyo by digest " in said("restore", backup).splitlines()[0]
    story = json.loads((tmp_path / "output/issues/2026-03-02/issue.json").read_bytes())["articles"][0]["id"]
    assert " Asia/Tokyo; to be told" in said("corrections", "add", "1", story, "--note", "It was Sunday.", "--by", "A")
