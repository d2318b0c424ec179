"""Looks that stand alone: one that fails or hangs spoils no other."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from digest.doctor import Finding
from digest.doctor.findings import good
from digest.errors import StorageError
from digest.pipeline.doctor import Look, examine


def well() -> Sequence[Finding]:
    return [good("clock", "right")]


def told(*looks: Look) -> list[tuple[str, str, str]]:
    return [(one.check, one.verdict, one.what) for part in examine(looks) for one in part]


def test_they_are_told_in_their_order() -> None:
    """Whichever is done first."""
    gate = threading.Event()

    def late() -> Sequence[Finding]:
        assert gate.wait(30)
        return [good("disk", "room")]

    def early() -> Sequence[Finding]:
        gate.set()
        return well()

    assert [check for check, _, _ in told(Look(check="disk", at=late), Look(check="clock", at=early))] == [
        "disk",
        "clock",
    ]


def test_one_that_hangs_is_left() -> None:
    """Its time up, it is said not to have come to an end, and the others are told."""
    ever = threading.Event()

    def hangs() -> Sequence[Finding]:
        ever.wait(60)
        return well()

    try:
        found = told(Look(check="DNS", at=hangs, patience=0.05, fix="again"), Look(check="clock", at=well))
    finally:
        ever.set()
    assert found == [("DNS", "skipped", "no end to it within 0.05 s"), ("clock", "good", "right")]


def test_one_that_fails_is_told() -> None:
    """In words where the error has them; a fault of the program's own names itself, without what it may hold."""

    def refused() -> Sequence[Finding]:
        raise StorageError("the database is damaged", fix="restore")

    def denied() -> Sequence[Finding]:
        raise PermissionError(13, "Permission denied", "/srv/x")

    def broken() -> Sequence[Finding]:
        raise RuntimeError("https://user:secret@host.example/key")

    found = told(*(Look(check="x", at=at) for at in (refused, denied, broken)), Look(check="clock", at=well))
    assert [verdict for _, verdict, _ in found] == ["skipped", "skipped", "skipped", "good"]
    assert found[0][2] == "it cannot be looked at: the database is damaged"
    assert found[1][2] == "it cannot be looked at: permission denied: /srv/x"
    assert "RuntimeError" in found[2][2]
    assert "secret" not in found[2][2]
