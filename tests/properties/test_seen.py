"""Whatever words an issue has, a reader of each medium finds them all, and finds nothing else."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from proved import ISSUE

from digest.editions import JinjaRenderer, environment
from digest.issues.verifying import seen
from digest.model import Issue, PrintedStory, Site

RENDERER = JinjaRenderer(environment(None), Site(output="/x"))
# What the archive can hold: no half of a surrogate pair; something to be seen in it.
TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=60).filter(
    lambda text: any(character.isalnum() for character in text)
)
MARKUP = st.sampled_from(
    [
        "<b>bold</b> & brave",
        "a < b > c",
        "{{ issue }}",
        "&lt;p&gt;",
        "</style></p>",
        "'\"><script>",
        "%(words)s",
        "a\u200bb",
        "\u202eabc",
    ]
)


def with_words(headline: str, sentence: str) -> Issue:
    """The issue, its lead of another headline and with another first sentence."""
    lead: PrintedStory = ISSUE.stories[0]
    told = (replace(lead.what_happened[0], text=sentence), *lead.what_happened[1:])
    return replace(ISSUE, lead=replace(lead, headline=headline, what_happened=told))


@settings(max_examples=25)
@given(st.one_of(TEXTS, MARKUP), st.one_of(TEXTS, MARKUP))
def test_every_medium_has_all_words_and_no_others(headline: str, sentence: str) -> None:
    """In mail, text and page, through escaping, wrapping and layout."""
    issue = with_words(headline, sentence)
    for edition in RENDERER.editions(issue):
        if edition.medium in ("email", "text", "page"):
            read = seen.read(edition.path, edition.body)
            assert list(seen.missing(issue, read, moved=edition.moved)) == []
            assert list(seen.foreign(read, words=seen.words_of(issue), phrases=RENDERER.phrases("en"))) == []
