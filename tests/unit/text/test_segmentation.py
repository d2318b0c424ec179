"""Sentences of other languages, and offsets."""

import pytest

from digest.text import Span, sentences


def split(text: str, lang: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text, lang)]


@pytest.mark.parametrize(
    ("lang", "parts"),
    [
        ("de", ["Er kam am 3. Mai an.", "Dr. Weber sagte: „Gut.“", "Dann ging er."]),
        ("fr", ["M. Martin est parti.", "Personne ne sait pourquoi."]),
        ("es", ["¿Quién lo sabe?", "Nadie respondió."]),
        ("tr", ["Prof. Dr. Kaya konuştu.", "Toplantı bitti."]),
        (
            "de",
            [
                "Der Rat beriet in 1. Lesung über das Gesetz.",
                "Die 2. Lesung folgt im Mai.",
                "Sie siegten mit 30 zu 28.",
            ],
        ),
        ("de", ["Es stand 30 zu 28.", "Danach war Schluss."]),
        ("da", ["Rådet mødtes i den 2. uge.", "Det var alt."]),
        ("tr", ["Dava 14. Ağır Ceza Mahkemesinde görüldü.", "Karar yarın."]),
        ("xx", ["Lorem ipsum.", "Dolor sit!"]),
    ],
)
def test_other_languages_have_their_own_rules(lang: str, parts: list[str]) -> None:
    """sentencex knows their abbreviations; an unknown language has the plain rule."""
    assert split(" ".join(parts), lang) == parts


def test_full_width_stops_need_no_space() -> None:
    """Japanese and Chinese write none."""
    assert split("雨が降った。試合は中止。", "ja") == ["雨が降った。", "試合は中止。"]
    assert split("雨停了。比赛开始了吗？开始了。", "zh") == ["雨停了。", "比赛开始了吗？", "开始了。"]


def test_offsets_count_characters() -> None:
    """Python string indexes, whatever the characters cost in bytes."""
    text = "😀 Gut so.  Dann ging 😀 er. "
    assert sentences(text, "de") == [Span(0, 9), Span(11, 26)]


def test_white_space_alone_holds_no_sentence() -> None:
    """And neither does nothing."""
    assert sentences("") == sentences(" \n\n\t ") == sentences(" \n", "de") == []


def test_a_region_does_not_change_the_rules() -> None:
    """en-GB is English."""
    text = "The U.S. President left. It rained."
    assert sentences(text, "en-GB") == sentences(text, "en")


def test_each_entry_of_a_list_stands_by_itself() -> None:
    """A bullet at the head of a line opens it; an asterisk within one opens nothing."""
    text = "HARBOUR LATEST\n* The bridge is closed\n *  Two ferries * cross\n• The council meets"
    assert [text[start:end] for start, end in sentences(text)] == [
        "HARBOUR LATEST", "* The bridge is closed", "*  Two ferries * cross", "• The council meets",
    ]  # fmt: skip


@pytest.mark.parametrize("lang", ["de", "zh", "xx"])
@pytest.mark.parametrize("piece", ["?", "…", ".", '."', "字。", "! "])
def test_hostile_text_of_any_language_is_read_in_linear_time(lang: str, piece: str) -> None:
    """Neither our patterns nor the library for other languages takes the square of a row of marks."""
    text = piece * (100_000 // len(piece))
    assert sentences(text, lang)[0].start == 0


def test_a_long_paragraph_is_split_as_a_short_one() -> None:
    """The library reads it piece by piece; where a piece ends shows nowhere."""
    one = "Die Brücke wird am 3. Mai um 10 Uhr geöffnet. „Das geht z. B. nicht“, sagte Dr. Weber. Warum? "
    short = [(a, b) for a, b in sentences(one, "de")]
    long = sentences(one * 300, "de")
    assert long == [(at * len(one) + a, at * len(one) + b) for at in range(300) for a, b in short]
