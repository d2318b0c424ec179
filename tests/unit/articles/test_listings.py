"""Where a teaser stops telling its own article."""

import pytest

from digest.articles.listings import is_pointer, listed, listing_at

NEWS = "The council opened the bridge. Ferries stop on Monday. "


@pytest.mark.parametrize(
    "listing",
    [
        "READ MORE: • Why the old bridge fell • Who pays for ...",
        "Read also: Why the old bridge fell",
        "BRIDGE LATEST * Ferries stop on Monday * Who pays",
        "• Why the old bridge fell",
        "RELATED: Why the old bridge fell",
    ],
)
def test_a_list_begins_behind_the_news(listing: str) -> None:
    """At its label or its first bullet, with the words before that bullet which end no sentence."""
    assert listing_at(NEWS + listing) == len(NEWS)
    assert listing_at(listing) == 0


@pytest.mark.parametrize(
    "teaser",
    [
        NEWS.strip(),
        "The council opened the bridge • a reporter crossed it.",
        "Five * hotels stand by the bridge.",
        "The mayor asked them to read more: schools get new books.",
        "",
    ],
)
def test_prose_is_no_list(teaser: str) -> None:
    """One bullet in the midst of a sentence is none, nor are words that lists use."""
    assert listing_at(teaser) == len(teaser)


def test_a_list_names_headlines() -> None:
    """Without labels; not those cut short, nor fragments."""
    assert listed("BRIDGE LATEST • Analysis: Why the old bridge fell • Who pays • Ferries stop on Monday, and ...") == (
        "Why the old bridge fell",
    )
    assert listed("") == ()


def test_a_pointer_is_a_labelled_headline() -> None:
    """A sentence with its full stop is the article's own."""
    assert is_pointer("Analysis: Why the old bridge fell. Who knew it")
    assert not is_pointer("Analysis: the old bridge fell for want of paint.")
    assert not is_pointer("The old bridge fell")
