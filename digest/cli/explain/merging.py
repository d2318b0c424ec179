"""Why articles are one story: which report each is nearest to, which are copies, and what an editor said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from digest.cli.columns import fitted, wrapped
from digest.model import Candidate, Correction, Listed

_TERMS = 8  # of those that two articles share, the rarest first
_WIDTH = 74


def why(candidate: Candidate, corrections: Sequence[Correction]) -> list[str]:
    """A few lines for each article, its lead first."""
    by_id = {one.id: one for one in candidate.articles}
    links = {link.article: link for link in candidate.links}
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
            said = f"nearest to {_called(by_id[link.to], by_id)}: {_chance(link.chance)} of one event; " + _mean(
                link.mean
            )
            if link.terms:
                said += f"; both say {', '.join(link.terms[:_TERMS])}"
        else:
            said = "no link was kept of it"
        lines += wrapped(said, indent=4)
    keys = {one.key for one in candidate.articles}
    for correction in corrections:
        if keys & {*correction.articles, *correction.others}:
            lines += wrapped(f"correction {correction.number} ({correction.kind}): {correction.about}")
    return lines


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
