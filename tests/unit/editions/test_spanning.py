"""The pages that span issues, and what pages say of themselves to programs."""

from __future__ import annotations

import json
import posixpath
from datetime import date, timedelta
from types import ModuleType

import pytest
from lxml import etree, html
from msgspec.structs import replace

from digest.codec import encode, sha256
from digest.editions import JinjaRenderer, cards, environment, paths
from digest.editions.contents import contents
from digest.editions.shelving import gather
from digest.model import Earlier, Issue, Lengths, Site


def days(newsroom: ModuleType, count: int) -> list[Issue]:
    """The sample issue on so many days, one after the other; its lead story goes on."""
    made: list[Issue] = []
    for number in range(1, count + 1):
        issue = newsroom.sample_issue()
        day = issue.date - timedelta(days=count - number)
        earlier = tuple(Earlier(one.date, one.number, issue.lead.headline) for one in made)
        lead = replace(issue.lead, headline=f"{issue.lead.headline}, part {number}", day=number, earlier=earlier)
        as_of = issue.as_of - timedelta(days=count - number)
        made.append(replace(issue, number=number, date=day, as_of=as_of, lead=lead, developing=(), due=(), settled=()))
    return made


def site(renderer: JinjaRenderer, issues: list[Issue]) -> dict[str, bytes]:
    return {file.path: file.body for file in renderer.site(issues)}


def text(body: bytes) -> str:
    return " ".join(html.document_fromstring(body.decode()).text_content().split())


def test_a_thread_stands_from_its_first_day_to_its_last(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """Each day with its own headline, which leads to the issue that told it; the page has the newest headline."""
    issues = days(newsroom, 3)
    path = paths.thread(issues[0].lead.thread)
    page = html.document_fromstring(site(renderer, issues)[path].decode())
    assert page.xpath("string(//h2[@class='title'])") == issues[-1].lead.headline
    assert [h.text_content() for h in page.xpath("//ol//h3")] == [issue.lead.headline for issue in issues]
    leads = [a.get("href") for a in page.xpath("//ol//h3/a")]
    assert [href.partition("#")[0] for href in leads] == [f"../../{paths.issue(issue.date)}" for issue in issues]
    own = {e.medium: e.body.decode() for e in renderer.editions(issues[-1])}["page"]
    assert f'href="../../{path}"' in own
    assert paths.thread(issues[0].lead.thread) not in site(renderer, issues[:1])


def test_a_section_shows_its_newest_stories_first(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """By issue, as many as there is room for, and says where the older ones are."""
    issues = days(newsroom, 12)
    name = issues[0].sections[0].name
    page = html.document_fromstring(site(renderer, issues)[paths.section(name)].decode())
    shown = [time.get("datetime") for time in page.xpath("//ol/li/time")]
    assert shown == sorted(shown, reverse=True)
    assert shown[0] == issues[-1].date.isoformat()
    assert len(page.xpath("//ol//h3")) == Lengths().stories
    assert "Earlier stories" in page.text_content()


def test_sources_are_told_with_how_often_they_are_printed(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """Those read for the latest issue, the most printed first; one that failed says so."""
    issues = days(newsroom, 2)
    shelf = gather([contents(issue) for issue in issues], issues, lengths=Lengths(lately=1))
    page = html.document_fromstring({f.path: f.body for f in renderer.pages(shelf)}[paths.SOURCES].decode())
    rows = {
        row.xpath("string(th/*[1])"): [int(cell.text_content()) for cell in row.xpath("td")[:2]]
        for row in page.xpath("(//tbody)[1]/tr")
    }
    told = {name for story in issues[-1].stories for name in story.outlets}
    assert told & rows.keys()
    for name in told & rows.keys():
        stories = sum(name in story.outlets for issue in issues for story in issue.stories)
        assert rows[name] == [sum(name in story.outlets for story in issues[-1].stories), stories]
    assert [row[0] for row in rows.values()] == sorted((row[0] for row in rows.values()), reverse=True)
    failed = [report for report in issues[-1].coverage.sources if report.state == "failed"]
    assert page.text_content().count("could not be read") == len(failed) > 0


def test_what_was_printed_in_all_is_told_once_it_is_more(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """While the latest issues are all there are, one column says how often each source is printed."""
    issues = days(newsroom, 2)
    for lately, columns in ((2, 3), (1, 4)):
        shelf = gather([contents(issue) for issue in issues], issues, lengths=Lengths(lately=lately))
        page = html.document_fromstring({f.path: f.body for f in renderer.pages(shelf)}[paths.SOURCES].decode())
        for table in page.xpath("//table"):
            assert {len(row.xpath("th | td")) for row in table.xpath(".//tr")} == {columns}
        assert ("In all" in page.text_content()) is (columns == 4)


def test_the_sitemap_says_when_each_page_changed_last(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """Each page once, an issue by its moment, a thread and a section by the day of the latest issue that has it."""
    issues = days(newsroom, 130)  # the lead of all of them began in the year before
    table = [contents(issue) for issue in issues]
    assert {issue.date.year for issue in issues} == {2030, 2031}
    for changed in (None, issues[-1].date):
        files = {f.path: f.body for f in renderer.pages(gather(table, issues, changed))}
        listed = [
            (url.findtext("{*}loc"), url.findtext("{*}lastmod"))
            for path, body in files.items()
            if path.startswith("sitemap-")
            for url in etree.fromstring(body)
        ]
        found = dict(listed)
        assert len(found) == len(listed)
        top = issues[0].publication.url
        thread, last = paths.thread(issues[0].lead.thread).removesuffix("index.html"), issues[-1].date.isoformat()
        assert found[f"{top}/{thread}"] == last
        assert found[f"{top}/{paths.section(issues[0].sections[0].name).removesuffix('index.html')}"] == last
        assert found[f"{top}/issues/2030/"].startswith("2030-12-31")
        assert all(found.values())


def test_the_agenda_is_the_calendar_to_subscribe_to(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """The same sentences on the same days, what is past below."""
    issues = days(newsroom, 2)
    files = site(renderer, issues)
    page = html.document_fromstring(files[paths.AGENDA].decode())
    shelf = gather([contents(issue) for issue in issues], issues)
    words = text(files[paths.AGENDA])
    assert len(shelf.agenda) == files["calendar.ics"].count(b"BEGIN:VEVENT") > 3
    assert all(item.sentence in words for item in shelf.agenda)
    listed = {time.get("datetime") for time in page.xpath("//main//time")}
    assert listed == {item.first.isoformat() for item in shelf.agenda}
    assert "Nothing has a date yet" in text(site(renderer, [newsroom.quiet_issue()])[paths.AGENDA])


def test_one_issue_changes_few_pages(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """What is written for one issue is what all issues together give for those pages."""
    issues = days(newsroom, 6)
    whole = site(renderer, issues)
    table = [contents(issue) for issue in issues]
    few = {file.path: file.body for file in renderer.pages(gather(table, issues, issues[2].date))}
    assert few.keys() < whole.keys() or few.keys() == whole.keys()
    assert all(body == whole[path] for path, body in few.items())


def test_entries_of_the_feed_stay_as_they_were_published(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """But for that of the issue that is published, where somebody else wrote the file, or in another language."""
    issues = days(newsroom, 4)
    table = [contents(issue) for issue in issues]
    before = site(renderer, issues)["feed.json"]
    told = json.loads(before)
    for item in told["items"]:
        item["content_html"] = f"<p>As it was on {item['date_published']}</p>"
    fed = json.dumps(told).encode()

    def entries(changed: date | None, digest: str, **other: object) -> list[str]:
        now = [replace(issue, publication=replace(issue.publication, **other)) for issue in issues]
        shelf = replace(gather(table, now, changed), fed=fed, fed_hash=digest)
        files = {file.path: file.body for file in renderer.pages(shelf)}
        feed = etree.fromstring(files["feed.xml"])
        made = [item["content_html"] for item in json.loads(files["feed.json"])["items"]]
        assert [entry.findtext("{*}content") for entry in feed.iter("{*}entry")] == made
        return made

    anew = [item["content_html"] for item in json.loads(before)["items"]]
    kept = [item["content_html"] for item in told["items"]]
    assert entries(issues[-1].date, sha256(fed)) == [anew[0], *kept[1:]]
    assert entries(issues[1].date, sha256(fed)) == [*kept[:2], anew[2], kept[3]]
    assert entries(issues[-1].date, sha256(fed), url="https://elsewhere.example")[1] not in kept
    assert not {*entries(issues[-1].date, sha256(fed), lang="de")} & {*kept}
    assert entries(issues[-1].date, sha256(b"another")) == anew
    assert entries(issues[-1].date, "") == anew
    assert entries(None, sha256(fed)) == anew


def test_there_is_search_only_where_it_is_set_up(newsroom: ModuleType) -> None:
    """Without the extra nothing speaks of it; with it, the page leads on where no script runs."""
    issues = days(newsroom, 2)
    without = site(JinjaRenderer(environment(None), Site(output="/x")), issues)
    assert not any(b"search/" in body for body in without.values())
    found = site(JinjaRenderer(environment(None), Site(output="/x"), search=True), issues)
    assert b'href="search/index.html"' in found["index.html"]
    page = html.document_fromstring(found[paths.SEARCH].decode())
    assert page.xpath("//form[@hidden]")
    assert page.xpath("//section//a")


def test_an_issue_says_what_it_is_to_programs(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """A NewsArticle of schema.org whose words are the issue's, whatever a source wrote; nothing ends the script."""
    for name in ("sample_issue", "hostile_issue", "right_to_left_issue", "quiet_issue"):
        issue = getattr(newsroom, name)()
        body = {e.medium: e.body.decode() for e in renderer.editions(issue)}["page"]
        (script,) = html.document_fromstring(body).xpath("//script")
        assert script.get("type") == "application/ld+json"
        said = json.loads(script.text)
        assert said["@type"] == "NewsArticle"
        assert said["publisher"]["name"].split() == issue.publication.title.split()
        assert said["headline"].split()[:3] == issue.subject.split()[:3]
        assert not {"<", ">", "&"} & set(script.text)
        assert ("url" in said) is (issue.publication.url is not None)


@pytest.mark.parametrize("lang", ["en", "es", "de", "ar"])
def test_every_link_of_the_site_leads_to_a_page(renderer: JinjaRenderer, newsroom: ModuleType, lang: str) -> None:
    """In any language, those to the sections that the program itself names among them."""
    issues = [
        replace(
            issue,
            publication=replace(issue.publication, lang=lang),
            sections=tuple(
                replace(section, name=name, stories=tuple(replace(story, section=name) for story in section.stories))
                for section, name in zip(issue.sections, ("In the news", "More news", "World"), strict=True)
            ),
        )
        for issue in days(newsroom, 3)
    ]
    files = site(renderer, issues)
    for issue in issues:
        files |= {f"issues/{issue.date}/{edition.path}": edition.body for edition in renderer.editions(issue)}
        files[f"issues/{issue.date}/issue.json"] = encode(issue)  # `pipeline.publish` puts it there
    for path, body in files.items():
        if path.endswith(".html") and not path.endswith(("email.html", "404.html")):
            for href in html.document_fromstring(body.decode()).xpath("//@href | //@src"):
                if ":" not in href and not href.startswith("#"):
                    to = posixpath.normpath(posixpath.join(posixpath.dirname(path), href.partition("#")[0] or "."))
                    assert to in files or f"{to}/index.html".removeprefix("./") in files, (path, href)
    listed = [url.findtext("{*}loc") for url in etree.fromstring(files["sitemap-site.xml"])]
    top = issues[0].publication.url
    assert all(f"{page.removeprefix(f'{top}/')}index.html" in files for page in listed)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("World", "world"),
        ("Arts & Culture", "arts-culture"),
        ("Économie", "economie"),
        ("a" * 300, None),
        ("أخبار", None),
    ],
)
def test_a_section_keeps_one_plain_address(name: str, slug: str | None) -> None:
    """Of ASCII letters and figures; where not all letters show, a hash tells it from others."""
    made = paths.section(name).removeprefix("sections/").removesuffix("/index.html")
    assert made == slug if slug else made.isascii() and 5 < len(made) < 80
    assert paths.section("أخبار") != paths.section("رياضة")


@pytest.mark.parametrize("id", ["../../etc", "a/b", "", "x" * 300, "<b>"])
def test_no_thread_leads_out_of_its_folder(id: str) -> None:
    """Whatever names it."""
    assert paths.thread(id).count("/") == 2
    assert ".." not in paths.thread(id)


def test_lines_of_a_card_fit() -> None:
    """At most three, in order, the last cut where there is more."""
    assert cards.lines("Ferry runs aground") == ("Ferry runs aground",)
    assert cards.lines("") == ()
    long = "The council of the harbour town has voted " * 6
    made = cards.lines(long)
    assert len(made) == 3
    assert made[-1].endswith("…")
    assert long.startswith(" ".join(made).rstrip("…"))
    assert len(cards.lines("x" * 500)) == 1
