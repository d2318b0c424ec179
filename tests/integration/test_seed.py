"""The first seed article, from its file to its issue, against what a careful editor takes from it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from digest.articles import make
from digest.dates import find
from digest.issues import figures, forward, quotes
from digest.model import Article, Held, Issue, Passage, Source, Story
from digest.sources import seeds
from digest.testing import Feed, World
from digest.text import article_sentences

SEED = Path(__file__).parents[2] / "seeds" / "000_a5c98d244fca9490.txt"
PUBLISHED = datetime(2025, 4, 1, tzinfo=UTC)
MORNING = "2025-04-01T06:00:00Z"

HEADLINE = "Putin to conscript 160,000 more Russians for war with Ukraine"
HEADINGS = [
    "Ukraine: Russia is Stalling Peace Talks to Gain More Land",
    "Trump Weighs In as U.S. Seeks Diplomatic Solution",
    "Staggering Casualties on Both Sides",
    "Russia’s Draft: A Sign of Desperation?",
    "What’s Next? A Tense Spring Ahead",
]
BOILERPLATE = [
    "Read Also: Israel killed 15 Palestinian paramedics and rescue workers one by one, says UN",
    "Read Also: Trump Warns Iran: ‘Make a Deal or Face Devastating Bombing’",
    "Leave a Comment",
]
# By their first words, each unlike any other's; the article has 28.
SENTENCES = 28
ORDER, REPORTED, DRAFT, CONSCRIPTS = "Russian President", "The announcement", "The draft", "While some conscripts"
KREMLIN, LEADER, TRUMP, ANGER = "According to Ukrainian", "The Ukrainian leader", "Former U.S.", "Despite his anger"
TOLL, NAMES, HOWEVER = "The ongoing conflict", "Independent Russian", "However, Ukrainian"
SIDE, SURVIVAL, TRAINING = "On the Ukrainian side", "Despite these heavy", "According to General"
FRAMED = "The Kremlin has framed"
SHORTAGES, RESISTANCE, MONTHS = "Despite Russia’s vast", "However, Ukraine’s", "With 160,000 new"
WESTERN, TALKS, TENSIONS, WORLD = "Western nations", "The United Nations", "As global tensions", "The world watches"
STALLING, ANGRY = "“Russia is preparing", "“I’m pissed off"
MODERN, INSIDER = "“We have modernized", "“Putin believes"

# What may stand under each heading of the issue; the first of each pair is what an editor would take first.
HAPPENED = {ORDER, DRAFT, REPORTED, CONSCRIPTS}
NUMBERS = {NAMES, SIDE, HOWEVER, ORDER, DRAFT, MONTHS}
WORDS = {STALLING, ANGRY, MODERN, INSIDER}
BACKGROUND = {FRAMED, SHORTAGES, KREMLIN, LEADER, TRUMP, ANGER, TOLL, SURVIVAL, TRAINING, RESISTANCE}
NEXT = {MONTHS, TALKS, DRAFT, CONSCRIPTS, WESTERN, TENSIONS, WORLD}

QUOTES = [
    ("Russia is preparing for new offensives in Sumy, Kharkiv, and Zaporizhzhia regions,", "Volodymyr Zelenskyy"),
    (
        "Putin wants to negotiate territory from a position of strength, but his only real goal is more war.",
        "Volodymyr Zelenskyy",
    ),
    ("I’m pissed off that Putin wants Zelenskyy out of the picture before any peace deal,", "Donald Trump"),
    (
        "We have modernized our basic military training and introduced an adaptive period for recruits,",
        "Oleksandr Syrskyi",
    ),
    ("This has led to a decline in losses.", "Oleksandr Syrskyi"),
    ("Putin believes his troops will ‘finish’ the Ukrainian army,", "one Russian military insider"),
]
FIGURES = [160_000, 18, 100_000, 1_000_000, 46_000, 380_000, 160_000]


def made(published: datetime | None) -> tuple[Source, Article]:
    """The article as the newsroom makes it."""
    source = Source(key="seeds", name="Seeds", url=str(SEED.parent / "*.txt"), kind="seeds", published=published)
    entry = seeds.parse(source, str(SEED), SEED.read_bytes())
    return source, make(entry, source=source, first_seen=PUBLISHED)


def issue_of(published: datetime | None) -> tuple[Issue, Article]:
    """The issue that is made of it alone."""
    source, article = made(published)
    world = World(at=MORNING)
    world.feeds[source.key] = Feed(source, world)
    entry = seeds.parse(source, str(SEED), SEED.read_bytes())
    world.archive.held[entry.article] = Held(entry, PUBLISHED)
    issue = world.edit().issue
    assert issue is not None
    return issue, article


def opening(passage: Passage, openings: set[str]) -> bool:
    """Whether a passage is one of those sentences."""
    return any(passage.text.startswith(words) for words in openings)


@pytest.fixture(params=[PUBLISHED, None], ids=["dated", "undated"])
def published(request: pytest.FixtureRequest) -> datetime | None:
    """With its day of publication, as feeds.yml may give it, and without."""
    given: datetime | None = request.param
    return given


def test_its_parts(published: datetime | None) -> None:
    """Headline, sub-headings, boilerplate and what it points to are told from its text."""
    _, article = made(published)
    parts = {
        kind: [article.text[b.start : b.end] for b in article.blocks if b.kind == kind]
        for kind in ("paragraph", "heading", "boilerplate", "related")
    }
    assert article.headline == HEADLINE
    assert article.published == published
    assert parts["heading"] == HEADINGS
    assert sorted(parts["boilerplate"] + parts["related"]) == sorted(BOILERPLATE)
    assert article.related == tuple(line.removeprefix("Read Also: ") for line in BOILERPLATE[:2])
    sentences = article_sentences(article)
    assert len(sentences) == SENTENCES
    assert all(article.text[s.start : s.end] == s.text for s in sentences)
    assert sentences[0].text.startswith(ORDER)
    assert sentences[-1].text.startswith(WORLD)


def test_its_quotations() -> None:
    """Six, with their speakers' full names; scare quotes and a "Read also" line are none."""
    _, article = made(PUBLISHED)
    found = quotes.find(article.text, article.lang)
    assert [(article.text[q.start : q.end], q.speaker) for q in found] == QUOTES
    assert [q.continues for q in found] == [False, True, False, False, True, False]


def test_its_figures() -> None:
    """Each figure that counts something, the draft's ages with it; no date, nor a "Read also" line's number."""
    _, article = made(PUBLISHED)
    found = [figure for s in article_sentences(article) for figure in figures.find(s.text, article.lang)]
    assert [figure.value for figure in found] == FIGURES
    assert [figure.hedge for figure in found if figure.value != 18] == [
        None,
        "over",
        "approaching",
        "over",
        "another",
        None,
    ]


def test_its_dates(published: datetime | None) -> None:
    """With a day of publication two days are resolved; without one none is. Vague times are kept, never resolved."""
    _, article = made(published)
    found = [
        (sentence.text[d.start : d.end], d.first, d.last, d.vague)
        for sentence in article_sentences(article)
        for d in find(sentence.text, published=article.published, lang=article.lang)
    ]
    day = {"April 1": date(2025, 4, 1), "July 15": date(2025, 7, 15)} if published else {}
    assert [one for one in found if not one[3]] == [
        (words, day.get(words), day.get(words), False) for words in ("April 1", "July 15")
    ]
    assert [words for words, *_, vague in found if vague] == ["the coming months", "the near future"]


def test_its_forward_sentences() -> None:
    """The four that look ahead do; nobody's speech, past or background does."""
    _, article = made(PUBLISHED)
    ahead = {
        sentence.text
        for sentence in article_sentences(article)
        if forward.look(sentence.text, published=article.published, lang=article.lang).forward
    }
    wanted = {DRAFT, CONSCRIPTS, MONTHS, TALKS}
    borderline = {ORDER, STALLING, WESTERN, TENSIONS, WORLD}
    assert all(any(text.startswith(words) for text in ahead) for words in wanted)
    assert all(text.startswith(tuple(wanted | borderline)) for text in ahead)


def test_every_heading_of_its_issue_holds_what_an_editor_would_put_there(published: datetime | None) -> None:
    """No heading is empty, and none holds a sentence that belongs under another."""
    issue, _ = issue_of(published)
    lead = issue.lead
    assert lead is not None
    assert lead.headline == HEADLINE
    assert lead.what_happened[0].text.startswith(ORDER)
    headings: list[tuple[set[str], list[Passage]]] = [
        (HAPPENED, list(lead.what_happened)),
        (NUMBERS, [figure.sentence for figure in lead.figures]),
        (WORDS, [quote.passage for quote in lead.quotes]),
        (BACKGROUND, list(lead.background)),
        (NEXT, [item.passage for item in (*lead.whats_next, *issue.whats_next)]),
    ]
    for allowed, printed in headings:
        assert printed
        assert [p.text for p in printed if not opening(p, allowed)] == []
    # Speech that goes on is printed with what it goes on from.
    assert any(q.passage.text.endswith("more war.”") for q in lead.quotes)


def test_its_calendar_has_both_ends_of_the_draft_and_nothing_where_the_day_is_unknown() -> None:
    """Only a known day of publication makes appointments."""
    dated, _ = issue_of(PUBLISHED)
    leaves = [(item.first, item.last, item.expression.text if item.expression else "") for item in dated.whats_next]
    assert [leaf for leaf in leaves if leaf[0]] == [
        (date(2025, 4, 1), date(2025, 4, 1), "April 1"),
        (date(2025, 7, 15), date(2025, 7, 15), "July 15"),
    ]
    undated, _ = issue_of(None)
    assert not any(item.first for item in (*undated.whats_next, *(undated.lead.whats_next if undated.lead else ())))


def test_it_reads_also_what_a_later_issue_holds() -> None:
    """A "Read also" line of the source becomes a link only where we hold that story."""
    _, article = made(PUBLISHED)
    from digest.issues.related import Headline, relate

    held = {
        "Trump Warns Iran: Make a Deal or Face Devastating Bombing": Headline(
            "https://gazette.example/1", "Gazette", "other"
        ),
        "Quiet day at the harbour": Headline("https://gazette.example/2", "Gazette", "third"),
    }
    told = Story(id=article.id[:12], articles=(article,), copies=((article.id,),))
    assert [(one.headline, one.url) for one in relate(told, held)] == [
        ("Trump Warns Iran: Make a Deal or Face Devastating Bombing", "https://gazette.example/1")
    ]
    assert relate(told, {}) == ()
