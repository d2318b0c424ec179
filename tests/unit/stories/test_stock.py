"""What an article itself says, without what its source prints everywhere."""

from __future__ import annotations

import pytest

from digest.stories.stock import clean, plain, plain_lines, sentences
from tests.unit.stories.make import article


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Senna rose - 4.2 metres, in_one night!", "the senna rose 4 2 metres in one night"),
        ("“Oberau’s” bridge — gone…", "oberau s bridge gone"),
        ("Straße über_die Brücke!", "strasse über die brücke"),
        (" .,- ", ""),
        ("", ""),
    ],
)
def test_plain_is_words_alone(text: str, expected: str) -> None:
    """In small letters with one space between, whatever marks stand there, in any script; line by line alike."""
    assert plain(text) == expected
    assert plain_lines([text, "A loaf.", text]) == [expected, "a loaf", expected]


def test_no_lines_make_none() -> None:
    """Nothing in, nothing out."""
    assert plain_lines([]) == []


def test_sentences_end_at_marks_before_white_space_and_at_line_ends() -> None:
    """A mark amid a figure or an address ends nothing; nothing empty is left."""
    text = "It cost 4.2 crowns.  Who paid?\n\n The town!\tNobody \n knows …  "
    assert sentences(text) == ["It cost 4.2 crowns.", "Who paid?", "The town!", "Nobody", "knows …"]


def test_a_run_of_words_under_three_headlines_is_stock() -> None:
    """Also amid a sentence; under two it may be the news itself."""
    often = "read more of our many letters every single morning"
    texts = [f"Greta Holm won the prize, {often}.", f"The Senna took a bridge; {often}", f"Dockers walk out, {often}!"]
    told = [article(str(at), f"Headline number {at}", text) for at, text in enumerate(texts)]
    assert [clean(told)[str(at)].text for at in range(3)] == [
        "Greta Holm won the prize,",
        "The Senna took a bridge;",
        "Dockers walk out,",
    ]
    assert often in clean(told[:2])["0"].text
