"""Prove the site around the issues: that its links lead somewhere, and that its search finds every issue."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from digest.errors import Flaw
from digest.issues.verifying import links as reading
from digest.model import Issue
from digest.pipeline.publish import folder
from digest.ports import Publisher

if TYPE_CHECKING:
    from digest.issues.verifying import search

# Pages that links lead into, held at once: those that a page names, some ten or hundred kilobytes each.
_HELD = 32


class Site:
    """What lies in output/, read file by file: however many there are, a few are held at once."""

    def __init__(self, publisher: Publisher, *, outside: str | None = None, known: Collection[str] = ()) -> None:
        """``outside`` is an address below which others answer: that of ``digest serve``.

        Of files that are ``known`` it is told elsewhere that they are gone.
        """
        self._known = known
        self._publisher = publisher
        self._outside = outside.rstrip("/") if outside else None
        self._held: OrderedDict[str, bytes] = OrderedDict()
        self._told: set[tuple[str, str]] = set()  # (file, anchor) that are not there
        self._index: tuple[int, search.Index | None] = (0, None)  # of one year: issues are asked in order
        self._doubtful: list[Flaw] = []

    # ------------------------------------------------------------------------------------------------------- links

    def broken(self, paths: Iterable[str], *, issue: int, base: str | None) -> Iterator[Flaw]:
        """Links of these files to a file, or a place in one, that is not there: the first to each, with its file.

        They are told of the ``issue`` of that number. ``base`` is where output/ is served, None while it is not.
        """
        for path in paths:
            body = self._publisher.read(path) if reading.linking(path) else None
            if body is None:
                continue
            for link in reading.links(path, body, base=base.rstrip("/") if base else None, outside=self._outside):
                # One page that is gone is linked to from every other: that is told once.
                if (link.path, link.anchor) not in self._told and (what := self._wrong(path, body, link)) is not None:
                    self._told.add((link.path, link.anchor))
                    yield Flaw(issue=issue, where=f"output/{path}", what=what, printed=link.written)

    def _wrong(self, path: str, body: bytes, link: reading.Link) -> str | None:
        if link.path != path and not self._publisher.has(link.path):
            if link.path in self._known:
                return None
            return f"links to output/{link.path}, which is not there; `digest publish --all` makes both again"
        if not link.anchor or not link.path.endswith(".html"):
            return None
        if reading.has_anchor(body if link.path == path else self._body(link.path), link.anchor):
            return None
        lacks = f"links to “{link.anchor}” in output/{link.path}, which has no such place"
        return f"{lacks}; `digest publish --all` makes both again"

    def _body(self, path: str) -> bytes:
        if path in self._held:
            self._held.move_to_end(path)
        else:
            self._held[path] = self._publisher.read(path) or b""
            if len(self._held) > _HELD:
                self._held.popitem(last=False)
        return self._held[path]

    # ------------------------------------------------------------------------------------------------------ search

    def searched(self, issue: Issue) -> Iterator[Flaw]:
        """What is wrong with the search index of an issue's year, once a year; and whether the issue is in it as it is.

        Nothing where the site has no index of that year, or not the issue.
        """
        place = f"search/{issue.date.year}"
        again = f"`digest publish {issue.number}` indexes the year again"
        year, index = self._index
        if year != issue.date.year:
            files = {path[len(place) + 1 :]: self._publisher.read(path) or b"" for path in self._publisher.files(place)}
            index = self._read(files)
            self._index = issue.date.year, index
            for name, what in index.faults if index is not None else ():
                yield Flaw(issue=issue.number, where=f"output/{place}/{name}", what=f"{what}; {again}")
            for name, what in index.doubts if index is not None else ():
                what = f"{what}; it is of a Pagefind that is newer than what this digest can read"
                self._doubtful.append(Flaw(issue=issue.number, where=f"output/{place}/{name}", what=what))
        page = self._publisher.read(f"{folder(issue.date)}/index.html") if index is not None else None
        if index is None or page is None:
            return
        from digest.issues.verifying import search  # only sites with an index need it

        for what in search.lacking(index, folder(issue.date), [story.headline for story in issue.stories], page):
            yield Flaw(issue=issue.number, where=f"output/{place}", what=f"{what}; {again}")

    @staticmethod
    def _read(files: Mapping[str, bytes]) -> search.Index | None:
        if not files:
            return None
        from digest.issues.verifying import search  # only sites with an index need it

        return search.read(files)

    def doubtful(self) -> tuple[Flaw, ...]:
        """What may be wrong with an index that was ``searched`` since this was asked last."""
        told, self._doubtful = tuple(self._doubtful), []
        return told
