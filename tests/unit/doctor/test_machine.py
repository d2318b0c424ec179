"""Clock, disk, owners and modes, judged."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from digest.doctor.machine import Clock, Entry, Place, access, clock, disk, needs

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
CLOCK = Clock(now=NOW, zone="Europe/Oslo", tzdata="the system's tzdata", local=NOW.astimezone(ZoneInfo("Europe/Oslo")))
PLACE = Place(name="output/", path="/srv/output", device=1, free=1_000_000_000, inodes=5_000, need=10, wish=100)
FOLDER = Entry(name=".digest/", path="/srv/.digest", secret=True, folder=True, mode=0o700, owner="news")
FILE = Entry(name="digest.db", path="/srv/.digest/digest.db", secret=True, mode=0o600, owner="news")


def test_a_zone_that_the_machine_does_not_know() -> None:
    """It is what nothing can be made without."""
    (found, _) = clock(replace(CLOCK, tzdata="", local=None))
    assert (found.verdict, found.status) == ("bad", 78)
    assert "tzdata" in found.fix


@pytest.mark.parametrize(
    ("ahead", "verdict", "way"),
    [(0, "good", "within"), (90, "good", "within"), (200, "note", "behind"), (-7200, "bad", "2 hours ahead of")],
)
def test_the_clock_against_servers(ahead: float, verdict: str, way: str) -> None:
    """By the median: one server with a clock of its own proves nothing."""
    servers = (("a.example", ahead), ("b.example", ahead), ("odd.example", 1e9))
    found = clock(replace(CLOCK, servers=servers))[-1]
    assert found.verdict == verdict
    assert way in found.what


def test_the_clock_against_the_database() -> None:
    """What was made later than now was made under another clock."""
    ahead = clock(replace(CLOCK, latest=("run 7", NOW + timedelta(hours=3))))[-1]
    assert ahead.verdict == "bad"
    assert "run 7" in ahead.what
    assert clock(replace(CLOCK, latest=("run 7", NOW - timedelta(days=1))))[-1].verdict == "good"
    assert clock(replace(CLOCK, latest=("run 7", NOW + timedelta(minutes=2))))[-1].verdict == "good"


def test_the_disk() -> None:
    """Too little for a run is bad, too little for upkeep a note; places on one disk share its room."""
    assert [one.verdict for one in disk([PLACE])] == ["good"]
    assert disk([replace(PLACE, free=50)])[0].verdict == "note"
    full = disk([replace(PLACE, free=5)])[0]
    assert (full.verdict, full.status) == ("bad", 74)
    other = replace(PLACE, name=".digest/", need=45)
    shared = disk([replace(PLACE, free=50), replace(other, free=50)])
    assert [one.verdict for one in shared] == ["bad"]
    assert "output/ and .digest/" in shared[0].what
    apart = disk([replace(PLACE, free=150), replace(other, free=150, device=2)])
    assert [one.verdict for one in apart] == ["good", "good"]


def test_a_disk_without_room_for_files() -> None:
    """It is full, whatever bytes it has left; one that does not count them is not."""
    assert "inodes" in disk([replace(PLACE, inodes=3)])[0].what
    assert disk([replace(PLACE, inodes=None)])[0].verdict == "good"


def test_what_is_needed_grows_with_what_there_is() -> None:
    """A database of 1 GB needs more than an empty one, and to be written anew twice its size."""
    small, large = needs(database=0, issue=0), needs(database=10**9, issue=10**6)
    assert all(large[place] >= small[place] for place in small)
    assert large["state"][1] > 2 * 10**9


def test_owners_and_modes_that_are_right() -> None:
    """Nothing but that is said."""
    (found,) = access([FOLDER, FILE], me="news", runs_as="news")
    assert found.verdict == "good"


def test_what_sudo_left_behind() -> None:
    """Files of root's in a publication of somebody else's: its runs cannot write them."""
    (found,) = access([FOLDER, replace(FILE, owner="root")], me="root", runs_as="news")
    assert (found.verdict, found.status) == ("bad", 74)
    assert found.fix == "sudo chown -R news /srv/.digest/digest.db"


def test_what_cannot_be_written() -> None:
    """By its mode, its owner or its disk, each with another way out."""
    (found,) = access([replace(FILE, writable=False)], me="news", runs_as="news")
    assert found.fix == "chmod u+rw /srv/.digest/digest.db"
    (found,) = access([replace(FOLDER, writable=False, owner="other")], me="news", runs_as="news")
    assert "run digest as other" in found.fix
    (found,) = access([replace(FOLDER, read_only=True)], me="news", runs_as="news")
    assert "mount" in found.fix


def test_what_others_may_read() -> None:
    """Bad where they can come to it, a note behind a folder that is shut; a folder by itself is a note."""
    loose = replace(FILE, mode=0o644)
    assert [one.verdict for one in access([FOLDER, loose], me="news", runs_as="news")] == ["note"]
    opened = replace(FOLDER, mode=0o755)
    assert [one.verdict for one in access([opened, loose], me="news", runs_as="news")] == ["note", "bad"]
    assert access([opened, loose], me="news", runs_as="news")[1].fix == "chmod 600 /srv/.digest/digest.db"


def test_what_cannot_be_looked_at() -> None:
    """It is named, and what is not there is no fault."""
    (found,) = access([replace(FILE, why="permission denied")], me="you", runs_as="news")
    assert found.what == "digest.db: permission denied to you"
    assert found.fix == "run digest as news"
    assert access([replace(FILE, there=False)], me="news", runs_as="news")[0].verdict == "good"
