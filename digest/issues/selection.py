"""From the budget to the page: which stories are printed, where, and what falls off the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from digest.issues.ranking import Ranked, independent
from digest.issues.sections import limits, place
from digest.model import Article, Rules, Source, Story

DEVELOPING_STORIES = 6
# The most stories that only one source tells, for each source: nobody's feed may flood the issue.
ALONE_PER_SOURCE = 4
# Why a story that was selected is not printed after all.
NOTHING_NEW = "nothing new since it was printed"


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
            swapped = tuple(better.get(article.id, article) for article in placed.story.articles)
            return replace(placed, ranked=replace(placed.ranked, story=replace(placed.story, articles=swapped)))

        return replace(self, new=tuple(map(swap, self.new)), developing=tuple(map(swap, self.developing)))


def select(budget: Sequence[Ranked], rules: Rules, *, sources: Mapping[str, Source]) -> Selection:
    """The stories to print out of ``budget`` (best first), each in the first section that takes it.

    A continuing story must be worth as much as a new one: once every section is full, only what outranks the last new
    story goes on. A thread is printed once an issue.
    """
    room = limits(rules, sources)
    new: list[Placed] = []
    developing: list[Placed] = []
    left_out: list[tuple[Ranked, str]] = []
    filled: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    threads: set[str] = set()
    for ranked in budget:
        story = ranked.story
        if story.thread and story.thread in threads:
            left_out.append((ranked, "its thread is printed already"))
            continue
        single = independent(story) == 1
        if single and alone[story.lead.source] >= ALONE_PER_SOURCE and len(sources) > 1:
            left_out.append((ranked, f"{story.lead.source_name} has its share"))
            continue
        if story.day > 1:
            if len(developing) >= DEVELOPING_STORIES:
                left_out.append((ranked, "enough continuing stories"))
                continue
            if all(filled[section] >= limit for section, limit in room.items()):
                left_out.append((ranked, "worth less than what is new"))
                continue
            alone[story.lead.source] += single
            threads.add(story.thread)
            developing.append(Placed(ranked=ranked, section="", rank=len(new) + len(developing) + 1))
            continue
        section = place(story, rules, sources)
        # The lead stands above the sections and takes nobody's room.
        leads = not new and not developing
        if not leads and filled[section] >= room[section]:
            left_out.append((ranked, f"{section} is full"))
            continue
        filled[section] += not leads
        alone[story.lead.source] += single
        threads.add(story.thread)
        new.append(Placed(ranked=ranked, section=section, rank=len(new) + len(developing) + 1))
    return Selection(new=tuple(new), developing=tuple(developing), left_out=tuple(left_out))
