"""What a day costs that follows many issues: earlier days replayed, as often as it takes, each on a date of its own."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Sequence
from pathlib import Path

from measuring.cost import Cost, least
from measuring.replaying import Replay
from measuring.retelling import DATED, later_by
from measuring.server import LINK


class Season:
    """A publication that has made ``issues`` issues, and the cost of its next."""

    def __init__(self, digest: str, folder: Path, days: Sequence[Path], issues: int) -> None:
        """``days`` in order, the last of which is to be measured; what comes before them is the same days, moved."""
        *earlier, self._last = days
        self.issues = issues
        last = dt.date.fromisoformat(self._last.name)
        past = []
        for back in range(issues):
            of = earlier[-1 - back % len(earlier)] if earlier else self._last
            date = last - dt.timedelta(days=1 + back)
            past.append(_moved(of, date, folder / "days"))
        self._replay = Replay(digest, folder / "season", [*past, self._last])
        for day in reversed(past):
            self._replay.run(day)
        self._before = folder / "before"
        shutil.copytree(self._replay.folder, self._before, symlinks=True)

    def run(self, repeat: int) -> tuple[Cost, Cost]:
        """The cost of the day, and of the run after it that finds nothing new."""
        made = least(repeat, lambda: self._replay.run(self._last).cost, before=self._back)
        again = least(repeat, lambda: self._replay.run(self._last).cost)
        return made, again

    def _back(self) -> None:
        shutil.rmtree(self._replay.folder)
        shutil.copytree(self._before, self._replay.folder, symlinks=True)


def _moved(day: Path, date: dt.date, folder: Path) -> Path:
    """The feeds of ``day`` as of another date: other addresses, and every moment as many days earlier."""
    days = date - dt.date.fromisoformat(day.name)
    made = folder / date.isoformat()
    made.mkdir(parents=True)
    for path in sorted(day.glob("*.xml")):
        body = path.read_bytes()
        if days:
            body = DATED.sub(lambda found: found[1] + later_by(found[2], days) + found[3], body)
            body = LINK.sub(rb"\1\2moved%d." % abs(days.days), body)
        (made / path.name).write_bytes(body)
    return made
