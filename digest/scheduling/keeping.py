"""The hour that is installed, read back from what was written for a publication. Pure: texts come in."""

from __future__ import annotations

import re
from datetime import time

# As crontab.py, systemd.py, github.py and container.py write it, in the publication's own zone.
_GUARD = re.compile(r"\"\$\((?:TZ=\S+ )?date \+%H%M\)\" (?:=|-ge|-lt) (?P<hour>\d\d)(?P<minute>\d\d) \]")
_FIELDS = re.compile(r"^(?P<minute>\d{1,2}) (?P<hour>\d{1,2}) \* \* \* ", re.MULTILINE)
_CALENDAR = re.compile(r"^OnCalendar=\*-\*-\* (?P<hour>\d\d):(?P<minute>\d\d):00 ", re.MULTILINE)


def hour(text: str) -> time | None:
    """The hour at which a crontab's block, a timer, a workflow or a compose file makes the issue; None where none of
    these says it.
    """
    plain = text.replace(r"\%", "%").replace("$$", "$")
    found = _GUARD.search(plain) or _CALENDAR.search(plain) or _FIELDS.search(plain)
    if found is None:
        return None
    try:
        return time(int(found["hour"]), int(found["minute"]))
    except ValueError:  # 24:00, by somebody's hand
        return None
