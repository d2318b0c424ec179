"""Which stories are printed, and where."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from digest.issues.ranking import Ranked
from digest.issues.sections import GENERAL, MORE, MORE_STORIES
from digest.issues.selection import (
    ALONE_PER_SOURCE,
    DEVELOPING_STORIES,
    LED_LEAST,
    NEAR_PRINTED,
    NOTHING_NEW,
    Selection,
    select,
)
from digest.model import Rules, SectionRule, Source
from digest.testing import article, story


def source(name: str, section: str | None = None, tags: tuple[str, ...] = ()) -> Source:
    """A source."""
    return Source(key=name, name=name, url="", section=section, tags=tags)


def ranked(*headlines: str, source: str = "Gazette", day: int = 1, **fields: object) -> list[Ranked]:
    """A budget of single-article stories, best first."""
    stories = [story(article(h, source=source, **fields), day=day) for h in headlines]
    return [Ranked(story=s, score=1 - i / 100, terms={}) for i, s in enumerate(stories)]


def chosen(
    budget: list[Ranked], *, rules: Rules | None = None, sources: Mapping[str, Source] | None = None
) -> Selection:
    """What ``select`` says."""
    return select(budget, rules or Rules(), sources=sources or {})


def test_the_best_new_story_leads_and_takes_no_room() -> None:
    """A section with room for two prints two beside the lead."""
    rules = Rules(sections=(SectionRule(name="Home", sources=("Gazette",), stories=2),))
    made = chosen(ranked("A", "B", "C", "D"), rules=rules)
    assert [p.story.lead.headline for p in made.new] == ["A", "B", "C"]
    assert [reason for _, reason in made.left_out] == ["Home is full"]


def test_sections_by_keyword_tag_source_and_the_sources_own() -> None:
    """The first rule that takes a story has it; then its source's own section; then the rest."""
    rules = Rules(
        sections=(
            SectionRule(name="Money", keywords=("bank",)),
            SectionRule(name="Sea", tags=("fish",)),
            SectionRule(name="Wire news", sources=("Wire",)),
        )
    )
    sources = {"Gazette": source("Gazette", "Home"), "Wire": source("Wire"), "Ledger": source("Ledger")}
    budget = (
        ranked("The lead")
        + ranked("Bank holds rate")
        + ranked("Herring", tags=("Fish",))
        + ranked("Mayor resigns", source="Wire")
        + ranked("Bridge closed")
        + ranked("Stray", source="Ledger")
    )
    places = {p.story.lead.headline: p.section for p in chosen(budget, rules=rules, sources=sources).new}
    assert places == {
        "The lead": "Home",
        "Bank holds rate": "Money",
        "Herring": "Sea",
        "Mayor resigns": "Wire news",
        "Bridge closed": "Home",
        "Stray": MORE,
    }


def test_without_sections_there_is_one() -> None:
    """A feeds.yml that names no section makes an issue of one."""
    assert {p.section for p in chosen(ranked("A", "B")).new} == {GENERAL}


def test_of_two_stories_that_may_be_one_event_the_better_is_printed() -> None:
    """What stands near a story that has a place has none; a third that is near only to that one has."""
    first, second, third = ranked("A", "B", "C")
    ids = [one.story.lead.id for one in (first, second, third)]
    near = [replace(first.story, near=(ids[1],)), replace(second.story, near=(ids[0], ids[2]))]
    near.append(replace(third.story, near=(ids[1],)))
    made = chosen([replace(one, story=story) for one, story in zip((first, second, third), near, strict=True)])
    assert [p.story.lead.headline for p in made.new] == ["A", "C"]
    assert [reason for _, reason in made.left_out] == [NEAR_PRINTED]


def test_no_source_floods_the_issue() -> None:
    """What only one source tells is capped for each source, unless it is the only one there is."""
    headlines = [f"Headline {n}" for n in range(ALONE_PER_SOURCE + 2)]
    two = {"Gazette": source("Gazette"), "Wire": source("Wire")}
    made = chosen(ranked(*headlines), sources=two)
    assert len(made.new) == ALONE_PER_SOURCE
    assert {reason for _, reason in made.left_out} == {"Gazette has its share"}
    assert len(chosen(ranked(*headlines), sources={"Gazette": two["Gazette"]}).new) == len(headlines)


def test_no_source_leads_the_whole_issue() -> None:
    """What several tell is capped too, where there are so many sources that one leads more than thrice its share."""

    def told(sources: int) -> Selection:
        stories = [
            story(article(f"Gazette {n}", source="Gazette"), article(f"Wire {n}", source="Wire"))
            for n in range(LED_LEAST + 3)
        ]
        budget = [Ranked(story=one, score=1 - n / 100, terms={}) for n, one in enumerate(stories)]
        return select(budget, Rules(), sources={f"{n}": source(f"{n}") for n in range(sources)})

    many = told(sources=20)
    assert len(many.new) == LED_LEAST
    assert {reason for _, reason in many.left_out} == {"Gazette has its share"}
    assert len(told(sources=5).new) == LED_LEAST + 3


def test_continuing_stories_stand_apart_and_are_capped() -> None:
    """A thread's later days go under "Still developing", with ranks in one order with the new ones."""
    headlines = [f"Headline {n}" for n in range(DEVELOPING_STORIES + 1)]
    made = chosen(ranked("New") + ranked(*headlines, day=2))
    assert [p.rank for p in made.placed] == list(range(1, DEVELOPING_STORIES + 2))
    assert len(made.developing) == DEVELOPING_STORIES
    assert [reason for _, reason in made.left_out] == ["enough continuing stories"]


def test_articles_can_be_replaced_by_better_texts() -> None:
    """An article's own page takes the place of its teaser, everywhere it stands."""
    made = chosen(ranked("A"))
    better = article("A", "A longer text.")
    assert made.with_articles({better.id: better}).new[0].story.lead.text == "A longer text."


def test_a_thread_is_printed_once() -> None:
    """Two stories that go on the same thread take one place, the better one's."""
    twins = [replace(one, story=replace(one.story, thread="t")) for one in ranked("Day two", "Also day two", day=2)]
    made = chosen(twins + ranked("New"))
    assert [p.story.lead.headline for p in made.developing] == ["Day two"]
    assert [reason for _, reason in made.left_out] == ["its thread is printed already"]


def test_a_continuing_story_is_worth_a_new_one() -> None:
    """When the sections are full, a story that goes on is left out as a new one would be."""
    rules = Rules(sections=(SectionRule(name="Home", sources=("Gazette",), stories=1),))
    full = ranked("Lead", "Second") + ranked(*(f"Stray {n}" for n in range(MORE_STORIES)), source="Wire")
    [late] = ranked("Goes on", day=2)
    made = chosen([*full, late], rules=rules)
    assert made.developing == ()
    assert [reason for _, reason in made.left_out] == ["worth less than what is new"]
    assert [p.story.lead.headline for p in chosen([late, *full], rules=rules).developing] == ["Goes on"]


def test_the_pinned_lead_and_the_killed_are_out() -> None:
    """An editor's pins come first, the newest before the others, past every cap; what was killed is left out."""
    rules = Rules(sections=(SectionRule(name="Home", sources=("Gazette",), stories=1),))
    budget = ranked("Best", "Second", "Pinned", "Also pinned", "Killed")
    best, _, pin, also, kill = (one.story.id for one in budget)
    made = select(budget, rules, sources={}, pinned={also: 5, pin: 2}, killed={kill: 3, best: 4})
    assert [(p.story.lead.headline, p.pin) for p in made.placed] == [("Also pinned", 5), ("Pinned", 2)]
    assert [(one.story.lead.headline, reason) for one, reason in made.left_out] == [
        ("Best", "killed by correction 4"),
        ("Second", "Home is full"),
        ("Killed", "killed by correction 3"),
    ]


def test_a_pin_beats_a_share_and_not_a_kill() -> None:
    """A source that has its share may still be pinned; what is killed and pinned is out."""
    headlines = [f"Headline {n}" for n in range(ALONE_PER_SOURCE + 2)]
    budget = ranked(*headlines)
    two = {"Gazette": source("Gazette"), "Wire": source("Wire")}
    last, other = budget[-1].story.id, budget[-2].story.id
    made = select(budget, Rules(), sources=two, pinned={last: 1, other: 2}, killed={other: 3})
    assert made.placed[0].story.id == last
    assert len(made.placed) == ALONE_PER_SOURCE
    assert (other, "killed by correction 3") in [(one.story.id, reason) for one, reason in made.left_out]


def test_what_has_nothing_new_takes_nobodys_place() -> None:
    """Not the lead, nor its thread's, nor that of what may be the same event, nor one of those that go on."""
    silent, twin, third, *others = ranked("A", "B", "C", *(f"D{n}" for n in range(DEVELOPING_STORIES)), day=2)
    budget = [
        replace(silent, story=replace(silent.story, thread="t")),
        replace(twin, story=replace(twin.story, thread="t")),
        replace(third, story=replace(third.story, near=(silent.story.articles[0].id,))),
        *others[:-2],
    ]
    made = select(budget, Rules(), sources={}, silent={silent.story.id}, pinned={silent.story.id: 1})
    assert [p.story.lead.headline for p in made.developing] == ["B", "C", "D0", "D1", "D2", "D3"]
    assert [p.rank for p in made.developing] == [1, 2, 3, 4, 5, 6]
    assert [(one.story.id, reason) for one, reason in made.left_out] == [(silent.story.id, NOTHING_NEW)]
