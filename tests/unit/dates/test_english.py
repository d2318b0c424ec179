"""English dates: what is found, what it resolves to on Tuesday 1 April 2025, and what only looks like a date."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from digest.dates import find

TUESDAY = date(2025, 4, 1)


def read(text: str, published: date | None = TUESDAY) -> list[tuple[str, str]]:
    """Each date as its text and "first" or "first..last"; "vague" or "open" where it has none."""
    found = []
    for one in find(text, published=published):
        if one.first is None or one.last is None:
            days = "vague" if one.vague else "open"
        else:
            days = str(one.first) if one.first == one.last else f"{one.first}..{one.last}"
        found.append((text[one.start : one.end], days))
    return found


@pytest.mark.parametrize(
    ("text", "expression", "days"),
    [
        ("The harbour reopened on January 5, 1962.", "January 5, 1962", "1962-01-05"),
        ("The harbour reopened on 5 January 1962.", "5 January 1962", "1962-01-05"),
        ("The harbour reopened on the 5th of January, 1962.", "5th of January, 1962", "1962-01-05"),
        ("Doors open on Saturday, April 5, 2025.", "Saturday, April 5, 2025", "2025-04-05"),
        ("Papers filed Sept. 3, 2024 name the owner.", "Sept. 3, 2024", "2024-09-03"),
        ("It lists costs up to April 30,2020.", "April 30,2020", "2020-04-30"),
        ("Applications close 2025-06-30.", "2025-06-30", "2025-06-30"),
        ("The vault will open on December 31, 2150.", "December 31, 2150", "2150-12-31"),
        ("The permit runs out on 31/12/2025.", "31/12/2025", "2025-12-31"),
        ("He moved north in March 2019.", "March 2019", "2019-03-01..2019-03-31"),
        ("The mill was sold in 1904.", "1904", "1904-01-01..1904-12-31"),
        ("Rents have doubled since 2019.", "2019", "2019-01-01..2019-12-31"),
        ("The bridge dates from the 1990s.", "the 1990s", "1990-01-01..1999-12-31"),
        ("The band formed in the '60s.", "the '60s", "1960-01-01..1969-12-31"),
        ("The estate went up in the late 1980s.", "the late 1980s", "1986-01-01..1989-12-31"),
        ("Trains came in the 19th century.", "the 19th century", "1801-01-01..1900-12-31"),
        ("The bank expects growth in the second half of 2025.", "the second half of 2025", "2025-07-01..2025-12-31"),
        ("Output rose in the first quarter of 2025.", "the first quarter of 2025", "2025-01-01..2025-03-31"),
        ("Wages will be paid in Q3 2026.", "Q3 2026", "2026-07-01..2026-09-30"),
        ("The 2019-20 season was cut short.", "2019-20", "2019-01-01..2020-12-31"),
        ("They wed in the summer of 1998.", "the summer of 1998", "1998-06-01..1998-08-31"),
        ("The rover will launch in early 2026.", "early 2026", "2026-01-01..2026-04-30"),
    ],
)
def test_a_full_date_or_period_means_itself(text: str, expression: str, days: str) -> None:
    """What names its own year resolves without regard to tense."""
    assert read(text) == [(expression, days)]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("The minister resigned on Wednesday.", "2025-03-26"),
        ("The minister will resign on Wednesday.", "2025-04-02"),
        ("The cup final was played on Tuesday.", "2025-04-01"),
        ("The trial, which starts on Thursday, is expected to be short.", "2025-04-03"),
        ("A man arrested on Sunday has been named.", "2025-03-30"),
        ("The mayor is due to speak on Saturday.", "2025-04-05"),
        ("The clinic closed on Monday due to flooding.", "2025-03-31"),
        ("The committee meets on Friday.", "2025-04-04"),
        ("Talks were postponed until Sunday.", "2025-04-06"),
        ("On Friday, the court threw out the claim.", "2025-03-28"),
        ("Last Friday the pool shut.", "2025-03-28"),
        ("Next Friday the pool will shut.", "2025-04-11"),
        ("The pool will shut this Friday.", "2025-04-04"),
        ("The plan was announced in London and takes effect on Saturday.", "2025-04-05"),
        ("After the council's vote on Sunday, licences will lapse.", "2025-03-30"),
        ("Fans who queued hours ahead of their slots blocked the road on Friday.", "2025-03-28"),
        ("The captain has been dropped ahead of Friday's match.", "2025-04-04"),
    ],
)
def test_a_weekday_lies_on_the_side_its_clause_points_to(text: str, days: str) -> None:
    """On a Tuesday, a Wednesday of the past is six days ago and one of the future tomorrow; a Tuesday is today."""
    assert [found for _, found in read(text)] == [days]


@pytest.mark.parametrize(
    ("text", "expression", "days"),
    [
        ("Two people died overnight.", "overnight", "2025-03-31..2025-04-01"),
        ("Rain will turn to snow overnight, forecasters said.", "overnight", "2025-04-01..2025-04-02"),
        ("The mill burned down on the weekend.", "the weekend", "2025-03-29..2025-03-30"),
        ("The week of 4 May will be busy.", "The week of 4 May", "2025-04-28..2025-05-04"),
        ("The trial begins the week of May 5.", "the week of May 5", "2025-05-05..2025-05-11"),
        ("Claims rose in the week ending March 28.", "the week ending March 28", "2025-03-22..2025-03-28"),
        ("On Monday the 7th the court will sit.", "Monday the 7th", "2025-04-07"),
        ("Ferries will stop between Monday and Wednesday.", "Monday and Wednesday", "2025-04-07..2025-04-09"),
        ("It was sold earlier in January.", "earlier in January", "2025-01-01..2025-01-31"),
        ("The show airs Thursday at 8 p.m. ET on two channels.", "Thursday at 8 p.m. ET", "2025-04-03"),
        ("The shops were shut on Labor Day.", "Labor Day", "2024-09-02"),
        ("Flags will fly on Remembrance Sunday.", "Remembrance Sunday", "2025-11-09"),
        ("BODY FOUND TODAY IN RIVER", "TODAY", "2025-04-01"),
        ("the keeper was hurt on wednesday night.", "wednesday night", "2025-03-26"),
        ("The order, dated 2002-10-09, was lost.", "2002-10-09", "2002-10-09"),
        ("Screening will start as soon as Thursday, the port said.", "Thursday", "2025-04-03"),
        ("The mayor has a plan to bring back trams in June.", "June", "2025-06-01..2025-06-30"),
        ("The firm is planning reopening its mills in June.", "June", "2025-06-01..2025-06-30"),
        ("The panel will look into the Oct. 28 attack.", "Oct. 28", "2024-10-28"),
    ],
)
def test_forms_that_newsrooms_use(text: str, expression: str, days: str) -> None:
    """Nights, weekends, weeks named by a day, zones after a time, capitals and small letters throughout."""
    assert read(text) == [(expression, days)]


@pytest.mark.parametrize(
    "text", ["fiscal 2026", "fiscal year 2026", "the 2026 financial year", "this fiscal year", "the next school year"]
)
def test_years_that_begin_on_other_days_stay_open(text: str) -> None:
    """A fiscal, tax or school year is found; when it begins, its land and firm decide."""
    found = read(f"Losses will grow in {text}, it said.")
    assert [days for _, days in found] == ["open"]


@pytest.mark.parametrize(
    ("text", "offset", "lang", "first"),
    [
        ("It will open this winter.", 12, "en", date(2025, 6, 1)),
        ("It will open this winter.", -4, "en", date(2025, 12, 1)),
        ("It will open next summer.", 10, "en", date(2025, 12, 1)),
        ("Abrirá en otoño de 2026.", -3, "es", date(2026, 3, 1)),
        ("Abrirá en otoño de 2026.", 2, "es", date(2026, 9, 1)),
    ],
)
def test_a_season_is_of_the_hemisphere_that_the_time_is_of(text: str, offset: int, lang: str, first: date) -> None:
    """The north's, unless the publication's offset and language are of a land of the south."""
    published = datetime(2025, 4, 1, 12, tzinfo=timezone(timedelta(hours=offset)))
    assert [one.first for one in find(text, published=published, lang=lang)] == [first]


def test_the_day_of_an_evening_in_the_far_east_is_its_own() -> None:
    """What is today in Auckland may be yesterday in Greenwich."""
    published = datetime(2025, 4, 2, 8, tzinfo=timezone(timedelta(hours=12)))
    assert [one.first for one in find("He resigned today.", published=published)] == [date(2025, 4, 2)]


def test_each_clause_has_its_own_tense() -> None:
    """The verb nearest before a date tells its side, not the sentence's first."""
    text = "Police said on Saturday that the road would open on Sunday."
    assert [days for _, days in read(text)] == ["2025-03-29", "2025-04-06"]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("The draft will begin on April 1.", "2025-04-01"),
        ("The draft began on April 1.", "2025-04-01"),
        ("The ban takes effect on April 2.", "2025-04-02"),
        ("Bakers went on strike on December 3.", "2024-12-03"),
        ("Bakers will go on strike on December 3.", "2025-12-03"),
        ("Villagers go to the polls on November 3.", "2025-11-03"),
        ("Ms Ode won the Nov. 5 election.", "2024-11-05"),
        ("The launch is planned for Thursday, April 17.", "2025-04-17"),
        ("The fire on Sunday, March 30, was put out.", "2025-03-30"),
        ("He was hired in May.", "2024-05-01..2024-05-31"),
        ("He will be hired in May.", "2025-05-01..2025-05-31"),
        ("It will be the first match since October.", "2024-10-01..2024-10-31"),
        ("Snow fell on Christmas Day.", "2024-12-25"),
        ("The rates will rise on New Year's Day.", "2026-01-01"),
        ("The choir will sing on Good Friday.", "2025-04-18"),
        ("The town hall shut in May last year.", "2024-05-01..2024-05-31"),
        ("A reprint says the draft will begin on March 25.", "2025-03-25"),
    ],
)
def test_a_day_without_a_year_takes_the_sensible_one(text: str, days: str) -> None:
    """The tense chooses the year; a date just gone by is not next year's, and a day's weekday must fit."""
    assert [found for _, found in read(text)] == [days]


@pytest.mark.parametrize(
    ("text", "expression", "days"),
    [
        ("The stalls stay open between May 3 and 5.", "May 3 and 5", "2025-05-03..2025-05-05"),
        ("The fair is set for May 3-5.", "May 3-5", "2025-05-03..2025-05-05"),
        ("The fair runs from May 28 to June 2.", "May 28 to June 2", "2025-05-28..2025-06-02"),
        ("The fair takes place from 28 May to 2 June 2026.", "28 May to 2 June 2026", "2026-05-28..2026-06-02"),
        ("The cup runs Dec. 28 to Jan. 3.", "Dec. 28 to Jan. 3", "2025-12-28..2026-01-03"),
        ("The ferry will stop from Monday to Friday.", "Monday to Friday", "2025-04-07..2025-04-11"),
        ("Sales for Jan-Feb 2017 fell.", "Jan-Feb 2017", "2017-01-01..2017-02-28"),
        ("Sales doubled between January and March 2024.", "January and March 2024", "2024-01-01..2024-03-31"),
    ],
)
def test_a_range_is_one_expression(text: str, expression: str, days: str) -> None:
    """Its first and last day are inclusive; a year written once belongs to the last."""
    assert read(text) == [(expression, days)]


def test_this_week_on_a_sunday_is_the_one_that_the_tense_points_to() -> None:
    """Sunday ends a week, and what will happen "this week" cannot lie before it."""
    sunday = date(2025, 4, 6)
    assert read("Schools will reopen this week.", sunday) == [("this week", "2025-04-07..2025-04-13")]
    assert read("Schools were shut this week.", sunday) == [("this week", "2025-03-31..2025-04-06")]


def test_two_days_joined_by_and_are_two_dates() -> None:
    """The month stands beside the first only."""
    assert read("She will race on May 2 and 5.") == [("May 2", "2025-05-02"), ("5", "2025-05-05")]


def test_a_move_from_one_day_to_another_is_no_range() -> None:
    """Both days are told apart, because the event is on one of them."""
    text = "The vote has been moved from May 3 to May 5."
    assert read(text) == [("May 3", "2025-05-03"), ("May 5", "2025-05-05")]


@pytest.mark.parametrize(
    ("text", "expression", "days"),
    [
        ("A verdict is expected tomorrow.", "tomorrow", "2025-04-02"),
        ("The pipe burst yesterday.", "yesterday", "2025-03-31"),
        ("The vote is tonight.", "tonight", "2025-04-01"),
        ("The pipe burst last night.", "last night", "2025-03-31"),
        ("The team flies out the day after tomorrow.", "the day after tomorrow", "2025-04-03"),
        ("The dam burst two weeks ago.", "two weeks ago", "2025-03-18"),
        ("The dam burst two years ago.", "two years ago", "2023-01-01..2023-12-31"),
        ("The ban will be lifted in two weeks.", "in two weeks", "2025-04-15"),
        ("The ban will be lifted in three months.", "in three months", "2025-07-01..2025-07-31"),
        ("The cabinet will meet later this week.", "later this week", "2025-04-02..2025-04-06"),
        ("The club was sold last week.", "last week", "2025-03-24..2025-03-30"),
        ("The club will be sold next year.", "next year", "2026-01-01..2026-12-31"),
        ("A deal is wanted by the end of the year.", "the end of the year", "2025-12-01..2025-12-31"),
        ("Pay will rise early next week.", "early next week", "2025-04-07..2025-04-08"),
        ("The hall reopens this weekend.", "this weekend", "2025-04-05..2025-04-06"),
        ("The hall was full over the weekend.", "the weekend", "2025-03-29..2025-03-30"),
        ("The curfew lasts until July 15.", "July 15", "2025-07-15"),
        ("The plan may change this summer.", "this summer", "2025-06-01..2025-08-31"),
        ("The plan will change next summer.", "next summer", "2026-06-01..2026-08-31"),
        ("The town lost 300 jobs in the past two years.", "the past two years", "2023-04-01..2025-04-01"),
        ("Schools will open at the start of the month.", "the start of the month", "2025-04-01..2025-04-07"),
        ("The court sits on Thursday morning.", "Thursday morning", "2025-04-03"),
        ("The mayor will speak on Monday at 9 p.m. in the square.", "Monday at 9 p.m.", "2025-04-07"),
        ("The shop reopens next Wednesday (April 9).", "next Wednesday (April 9)", "2025-04-09"),
        ("Banks will be shut on the last Monday of May.", "the last Monday of May", "2025-05-26"),
        ("He was fined on Tuesday September 3 last year.", "Tuesday September 3 last year", "2024-09-03"),
        ("The garden will open in the third week of April.", "the third week of April", "2025-04-15..2025-04-21"),
    ],
)
def test_what_is_told_from_the_day_itself(text: str, expression: str, days: str) -> None:
    """Weeks begin on Monday; a count of days or weeks is a day, of months a month, of years a year."""
    assert read(text) == [(expression, days)]


@pytest.mark.parametrize(
    "text",
    [
        "Growth may slow in the coming months.",
        "The coming weeks could bring rain.",
        "Nobody expects a truce in the near future.",
        "Over the next few days the wind will drop.",
    ],
)
def test_a_vague_stretch_is_kept_and_never_resolved(text: str) -> None:
    """It has no days, and says so."""
    assert [days for _, days in read(text)] == ["vague"]


@pytest.mark.parametrize(
    "text",
    [
        "Theresa May said she would not resign.",
        "Mrs May left by the back door.",
        "April Jones told the paper she was relieved.",
        "They march on the ministry whenever wages are late.",
        "Prices may rise further.",
        "The second suspect was found in Leeds.",
        "The ministry counted 2,024 new cases.",
        "A crowd of 2000 people sang.",
        "Some 1709 schoolchildren took part.",
        "Walkers reached a hut at 2000 metres.",
        "Flight 2025 was late.",
        "Drivers aged between 18 and 30 pay more.",
        "Dana Reyes, 34, ran the shop.",
        "The pump works 24 hours a day.",
        "Members backed it in a 10-4 vote.",
        "The runway was closed for 24 hours.",
        "Bread is free every Friday.",
        "The museum shuts on Mondays.",
        "It was the third theft in two weeks.",
        "He is in his sixties.",
        "They scored twice in the fourth quarter.",
        "The Sunday Times printed the letter.",
        "Sheffield Wednesday won again.",
        "The tour will last six months.",
        "Cases rose by 600 in one day.",
        "The statement came hours after the strike; no date was given.",
        "The papers mocked Budget 2020's title.",
        "He fell ill and died the following Monday.",
        "Three days later the mill was sold.",
        "That day the boy could not say where it was.",
        "An overnight curfew was imposed.",
        "He was kept overnight in hospital.",
        "Shots were heard in the 1900 block of Elm Street.",
        "Orthodox Easter is kept by many.",
        "He hosts Last Week Tonight.",
        "Coronavirus disease 2019 was named by the agency.",
    ],
)
def test_what_only_looks_like_a_date_is_left(text: str) -> None:
    """Names, verbs, ordinals, counts, ages, durations, scores and habits are no dates."""
    assert read(text) == []


def test_without_a_publication_day_nothing_is_resolved() -> None:
    """Dates are found all the same, and open; the vague stay vague."""
    text = "The draft will begin on April 1, 2025, and continue in the coming months."
    assert read(text, None) == [("April 1, 2025", "open"), ("the coming months", "vague")]


def test_a_date_in_figures_that_may_be_read_two_ways_stays_open() -> None:
    """In English 9/5/2025 may be of May or of September: a wrong date would be worse than none."""
    assert read("The film opens on 9/5/2025.") == [("9/5/2025", "open")]


@pytest.mark.parametrize("text", ["It will happen on February 30.", "It happened on February 29, 2023."])
def test_a_day_that_does_not_exist_stays_open(text: str) -> None:
    """It is found, because it is a date, and not resolved."""
    assert [days for _, days in read(text)] == ["open"]


def test_the_day_of_a_time_is_taken_in_its_own_zone() -> None:
    """A publication time counts by the day that it names."""
    found = find("A verdict is expected tomorrow.", published=datetime(2025, 4, 1, 23, 30, tzinfo=UTC))
    assert [one.first for one in found] == [date(2025, 4, 2)]


@pytest.mark.parametrize("published", [date(1, 1, 1), date(9999, 12, 31), date(2024, 2, 29)])
def test_the_ends_of_the_calendar_raise_nothing(published: date) -> None:
    """What would lie outside the years 1 to 9999 stays open."""
    text = "Last century, two decades ago, in the next 900 years it will, this winter, last week, on Feb. 29, Friday."
    assert find(text, published=published)


def test_a_language_without_a_grammar_has_no_dates() -> None:
    """Its words mean nothing to us; a regional tag is its language's."""
    assert find("Friday, May 5", published=TUESDAY, lang="xx") == ()
    assert find("Friday, May 5", published=TUESDAY, lang="../en") == ()
    assert find("It opens on Friday.", published=TUESDAY, lang="en-GB")


def test_a_dates_sentence_is_its_own() -> None:
    """In a longer text a full stop ends the reach of a tense, an abbreviation's does not."""
    text = "Mr. Ito resigned on Jan. 9 in Osaka. His successor will start on Monday. The bank shut on Friday."
    assert [days for _, days in read(text)] == ["2025-01-09", "2025-04-07", "2025-03-28"]


def test_a_day_before_a_purpose_goes_with_the_verb_before_it() -> None:
    """ "…, Tuesday to demand that he reopens" was last Tuesday, if crowds gathered."""
    text = "Crowds gathered in Raleigh, North Carolina, Tuesday to demand that the mayor reopens the harbour."
    (found,) = find(text, published=date(2026, 3, 4))
    assert found.first == date(2026, 3, 3)


@pytest.mark.parametrize(
    ("text", "published", "day"),
    [
        ("Schools open next Monday.", date(2026, 3, 1), date(2026, 3, 9)),  # said on a Sunday: not tomorrow
        ("The winner is due to be announced on Sunday night.", date(2026, 3, 2), date(2026, 3, 8)),
        ("She became the third singer to be voted out on Sunday.", date(2026, 3, 2), date(2026, 3, 1)),
        ("The station broadcast images of the fleet on Friday.", date(2026, 3, 2), date(2026, 2, 27)),
        ("Trials start on Friday.", date(2026, 3, 2), date(2026, 3, 6)),
    ],
)
def test_the_tense_of_a_passive_an_ambiguous_form_and_a_timetable(text: str, published: date, day: date) -> None:
    """ "Announced" after "due to be" is no past; "broadcast" may be one; "start on" tells a plan."""
    (found,) = find(text, published=published)
    assert (found.first, found.last) == (day, day)
