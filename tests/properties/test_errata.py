"""Whatever sources do to what was printed: frozen bytes stay, errata are only appended, and each is told once."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta

from erring import article, issue
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.codec import corrections, decode
from digest.issues.errata.judging import judge
from digest.issues.errata.texts import Text, tokens
from digest.model import Erratum, standing
from digest.pipeline.errata import follow
from digest.testing import World

FACTS = ("30 million", "3 million", "40 million", "2 million")
WHO = ("Anna Weber", "Hanna Veber", "Olof Brandt")
DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["fact", "who", "headline", "note", "more", "nothing", "revoke"]),
        st.integers(0, 3),
        st.integers(0, 30),  # hours until the next run
        st.booleans(),  # whether there is something new to print
    ),
    min_size=1,
    max_size=8,
)


def body(fact: str, who: str, *, note: bool, more: int) -> str:
    """An article about a bridge."""
    parts = [
        f"Engineers closed the Kelmar Bridge after {who} found a crack in its main cable.",
        f"The repair will cost {fact} crowns, said the council, which met on Monday.",
        "Police turned back 2,300 vehicles in the first hour, and the ferries were full by eight.",
        "The bridge was built in 1974 and is the only crossing for lorries.",
        "The council will meet again in April to decide who is to pay for it.",
        *(["Correction: An earlier version of this article gave a wrong sum."] if note else []),
        *(f"Bus {number} runs every ten minutes over the old bridge." for number in range(more)),
    ]
    return "\n\n".join(parts)


@given(DEEDS)
@settings(max_examples=40, deadline=None)
def test_errata_are_appended_told_once_and_change_no_frozen_byte(deeds: list[tuple[str, int, int, bool]]) -> None:
    """Over days of changes, runs that make an issue and runs that do not, and corrections that are withheld."""
    world = World(at="2026-03-02T06:00:00Z")
    gazette = world.source("Gazette")
    fact, who, note, more, headline = FACTS[0], WHO[0], False, 0, "Kelmar Bridge closed after crack is found"
    gazette.entry(headline, body(fact, who, note=note, more=more))
    bridge = gazette.entries[0]
    assert world.run() is not None
    frozen: dict[object, bytes] = {}
    before: tuple[Erratum, ...] = ()
    for number, (deed, which, hours, new) in enumerate(deeds):
        world.now += timedelta(hours=hours, minutes=1)
        fact = FACTS[which] if deed == "fact" else fact
        who = WHO[which % len(WHO)] if deed == "who" else who
        headline = f"Crack shuts Kelmar Bridge {'again ' * which}today" if deed == "headline" else headline
        note, more = note or deed == "note", more + (deed == "more")
        at = gazette.entries.index(bridge)
        bridge = (headline, body(fact, who, note=note, more=more), *bridge[2:])
        gazette.entries[at] = bridge
        if deed == "revoke" and (held := standing(world.archive.errata())):
            world.archive.err(
                [(Erratum(number=0, kind="revoked", issue=1, at=world.now, revokes=held[0].number), None)]
            )
        if new:
            gazette.entry(
                f"Ferry number {number} sails to Isola", f"Ferry {number} sailed with {number + 7} passengers."
            )
        reports = world.fetch().sources
        asyncio.run(follow(world.sources, archive=world.archive, fetcher=world.web, extractor=world.web, now=world.now))
        world.edit(reports)

        errata = world.archive.errata()
        assert errata[: len(before)] == before
        assert [one.number for one in errata] == list(range(1, len(errata) + 1))
        for day, (_, kept) in world.archive.bodies.items():
            assert frozen.setdefault(day, kept) == kept
        before = errata

    marks = Counter(
        (one.issue, one.article, change.kind, change.printed, change.now.text if change.now else "")
        for one in before
        for change in one.changes
    )
    assert all(count == 1 for count in marks.values())
    told = Counter(one.number for _, kept in world.archive.bodies.values() for one in decode(kept).corrections)
    assert all(count == 1 for count in told.values())
    revoked = {one.revokes for one in before}
    by_number = {one.number: one for one in before}
    # What stands was told by the first issue after it was found, where there was one.
    last = max(decode(kept).as_of for _, kept in world.archive.bodies.values())
    for one in standing(before):
        assert (one.number in told) == (one.at <= last)
    assert all(by_number[number].kind != "revoked" for number in told)
    assert all(number not in told for number in revoked if number and by_number[number].at > last)


@given(st.lists(st.sampled_from(FACTS), max_size=6), st.integers(0, 6))
def test_the_file_beside_an_issue_only_grows(said: list[str], cut: int) -> None:
    """What it said before stands at its beginning, byte for byte, but for how a list ends."""
    world = World()
    every = [
        Erratum(number=number, kind="note", issue=1, article="a", at=world.now, note=note)
        for number, note in enumerate(said, 1)
    ]
    whole = corrections(1, world.now.date(), every)
    part = corrections(1, world.now.date(), every[:cut])
    ending = b"\n  ]\n}\n"
    if every[:cut]:
        assert part.endswith(ending)
        assert whole.startswith(part.removesuffix(ending))


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_says_itself(one: str, other: str) -> None:
    """Whatever stands around it; and tokens stand where they say."""
    assert Text(f"{other}\n{one}\n{other}", "en").says(tokens(one))
    for token in tokens(one):
        assert one[token.start : token.end]
    for sentence in Text(one, "en").sentences:
        assert one[sentence.start : sentence.end] == sentence.text


@given(st.text(max_size=300), st.text(max_size=300), st.sampled_from(["en", "de", "ar", "tr", "th"]))
@settings(deadline=None)
def test_whatever_a_source_makes_of_its_article(old: str, new: str, lang: str) -> None:
    """Judging never raises, says nothing where the text is the same, and quotes only what stands there."""
    before, after = article(old, lang=lang), article(new, lang=lang)
    assert judge(issue(before), before, before) is None
    found = judge(issue(before), before, after)
    for change in found.changes if found else ():
        if change.printed is not None:
            assert before.text[change.printed.start : change.printed.end] == change.printed.text
        if change.now is not None and change.kind != "headline":
            assert after.text[change.now.start : change.now.end] == change.now.text
