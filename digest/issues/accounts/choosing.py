"""Which differences between the accounts of a story are printed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from digest.issues.accounts.claim import Claim, claims
from digest.issues.accounts.comparing import contradict, kinship
from digest.issues.page import Page
from digest.issues.ranking import house
from digest.model import Difference, Story

MOST = 2  # differences of one story
ACCOUNTS = 4  # of one difference
READ = 8  # articles of one story that are read


def differences_of(story: Story, page: Page) -> tuple[Difference, ...]:
    """What the independent accounts of a story contradict each other in, the surest first, at most two.

    Each difference has a figure of two to four voices, every two of which contradict each other, in the order of the
    story's articles; their sentences are put on the page as far as it does not hold them.
    """
    voices = _voices(story)
    if len(set(voices.values())) == 1:
        return ()
    read = [article for article in story.articles if article.text][:READ]
    accounts = [claims(article, voices[article.id]) for article in read]
    chosen: list[Difference] = []
    used: set[Claim] = set()
    for one, two in contradictions(accounts):
        if len(chosen) == MOST:
            break
        if one in used or two in used:
            continue
        several = [one, two]
        for account in accounts:
            third = next((c for c in account if all(contradict(c, other) for other in several)), None)
            if third and len(several) < ACCOUNTS and not any(_knows(account, other) for other in several):
                several.append(third)
        order = {article.id: nth for nth, article in enumerate(read)}
        several.sort(key=lambda claim: order[claim.printed.sentence.article])
        printed = _print(several, page)
        if printed:
            used.update(several)
            chosen.append(printed)
    return tuple(chosen)


def contradictions(accounts: Sequence[Sequence[Claim]]) -> list[tuple[Claim, Claim]]:
    """Every pair of claims that contradict each other, the surest first; ``accounts`` holds the claims of each article.

    Each must be the other's nearest in its article, and neither article may have the other's number anywhere: who
    knows both numbers tells of two things.
    """
    found: list[tuple[Claim, Claim]] = []
    for ones, twos in combinations(accounts, 2):
        for one in ones:
            two = _nearest(one, twos)
            if two is None or _nearest(two, ones) is not one or not contradict(one, two):
                continue
            if not _knows(ones, two) and not _knows(twos, one):
                found.append((one, two))
    return sorted(found, key=lambda pair: -kinship(*pair))


def _print(several: Sequence[Claim], page: Page) -> Difference | None:
    """The difference as far as there is room for it; None where fewer than two accounts are left, or nothing is new."""
    kept = []
    for claim in several:
        sentence = claim.printed.sentence
        if page.holds(sentence) or (claim.alone and page.affords(sentence)):
            kept.append(claim)
    if len(kept) < 2 or all(page.known(claim.printed.sentence) for claim in kept):
        return None
    for claim in kept:
        if not page.holds(claim.printed.sentence):
            page.put(claim.printed.sentence)
    return Difference(
        unit=next((claim.printed.unit for claim in kept if claim.printed.unit), ""),
        figures=tuple(claim.printed for claim in kept),
    )


def _nearest(claim: Claim, others: Sequence[Claim]) -> Claim | None:
    best = max(others, key=lambda other: kinship(claim, other), default=None)
    return best if best is not None and kinship(claim, best) > 0 else None


def _knows(account: Sequence[Claim], claim: Claim) -> bool:
    """Whether an account has the number of a claim."""
    return any(
        own.counted.kind == claim.counted.kind and own.bounds.low <= claim.printed.value <= own.bounds.high
        for own in account
    )


def _voices(story: Story) -> dict[str, str]:
    """Whose word each article is: its house, houses that print copies of one text being one."""
    voices = {article.id: house(article) for article in story.articles}
    for group in story.copies:
        joined = {voices[member] for member in group if member in voices}
        for member, voice in voices.items():
            if voice in joined:
                voices[member] = min(joined)
    return voices
