"""A frozen issue as one reader asked for it: without some sections, or with the program's own words in their language.

What is printed stays the frozen issue's, word for word: parts are left out, none is written anew.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date

from msgspec.structs import replace

from digest.issues.titles import preheader, subject
from digest.issues.verifying.places import passages
from digest.model import Issue, IssueSection, PrintedStory


def tailored(
    issue: Issue,
    *,
    without: Collection[str] = (),
    language: str = "",
    began_in: Mapping[str, str] | None = None,
) -> Issue:
    """The issue without the sections of these names, whatever their case, its own words in ``language`` ("": as is).

    A story that goes on stands in no section: ``began_in`` has that in which its thread began, by thread. Where the
    lead story is among what goes, the best of what is left leads, and gives the subject. Nothing may be left: then
    ``stories`` is empty.
    """
    left = _without(issue, frozenset(name.casefold() for name in without), began_in or {}) if without else issue
    if language and language != issue.publication.lang:
        left = replace(left, publication=replace(left.publication, lang=language))
    return left


def began(issue: Issue, earlier: Callable[[date], Issue | None]) -> dict[str, str]:
    """In which section each thread that the issue goes on with began; ``earlier`` gives the issue of a day."""
    found = {}
    for story in issue.stories:
        if not story.section and story.earlier:
            before = earlier(story.earlier[0].date)
            section = next((s.section for s in before.stories if s.thread == story.thread), "") if before else ""
            if section:
                found[story.thread] = section
    return found


def _without(issue: Issue, unwanted: frozenset[str], began_in: Mapping[str, str]) -> Issue:
    def wanted(story: PrintedStory) -> bool:
        return (story.section or began_in.get(story.thread, "")).casefold() not in unwanted

    lead = issue.lead if issue.lead and wanted(issue.lead) else None
    sections = tuple(
        IssueSection(name=section.name, stories=stories)
        for section in issue.sections
        if section.name.casefold() not in unwanted and (stories := tuple(filter(wanted, section.stories)))
    )
    developing = tuple(filter(wanted, issue.developing))
    if issue.lead is not None and lead is None:
        others = [story for section in sections for story in section.stories] + list(developing)
        if others:
            lead = min(others, key=lambda story: story.rank)
            sections = tuple(
                IssueSection(name=section.name, stories=rest)
                for section in sections
                if (rest := tuple(story for story in section.stories if story is not lead))
            )
            developing = tuple(story for story in developing if story is not lead)
    left = replace(issue, lead=lead, sections=sections, developing=developing)
    gone = {story.id for story in issue.stories} - {story.id for story in left.stories}
    if not gone:
        return issue
    left = replace(
        left,
        whats_next=tuple(item for item in issue.whats_next if item.story not in gone),
        due=tuple(due for due in issue.due if due.story not in gone),
        settled=tuple(one for one in issue.settled if one.story not in gone),
    )
    return cited_only(retitled(left) if lead is not issue.lead else left)


def retitled(issue: Issue) -> Issue:
    """The issue with the subject that its lead story gives, and the preheader of the others."""
    title = issue.lead.headline if issue.lead else issue.publication.title
    others = sorted((story for story in issue.stories if story is not issue.lead), key=lambda story: story.rank)
    return replace(
        issue,
        subject=subject(issue.publication, title, issue.date, issue.number),
        preheader=preheader([story.headline for story in others]),
    )


def cited_only(issue: Issue) -> Issue:
    """The issue without the articles that nothing in it cites any more."""
    used = {passage.article for _, passage, _ in passages(issue)}
    used |= {id for story in issue.stories for id in story.articles}
    used |= {one.article for one in issue.corrections}
    return replace(issue, articles=tuple(article for article in issue.articles if article.id in used))
