"""What of a changed article deserves a reader's notice, and what does not."""

from __future__ import annotations

import pytest
from erring import article, issue
from msgspec.structs import replace

from digest.issues.errata.judging import Found, judge

LONG = (
    "Engineers closed the Kelmar Bridge on Monday after Axel Sheffler found a crack in its main cable.",
    "Police turned back 2,300 vehicles in the first hour, and the ferries were full by eight.",
    "“We will not gamble with people’s lives for a shorter commute,” said Marta Lindqvist, the minister.",
    "The bridge was built in 1974 and carries 61,000 vehicles a day, more than any other crossing.",
    "The repair will cost 30 million crowns, according to the council, which has not said who is to pay.",
    "The company said it did inform the council of the crack in January.",
    "At least 12 people were hurt when a bus had to brake, and 40 percent of the trains were late.",
)


def judged(
    *now: str, was: tuple[str, ...] = LONG, quote: str = "", lang: str = "en", headline: str = ""
) -> Found | None:
    """What is found where an article that was printed is these paragraphs now."""
    before = article(*was, lang=lang)
    after = article(*now, lang=lang, headline=headline or before.headline)
    return judge(issue(before, quote=quote), before, after)


def edited(old: str, new: str) -> tuple[str, ...]:
    """The long article with other words."""
    assert any(old in paragraph for paragraph in LONG)
    return tuple(paragraph.replace(old, new) for paragraph in LONG)


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("30 million", "3 million", "figure"),
        ("61,000", "16,000", "figure"),
        ("1974", "1947", "figure"),
        ("1974", "1984", "figure"),
        ("2,300", "2.3 million", "figure"),
        ("on Monday", "on Sunday", "date"),
        ("in January", "in February", "date"),
        ("Sheffler", "Scheffler", "name"),
        ("Axel Sheffler", "Olof Brandt", "name"),
        ("did inform", "did not inform", "negation"),
        ("has not said", "has said", "negation"),
    ],
)
def test_another_fact_in_a_sentence_that_stands(old: str, new: str, kind: str) -> None:
    """A figure, day, name or "not": both sentences are given as they stand in their texts."""
    found = judged(*edited(old, new))
    assert found is not None
    (change,) = found.changes
    assert change.kind == kind
    assert change.printed is not None
    assert change.now is not None
    assert old in change.printed.text
    assert new in change.now.text
    assert "\n\n".join(LONG)[change.printed.start : change.printed.end] == change.printed.text
    assert "\n\n".join(edited(old, new))[change.now.start : change.now.end] == change.now.text


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Axel Sheffler", "Mr Sheffler"),
        ("Axel Sheffler", "Sheffler"),
        ("Marta Lindqvist, the minister", "Lindqvist, the minister"),
        ("according to the council", "the council says"),
        ("a crack in its main cable", "a crack in the main cable"),
        ("turned back", "stopped"),
        ("At least 12", "At least 15"),
        ("40 percent", "43 percent"),
        ("“We will", '"We will'),
        ("people’s", "people's"),
        ("more than any other crossing", "more than any other  crossing"),
        ("on Monday after", "after"),
        ("Kelmar Bridge", "Kelmar bridge"),
    ],
)
def test_what_is_worded_otherwise(old: str, new: str) -> None:
    """A title for a name, a shorter form of it, other words, marks, spaces, capitals; a toll that rises."""
    more = "Buses run every ten minutes."  # so that the rest is not untouched
    assert judged(*edited(old, new), more) is None


def test_a_figure_that_rose_in_a_text_that_else_stands() -> None:
    """Not one other word is another, in a text long enough to tell: no news came in."""
    found = judged(*edited("2,300", "2,800"))
    assert found is not None
    assert [change.kind for change in found.changes] == ["figure"]
    assert judged(*edited("2,300", "2,800"), "Buses run every ten minutes.") is None
    teaser = ("Police turned back 2,300 vehicles on the Kelmar Bridge.",)
    assert judged(teaser[0].replace("2,300", "2,800"), was=teaser) is None
    assert judged(teaser[0].replace("2,300", "1,300"), was=teaser) is not None


def test_a_text_that_was_extended() -> None:
    """Paragraphs before, between and after are news."""
    assert judged("Update: the ferries are full.", *LONG[:3], "Trains stop too.", *LONG[3:], "More follows.") is None


def test_a_text_that_was_told_anew() -> None:
    """A story in motion: nothing of it stands, and nothing is said of that."""
    anew = (
        "The Kelmar Bridge will open again on Thursday, the council said, after engineers replaced the main cable.",
        "Traffic is expected to be heavy, and 80,000 vehicles may come on the first day.",
        "Marta Lindqvist, the minister, thanked all who had waited.",
    )
    assert judged(*anew) is None


def test_a_text_that_runs_live() -> None:
    """A live blog is another every hour."""
    before = article(*LONG, headline="Kelmar Bridge live: latest updates")
    after = replace(before, text=before.text.replace("30 million", "3 million"))
    assert judge(issue(before), before, after) is None


def test_other_words_in_a_mouth() -> None:
    """A quotation that was printed is another; one that was cut short is only shorter."""
    words = "We will not gamble with people’s lives for a shorter commute,"
    found = judged(*edited("gamble with people’s lives", "risk the safety of families"), quote=words)
    assert found is not None
    assert [change.kind for change in found.changes] == ["quote"]
    assert judged(*edited(" for a shorter commute", ""), quote=words) is None


def test_a_sentence_that_was_taken_out() -> None:
    """Out of a text that stands: told where it claimed something. Not where the page has it elsewhere."""
    shorter = (*LONG[:4], *LONG[5:])
    found = judged(*shorter)
    assert found is not None
    (change,) = found.changes
    assert change.kind == "gone"
    assert change.now is None
    before, after = article(*LONG), article(*shorter)
    assert judge(issue(before), before, after, page=f"Read more. {LONG[4]} Subscribe.") is None
    assert judged(*LONG[:3]) is None  # an abridged text


@pytest.mark.parametrize(
    ("note", "lang"),
    [
        ("Correction: An earlier version of this article misstated the year in which the bridge was built.", "en"),
        ("An earlier version of this story gave the wrong name for the engineer.", "en"),
        ("This article has been corrected to show that the bridge was built in 1947.", "en"),
        ("Editor’s note: the sum was wrong in an earlier version.", "en"),
        ("Korrektur: Die Brücke wurde 1947 gebaut.", "de"),
        ("In einer früheren Version dieses Textes stand, die Brücke sei 1974 gebaut worden.", "de"),
        ("Corrección: el puente se construyó en 1947.", "es"),
        ("Une première version de cet article donnait une date fausse.", "fr"),
        ("Düzeltme: Köprü 1947 yılında yapıldı.", "tr"),
        ("تصحيح: بُني الجسر عام 1947.", "ar"),
    ],
)
def test_a_note_in_which_the_source_says_that_it_was_wrong(note: str, lang: str) -> None:
    """Told in its words; one that was there when the issue was made is told by the article itself."""
    found = judged(*LONG, note, lang=lang)
    assert found is not None
    assert found.kind == "changed"
    assert [(change.kind, change.now.text if change.now else "") for change in found.changes] == [("note", note)]
    assert judged(*LONG, note, "More follows.", was=(*LONG, note), lang=lang) is None


def test_a_correction_in_the_news_is_no_note() -> None:
    """Markets are corrected too."""
    assert judged(*LONG, "The market faces a correction, analysts said.") is None
    assert judged(*LONG, "The story has been told many times on the island.") is None


def test_with_a_note_other_changes_count_too() -> None:
    """What rose, beside a note, is part of what was wrong."""
    note = "Correction: An earlier version of this article gave a wrong number of vehicles."
    found = judged(*edited("2,300", "2,800"), note)
    assert found is not None
    assert [change.kind for change in found.changes] == ["note", "figure"]


@pytest.mark.parametrize(
    ("headline", "note"),
    [
        ("WITHDRAWN: Kelmar Bridge closed after crack is found", ""),
        ("KILL: Kelmar Bridge closed", ""),
        ("", "This article has been retracted."),
        ("", "Dieser Artikel wurde zurückgezogen."),
    ],
)
def test_what_was_taken_back(headline: str, note: str) -> None:
    """By its headline, or by a note."""
    found = judged(*LONG, *([note] if note else []), headline=headline)
    assert found is not None
    assert found.kind == "withdrawn"


def test_what_its_feed_took_back_and_what_is_not_there() -> None:
    """Both without any word of the text."""
    before = article(*LONG)
    taken = judge(issue(before), before, before, taken=True)
    lost = judge(issue(before), before, before, lost=True)
    assert taken == Found("withdrawn", "s" * 12)
    assert lost == Found("lost", "s" * 12)


@pytest.mark.parametrize(
    "headline",
    [
        "Crack shuts Kelmar Bridge: what drivers should know",
        "Kelmar Bridge closed after crack found",
        "Kelmar Bridge is closed after crack is found",
        "Bridge closed after crack is found",
    ],
)
def test_a_headline_that_was_touched_up(headline: str) -> None:
    """Is a matter of taste."""
    assert judged(*LONG, headline=headline) is None


def test_a_headline_with_another_fact() -> None:
    """Is told; a toll in it that rises is not."""
    before = article(*LONG, headline="Bridge closed, 15 people hurt")
    for new, told in (("Bridge closed, 12 people hurt", True), ("Bridge closed, 19 people hurt", False)):
        found = judge(issue(before), before, replace(before, headline=new))
        assert (found is not None) == told
        if found is not None:
            assert [change.kind for change in found.changes] == ["headline"]


def test_what_was_not_printed_is_not_corrected() -> None:
    """Where an issue printed one sentence, what another says now is no business of its readers."""
    before = article(*LONG)
    after = article(*edited("30 million", "3 million"))
    assert judge(issue(before, all_of=False), before, after) is None
    elsewhere = replace(before, id="b" * 16)
    assert judge(issue(elsewhere), before, after) is None
