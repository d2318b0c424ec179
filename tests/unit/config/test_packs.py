"""The packs of known feeds."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlsplit

from digest.config.packs import packs


def test_packs_are_many_and_tell_their_feeds_apart() -> None:
    """A dozen and more, in several languages; over all of them a name means one address, and an address one name."""
    found = packs()
    assert len(found) >= 12
    assert {"en", "de", "fr", "es", "tr", "ar"} <= {pack.language for pack in found}
    pairs = {(feed.name, feed.url) for pack in found for feed in pack.feeds}
    assert max(Counter(name for name, _ in pairs).values()) == 1
    assert max(Counter(url for _, url in pairs).values()) == 1


def test_every_feed_is_asked_over_tls() -> None:
    """An https address, a name and a section each."""
    for pack in packs():
        assert pack.feeds
        for feed in pack.feeds:
            assert urlsplit(feed.url).scheme == "https"
            assert feed.name.strip() == feed.name != ""
            assert feed.section
