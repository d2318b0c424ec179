"""Articles held as such: read from their own pages, and cited as evidence."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from digest.model import Block


def test_an_article_comes_back_as_it_was_kept(world: Any) -> None:
    """Offsets and all; what was never kept is not there."""
    page = world.article(
        7,
        text="Head\n\nThe ferry — “Möwe” 🚢 — left.",
        blocks=(Block("heading", 0, 4), Block("paragraph", 6, 32)),
        dek="The ferry",
        byline="A. Pilot",
        origin="page",
        related=("Another ferry",),
    )
    world.archive.keep(page)
    world.reopen()
    assert world.archive.articles([page.id, "0" * 16]) == {page.id: page}


def test_a_page_read_again_replaces_the_last(world: Any) -> None:
    """Until an issue cites it: what is printed is evidence, and nothing changes it any more."""
    first = world.article(1, text="The ferry left.", origin="page")
    second = replace(first, text="The ferry left late.")
    world.archive.keep(first)
    world.archive.keep(second)
    assert world.archive.articles([first.id]) == {first.id: second}
    world.freeze(1, second)
    world.archive.keep(replace(first, text="The ferry never left."))
    assert world.archive.articles([first.id]) == {first.id: second}


def test_an_issue_brings_its_evidence_and_no_more(world: Any) -> None:
    """Of the articles it is given with, those it cites are held."""
    cited, other = world.article(1), world.article(2)
    issue = world.issue(1, cited)
    world.archive.freeze(issue, b"{}", (cited, other))
    assert world.archive.articles([cited.id, other.id]) == {cited.id: cited}
