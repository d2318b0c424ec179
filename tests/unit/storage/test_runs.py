"""What each run did is kept, and whether one without an end is at work."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from digest.model import Run, SourceReport
from digest.storage import Database
from digest.storage import runs as room
from digest.storage.runs import SqliteRuns

AT = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
RUN = Run(
    id="x", started=AT, failed=(SourceReport(source="Fog", state="failed", reason="HTTP 503"),), phases={"a": 0.5}
)


def test_a_run_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    """From its start, and changed at its end; numbers count up."""
    with Database.open(tmp_path) as database:
        runs = SqliteRuns(database, tmp_path)
        begun = runs.begin(RUN)
        assert begun.number == 1
        assert runs.find(1) == begun
        ended = replace(begun, ended=AT + timedelta(seconds=9), status=0, outcome="success", said=("half \ud800",))
        runs.keep(ended)
        assert runs.find(1) == replace(ended, said=("half \ufffd",))
        assert runs.begin(RUN).number == 2
        assert [run.number for run in runs.latest(5)] == [2, 1]
        assert [run.number for run in runs.latest(5, before=2)] == [1]
        assert runs.find(3) is None
        assert runs.find(10**30) is None
        runs.close()


def test_the_last_good_run_is_no_failure_and_no_replay(tmp_path: Path) -> None:
    """A replay says nothing of today."""
    with Database.open(tmp_path) as database:
        runs = SqliteRuns(database, tmp_path)
        assert runs.last_good() is None
        for hours, outcome, replay in ((1, "success", False), (2, "failure", False), (3, "success", True)):
            run = runs.begin(replace(RUN, replay=replay))
            runs.keep(replace(run, ended=AT + timedelta(hours=hours), outcome=outcome))  # type: ignore[arg-type]
        assert runs.last_good() == AT + timedelta(hours=1)
        runs.close()


def test_old_runs_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The newest are kept, and numbers are not given twice."""
    monkeypatch.setattr(room, "KEPT", 3)
    with Database.open(tmp_path) as database:
        runs = SqliteRuns(database, tmp_path)
        for _ in range(5):
            runs.begin(RUN)
        assert [run.number for run in runs.latest(9)] == [5, 4, 3]
        runs.close()


def test_a_run_is_at_work_until_its_process_dies(tmp_path: Path) -> None:
    """However it dies; asked by another process, once or often."""
    program = f"""
import sys
from datetime import UTC, datetime
from pathlib import Path
from digest.model import Run
from digest.storage import Database
from digest.storage.runs import SqliteRuns
folder = Path({str(tmp_path)!r})
SqliteRuns(Database.open(folder), folder).begin(Run(id="x", started=datetime.now(UTC)))
print("begun", flush=True)
sys.stdin.read()
"""
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "begun\n"
        with Database.open(tmp_path) as database:
            runs = SqliteRuns(database, tmp_path)
            assert runs.at_work(1)
            assert runs.at_work(1)
            assert not runs.at_work(2)
            other.kill()
            other.wait()
            assert not runs.at_work(1)
            runs.close()
    assert (tmp_path / "running").stat().st_mode & 0o777 == 0o600
