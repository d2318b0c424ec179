"""Fair use, over whole days: of no article more words than the cap, and beside its words always the way to it."""

from __future__ import annotations

from collections import Counter

import pytest

from digest.editions import JinjaRenderer, environment
from digest.issues.verifying.places import places
from digest.model import Issue, Passage, Publication, Rules, Site
from digest.testing import World

# World() begins on Monday, 2 March 2026.
FILLER = " ".join(
    f"Along the quay the {thing} stood in the rain, and nobody of the harbour board came by to have it moved away."
    for thing in ("crane", "ferry", "wagon", "barrow", "tug", "dredger", "lantern", "anchor")
)
PLANS = " ".join(
    f"The {who} of Porthaven will {what} on Thursday, after long talks with engineers of the cracked harbour bridge."
    for who, what in (
        ("harbour board", "publish its report on the eastern pier"),
        ("town council", "vote on a loan of 40 million crowns"),
        ("ferry line", "open a crossing for lorries"),
        ("coast guard", "close the inner channel to tall ships"),
        ("dockers' union", "hold a meeting in the old customs house"),
    )
)
BRIDGE = (
    "Porthaven closes harbour bridge after crack is found",
    "The Porthaven council closed the harbour bridge on Monday after divers found a crack in its eastern pier. "
    "Lorries bound for the docks are led round by the old coast road while engineers measure the damage to it.\n\n"
    f"{FILLER}\n\n“We would rather have an empty bridge than a full one that falls into the water one night,” said "
    "Mayor Ada Lindqvist. The bridge carried 14,000 cars and 900 lorries a day in its best years. Despite repeated "
    "warnings by its own engineers, Porthaven had long put off the repair of the bridge since a storm struck it in "
    f"2019.\n\n{PLANS}",
)
RADIO = (
    "Crack in pier closes Porthaven harbour bridge",
    "A crack in the eastern pier has closed the harbour bridge of Porthaven, over which 14,000 cars go each day. "
    "“Nobody should have to guess whether a road will hold,” said Carl Dahl, who leads the divers of the harbour.\n\n"
    f"{FILLER}\n\nThe council of Porthaven is expected to name a builder for a new bridge in the coming months.",
)
LATER = (
    "Porthaven harbour bridge report blames storm for crack",
    "The harbour board of Porthaven published its report on the eastern pier of the harbour bridge on Thursday. The "
    "storm of 2019 had opened the crack in the pier, and two inspections of the harbour bridge had missed it.\n\n"
    f"{FILLER}",
)
OTHERS = [
    ("Whale returns to the Ostrel estuary", "A humpback whale was seen in the Ostrel estuary by two wardens."),
    ("Orm library lends telescopes", "The library of Orm lends telescopes to whoever holds a card of the town."),
    ("Lantern feast lights Tarsk", "Nine hundred lanterns were lit in the old harbour of Tarsk by children."),
]


def days(limit: int, *, sentences: int = 3) -> list[Issue]:
    """Monday to Thursday, of long articles."""
    rules = Rules(max_words_per_article=limit, sentences=sentences)
    world = World(rules=rules, publication=Publication(title="The Test", url="https://test.example"))
    gazette, radio = world.source("Gazette"), world.source("Radio")
    issues = []
    for nth in range(4):
        if nth == 0:
            gazette.entry(*BRIDGE)
            radio.entry(*RADIO)
        else:
            radio.entry(*OTHERS[nth - 1])
        if nth == 3:
            gazette.entry(*LATER)
        issue = world.run()
        assert issue is not None
        issues.append(issue)
        world.tomorrow()
    return issues


def words(issue: Issue) -> Counter[str]:
    """Words printed of each article, wherever they stand; those of a passage inside another count once."""
    spans = {(p.article, p.start, p.end): p for place in places(issue) if isinstance(p := place.value, Passage)}
    found: Counter[str] = Counter()
    for (article, start, end), passage in spans.items():
        if not any(
            other == article and (first, last) != (start, end) and first <= start and end <= last
            for other, first, last in spans
        ):
            found[article] += len(passage.text.split())
    return found


@pytest.mark.parametrize("limit", [20, 40, 60, 120])
@pytest.mark.parametrize("sentences", [3, 12])
def test_no_more_words_of_an_article_than_the_cap(limit: int, sentences: int) -> None:
    """Over an issue with all its parts, and over those that bring back what it promised."""
    issues = days(limit, sentences=sentences)
    assert all(max(words(issue).values(), default=0) <= limit for issue in issues)
    assert all(issue.stories for issue in issues)


def test_the_days_have_every_part_that_the_cap_is_for() -> None:
    """Else it would be held for want of words."""
    monday, *_, thursday = days(120)
    assert monday.lead
    assert all((monday.lead.what_happened, monday.lead.quotes, monday.lead.whats_next, monday.whats_next))
    assert thursday.due or thursday.settled
    assert max(words(monday).values()) > 100


def test_beside_its_words_stands_the_way_to_an_article() -> None:
    """In mail, text and page: each address of an article whose words are printed."""
    renderer = JinjaRenderer(environment(None), Site(output="/nowhere"))
    for issue in days(120):
        urls = {article.id: article.url for article in issue.articles}
        for edition in renderer.editions(issue):
            if edition.medium != "calendar":
                shown = edition.body.decode()
                assert [id_ for id_ in words(issue) if urls[id_] not in shown] == []
