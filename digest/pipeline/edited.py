"""What an edit did; and whether there is anything for one to do, which is known without all that makes an issue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from digest.locales import local_day
from digest.model import Coverage, Issue, Publication
from digest.ports import Archive


@dataclass(frozen=True, slots=True, kw_only=True)
class EditReport:
    """What an edit did: the day's issue, and whether it was made now."""

    issue: Issue | None  # None: nothing to print, or too little
    made: bool
    coverage: Coverage | None = None
    too_few: int = 0  # stories that there were, too few for an issue
    fresh: int = 0  # articles of those considered that came just now, and not with an earlier fetch


def edited_already(archive: Archive, publication: Publication, now: datetime) -> EditReport | None:
    """The report of an edit of ``now``'s day, where its issue is made."""
    made = archive.issue(local_day(now, publication))
    return None if made is None else EditReport(issue=made, made=False, coverage=made.coverage)
