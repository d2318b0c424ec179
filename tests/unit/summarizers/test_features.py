"""What is measured of a sentence, by hand."""

import math

import pytest

from digest.summarizers.candidates import candidates
from digest.summarizers.features import FEATURES, measure
from tests.unit.summarizers.articles import article

TEXT = (
    "The ferry Aurora sank on Tuesday. “We saw the Aurora sink,” said Ida Holm, who sailed, in tears, for 20 years. "
    "It has earned $3 million. Did the ferry sail?"
)


def rows() -> list[dict[str, float]]:
    found = candidates([article(TEXT, headline="A headline that says none of it")])
    return [dict(zip(FEATURES, row, strict=True)) for row in measure(found)]


def test_every_sentence_has_every_feature() -> None:
    """In the order of the names."""
    assert len(rows()) == 4
    assert measure([]) == []


def test_place_and_length() -> None:
    """Words are 6, 15, 5 and 4: 7.5 on average."""
    first, second, third, last = rows()
    assert [row["place"] for row in rows()] == [0, 1, 2, 3]
    assert (last["depth"], last["sentences"]) == (0.75, 4)
    assert [row["words"] for row in rows()] == [6, 15, 5, 4]
    assert second["longer"] == pytest.approx(2.0)
    assert third["opening"] == first["opening"] == pytest.approx(6 / 7.5)
    assert second["commas"] == 4


def test_what_the_article_is_about() -> None:
    """Stems: {ferri, aurora, sank, tuesday}, {aurora, sink, ida, holm, sail, tear, 20, year} and two brief."""
    first, _, third, last = rows()
    assert first["stems"] == pytest.approx(math.log(5))
    # ferri stands in the first and the last, aurora in the first two, sank and tuesday in one.
    assert first["common"] == pytest.approx((2 + 2 + 1 + 1) / 4)
    assert first["recurring"] == pytest.approx(2 / 4)
    assert first["new"] == 1.0
    assert first["new and lasting"] == pytest.approx(2 / 4)
    assert third["told before"] == 0.0
    assert last["told before"] == pytest.approx(1 / math.sqrt(2 * 4))  # ferri, beside the first
    assert first["echoed later"] == pytest.approx((1 / math.sqrt(4 * 8) + 0.0 + 1 / math.sqrt(4 * 2)) / 3)
    assert 0.0 < last["lead"] < first["lead"] <= 1.0
    assert 0.0 < last["central"] < first["central"] <= 1.0


def test_speech_and_wording() -> None:
    """Each mark where it stands, and not where it does not."""
    first, second, third, last = rows()
    marks = ("question", "quotation", "said", "first person", "dangling", "day", "past", "money", "perfect", "relative")
    assert [[name for name in marks if row[name]] for row in (first, second, third, last)] == [
        ["day"],
        ["quotation", "said", "relative"],  # "We" is a speaker's, and not the writer's
        ["dangling", "money", "perfect"],
        ["question"],
    ]
    assert third["money"] == 2  # the sign and the million
    assert first["talk"] == 1 / 4
    assert second["quoted"] == pytest.approx(25 / 76)
    assert third["pronouns"] == pytest.approx(1 / 5)
    assert second["figures"] == 1


def test_names() -> None:
    """Without the first word; Aurora is named by two of four sentences, Ida and Holm by one."""
    first, second, *_ = rows()
    assert first["names"] == 2  # Aurora, Tuesday
    assert first["known names"] == pytest.approx((2 + 1) / 4)
    assert second["names"] == 3  # Aurora, Ida, Holm; "We" opens
    assert second["known names"] == pytest.approx((1 + 2 + 1 + 1) / 4)
