"""The account of the sources, where an issue prints what another run had fetched."""

from __future__ import annotations

from pathlib import Path

from clocked import digest, feed, issues, ledger
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
DAWN, TUESDAY = "2026-05-05T06:00:00+02:00", "2026-05-05T06:30:00.5+02:00"
NOON = "2026-05-05T12:00:00+02:00"


def test_what_a_killed_run_had_fetched_is_told_of_its_source(tmp_path: Path) -> None:
    """The source says "unchanged" to the run that prints its entries; the account adds up, and is made again so."""
    write(tmp_path, "  - feed: gazette.xml\n    name: Gazette\n  - feed: wire.xml\n    name: Wire\n")
    feed(tmp_path / "gazette.xml", FERRY)
    feed(tmp_path / "wire.xml", host="wire.example")
    assert digest(tmp_path, DAWN, "run", dies="digest.cli.newsroom edit 1").returncode == -9
    feed(tmp_path / "wire.xml", BUDGET, host="wire.example")
    run = digest(tmp_path, TUESDAY, "run")
    assert run.returncode == 0, run.stderr
    assert {*issues(tmp_path)["2026-05-05"]} == {BUDGET[0], FERRY[0]}
    account = ledger(tmp_path, "2026-05-05")
    gazette, wire = account["sources"]
    assert (gazette["state"], gazette["new"], gazette["earlier"]) == ("unchanged", 0, 1)
    assert (wire["state"], wire["new"], wire.get("earlier")) == ("read", 1, None)
    assert sum(each["new"] + each.get("earlier", 0) for each in account["sources"]) == account["candidates"]
    again = digest(tmp_path, TUESDAY, "rebuild", "--check")
    assert again.returncode == 0, again.stdout + again.stderr


def test_an_hourly_fetch_is_told_too(tmp_path: Path) -> None:
    """Without a kill: `digest fetch` through the day, and one run."""
    write(tmp_path, "  - feed: gazette.xml\n    name: Gazette\n")
    feed(tmp_path / "gazette.xml", FERRY)
    assert digest(tmp_path, DAWN, "fetch").returncode == 0
    assert digest(tmp_path, TUESDAY, "run").returncode == 0
    [gazette] = ledger(tmp_path, "2026-05-05")["sources"]
    assert (gazette["state"], gazette["earlier"]) == ("unchanged", 1)


def test_what_the_fetch_itself_found_is_not_told_twice(tmp_path: Path) -> None:
    """`digest edit` makes the issue after the fetch whose account it prints: what was new then is no earlier one's."""
    write(tmp_path, "  - feed: gazette.xml\n    name: Gazette\n")
    feed(tmp_path / "gazette.xml", FERRY)
    assert digest(tmp_path, DAWN, "fetch").returncode == 0
    feed(tmp_path / "gazette.xml", BUDGET, FERRY)
    assert digest(tmp_path, TUESDAY, "fetch").returncode == 0
    for command in ("edit", "publish"):
        assert digest(tmp_path, NOON, command).returncode == 0
    [gazette] = ledger(tmp_path, "2026-05-05")["sources"]
    assert (gazette["new"], gazette["earlier"]) == (1, 1)
