"""What a page says of itself: JSON-LD first, then <meta>, then the markup."""

from datetime import UTC, datetime

import pytest

from digest.html import Metadata, metadata, tree


def read(html: str, url: str = "https://paper.example/a/b") -> Metadata:
    root = tree(html)
    assert root is not None
    return metadata(root, url)


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


def test_authors_that_are_referred_to_are_found() -> None:
    """JSON-LD that names its author by an id elsewhere in the graph, as many sites' own software writes it."""
    found = read(
        """<script type="application/ld+json">{"@graph": [
        {"@type": "Article", "headline": "H", "author": {"@id": "https://paper.example/#ada"}},
        {"@type": "Person", "@id": "https://paper.example/#ada", "name": "Ada Quay"}]}</script><p>x"""
    )
    assert found.byline == "Ada Quay"


def test_people_come_before_organizations() -> None:
    """The paper itself is the author only where nobody else is, and never under the page's own site name."""
    said = """<script type="application/ld+json">{"@type": "NewsArticle", "headline": "H",
        "author": {"@type": "Organization", "name": "Coast Wire"}}</script>"""
    assert read(said + "<p class=byline>By Ada Quay</p>").byline == "Ada Quay"
    assert read(said + "<p>x</p>").byline == "Coast Wire"
    assert read(said + "<meta property='og:site_name' content='Coast Wire'><p>x</p>").byline == ""


def test_bylines_in_the_markup() -> None:
    """What is named a byline is one where it holds names; authors of other articles beside the text are not asked."""
    assert (
        read("<h1>H</h1><div class='post-author'>Words by Ada Quay and Bo Pier</div>").byline == "Ada Quay and Bo Pier"
    )
    assert read("<div class='author-box'>Click for more</div><p>x").byline == ""
    assert read("<aside><span class='author'>Cy Dock</span></aside><p>x").byline == ""


@pytest.mark.parametrize(
    "html",
    [
        "<h1>H</h1><time datetime='2024-03-05'>Tuesday</time>",
        "<h1>H</h1><span class='publish-date'>Published 5 March 2024</span>",
        "<h1>H</h1><div class='posted-on'>March 5, 2024</div>",
        "<span class='entry-date'>5 March 2024</span><h1>H</h1>",
    ],
)
def test_dates_in_the_markup(html: str) -> None:
    """A line that the markup calls a date is the article's, by its headline."""
    assert read(html).published == datetime(2024, 3, 5, tzinfo=UTC)


def test_dates_of_others_are_not_taken() -> None:
    """The date below the headline comes before one above it; what stands aside or says when it was updated is none."""
    found = read("<p class='date'>1 January 2025</p><h1>H</h1><p class='date'>5 March 2024</p>")
    assert found.published == datetime(2024, 3, 5, tzinfo=UTC)
    assert read("<h1>H</h1><aside><p class='date'>5 March 2024</p></aside>").published is None
    assert read("<h1>H</h1><p class='updated'>5 March 2024</p>").published is None


def test_a_day_in_the_address_is_the_last_resort() -> None:
    """Newspapers put the day into their addresses."""
    for url in ("https://paper.example/2024/03/05/bridge", "https://paper.example/a/2024/mar/5/bridge"):
        assert read("<p>x</p>", url).published == datetime(2024, 3, 5, tzinfo=UTC)
    assert read("<p>x</p>", "https://paper.example/2024/99/05/bridge").published is None


@pytest.mark.parametrize(
    "link",
    [
        "/logo.png",
        "/img/site-logo.png",
        "/img/the_paper_logo_1200x630.jpg",
        "/default-share.png",
        "/1x1.gif",
        "/x/blank.gif",
        "/mark.svg",
        "data:image/png;base64,AAAA",
        "ftp://paper.example/x.jpg",
    ],
)
def test_logos_and_pixels_are_no_lead_image(link: str) -> None:
    """They are passed over for the next that the page gives."""
    page = f"<meta property='og:image' content='{link}'><meta name='twitter:image' content='/lead.jpg'><p>x</p>"
    assert read(page).image == "https://paper.example/lead.jpg"


def test_the_first_large_figure_stands_in() -> None:
    """Without an image in the head, the text's own first large one is taken, though it loads late."""
    figure = "<figure><img src='data:image/gif;base64,R0' data-src='/bridge.jpg'></figure>"
    small = "<article><img src='/face.jpg' width=60 height=60></article>"
    assert read(f"{small}{figure}").image == "https://paper.example/bridge.jpg"
    assert read(f"{small}<aside>{figure}</aside>").image is None
    assert (
        read("<article><img src='/wide.jpg' width=800 height=450></article>").image == "https://paper.example/wide.jpg"
    )
    assert (
        read("<meta property='og:image' content='/a.jpg'><meta property='og:image:width' content='1'>x").image is None
    )
    assert read("<article><img srcset='/s.jpg 400w, /l.jpg 800w' width=800></article>").image == (
        "https://paper.example/s.jpg"
    )
