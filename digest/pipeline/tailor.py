"""What each subscriber's mail of an issue holds: the day or the week, without the sections they do not want."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from digest.issues import tailoring, weekly
from digest.model import Edition, Issue, Subscriber
from digest.ports import Archive, Renderer

# Of a list of any length most want one of a few; the rarest is made anew, which takes a few hundredths of a second.
_HELD = 64
_SHOWN_IN_MAIL = ("email", "text", "picture")


@dataclass(frozen=True, slots=True)
class Cut:
    """An issue as some subscribers asked for it, and its editions for mail."""

    issue: Issue
    editions: tuple[Edition, ...]


class Tailor:
    """Cuts one issue to each subscriber's wishes; those with the same wishes get the same cut."""

    def __init__(
        self, issue: Issue, editions: Sequence[Edition], *, archive: Archive, renderer: Renderer, weekly_on: int
    ) -> None:
        """``editions`` are the issue's own; ``weekly_on`` the weekday, 0 for Monday, that closes a week."""
        self._archive = archive
        self._renderer = renderer
        self._weekly_on = weekly_on
        self._issue = issue
        self._whole = Cut(issue, tuple(edition for edition in editions if edition.medium in _SHOWN_IN_MAIL))
        self._cuts: OrderedDict[tuple[str, str, frozenset[str]], Cut] = OrderedDict()

    @property
    def closes_a_week(self) -> bool:
        """Whether those who want one mail a week get theirs with this issue."""
        return bool(self._week)

    def cut(self, subscriber: Subscriber) -> Cut | None:
        """What they get of the issue; None where that is nothing: it is not their day, or nothing is left for them.

        Raises ``TemplateError``.
        """
        if subscriber.rhythm == "weekly" and not self._week:
            return None
        base = self._rolled if subscriber.rhythm == "weekly" else self._issue
        there = {name.casefold() for name in self._sections(base)}
        unwanted = frozenset(name.casefold() for name in subscriber.without) & there
        language = subscriber.language or base.publication.lang
        key = subscriber.rhythm, language, unwanted
        if key not in self._cuts:
            self._cuts[key] = self._made(base, language, unwanted)
            if len(self._cuts) > _HELD:
                self._cuts.popitem(last=False)
        self._cuts.move_to_end(key)
        made = self._cuts[key]
        return made if made.issue.stories else None

    def _made(self, base: Issue, language: str, unwanted: frozenset[str]) -> Cut:
        issue = tailoring.tailored(
            base, without=unwanted, language=language, began_in=self._began if unwanted else None
        )
        if issue is self._issue:
            return self._whole
        if not issue.stories:
            return Cut(issue, ())
        first = self._week[0] if base is not self._issue else None
        return Cut(issue, self._renderer.mail(issue, first=first))

    def _sections(self, base: Issue) -> set[str]:
        named = {story.section for story in base.stories if story.section}
        return named | set(self._began.values())

    @cached_property
    def _began(self) -> dict[str, str]:
        return tailoring.began(self._issue, self._archive.issue)

    @cached_property
    def _week(self) -> tuple[date, ...]:
        """The days of the issues that this one rolls up; () where it closes no week."""
        days = [day for _, day in self._archive.issues() if day <= self._issue.date]
        before = days[-2] if len(days) > 1 else None
        if not weekly.closes(self._issue.date, before, self._weekly_on):
            return ()
        return weekly.of_the_week(days, self._weekly_on)

    @cached_property
    def _rolled(self) -> Issue:
        issues = [issue for day in self._week if (issue := self._archive.issue(day))]
        began: dict[str, str] = {}
        for issue in issues:
            began |= tailoring.began(issue, self._archive.issue)
        return weekly.roll_up(issues, began_in=began)
