"""Entry → Article: what it is made of, and what is marked off."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from digest.articles import follow, lede, make, stock
from digest.model import Article, Entry, Source

NOW = datetime(2024, 3, 5, 8, 0, tzinfo=UTC)
FEED = Source(key="gazette", name="The Gazette", url="https://gazette.example/rss", section="Local", tags=("harbour",))
ENTRY = Entry(source="gazette", id="g1", url="https://gazette.example/1", title="Bridge closes for a week")
SEED = Path(__file__).parents[3] / "seeds" / "000_a5c98d244fca9490.txt"


def made(**facts: object) -> Article:
    return make(replace(ENTRY, **facts), source=FEED, first_seen=NOW)  # type: ignore[arg-type]  # any field of an entry


def blocks(article: Article, kind: str) -> list[str]:
    return [article.text[block.start : block.end] for block in article.blocks if block.kind == kind]


def test_a_teaser_is_one_paragraph() -> None:
    """A summary that announces an article is a teaser: its text in one paragraph, without a dek."""
    article = made(summary="<p>The bridge closes on Monday.</p><p>It opens a week later.</p>")
    assert (article.origin, article.text) == ("teaser", "The bridge closes on Monday. It opens a week later.")
    assert (article.dek, lede(article)) == (None, "The bridge closes on Monday.")
    assert (article.section, article.tags, article.source_name, article.first_seen) == (
        "Local",
        ("harbour",),
        "The Gazette",
        NOW,
    )


@pytest.mark.parametrize(
    ("summary", "kept", "marked"),
    [
        (
            "The bridge closes. It opens a week later. Continue reading",
            "The bridge closes. It opens a week later.",
            ["Continue reading"],
        ),
        (
            "The bridge closes on Monday. The council said that it […]",
            "The bridge closes on Monday.",
            ["The council said that it […]"],
        ),
        (
            "The bridge closes on Monday. The council said that…",
            "The bridge closes on Monday.",
            ["The council said that…"],
        ),
        (
            "The bridge closes on Monday, the council said, and it...",
            "The bridge closes on Monday, the council said, and it...",
            [],
        ),
        ("The bridge closes on Monday. Read more »", "The bridge closes on Monday.", ["Read more »"]),
        (
            "<p>It closes.</p><p>The post Bridge closes appeared first on Gazette.</p>",
            "It closes.",
            ["The post Bridge closes appeared first on Gazette."],
        ),
    ],
)
def test_where_a_teaser_breaks_off_is_marked(summary: str, kept: str, marked: list[str]) -> None:
    """What says that more follows elsewhere, and the half sentence before it, are evidence and never printed."""
    article = made(summary=summary)
    assert blocks(article, "paragraph") == [kept]
    assert blocks(article, "boilerplate") == marked
    assert article.text == "\n\n".join([kept, *marked])


def test_the_fuller_of_content_and_summary_is_the_article() -> None:
    """Content, unless the summary says more; headings and pointers told apart; a repeated headline left out."""
    html = (
        "<h1>Bridge closes for a week</h1>"
        + "<p>The bridge closes on Monday. It is old.</p><h2>Costs</h2>"
        + "<p>Much.</p>" * 200
    )
    article = made(content=html + "<p>Read also: Ferry runs aground again</p>", summary="Short.")
    assert article.origin == "content"
    assert article.text.startswith("The bridge closes on Monday. It is old.\n\nCosts\n\nMuch.")
    assert article.dek == "It is old."
    assert article.related == ("Ferry runs aground again",)
    assert blocks(article, "related") == ["Read also: Ferry runs aground again"]
    assert (
        made(content="<p>Short.</p>", summary="<p>The longer summary says more.</p>").text
        == "The longer summary says more."
    )


def test_an_entry_with_a_headline_alone() -> None:
    """Nothing but a title is an article without text."""
    article = made()
    assert (article.headline, article.text, article.blocks) == ("Bridge closes for a week", "", ())


def test_a_headline_is_never_empty() -> None:
    """Without a title the first sentence serves; without a text nothing can."""
    assert made(title="", summary="The bridge closes. It is old.").headline == "The bridge closes."
    assert made(title="").headline == "Untitled"
    assert len(made(title="", summary="word " * 200).headline) <= 201


def test_language() -> None:
    """What the text is in, with the feed's word where it is too short to tell."""
    assert (
        made(
            summary="Die Brücke bleibt ab Montag für eine Woche geschlossen, sagte der Rat.",
            title="Die Brücke bleibt zu",
        ).lang
        == "de"
    )
    assert made(title="Nee", lang="nl").lang == "nl"


def test_ids_rest_on_source_and_entry_alone() -> None:
    """The same entry of the same source is the same article, whatever its text."""
    assert made(summary="One.").id == made(summary="Two.").id
    assert made(summary="One.").id != made(source="other").id
    assert len(made().id) == 16


def test_the_scraped_seed() -> None:
    """A plain scraped article: headline, dek, lede, sub-headings, pointers and page furniture told apart."""
    from digest.sources import seeds  # the room before this one, for the way a seed comes here

    source = Source(key="seeds", name="Seeds", url=str(SEED.parent / "*.txt"), kind="seeds")
    article = make(seeds.parse(source, str(SEED), SEED.read_bytes()), source=source, first_seen=NOW)
    assert article.origin == "seed"
    assert article.headline == "Putin to conscript 160,000 more Russians for war with Ukraine"
    assert lede(article).startswith("Russian President Vladimir Putin has ordered")
    assert article.dek is not None
    assert article.dek.startswith("The announcement, reported by Russian news agency Interfax")
    assert blocks(article, "heading") == [
        "Ukraine: Russia is Stalling Peace Talks to Gain More Land",
        "Trump Weighs In as U.S. Seeks Diplomatic Solution",
        "Staggering Casualties on Both Sides",
        "Russia’s Draft: A Sign of Desperation?",
        "What’s Next? A Tense Spring Ahead",
    ]
    assert blocks(article, "boilerplate") == ["Leave a Comment"]
    assert article.related == (
        "Israel killed 15 Palestinian paramedics and rescue workers one by one, says UN",
        "Trump Warns Iran: ‘Make a Deal or Face Devastating Bombing’",
    )
    assert article.published is None


NOTICE = "You are reading this because members pay for it."


def entry(number: int, **changes: Any) -> Entry:
    """One of several entries, the notice under each."""
    content = f"<p>Story {number}.</p><p>{NOTICE}</p>" + f"<p>More {number}.</p>" * 100
    return replace(ENTRY, **{"id": str(number), "content": content, **changes})


def test_stock_paragraphs_are_marked() -> None:
    """The same paragraph in three different entries of one source is boilerplate; texts stay; other sources do too."""
    entries = [entry(number) for number in range(3)]
    known = stock(entries)["gazette"]
    for each in entries:
        plain, marked = (make(each, source=FEED, first_seen=NOW, stock=given) for given in ((), known))
        assert marked.text == plain.text
        assert blocks(marked, "boilerplate") == [NOTICE]
        assert NOTICE in blocks(plain, "paragraph")
    assert stock(entries[:2]) == {"gazette": frozenset()}
    assert set(stock([replace(each, source=each.id) for each in entries]).values()) == {frozenset()}


def test_a_teaser_over_a_notice_is_still_a_teaser() -> None:
    """What stands under everything is neither its words, nor its length, nor its language."""
    entries = [
        entry(number, content=f"<p>Die Brücke {number} bleibt bis Montag zu, sagte die Stadt.</p><p>{NOTICE * 20}</p>")
        for number in range(3)
    ]
    known = stock(entries)["gazette"]
    article = make(entries[0], source=FEED, first_seen=NOW, stock=known)
    assert (article.origin, article.lang) == ("teaser", "de")
    assert blocks(article, "paragraph") == ["Die Brücke 0 bleibt bis Montag zu, sagte die Stadt."]


@pytest.mark.parametrize(
    "content",
    [
        f"<div>Story.<br><br>{NOTICE}</div>",
        '<p class="x">Story.</p>\n<p>You are reading this <em>because</em> members&nbsp;pay for it.</p>',
        f"<ul><li>Story.</li><li>{NOTICE.upper()}</li></ul>",
    ],
)
def test_stock_is_told_however_it_is_marked_up(content: str) -> None:
    """By the blocks it stands in, whatever the markup within, the case and the white space."""
    entries = [entry(number, content=content.replace("Story", f"Story {number}")) for number in range(3)]
    assert stock(entries) == {"gazette": {NOTICE.casefold()}}
    plain = [replace(each, content=f"Story {each.id}.\n\n{NOTICE}", content_kind="text") for each in entries]
    assert stock(plain) == {"gazette": {NOTICE.casefold()}}


def test_copies_of_one_text_are_not_stock() -> None:
    """An article that a source repeats under several ids keeps its paragraphs."""
    copies = [replace(ENTRY, id=str(n), summary="The bridge closes on Monday.") for n in range(5)]
    assert stock(copies) == {"gazette": frozenset()}


def test_a_page_follows_what_its_feed_says() -> None:
    """The text of the page stays; headline, dates and place are those of the feed now."""
    page = replace(made(content="<p>Long ago.</p>"), text="The whole page.", origin="page", headline="Old")
    later = NOW.replace(hour=9)
    now = follow(page, replace(ENTRY, title="New", published=later, position=4), source=FEED)
    assert (now.text, now.headline, now.published, now.position) == ("The whole page.", "New", later, 4)
    assert follow(page, replace(ENTRY, title="", published=None), source=FEED).headline == "Old"


def test_what_stands_before_the_first_sentence_is_a_block_of_its_own() -> None:
    """The paragraph begins with the sentence; the stamp stays in the text, marked."""
    article = made(summary="March 05, 2024 5:00 AM LINDHOLM - The bridge closes on Monday. It opens a week later.")
    assert blocks(article, "boilerplate") == ["March 05, 2024 5:00 AM LINDHOLM -"]
    assert blocks(article, "paragraph") == ["The bridge closes on Monday. It opens a week later."]
    article = made(content="<p>LINDHOLM (AP) — The bridge closes on Monday.</p><p>It opens a week later.</p>")
    assert blocks(article, "boilerplate") == ["LINDHOLM (AP) —"]
    assert lede(article) == "The bridge closes on Monday."


def test_a_teaser_that_lists_other_articles_points_to_them() -> None:
    """Bullets and labelled headlines are no news of this article."""
    article = made(summary="BRIDGE LATEST • Ferries stop on Monday • Analysis: Who pays for it • What we ...")
    assert (blocks(article, "paragraph"), article.related) == ([], ("Ferries stop on Monday", "Who pays for it"))
    article = made(summary="Analysis: Ferries were on course for a record. The storm changed all that")
    assert blocks(article, "paragraph") == []
    article = made(summary="The bridge closes on Monday. READ MORE: • Who pays for the ferries")
    assert blocks(article, "paragraph") == ["The bridge closes on Monday."]
    assert article.related == ("Who pays for the ferries",)


def test_a_labelled_teaser_of_the_same_news_is_kept() -> None:
    """What shares its words with the headline announces this article."""
    article = made(summary="Exclusive: Harbour bridge closes for the week")
    assert blocks(article, "paragraph") == ["Harbour bridge closes for the week"]


def test_an_evening_in_the_far_east_is_of_its_own_day() -> None:
    """The clock of where an article was published is its feed's, else the one that feeds.yml gives its source."""
    evening = datetime(2020, 4, 26, 20, 30, tzinfo=UTC)
    there = make(replace(ENTRY, published=evening, utc_offset=720), source=FEED, first_seen=evening)
    assert there.published == evening
    assert there.published_there
    assert there.published_there.isoformat() == "2020-04-27T08:30:00+12:00"
    york = replace(FEED, timezone="America/New_York")
    night = replace(ENTRY, published=datetime(2020, 4, 26, 1, 0, tzinfo=UTC))
    here = make(night, source=york, first_seen=evening)
    assert here.published_there
    assert here.published_there.isoformat() == "2020-04-25T21:00:00-04:00"
    assert make(night, source=FEED, first_seen=evening).published_there == night.published
    assert make(replace(ENTRY, published=None), source=york, first_seen=evening).published_there is None


def test_a_page_keeps_its_own_clock_where_its_feed_gives_no_time() -> None:
    """What the page says of its time it says in its own zone."""
    moment = datetime(2020, 4, 26, 20, 30, tzinfo=UTC)
    page = replace(
        make(replace(ENTRY, published=None), source=FEED, first_seen=moment), published=moment, utc_offset=600
    )
    assert follow(page, replace(ENTRY, published=None), source=FEED).utc_offset == 600
    assert follow(page, replace(ENTRY, published=moment, utc_offset=60), source=FEED).utc_offset == 60
