"""How fast mail may go out: pure counting, the time is an argument.

Never more than the limit within any stretch of that length, whenever one begins to count: a bucket that refills would
let through nearly twice as much in its first minute, and it is the first minute that providers look at.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from datetime import UTC, date, datetime, tzinfo

from digest.model import Limits

_MINUTE, _HOUR = 60.0, 3600.0


class Window:
    """At most ``limit`` within any ``seconds``. Moments are seconds of one clock, handed in in order."""

    def __init__(self, limit: int, seconds: float) -> None:
        self._limit = limit
        self._seconds = seconds
        self._moments: deque[float] = deque()

    def wait(self, now: float) -> float:
        """Seconds until one more may go; 0 where it may at once."""
        self._forget(now)
        if len(self._moments) < self._limit:
            return 0.0
        return max(0.0, self._moments[len(self._moments) - self._limit] + self._seconds - now)

    def spend(self, now: float) -> None:
        """One goes."""
        self._moments.append(now)

    def idle(self, now: float) -> bool:
        """Whether none went within the stretch."""
        self._forget(now)
        return not self._moments

    def _forget(self, now: float) -> None:
        while self._moments and self._moments[0] + self._seconds <= now:
            self._moments.popleft()


class Pacer:
    """All limits of a publication together. Moments are POSIX seconds."""

    def __init__(self, limits: Limits, *, zone: tzinfo = UTC) -> None:
        """``zone``: whose days ``per_day`` counts."""
        self._limits = limits
        self._zone = zone
        self._minute = Window(limits.per_minute, _MINUTE) if limits.per_minute is not None else None
        self._hour = Window(limits.per_hour, _HOUR) if limits.per_hour is not None else None
        self._domains: dict[str, Window] = {}
        self._crowd = 1024  # domains at which those are forgotten that nothing went to of late
        self._day: date | None = None
        self._today = 0

    @property
    def limited(self) -> bool:
        """Whether anything counts at all."""
        counted = (self._limits.per_minute, self._limits.per_hour, self._limits.per_day, self._limits.per_domain)
        return any(limit is not None for limit in counted)

    def since(self, now: float) -> datetime:
        """From when on earlier runs' messages count."""
        day = datetime.fromtimestamp(now, self._zone).replace(hour=0, minute=0, second=0, microsecond=0)
        return min(day.astimezone(UTC), datetime.fromtimestamp(now - _HOUR, UTC))

    def remember(self, earlier: Iterable[tuple[datetime, str]]) -> None:
        """What earlier runs sent: the moment and the recipient of each."""
        for moment, recipient in sorted(earlier):
            self.spend(domain(recipient), moment.timestamp())

    def reached(self, now: float) -> str | None:
        """Which limit ends the sending for now, in words; None where none does."""
        if self._limits.per_day is not None and self._of(now) == self._day and self._today >= self._limits.per_day:
            return f"mail.limits.per_day is reached: {self._today} messages have gone out today"
        if self._hour is not None and self._hour.wait(now) > 0:
            return f"mail.limits.per_hour is reached: {self._limits.per_hour} messages have gone out within an hour"
        return None

    def wait(self, now: float) -> float:
        """Seconds until a message may go to anyone."""
        return self._minute.wait(now) if self._minute is not None else 0.0

    def wait_for(self, domain: str, now: float) -> float:
        """Seconds until one may go to this domain; other domains need not wait for it."""
        window = self._domains.get(domain)
        return window.wait(now) if window is not None else 0.0

    def spend(self, domain: str, now: float) -> None:
        """A message goes to that domain."""
        for window in (self._minute, self._hour):
            if window is not None:
                window.spend(now)
        if self._limits.per_domain is not None:
            if domain not in self._domains:
                self._thin(now)
                self._domains[domain] = Window(self._limits.per_domain, _MINUTE)
            self._domains[domain].spend(now)
        if self._limits.per_day is not None:
            day = self._of(now)
            if day != self._day:
                self._day, self._today = day, 0
            self._today += 1

    def _of(self, now: float) -> date:
        return datetime.fromtimestamp(now, self._zone).date()

    def _thin(self, now: float) -> None:
        if len(self._domains) >= self._crowd:
            self._domains = {name: window for name, window in self._domains.items() if not window.idle(now)}
            self._crowd = max(1024, 2 * len(self._domains))


def domain(recipient: str) -> str:
    """Of an address, as limits count it."""
    return recipient.rpartition("@")[2].lower()
