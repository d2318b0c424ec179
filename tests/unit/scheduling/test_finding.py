"""What in crontabs and units is known as running digest here."""

from __future__ import annotations

from datetime import UTC, date, time

import pytest

from digest.scheduling import Plan
from digest.scheduling.crontab import block
from digest.scheduling.finding import in_crontab, in_unit
from digest.scheduling.systemd import units

PLACES = ["/srv/news", "/srv/news/feeds.yml", "~/news"]
PLAN = Plan(
    title="News", program="/opt/digest/bin/digest", folder="/srv/news", at=time(6, 0), zone="Europe/Oslo", sends=True
)


@pytest.mark.parametrize(
    ("line", "program"),
    [
        ("0 6 * * *  cd /srv/news && digest run --quiet", "digest"),
        ("@daily cd ~/news && /opt/bin/digest run", "/opt/bin/digest"),
        ("0 6 * * 1-5 news /opt/bin/digest run -c /srv/news/feeds.yml >/dev/null 2>&1", "/opt/bin/digest"),
        ("0 6 * * * cd '/srv/news' && TZ=UTC /opt/bin/digest run", "/opt/bin/digest"),
        ("0 6 * * * cd /srv/news && uvx digest-newsroom run", "cd"),
    ],
)
def test_lines_that_run_it(line: str, program: str) -> None:
    """However somebody wrote them."""
    (found,) = in_crontab(f"MAILTO=me\n{line}\n", PLACES)
    assert (found.line, found.program) == (line, program)


@pytest.mark.parametrize(
    "line",
    [
        "# 0 6 * * *  cd /srv/news && digest run",
        "0 6 * * *  cd /srv/newsroom && digest run",
        "0 6 * * *  cd /srv/news && digest send",
        "0 6 * * *  cd /srv/news && ./backup run",
        "0 6 * * *  cd /mnt/srv/news && digest run",
        "PATH=/srv/news digest run",
        "",
    ],
)
def test_lines_that_do_not(line: str) -> None:
    """Comments, other folders, other commands."""
    assert not in_crontab(line, PLACES)


@pytest.mark.parametrize("folder", ["/srv/news", "/srv/100% news", "/srv/d'or"])
def test_what_digest_schedule_writes_is_known_again(folder: str) -> None:
    """In a crontab of its own zone and of another, and as systemd's units."""
    plan = Plan(title="News", program="/opt/digest/bin/digest", folder=folder, at=time(6, 0), zone="Europe/Oslo")
    (found,) = in_crontab(block(plan, UTC, date(2026, 11, 23)), [folder])
    assert found.program == "/opt/digest/bin/digest"
    service = units(plan)[f"{plan.name}.service"]
    unit = in_unit(service, [folder])
    assert unit is not None
    assert unit.program == "/opt/digest/bin/digest"
    assert in_unit(service, ["/srv/other"]) is None
    assert in_unit(units(PLAN)["digest-news-send.service"], ["/srv/news"]) is None
