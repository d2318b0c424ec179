"""The sections of an issue: which there are, how much each prints, and which takes a story."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from digest.issues.window import holds
from digest.model import Rules, SectionRule, Source, Story

# Where feeds.yml names no sections: one, and what no section takes goes to the last.
GENERAL = "In the news"
MORE = "More news"
GENERAL_STORIES = 20
MORE_STORIES = 6


def section_names(rules: Rules, sources: Mapping[str, Source]) -> tuple[str, ...]:
    """The sections in print order: those of the rules, those that only sources name, and the one for the rest."""
    return tuple(limits(rules, sources))


def limits(rules: Rules, sources: Mapping[str, Source]) -> dict[str, int]:
    """The most stories that each section prints, the sections in print order."""
    found = {rule.name: rule.stories for rule in rules.sections}
    for key in sources:
        section = sources[key].section
        if section and section not in found:
            found[section] = SectionRule(name=section).stories
    if found:
        found.setdefault(MORE, MORE_STORIES)
    else:
        found[GENERAL] = GENERAL_STORIES
    return found


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
