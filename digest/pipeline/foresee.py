"""What an edit would make now, without making it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from digest.model import Publication, Rules, Source
from digest.pipeline.decide import decide
from digest.pipeline.write import Written, write
from digest.ports import Archive, Progress, Summarizer


def foresee(
    sources: Sequence[Source],
    *,
    publication: Publication,
    rules: Rules,
    archive: Archive,
    summarizer: Summarizer,
    progress: Progress,
    now: datetime,
    replay: bool = False,
) -> Written:
    """The issue that ``edit`` would freeze, but for the articles' own pages, which only ``edit`` asks for.

    The archive is only asked. An issue without stories would not be frozen.
    """
    progress.phase("Foreseeing", 4)
    decision = decide(
        sources, publication=publication, rules=rules, archive=archive, progress=progress, now=now, replay=replay
    )
    written = write(
        decision,
        publication=publication,
        rules=rules,
        reports=archive.reports(),
        summarizer=summarizer,
        progress=progress,
    )
    progress.done()
    return written
