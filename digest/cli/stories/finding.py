"""Which story a person means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from digest.cli.looking import is_named
from digest.errors import UsageError
from digest.model import Budget, Correction, Issue, Listed

if TYPE_CHECKING:
    from digest.cli.common import Given
    from digest.wiring import Newsroom

# Issues, the newest, among whose stories one is looked for: as long as a correction's articles are remembered.
LOOKED_BACK = 14
_SHORTEST = 4  # digits of a story's id that name it
_STORY = re.compile(rf"[0-9a-f]{{{_SHORTEST},12}}")
_SHORT = re.compile(rf"[0-9a-f]{{1,{_SHORTEST - 1}}}")
_ARTICLE = re.compile(r"[0-9a-f]{16}")
_NAMED = 3  # of several stories


@dataclass(frozen=True, slots=True)
class Known:
    """A story of an issue or a budget."""

    id: str
    headline: str
    articles: tuple[Listed, ...]  # lead first
    issue: str | None = None  # the frozen issue that has it: "No. 3 of 2026-03-02"


@dataclass(frozen=True, slots=True)
class Side:
    """What a person named: the articles that are meant, and how to say so."""

    headline: str
    articles: tuple[Listed, ...]  # the one that was named first; of a story, its lead
    story: str | None  # the id of the story; None: an article that stands in none
    issue: str | None = None  # the frozen issue that has it; None: it is of today, or of none

    @property
    def keys(self) -> tuple[str, ...]:
        """Of its articles, each once."""
        return tuple(dict.fromkeys(one.key for one in self.articles))


class Desk:
    """The stories that a person may mean: today's while its issue is not made yet, and those of the newest issues."""

    def __init__(self, room: Newsroom, given: Given, now: datetime) -> None:
        """Raises ``UsageError`` where nothing is held yet."""
        if not room.folder.exists():
            raise UsageError("nothing is held yet", where=str(room.folder), fix="ask the sources with `digest fetch`")
        from digest.cli import looking

        self._archive = room.archive
        self.today: Issue | None = room.archive.issue(looking.local_day(room, now))
        self.corrections: tuple[Correction, ...] = room.archive.corrections()
        # The newest first.
        self._budgets: list[Budget] = []
        self._stories: list[Known] = []
        if self.today is None:
            budget = looking.foreseen(room, given, now).budget
            self._take(budget, None, None)
        for number, day in room.archive.issues()[: -LOOKED_BACK - 1 : -1]:
            budget = room.archive.budget(day)
            made = f"No. {number} of {day}"
            self._take(budget, room.archive.issue(day) if budget is None else None, made)

    def _take(self, budget: Budget | None, issue: Issue | None, made: str | None) -> None:
        if budget is not None:
            self._budgets.append(budget)
            self._stories += [Known(one.story, one.headline, one.articles, made) for one in budget.candidates]
        elif issue is not None:
            self._stories += _printed(issue, made)

    def side(self, wanted: str) -> Side:
        """The story, or the article, that ``wanted`` names, without what corrections hold apart from it.

        Raises ``UsageError`` where it names none, or several.
        """
        wanted = wanted.strip()
        if _STORY.fullmatch(wanted.lower()):
            story = self._by_id(wanted.lower())
            return self._beside(story, story.articles[0])
        key = self.key(wanted)
        for story in self._stories:
            named = next((one for one in story.articles if is_named(key, one)), None)
            if named is not None:
                return self._beside(story, named)
        alone = self._alone(key)
        if alone is None:
            raise UsageError(
                f"no article {wanted} is held",
                fix="it must have come by a source: `digest budget --all --verbose` names every story and article",
            )
        return Side(alone.headline, (alone,), None)

    def key(self, wanted: str) -> str:
        """The key of the article, or its id, that ``wanted`` names. Raises ``UsageError`` where it can be neither."""
        from digest.urls import canonical

        if _ARTICLE.fullmatch(wanted.lower()):
            return wanted.lower()
        # As a browser shows it, without "https://".
        bare = "://" not in wanted and "/" in wanted and "." in wanted.partition("/")[0]
        found = canonical(f"https://{wanted}" if bare else wanted)
        if not found and _SHORT.fullmatch(wanted.lower()):
            raise UsageError(
                f"{wanted!r} is too short to name a story",
                fix=f"give at least {_SHORTEST} digits of its id, as `digest budget` prints it",
            )
        if not found:
            raise UsageError(
                f"{wanted!r} is neither a story's id nor an article's URL",
                fix=f"`digest budget` shows the ids, of which {_SHORTEST} digits will do; a URL begins with https://",
            )
        return found

    def _by_id(self, prefix: str) -> Known:
        found: dict[str, Known] = {}
        for story in self._stories:
            if story.id.startswith(prefix) and story.articles:
                found.setdefault(story.id, story)
        if not found:
            raise UsageError(
                f"no story {prefix} among today's and those of the last {LOOKED_BACK} issues",
                fix="`digest budget` shows their ids; the URL of one of its articles will do as well",
            )
        if len(found) > 1:
            names = ", ".join(f"{story.id} “{story.headline}”" for story in list(found.values())[:_NAMED])
            more = f" and {len(found) - _NAMED:,} more" if len(found) > _NAMED else ""
            raise UsageError(f"{prefix} begins the ids of {len(found):,} stories", fix=f"say which: {names}{more}")
        return next(iter(found.values()))

    def _beside(self, story: Known, named: Listed) -> Side:
        from digest.stories.corrections import beside

        keys = beside(named.key, [one.key for one in story.articles], self.corrections)
        articles = sorted((one for one in story.articles if one.key in keys), key=lambda one: keys.index(one.key))
        whole = len(articles) == len(story.articles)
        return Side(story.headline if whole else articles[0].headline, tuple(articles), story.id, story.issue)

    def _alone(self, key: str) -> Listed | None:
        """The article where no story holds it: one that was dropped, or that no issue has considered yet."""
        for budget in self._budgets:
            for dropped in budget.dropped.values():
                for one in dropped:
                    if is_named(key, one):
                        return one
        for held in self._archive.find([key]):
            entry = held.entry
            return Listed(id=entry.article, source=entry.source, url=entry.url, headline=entry.title)
        return None


def _printed(issue: Issue, made: str | None) -> Iterator[Known]:
    """The stories of an issue whose budget is not kept."""
    cited = {one.id: Listed(id=one.id, source=one.source, url=one.url, headline=one.headline) for one in issue.articles}
    for story in issue.stories:
        yield Known(story.id, story.headline, tuple(cited[id_] for id_ in story.articles if id_ in cited), made)


def shared(one: Side, other: Side) -> Sequence[str]:
    """The keys that both sides hold."""
    return [key for key in one.keys if key in other.keys]
