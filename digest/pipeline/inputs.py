"""What an edit is told by the archive, kept as it was told; and an archive that tells it again.

Recording(archive)  ─▶ decide, write ─▶ .inputs(…)   kept with the issue
Recorded(inputs, …) ─▶ decide, write ─▶ the same issue, byte for byte, whatever came later
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from msgspec.structs import replace

from digest.codec import sha256
from digest.model import (
    Article,
    Correction,
    Erratum,
    Held,
    History,
    Inputs,
    Issue,
    Publication,
    Rules,
    Source,
    SourceReport,
)
from digest.ports import Archive, Memory
from digest.program import EDITING, identity


class NotRecordedError(Exception):
    """What is asked was not asked when the issue was made: whoever asks is another program."""


class Recording:
    """``ports.Memory`` that asks another one, and remembers what it was told."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._held: dict[str, Held] = {}
        self._articles: dict[str, Article] = {}
        self._answers: dict[str, tuple[str, ...]] = {}
        self._corrections: tuple[Correction, ...] = ()
        self._errata: tuple[Erratum, ...] = ()
        self._corrected: tuple[Erratum, ...] = ()
        self._number = 0
        self._cited: set[str] = set()

    def entries(self, *, seen_after: datetime | None, published_after: datetime) -> tuple[Held, ...]:
        """As of the archive."""
        told = self._memory.entries(seen_after=seen_after, published_after=published_after)
        return self._note(question("entries", seen_after, published_after), told)

    def latest(self, sources: Sequence[str], *, each: int) -> tuple[Held, ...]:
        """As of the archive."""
        return self._note(question("latest", sources, each), self._memory.latest(sources, each=each))

    def find(self, keys: Sequence[str]) -> tuple[Held, ...]:
        """As of the archive."""
        return self._note(question("find", keys), self._memory.find(keys))

    def articles(self, ids: Sequence[str]) -> Mapping[str, Article]:
        """As of the archive."""
        told = self._memory.articles(ids)
        self._articles.update(told)
        self._answers[question("articles", ids)] = tuple(told)
        return told

    def history(self, *, before: datetime, issues: int) -> History:
        """As of the archive."""
        told = self._memory.history(before=before, issues=issues)
        self._answers[question("history", before, issues)] = tuple(str(issue.number) for issue in told.issues)
        self._number = told.number
        self._cited = {article.id for issue in told.issues for article in issue.articles}
        return told

    def printed(self, names: Collection[str], *, before: datetime) -> frozenset[str]:
        """As of the archive; not remembered, for what issues printed never changes."""
        return self._memory.printed(names, before=before)

    def corrections(self) -> tuple[Correction, ...]:
        """As of the archive."""
        self._corrections = self._memory.corrections()
        return self._corrections

    def untold(self, *, until: datetime) -> tuple[Erratum, ...]:
        """As of the archive."""
        self._errata = self._memory.untold(until=until)
        return self._errata

    def corrected(self, issues: Sequence[int], *, until: datetime) -> tuple[Erratum, ...]:
        """As of the archive."""
        self._corrected = self._memory.corrected(issues, until=until)
        return self._corrected

    def _note(self, asked: str, told: tuple[Held, ...]) -> tuple[Held, ...]:
        ids = tuple(held.entry.article for held in told)
        self._held.update(zip(ids, told, strict=True))
        self._answers[asked] = ids
        return told

    def inputs(
        self,
        issue: Issue,
        *,
        publication: Publication,
        rules: Rules,
        sources: Sequence[Source],
        reports: Sequence[SourceReport],
        pages: Mapping[str, Article],
        articles: Sequence[Article],
        now: datetime,
        replay: bool,
    ) -> Inputs:
        """All that went into an issue; of ``articles`` it holds those that it cites."""
        mine = {article.id for article in issue.articles}
        frozen = {article.id: article for article in articles if article.id in mine}
        return Inputs(
            program=identity(EDITING),
            now=now,
            replay=replay,
            publication=publication,
            rules=rules,
            sources=tuple(replace(source, url="") for source in sources),
            reports=tuple(reports),
            number=self._number,
            # What one source writes is alike, and packs well.
            entries=tuple(sorted(self._held.values(), key=lambda held: (held.entry.source, held.entry.id))),
            answers=self._answers,
            articles={
                id_: None if id_ in self._cited or frozen.get(id_) == article else article
                for id_, article in self._articles.items()
            },
            pages={id_: None if frozen.get(id_) == article else article for id_, article in pages.items()},
            corrections=self._corrections,
            errata=self._errata,
            corrected=self._corrected,
        )


class Recorded:
    """``ports.Memory`` that tells what was told then, and raises ``NotRecordedError`` for anything else."""

    def __init__(self, inputs: Inputs, archive: Archive, *, number: int) -> None:
        """``archive`` holds what never changes: earlier issues than the one of ``number``, and what issues cite."""
        self._inputs = inputs
        self._archive = archive
        self._number = number
        self._held = {held.entry.article: held for held in inputs.entries}

    def entries(self, *, seen_after: datetime | None, published_after: datetime) -> tuple[Held, ...]:
        """What was told then."""
        return self._told(question("entries", seen_after, published_after))

    def latest(self, sources: Sequence[str], *, each: int) -> tuple[Held, ...]:
        """What was told then."""
        return self._told(question("latest", sources, each))

    def find(self, keys: Sequence[str]) -> tuple[Held, ...]:
        """What was told then."""
        return self._told(question("find", keys))

    def articles(self, ids: Sequence[str]) -> Mapping[str, Article]:
        """What was told then."""
        return self._these(self._ids(question("articles", ids)), self._inputs.articles)

    def pages(self) -> Mapping[str, Article]:
        """The articles that were read from their own pages for the issue."""
        return self._these(tuple(self._inputs.pages), self._inputs.pages)

    def history(self, *, before: datetime, issues: int) -> History:
        """What was told then, of the frozen issues."""
        numbers = self._ids(question("history", before, issues))
        found = self._archive.past(self._number, before=before, issues=issues)
        if tuple(str(issue.number) for issue in found.issues) != numbers:
            raise NotRecordedError("the issues before it are not those that it was made after")
        return replace(found, number=self._inputs.number)

    def printed(self, names: Collection[str], *, before: datetime) -> frozenset[str]:
        """What would have been told then, of the frozen issues."""
        return self._archive.past_printed(self._number, names, before=before)

    def corrections(self) -> tuple[Correction, ...]:
        """What held then."""
        return self._inputs.corrections

    def untold(self, *, until: datetime) -> tuple[Erratum, ...]:  # noqa: ARG002 - told by then, all of it
        """What no issue had told then."""
        return self._inputs.errata

    def corrected(self, issues: Sequence[int], *, until: datetime) -> tuple[Erratum, ...]:  # noqa: ARG002 - as then
        """What stood then."""
        return self._inputs.corrected

    def _told(self, asked: str) -> tuple[Held, ...]:
        return tuple(self._held[id_] for id_ in self._ids(asked))

    def _these(self, ids: Sequence[str], copies: Mapping[str, Article | None]) -> Mapping[str, Article]:
        cited = self._archive.articles([id_ for id_ in ids if copies[id_] is None])
        found = {id_: copies[id_] or cited.get(id_) for id_ in ids}
        lost = [id_ for id_, article in found.items() if article is None]
        if lost:
            raise NotRecordedError(f"articles that issues cite are gone: {', '.join(lost[:3])}")
        return {id_: article for id_, article in found.items() if article is not None}

    def _ids(self, asked: str) -> tuple[str, ...]:
        try:
            return self._inputs.answers[asked]
        except KeyError as error:
            raise NotRecordedError("it asks the archive for what was not asked then") from error


def question(verb: str, *about: Any) -> str:
    """What stands for a question and all that it names."""
    return f"{verb} {sha256(msgspec.json.encode(about))[:16]}"
