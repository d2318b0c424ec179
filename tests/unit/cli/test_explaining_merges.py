"""Why articles are one story, in words."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from digest.cli.explain.merging import in_force, why
from digest.cli.explain.terms import written
from digest.model import Candidate, Correction, Link, Listed
from digest.stories.joining import GATHER, LINK
from tests.unit.cli.morning import FIRST, town

AT = datetime(2026, 3, 2, 6, tzinfo=UTC)
ARTICLES = tuple(
    Listed(id=id_, source=source, url=f"https://{source.lower()}.example/{id_}", headline=headline)
    for id_, source, headline in (
        ("a", "Gazette", "Kelmar Bridge closed"),
        ("b", "Wire", "Crack shuts Kelmar Bridge"),
        ("c", "Ledger", "Crack shuts the Kelmar Bridge"),
        ("d", "Wire", "Ferries to cross the Tarsk"),
    )
)


def candidate(*links: Link) -> Candidate:
    """A story of four articles, two of them one text."""
    return Candidate(
        story="0123456789ab",
        thread="0123456789ab",
        day=1,
        headline="Kelmar Bridge closed",
        articles=ARTICLES,
        copies=(("a",), ("b", "c"), ("d",)),
        links=links,
        score=0.5,
        terms={},
        rank=1,
        section="Home",
        verdict="leads the issue",
    )


def said(*links: Link, corrections: tuple[Correction, ...] = ()) -> str:
    """The lines as one."""
    return " ".join(" ".join(why(candidate(*links), corrections)).split())


def test_each_report_by_the_one_it_is_nearest_to() -> None:
    """The chance of the two, the mean with all against what makes a story, and the words they share."""
    text = said(Link("b", "a", 0.934, LINK + 0.2, ("kelmar", "crack", "bridg")))
    assert "Gazette: Kelmar Bridge closed https://gazette.example/a leads: its headline stands for the story" in text
    assert f"nearest to Gazette: a chance of 0.93 of one event; {LINK + 0.2:.2f} on the mean with every report" in text
    assert f"({LINK:.2f} makes a story); both say kelmar, crack, bridg" in text


def test_a_copy_is_a_copy_of_its_text() -> None:
    """It counts with the report it copies, named by its headline where its source has several here."""
    assert "a copy of Wire (“Crack shuts Kelmar Bridge”): counts as the same report" in said()


def test_an_outlier_beside_a_sure_witness() -> None:
    """A mean under the threshold is enough where one report is surely of the same event."""
    text = said(Link("d", "b", 0.8, GATHER + 0.05))
    assert (
        f"{GATHER + 0.05:.2f} on the mean with every report ({GATHER:.2f} is enough beside so sure a witness)" in text
    )


def test_without_links() -> None:
    """A budget of an earlier version, or a story that an editor put together, has none."""
    assert said().count("what tied it to the story is not kept") == 2


def test_a_report_whose_link_left_the_story() -> None:
    """Where the report that it was nearest to is gone, one that is nearest to it says how near; no mean is made up."""
    text = said(Link("a", "d", 0.71, LINK + 0.2, ("ferri",)))
    end = text[text.index("Ferries to cross the Tarsk") :]
    assert "nearest to Gazette: a chance of 0.71 of one event; both say ferri" in end
    assert "mean" not in end


def test_a_copy_that_leads_its_reports_has_their_link() -> None:
    """The report of a text that several carry is linked by any of them."""
    text = said(Link("c", "a", 0.93, LINK + 0.2))
    assert "Wire: Crack shuts Kelmar Bridge https://wire.example/b nearest to Gazette: a chance of 0.93" in text


def test_shared_words_are_words() -> None:
    """As the articles write them, in small letters where the first that has the word does; else the stem."""
    words = {
        "b": written("<b>Crack</b> found: the crack on Kelmar's bridges", "en"),
        "a": written("Kelmar Bridge, a crack", "en"),
    }
    link = Link("b", "a", 0.9, 0.9, ("kelmar", "crack", "bridg", "tarsk"))
    text = " ".join(" ".join(why(candidate(link), (), words)).split())
    assert "both say Kelmar, crack, bridges, tarsk" in text


def test_corrections_that_held() -> None:
    """Those of its articles, by their numbers, as they stood when the issue was made."""
    merge = Correction(
        number=3, kind="merge", articles=(ARTICLES[0].url,), others=("x",), about="Bridge + ferry", at=AT
    )
    other = Correction(number=4, kind="kill", articles=("y",), about="Elsewhere", at=AT)
    text = said(corrections=(merge, other))
    assert "correction 3 (merge): Bridge + ferry" in text
    assert "correction 4" not in text
    later = Correction(number=5, kind="pin", articles=("a",), about="Later", at=datetime(2026, 3, 3, tzinfo=UTC))
    gone = Correction(number=6, kind="pin", articles=("a",), about="Gone", at=AT, undone=AT)
    assert [one.number for one in in_force([merge, later, gone], AT)] == [3]


def test_an_editors_hand_is_told(tmp_path: Path) -> None:
    """What was killed says by which correction and how to take it back; what was pinned leads, past every cap."""
    made = town(tmp_path)
    made.text("fetch", "--at", FIRST)
    made.text("stories", "kill", "https://gazette.example/bridge", "--at", FIRST)
    made.text("stories", "pin", "https://gazette.example/single-4", "--at", FIRST)
    candidates = made.json("budget", "--at", FIRST)["budget"]["candidates"]
    verdicts = {one["headline"]: (one["rank"], one["verdict"]) for one in candidates}
    assert verdicts["Observatory names comet after watchman"] == (1, "leads the issue, pinned by correction 2")
    text = " ".join(made.text("explain", "https://gazette.example/bridge", "--at", FIRST).split())
    assert "correction 1 (kill): " in text
    assert "→ left out: killed by correction 1 `digest stories undo 1` takes the correction back." in text
    made.text("stories", "undo", "1", "--at", FIRST)
    text = made.text("explain", "https://gazette.example/bridge", "--at", FIRST)
    assert "correction 1" not in text
    made.text("edit", "--at", FIRST)
    assert "correction 2 (pin)" in made.text("explain", "https://gazette.example/single-4", "--at", FIRST)
