"""Hosts that ask to be left alone: how long, and what that means for the others that wait for them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from digest.fetching.clocks import http_date

LONGEST = 7 * 86_400  # seconds; who asks for more is asked again after a week

_UNSAID = 2.0  # seconds to wait where a host refuses and does not say for how long
_SHORTEST = 1.0
_TIMES = 3  # a host is waited for in one run


def asked_wait(retry_after: str, date: str, now: datetime) -> int | None:
    """Seconds that a Retry-After header asks for (RFC 9110 §10.2.3), 0 to a week; None for what says nothing.

    ``date`` is the answer's own Date header: a moment is measured on the clock that named it, and on ours (``now``)
    only where there is none.
    """
    text = retry_after.strip()
    if re.fullmatch(r"[0-9]{1,18}", text):
        return min(int(text), LONGEST)
    until = http_date(text)
    if until is None:
        return None
    return max(0, min(round((until - (http_date(date) or now)).total_seconds()), LONGEST))


@dataclass(slots=True)
class _Pause:
    """The last one a host asked for; times are the event loop's."""

    times: int
    since: float
    until: float


class Refusals:
    """What each host of one fetch was heard to ask."""

    def __init__(self, longest_wait: float) -> None:
        """``longest_wait``: seconds that a host is waited for; one that asks for more is left for this run."""
        self._longest = longest_wait
        self._pauses: dict[str, _Pause] = {}
        self._left: set[str] = set()

    def heard(self, host: str, wait: int | None, *, began: float, now: float) -> float | None:
        """When to ask a host again that refused a request sent at ``began``; None: not in this run.

        Answers to requests sent before the host was heard are the same refusal, not another.
        """
        if host in self._left:
            return None
        pause = self._pauses.get(host)
        seconds = max(_UNSAID if wait is None else wait, _SHORTEST)
        if seconds > self._longest:
            self._left.add(host)
            return None
        if pause is not None and began < pause.since:
            return pause.until
        times = pause.times + 1 if pause is not None else 1
        if times > _TIMES:
            self._left.add(host)
            return None
        self._pauses[host] = _Pause(times, now, now + seconds)
        return now + seconds
