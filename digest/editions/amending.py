"""Errata as readers meet them: noted on the page that was wrong, and told in the issue that comes next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from digest.editions import wording
from digest.editions.view import Before, Mark, Notice, Said
from digest.editions.words import Words
from digest.model import Change, ChangeKind, Erratum, ErratumKind, Issue, PrintedErratum


class Amending:
    """The errata of one issue, or those that it tells, being turned into notices."""

    def __init__(
        self, issue: Issue, words: Words, credit: Callable[[str], Mark], anchors: Callable[[str], str]
    ) -> None:
        """``credit`` gives the citation of an article by its id; ``anchors`` that of a thread in an issue's page."""
        self._issue = issue
        self._words = words
        self._credit = credit
        self._anchors = anchors
        self._tongues = {article.id: article.lang for article in issue.articles}

    def notes(self, errata: Iterable[Erratum], anchors: dict[str, str]) -> tuple[Notice, ...]:
        """Of the issue's own errata, the one found first before the others; ``anchors`` are those of its stories."""
        headlines = {story.id: story.headline for story in self._issue.stories}
        return tuple(
            self._notice(
                one,
                story=one.story if one.story in anchors else "",
                headline=headlines.get(one.story, ""),
                anchor=anchors.get(one.story, ""),
                flagged=None,
            )
            for one in errata
        )

    def told(self) -> tuple[Notice, ...]:
        """Of earlier issues."""
        return tuple(
            self._notice(
                one,
                story="",
                headline=then.headline,
                anchor="",
                flagged=Before(
                    then.date,
                    self._words.near_date(then.date, self._issue.date),
                    then.number,
                    then.headline,
                    self._anchors(one.thread),
                ),
            )
            for one in self._issue.corrections
            for then in [one.flagged]
        )

    def _notice(
        self, one: Erratum | PrintedErratum, *, story: str, headline: str, anchor: str, flagged: Before | None
    ) -> Notice:
        day = _day(one.at, self._issue.publication.timezone)
        mark = self._credit(one.article)
        # What an editor says is no source's.
        shown = Mark(0, "", "", "") if one.kind == "note" else mark
        return Notice(
            story=story,
            headline=headline,
            anchor=anchor,
            label=self._words.gettext("Correction, %(date)s") % {"date": self._words.near_date(day, self._issue.date)},
            day=day,
            lines=tuple(self._lines(one.kind, one.changes, mark.name, self._tongue(one.article), one.note)),
            mark=shown,
            flagged=flagged,
        )

    def _tongue(self, article: str) -> tuple[str, str]:
        lang, around = self._tongues.get(article, ""), self._issue.publication.lang
        return ("", "") if lang.split("-")[0] in {"", around.split("-")[0]} else (lang, wording.direction(lang))

    def _lines(
        self, kind: ErratumKind, changes: Sequence[Change], name: str, tongue: tuple[str, str], note: str
    ) -> Iterator[Said]:
        named = {"name": name}
        if kind == "note":
            yield Said(self._words.gettext("From the editor"), wording.one_line(note))
            return
        if kind == "withdrawn":
            yield Said(self._words.gettext("%(name)s has withdrawn its report.") % named)
        elif kind == "lost":
            yield Said(self._words.gettext("%(name)s no longer has its report.") % named)
        for change in changes:
            printed, now = change.printed, change.now
            if change.kind == "gone" and printed is not None:
                label = self._words.gettext("%(name)s no longer says") % named
                yield Said(label, self._quoted(printed.text, tongue), *tongue)
                continue
            if printed is not None:
                yield Said(self._words.gettext("We printed"), self._quoted(printed.text, tongue), *tongue)
            if now is not None:
                yield Said(self._now(change.kind) % named, self._quoted(now.text, tongue), *tongue)

    def _now(self, kind: ChangeKind) -> str:
        words = self._words
        if kind == "headline":
            return words.gettext("The headline at %(name)s is now")
        return words.gettext("%(name)s notes") if kind == "note" else words.gettext("%(name)s now says")

    def _quoted(self, text: str, tongue: tuple[str, str]) -> str:
        """In quotation marks: the words are the source's."""
        line = wording.one_line(text)
        before, after = wording.quotation_marks(tongue[0] or self._issue.publication.lang)
        return f"{before}{line}{after}"


def _day(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()
