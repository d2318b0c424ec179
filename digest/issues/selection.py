"""From the budget to the page: which stories are printed, where, and what falls off the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from digest.issues.ranking import Ranked, independent
from digest.issues.window import holds
from digest.model import Article, Rules, SectionRule, Source, Story

# Where feeds.yml names no sections: one, and what no section takes goes to the last.
GENERAL = "In the news"
MORE = "More news"
GENERAL_STORIES = 20
MORE_STORIES = 6
DEVELOPING_STORIES = 6
# The most stories that only one source tells, for each source: nobody's feed may flood the issue.
ALONE_PER_SOURCE = 4


class Placed(Struct, frozen=True, kw_only=True):
    """A story with its place: rank 1 is the lead of the issue."""

    ranked: Ranked
    section: str
    rank: int

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
    limits = _limits(rules, sources)
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
            if all(filled[section] >= limit for section, limit in limits.items()):
                left_out.append((ranked, "worth less than what is new"))
                continue
            alone[story.lead.source] += single
            threads.add(story.thread)
            developing.append(Placed(ranked=ranked, section="", rank=len(new) + len(developing) + 1))
            continue
        section = place(story, rules, sources)
        # The lead stands above the sections and takes nobody's room.
        leads = not new and not developing
        if not leads and filled[section] >= limits[section]:
            left_out.append((ranked, f"{section} is full"))
            continue
        filled[section] += not leads
        alone[story.lead.source] += single
        threads.add(story.thread)
        new.append(Placed(ranked=ranked, section=section, rank=len(new) + len(developing) + 1))
    return Selection(new=tuple(new), developing=tuple(developing), left_out=tuple(left_out))


def section_names(rules: Rules, sources: Mapping[str, Source]) -> tuple[str, ...]:
    """The sections in print order: those of the rules, those that only sources name, and the one for the rest."""
    return tuple(_limits(rules, sources))


def _limits(rules: Rules, sources: Mapping[str, Source]) -> dict[str, int]:
    limits = {rule.name: rule.stories for rule in rules.sections}
    for key in sources:
        section = sources[key].section
        if section and section not in limits:
            limits[section] = SectionRule(name=section).stories
    if limits:
        limits.setdefault(MORE, MORE_STORIES)
    else:
        limits[GENERAL] = GENERAL_STORIES
    return limits


def place(story: Story, rules: Rules, sources: Mapping[str, Source]) -> str:
    """The section of a story: the first rule that its keywords, tags or sources meet, then its source's own section."""
    for rule in rules.sections:
        if _takes(rule, story, sources):
            return rule.name
    named = Counter(
        section
        for article in story.articles
        if (section := article.section or (sources[article.source].section if article.source in sources else None))
    )
    if named:
        lead = story.lead.section or (sources[story.lead.source].section if story.lead.source in sources else None)
        # What most of its articles say; the lead's own word where they are even.
        return max(sorted(named), key=lambda name: (named[name], name == lead))
    return MORE if rules.sections or any(source.section for source in sources.values()) else GENERAL


def _takes(rule: SectionRule, story: Story, sources: Mapping[str, Source]) -> bool:
    lead = story.lead
    source = sources.get(lead.source)
    tags = {tag.casefold() for tag in lead.tags + (source.tags if source else ())}
    return (
        any(holds(lead.headline, keyword) for keyword in rule.keywords)
        or any(tag.casefold() in tags for tag in rule.tags)
        or bool({lead.source, lead.source_name} & set(rule.sources))
    )
