"""Stories and the article that leads."""

from __future__ import annotations

from hashlib import sha256

from msgspec.structs import replace

from digest.model import Enclosure
from digest.stories import tell
from digest.stories.telling import agreement, fitness
from tests.unit.stories.make import BAKERY, HARBOUR, HARBOUR_TOLD_AGAIN, RIVER, article


def test_a_story_has_its_best_article_first_and_its_copies_together() -> None:
    """The longest plain account leads; a copy counts with its original; the id is the lead's."""
    stories = tell(
        [
            article("a", "Dockers walk out in Porthaven, forty ships wait", HARBOUR, origin="content"),
            article("b", "Dockers walk out in Porthaven, forty ships wait", HARBOUR, source="star"),
            article("c", "Porthaven strike halts terminal as dockers walk out", HARBOUR_TOLD_AGAIN, source="globe"),
            article("d", "Villages cut off as the Senna floods", RIVER),
        ]
    )
    by_lead = {story.lead.id: story for story in stories}
    assert set(by_lead) == {"a", "d"}
    strike = by_lead["a"]
    assert [one.id for one in strike.articles] == ["a", "b", "c"]
    assert strike.copies == (("a", "b"), ("c",))
    assert strike.id == strike.thread == sha256(b"a").hexdigest()[:12]
    assert strike.day == 1


def test_what_makes_a_lead() -> None:
    """Text over none, telling over asking, news over opinion and live pages, early over late, weight over none."""
    plain = article("a", "Villages cut off as the Senna floods", RIVER, position=1)
    assert fitness(plain) > fitness(article("a", plain.headline, "", position=1))
    assert fitness(plain) > fitness(article("a", "Why were villages cut off again?", RIVER, position=1))
    assert fitness(plain) > fitness(article("a", "Opinion: " + plain.headline, RIVER, position=1))
    assert fitness(plain) > fitness(article("a", "Live updates: " + plain.headline, RIVER, position=1))
    assert fitness(plain) > fitness(article("a", "Watch: " + plain.headline, RIVER, position=1))
    assert fitness(plain) > fitness(article("a", plain.headline, RIVER, position=30))
    assert fitness(plain, 2.0) > fitness(plain)
    film = replace(plain, enclosure=Enclosure("https://films.example/1.mp4", "video"), origin="content")
    assert fitness(plain) > fitness(film)
    clip = replace(plain, url="https://news.example/videos/2026/05/15/senna.html")
    assert fitness(plain) > fitness(clip)


def test_the_headline_that_others_share_leads() -> None:
    """Of like texts the one whose headline says what the others' say goes first; alone, nothing is shared."""
    told = [
        article("a", "Her father remembers a quiet baker"),
        article("b", "Rye loaf wins bread prize"),
        article("c", "Bread prize for rye loaf"),
    ]
    aside, one, other = agreement(told)
    assert aside == 0.0
    assert min(one, other) > 0.3
    assert agreement(told[:1]) == [0.0]


def test_a_source_of_weight_leads() -> None:
    """``source_weights`` is by source key and decides between like articles."""
    given = [article("a", "Loaf wins", BAKERY), article("b", "Loaf wins", BAKERY, source="star")]
    assert tell(given)[0].lead.id == "a"
    assert tell(given, source_weights={"star": 2.0})[0].lead.id == "b"


def test_no_articles_no_stories() -> None:
    """Nothing in, nothing out."""
    assert tell([]) == ()


def test_of_two_articles_with_one_id_the_same_is_kept() -> None:
    """Which of them does not depend on the order they come in."""
    given = [article("a", "Loaf wins", BAKERY), article("a", "Loaf wins", BAKERY, url="https://example.org/loaf")]
    assert tell(given) == tell(given[::-1])
    assert len(tell(given)[0].articles) == 1
