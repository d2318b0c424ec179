"""One address has one spelling, and what is no web address has none."""

import pytest

from digest.urls import MAX_LENGTH, canonical, host, page


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTPS://News.Example.ORG/A", "https://news.example.org/A"),
        ("https://example.org", "https://example.org/"),
        ("https://example.org:443/a", "https://example.org/a"),
        ("http://example.org:80/a", "http://example.org/a"),
        ("http://example.org:443/a", "http://example.org:443/a"),
        ("https://example.org/a#part", "https://example.org/a"),
        ("https://example.org/a/./b/../c", "https://example.org/a/c"),
        ("https://example.org/a/%2e%2E/c", "https://example.org/c"),
        ("https://example.org/../../a/..", "https://example.org/"),
        ("https://example.org/%7euser/%c3%bc%2f", "https://example.org/~user/%C3%BC%2F"),
        ("https://example.org/zoë and me?q=a|b", "https://example.org/zo%C3%AB%20and%20me?q=a%7Cb"),
        ("https://example.org/50%-off", "https://example.org/50%25-off"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://example.org./a", "https://example.org/a"),
        ("https://me:secret@example.org/a", "https://example.org/a"),
        ("http://[2001:DB8:0::1]:8080/a", "http://[2001:db8::1]:8080/a"),
        ("  https://example.org/a\n", "https://example.org/a"),
        ("https:\\\\example.org\\a?b=\\", "https://example.org/a?b=%5C"),
    ],
)
def test_an_address_has_one_spelling(url: str, expected: str) -> None:
    """RFC 3986 §6.2.2 and §6.2.3, no fragment, no credentials, hosts in ASCII."""
    assert canonical(url) == expected
    assert canonical(expected) == expected


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("utm_source=x&UTM_Medium=y&utm%5Fcampaign=z", ""),
        ("c_id=1&objectid=12&ref=rss", "?c_id=1&objectid=12"),
        ("c_id=1&objectid=12&amp;ref=rss", "?c_id=1&objectid=12"),
        ("a=1&amp;amp;b=2&#038;utm_source=x&#x26;c=3", "?a=1&b=2&c=3"),
        ("a=1&%61mp;b=2&champ;c=3&amp=4", "?a=1&b=2&champ;c=3&amp=4"),
        ("ns_mchannel=rss&ito=1490&ns_campaign=1490", ""),
        ("at_medium=RSS&at_campaign=rss", ""),
        ("CMP=rss&traffic_source=rss", ""),
        ("fbclid=1&gclid=2&v=abc", "?v=abc"),
        ("b=2&a=1", "?b=2&a=1"),
        ("&&p=4066&&", "?p=4066"),
        ("ref=chapter-2&source=feedback&from=london", "?ref=chapter-2&source=feedback&from=london"),
        ("mod=rss_world&partner=rss&story=7", "?story=7"),
        ("id=3;x=4", "?id=3;x=4"),
        ("a=1&a=1", "?a=1&a=1"),
        ("?", "??"),
        ("", ""),
    ],
)
def test_only_what_tracks_readers_is_dropped(query: str, kept: str) -> None:
    """The parameters left keep their order and spelling."""
    assert canonical(f"https://example.org/a?{query}") == f"https://example.org/a{kept}"


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        # Names that mean nothing else anywhere, and whose products make up more.
        ("https://a.example/1?gclid=a&gbraid=b&srsltid=c&msclkid=d&yclid=e&ttclid=f&twclid=g&rdt_cid=h", "https://a.example/1"),
        ("https://a.example/1?fbclid=a&mibextid=b&igshid=c&__twitter_impression=true", "https://a.example/1"),
        ("https://a.example/1?mc_cid=a&mc_eid=b&mkt_tok=c&_hsenc=d&_hsmi=e&vero_id=f&ck_subscriber_id=g", "https://a.example/1"),
        ("https://a.example/1?at_medium=a&at_custom1=b&xtor=c&wt_mc=d&pk_campaign=e&utm-source=f&hsa_acc=g", "https://a.example/1"),
        ("https://a.example/1?CMP=a&cmpid=b&ICID=c&intcmp=d&smid=e&ftag=f&wpisrc=g&srnd=h&ocid=i&ncid=j", "https://a.example/1"),
        # Names that mean other things elsewhere: by their value.
        ("https://a.example/1?ref=rss&source=newsletter_daily&src=hash&via=feed", "https://a.example/1"),
        ("https://a.example/1?source=rss-0a1b2c------2&from=rss", "https://a.example/1"),
        ("https://a.example/1?ref=main&source=4&via=london&src=img&from=2024", "https://a.example/1?ref=main&source=4&via=london&src=img&from=2024"),
        ("https://a.example/1?cid=rss&tid=ss_tw", "https://a.example/1"),
        ("https://a.example/1?cid=1801&tid=9", "https://a.example/1?cid=1801&tid=9"),
        # Names that track on one site and select a page on others.
        ("https://www.youtube.com/watch?v=a&si=b&pp=c&feature=d&t=30&list=e", "https://www.youtube.com/watch?v=a&t=30&list=e"),
        ("https://youtu.be/a?si=b", "https://youtu.be/a"),
        ("https://x.com/a/status/1?s=20&t=b", "https://x.com/a/status/1"),
        ("https://a.example/?s=20&t=b&si=c&pp=d", "https://a.example/?s=20&t=b&si=c&pp=d"),
        ("https://notx.com/a?s=20", "https://notx.com/a?s=20"),
        ("https://www.wsj.com/a?mod=hp_lead&st=gift", "https://www.wsj.com/a?st=gift"),
        ("https://a.example/a?mod=story", "https://a.example/a?mod=story"),
        ("https://me.substack.com/p/a?r=1&triedRedirect=true", "https://me.substack.com/p/a"),
        ("https://www.newyorker.com/a?mbid=rss", "https://www.newyorker.com/a"),
        ("https://music.example/a?mbid=0a1b", "https://music.example/a?mbid=0a1b"),
        # What selects a page, what a reader was given, and what signs an address.
        ("https://a.example/article.cfm?c_id=1&objectid=12328211", "https://a.example/article.cfm?c_id=1&objectid=12328211"),
        ("https://a.example/?p=4066&page=2&id=3&story=4&lang=en", "https://a.example/?p=4066&page=2&id=3&story=4&lang=en"),
        ("https://www.nytimes.com/a?unlocked_article_code=1.a&smid=b", "https://www.nytimes.com/a?unlocked_article_code=1.a"),
        ("https://a.example/a.jpg?w=640&resize=3&sig=b&token=c&Expires=d", "https://a.example/a.jpg?w=640&resize=3&sig=b&token=c&Expires=d"),
    ],
)  # fmt: skip
def test_the_list_of_what_tracks(url: str, kept: str) -> None:
    """Each kind of rule, and what comes close to it."""
    assert canonical(url) == kept
    assert canonical(kept) == kept


@pytest.mark.parametrize(
    "url",
    [
        "", " ", "javascript:alert(1)", "data:text/html,x", "mailto:a@example.org", "ftp://example.org/a",
        "example.org/a", "//example.org/a", "https://", "https:///a", "http://example.org:99999/", "http://[nonsense]/",
        "https://exa mple.org/", "https://-\x00-/", "https://a..b/",
        "https://example.org/" + "a" * MAX_LENGTH, "http://" + "a." * 200 + "org/",
    ],
)  # fmt: skip
def test_what_is_no_web_address_has_no_spelling(url: str) -> None:
    """Other schemes, no host, garbage: the empty string, never an exception."""
    assert canonical(url) == ""


@pytest.mark.parametrize(
    ("url", "base", "expected"),
    [
        ("/b?c=1", "https://example.org/a/", "https://example.org/b?c=1"),
        ("b", "https://example.org/a/x", "https://example.org/a/b"),
        ("//other.example/b", "https://example.org/", "https://other.example/b"),
        ("https://other.example/b", "https://example.org/", "https://other.example/b"),
        ("javascript:alert(1)", "https://example.org/", ""),
        ("b", "no address", ""),
        ("b", "https://[x/", ""),
        ("", "https://example.org/", ""),
    ],
)
def test_a_relative_address_is_read_from_its_base(url: str, base: str, expected: str) -> None:
    """RFC 3986 §5; an empty link names nothing."""
    assert canonical(url, base) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.Example.org:8443/a", "example.org"),
        ("https://news.example.org/", "news.example.org"),
        ("https://www.com/", "www.com"),
        ("https://bücher.example/", "xn--bcher-kva.example"),
        ("mailto:a@example.org", ""),
        ("http://[x]/", ""),
    ],
)
def test_a_host_is_what_readers_know(url: str, expected: str) -> None:
    """Lower case, no "www."."""
    assert host(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        "https://www.example.org/a/b.html/",
        "http://example.org/a/b.html?utm_source=rss#top",
        "https://m.example.org/a/b.html",
        "https://www.amp.example.org/a/b.html",
        "https://example.org/amp/a/b.html",
        "https://example.org/a/b.amp.html",
        "https://example.org/a/b.html?amp",
        "https://example.org/a/b.html?amp=1&outputType=amp",
        "https://example.org/a/b.html/index.html",
        "https://www.google.co.nz/amp/s/example.org/a/b.html",
        "https://example-org.cdn.ampproject.org/v/s/www.example.org/a/b.html?amp_js_v=0.1&usqp=mq331AQ",
    ],
)
def test_a_page_is_known_under_all_its_addresses(url: str) -> None:
    """Scheme, "www.", hosts for small screens, AMP and its caches, an index file, a last slash: one page."""
    assert page(url) == "example.org/a/b.html"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a?id=1", "https://example.org/a?id=2"),
        ("https://example.org/a", "https://example.org/A"),
        ("https://news.example.org/a", "https://example.org/a"),
        ("https://m.org/a", "https://www.org/a"),
        ("https://example.org/ample/b", "https://example.org/b"),
        ("https://example.org/a", "https://example.org:8080/a"),
    ],
)
def test_another_page_is_another(one: str, other: str) -> None:
    """What selects a page stays."""
    assert page(one) != page(other)


def test_what_is_no_address_is_no_page() -> None:
    """As of ``canonical``."""
    assert page("") == page("javascript:alert(1)") == page("http://[x]/") == ""
