"""What a run says of its sources."""

from __future__ import annotations

import json

import pytest

from digest.cli.report import Console, notices
from digest.errors import UsageError
from digest.model import Notice, NoticeKind


def told(kind: NoticeKind, number: int, fix: str | None = None) -> list[Notice]:
    """The same of so many sources."""
    return [Notice(source=f"Gazette {n}", kind=kind, text="is so", fix=fix) for n in range(number)]


def test_a_few_are_told_one_by_one(capsys: pytest.CaptureFixture[str]) -> None:
    """Each with what to do."""
    notices(Console(), [*told("failing", 1, "look: digest sources test Gazette"), *told("back", 2)])
    assert capsys.readouterr().out.splitlines() == [
        "Health    ! Gazette 0: is so",
        "            look: digest sources test Gazette",
        "          ! Gazette 0: is so",
        "          ! Gazette 1: is so",
    ]


def test_many_of_a_kind_are_told_together(capsys: pytest.CaptureFixture[str]) -> None:
    """A first run of a long list is no flood; all are in the table, and in the JSON report."""
    console = Console(json=True)
    notices(console, told("stale", 40, "look"))
    console.finish(0)
    assert len(json.loads(capsys.readouterr().out)["notices"]) == 40
    notices(Console(), [*told("stale", 40, "look"), *told("moved", 1)])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Health    ! Gazette 0: is so"
    assert lines[1] == "          ! 40 sources serve only old entries (digest sources --health)"
    assert lines[2].startswith("            Gazette 0, Gazette 1,")
    assert lines[-1].endswith("and 28 more")
    assert max(map(len, lines)) <= 80


def test_cron_hears_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    """With --quiet it goes to standard error, once, as all that is said."""
    notices(Console(quiet=True), told("failing", 1, "look: digest sources test Gazette"))
    heard = capsys.readouterr()
    assert heard.out == ""
    assert heard.err.splitlines() == [
        "digest: Gazette 0: is so",
        "digest:   look: digest sources test Gazette",
    ]
    notices(Console(quiet=True), [])
    assert capsys.readouterr().err == ""


def test_nothing_to_tell_is_nothing_said(capsys: pytest.CaptureFixture[str]) -> None:
    """Not even a line of its own."""
    notices(Console(), [])
    assert capsys.readouterr().out == ""


def test_json_holds_what_is_no_text(capsys: pytest.CaptureFixture[str]) -> None:
    """A path or an argument may be bytes that no encoding reads."""
    console = Console(json=True)
    console.fail(UsageError("no article https://gazette.example/\udcff is held"))
    assert json.loads(capsys.readouterr().out) == {
        "error": "no article https://gazette.example/\udcff is held",
        "status": 2,
    }
