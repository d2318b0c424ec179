"""What holds of every issue, whatever the sources served."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest import issues, stories
from digest.codec import encode
from digest.issues.page import Page
from digest.issues.window import Screening, admit
from digest.model import Article, History, Issue, Passage, Publication, Rules, Source, Upcoming
from digest.summarizers import get
from digest.testing import World, article

SENTENCES = (
    "The Porthaven council closed the harbour bridge on Monday after divers found a crack.",
    "The council of Porthaven shut its harbour bridge after divers had found a crack in a pier.",
    "Lorries bound for the docks take the old coast road.",
    "“We would rather have an empty bridge than a full one,” said Mayor Ada Lindqvist.",
    "“Nobody should have to guess.”",
    "“It will",
    "The bridge carried over 14,000 cars a day, the port said.",
    "However, drivers counted 5,000 lorries.",
    "Porthaven has long put off the repair, because its toll was struck down in 2019.",
    "The Porthaven council will vote on a new bridge on Friday.",
    "Councillors will decide about the bridge on Friday, March 6.",
    "Engineers are expected to report by the end of May.",
    "The Senna fair will open on 14 and 15 March.",
    "He said so.",
    "• Boats",
    "Read more",
    "Der Rat stimmt am Freitag ab.",
    "Çarşamba günü karar bekleniyor.",
    "",
)
PARAGRAPHS = st.lists(st.sampled_from(SENTENCES), max_size=5).map(" ".join)
TEXTS = st.one_of(
    st.lists(PARAGRAPHS, max_size=6).map("\n\n".join),
    st.text(max_size=80),
)
HEADLINES = st.sampled_from(
    [
        "Harbour bridge closed in Porthaven",
        "Porthaven shuts bridge",
        "Senna fair near",
        "Quiz {date}",
        "Bridge closed",
        "…",
    ]
)
ARTICLES = st.lists(
    st.builds(
        article,
        HEADLINES,
        TEXTS,
        source=st.sampled_from(["Gazette", "Wire", "Ledger"]),
        id=st.text("0123456789abcdef", min_size=16, max_size=16),
        published=st.booleans(),
        origin=st.sampled_from(["teaser", "content", "seed"]),
        lang=st.sampled_from(["en", "en", "de", "tr", "zz"]),
        related=st.sampled_from([(), ("Porthaven shuts bridge",)]),
    ),
    max_size=9,
    unique_by=lambda one: one.id,
)
SOURCES = {name: Source(key=name, name=name, url="") for name in ("Gazette", "Wire", "Ledger")}
STEADY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
LIMIT = 60


def made(articles: Sequence[Article], limit: int = LIMIT) -> Issue:
    """The issue of these articles, by the real decisions from end to end."""
    world = World()
    rules = Rules(max_words_per_article=limit)
    admission = admit(articles, Screening((), {}), rules, sources=SOURCES)
    told = stories.tell(admission.kept)
    selection = issues.select(issues.rank(told, sources=SOURCES, now=world.now), rules, sources=SOURCES)
    summarizer = get(rules.method)
    return issues.lay_out(
        selection,
        {
            p.story.id: summarizer.summarize(p.story.articles, sentences=issues.how_many(p.rank, rules.sentences))
            for p in selection.placed
        },
        admission=admission,
        history=History(),
        publication=Publication(title="The Test"),
        rules=rules,
        sources=SOURCES,
        reports=(),
        now=world.now,
    )


def of_items(items: Sequence[Upcoming]) -> list[Passage]:
    """Every passage that items to come carry."""
    words = [item.expression for item in items if item.expression]
    return [*(item.passage for item in items), *(passage for item in items for passage in item.also), *words]


def every_passage(issue: Issue) -> list[Passage]:
    """All that an issue prints of its sources, save headlines."""
    found = of_items(issue.whats_next)
    for story in issue.stories:
        found += [story.dek] if story.dek else []
        found += [*story.what_happened, *story.background, *of_items(story.whats_next)]
        found += [passage for quote in story.quotes for passage in (quote.passage, quote.words)]
        found += [passage for figure in story.figures for passage in (figure.figure, figure.sentence)]
    return found


@STEADY
@given(ARTICLES)
def test_every_printed_passage_is_verbatim_and_its_article_cited(articles: list[Article]) -> None:
    """By offset, in the very article that is named; headlines too."""
    issue = made(articles)
    texts = {one.id: one for one in articles}
    cited = {one.id for one in issue.articles}
    for passage in every_passage(issue):
        assert texts[passage.article].text[passage.start : passage.end] == passage.text
        assert passage.text
        assert passage.article in cited
    for story in issue.stories:
        assert story.headline == texts[story.article].headline
        assert set(story.articles) <= cited


@STEADY
@given(ARTICLES)
def test_no_article_stands_in_two_stories_and_the_sums_are_right(articles: list[Article]) -> None:
    """Each candidate is printed, merged or dropped, once."""
    issue = made(articles)
    ids = [id for story in issue.stories for id in story.articles]
    assert len(ids) == len(set(ids))
    coverage = issue.coverage
    assert coverage.candidates == coverage.printed + coverage.merged + sum(coverage.dropped.values()) == len(articles)
    assert coverage.printed == len(issue.stories)
    assert coverage.printed + coverage.merged == len(ids) == len(issue.articles)
    assert sorted(story.rank for story in issue.stories) == sorted({story.rank for story in issue.stories})


@STEADY
@given(ARTICLES, st.randoms(use_true_random=False))
def test_the_same_articles_in_any_order_give_the_same_bytes(articles: list[Article], order: random.Random) -> None:
    """Neither the order of the input nor a second run shows."""
    shuffled = list(articles)
    order.shuffle(shuffled)
    assert encode(made(articles)) == encode(made(shuffled))


@STEADY
@given(ARTICLES)
def test_a_story_says_nothing_twice_and_keeps_to_the_cap(articles: list[Article]) -> None:
    """Of what others published, no more than so many words an article."""
    issue = made(articles)
    own = {one.id for one in articles if one.origin == "seed"}
    for story in issue.stories:
        figures = list(dict.fromkeys(figure.sentence for figure in story.figures))
        printed = [
            *([story.dek] if story.dek else []),
            *story.what_happened,
            *(quote.passage for quote in story.quotes),
            *figures,
            *story.background,
            *(item.passage for item in story.whats_next),
        ]
        assert len({(p.article, p.start) for p in printed}) == len(printed)
        ahead = [item.passage for item in issue.whats_next if item.story == story.id]
        words: Counter[str] = Counter()
        for passage in {(p.article, p.start): p for p in (*printed, *ahead)}.values():
            words[passage.article] += len(passage.text.split())
        assert all(count <= LIMIT for id, count in words.items() if id not in own)


@STEADY
@given(ARTICLES)
def test_the_calendar_is_in_order_and_never_of_a_day_gone_by(articles: list[Article]) -> None:
    """Dated items first, each event once; nothing is dated that has no day of publication."""
    issue = made(articles)
    undated = {one.id for one in articles if one.published is None}
    days = [item.first for item in issue.whats_next]
    dated = [day for day in days if day]
    assert days == [*dated, *[None] * (len(days) - len(dated))]
    assert dated == sorted(dated)
    for item in issue.whats_next:
        if item.first and item.last:
            assert issue.date <= item.first <= item.last
            assert item.passage.article not in undated
            assert item.expression is not None
        cited = [item.passage.article, *(passage.article for passage in item.also)]
        assert len(cited) == len(set(cited))
    assert len({(item.passage, item.first) for item in issue.whats_next}) == len(issue.whats_next)


@given(st.lists(st.sampled_from(SENTENCES[:13]), max_size=12), st.integers(1, 60))
def test_a_page_takes_no_more_than_its_cap_and_nothing_twice(said: list[str], limit: int) -> None:
    """However often it is asked."""
    held = article("Bridge", "\n\n".join(said))
    page = Page([held], limit=limit)
    for block in held.blocks:
        passage = Passage(held.text[block.start : block.end], held.id, block.start, block.end)
        if page.room(passage):
            page.put(passage)
            assert not page.room(passage)
    assert sum(len(passage.text.split()) for passage in page.printed) <= limit
    assert len({passage.text for passage in page.printed}) == len(page.printed)
