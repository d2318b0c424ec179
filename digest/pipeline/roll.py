"""Everyone whom an issue may go to, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from digest.messages.addresses import who
from digest.model import Subscriber
from digest.ports import Subscribers

PAGE = 1000  # people


class Roll:
    """Those whom feeds.yml and its file name, then those whom only the list knows of; each person once, by ``who``."""

    def __init__(self, declared: Sequence[Subscriber], subscribers: Subscribers) -> None:
        self._subscribers = subscribers
        self._declared: dict[str, Subscriber] = {}
        for each in declared:
            self._declared.setdefault(who(each.address), each)

    def pages(self, first: str = "") -> Iterator[Mapping[str, Subscriber]]:
        """Everyone, whatever their state where feeds.yml names them; of the others the active ones.

        They come in one order, which begins with ``first`` and goes round to whoever stands before them.
        """
        names = tuple(self._declared)
        if first in self._declared:
            place = names.index(first)
            yield from self._named(names[place:])
            yield from self._listed("", None)
            yield from self._named(names[:place])
            return
        if first:
            yield {who_: each for who_, each in self.find((first,)).items() if each.state == "active"}
            yield from self._listed(first, None)
        yield from self._named(names)
        yield from self._listed("", first or None)

    def _named(self, names: Sequence[str]) -> Iterator[Mapping[str, Subscriber]]:
        for start in range(0, len(names), PAGE):
            yield self.find(names[start : start + PAGE])

    def _listed(self, after: str, before: str | None) -> Iterator[Mapping[str, Subscriber]]:
        """Those whom only the list knows, between two."""
        while True:
            page = self._subscribers.page(after=after, limit=PAGE, state="active")
            within = [each for each in page if before is None or each[0] < before]
            yield {person: each for person, each in within if person not in self._declared}
            if len(within) < PAGE:
                return
            after = page[-1][0]

    def find(self, people: Sequence[str]) -> Mapping[str, Subscriber]:
        """Those of these people whom feeds.yml names or the list knows, in the order given."""
        held = self._subscribers.find(people)
        known = {person: held.get(person) or self._declared.get(person) for person in people}
        return {person: each for person, each in known.items() if each is not None}
