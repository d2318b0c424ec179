"""Lines and words that are there for programs to follow."""

from __future__ import annotations

import pytest

from digest.articles.links import is_for_links, tags_at


@pytest.mark.parametrize(
    "line",
    [
        "#Harbour #News",
        "@harbournews #ＦｅｒｒｙＮｅｗｓ",
        "Subscribe: https://harbour.example/s",
        "For more films of the harbour, click the link below: https://harbour.example/films?list=1",
        "Facebook - https://f.example/h Instagram - https://i.example/h",
        "➡ www.harbour.example",
    ],
)
def test_lines_for_links(line: str) -> None:
    """Tags alone, links in a row, and a few words that introduce one."""
    assert is_for_links(line)


@pytest.mark.parametrize(
    "line",
    [
        "The ferry left at noon.",
        "",
        "The council put the plan at https://harbour.example/plan and asks for comments by May.",
        "#Ferry workers went on strike on Monday.",
        "The minister, who had said in March that the harbour would never be sold to anybody, wrote on Monday"
        " that all of it was for sale at https://harbour.example/sale",
    ],
)
def test_lines_that_tell_something(line: str) -> None:
    """A sentence that holds a link or a tag is still a sentence."""
    assert not is_for_links(line)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("The ferry left. #Harbour #News", "The ferry left."),
        ("The ferry left.#Harbour", "The ferry left.#Harbour"),
        ("They marched for #Harbour.", "They marched for #Harbour."),
        ("They marched for #Harbour", "They marched for #Harbour"),
        ("#Harbour #News", "#Harbour #News"),
        ("“All aboard!” #Harbour ", "“All aboard!”"),
        ("", ""),
    ],
)
def test_tags_behind_the_last_sentence(text: str, kept: str) -> None:
    """They are cut off behind a sentence, and left where they are words of one."""
    assert text[: tags_at(text)] == kept


def test_many_tags_cost_little() -> None:
    """Linear, however many there are."""
    assert tags_at("Left. " + "#tag " * 20_000) == len("Left.")
