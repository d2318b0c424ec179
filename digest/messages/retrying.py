"""When a message that the server put off is tried again, and when it is given up."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from msgspec.structs import replace

from digest.messages.addresses import who
from digest.model import Delivery

# A server that greylists wants to be asked again after five minutes (RFC 6647 §5); one in trouble, ever less often.
SOONEST = timedelta(minutes=5)
LATEST = timedelta(hours=4)
_JITTER = 0.5  # at most so much later, as a part of the wait


def after(before: Delivery | None, now: Delivery, *, days: int) -> Delivery:
    """``now`` as the ledger is to hold it: attempts of earlier runs counted in, and what comes of one that is put off.

    ``before`` is the ledger's row from before this attempt. A deferred message is tried again at ``next``; with its
    first try ``days`` days ago or more it has failed, and its reply says so.
    """
    attempts = now.attempts + (before.attempts if before else 0)
    tried = before is not None and (before.attempts > 0 or before.first is not None)
    first = (before.first or before.at or now.at) if before is not None and tried else now.at
    made = replace(now, attempts=attempts, first=first, next=None)
    if made.state != "deferred" or made.at is None or first is None:
        return made
    end = first + timedelta(days=days)
    if made.at >= end:
        said = f"{made.code or ''} {made.reply}".strip()
        tries = f"{attempts} tries" if attempts != 1 else "1 try"
        span = f"{days} days" if days != 1 else "1 day"
        return replace(made, state="failed", reply=f"given up after {span} and {tries}; the last reply: {said}")
    # The last try is at the end itself: no earlier one could tell that the server had come round by then.
    return replace(made, next=min(made.at + wait(made), end))


def wait(delivery: Delivery) -> timedelta:
    """How long after its latest attempt a message is tried again: twice as long each time, and up to half of that more.

    How much more is fixed by issue, recipient and attempt, so that the messages put off together do not come back
    together, and the same run twice does the same.
    """
    doubled = min(SOONEST * (1 << min(max(delivery.attempts, 1) - 1, 16)), LATEST)
    mark = hashlib.sha256(f"{delivery.issue} {delivery.attempts} {who(delivery.recipient)}".encode("utf-8", "replace"))
    return doubled * (1 + _JITTER * int.from_bytes(mark.digest()[:4]) / 2**32)
