"""An archive and its catalogue in memory."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

import msgspec
from msgspec.structs import replace

from digest.codec import decode, seal, sha256
from digest.errors import StorageError, UsageError
from digest.model import (
    Approval,
    Article,
    Budget,
    Contents,
    Correction,
    CorrectionKind,
    Erratum,
    Evidence,
    Exhibit,
    Follow,
    Given,
    Held,
    History,
    Inputs,
    Issue,
    Lengths,
    Shelf,
    SourceReport,
    SourceState,
    standing,
)
from digest.urls import page

_NOBODY: Mapping[str, str] = {}


class MemoryArchive:
    """``ports.Archive`` in memory, with the rules that its docstrings state."""

    def __init__(self) -> None:
        self.held: dict[str, Held] = {}
        self.evidence: dict[str, Article] = {}
        self.bodies: dict[date, tuple[int, bytes]] = {}
        self.owed: list[int] = []  # issues that were frozen as such that are to be mailed
        self._states: dict[str, SourceState] = {}
        self._reports: dict[str, SourceReport] = {}
        self._cited: set[str] = set()
        self._budgets: dict[date, Budget] = {}
        self._inputs: dict[int, Inputs] = {}
        self._rendered: dict[int, dict[str, str]] = {}
        self._corrections: list[Correction] = []
        self._approvals: list[Approval] = []
        self._seals: dict[int, tuple[str, str]] = {}  # number -> the seal before, its own
        self._hashes: dict[date, tuple[str, dict[str, str]]] = {}  # of the file, of each article that it cites
        self._published: dict[str, str] = {}
        self._errata: list[Erratum] = []
        self._told: dict[int, int] = {}
        self._revisions: dict[str, bytes] = {}
        self._followed: dict[tuple[int, str], str] = {}  # (issue, article) -> what its source said of it

    def states(self) -> Mapping[str, SourceState]:
        """What is remembered of each source."""
        return dict(self._states)

    def record(self, given: Sequence[Given], *, at: datetime, replay: bool = False) -> tuple[int, ...]:
        """Keep entries, each first seen when it first came; on ``replay``, not before it was published."""
        return tuple(self._record(each, at, replay) for each in given)

    def _record(self, given: Given, at: datetime, replay: bool) -> int:
        new = 0
        for entry in given.entries:
            old = self.held.get(entry.article)
            if entry.withdrawn is not None:
                if old is not None:
                    self.held[entry.article] = Held(replace(old.entry, withdrawn=entry.withdrawn), old.first_seen)
                continue
            new += old is None
            seen = max(at, entry.published) if replay and entry.published else at
            self.held[entry.article] = Held(entry, old.first_seen if old else seen)
        self._states[given.state.key] = given.state
        self._reports[given.report.source] = replace(given.report, new=new)
        return new

    def reports(self) -> tuple[SourceReport, ...]:
        """What each source last gave."""
        return tuple(self._reports.values())

    def entries(self, *, seen_after: datetime | None, published_after: datetime) -> tuple[Held, ...]:
        """Those first seen, or published, after the moments given."""
        return tuple(
            held
            for _, held in sorted(self.held.items())
            if seen_after is None
            or held.first_seen > seen_after
            or (held.entry.published is not None and held.entry.published > max(seen_after, published_after))
        )

    def seen_by(self, now: datetime) -> None:
        """Nothing was first seen later."""
        self.held = {id_: Held(each.entry, min(each.first_seen, now)) for id_, each in self.held.items()}

    def latest(self, sources: Sequence[str], *, each: int) -> tuple[Held, ...]:
        """The newest of each source."""
        found: list[Held] = []
        for key in sorted(sources):
            own = [held for _, held in sorted(self.held.items()) if held.entry.source == key]
            found += sorted(own, key=lambda held: held.first_seen, reverse=True)[:each]
        return tuple(found)

    def find(self, keys: Sequence[str]) -> tuple[Held, ...]:
        """Those of these article keys."""
        return tuple(held for _, held in sorted(self.held.items()) if held.key in keys)

    def articles(self, ids: Sequence[str]) -> Mapping[str, Article]:
        """Those read from their own pages or cited."""
        return {id_: self.evidence[id_] for id_ in ids if id_ in self.evidence}

    def keep(self, article: Article) -> None:
        """Hold an article, unless cited."""
        if article.id not in self._cited:
            self.evidence[article.id] = article

    def history(self, *, before: datetime, issues: int) -> History:
        """The issues as of earlier moments."""
        return self.past(
            max((number for number, _ in self.bodies.values()), default=0) + 1, before=before, issues=issues
        )

    def past(self, number: int, *, before: datetime, issues: int) -> History:
        """What ``history`` was before that issue."""
        made = [decode(body) for _, (held, body) in sorted(self.bodies.items()) if held < number]
        earlier = [issue for issue in made if issue.as_of < before]
        highest = max((issue.number for issue in made), default=0)
        return History(issues=tuple(earlier[-issues:]) if issues else (), number=highest)

    def printed(self, names: Collection[str], *, before: datetime) -> frozenset[str]:
        """Those that issues of earlier moments printed."""
        return self.past_printed(
            max((number for number, _ in self.bodies.values()), default=0) + 1, names, before=before
        )

    def past_printed(self, number: int, names: Collection[str], *, before: datetime) -> frozenset[str]:
        """What ``printed`` was before that issue."""
        made = [decode(body) for held, body in self.bodies.values() if held < number]
        earlier = [issue for issue in made if issue.as_of < before]
        printed = {key for i in earlier for a in i.articles for key in (a.key, page(a.url), a.id) if key}
        return frozenset(printed.intersection(names))

    def freeze(
        self,
        issue: Issue,
        body: bytes,
        articles: Sequence[Article],
        budget: Budget | None = None,
        inputs: Inputs | None = None,
        *,
        owed: bool = False,
    ) -> None:
        """Keep an issue for ever, and the articles it cites."""
        if issue.date in self.bodies and self.bodies[issue.date][1] != body:
            raise StorageError("the day has an issue already", where=issue.date.isoformat())
        fresh = issue.date not in self.bodies
        if fresh and budget is not None:
            self._budgets[issue.date] = budget
        if fresh and inputs is not None:
            self._inputs[issue.number] = inputs
        if fresh and owed:
            self.owed.append(issue.number)
        self.bodies[issue.date] = (issue.number, body)
        for article in articles:
            self.keep(article)
        cited = {article.id for article in issue.articles}
        self._cited |= cited
        if fresh:
            self._followed |= {(issue.number, id_): self.held[id_].entry.said for id_ in cited if id_ in self.held}
            self._told |= {one.number: issue.number for one in issue.corrections}
            held = sorted(cited & self.evidence.keys())
            hashes = {id_: sha256(msgspec.json.encode(self.evidence[id_])) for id_ in held}
            self._hashes[issue.date] = sha256(body), hashes
            previous = self._seal_before(issue.number)
            made = seal(previous, issue.number, issue.date, sha256(body), hashes.items())
            self._seals[issue.number] = previous, made

    def remove(self, number: int, day: date, *, pages: Sequence[str] = ()) -> None:
        """Forget an issue."""
        self.bodies.pop(day, None)

    def issue(self, date: date) -> Issue | None:
        """The issue of a day."""
        return decode(self.bodies[date][1]) if date in self.bodies else None

    def issues(self) -> tuple[tuple[int, date], ...]:
        """(number, date) of each, oldest first."""
        return tuple((number, day) for day, (number, _) in sorted(self.bodies.items()))

    def frozen(self, date: date) -> bytes | None:
        """The frozen file of a day."""
        return self.bodies[date][1] if date in self.bodies else None

    def _seal_before(self, number: int) -> str:
        return next((own for at, (_, own) in sorted(self._seals.items(), reverse=True) if at < number), "")

    def proof(self, number: int) -> Evidence | None:
        """What is held of an issue."""
        day = next((day for day, (held, _) in self.bodies.items() if held == number), None)
        if day is None:
            return None
        known, hashes = self._hashes[day]
        previous, own = self._seals[number]
        return Evidence(
            number=number,
            date=day,
            as_of=decode(self.bodies[day][1]).as_of,
            body=self.bodies[day][1],
            sha256=known,
            articles=tuple(
                Exhibit(id=id_, body=msgspec.json.encode(held) if held else None, article=held, sha256=kept)
                for id_, kept in hashes.items()
                for held in [self.evidence.get(id_)]
            ),
            seal=own,
            previous=previous,
            before=self._seal_before(number),
            after=next((before for at, (before, _) in sorted(self._seals.items()) if at > number), None),
        )

    def sealed(self) -> tuple[int, ...]:
        """The number of every issue that was sealed."""
        return tuple(sorted(self._seals))

    def unpublished(self) -> tuple[date, ...]:
        """The days of issues that wait to be published."""
        days = {number: day for day, (number, _) in self.bodies.items()}
        put = [number for number, day in days.items() if any(f"issues/{day}/" in path for path in self._published)]
        return tuple(days[number] for number in sorted(days) if number > max(put, default=0))

    def publish(
        self, hashes: Mapping[str, str], *, instead_of: Sequence[str], issue: int = 0, by: Mapping[str, str] = _NOBODY
    ) -> None:
        """Remember what was put in output/."""
        if by:
            self._rendered[issue] = dict(by)
        folders = tuple(f"{path}/" for path in instead_of)
        gone = {path for path in self._published if path in instead_of or path.startswith(folders)}
        self._published = {path: known for path, known in self._published.items() if path not in gone} | dict(hashes)

    def rendered(self, number: int) -> Mapping[str, str] | None:
        """What rendered an issue."""
        return self._rendered.get(number)

    def inputs(self, number: int) -> Inputs | None:
        """What an issue was made of."""
        return self._inputs.get(number)

    def published(self, below: str = "") -> Mapping[str, str]:
        """Path -> SHA-256."""
        return {path: known for path, known in self._published.items() if not below or path.startswith(f"{below}/")}

    def budget(self, date: date) -> Budget | None:
        """What became of all that the issue of a day was made from."""
        return self._budgets.get(date)

    def followed(self, *, since: datetime, until: datetime) -> tuple[Follow, ...]:
        """What sources say otherwise of printed articles."""
        made = {number: decode(body) for number, body in self.bodies.values()}
        return tuple(
            Follow(issue=number, day=made[number].date, held=self.held[id_])
            for (number, id_), said in sorted(self._followed.items())
            if since < made[number].as_of <= until and self.held[id_].entry.said != said
        )

    def err(
        self, found: Sequence[tuple[Erratum, Article | None]], *, looked: Sequence[Follow] = ()
    ) -> tuple[Erratum, ...]:
        """Append errata."""
        self._followed |= {(one.issue, one.held.entry.article): one.held.entry.said for one in looked}
        made = []
        for erratum, article in found:
            body = msgspec.json.encode(article) if article else b""
            evidence = sha256(body) if article else ""
            self._revisions |= {evidence: body} if article else {}
            made.append(replace(erratum, number=len(self._errata) + 1, evidence=evidence))
            self._errata.append(made[-1])
        return tuple(made)

    def errata(self, issue: int | None = None) -> tuple[Erratum, ...]:
        """Every erratum, oldest first."""
        return tuple(one for one in self._errata if issue in {None, one.issue})

    def untold(self, *, until: datetime) -> tuple[Erratum, ...]:
        """Those that no issue told."""
        return standing(one for one in self._errata if one.at <= until and one.number not in self._told)

    def corrected(self, issues: Sequence[int], *, until: datetime) -> tuple[Erratum, ...]:
        """Those of these issues."""
        return standing(one for one in self._errata if one.at <= until and one.issue in issues)

    def told(self) -> Mapping[int, int]:
        """Erratum -> issue."""
        return dict(self._told)

    def revisions(self, hashes: Sequence[str]) -> Mapping[str, bytes]:
        """What proves errata."""
        return {each: self._revisions[each] for each in hashes if each in self._revisions}

    def approvals(self, number: int) -> tuple[Approval, ...]:
        """Every approval of an issue, oldest first."""
        return tuple(approval for approval in self._approvals if approval.issue == number)

    def approve(self, approval: Approval) -> None:
        """Append one."""
        self._approvals.append(approval)

    def revoke(self, number: int, *, by: str, at: datetime) -> Approval | None:
        """Take back those that hold."""
        held = [one for one in self._approvals if one.issue == number and one.revoked is None]
        taken = [replace(one, revoked=at, revoked_by=by) for one in held]
        self._approvals = [taken[held.index(one)] if one in held else one for one in self._approvals]
        return taken[-1] if taken else None

    def corrections(self) -> tuple[Correction, ...]:
        """Every correction, oldest first."""
        return tuple(self._corrections)

    def correct(
        self, kind: CorrectionKind, *, articles: Sequence[str], others: Sequence[str] = (), about: str, at: datetime
    ) -> Correction:
        """Append one."""
        number = len(self._corrections) + 1
        made = Correction(number=number, kind=kind, articles=tuple(articles), others=tuple(others), about=about, at=at)
        self._corrections.append(made)
        return made

    def undo(self, number: int, *, at: datetime) -> Correction:
        """Mark one undone, once."""
        if not 0 < number <= len(self._corrections) or self._corrections[number - 1].undone is not None:
            raise UsageError(f"there is no correction {number} that holds")
        self._corrections[number - 1] = replace(self._corrections[number - 1], undone=at)
        return self._corrections[number - 1]


class MemoryCatalogue:
    """``ports.Catalogue`` in memory, of an archive's issues."""

    def __init__(self, archive: MemoryArchive) -> None:
        self._archive = archive
        self.held: dict[date, Contents] = {}

    def missing(self, version: int) -> tuple[date, ...]:
        """The days of issues without contents of this version."""
        days = (day for _, day in self._archive.issues())
        return tuple(day for day in days if day not in self.held or self.held[day].version != version)

    def keep(self, contents: Contents) -> None:
        """Hold an issue's contents."""
        self.held[contents.head.date] = contents

    def contents(self, number: int) -> Contents | None:
        """What is held of an issue."""
        return next((one for one in self.held.values() if one.head.number == number), None)

    def shelf(self, changed: date, lengths: Lengths) -> Shelf:
        """What the pages are made of that the issue of a day changes."""
        from digest.editions.shelving import gather

        days = sorted(self.held)
        latest = [issue for day in days[-lengths.latest :] if (issue := self._archive.issue(day))]
        errata = tuple(one for issue in latest for one in self._archive.errata(issue.number))
        return replace(gather([self.held[day] for day in days], latest, changed, lengths), errata=errata)
