"""What the commands on subscribers share: the list with those whom feeds.yml names, and how people are told of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args
from zoneinfo import ZoneInfo

from digest.errors import DataError, UsageError
from digest.messages.addresses import mailbox, shown, who
from digest.model import Subscriber, SubscriberState, Suppression

if TYPE_CHECKING:
    from digest.messages.preferences import Offered
    from digest.storage.dossier import Files
    from digest.wiring import Newsroom

State = Literal["active", "pending", "unsubscribed", "suppressed"]
STATES: tuple[State, ...] = get_args(State)
_PAGE = 1000


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody, and why they are mailed nothing where that is so. Without a subscriber: only the latter is known."""

    person: str
    subscriber: Subscriber | None
    suppression: Suppression | None

    @property
    def state(self) -> State:
        """A suppression goes before what else they are."""
        return "suppressed" if self.suppression is not None or self.subscriber is None else self.subscriber.state

    @property
    def address(self) -> str:
        """As it is mailed to; of one who is only suppressed what is kept of it."""
        return self.subscriber.address if self.subscriber is not None else self.person


class People:
    """The list of one newsroom."""

    def __init__(self, room: Newsroom) -> None:
        self._room = room
        self.kept = room.subscribers
        mail = room.config.mail
        self.named: Mapping[str, Subscriber] = {who(each.address): each for each in (mail.subscribers if mail else ())}
        self._key = room.address_key if mail is not None and mail.hash_addresses else None

    def told(self, address: str) -> str:
        """How a report names somebody: by a hash where feeds.yml wants that."""
        return shown(address, self._key)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The publication's, in which days are told."""
        return ZoneInfo(self._room.config.publication.timezone)

    @cached_property
    def offered(self) -> Offered:
        """What this publication has to choose from."""
        from digest.editions.catalogs import SHIPPED
        from digest.messages.preferences import Offered

        config = self._room.config
        folders = [SHIPPED, *([Path(config.site.catalogs)] if config.site.catalogs else [])]
        tags = {path.stem.replace("_", "-") for folder in folders for path in folder.glob("*.po")}
        return Offered(
            sections=tuple(section.name for section in config.rules.sections),
            languages=tuple(sorted(tags | {"en", config.publication.lang})),
        )

    @cached_property
    def files(self) -> Files:
        """All that is known of each."""
        from digest.storage.dossier import Files

        return Files(self._room.database, who=who, hashed=self.hashed)

    def hashed(self, person: str) -> str:
        """What stands for somebody who was erased."""
        return shown(person, self._room.address_key)

    def find(self, person: str) -> Listed:
        """What the list knows of one person."""
        return self._with_stops([(person, self.kept.find([person]).get(person) or self.named.get(person))])[0]

    def known(self, people: Iterable[str]) -> dict[str, Subscriber]:
        """Those of these people who are on the list, by whatever names them."""
        people = tuple(people)
        named = {person: self.named[person] for person in people if person in self.named}
        return {**named, **self.kept.find(people)}

    def every(self, state: State | None = None, *, after: str = "") -> Iterator[Listed]:
        """Everybody after a person, in the order of their addresses, read in pages; of one state where that is given.

        ``active`` are those whom mail goes to; who is suppressed is only that.
        """
        every = self._stopped(after) if state == "suppressed" else self._everybody(state, after)
        return (each for each in every if state in (None, each.state))

    def counts(self) -> dict[str, int]:
        """How many are of each state. Those whom feeds.yml alone names are active."""
        kept = self.kept.counts()
        counts: dict[str, int] = {state: kept.get(state, 0) for state in STATES}
        named = tuple(self.named)
        for place in range(0, len(named), _PAGE):
            some = named[place : place + _PAGE]
            counts["active"] += len(set(some) - self.kept.find(some).keys() - self.kept.suppressed(some).keys())
        return counts

    def _everybody(self, state: SubscriberState | None, after: str) -> Iterator[Listed]:
        named = sorted(person for person in self.named if person > after)
        place = 0
        while True:
            page = self.kept.page(after=after, limit=_PAGE, state=state)
            last = page[-1][0] if len(page) == _PAGE else None
            beside = []
            while place < len(named) and (last is None or named[place] <= last):
                beside.append(named[place])
                place += 1
            new = set(beside) - self.kept.find(beside).keys()
            yield from self._with_stops(sorted([*page, *((person, self.named[person]) for person in new)]))
            if last is None:
                return
            after = last

    def _stopped(self, after: str) -> Iterator[Listed]:
        while page := self.kept.stopped(after=after, limit=_PAGE):
            known = self.known(each.who for each in page)
            yield from (Listed(each.who, known.get(each.who), each) for each in page)
            after = page[-1].who

    def _with_stops(self, people: Iterable[tuple[str, Subscriber | None]]) -> list[Listed]:
        people = list(people)
        stops = self.kept.suppressed([person for person, _ in people])
        return [Listed(person, subscriber, stops.get(person)) for person, subscriber in people]


def parsed(text: str) -> tuple[str, str]:
    """Name and address that a user typed. Raises ``UsageError``."""
    try:
        return mailbox(text)
    except DataError as error:
        raise UsageError(error.what) from error


def person(text: str) -> str:
    """Whom a user typed: an address, or the hash of one that was erased. Raises ``UsageError``."""
    return text if text.startswith("hash:") else who(parsed(text)[1])


def reason(suppression: Suppression, zone: ZoneInfo) -> str:
    """Why somebody is mailed nothing, and since which day in the publication's zone."""
    words = suppression.reason.replace("_", " ")
    return f"{words} since {suppression.at.astimezone(zone):%Y-%m-%d}" + (
        f": {suppression.note}" if suppression.note else ""
    )


def named_at(path: Path, person: str) -> tuple[str, ...]:
    """Where the feeds.yml at ``path``, or the list that it names, names a person, as a user here would write it."""
    from digest.cli.report import shown as as_typed
    from digest.config.naming import places

    return tuple(
        f"{as_typed(Path(file))}:{line}" for file, _, line in (one.rpartition(":") for one in places(path, person))
    )
