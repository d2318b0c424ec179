"""Which sentences are fit to be printed."""

import pytest
from msgspec.structs import replace

from digest.summarizers.candidates import candidates, count_words
from digest.text.lines import in_first_person, is_boilerplate, is_unfinished, points_at_picture
from digest.text.openings import dangles
from tests.unit.summarizers.articles import article

LEAD = "The council approved a bridge across the harbour."


def printable(*paragraphs: str, headline: str = "", lang: str = "en") -> list[str]:
    found = candidates([article(*paragraphs, headline=headline, lang=lang)])
    return [one.passage.text for one in found if one.printable]


@pytest.mark.parametrize(
    "sentence",
    [
        "“The work goes on,” the mayor said on Tuesday.",
        'The mayor called it "a bridge for everyone" on Tuesday.',
        "The workers’ union called it ‘a gift to the city’ on Tuesday.",
        "The ships' masters didn't like the '90s plan for the harbour.",
        'The plank measured 6 feet 2" and held the whole weight.',
    ],
)
def test_whole_quotations_are_fit(sentence: str) -> None:
    """Marks in pairs, apostrophes and inches apart."""
    assert printable(f"{LEAD} {sentence}") == [LEAD, sentence]


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("de", "Der Bürgermeister nannte sie „eine Brücke für alle“ und ging."),
        ("fr", "Le maire a parlé d'un « pont pour tous » mardi matin."),
    ],
)
def test_whole_quotations_of_other_languages_are_fit(lang: str, sentence: str) -> None:
    """Each language has its own marks."""
    assert printable(sentence, lang=lang) == [sentence]


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("en", "Der Rat stimmte für die Brücke und gegen den Tunnel."),
        ("en", "Ang tulay ay sarado ng mga opisyal ng bayan."),
        ("en", "Мост закрыт после аварии в порту."),
        ("de", "The council voted for the bridge after a debate of six hours."),
    ],
)
def test_a_sentence_in_another_language_is_not(lang: str, sentence: str) -> None:
    """It stands in the article as a caption, a translation or a mistake, and its readers came for the other one."""
    assert printable(sentence, lang=lang) == []


def test_a_story_is_told_in_one_language() -> None:
    """That of its lead article, whatever tongue the others are in."""
    other = article("Der Rat stimmte für die Brücke und gegen den Tunnel.", id="a2", lang="de")
    assert [one.printable for one in candidates([article(LEAD), other])] == [True, False]
    assert [one.printable for one in candidates([article(LEAD, lang="en-GB"), article(LEAD, id="a2")])] == [True, True]


@pytest.mark.parametrize(
    ("paragraph", "fit"),
    [
        ("“The work goes on. Nobody will stop it now. It is our future,” the mayor said.", []),
        ('"The work goes on. Nobody will stop it now. It is our future," the mayor said.', []),
        ("‘The work goes on for us all. Nobody will stop it now,’ the mayor said.", []),
        ("“The work goes on for us all. Nobody will stop it now.", []),
        ("The mayor said: “The work goes on. Nobody stops it.” The council rose at noon on Tuesday.",
         ["The council rose at noon on Tuesday."]),
        ("He said the work ” would go on. The council rose at noon on Tuesday.",
         ["The council rose at noon on Tuesday."]),
    ],
)  # fmt: skip
def test_parts_of_a_quotation_are_not(paragraph: str, fit: list[str]) -> None:
    """Nor what stands inside one without a mark of its own."""
    assert printable(paragraph) == fit


def test_an_open_quotation_ends_with_its_paragraph() -> None:
    """Speech over several paragraphs opens each and closes the last."""
    assert printable("“The work goes on for all of us here.", "“Nobody will stop it now,” the mayor said.", LEAD) == [
        "“Nobody will stop it now,” the mayor said.",
        LEAD,
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Read more: the plans for the harbour bridge.",
        "Continue reading this story on our site.",
        "Image copyright Harbour Press Agency 2024.",
        "Photo: a model of the bridge.",
        "Sign up for our daily morning newsletter.",
        "By Anna Hall and Per Lind.",
        "LONDON (Harbour News) —",
        "Scroll down for video and more pictures.",
        "This article was first published on Monday.",
        "Share this story with all your friends.",
        "1-0, 2-1, 3-3, 4-4 (a.e.t.), 5-4 pens.",
        "WHAT THE COUNCIL DOES NOT WANT YOU TO KNOW.",
        "https://news.example.org/harbour/bridge",
        "Click here for the full report of the council.",
        "Mehr zum Thema: die neue Brücke im Hafen.",
        "Analysis: Ferries were on course for a record.",
        "Also: a walk along the harbour.",
        "Tuesday: The council meets to vote on the bridge.",
        "Here’s what you need to know.",
        "The latest on the bridge and the ferries.",
        "If you or your neighbours heard the crash you should call the harbour police.",
        "Anyone with pictures of the crash should please contact the harbour police.",
        "The helpline can be reached by phone on 0800 555 111.",
        "Test your knowledge with the harbour quiz.",
        "Watch the latest briefing here.",
        "Subscribe to the harbour channel on YouTube.",
        "For more harbour news videos, visit our website.",
        "The plans are at https://harbour.example/plans for all to see.",
        "Write to Anna Hall at hall@harbour.example today.",
        "The bridge is open #bridge #harbour today.",
        "#HarbourNews",
        "HNN's Anna Hall reports on the bridge from the harbour.",
        "The council votes on the bridge today: This is your morning letter.",
        "Warning: This article is about a crash and may distress readers.",
        "See what the mayor told the council.",
        "Find out how the harbour was rebuilt.",
        "A look at the bridges of the north coast.",
        "Five things you need to know about the bridge this morning.",
        "Here are the key moments of the debate.",
        "HNN's Anna Hall and Per Lind give their predictions on the vote.",
        "Harbour News Council Reporter, Anna Hall, joins Per Lind with insight.",
        "Sources say the bridge is closed; Anna Hall reports from the harbour.",
        "Anna Hall has the latest from the harbour.",
        "This is a breaking news story and will be updated.",
        "Klicken Sie hier für alle Bilder vom Hafen.",
        "Saiba mais sobre a ponte do porto.",
        "Developing story: more to come.",
        "Council member Anna Hall sounds off after the plans for the bridge are shown.",
        "Anna Hall joins us to discuss the bridge.",
        "This newspaper revealed last week that the bridge was unsafe.",
        "Follow Anna Hall on Twitter for more of the harbour.",
    ],
)
def test_boilerplate_is_never_printed(line: str) -> None:
    """Captions, credits, bylines, datelines, calls to the reader, scores."""
    assert is_boilerplate(line)


@pytest.mark.parametrize(
    "sentence",
    [
        LEAD,
        "By Tuesday the council had approved it.",
        "Photographs of the bridge were shown to the council.",
        "Read the minutes, the mayor told her critics.",
        "He was 86.",
        "Shares of the NATO contractor rose 4% to $12.40 on Monday.",
        "Advertisers have left the station since the report.",
        "Sources close to the mayor said she would resign.",
        "Watchmen saw the crash from the bridge.",
        "Analysis of the water showed no oil.",
        "If you ask the mayor, the bridge is the best in the land.",
        "#BridgeFall went round the world within hours.",
        "The film shows the harbour after #OpenTheBridge.",
        "Tuesday is the day of the vote on the bridge.",
        "HNN's chairman says it reports the news as it is.",
        "The latest vote on the bridge was close.",
        "By 1700 GMT, shares of the builder fell from 97p ($1.87) to 44p ($0.85).",
        "Norland has refused to sign up to the harbour treaty.",
        "Hall does not subscribe to the views of the council.",
        "The builder told its workers to leave their jobs and follow him on a march to the capital.",
        "A new privacy policy lets the company listen in.",
        "Mr Hall has more than 30,000 followers.",
        "The tower was destroyed, Harbour Radio reports.",
        "A look at the accounts shows a loss of 3 million crowns.",
        "Five things were taken from the harbour office.",
        "Hall joined the lecture series to discuss harbours.",
        "Mayor Anna Hall will join the council tomorrow to discuss a second bridge.",
    ],
)
def test_news_is_no_boilerplate(sentence: str) -> None:
    """Words that boilerplate shares with news do not condemn a sentence."""
    assert not is_boilerplate(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "He left the council in May.", "But the mayor disagreed.", "However, the mayor disagreed.",
        "“They were wrong,” she said.",         "The move surprised the council.", "This was a mistake.",
        "“But the mayor knew,” Hall said.",
        "It has lost its majority.",         "“Nobody knew what to do.”", "In addition, fares will rise.",
        "Its chairman resigned.", "He’s leaving.",
        "The two were friends.", "It is a blow for the mayor.",
        "The order, given by radio, came hours later.", "The directive was issued by the mayor.",
        "The 43-year-old was taken to hospital.", "It’s a blow for the mayor.", "At least, that was the plan.",
        "Because of this, the ferries stopped.", "Among those belongings was a watch.", "No, said the mayor.",
    ],
)  # fmt: skip
def test_these_hang_on_the_sentence_before(sentence: str) -> None:
    """Pronouns, connectives, "the move", speech whose speaker is named before."""
    assert dangles(sentence, "en")


@pytest.mark.parametrize(
    "sentence",
    [
        LEAD, "It is unclear when work begins.", "There are no plans for a second bridge.",
        "This year the council will meet twice.",
        "Butter became dearer in May.", "“Work begins in May,” Mayor Lowe said.",
        "The company that built the bridge has failed.", "The news agency closed.",
        "Soldiers left the city.", "It took the council six hours to agree.", "Theresa Hall won.",
        "The move to the new hall begins.",
        "At least 12 people died on the bridge.", "No weapon was found on the ferry.",
        "Because of the high winds, the ferries stopped.", "Instead of a bridge, Norland will build a tunnel.",
        "So far 480 people have crossed.", "Later this year, the council will meet twice.",
        "Those who cross the bridge pay a toll.", "Both Hall and Lind voted against the bridge.",
        "It’s unclear who will pay.", "It could cost up to $14 million to mend the pier.",
        "It was the mayor who closed the bridge.", "The two Norlands will meet again.",
        "The order of the council was clear.", "Plus-size clothes are sold at the harbour.",
    ],
)  # fmt: skip
def test_these_stand_alone(sentence: str) -> None:
    """Expletives, and words that only begin like a pronoun."""
    assert not dangles(sentence, "en")


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("de", "Außerdem steigen die Preise."),
        ("fr", "Ils ont voté contre."),
        ("es", "Sin embargo, votaron."),
        ("tr", "Ancak karar değişmedi."),
    ],
)
def test_other_languages_have_pronouns_too(lang: str, sentence: str) -> None:
    """As far as a few words go."""
    assert dangles(sentence, lang)
    assert not dangles(sentence, "xx")


def test_what_a_sentence_tells() -> None:
    """Its stems but for who said so and when, and its figures."""
    (found,) = candidates([article("The harbour bridge cost $4.5 million, the council said on Tuesday.")])
    assert found.news == {"harbour", "bridg", "cost", "4.5", "million"}
    assert found.figures == {"4.5"}
    (found,) = candidates([article("The G-20 gave $12,500 and 3 boats to the harbour.")])
    assert found.figures == {"12500", "3"}


def test_a_teaser_keeps_silent_rather_than_break_off() -> None:
    """Half a sentence and a writer's "I" add nothing to a headline; without one they are better than nothing."""
    cut = "The harbour bridge was opened on Tuesday by the mayor and ..."
    column = "I have crossed the harbour for years and shall miss it."
    assert printable(cut, headline="A day of joy") == printable(column, headline="A day of joy") == []
    assert printable(cut) == [cut]
    assert printable(column) == [column]


def test_a_teaser_asks_nothing() -> None:
    """A question that it leaves open tells less than its headline."""
    asks = article("But who will pay for the harbour bridge?", LEAD, headline="Bridge backed")
    assert [one.printable for one in candidates([asks])] == [False, True]
    assert [one.printable for one in candidates([replace(asks, origin="page")])] == [True, True]


def test_how_a_teaser_opens() -> None:
    """With what hangs on its headline only where no sentence hangs on nothing."""
    opens = article("But the ferries will go on crossing the harbour.", LEAD, headline="Council backs bridge")
    assert [one.spare for one in candidates([opens])] == [True, False]
    order = article("The order was read out to the whole harbour.", LEAD, headline="Council orders bridge closed")
    assert [one.spare for one in candidates([order])] == [False, False]
    assert [one.spare for one in candidates([replace(opens, origin="page")])] == [False, False]


def test_a_headlines_echo_is_not_printed() -> None:
    """Nor another wording of it without a full stop; what adds to it is."""
    headline = "Council approves new harbour bridge"
    assert printable("The council approves the new harbour bridge.", headline=headline) == []
    assert printable("Bridges: council approves new bridge plan", headline=headline) == []
    more = "The council approved a new bridge across the harbour after a long debate about its cost."
    assert printable(more, headline=headline) == [more]


def test_what_is_cut_off_or_speaks_of_a_picture_is_spare() -> None:
    """Fit to be printed where there is nothing better."""
    assert is_unfinished("The council approved a …")
    assert is_unfinished("The council approved a bridge")
    assert not is_unfinished("“The council approved it.”")
    assert points_at_picture("Ruth Lowe (pictured) won.")
    assert points_at_picture("Ruth Lowe (pictured left) won.")
    assert points_at_picture("Image 1 of 17 Ruth Lowe won.")
    assert not points_at_picture("Ruth Lowe (Harbour Left) won.")


def test_length() -> None:
    """A few words say nothing, and ninety words are no sentence; scripts without spaces count two characters a word."""
    assert printable("Nobody.", "So be it.") == []
    assert printable(" ".join(["harbour"] * 95) + ".") == []
    assert count_words("one two  three") == 3
    assert count_words("市議会は火曜日に橋を承認した。") == 7


@pytest.mark.parametrize(
    ("sentence", "personal"),
    [
        ("I wish the bridge had come sooner.", True),
        ("The bridge, I'm told, is safe.", True),
        ("My favourite bridge is closed.", True),
        ("For me the bridge came too late.", True),
        ("“I wish it had come sooner,” the mayor said.", False),
        ("The mayor said ‘I wish it had come sooner’ and left.", False),
        ("The mayor said 'I can't wait' and left.", False),
        ("King Harald I. crossed the bridge.", False),
        ("The I-95 bridge is closed.", False),
        ("The mayor opened the bridge.", False),
    ],
)
def test_a_writer_who_speaks_of_himself(sentence: str, personal: bool) -> None:
    """Outside quotations, "I" is a column's."""
    assert in_first_person(sentence) is personal


@pytest.mark.parametrize(
    "sentence",
    [
        "The mayor (pictured outside her home) opened the bridge.",
        "The bridge (stock image) is closed.",
        "Anna Hall (left) and Per Lind opened the bridge.",
    ],
)
def test_sentences_of_pictures(sentence: str) -> None:
    """They speak of what is not printed with them."""
    assert points_at_picture(sentence)


def test_a_columnists_sentences_stand_under_a_columnists_headline_only() -> None:
    """Among other papers' reports what one makes of the news would read as the news."""
    news = article(LEAD, headline="Trams to cross the water")
    view = replace(article("The bridge is the best that ever came to the town.", headline="Opinion: Build"), id="b")
    assert [one.passage.text for one in candidates([news, view]) if one.printable] == [LEAD]
    assert any(one.printable for one in candidates([view]))
