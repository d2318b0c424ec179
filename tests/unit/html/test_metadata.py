"""What a page says of itself: JSON-LD first, then <meta>, then the markup."""

from datetime import UTC, datetime

from digest.html import Metadata, metadata, tree


def read(html: str) -> Metadata:
    root = tree(html)
    assert root is not None
    return metadata(root, "https://paper.example/a/b")


def test_linked_data_comes_first() -> None:
    """An article in JSON-LD, in a graph or not, wins over the page's other claims."""
    found = read(
        """<html lang="en-GB"><head><title>Site | Wrong</title><meta property="og:title" content="Second best">
        <script type="application/ld+json">{"@graph": [{"@type": "Organization", "name": "Paper"},
        {"@type": "NewsArticle", "headline": "The headline",
         "author": [{"name": "Ada Quay"}, {"name": "Bo Pier"}],
         "datePublished": "2024-03-05T07:30:00+01:00", "dateModified": "2024-03-05T09:00:00Z",
         "image": ["/img/lead.jpg"]}]}</script></head><body><p>x</p></body></html>"""
    )
    assert (found.title, found.byline) == ("The headline", "Ada Quay, Bo Pier")
    assert found.published == datetime(2024, 3, 5, 6, 30, tzinfo=UTC)
    assert found.updated == datetime(2024, 3, 5, 9, 0, tzinfo=UTC)
    assert found.image == "https://paper.example/img/lead.jpg"
    assert found.lang == "en-GB"


def test_meta_and_markup_stand_in() -> None:
    """Without linked data the <meta> elements are read; without those the markup."""
    found = read(
        """<html><head><meta property="og:title" content="A headline"><meta name="author" content="https://fb.example/x">
        <meta property="article:published_time" content="2024-03-05">
        <meta property="og:image" content="//cdn.example/x.png">
        </head><body><h1>Other</h1><a rel="author">Cy Dock</a></body></html>"""
    )
    assert (found.title, found.byline, found.image) == ("A headline", "Cy Dock", "https://cdn.example/x.png")
    assert found.published == datetime(2024, 3, 5, tzinfo=UTC)
    assert read("<body><h1>Only <i>this</i></h1>").title == "Only this"


def test_bylines_and_headlines_lose_what_pages_hang_on_them() -> None:
    """ "By", dates and accounts are no names; the site's own name is no headline; entities are resolved."""
    found = read(
        """<meta property="og:site_name" content="The Paper">
        <meta property="og:title" content="It &amp;#8217;s here | The Paper">
        <meta name="author" content="By Ada Quay and Bo Pier | March 5, 2024 12:26 PM"><p>x"""
    )
    assert (found.title, found.byline) == ("It ’s here", "Ada Quay and Bo Pier")
    assert read("<meta name=author content='by Cy Dock @cydock Nov 18, 2019'><p>x").byline == "Cy Dock"
    assert read("<meta name=author content='admin'><p>x").byline == ""


def test_broken_claims_are_passed_over() -> None:
    """Linked data that is no JSON, or a template left unfilled, says nothing."""
    found = read(
        """<script type="application/ld+json">{"@type": "NewsArticle", </script>
        <script type="application/ld+json">[[[[[]]]]]</script><meta name="author" content="{{author}}"><p>x"""
    )
    assert found == Metadata()
