"""The pages: valid, linked, small, and without a request to anyone else."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from itertools import pairwise
from pathlib import PurePosixPath
from types import ModuleType

import pytest
from lxml import etree, html
from msgspec.structs import replace

from digest.codec import encode
from digest.editions import JinjaRenderer, environment
from digest.editions.palette import contrast
from digest.model import Issue, Site

ISSUES = ("sample_issue", "quiet_issue", "teaser_issue", "hostile_issue", "right_to_left_issue")
ATOM = "{http://www.w3.org/2005/Atom}"


def tree(renderer: JinjaRenderer, issues: list[Issue]) -> dict[str, bytes]:
    """The whole site by path."""
    files = {file.path: file.body for file in renderer.site(issues)}
    for issue in issues:
        files |= {f"issues/{issue.date}/{edition.path}": edition.body for edition in renderer.editions(issue)}
    return files


def week(newsroom: ModuleType, days: int = 5) -> list[Issue]:
    """Issues on days that reach back over a month and a year, oldest first."""
    issue = newsroom.sample_issue()
    return [
        replace(issue, date=issue.date - timedelta(days=90 * back), number=212 - back)
        for back in range(days - 1, -1, -1)
    ]


def test_every_link_inside_the_site_leads_somewhere(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """Relative links from every page end at a file of the site, and anchors at an element."""
    # What leads to issues before these is left out: they are not of this site.
    issues = [replace(issue, developing=(), due=(), settled=()) for issue in week(newsroom)]
    files = tree(renderer, issues) | {f"issues/{issue.date}/issue.json": encode(issue) for issue in issues}
    checked = 0
    for path, body in files.items():
        if not path.endswith(".html") or path in ("404.html",) or path.endswith("email.html"):
            continue
        root = html.document_fromstring(body.decode())
        ids = set(root.xpath("//@id"))
        for href in root.xpath("//@href"):
            if href.startswith("#"):
                assert href[1:] in ids, (path, href)
            elif not re.match(r"[a-z]+:", href):
                href, _, anchor = href.partition("#")
                parts: list[str] = []
                for part in (*PurePosixPath(path).parent.parts, *PurePosixPath(href).parts):
                    parts = parts[:-1] if part == ".." else [*parts, part]
                assert "/".join(parts) in files, (path, href)
                if anchor:
                    assert f'id="{anchor}"' in files["/".join(parts)].decode(), (path, href, anchor)
                checked += 1
    assert checked > 20


def test_the_home_page_is_the_latest_issue_in_full(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """Home holds every story of the newest issue."""
    home = html.document_fromstring(tree(renderer, week(newsroom))["index.html"].decode()).text_content()
    assert all(story.headline in home for story in newsroom.sample_issue().stories)
    assert "No.\xa0212" in home


def test_an_earlier_issue_is_linked_where_it_lies(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """A developing story leads to the folder of the issue that printed it last."""
    files = tree(renderer, [newsroom.sample_issue()])
    assert b'href="../../issues/2031-05-06/index.html#s-t-strike"' in files["issues/2031-05-07/index.html"]
    assert b'href="issues/2031-05-06/index.html#s-t-strike"' in files["index.html"]


@pytest.mark.parametrize("name", ISSUES)
def test_pages_are_well_built(renderer: JinjaRenderer, newsroom: ModuleType, name: str) -> None:
    """Language, direction, title, one h1, headings in order, ids that are unique, nothing loaded from elsewhere."""
    issue = getattr(newsroom, name)()
    for path, body in tree(renderer, [issue]).items():
        if not path.endswith("index.html"):
            continue
        root = html.document_fromstring(body.decode())
        assert root.get("lang") == root.find("body").get("lang") == issue.publication.lang
        assert root.get("dir") == root.find("body").get("dir")
        assert root.findtext(".//title").strip()
        levels = [int(e.tag[1]) for e in root.iter("h1", "h2", "h3", "h4")]
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels)), path
        ids = root.xpath("//@id")
        assert len(ids) == len(set(ids))
        assert not list(root.iter("img", "iframe"))
        assert root.xpath("count(//script[not(@type='application/ld+json')])") == 0
        loaded = root.xpath("//link[@rel='stylesheet' or @rel='icon']/@href")
        assert loaded
        assert not [href for href in loaded if re.match(r"(https?:)?//", href)]


def test_hostile_text_stays_text(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """Nothing that a source wrote becomes an element, an attribute or an address that runs."""
    files = tree(renderer, [newsroom.hostile_issue()])
    for path in (path for path in files if path.endswith(".html") and not path.endswith("email.html")):
        root = html.document_fromstring(files[path].decode())
        assert not root.xpath("//script[not(@type='application/ld+json')] | //img | //*[@onerror]"), path
        assert not root.xpath("//*[starts-with(@href, 'javascript')]"), path
    assert "<script>alert(1)</script>" in html.document_fromstring(files["index.html"].decode()).text_content()


def test_the_style_sheet_is_small_and_asks_for_nothing(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """At most 8 KB, without an address in it; the first page weighs at most 60 KB with it."""
    files = tree(renderer, [newsroom.sample_issue()])
    style = files["style.css"].decode()
    assert len(files["style.css"]) <= 8192
    assert "url(" not in style
    assert "@import" not in style
    assert len(files["index.html"]) + len(files["style.css"]) + len(files["favicon.svg"]) <= 60_000


@pytest.mark.parametrize("accent", ["#9a3324", "#ffe066", "#123", "#00aa88"])
def test_both_schemes_are_legible(newsroom: ModuleType, accent: str) -> None:
    """Ink, text, small print and accent stand out from the paper by 4.5 to 1 in light and in dark."""
    renderer = JinjaRenderer(environment(None), Site(output="/nowhere", accent=accent))
    style = next(file.body for file in renderer.site([newsroom.quiet_issue()]) if file.path == "style.css").decode()
    schemes = re.findall(
        r"--paper:(#\w{6});--ink:(#\w{6});--text:(#\w{6});--soft:(#\w{6});--line:#\w{6};--accent:(#\w{6})", style
    )
    assert len(schemes) == 3  # light, dark, and light again for paper
    assert schemes[0] != schemes[1]
    for paper, *others in schemes:
        assert all(contrast(colour, paper) >= 4.5 for colour in others)


def test_the_feed_is_atom(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """Each entry has what RFC 4287 §4.1 asks for: id, title, updated, a link; ids differ; the newest is first."""
    for issues in (week(newsroom, 20), [newsroom.hostile_issue()], [newsroom.quiet_issue()]):
        root = etree.fromstring(tree(renderer, issues)["feed.xml"])
        assert root.tag == f"{ATOM}feed"
        for element in (root, *root.iter(f"{ATOM}entry")):
            for name in ("id", "title", "updated"):
                assert len(element.findall(f"{ATOM}{name}")) == 1
                assert element.findtext(f"{ATOM}{name}")
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", element.findtext(f"{ATOM}updated"))
            assert element.find(f"{ATOM}link[@rel='alternate']").get("href")
            assert re.match(r"(https?|urn):", element.findtext(f"{ATOM}id"))
        entries = list(root.iter(f"{ATOM}entry"))
        assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries) == min(len(issues), 10)
        assert entries[0].findtext(f"{ATOM}title").split() == issues[-1].subject.split()
        content = html.fromstring(f"<div>{entries[0].findtext(f'{ATOM}content')}</div>")
        assert issues[-1].lead.headline in " ".join(content.text_content().split())
        assert not content.xpath(".//script")


def test_back_issues_stand_by_year_and_month(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """Newest first, under the year and the month they came out in."""
    root = html.document_fromstring(tree(renderer, week(newsroom))["issues/index.html"].decode())
    assert [e.text_content() for e in root.iter("h3", "h4")] == [
        "2031", "May", "February", "2030", "November", "August", "May",
    ]  # fmt: skip
    days = [a.get("href") for a in root.xpath("//main//a")]
    assert days == sorted(days, reverse=True)
    assert len(days) == 5


def test_a_site_that_is_not_to_be_found_says_so(newsroom: ModuleType) -> None:
    """With noindex every page asks not to be listed, once, and may be read to be heeded; no sitemap lists it."""
    for noindex in (True, False):
        renderer = JinjaRenderer(environment(None), Site(output="/nowhere", noindex=noindex))
        files = tree(renderer, [newsroom.sample_issue()])
        for path, body in files.items():
            if path.endswith("index.html"):
                assert body.count(b'content="noindex"') == int(noindex), path
        assert files["404.html"].count(b'content="noindex"') == 1
        assert b"Disallow" not in files["robots.txt"]
        assert (b"Sitemap: https://harbour.example/news/sitemap.xml" in files["robots.txt"]) is not noindex
        assert ("sitemap.xml" in files) is not noindex


def test_the_sitemap_lists_every_page_that_is_there(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """Every page, by addresses that lead to files, in a list for each year; a site without an address has none."""
    files = tree(renderer, week(newsroom))
    name = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    base = "https://harbour.example/news/"
    maps = [element.text.removeprefix(base) for element in etree.fromstring(files["sitemap.xml"]).iter(f"{name}loc")]
    assert maps == ["sitemap-site.xml", "sitemap-2031.xml", "sitemap-2030.xml"]
    listed = [element.text for path in maps for element in etree.fromstring(files[path]).iter(f"{name}loc")]
    assert len(listed) == len(set(listed))
    assert all(address.startswith(base) for address in listed)
    pages = {path for path in files if path.endswith("index.html")}
    assert {f"{address.removeprefix(base)}index.html" for address in listed} == pages
    homeless = replace(newsroom.sample_issue(), publication=replace(newsroom.PUBLICATION, url=None))
    without = tree(renderer, [homeless])
    assert "sitemap.xml" not in without
    assert b"Sitemap" not in without["robots.txt"]


def test_what_a_shared_link_shows(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """An issue's page names its title, description, kind, moment and lasting address."""
    root = html.document_fromstring(tree(renderer, [newsroom.sample_issue()])["issues/2031-05-07/index.html"].decode())
    issue = newsroom.sample_issue()
    said = {e.get("property"): e.get("content") for e in root.xpath("//meta[@property]")}
    assert said == {
        "og:type": "article",
        "og:title": issue.subject,
        "og:description": issue.preheader,
        "og:site_name": "The Harbour Morning",
        "og:url": "https://harbour.example/news/issues/2031-05-07/",
        "article:published_time": "2031-05-07T04:30:00Z",
    }
    assert root.xpath("//link[@rel='canonical']/@href") == [said["og:url"]]


def test_both_feeds_say_the_same(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """The JSON feed has version, title, and items with the ids, links and content of the Atom feed's entries."""
    homeless = replace(newsroom.quiet_issue(), publication=replace(newsroom.PUBLICATION, url=None, tagline=""))
    for issues in (week(newsroom, 20), [newsroom.hostile_issue()], [homeless]):
        files = tree(renderer, issues)
        atom, feed = etree.fromstring(files["feed.xml"]), json.loads(files["feed.json"])
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["title"] == issues[-1].publication.title
        assert ("feed_url" in feed) is ("description" in feed) is (issues != [homeless])
        entries = list(atom.iter(f"{ATOM}entry"))
        assert len(feed["items"]) == len(entries)
        for item, entry in zip(feed["items"], entries, strict=True):
            assert item["id"] == entry.findtext(f"{ATOM}id")
            assert item.get("url") == (None if issues == [homeless] else entry.find(f"{ATOM}link").get("href"))
            assert item["date_published"] == entry.findtext(f"{ATOM}updated")
            assert item["content_html"].split() == entry.findtext(f"{ATOM}content").split()
            assert "" not in item.values()


def test_the_page_that_is_not_found_stands_alone(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """It is served at any depth, so it carries its style and links from the root."""
    root = html.document_fromstring(tree(renderer, [newsroom.sample_issue()])["404.html"].decode())
    assert root.xpath("//style")
    top = ("https://harbour.example/news/", "webcal://harbour.example/news/", "#")
    assert all(href.startswith(top) for href in root.xpath("//body//a/@href"))


def test_no_issue_makes_no_site(renderer: JinjaRenderer) -> None:
    """Before the first issue there is nothing to show."""
    assert renderer.site([]) == ()


def test_an_issue_leads_to_the_other_pages_at_its_top(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """Who comes for the first time need not read to the foot; the home page does not lead to itself."""
    issue = newsroom.sample_issue()
    home = next(file.body for file in renderer.site((issue,)) if file.path == "index.html").decode()
    page = renderer.editions(issue)[2].body.decode()
    tops = [html.document_fromstring(text).xpath("//header/nav/a/@href") for text in (home, page)]
    assert tops[0] == ["whats-next/index.html", "sections/index.html", "issues/index.html"]
    assert tops[1] == ["../../index.html", *(f"../../{path}" for path in tops[0])]


def test_the_page_accounts_for_every_article(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """Those printed, those behind them and those left out are all that were read; the whole account is a link away."""
    issue = newsroom.sample_issue()
    dropped = {"older than 72 hours": 7, "World is full": 1200}
    counted = replace(issue.coverage, candidates=1219, printed=9, merged=3, dropped=dropped)
    page = {e.medium: e.body.decode() for e in renderer.editions(replace(issue, coverage=counted))}["page"]
    foot = " ".join(html.document_fromstring(page).xpath("string(//footer)").split())
    assert "1,219 articles in all." in foot
    assert "Of the articles: 9 printed, 3 more of the same events, 1,207 left out." in foot
    assert html.document_fromstring(page).xpath("//footer//a[@href='issue.json']")
    for merged, dropped, told in (
        (0, {"expired": 4}, "Of the articles: 9 printed, 4 left out."),
        (3, {}, "Of the articles: 9 printed, 3 more of the same events."),
        (0, {}, "Of the articles: 9 printed."),
    ):
        some = replace(counted, candidates=9 + merged + sum(dropped.values()), merged=merged, dropped=dropped)
        page = {e.medium: e.body.decode() for e in renderer.editions(replace(issue, coverage=some))}["page"]
        assert told in " ".join(html.document_fromstring(page).xpath("string(//footer)").split())
    bare = replace(issue, coverage=replace(counted, candidates=0, printed=0, merged=0, dropped={}))
    page = {e.medium: e.body.decode() for e in renderer.editions(bare)}["page"]
    assert "issue.json" not in page
