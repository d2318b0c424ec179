"""Why articles are one story: which report each is nearest to, which are copies, and what an editor said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec.structs import replace

from digest.cli.columns import fitted, wrapped
from digest.cli.explain.terms import spoken
from digest.model import Candidate, Correction, Link, Listed

_TERMS = 8  # of those that two articles share, the rarest first
_WIDTH = 74


def why(
    candidate: Candidate, corrections: Sequence[Correction], words: Mapping[str, Mapping[str, str]] | None = None
) -> list[str]:
    """A few lines for each article, its lead first; ``words`` has how each, by its id, writes the stems of its text."""
    by_id = {one.id: one for one in candidate.articles}
    links = _links(candidate)
    lines: list[str] = []
    first = {copy: group[0] for group in candidate.copies for copy in group}
    for one in candidate.articles:
        lines.append(fitted(f"{one.source}: {one.headline}", _WIDTH))
        if one.url:
            lines.append(f"    {one.url}")
        link = links.get(one.id)
        if one is candidate.articles[0]:
            said = "leads: its headline stands for the story" if len(candidate.articles) > 1 else "the only article"
        elif first.get(one.id, one.id) != one.id and first[one.id] in by_id:
            said = f"a copy of {_called(by_id[first[one.id]], by_id)}: counts as the same report"
        elif link is not None and link.to in by_id:
            said = f"nearest to {_called(by_id[link.to], by_id)}: {_chance(link.chance)} of one event"
            said += f"; {_mean(link.mean)}" if link.mean else ""
            if link.terms:
                known = [words[each] for each in (link.article, link.to) if words and each in words]
                said += f"; both say {', '.join(spoken(link.terms[:_TERMS], known))}"
        else:
            said = "what tied it to the story is not kept"
        lines += wrapped(said, indent=4)
    keys = {one.key for one in candidate.articles}
    for correction in corrections:
        if keys & {*correction.articles, *correction.others}:
            lines += wrapped(f"correction {correction.number} ({correction.kind}): {correction.about}")
    return lines


def _links(candidate: Candidate) -> dict[str, Link]:
    """The link that stands for each article: its own; else that of a copy of it; else one that leads to it.

    A report keeps no link of its own where the one that it was nearest to has left the story. A link that leads to it
    has the chance of the two, but the mean of the other: it is told without one.
    """
    ids = {one.id for one in candidate.articles}
    kept = [link for link in candidate.links if link.article in ids and link.to in ids]
    own = {link.article: link for link in kept}
    found = dict(own)
    for group in candidate.copies:
        shared = next((own[one] for one in group if one in own and own[one].to not in group), None)
        if shared is not None:
            for one in group:
                found.setdefault(one, shared)
    for link in sorted(kept, key=lambda one: -one.chance):
        found.setdefault(link.to, replace(link, article=link.to, to=link.article, mean=0.0))
    return found


def in_force(corrections: Sequence[Correction], at: datetime) -> list[Correction]:
    """Those that held at a moment, as they were then."""
    return [
        replace(one, undone=None) for one in corrections if one.at <= at and (one.undone is None or one.undone > at)
    ]


def _called(one: Listed, by_id: dict[str, Listed]) -> str:
    """An article by its source, and by its headline too where the source has several here."""
    several = sum(other.source == one.source for other in by_id.values()) > 1
    return f"{one.source} (“{fitted(one.headline, 40)}”)" if several else one.source


def _chance(chance: float) -> str:
    return f"a chance of {chance:.2f}"


def _mean(mean: float) -> str:
    from digest.stories.joining import GATHER, LINK

    if mean >= LINK:
        return f"{mean:.2f} on the mean with every report ({LINK:.2f} makes a story)"
    return f"{mean:.2f} on the mean with every report ({GATHER:.2f} is enough beside so sure a witness)"
