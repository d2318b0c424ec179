"""Sentences that look ahead, read on Tuesday 1 April 2025."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from digest.dates import find
from digest.issues.forward import THRESHOLD, look, tells_plan

TUESDAY = date(2025, 4, 1)


@pytest.mark.parametrize(
    "sentence",
    [
        "The library will open on Friday.",
        "The council plans to close two pools.",
        "A verdict is expected next month.",
        "The bridge is set to reopen in June.",
        "The tram line is due to open in 2027.",
        "The inquiry is to be held in Leeds.",
        "Figures to be published tomorrow will show a rise.",
        "The rules take effect on May 1.",
        "The museum reopens this weekend.",
        "The opposition vowed to repeal the law.",
        "The firm expects to hire 300 people by the end of the year.",
        "The strike will last until Sunday.",
        "Prices could double in the coming months.",
        "A truce looks increasingly unlikely in the near future.",
        "The match has been postponed until September.",
        "The minister said on Friday that schools will reopen.",
        "By 2050, the glacier would shrink by half.",
        "Farmers are preparing for a dry summer.",
        "She won't stand again.",
        "The council is considering a tax on empty homes.",
        "Officials expect queues to grow.",
        "The port has threatened to close.",
        "The mayor assured voters the pool would be rebuilt.",
        "The new rules would ban boats from the lake.",
        "Economists warned that rents could double.",
        "Three more schools could reopen.",
        "The company unveiled a plan to build a second tower.",
        "Seats are likely to be scarce.",
        "The strike will have little effect.",
        "The storm is going to be fierce.",
        "We're going to bring the cup home.",
        "Members of the harbour task force are set to testify.",
        "Prices are sure to rise.",
        "Entry would be limited to forty a day, the museum has said.",
        "The town is bracing for a flood of visitors.",
        "The hearing has been scheduled for Friday.",
    ],
)
def test_plans_schedules_expectations_and_deadlines_look_ahead(sentence: str) -> None:
    """With a date or without."""
    seen = look(sentence, published=TUESDAY)
    assert seen.forward
    assert seen.score >= THRESHOLD


@pytest.mark.parametrize(
    "sentence",
    [
        "The road was shut on Monday due to flooding.",
        "The delay is due to bad weather.",
        "The bill would have passed without the amendment.",
        "The singer was to have been honoured in May.",
        "She would later become the first woman to run the bank.",
        "Iron pans may rust.",
        "Bees can see colours that people cannot.",
        "The mayor resigned on Friday.",
        "The will of the people was plain.",
        "In his will, he left the farm to a nurse.",
        "Will Reed scored twice.",
        "The trial was due to begin in January but the judge fell ill.",
        "If you eat it raw you will get a stomach ache.",
        "The plant has stood empty since 2019.",
        "Its goal is to cut waste.",
        "The draft will begin on March 25.",
        "Two boats were scheduled to race.",
        "The sheriff said he doesn't plan to resign.",
        "It is unclear how soon the pool will open.",
        "The union said it should be extended until September.",
        "Coastal plans for a barrage have split the town.",
        "The guidelines aim to answer a hard question.",
        "Voters want to hear how the mayor plans to pay for it.",
        "Police are working to determine if anyone will be charged.",
        "Detectives won't release the name of the driver.",
        "He drew the knife, preparing to cut the rope.",
        "The council sued, saying that the law aims to silence it.",
        "The work took longer than expected to finish.",
        "The main role of the board is to advise.",
        "Any boat that leaks will be turned away.",
        "The mayor's scheduled visit ended early.",
        "Bail is set at $500.",
        "The coach will be sorely missed.",
        "The firm reported its figures ahead of schedule on Monday.",
        "The band would normally play on Friday.",
        "The injuries are not expected to be life-threatening.",
        "Channel News also shows Harbour News Sunday on cable.",
        "The panel was formed to study the Jan. 6 riot.",
    ],
)
def test_causes_conditions_habits_and_past_futures_do_not(sentence: str) -> None:
    """Nor does a clause of the future whose day is gone by."""
    seen = look(sentence, published=TUESDAY)
    assert not seen.forward
    assert seen.dates == ()


def test_a_dated_plan_scores_above_a_bare_one_and_a_possibility_below() -> None:
    """The score ranks what a reader can put in a calendar first."""
    dated = look("The library is set to open on Friday.", published=TUESDAY)
    bare = look("The library will open.", published=TUESDAY)
    possible = look("The library could open.", published=TUESDAY)
    assert dated.score > bare.score > possible.score
    assert [str(one.first) for one in dated.dates] == ["2025-04-04"]


def test_only_dates_to_come_are_named() -> None:
    """The day of the saying is not the day of the thing said."""
    sentence = "Ms Reyes said on Friday that the pool would reopen on April 12."
    (one,) = look(sentence, published=TUESDAY).dates
    assert sentence[one.start : one.end] == "April 12"


def test_the_publications_own_day_is_to_come_where_the_clause_is() -> None:
    """What will begin today counts, what happened today does not."""
    begun = look("The draft will begin on April 1 and continue until July 15.", published=TUESDAY)
    assert [str(one.first) for one in begun.dates] == ["2025-04-01", "2025-07-15"]
    assert look("The mayor today announced that a new pool will open.", published=TUESDAY).dates == ()


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("The crew arrived by boat on Sunday intending to join the race.", "2025-03-30"),
        ("The mayor defended her decision to close the pool in a speech on Sunday.", None),
        ("The fair sank the club's hopes to host the race on Sunday.", None),
        ("The towns will ease their rules starting Thursday.", "2025-04-03"),
        ("Students will get their prizes without loved ones on Thursday.", "2025-04-03"),
        ("The hall will host the wake and issued a note on Thursday.", None),
        ("An inquest, which is scheduled for Thursday, will be open to all.", "2025-04-03"),
        ("Two pools opened, and on Thursday, the baths will close.", "2025-04-03"),
        ("From Sunday, as part of plans to ease the rules, shops have been allowed to open.", None),
    ],
)
def test_a_day_is_told_by_the_verb_that_it_goes_with(sentence: str, day: str | None) -> None:
    """And not by a noun's infinitive or a participle's purpose, though they follow or precede it more closely."""
    days = [str(one.first) for one in look(sentence, published=TUESDAY).dates]
    if day is None or day < "2025-04-01":
        assert days == []
    else:
        assert days == [day]


def test_a_dateline_is_no_date_to_come() -> None:
    """A stamp of today before the sentence tells when it was written."""
    assert look("April 01, 2025 5:00 AM Two parks will close.", published=TUESDAY).dates == ()


def test_without_a_publication_day_words_alone_tell() -> None:
    """No date counts, the vague ones apart."""
    assert look("The library will open on Friday.", published=None).dates == ()
    assert look("The library will open on Friday.", published=None).forward
    assert not look("The fair: May 3.", published=None).forward


def test_dates_found_already_are_taken() -> None:
    """A caller that has them need not have them found twice."""
    sentence = "The library will open on Friday."
    found = find(sentence, published=TUESDAY)
    assert look(sentence, published=TUESDAY, dates=found) == look(sentence, published=TUESDAY)
    assert look(sentence, published=TUESDAY, dates=()).dates == ()


@pytest.mark.parametrize(
    ("lang", "sentence", "forward"),
    [
        ("de", "Das Gesetz soll am 1. Mai in Kraft treten.", True),
        ("de", "Der Minister trat am Freitag zurück.", False),
        ("fr", "Le musée rouvrira la semaine prochaine.", True),
        ("es", "La ley entrará en vigor el 1 de mayo.", True),
        ("it", "La fiera si terrà dal 3 al 5 maggio.", True),
        ("pt", "O tribunal decidirá amanhã.", True),
        ("tr", "Seçim Pazar günü yapılacak.", True),
        ("tr", "Bakan cuma günü istifa etti.", False),
        ("xx", "The library will open on Friday.", False),
    ],
)
def test_other_languages_need_a_date_beside_the_verb(lang: str, sentence: str, forward: bool) -> None:
    """Their verbs of the future alone say less, and a language without a grammar says nothing."""
    assert look(sentence, published=TUESDAY, lang=lang).forward is forward


def test_the_seed_articles_four_sentences_look_ahead() -> None:
    """With and without a publication day, they and few others."""
    seed = Path(__file__).parents[3] / "seeds"
    text = next(seed.glob("000_*.txt")).read_text(encoding="utf-8")
    wanted = (
        "The draft, which targets",
        "While some conscripts are set",
        "With 160,000 new",
        "The United Nations and NATO",
    )
    never = (
        "According to Ukrainian President",
        "Independent Russian journalists",
        "Despite these heavy",
        "“Putin believes",
    )
    for published in (TUESDAY, None):
        for start in (*wanted, *never):
            at = text.index(start)
            sentence = text[at : text.index(".", at + 20) + 1]
            if not start.startswith("“"):
                sentence = text[at:].split("\n")[0].split(". ")[0] + "."
            assert look(sentence, published=published).forward is (start in wanted), sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "The council will close two pools.",
        "The draft, which takes men of eighteen, will begin soon.",
        "Mayor Ines Talk said she will resign.",
        "A fund will be set up for the families.",
        "Two men will be tried separately.",
        "The firm is set to open a second mill.",
        "The climbers will take a northern route.",
        "Prosecutors plan to appeal.",
        "The council is going to build three hundred homes.",
        "Porthaven plans to sell its trams.",
        "The harbour office has until noon to answer.",
        "All four are expected to recover.",
        "The ban comes into effect at midnight.",
    ],
)
def test_a_plan_says_who_does_what(sentence: str) -> None:
    """Or what step is taken; then it stands without a day."""
    assert tells_plan(sentence, "en", timed=False, text="We met in Porthaven.")


@pytest.mark.parametrize(
    "sentence",
    [
        "The strike will ruin the summer.",  # an opinion of what it does to others
        "A biscuit is not going to ruin anybody's teeth.",
        "Victory will ease the pressure on coach Ola Renn.",
        "The Harlan will be able to run for eighty miles.",  # a feature
        "At low speeds the car will be powered by gas.",
        "No doubt the mayor will resign.",  # a belief
        "Fans are confident that the mayor will resign.",
        "The mayor will resign if the bridge closes.",  # a condition
        "Without help the port will close.",
        "Critics say the film will win the prize.",
        "The attacks are to protest the tax.",  # a purpose
        "One way is to walk slowly into the road.",
        "The firm did not make plans to move.",
        "The firm has no plans to move.",
        "The port plan to scrap the ferry isn't going well.",  # a noun, and news of now
        "Residents are fighting plans to close the pool.",
        "It will take an inquiry to tell why.",
        "They will close two pools.",  # who?
        "Drivers caught speeding will be fined.",  # a rule for anybody
        "The lorry that will carry the bell broke down.",  # an aside
        "A strike scheduled for June was suspended.",
        "The tool is to be used outdoors only.",
        "The mayor won't take responsibility for the fire.",
    ],
)
def test_opinions_effects_features_rules_and_conditions_are_no_plans(sentence: str) -> None:
    """A story that has nothing better says nothing."""
    assert not tells_plan(sentence, "en", timed=False)


def test_a_time_to_come_stands_for_an_act() -> None:
    """Whatever the verb is, but not for an opinion or an aside."""
    assert not tells_plan("Prices will stay high.", "en", timed=False)
    assert tells_plan("Prices will stay high in the coming weeks.", "en", timed=True)
    assert not tells_plan("Prices will probably stay high in the coming weeks.", "en", timed=True)


def test_a_forecast_may_stand_beside_a_vague_time() -> None:
    """Where no plan is told at all."""
    forecast = "The coming months could see more floods in the valley."
    assert tells_plan(forecast, "en", timed=True, vague=True)
    assert not tells_plan(forecast, "en", timed=True)


def test_other_languages_are_not_held_to_english_words() -> None:
    """One without cues of its own."""
    assert tells_plan("Der Rat wird zwei Bäder schließen.", "de", timed=False)
    assert tells_plan("…", "xx", timed=False)


@pytest.mark.parametrize(
    ("sentence", "forward"),
    [
        ("The mill won the order, promising to hire two hundred.", False),  # told of then
        ("The mayor went back on a pledge to resign.", False),
        ("The law, which will help farmers, passed.", False),
        ("The thief was shot while sitting in a car Monday and is expected to live.", True),
        ("Her April 3 call to the mayor is likely to be discussed.", True),
        ("The port is as busy today as it was in March.", False),
        ("The play is set in Leeds.", False),
    ],
)
def test_what_only_sounds_like_the_future_does_not_look_ahead(sentence: str, forward: bool) -> None:
    """Participles of the past, pledges as nouns, effects; what is truly ahead does."""
    assert look(sentence, published=TUESDAY).forward is forward


@pytest.mark.parametrize(
    ("sentence", "days"),
    [
        ("A plan to bring back football in June drew praise from clubs.", [date(2025, 6, 1)]),
        ("A boy shot while sitting in a car Monday is expected to go home Wednesday.", [date(2025, 4, 2)]),
        ("Her May 9 call with the premier is likely to be discussed.", []),
        ("The town, which marks Labor Day today, will open a park.", [TUESDAY]),
        ("Concerts are not expected until fall.", [date(2025, 9, 1)]),
    ],
)
def test_the_days_ahead_are_those_of_the_plan(sentence: str, days: list[date]) -> None:
    """Not the day of a deed, nor of a feast that is kept today; a plan's month is the one to come."""
    assert [one.first for one in look(sentence, published=TUESDAY).dates] == days
