"""From the budget to the page: which stories are printed, where, and what falls off the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from digest.issues.ranking import Ranked, independent
from digest.issues.sections import limits, place
from digest.model import Article, Rules, Source, Story

DEVELOPING_STORIES = 6
# The most stories that only one source tells, for each source: nobody's feed may flood the issue.
ALONE_PER_SOURCE = 4
# The most stories that one source leads, others telling them too: so many times an even share of the issue, and never
# fewer than the least. Two papers of one town would fill the issue of a publication that reads twenty.
LED_SHARES, LED_LEAST = 3, 8
# Why a story that was selected is not printed after all.
NOTHING_NEW = "nothing new since it was printed"
# Why a story is not selected, where its own words say no more.
THREAD_PRINTED = "its thread is printed already"
NEAR_PRINTED = "may well tell what another story tells"


class Placed(Struct, frozen=True, kw_only=True):
    """A story with its place: rank 1 is the lead of the issue."""

    ranked: Ranked
    section: str
    rank: int
    pin: int | None = None  # the number of the correction that put it here

    @property
    def story(self) -> Story:
        """The story."""
        return self.ranked.story


class Selection(Struct, frozen=True, kw_only=True):
    """The stories of an issue in rank order, and the candidates left out, each with its reason."""

    new: tuple[Placed, ...]
    developing: tuple[Placed, ...]
    left_out: tuple[tuple[Ranked, str], ...]

    @property
    def placed(self) -> tuple[Placed, ...]:
        """Every story that is printed."""
        return tuple(sorted(self.new + self.developing, key=lambda placed: placed.rank))

    @property
    def articles(self) -> tuple[Article, ...]:
        """Every article of the stories that are printed."""
        return tuple(article for placed in self.placed for article in placed.story.articles)

    def with_articles(self, better: Mapping[str, Article]) -> Selection:
        """The same selection, its articles replaced by those of the same id in ``better``."""

        def swap(placed: Placed) -> Placed:
            return replace(placed, ranked=placed.ranked.with_articles(better))

        return replace(self, new=tuple(map(swap, self.new)), developing=tuple(map(swap, self.developing)))


def select(
    budget: Sequence[Ranked],
    rules: Rules,
    *,
    sources: Mapping[str, Source],
    pinned: Mapping[str, int] | None = None,
    killed: Mapping[str, int] | None = None,
    silent: Collection[str] = (),
) -> Selection:
    """The stories to print out of ``budget`` (best first), each in the first section that takes it.

    A continuing story must be worth as much as a new one: once every section is full, only what outranks the last new
    story goes on. A thread is printed once an issue, and of two stories that may well be one event the better.

    ``pinned`` and ``killed`` map the ids of stories that an editor led with, or left out, to the number of the
    correction: the pinned come first, the newest pin before the others, whatever their scores and however full a
    section is. ``silent`` are ids of continuing stories that turned out to have nothing new: they take nobody's place.
    """
    pins, kills = pinned or {}, killed or {}
    desk = _Desk(rules, sources)
    for ranked in sorted(budget, key=lambda one: -pins.get(one.story.id, 0)):
        story = ranked.story
        if story.id in kills:
            desk.left_out.append((ranked, f"killed by correction {kills[story.id]}"))
            continue
        pin = pins.get(story.id)
        reason = NOTHING_NEW if story.id in silent else desk.refuses(story, pinned=pin is not None)
        if reason is None:
            desk.place(ranked, pin)
        else:
            desk.left_out.append((ranked, reason))
    # In the order of the budget, whatever was pinned.
    order = {ranked.story.id: at for at, ranked in enumerate(budget)}
    left_out = sorted(desk.left_out, key=lambda pair: order[pair[0].story.id])
    return Selection(new=tuple(desk.new), developing=tuple(desk.developing), left_out=tuple(left_out))


class _Desk:
    """The issue as it fills."""

    def __init__(self, rules: Rules, sources: Mapping[str, Source]) -> None:
        self.new: list[Placed] = []
        self.developing: list[Placed] = []
        self.left_out: list[tuple[Ranked, str]] = []
        self._rules, self._sources = rules, sources
        self._room = limits(rules, sources)
        self._filled: Counter[str] = Counter()
        self._alone: Counter[str] = Counter()
        self._led: Counter[str] = Counter()
        self._most_led = max(LED_LEAST, LED_SHARES * sum(self._room.values()) // max(1, len(sources)))
        self._threads: set[str] = set()
        self._told: set[str] = set()  # ids of the articles of stories that have a place

    def refuses(self, story: Story, *, pinned: bool) -> str | None:
        """Why there is no place for a story; None where there is."""
        if story.thread and story.thread in self._threads:
            return THREAD_PRINTED
        if pinned:
            return None
        if not self._told.isdisjoint(story.near):
            return NEAR_PRINTED
        source = story.lead.source
        alone = independent(story) == 1 and self._alone[source] >= ALONE_PER_SOURCE
        if len(self._sources) > 1 and (alone or self._led[source] >= self._most_led):
            return f"{story.lead.source_name} has its share"
        if story.day > 1:
            if len(self.developing) >= DEVELOPING_STORIES:
                return "enough continuing stories"
            if all(self._filled[section] >= most for section, most in self._room.items()):
                return "worth less than what is new"
            return None
        section = place(story, self._rules, self._sources)
        full = bool(self.new or self.developing) and self._filled[section] >= self._room[section]
        return f"{section} is full" if full else None

    def place(self, ranked: Ranked, pin: int | None) -> None:
        """Give a story the next place."""
        story = ranked.story
        # The lead stands above the sections and takes nobody's room.
        leads = not self.new and not self.developing
        rank = len(self.new) + len(self.developing) + 1
        self._alone[story.lead.source] += independent(story) == 1
        self._led[story.lead.source] += 1
        self._threads.add(story.thread)
        self._told.update(article.id for article in story.articles)
        if story.day > 1:
            self.developing.append(Placed(ranked=ranked, section="", rank=rank, pin=pin))
            return
        section = place(story, self._rules, self._sources)
        self._filled[section] += not leads
        self.new.append(Placed(ranked=ranked, section=section, rank=rank, pin=pin))
