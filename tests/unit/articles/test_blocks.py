"""Lines told apart by their wording, their markup and their place."""

import pytest

from digest.articles import phrases
from digest.articles.blocks import paragraphs_of_text, told_apart
from digest.html import Paragraph


@pytest.mark.parametrize(
    "line",
    [
        "Leave a Comment",
        "Leave a Reply Cancel reply",
        "12 comments",
        "Comments are closed.",
        "Share this:",
        "Share this article",
        "Tweet Share Email",
        "Facebook | Twitter | WhatsApp",
        "Continue reading",
        "Continue reading Bridge closes →",
        "Read more",
        "Read more »",
        "Seguir leyendo",
        "[…]",
        "Read the full story",
        "Click here to see the map",
        "Subscribe to our newsletter",
        "Sign up for our daily email",
        "Advertisement",
        "ADVERTISEMENT",
        "Story continues below advertisement",
        "The post Bridge closes appeared first on The Gazette.",
        "This article was originally published on The Gazette.",
        "Filed under: Roads, Bridges",
        "Tags: roads",
        "Last updated on 5 March 2024",
        "Related articles",
        "You may also like",
        "Most read",
        "© 2024 The Gazette",
        "Copyright 2024. All rights reserved.",
        "Photo: Ada Quay",
        "We use cookies to improve your visit.",
        "This website uses cookies",
        "Accept all cookies",
        "Follow us on Twitter",
        "By continuing to use this site you agree to our cookies policy",
        "Already a subscriber? Log in",
        "To continue reading, subscribe.",
        "This article is for subscribers only.",
        "Enter your email address",
        "Your email address will not be published.",
        "Send us your tips",
        "Support our journalism",
        "Please enable JavaScript",
        "submitted by someone [link] [comments]",
        "___",
        "* * *",
        "Explore further",
        "Leggi anche",
        "DON'T MISS",
        "Like this story? Share it with a friend!",
        "GET THE GAZETTE ON THE GO BY CLICKING HERE",
        "4 min read",
        "Lesezeit: 3 Minuten",
        "Reporting by Ada Quay; Editing by Bo Pier",
        "Gazette writers Ada Quay and Bo Pier contributed to this report.",
        "Write to Ada Quay at ada.quay@gazette.example",
        "ada.quay@gazette.example",
        "An error has occurred, please try again later.",
        "You have reached your limit of free articles this month.",
        "Please log in to continue reading",
        "Jetzt weiterlesen mit Gazette Plus",
        "Article réservé aux abonnés",
        "Este contenido es exclusivo para suscriptores",
        "We and our 214 partners store and/or access information on a device, such as cookies. " * 5,
    ],
)
def test_furniture_is_boilerplate(line: str) -> None:
    """What belongs to the page and not to the article."""
    assert phrases.is_boilerplate(line)


@pytest.mark.parametrize(
    "line",
    [
        "Leave a comment was the advice he gave to voters who disagreed with the plan.",
        "Readers left 12 comments on the plan before it was withdrawn.",
        "Share prices fell by a tenth on Tuesday.",
        "Print shops across the city closed.",
        "Like many others, she stayed.",
        "Register offices will open on Monday.",
        "Support for the bridge is growing.",
        "Most people read it.",
        "The post office on Quay Street will close.",
        "Related deaths rose to twelve, the ministry said.",
        "Next year will be harder.",
        "Home prices rose again.",
        "Reading the report, ministers saw that the plan would cost more than they had been told.",
        "Contact with the ship was lost on Monday at noon.",
        "He follows the trial on the radio at home.",
        "They valued their privacy and moved to the island.",
        "Tagged turtles returned to the bay.",
        "Updated figures show a fall in prices.",
        "By continuing the strike, unions hope to win.",
        "Have you ever seen a blue whale?",
        "X marks the spot, she said.",
        "Image rights were at the heart of the quarrel.",
        "The cookie factory will close.",
        "Get out, he said.",
        "Search teams found nothing.",
        "Sign of the times: the bridge stays open.",
        "Send your children to school, he urged.",
        "Previous attempts had failed.",
        "More than 40 ships left.",
        "Trending upward, prices rose.",
    ],
)
def test_prose_is_not(line: str) -> None:
    """Sentences that begin like furniture are prose."""
    assert not phrases.is_boilerplate(line)
    assert phrases.related(line) is None


@pytest.mark.parametrize(
    ("line", "headline"),
    [
        ("Read Also: Bridge closes for a week", "Bridge closes for a week"),
        ("READ MORE | Ferry runs aground off Quay", "Ferry runs aground off Quay"),
        ("See also – Ferry runs aground off Quay", "Ferry runs aground off Quay"),
        ("Lesen Sie auch: Brücke bleibt zu", "Brücke bleibt zu"),
        ("À lire aussi : Le pont reste fermé", "Le pont reste fermé"),
        ("Lea también: El puente sigue cerrado", "El puente sigue cerrado"),
        ("Читайте также: Мост закрыт на неделю", "Мост закрыт на неделю"),
        ("Read more: here", None),
        ("Related costs: unknown", None),
        ("Explainer", None),
    ],
)
def test_pointers_to_other_articles(line: str, headline: str | None) -> None:
    """ "Read also: HEADLINE" gives the headline, in many languages."""
    assert phrases.related(line) == headline


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("By Ada Quay", "Ada Quay"),
        ("By Ada Quay and Bo Pier, Harbour Correspondent", "Ada Quay and Bo Pier, Harbour Correspondent"),
        ("Von Eva Grat", "Eva Grat"),
        ("By the time he left, it was dark.", None),
        ("By Tuesday the 5th it was over", None),
        ("Quay", None),
    ],
)
def test_bylines(line: str, name: str | None) -> None:
    """A line that names who wrote it, and nothing else."""
    assert phrases.byline(line) == name


def test_headings_of_plain_text_stand_alone_before_prose() -> None:
    """Without markup, a short line that is no sentence, before a longer one that is, is a heading."""
    text = (
        "The bridge closes on Monday for a week.\n\nWhat Comes Next?\n\nThe council will vote on Friday, it said.\n\n"
        "Costs and delays\n\nThe work costs a million a day, by its own count.\n\n"
        "“We are late”\n\nShe said so on Tuesday to all.\n\n"
        "Roads\n\nBridges\n\nNewsletter"
    )
    body = told_apart(paragraphs_of_text(text), headline="", guess_headings=True)
    kinds = [(line.kind, line.text) for line in body.lines if line.kind != "paragraph"]
    assert ("heading", "What Comes Next?") in kinds
    assert ("heading", "Costs and delays") in kinds
    assert not any(
        kind == "heading" and text in ("“We are late”", "Roads", "Bridges", "Newsletter") for kind, text in kinds
    )


def test_running_text_in_a_heading_element_is_prose() -> None:
    """A page that sets its opening in a heading has still written a paragraph."""
    long = "The bridge over the river will close on Monday for a week, so that its cables can be renewed by winter."
    given = [Paragraph("heading", long), Paragraph("heading", "Costs"), Paragraph("paragraph", "Much.")]
    assert [line.kind for line in told_apart(given, headline="", guess_headings=False).lines] == [
        "paragraph",
        "heading",
        "paragraph",
    ]


def test_wrapped_lines_are_one_paragraph() -> None:
    """Lines broken to a width are joined; lines that stand for paragraphs are not."""
    wrapped = (
        "The bridge closes on Monday for a week, the\ncouncil said, so that its cables can be made\nnew.\n\nSecond."
    )
    assert [block.text for block in paragraphs_of_text(wrapped)] == [
        "The bridge closes on Monday for a week, the council said, so that its cables can be made new.",
        "Second.",
    ]
    assert [block.text for block in paragraphs_of_text("One.\nTwo.\nThree.")] == ["One.", "Two.", "Three."]


def test_blocks_cover_the_text_exactly() -> None:
    """Text is its blocks joined by blank lines, and each block's offsets cut out its words."""
    body = told_apart(
        [Paragraph("paragraph", "One."), Paragraph("heading", "Two"), Paragraph("paragraph", "Three.")],
        headline="",
        guess_headings=False,
    )
    assert body.text == "One.\n\nTwo\n\nThree."
    assert [body.text[block.start : block.end] for block in body.blocks] == ["One.", "Two", "Three."]
    assert [block.kind for block in body.blocks] == ["paragraph", "heading", "paragraph"]


@pytest.mark.parametrize(
    "title",
    [
        "Just a moment...",
        "Access Denied",
        "Are you a robot?",
        "Log in",
        "Log in | The Gazette",
        "Subscribe to read | The Gazette",
        "Before you continue to The Gazette",
        "We value your privacy",
        "403 Forbidden",
        "Page not found",
        "Anmelden",
    ],
)
def test_pages_in_an_articles_place_are_told_by_their_titles(title: str) -> None:
    """A log-in, a check for robots, a consent form."""
    assert phrases.is_wall(title)


@pytest.mark.parametrize(
    "title",
    [
        "Bridge closes for a week",
        "Login failures lock thousands out of the tax office’s website, and what they can do before the day ends",
        "Your privacy is at stake in the new bill",
        "Registering to vote",
        "1,404 houses flooded in the valley",
        "Subscriber numbers fall",
        "",
    ],
)
def test_headlines_are_no_walls(title: str) -> None:
    """Headlines that begin alike."""
    assert not phrases.is_wall(title)


def test_the_text_a_reader_came_for_leaves_furniture_out() -> None:
    """Boilerplate and pointers go; a dateline stays with its paragraph."""
    given = [
        Paragraph("paragraph", "LONDON (Reuters) - The bridge will close on Monday, the council said."),
        Paragraph("paragraph", "Read more: Ferries run late all week"),
        Paragraph("paragraph", "Share this article"),
        Paragraph("paragraph", "https://gazette.example/report.pdf"),
        Paragraph("paragraph", "It will open again a week later."),
    ]
    body = told_apart(given, headline="Bridge closes", guess_headings=False)
    assert body.article == (
        "LONDON (Reuters) - The bridge will close on Monday, the council said.\n\n"
        "https://gazette.example/report.pdf\n\nIt will open again a week later."
    )
    assert "Ferries" in body.text
