"""Markup to text: entities resolved, blocks apart, nothing unprintable, and no cost beyond the input's length."""

import pytest

from digest.html import Paragraph, paragraphs, plain


@pytest.mark.parametrize(
    ("fragment", "text"),
    [
        ("Salt &amp;amp; vinegar", "Salt & vinegar"),
        ("It&amp;#8217;s &lt;b&gt;here&lt;/b&gt;", "It’s here"),
        ("<b>Bold</b> move", "Bold move"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("a\x00b\x07c\u200bd\u202ee", "abcde"),
        ("say \x93hi\x94", "say “hi”"),
        ("  two\n\t lines\xa0here ", "two lines here"),
        ("<p>one</p><p>two</p>", "one\ntwo"),
        ("one<br>two", "one two"),
        ("<td>a</td><td>b</td>", "a b"),
        ("a<script>x()</script>b<!-- c -->d<style>e{}</style>", "abd"),
        ("", ""),
        ("<!-- only a comment -->", ""),
    ],
)
def test_plain(fragment: str, text: str) -> None:
    """The text a reader would see, one line a block."""
    assert plain(fragment) == text


def test_paragraphs_know_headings_and_captions() -> None:
    """Headings are told by their element, or by being bold from end to end and no sentence."""
    html = (
        "<h2>One</h2><p>Two.</p><p><strong>Three</strong></p><p><b>Four is a sentence.</b></p>"
        "<figure><img><figcaption>Five</figcaption></figure>six<br/><br/>seven"
    )
    assert paragraphs(html) == [
        Paragraph("heading", "One"),
        Paragraph("paragraph", "Two."),
        Paragraph("heading", "Three"),
        Paragraph("paragraph", "Four is a sentence."),
        Paragraph("caption", "Five"),
        Paragraph("paragraph", "six"),
        Paragraph("paragraph", "seven"),
    ]


@pytest.mark.parametrize(
    "hostile",
    [
        "<div>" * 60_000 + "deep",
        "<span>" * 30_000 + "deep" + "</i>" * 30_000,
        "<p><button>" * 30_000 + "deep",
        "<svg>" * 60_000 + "deep",
        "".join(f"<font size={i}><p>" for i in range(20_000)) + "deep",
    ],
)
def test_markup_nested_beyond_reason_keeps_its_text(hostile: str) -> None:
    """Elements left open by the thousand lose their tags and not their words."""
    assert plain(hostile) == "deep"


@pytest.mark.parametrize(
    "hostile", ["<" * 200_000, "<a " * 100_000, "&" * 200_000, "<!--" * 100_000, "<![CDATA[" * 50_000]
)
def test_markup_that_never_ends_is_survived(hostile: str) -> None:
    """Half a tag repeated is no reason to fail."""
    assert isinstance(plain(hostile), str)


def test_text_without_tags_is_parted_by_blank_lines() -> None:
    """As video services write their descriptions."""
    given = "The bridge is open.\nFerries stop.\n \nSubscribe to our channel &amp; more.\n\n\n"
    assert [block.text for block in paragraphs(given)] == [
        "The bridge is open. Ferries stop.",
        "Subscribe to our channel & more.",
    ]
