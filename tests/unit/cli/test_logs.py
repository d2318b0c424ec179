"""Log lines: each with the id of its run, for machines and for eyes, and nothing in them that is nobody's business."""

from __future__ import annotations

import json
import sys
from datetime import UTC, tzinfo

import click
import pytest

from digest.cli.logs import Log, alone
from digest.cli.report import Console
from digest.errors import MailError

RUN = "20310304T050000Z-42"


def test_a_line_is_one_object_in_one_order(capsys: pytest.CaptureFixture[str]) -> None:
    """When, how grave, of which run, what; then what it has to say."""
    Log(RUN, pretty=None).write("warning", "source failed", {"source": "Fog\nSignal", "count": 3, "kept": None})
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    line = json.loads(said)
    assert list(line) == ["time", "level", "run", "event", "source", "count", "kept"]
    assert line["time"].endswith("Z")
    assert (line["level"], line["run"], line["event"]) == ("warning", RUN, "source failed")
    assert (line["source"], line["count"], line["kept"]) == ("Fog Signal", 3, None)


def test_a_line_for_eyes_is_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    """In no colour where no terminal is; what would move a terminal's cursor is written out; the run comes last."""
    Log(RUN, pretty=UTC).write("error", "source failed", {"source": "Fog\x1b[2JSignal", "where": ["a:1", "b:2"]})
    said = capsys.readouterr().err
    assert "\x1b" not in said
    assert said.count("\n") == 1
    assert "error" in said
    assert "where='a:1, b:2'" in said
    assert said.rstrip().endswith(f"run={RUN}")


@pytest.mark.parametrize("pretty", [UTC, None], ids=["pretty", "json"])
def test_no_line_holds_an_address_or_a_secret(capsys: pytest.CaptureFixture[str], pretty: tzinfo | None) -> None:
    """Whatever field it stands in, and the event itself."""
    text = "GET https://me:word@feeds.example/key/s3cret?token=s3cret of ada@reader.example failed"
    Log(RUN, pretty=pretty).write("info", text, {"text": text, "source": text, "wholly": "new"})
    said = capsys.readouterr().err
    assert said.count("feeds.example") == 3
    for secret in ("word@", "s3cret", "reader.example"):
        assert secret not in said


def test_a_log_that_nobody_reads_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever read it has gone."""

    class Gone:
        def write(self, text: str) -> int:
            raise BrokenPipeError

        def flush(self) -> None:
            raise BrokenPipeError

        def isatty(self) -> bool:
            return False

    monkeypatch.setattr(sys, "stderr", Gone())
    for pretty in (UTC, None):
        Log(RUN, pretty=pretty).write("info", "run began", {})


def test_standard_error_holds_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    """Asides, errors that are known, and faults of the program's own, whose words may hold anything."""

    def work(error: Exception) -> None:
        console = Console(quiet=True)
        with alone(console, RUN, pretty=None):
            console.aside("Fog Signal keeps failing")
            raise error

    with pytest.raises(click.exceptions.Exit) as end:
        work(MailError("the mail server refuses connections", where="mail.example:587"))
    assert end.value.exit_code == 75
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [(line["level"], line["event"]) for line in lines] == [("warning", "said"), ("error", "error")]
    assert (lines[0]["text"], lines[1]["status"]) == ("Fog Signal keeps failing", 75)
    with pytest.raises(click.exceptions.Exit) as end:
        work(ValueError("ada@reader.example"))
    assert end.value.exit_code == 1
    _, line = capsys.readouterr().err.splitlines()
    made = json.loads(line)
    assert made["type"] == "ValueError"
    assert "test_logs.py" in made["where"][-1]
    assert "ada" not in line
