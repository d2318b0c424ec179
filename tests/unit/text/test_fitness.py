"""Whether a sentence can be printed by itself."""

import pytest

from digest.text import stands_alone


@pytest.mark.parametrize(
    ("sentence", "alone"),
    [
        ("The council approved a bridge across the harbour.", True),
        ("“Work begins in May,” Mayor Lowe said.", True),
        ("But the mayor disagreed.", False),
        ("The council approved a …", False),
        ("The council approved a bridge across the harbour,", False),
        ("Ruth Lowe (pictured) won.", False),
        ("Read more: the plans for the bridge.", False),
        ("Harbour Radio's Ruth Lowe reports.", False),
        ("Harbour Radio's Ruth Lowe has more from the quay.", False),
        ("The Coast's Ruth Lowe Institute reports 300 cases.", True),
        ("Norland's Ruth Lowe reports to the council on Monday.", True),
        ("Ruth Lowe, pictured leaving the town hall, has won.", False),
        ("Ruth Lowe was pictured with the keys of the town hall after she had won.", True),
        ("Ruth Lowe, who served under two mayors, reacts to photos of the cracked pier.", False),
        ("Ruth Lowe reacts to the vote.", False),
        ("Ruth Lowe (seen left with her dog) has won.", False),
        ("It's another reminder that no bridge is safe.", False),
        ("Ruth Lowe reacts with anger to the vote.", True),
        (
            "The vote is over; reaction from Mayor Ruth Lowe, Senator Carl Dahl, "
            + "Chairman Ann Lee, " * 5
            + "and us.",
            False,
        ),
        ("The mayor's call is out; reaction from Ruth Lowe, former assistant director of the harbour board.", False),
        ("", False),
    ],
)
def test_what_stands_alone(sentence: str, alone: bool) -> None:
    """No boilerplate, nothing cut off, no picture, nobody named only before."""
    assert stands_alone(sentence) is alone
