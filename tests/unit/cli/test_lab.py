"""`digest lab`: what each stage takes and gives, row by row, and what becomes of a bad row."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from digest.cli.lab import STAGES, command
from digest.errors import UsageError

TEXT = (
    "The Porthaven council closed the harbour bridge on Monday. “It was that or a bath,” said Mayor Ada Lindqvist. "
    "Over 14,000 cars crossed it every day. The council will vote on a new bridge on Friday."
)
OTHER = "Bakers in Lund have won a prize for a loaf of rye. The jury praised its crust."


def lab(*arguments: str, rows: list[dict[str, Any]] | None = None, raw: bytes = b"") -> tuple[list[Any], str, int]:
    """The answers, what was said on standard error, and the status."""
    given = b"".join(json.dumps(row).encode() + b"\n" for row in rows or []) + raw
    run = CliRunner().invoke(command, list(arguments), input=given)
    if run.exception and not isinstance(run.exception, SystemExit):
        raise run.exception
    return [json.loads(line) for line in run.stdout.splitlines()], run.stderr, run.exit_code


def one(stage: str, row: dict[str, Any], *options: str) -> dict[str, Any]:
    """The answer to one good row."""
    answers, errors, status = lab(stage, *options, rows=[{"id": "a", **row}])
    assert (errors, status) == ("", 0)
    assert [answer["id"] for answer in answers] == ["a"]
    answer: dict[str, Any] = answers[0]
    return answer


def test_sentences_cover_all_that_is_not_white_space() -> None:
    """Offsets into the row's own text."""
    answer = one("sentences", {"text": TEXT})
    assert set(answer) == {"id", "sentences"}
    assert all(set(span) == {"start", "end"} for span in answer["sentences"])
    pieces = [TEXT[span["start"] : span["end"]] for span in answer["sentences"]]
    assert len(pieces) == 4
    assert "".join("".join(pieces).split()) == "".join(TEXT.split())


def test_language_is_told() -> None:
    """Two letters."""
    assert one("language", {"text": "Le conseil a fermé le pont lundi, et personne ne passe."}) == {
        "id": "a",
        "lang": "fr",
    }


@pytest.mark.parametrize("published", ["2026-03-02", "2026-03-02T08:00:00Z", "2026-03-02T08:00:00"])
def test_dates_with_publication_as_a_day_or_a_time(published: str) -> None:
    """ISO days, the same ones; a time without a zone is UTC."""
    answer = one("dates", {"text": TEXT, "published": published})
    assert [{**d, "text": TEXT[d["start"] : d["end"]]} for d in answer["dates"]] == [
        {
            "start": TEXT.index("Monday"),
            "end": TEXT.index("Monday") + 6,
            "from": "2026-03-02",
            "to": "2026-03-02",
            "vague": False,
            "text": "Monday",
        },
        {
            "start": TEXT.index("Friday"),
            "end": TEXT.index("Friday") + 6,
            "from": "2026-03-06",
            "to": "2026-03-06",
            "vague": False,
            "text": "Friday",
        },
    ]


def test_dates_of_a_time_are_of_the_day_in_its_own_zone() -> None:
    """What is the second of March in Auckland is the first in Greenwich."""
    row = {"text": "He resigned today.", "published": "2026-03-02T08:00:00+13:00"}
    assert [d["from"] for d in one("dates", row)["dates"]] == ["2026-03-02"]


@pytest.mark.parametrize("row", [{}, {"published": None}, {"published": ""}])
def test_dates_without_publication_are_found_and_not_resolved(row: dict[str, Any]) -> None:
    """Null both, and not vague; vague ones say so."""
    answer = one("dates", {"text": "A vote on Friday or in the coming months.", **row})
    assert [(d["from"], d["to"], d["vague"]) for d in answer["dates"]] == [(None, None, False), (None, None, True)]


def test_forward_says_whether_and_how_surely() -> None:
    """A score from 0 to 1."""
    ahead = one("forward", {"text": "The council will vote on Friday.", "published": "2026-03-02"})
    assert set(ahead) == {"id", "forward", "score"}
    assert ahead["forward"] is True
    assert 0.5 <= ahead["score"] <= 1
    assert one("forward", {"text": "The council voted.", "published": "2026-03-02"})["forward"] is False


def test_quotes_and_their_speakers() -> None:
    """The quoted text without its marks; null where nobody is named."""
    answer = one("quotes", {"text": TEXT, "lang": "en"})
    assert [(TEXT[q["start"] : q["end"]], q["speaker"]) for q in answer["quotes"]] == [
        ("It was that or a bath,", "Ada Lindqvist")
    ]
    alone = "“Nobody has ever asked me about the bridge.”"
    assert [q["speaker"] for q in one("quotes", {"text": alone, "lang": "en"})["quotes"]] == [None]


def test_figures_with_what_they_count() -> None:
    """The hedge is part of the figure."""
    (figure,) = one("figures", {"text": TEXT, "lang": "en"})["figures"]
    assert set(figure) == {"start", "end", "value", "unit", "hedge"}
    assert TEXT[figure["start"] : figure["end"]] == "Over 14,000"
    assert (figure["value"], figure["unit"], figure["hedge"]) == (14000, "cars", "over")


def test_extract_reads_a_page() -> None:
    """Its headline and text; what it does not say is null."""
    paragraphs = "".join(f"<p>{sentence}</p>" for sentence in (TEXT, OTHER, TEXT.replace("bridge", "tunnel")))
    body = f"<article><h1>Bridge closed</h1>{paragraphs}</article>"
    page = f"<html lang=en><head><title>Bridge closed</title></head><body>{body}</body></html>"
    answer = one("extract", {"html": page, "url": "https://gazette.example/1"})
    assert set(answer) == {"id", "headline", "text", "byline", "published", "lang", "image"}
    assert answer["headline"] == "Bridge closed"
    assert "Porthaven council" in answer["text"]
    assert answer["published"] is None
    assert answer["lang"] == "en"


def test_summarize_one_text_and_several_articles() -> None:
    """Each sentence verbatim from the article it names, counting from 0."""
    single = one("summarize", {"text": TEXT, "title": "Bridge closed"}, "--sentences", "2")
    assert [s["article"] for s in single["sentences"]] == [0, 0]
    articles = [{"text": TEXT}, {"title": "", "text": ""}, {"title": "Prize", "text": OTHER}]
    several = one("summarize", {"articles": articles}, "--sentences", "9")
    assert {s["article"] for s in several["sentences"]} <= {0, 2}
    assert all(articles[s["article"]]["text"][s["start"] : s["end"]] == s["text"] for s in several["sentences"])
    assert len(one("summarize", {"text": f"{TEXT} {OTHER}"})["sentences"]) == 3  # where nothing is said


def test_summarize_by_words_ends_with_the_sentence_that_reaches_them() -> None:
    """And not before."""
    for words in (1, 12, 25):
        lengths = [len(s["text"].split()) for s in one("summarize", {"text": TEXT}, "--words", str(words))["sentences"]]
        assert sum(lengths) >= words > sum(lengths) - max(lengths)


def test_summarize_by_another_method_and_by_none_such() -> None:
    """Named as in feeds.yml."""
    answer = one("summarize", {"text": TEXT}, "--method", "lead", "--sentences", "1")
    assert answer["sentences"][0]["start"] == 0
    with pytest.raises(UsageError):
        lab("summarize", "--method", "nobody", rows=[{"id": 1, "text": TEXT}])


ENTRIES: list[dict[str, Any]] = [
    {"id": "a", "title": "Porthaven bridge closed", "text": TEXT, "published": "2026-03-02T05:00:00Z", "source": "G"},
    {"id": 7, "title": "Lund bakers win prize", "text": OTHER, "published": "2026-03-01", "source": "L", "position": 9},
    {"id": "c", "title": "Porthaven bridge closed", "text": TEXT, "published": "2026-03-02T05:30:00Z", "source": "W"},
]


@pytest.mark.parametrize(("stage", "field"), [("cluster", "cluster"), ("duplicates", "group")])
def test_groups_are_named_alike_for_rows_that_belong_together(stage: str, field: str) -> None:
    """Ids and order are the rows' own."""
    answers, errors, status = lab(stage, rows=ENTRIES)
    assert (errors, status) == ("", 0)
    assert [answer["id"] for answer in answers] == ["a", 7, "c"]
    assert all(set(answer) == {"id", field} for answer in answers)
    assert answers[0][field] == answers[2][field] != answers[1][field]


def test_budget_ranks_stories() -> None:
    """1 leads; the rows of a story share its rank and score."""
    answers, _, status = lab("budget", rows=ENTRIES)
    assert status == 0
    assert all(set(answer) == {"id", "cluster", "rank", "score"} for answer in answers)
    assert [answer["rank"] for answer in answers] == [1, 2, 1]
    assert answers[0]["score"] == answers[2]["score"] > answers[1]["score"]


def test_budget_without_rows_is_empty() -> None:
    """No rows, no answers, no fault."""
    assert lab("budget") == ([], "", 0)


FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Gazette</title><link>https://gazette.example/</link>
<description/><item><title>Bridge closed</title><link>https://gazette.example/1</link><guid>one</guid>
<pubDate>Mon, 02 Mar 2026 05:00:00 GMT</pubDate><description>Closed.</description><category>Roads</category></item>
</channel></rss>"""


def test_entries_reads_feeds_and_names_those_that_yield_none(tmp_path: Path) -> None:
    """A row an entry; a file without any is named with its reason, and the others go on."""
    good, bad, empty = tmp_path / "good.xml", tmp_path / "bad.xml", tmp_path / "missing.xml"
    good.write_text(FEED)
    bad.write_text("not a feed")
    rows, errors, status = lab("entries", str(bad), str(good), str(empty))
    assert status == 65
    assert [row["file"] for row in rows] == [str(good)]
    assert set(rows[0]) == {"file", "id", "url", "title", "summary", "published", "updated", "authors", "tags"}
    assert rows[0]["published"] == "2026-03-02T05:00:00Z"
    assert rows[0]["tags"] == ["Roads"]
    assert len(errors.splitlines()) == 2
    assert str(bad) in errors
    assert str(empty) in errors


def test_article_reads_seeds(tmp_path: Path) -> None:
    """Its parts, as the newsroom takes them."""
    seed = tmp_path / "seed.txt"
    pointed = "Lund fair opens a week early this year"
    seed.write_text(f"Bridge closed\n\n{TEXT}\n\nThe coast road\n\n{OTHER}\n\nRead also: {pointed}\n")
    rows, errors, status = lab("article", str(seed))
    assert (errors, status) == ("", 0)
    (row,) = rows
    assert list(row) == [
        "file",
        "headline",
        "dek",
        "lede",
        "paragraphs",
        "headings",
        "boilerplate",
        "related",
        "published",
        "lang",
    ]
    assert row["headline"] == "Bridge closed"
    assert row["paragraphs"] == [TEXT, OTHER]
    assert row["headings"] == ["The coast road"]
    assert row["related"] == [pointed]
    assert row["published"] is None
    assert lab("article", str(tmp_path / "none.txt"))[2] == 65


ROW_STAGES = sorted(set(STAGES) - {"entries", "article"})


@pytest.mark.parametrize("stage", ROW_STAGES)
def test_a_bad_row_is_named_by_its_line_and_the_others_go_on(stage: str) -> None:
    """Status 65; blank lines count as lines and as nothing else."""
    field = "html" if stage == "extract" else "text"
    good = json.dumps({"id": "g", field: "<p>The bridge closed on Monday.</p>", "title": "Bridge"}).encode()
    raw = b"\n".join(
        [
            good,
            b"",
            b"{not json",
            b"[1]",
            b'{"text": "no id"}',
            json.dumps({"id": 1, field: 5}).encode(),
            b"\xff\xfe\x00",
            b"[" * 3000,
            good,
        ]
    )
    answers, errors, status = lab(stage, raw=raw)
    assert status == 65
    assert [answer["id"] for answer in answers] == ["g", "g"]
    assert [line.split(": ")[1] for line in errors.splitlines()] == [f"standard input:{n}" for n in (3, 4, 5, 6, 7, 8)]


@pytest.mark.parametrize("published", ["yesterday", "2026-13-01", 20260302, [1], "0001-01-01T00:00:00+05:00"])
def test_a_publication_that_is_no_day_is_a_bad_row(published: object) -> None:
    """Named, not guessed."""
    answers, errors, status = lab("dates", rows=[{"id": 1, "text": TEXT, "published": published}])
    assert (answers, status) == ([], 65)
    assert "'published' is not an ISO day or time" in errors


def test_summarize_refuses_articles_that_are_none() -> None:
    """A list of objects, or nothing."""
    for articles in ("x", ["x"], [{"text": 5}], [{"title": "", "text": ""}]):
        assert lab("summarize", rows=[{"id": 1, "articles": articles}])[2] == 65


def test_half_a_surrogate_pair_is_answered() -> None:
    """JSON can write what UTF-8 cannot."""
    answers, _, status = lab("language", raw=b'{"id": "\\ud800", "text": "The bridge is closed."}\n')
    assert status == 0
    assert answers[0]["id"] == "\ud800"


@pytest.mark.parametrize(
    "arguments",
    [("dates", "--sentences", "2"), ("cluster", "--words", "9"), ("dates", "rows.jsonl"), ("entries",), ("article",)],
)
def test_what_does_not_belong_is_a_fault_of_usage(arguments: tuple[str, ...]) -> None:
    """Said before any row is read."""
    with pytest.raises(UsageError):
        lab(*arguments)
