"""What an issue was made from, or would be made from now."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from digest.cli import newsroom
from digest.cli.common import Given, moment
from digest.errors import UsageError
from digest.model import Article, Budget, Issue, Listed

if TYPE_CHECKING:
    from digest.wiring import Newsroom


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """An issue beside its budget."""

    issue: Issue  # frozen; or what `digest edit` would make now
    budget: Budget | None  # None: not kept any more, or frozen by a version that kept none
    made: bool  # whether the issue is frozen
    articles: dict[str, Article] = field(default_factory=dict)  # not frozen: every article of its stories, by id


def look(room: Newsroom, given: Given, wanted: str | None = None) -> Look:
    """The issue that ``wanted`` (a date or a number) names; today's by default, made or not.

    Raises ``UsageError`` where there is none, or where nothing is held yet. Nothing is changed.
    """
    now = as_of(room, given)
    today = local_day(room, now)
    if not room.folder.exists():
        raise UsageError("nothing is held yet", where=str(room.folder), fix="ask the sources with `digest fetch`")
    frozen = room.archive.issue(today) if wanted in (None, today.isoformat()) else newsroom.find_issue(room, wanted)
    return foreseen(room, given, now) if frozen is None else kept(room, frozen)


def as_of(room: Newsroom, given: Given) -> datetime:
    """The moment that is looked at: it may be one to come, for nothing is made."""
    zone = room.config.publication.timezone
    return moment(given.at, zone) if given.at else given.now(zone)


def kept(room: Newsroom, issue: Issue) -> Look:
    """A frozen issue and its budget."""
    return Look(issue=issue, budget=room.archive.budget(issue.date), made=True)


def foreseen(room: Newsroom, given: Given, now: datetime) -> Look:
    """What `digest edit` would make as of ``now``."""
    from digest.pipeline.foresee import foresee

    with newsroom.watch(given.console) as progress:
        written = foresee(
            room.config.sources,
            publication=room.config.publication,
            rules=room.config.rules,
            archive=room.archive,
            summarizer=room.summarizer,
            progress=progress,
            now=now,
            replay=given.replay,
        )
    articles = {article.id: article for article in written.articles}
    return Look(issue=written.issue, budget=written.budget, made=False, articles=articles)


def local_day(room: Newsroom, now: datetime) -> date:
    """The day of ``now`` where the publication is."""
    from digest.locales import local_day

    return local_day(now, room.config.publication)


def is_named(key: str, listed: Listed) -> bool:
    """Whether an article is the one that ``key`` names: its id, or any address of its page."""
    return key in (listed.key, listed.id) or (listed.url != "" and _page(listed.url) == _page(key))


@lru_cache(maxsize=1 << 16)  # one key is held against every article of months, which are the same in many budgets
def _page(url: str) -> str:
    from digest.urls import page

    return page(url)
