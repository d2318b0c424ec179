"""What a user means by a story's id or an article's address, and which issue knows of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.cli.looking import Look, is_named, kept, look
from digest.errors import UsageError
from digest.model import Candidate, Held, Issue, Listed, PrintedStory
from digest.urls import canonical

if TYPE_CHECKING:
    from digest.cli.common import Given
    from digest.wiring import Newsroom

LEAST = 4  # digits of a story's id
_STORY = re.compile(r"[0-9a-f]{1,12}")
_ARTICLE = re.compile(r"[0-9a-f]{16}")
# Reasons that an earlier issue has more to say of, as ``issues.screen`` words them.
SEEN_BEFORE, PRINTED_BEFORE = "seen before the last issue", "printed in an earlier issue"
_TOLD = 6  # stories that one prefix names


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What there is to explain: a story, an article that was dropped, or one that no issue has considered."""

    look: Look | None = None  # the issue that knows of it
    candidate: Candidate | None = None
    article: Listed | None = None  # of its articles the one asked for
    dropped: Listed | None = None
    reason: str | None = None  # why it was dropped
    printed_in: Issue | None = None  # an earlier issue, which printed it
    held: Held | None = None  # it is held, and no issue has considered it
    url: str | None = None  # nothing is known of it


def find(room: Newsroom, given: Given, what: str, day: str | None) -> Found:
    """What ``what`` names: in the issue of ``day``, else in today's or the latest that knows of it.

    Raises ``UsageError`` where it names no story, or several, or the issue of ``day`` has nothing of it.
    """
    if _STORY.fullmatch(what.lower()):
        return _story(room, given, what.lower(), day)
    key = _key(what)
    if not key:
        raise UsageError(
            f"{what!r} names no story and no article",
            fix="give an id as `digest budget` prints it, or an article's URL",
        )
    return _article(room, given, key, day)


def _key(what: str) -> str:
    """The article's id, or canonical URL, that ``what`` names; its scheme may be left out. "" where it is neither."""
    if _ARTICLE.fullmatch(what.lower()):
        return what.lower()
    if "://" in what:
        return canonical(what)
    return canonical(f"https://{what}") if "/" in what or "." in what else ""


def _looks(room: Newsroom, given: Given, day: str | None) -> Iterator[Look]:
    """The issues to look in: the one of ``day``, else today's, made or not, and then those before it."""
    first = look(room, given, day)
    yield first
    if day is not None:
        return
    for number, date in reversed(room.archive.issues()):
        if number < first.issue.number and (issue := room.archive.issue(date)) is not None:
            yield kept(room, issue)


def _story(room: Newsroom, given: Given, start: str, day: str | None) -> Found:
    if len(start) < LEAST:
        raise UsageError(f"{start!r} is too short to name a story", fix=f"give at least {LEAST} digits of its id")
    for one in _looks(room, given, day):
        candidates = [candidate for candidate in _candidates(one) if candidate.story.startswith(start)]
        if len(candidates) > 1:
            names = ", ".join(f"{each.story} “{each.headline}”" for each in candidates[:_TOLD])
            raise UsageError(f"{start} names {len(candidates)} stories: {names}", fix="give more of the id")
        if candidates:
            return Found(look=one, candidate=candidates[0])
    where = f" of {day}" if day else ""
    fix = f"`digest budget{f' {day}' if day else ''} --all` lists them with their ids"
    raise UsageError(f"no issue{where} knows of a story {start}", fix=fix)


def _article(room: Newsroom, given: Given, key: str, day: str | None) -> Found:
    dropped: Found | None = None
    for one in _looks(room, given, day):
        for candidate in _candidates(one):
            if (asked := next((listed for listed in candidate.articles if is_named(key, listed)), None)) is not None:
                found = Found(look=one, candidate=candidate, article=asked)
                if dropped is None or dropped.reason == SEEN_BEFORE:
                    return found
                # A later issue dropped it because this one had printed it: both are worth telling.
                return _both(dropped, one, candidate)
        if dropped is None and one.budget is not None:
            dropped = next(
                (
                    Found(look=one, dropped=listed, reason=reason)
                    for reason, articles in one.budget.dropped.items()
                    for listed in articles
                    if is_named(key, listed)
                ),
                None,
            )
            if dropped is not None and dropped.reason != SEEN_BEFORE and not _printed_before(dropped):
                return dropped
    if dropped is not None:
        return dropped
    if day is not None:
        raise UsageError(f"the issue of {day} did not consider {key}", fix="leave --date out to look further")
    held = room.archive.find([key])
    return Found(held=held[0], url=key) if held else Found(url=key)


def _printed_before(dropped: Found) -> bool:
    return (dropped.reason or "").startswith(PRINTED_BEFORE)


def _both(dropped: Found, one: Look, candidate: Candidate) -> Found:
    return Found(
        look=dropped.look,
        dropped=dropped.dropped,
        reason=dropped.reason,
        printed_in=one.issue if candidate.rank is not None else None,
    )


def _candidates(one: Look) -> tuple[Candidate, ...]:
    """The stories of a budget; of an issue without one those that it printed."""
    if one.budget is not None:
        return one.budget.candidates
    return tuple(_printed(story, one.issue) for story in one.issue.stories)


def _printed(story: PrintedStory, issue: Issue) -> Candidate:
    """A printed story as a candidate: what its issue itself knows."""
    cited = {article.id: article for article in issue.articles}
    articles = tuple(
        Listed(id=one.id, source=one.source, url=one.url, headline=one.headline)
        for id_ in story.articles
        if (one := cited.get(id_)) is not None
    )
    lead = issue.lead is not None and issue.lead.id == story.id
    return Candidate(
        story=story.id,
        thread=story.thread,
        day=story.day,
        headline=story.headline,
        articles=articles,
        copies=tuple((one.id,) for one in articles),
        links=(),
        score=story.score,
        terms=story.terms,
        rank=story.rank,
        section=story.section or None,
        verdict="leads the issue" if lead else f"in {story.section}" if story.section else "still developing",
    )
