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

    def pages(self) -> Iterator[Mapping[str, Subscriber]]:
        """Everyone, whatever their state where feeds.yml names them; of the others the active ones."""
        names = tuple(self._declared)
        for start in range(0, len(names), PAGE):
            yield self.find(names[start : start + PAGE])
        after = ""
        while True:
            page = self._subscribers.page(after=after, limit=PAGE, state="active")
            yield {person: each for person, each in page if person not in self._declared}
            if len(page) < PAGE:
                return
            after = page[-1][0]

    def find(self, people: Sequence[str]) -> Mapping[str, Subscriber]:
        """Those of these people whom feeds.yml names or the list knows, in the order given."""
        held = self._subscribers.find(people)
        known = {person: held.get(person) or self._declared.get(person) for person in people}
        return {person: each for person, each in known.items() if each is not None}
