"""What holds of stories whatever the articles."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest.model import Article
from digest.stories import cluster, duplicates, tell
from tests.unit.stories.make import BAKERY, HARBOUR, HARBOUR_TOLD_AGAIN, RIVER, article

TEXTS = st.one_of(
    st.sampled_from(["", HARBOUR, HARBOUR_TOLD_AGAIN, RIVER, BAKERY, HARBOUR[:90], RIVER + " " + BAKERY]),
    st.text(max_size=60),
)
HEADLINES = st.one_of(
    st.sampled_from(
        ["", "Dockers walk out in Porthaven", "Live updates: strike", "Villages cut off as the Senna floods"]
    ),
    st.text(max_size=30),
)
ARTICLES = st.lists(
    st.builds(
        article,
        st.text("abcdef0123456789", min_size=1, max_size=3),
        HEADLINES,
        TEXTS,
        source=st.sampled_from(["herald", "star", ""]),
        hours=st.one_of(st.none(), st.floats(0, 500)),
        url=st.sampled_from(["", "https://example.org/a", "https://example.org/b?utm_source=x"]),
        position=st.one_of(st.none(), st.integers(1, 40)),
    ),
    max_size=8,
)
STEADY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def parted(groups: Sequence[Sequence[str]], articles: Sequence[Article]) -> bool:
    """Whether every article's id stands in exactly one group."""
    ids = [one for group in groups for one in group]
    return sorted(ids) == sorted({one.id for one in articles}) and all(groups)


@STEADY
@given(ARTICLES, st.randoms(use_true_random=False))
def test_stories_part_their_articles_and_ignore_their_order(articles: list[Article], random: object) -> None:
    """Copies, events and stories are partitions, copies lie within events, and no input order shows."""
    copies = duplicates(articles)
    events = cluster(articles, copies).groups
    stories = tell(articles)
    assert parted(copies, articles)
    assert parted(events, articles)
    assert parted([[one.id for one in story.articles] for story in stories], articles)
    of = {one: at for at, group in enumerate(events) for one in group}
    assert all(len({of[one] for one in group}) == 1 for group in copies)
    assert all(parted(story.copies, story.articles) for story in stories)
    shuffled = list(articles)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    assert duplicates(shuffled) == copies
    assert cluster(shuffled, copies[::-1]).groups == events
    assert tell(shuffled) == stories
