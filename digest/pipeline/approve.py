"""Approve an issue: somebody's word for its bytes, and the proof that these are still the bytes.

What is approved is the frozen issue and every edition of it, before they are addressed to anybody: the hash of all of
them. A template, a colour or a program that renders another byte makes it another issue, which nobody has approved.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from digest.codec import encode
from digest.errors import ApprovalError, UsageError
from digest.locales import stamp
from digest.model import Approval, Edition, Issue, Standing
from digest.ports import Archive


def fingerprint(frozen: bytes, editions: Sequence[Edition]) -> str:
    """The SHA-256, in hex, of a frozen issue's file and its editions; their order does not count.

    Each part is told from the next by its length: no two different sets of parts give the same text to the hash.
    """
    total = hashlib.sha256(b"digest-approval/1\n")
    parts = [("issue", "issue.json", frozen)]
    parts += sorted((edition.medium, edition.path, edition.body) for edition in editions)
    for medium, path, body in parts:
        for part in (medium.encode(), path.encode(), body):
            total.update(b"%d:" % len(part) + part)
    return total.hexdigest()


def standing(issue: Issue, editions: Sequence[Edition], *, archive: Archive) -> Standing:
    """Whether the issue with these editions is approved."""
    now = fingerprint(archive.frozen(issue.date) or encode(issue), editions)
    every = archive.approvals(issue.number)
    if not every:
        return Standing(state="none", sha256=now)
    holding = [approval for approval in every if approval.revoked is None]
    if not holding:
        return Standing(state="revoked", sha256=now, approval=every[-1])
    # Only the latest counts: whoever approved other bytes since has replaced what was approved before.
    latest = holding[-1]
    return Standing(state="approved" if latest.sha256 == now else "changed", sha256=now, approval=latest)


def approve(
    issue: Issue,
    editions: Sequence[Edition],
    *,
    archive: Archive,
    by: str,
    at: datetime,
    seen: str | None = None,
) -> tuple[Approval, bool]:
    """Approve the issue with these editions. Returns the approval that holds now, and whether it was made now.

    ``seen`` is the hash of the bytes that the person looked at. Raises ``ApprovalError`` where they are others by now.
    """
    now = standing(issue, editions, archive=archive)
    if seen is not None and seen != now.sha256:
        raise ApprovalError(
            f"No. {issue.number} has changed since it was looked at; it was not approved", fix="look at it again"
        )
    if now.state == "approved" and now.approval is not None:
        return now.approval, False
    made = Approval(issue=issue.number, sha256=now.sha256, by=by, at=at)
    archive.approve(made)
    return made, True


def revoke(issue: Issue, *, archive: Archive, by: str, at: datetime) -> Approval:
    """Take the approval of an issue back. Raises ``UsageError`` where it has none."""
    taken = archive.revoke(issue.number, by=by, at=at)
    if taken is None:
        raise UsageError(f"No. {issue.number} is not approved", fix=f"`digest approve {issue.number}` approves it")
    return taken


def require(issue: Issue, editions: Sequence[Edition], *, archive: Archive) -> Approval:
    """The approval of the issue with these editions. Raises ``ApprovalError`` where it has none."""
    now = standing(issue, editions, archive=archive)
    if now.state == "approved" and now.approval is not None:
        return now.approval
    raise ApprovalError(
        f"No. {issue.number} {why(now, issue.publication.timezone)}; nothing was mailed",
        fix=f"look at it with `digest preview {issue.number}`, then `digest approve {issue.number}`",
        changed=now.state == "changed",
    )


def why(standing: Standing, timezone: str) -> str:
    """What stands in the way of an issue that is not approved, after "No. 12": who approved what, and when."""
    approval = standing.approval
    if approval is None:
        return "waits for approval"
    when = stamp(approval.at, timezone)
    if standing.state == "changed":
        return (
            f"is not what {approval.by} approved on {when}: the issue or its editions differ from what they were"
            " (a template, feeds.yml or digest itself has changed)"
        )
    taken = stamp(approval.revoked, timezone) if approval.revoked is not None else "a day"
    return f"waits for approval: that by {approval.by} was revoked on {taken} by {approval.revoked_by}"
