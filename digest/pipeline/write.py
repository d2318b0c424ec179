"""From a decision to the issue and its budget: what is said of each story, and where it stands. Changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from digest import issues, stories
from digest.model import Article, Budget, History, Issue, Passage, Publication, Rules, SourceReport, Summary
from digest.pipeline.decide import Decision
from digest.ports import Progress, Summarizer

# Sentences asked of a summarizer for a continuing story, some of which will be old; a summary of more would be long
# enough to tell what several outlets say in their own words each.
DEVELOPING_SENTENCES = 6
DEVELOPING_PRINTED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """An issue that could be frozen, and what it was made from."""

    issue: Issue
    budget: Budget
    articles: tuple[Article, ...]  # every article of the stories that were selected


@dataclass(frozen=True, slots=True)
class Wanted:
    """How much of a story is said."""

    asked: int  # sentences that the summarizer is asked for
    printed: int  # the most of them, all new, that are printed


def write(
    decision: Decision,
    *,
    publication: Publication,
    rules: Rules,
    reports: Sequence[SourceReport],
    summarizer: Summarizer,
    progress: Progress,
) -> Written:
    """The issue of ``decision``; one without stories is none to freeze. ``progress`` makes a step.

    What goes on without anything new takes nobody's place: the issue is selected again without it.
    """
    decision, summaries = _summarised(decision, summarizer, rules)
    selection = decision.selection
    progress.step("summaries")
    issue = issues.lay_out(
        selection,
        summaries,
        admission=decision.admission,
        history=decision.history,
        publication=publication,
        rules=rules,
        sources=decision.sources,
        reports=_reported(reports, decision),
        now=decision.now,
        silenced=decision.silenced,
        errata=decision.errata,
        corrected=decision.corrected,
    )
    budget = issues.budget(
        decision.ranked,
        selection,
        decision.admission,
        issue,
        held=decision.held,
        sources=decision.sources,
        today=decision.today,
        now=decision.now,
    )
    return Written(issue=issue, budget=budget, articles=selection.articles)


def _reported(reports: Sequence[SourceReport], decision: Decision) -> tuple[SourceReport, ...]:
    """What each source gave, with how much of what is considered an earlier run had fetched of it.

    A run that was killed after its fetch leaves its entries to the next, which hears "unchanged" of their sources.
    """
    names = {key: source.name for key, source in decision.sources.items()}
    # Not by when they were first seen: `digest edit` comes after the fetch that is reported, a replay long after its
    # moment, and what a clock had seen that was ahead counts as seen now.
    earlier = Counter(names[each.entry.source] for each in decision.held if each.entry.source in names)
    for each in reports:
        earlier[each.source] = max(earlier[each.source] - each.new, 0)
    # Of sources of one name the first tells it.
    return tuple(replace(each, earlier=count) if (count := earlier.pop(each.source, 0)) else each for each in reports)


def wanted(*, day: int, rank: int, rules: Rules) -> Wanted:
    """How much is said of a story: by its rank in the issue, and less where it goes on."""
    if day == 1:
        sentences = issues.how_many(rank, rules.sentences)
        return Wanted(sentences, sentences)
    return Wanted(DEVELOPING_SENTENCES, issues.how_many(1, rules.sentences) if rank == 1 else DEVELOPING_PRINTED)


def _summarised(decision: Decision, summarizer: Summarizer, rules: Rules) -> tuple[Decision, dict[str, Summary]]:
    """The decision with a selection whose every story has something new to say, and that by the story's id."""
    said: dict[tuple[str, Wanted], Summary | None] = {}
    silent: set[str] = set()
    while True:
        summaries: dict[str, Summary] = {}
        for placed in decision.selection.placed:
            key = placed.story.id, wanted(day=placed.story.day, rank=placed.rank, rules=rules)
            if key not in said:
                said[key] = _summarise(placed, summarizer, rules, decision.history)
            summary = said[key]
            if summary is not None:
                summaries[placed.story.id] = summary
        found = {placed.story.id for placed in decision.selection.placed} - summaries.keys()
        if not found:
            return decision, summaries
        silent |= found
        decision = decision.without(silent, rules)


def _summarise(placed: issues.Placed, summarizer: Summarizer, rules: Rules, history: History) -> Summary | None:
    """What is new of a story. None where a continuing story has nothing new to say."""
    story = placed.story
    want = wanted(day=story.day, rank=placed.rank, rules=rules)
    summary = summarizer.summarize(story.articles, sentences=want.asked)
    if story.day == 1:
        return summary
    lead = story.lead
    printed = [passage.text for passage in issues.told(story.thread, history)]
    printed += [earlier.headline for earlier in story.earlier]
    # An article that came as a headline alone has no other sentence to say what is new.
    said = summary.sentences or (Passage(lead.headline, lead.id, 0, 0),)
    fresh = stories.adding(stories.novel(said, printed, lang=lead.lang), lang=lead.lang)
    if not fresh:
        return None
    return Summary(fresh[: want.printed] if summary.sentences else (), summary.method)
