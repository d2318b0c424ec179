"""Where sentences end in English news."""

import pytest

from digest.text import sentences


def split(text: str, lang: str = "en") -> list[str]:
    return [text[start:end] for start, end in sentences(text, lang)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Gen. Anna Hall and Lt. Col. Per Lind met Sen. Ito in St. Albans.",
        "The novel by J. K. Marsh and T. S. Oduya won.",
        "The U.S. President met the U.N. Security Council.",
        "Growth slowed to 1.5 percent from 2.3 percent.",
        "“Is it safe?” asked Dr. Lowe.",
        "“Is it safe?” Mayor Ruth Lowe asked.",
        "“Out!” she shouted.",
        "Harbour Holdings Inc. said it would appeal.",
        "The team finished No. 1 in Group C.",
        "The vote is at 3 p.m. Tuesday.",
        "The vote is at 3 p.m. EST, officials said.",
        "It opened on Jan. 14, 2019 in Portland, Ore. with a parade.",
        "He paused ... and went on.",
        "She said I … I do not know.",
        "The film was made in... Norland.",
        "The minister (pictured in Feb. 2019) resigned.",
        "Write to desk@news.example.org or visit www.example.Org today.",
        "The case of Hill v. Stone et al. goes on.",
        "Yahoo! Finance reported it.",
        "The archive [...] Holds nothing.",
        "1. Wash your hands.",
    ],
)
def test_these_full_stops_end_nothing(sentence: str) -> None:
    """Titles, initials, acronyms, decimals, times, companies, quotations that go on."""
    assert split(sentence) == [sentence]


@pytest.mark.parametrize(
    "parts",
    [
        ["The dam broke.", "Nobody was hurt."],
        ["The store opens at 9 a.m.", "Crowds are expected."],
        ["The bank left the U.S.", "It kept its London office."],
        ["She works for Harbour Inc.", "He does not."],
        ["Plan B.", "The council has no other."],
        ["“It is over.”", "The mayor left."],
        ["“We are ready,” she said.", "“The time is now.”"],
        ["“Who knew?”", "The question hung in the air."],
        ["Sales rose 4 pct.", "Profit fell."],
        ["It was 2019.", "3,000 people came."],
        ["Phones sold well.", "iPhone sales fell."],
        ["Troops left.", "al-Qaeda fighters moved in."],
        ["It rained...", "Then it snowed."],
        ["Really?!", "Yes."],
        ["(The firm gave no reason.)", "Its shares fell."],
        ["They met in Jan.", "They will meet again."],
        ["The claim is old.[2]", "It is false."],
        ["“They came at night. ”", "Nobody slept."],
    ],
)
def test_these_end_sentences(parts: list[str]) -> None:
    """Each part is one sentence, with the marks that close after its terminator."""
    assert split(" ".join(parts)) == parts


@pytest.mark.parametrize(
    "parts",
    [
        ["It ended the war.", "The treaty held."],
        ["He was 65.", "His wife survives him."],
        ["“We will stay.”", "The crowd cheered."],
        ["Who pays?", "Nobody knows."],
        ["The mayor left.", '"We are done," he said.'],
    ],
)
def test_a_missing_space_is_seen(parts: list[str]) -> None:
    """Scraped text often loses the space after a full stop."""
    assert split("".join(parts)) == parts


@pytest.mark.parametrize("text", ["Node.Js is a name.", "See report.Pdf at once.", "Mail a.Brown@example.org now."])
def test_full_stops_inside_names_end_nothing(text: str) -> None:
    """A capital after a full stop is not always a new sentence."""
    assert len(split(text)) <= 2
    assert "".join(split(text)).replace(" ", "") == text.replace(" ", "")


def test_a_heading_that_lost_its_line_break_stands_alone() -> None:
    """A caption run into the paragraph below it is parted from it."""
    text = "Ferry workers in the harbour In the capital, thousands marched."
    assert split(text) == ["Ferry workers in the harbour", "In the capital, thousands marched."]


def test_a_blank_line_always_ends_a_sentence() -> None:
    """So that a heading never runs into the text below it."""
    assert split("A heading\n\nThe text\nruns on. \r\n \r\nEnd") == ["A heading", "The text\nruns on.", "End"]


def test_hostile_text_is_read_in_linear_time() -> None:
    """Patterns neither backtrack without bound nor look at the whole text for each candidate."""
    for piece in ("a. ", ".", '."', "... ", "Mr. ", "A.", "?” Brown ", " ", "\n \r", "(", "The of a an "):
        text = piece * 40_000
        found = sentences(text)
        assert "".join(text[a:b] for a, b in found).replace(" ", "").split() == text.replace(" ", "").split() or found


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Hall runs for the harbour team. ' I am fit, ' she said.",
         ["Hall runs for the harbour team.", "' I am fit, ' she said."]),
        ("' The bridge is ours. ' Hall said so.", ["' The bridge is ours. '", "Hall said so."]),
        ("‘The bridge is ours. ’ Hall said so.", ["‘The bridge is ours. ’", "Hall said so."]),
    ],
)  # fmt: skip
def test_a_single_mark_set_off_by_spaces(text: str, parts: list[str]) -> None:
    """It closes the quotation that is open, and opens the next one where none is."""
    assert split(text) == parts
