"""Whether two claims speak of the same thing, and whether they then contradict each other."""

from __future__ import annotations

from datetime import timedelta

from digest.issues.accounts.claim import Claim

AT_ONCE = timedelta(hours=12)  # no further apart may two counts be held that grow as news comes in
OPENING = 3  # sentences that tell what the article is about
NEAR, AROUND = 2, 0.34  # words shared beside the figures, and of the shorter sentence, that make the matter one
WORDED_ALIKE = 0.5  # of the shorter sentence
SHARED = 3  # words, below which no share of a sentence counts
SOLE = 0.25  # where neither article opens with, or holds, another figure of the kind
ANCHORED = 0.2  # of the sentence, where another figure in it is the same


def kinship(one: Claim, two: Claim) -> float:
    """How closely two claims are worded, 0 where they count different things by kind, noun or fate."""
    a, b = one.counted, two.counted
    if (a.kind, a.head, a.fates) != (b.kind, b.head, b.fates):
        return 0.0
    return 0.01 + len(one.near & two.near) + 5 * _around(one, two) + 3 * bool(one.numbers & two.numbers)


def same_thing(one: Claim, two: Claim) -> bool:
    """Whether two claims surely count the same thing: of the same kind, within the same limits, in the same matter."""
    if one.counted != two.counted or one.limits != two.limits or one.years != two.years:
        return False
    if _part(one.days, two.days) or _part(one.months, two.months):
        return False
    if one.places and two.places and not one.places & two.places:
        return False
    if (one.names and two.names and not one.names & two.names) or max(len(one.days), len(two.days)) > 1:
        return False
    if _part_ways(one.goes_on, two.goes_on) or _adds_up(one, two) or _adds_up(two, one):
        return False
    near, around = len(one.near & two.near), _around(one, two)
    if one.numbers & two.numbers and around >= ANCHORED:
        return True
    opens = one.order < OPENING and two.order < OPENING
    if one.counted.fates and opens and (near or around >= ANCHORED):
        return True
    if one.sole and two.sole and opens and near and around >= SOLE:
        return True
    return (near >= NEAR and around >= AROUND) or (near > 0 and around >= WORDED_ALIKE)


def dated_apart(one: Claim, two: Claim) -> bool:
    """Whether the difference may be one of date: a count that grows, told at different times.

    What both tell of a year past grows no more. Without their times, only two authorities that are named can differ.
    """
    if not (one.running or two.running) or (one.years and one.years == two.years):
        return False
    if one.published is None or two.published is None:
        return not (one.sources and two.sources and not one.sources & two.sources)
    if abs(one.published - two.published) > AT_ONCE:
        return True
    grown = two.printed.value > one.printed.value
    return two.published > one.published if grown else one.published > two.published


def contradict(one: Claim, two: Claim) -> bool:
    """Whether both cannot be true."""
    return (
        one.voice != two.voice
        and not one.bounds.agrees(two.bounds)
        and same_thing(one, two)
        and not dated_apart(one, two)
    )


def _part(one: frozenset[str], two: frozenset[str]) -> bool:
    return bool(one and two and one != two)


def _part_ways(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    """Whether what follows completes the figures differently: "$90 million for the port", "$14 million for schools"."""
    return bool(one and two) and not (one[0] in two and two[0] in one)


def _adds_up(one: Claim, two: Claim) -> bool:
    """Whether the numbers in the sentence of the second are parts of the figure of the first."""
    return any(one.printed.value - part in two.parts for part in two.parts)


def _around(one: Claim, two: Claim) -> float:
    """The share of the shorter sentence's words that both have; 0 where these are too few to say anything."""
    shared = len(one.around & two.around)
    return shared / min(len(one.around), len(two.around)) if shared >= SHARED else 0.0
