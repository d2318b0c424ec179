"""What stands between quotation marks, and which sentences may stand alone, on sentences of our own writing."""

from __future__ import annotations

import pytest

from digest.model import Passage
from digest.text import marks, sentences
from digest.text.quotations import balanced, whole


def inside(text: str) -> list[str]:
    """What stands between marks."""
    return [text[one.start : one.end] for one in marks.find(text)]


def alone(text: str) -> list[bool]:
    """For each sentence of a paragraph, whether it may stand alone."""
    spans = sentences(text, "en")
    return whole(text, 0, len(text), [Passage(text[s.start : s.end], "a", s.start, s.end) for s in spans])


@pytest.mark.parametrize(
    "text",
    [
        '"The bridge is safe," she said.',
        "“The bridge is safe,” she said.",
        "‘The bridge is safe,’ she said.",
        "'The bridge is safe,' she said.",
        "`` The bridge is safe, '' she said.",
        "„Die Brücke ist sicher“, sagte sie.",
        "»Die Brücke ist sicher«, sagte sie.",
        "« Le pont est sûr », dit-elle.",
        "«\u202fLe pont est sûr\u202f», dit-elle.",
        "«El puente es seguro», dijo.",
    ],
)
def test_every_family_of_marks(text: str) -> None:
    """English, British, typewritten, German and French marks, with and without spaces inside."""
    (one,) = inside(text)
    assert one.rstrip(",") in {"The bridge is safe", "Die Brücke ist sicher", "Le pont est sûr", "El puente es seguro"}
    assert alone(text) == [True]


def test_single_marks_of_several_sentences() -> None:
    """Each opens with a mark and only the last closes: the earlier ones end where the next opens."""
    text = "The baker said: 'It was late. 'We had no bread. 'Nobody came.' He closed."
    assert inside(text) == ["It was late.", "We had no bread.", "Nobody came."]
    assert [one.closed for one in marks.find(text)] == [False, False, True]
    assert [one.resumes for one in marks.find(text)] == [False, True, True]


def test_single_marks_over_paragraphs() -> None:
    """A paragraph whose mark nothing closes is speech where the next one opens with such a mark."""
    text = "The baker said: 'It was late.\n\n'Nobody came.'\n\nHe closed."
    assert inside(text) == ["It was late.", "Nobody came."]


def test_marks_set_off_by_spaces() -> None:
    """Text that a tokenizer has pulled apart keeps its speech."""
    assert inside("'It was late, ' he said. ' I had no bread. ' He left.") == ["It was late,", "I had no bread."]
    assert inside('"It was late, "he told us. "nobody came, "he said.') == ["It was late,", "nobody came,"]


@pytest.mark.parametrize(
    "text",
    [
        "The players' union met in the '90s, and the boys' coach wasn't there.",
        "Watch how the bakers see it ». The union met.",
        "'Tis the season.",
    ],
)
def test_apostrophes_and_arrows_are_no_marks(text: str) -> None:
    """What opens nothing holds no speech."""
    assert inside(text) == []


def test_halves_do_not_stand_alone() -> None:
    """Sentences of a longer quotation, with or without a mark of their own, are not the paper's words."""
    assert alone('"It was late. Nobody came. We closed," he said. The shop is small.') == [False, False, False, True]
    assert alone("'It was late. Nobody came. We closed,' he said. The shop is small.") == [False, False, False, True]


def test_a_lost_mark_spoils_its_own_quotation_only() -> None:
    """It ends where the next one opens."""
    assert alone('"It was late, he said. Nobody came. "We closed early," he said. The shop is small.') == [
        False,
        False,
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("text", "fine"),
    [
        ('The man, 6\'2" tall, bought a 13" screen.', True),
        ("The boys' home isn't far from St James' Park.", True),
        ("\"She told me 'no',\" he said.", True),
        ('"She told me \'no way," he said.', False),
        ('He said it was "late.', False),
        ('It was late," he said.', False),
        ("It was late,' he said.", False),
        ("He said: 'It was late.", False),
        ("’ Nobody came.", False),
        ("She said: ' it was late, and nobody came. '", True),
        ("' It was late, ' he told the paper.", True),
        ("An end to the ' successful ' sale, dubbed ' restoring hope. '", True),
        ("The players ' union said: ' it was late. '", True),
        ("The shop's 'McDelivery ' plan is late.", True),
        ("She said: ' it was late.", False),
        ("' The shop closed at ten. '", False),
        ("The shop closed, ' he said, ' and nobody came. '", False),
        ("Always. ' The shop closed.", False),
    ],
)
def test_balance(text: str, fine: bool) -> None:
    """Every mark has its partner; inches and apostrophes are none."""
    assert balanced(text) is fine
