"""What stands before a paragraph's first sentence."""

import pytest

from digest.articles.openers import opener_end


@pytest.mark.parametrize(
    ("opener", "sentence"),
    [
        ("March 05, 2031 5:00 AM ", "Harbour Minister Anna Hall opened the bridge."),
        ("Published: Wed, 5 March 2031 at 17:40 GMT | ", "The bridge is open."),
        ("2031-03-05T05:00 ", "The bridge is open."),
        ("5:40pm, March 5 2031 - ", "The bridge is open."),
        ("LINDHOLM - ", "The bridge is open."),
        ("LINDHOLM, March 5 - ", "The bridge is open."),
        ("LINDHOLM, North Province — ", "The bridge is open."),
        ("PORT ELSA (AP) — ", "“The bridge is open,” the mayor said."),
        ("LINDHOLM/PORT ELSA (Reuters) - ", "The bridge is open."),
        ("(CNN) -- ", "The bridge is open."),
        ("Port Elsa (CNN) ", "The bridge is open."),
        ("Port Elsa (AFP) – ", "The bridge is open."),
        ("March 05, 2031 5:00 AM LINDHOLM - ", "The bridge is open."),
        ("EXCLUSIVE: ", "The bridge is open."),
        ("EXCLUSIVE - ", "The bridge is open."),
        ("EXCLUSIVE BY ANNA HALL AND PER LIND: ", "The bridge is open."),
        ("(Updated) ", "The bridge is open."),
        ("WARNING: DISTRESSING CONTENT ", "The bridge fell."),
        ("COMMENT by Anna Hall ", "They built a bridge."),
        ("Image 1 of 17 ", "The bridge is open."),
        ("• ", "The bridge is open."),
        ("By Gazette.com ", "Coach Per Lind has crossed the bridge."),
        ("By Anna Hall of Radio North ", "The bridge is open."),
        ("SIGN UP TO OUR BRIDGE NEWSLETTER. TAP HERE ", "A new bridge is open."),
    ],
)
def test_furniture_ends_where_the_sentence_begins(opener: str, sentence: str) -> None:
    """Stamps, datelines, labels, counters, bullets, bylines, shouts, in a row."""
    assert opener_end(opener + sentence) == len(opener)


@pytest.mark.parametrize(
    "paragraph",
    [
        "The bridge is open.",
        "March 5, 2031 was the day the bridge opened.",
        "NATO - which paid for the bridge - is pleased.",
        "NASA said the bridge can be seen from space.",
        "A BBC reporter crossed the bridge.",
        "By Tuesday the council had approved the bridge.",
        "By Anna Hall's account the bridge is safe.",
        "Lindholm (pictured) opened the bridge.",
        "The Port Authority (PA) said the bridge was open.",
        "5 of 17 councillors voted against the bridge.",
        "EXCLUSIVE:",
        "LINDHOLM - ",
        "PORT ELSA (AP) — the bridge is open.",
        "US, UK: two words in capitals.",
        "",
    ],
)
def test_a_sentence_loses_nothing(paragraph: str) -> None:
    """What a sentence may begin with is no furniture, and furniture alone opens nothing."""
    assert opener_end(paragraph) in (0, len("US, UK: ") if paragraph.endswith("two words in capitals.") else 0)


def test_hostile_openers_cost_nothing() -> None:
    """Each pattern is bounded."""
    for piece in ("A ", "A.", "MARCH 5 2031 ", "• ", "By A ", "(AP) ", "EXCLUSIVE: "):
        assert opener_end(piece * 20_000) <= 400
