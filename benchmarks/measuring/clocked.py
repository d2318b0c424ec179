"""Run digest with its clock set, in this process: once, or day after day.

python clocked.py MOMENT COMMAND OPTION…
python clocked.py --days FROM UNTIL DATA     in the publication's folder, whose feeds are those of today/

``--at`` works as of another moment too, but as a replay: it drops nothing for its age, and tells nobody. Here the
program believes that it is that moment, and does all that it does on a day of its own. Run by the Python that has
digest, by its path.
"""

from __future__ import annotations

import sys
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

_HOUR = "T23:00:00+00:00"
sys.path.pop(0)  # this folder: a module in it is no module of the library


class Clock:
    """A clock that is set."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def set(self, moment: str) -> None:
        """It is this moment now."""
        then = datetime.fromisoformat(moment)
        self._ahead = then - datetime.now(then.tzinfo)

    def now(self, zone: tzinfo | None = None) -> datetime:
        """What the program gets."""
        return datetime.now(zone) + self._ahead

    def install(self, *, doctor: bool = False) -> None:
        """Give it to every module of the program that asks the time; to those of ``digest doctor`` where it is that."""
        clock = self

        class Then(datetime):
            """A datetime whose now is the clock's."""

            @classmethod
            def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]  # it need not be a Then
                return clock.now(tz)

        from digest.cli import common, newsroom, observing, watching

        modules = [common, newsroom, observing, watching]
        if doctor:
            from digest.cli.doctor import house

            modules.append(house)
        for module in modules:
            vars(module)["datetime"] = Then


def once(*arguments: str) -> int:
    """Run a command. Returns its status."""
    from digest.cli import main

    sys.argv = ["digest", *arguments]
    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


def main() -> None:
    """Run what is asked for."""
    clock = Clock()
    clock.install(doctor="doctor" in sys.argv)
    if sys.argv[1] != "--days":
        clock.set(sys.argv[1])
        sys.exit(once(*sys.argv[2:]))
    sys.path.insert(0, str(Path(__file__).parent.parent))
    from measuring.retelling import Calendar

    _, _, begin, end, data = sys.argv
    calendar = Calendar.of(Path(data))
    for number in range(int(begin), int(end)):
        clock.set(f"{calendar.date(number)}{_HOUR}")
        calendar.write(number, Path("today"))
        if (status := once("run", "--quiet", "--no-send")) not in (0, 3):
            sys.exit(f"the run of day {number} ended with {status}")


if __name__ == "__main__":
    main()
