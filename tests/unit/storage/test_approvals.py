"""Who approved what is appended, revoked once, and never deleted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from digest.errors import StorageError
from digest.model import Approval


def test_approvals_come_back_as_they_were_made(world: Any) -> None:
    """Oldest first, of the issue asked for alone, in the next run too."""
    world.freeze(1)
    world.freeze(2)
    first = Approval(issue=1, sha256="a" * 64, by="Ada Ø", at=world.noon)
    second = Approval(issue=1, sha256="b" * 64, by="Bo", at=world.noon + timedelta(hours=1))
    for approval in (first, second, Approval(issue=2, sha256="c" * 64, by="Ada", at=world.noon)):
        world.archive.approve(approval)
    world.reopen()
    assert world.archive.approvals(1) == (first, second)
    assert world.archive.approvals(3) == ()


def test_a_revocation_is_remembered_beside_what_it_took_back(world: Any) -> None:
    """Every approval that held is revoked, once, by name; a second revocation finds none."""
    world.freeze(1)
    world.archive.approve(Approval(issue=1, sha256="a" * 64, by="Ada", at=world.noon))
    later = world.noon + timedelta(hours=2)
    taken = world.archive.revoke(1, by="Bo", at=later)
    assert taken is not None
    assert (taken.by, taken.revoked, taken.revoked_by) == ("Ada", later, "Bo")
    assert world.archive.revoke(1, by="Cid", at=later + timedelta(hours=1)) is None
    assert world.archive.approvals(1) == (taken,)


def test_only_an_issue_that_is_frozen_can_be_approved(world: Any) -> None:
    """There is nothing to approve of one that is not."""
    with pytest.raises(StorageError):
        world.archive.approve(Approval(issue=9, sha256="a" * 64, by="Ada", at=world.noon))
