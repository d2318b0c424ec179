"""The mail edition: right in every mail program, and never cut off."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest
from lxml import html
from msgspec.structs import replace

from digest.editions import UNSUBSCRIBE_PLACEHOLDER, JinjaRenderer, environment
from digest.editions.email import BUDGET, encoded_size
from digest.editions.palette import contrast
from digest.errors import TemplateError
from digest.model import Edition, Issue, Passage, Site, Upcoming

ISSUES = ("sample_issue", "quiet_issue", "teaser_issue", "hostile_issue", "right_to_left_issue")


def mail(renderer: JinjaRenderer, issue: Issue) -> Edition:
    return next(edition for edition in renderer.editions(issue) if edition.medium == "email")


def tree(renderer: JinjaRenderer, issue: Issue) -> html.HtmlElement:
    return html.document_fromstring(mail(renderer, issue).body.decode())


@pytest.mark.parametrize("name", ISSUES)
def test_every_layout_table_says_so(renderer: JinjaRenderer, newsroom: ModuleType, name: str) -> None:
    """A table that only places things has the role of presentation, in what Outlook alone sees too."""
    body = mail(renderer, getattr(newsroom, name)()).body.decode()
    tables = re.findall(r"<table\b[^>]*>", body)
    assert tables
    assert all('role="presentation"' in table for table in tables)


@pytest.mark.parametrize("name", ISSUES)
def test_language_and_direction_are_declared(renderer: JinjaRenderer, newsroom: ModuleType, name: str) -> None:
    """html and body carry lang and dir."""
    issue = getattr(newsroom, name)()
    root = tree(renderer, issue)
    expected = (issue.publication.lang, "rtl" if issue.publication.lang == "ar" else "ltr")
    assert [(e.get("lang"), e.get("dir")) for e in (root, root.find("body"))] == [expected, expected]


@pytest.mark.parametrize("name", ISSUES)
def test_all_text_stands_in_one_landmark(renderer: JinjaRenderer, newsroom: ModuleType, name: str) -> None:
    """The body holds a main and nothing else, and MJML's claim that a mail is an article is gone."""
    root = tree(renderer, getattr(newsroom, name)())
    assert [e.tag for e in root.find("body")] == ["main"]
    assert not root.xpath("//*[@role='article' or @aria-roledescription]")


@pytest.mark.parametrize("name", ISSUES)
def test_headings_go_down_one_level_at_a_time(renderer: JinjaRenderer, newsroom: ModuleType, name: str) -> None:
    """One h1, and no level is skipped."""
    levels = [int(e.tag[1]) for e in tree(renderer, getattr(newsroom, name)()).iter("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("name", ISSUES)
def test_nothing_is_asked_of_anyone(renderer: JinjaRenderer, newsroom: ModuleType, name: str) -> None:
    """The mail loads nothing: no picture, script, font, frame or style sheet from anywhere."""
    root = tree(renderer, getattr(newsroom, name)())
    assert not list(root.iter("img", "script", "iframe", "object", "embed", "link", "form", "video"))
    assert "url(" not in "".join(root.xpath("//style/text()")) + "".join(root.xpath("//@style"))


def test_hostile_text_stays_text(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """Markup, template code and script addresses in a source are shown as they are written, and do nothing."""
    root = tree(renderer, newsroom.hostile_issue())
    text = root.text_content()
    assert "<script>alert(1)</script>" in text
    assert "{{ 7 * 7 }}" in text
    assert "<img src=x onerror=alert(2)>" in text
    assert not root.xpath("//*[@onerror]")
    schemes = {href.split(":")[0] for href in root.xpath("//@href") if not href.startswith("#")}
    assert schemes <= {"http", "https"}


def test_control_characters_are_gone(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """No edition holds a control character but tab and line break, nor a mark that turns the direction of its text."""
    for edition in renderer.editions(newsroom.hostile_issue()):
        text = edition.body.decode()
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\u202e]", text), edition.path


def test_each_sentence_names_and_links_its_source(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """A number behind each sentence says whose it is and leads to the article; told from one article, the name does."""
    issue = newsroom.sample_issue()
    root = tree(renderer, issue)
    articles = {article.id: article for article in issue.articles}
    marks = {(a.get("href"), a.get("title")) for a in root.xpath("//a[contains(@aria-label, 'source:')]")}
    named = {(a.get("href"), a.text_content()) for a in root.xpath("//p[contains(@class, 'sources')]//a")}
    for story in issue.stories:
        cited = {passage.article for passage in (*story.what_happened, *story.background)} | {story.article}
        for article in cited:
            assert (articles[article].url, articles[article].source) in (marks if len(cited) > 1 else named)
    numbers = [a.text_content() for a in root.xpath("//a[contains(@aria-label, 'source:')]")]
    assert {number.strip() for number in numbers} == {"1", "2", "3"}


def test_a_story_of_one_article_has_no_numbers(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """Where every sentence has the same source, mail, text and page name it once, and number nothing."""
    for edition in renderer.editions(newsroom.quiet_issue()):
        if edition.medium in ("email", "page"):
            root = html.document_fromstring(edition.body.decode())
            assert not root.xpath("//*[contains(@aria-label, 'source:')] | //sup")
        assert b"[1]" not in edition.body


def test_an_item_of_the_agenda_is_named_for_its_story(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """The headline stands above the sentence and leads to its article in the mail, to the story on the page."""
    issue = newsroom.sample_issue()
    library = next(item for item in issue.whats_next if item.story == "library")
    for edition in renderer.editions(issue):
        if edition.medium not in ("email", "page"):
            continue
        root = html.document_fromstring(edition.body.decode())
        sentence = root.xpath("//p[starts-with(normalize-space(), $words)]", words=library.passage.text)[-1]
        about = sentence.getprevious()
        assert about.text_content() == "Library will lend tools, tents and a telescope"
        leads_to = {"email": "https://aldergazette.example/2031/05/library", "page": "#s-t-library"}
        assert about.find("a").get("href") == leads_to[edition.medium]
        named = [b.text_content() for b in root.xpath("//p/b")]
        assert named[:2] == ["from 8 May to 21 May", "on 14 May"]
        assert "on Saturday" in named


def test_a_story_left_to_the_web_is_linked_there_from_the_agenda(newsroom: ModuleType) -> None:
    """A story without an address of its own, left out of the mail, is found on the web page."""
    issue = newsroom.teaser_issue(90)
    last = max(issue.stories, key=lambda story: story.rank)
    unlinked = tuple(replace(a, url="") if a.id == last.article else a for a in issue.articles)
    passage = Passage("It sails today.", last.article, 0, 15)
    issue = replace(issue, articles=unlinked, whats_next=(Upcoming(passage=passage, story=last.id, first=issue.date),))
    body = mail(JinjaRenderer(environment(None), Site(output="/nowhere")), issue).body.decode()
    about = html.document_fromstring(body).xpath("//p[contains(@class, 'about')]/a")
    assert [a.text_content() for a in about] == [last.headline]
    assert about[0].get("href").startswith(f"{issue.publication.url}/issues/{issue.date}/#s-")


def test_the_preheader_is_hidden_and_first(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """The preheader is the first text of the body, in an element that is not shown."""
    issue = newsroom.sample_issue()
    first = tree(renderer, issue).xpath("//body//div[normalize-space(text())]")[0]
    assert first.text_content().startswith(issue.preheader)
    assert "display: none" in first.get("style")
    assert not re.search(r"(?<!-)color:", first.get("style"))  # text of its ground's colour is what spam does


def test_the_unsubscribe_mark_comes_through_whole(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """The placeholder for the unsubscribe link stands in HTML and text exactly as it is searched for."""
    for edition in renderer.editions(newsroom.sample_issue()):
        if edition.medium in ("email", "text"):
            assert edition.body.count(UNSUBSCRIBE_PLACEHOLDER.encode()) == 1


def test_no_link_leads_to_a_place_inside_the_mail(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """Gmail on a phone drops such links: what leads to a story leads to its page, or its article."""
    for name in ISSUES:
        assert not tree(renderer, getattr(newsroom, name)()).xpath("//a[starts-with(@href, '#')]")
    issue = newsroom.sample_issue()
    brief = tree(renderer, issue).xpath("//ul[contains(@class, 'brief')]")[0].xpath(".//a/@href")
    assert len(brief) == 5
    assert all(href.startswith("https://harbour.example/news/issues/2031-05-07/#s-t-") for href in brief)
    unpublished = newsroom.sample_issue(publication=replace(newsroom.PUBLICATION, url=None))
    brief = tree(renderer, unpublished).xpath("//ul[contains(@class, 'brief')]")[0].xpath(".//a/@href")
    assert brief[0] == "https://aldergazette.example/2031/05/library"


def test_everything_stands_in_the_order_of_a_morning(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """Masthead, in brief, the lead story in full, sections, what goes on, what comes, what is due, and the end."""
    issue = newsroom.sample_issue()
    inside = "What happened", "In their words", "By the numbers", "Background", "What’s next", "Read also"
    sections = [section.name for section in issue.sections]
    last = "Still developing", "What’s next", "Due today", "Did it happen?"
    order = [issue.publication.title, "In brief", issue.lead.headline, *inside, *sections, *last]
    seen = [e.text_content() for e in tree(renderer, issue).iter("h1", "h2", "h3")]
    assert [heading for heading in seen if heading in order] == order
    text = next(e.body.decode() for e in renderer.editions(issue) if e.medium == "text")
    places = [text.index(heading.upper()) for heading in (*sections, *last)]
    assert places == sorted(places)


def test_the_masthead_says_what_to_expect(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """Title, the date in the publication's zone, the issue's number, how long it takes and how many sources it has."""
    cells = tree(renderer, newsroom.sample_issue()).xpath("//table[contains(@class, 'strip')]//td")
    words = [" ".join(cell.text_content().split()) for cell in cells]
    assert words == ["Wednesday, 7 May 2031", "No. 212 · 3 min read · 9 sources"]


def test_without_an_address_there_is_no_web_link(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """A publication that is not on the web yet promises no web version, in HTML or text."""
    issue = newsroom.sample_issue(publication=replace(newsroom.PUBLICATION, url=None))
    for edition in renderer.editions(issue):
        if edition.medium in ("email", "text"):
            assert b"Read on the web" not in edition.body
            assert b"On the web:" not in edition.body
            assert b"None" not in edition.body


def test_empty_parts_vanish(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """A quiet day has no heading without something below it."""
    headings = [e.text_content() for e in tree(renderer, newsroom.quiet_issue()).iter("h1", "h2", "h3")]
    assert headings == ["Morning", "The lamp that outlived four keepers"]


def test_the_mail_stays_within_its_budget(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """Too many stories: the least important move to the web, and are named; the lead never does."""
    issue = newsroom.teaser_issue(90)
    edition = mail(renderer, issue)
    assert encoded_size(edition.body) <= BUDGET
    assert edition.moved
    ranked = sorted(issue.stories, key=lambda story: story.rank)
    assert edition.moved == tuple(story.headline for story in ranked[-len(edition.moved) :])
    text = html.document_fromstring(edition.body.decode()).text_content()
    assert f"{len(edition.moved)} more stories" in text
    assert ranked[0].headline in text


def test_what_fits_is_whole(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """A mail within the budget leaves nothing out."""
    edition = mail(renderer, newsroom.sample_issue())
    assert edition.moved == ()
    assert b"continue on the web" not in edition.body


def test_no_more_is_moved_than_must(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """The room that is left in the mail is less than two stories take."""
    issue = newsroom.teaser_issue(90)
    edition = mail(renderer, issue)
    body = edition.body.decode()
    story = encoded_size(body[body.index("Boat number 4 comes") : body.index("Boat number 8 comes")].encode()) / 2
    assert BUDGET - 2 * story < encoded_size(edition.body) <= BUDGET


def own_parts(folder: Path, macro: str, inside: str) -> JinjaRenderer:
    """A renderer with the shipped parts of the mail, and something more at the beginning of one macro."""
    (folder / "email").mkdir()
    shipped = environment(None).get_template("email/parts.mjml").filename
    assert shipped
    parts = Path(shipped).read_text()
    assert macro in parts
    (folder / "email" / "parts.mjml").write_text(parts.replace(macro, macro + inside))
    return JinjaRenderer(environment(str(folder)), Site(output="/nowhere"))


BREAKS = ("{{ '<p><b>' | safe }}", "{{ story.nothing_of_the_kind }}")


@pytest.mark.parametrize("fault", BREAKS)
def test_one_odd_story_stands_in_plain_text(newsroom: ModuleType, tmp_path: Path, fault: str) -> None:
    """A story that breaks the layout, or its template, keeps its words and its sources; the rest is as it was."""
    renderer = own_parts(tmp_path, "{% macro headline(story) %}", "{% if 'kelp' in story.id %}" + fault + "{% endif %}")
    issue = newsroom.sample_issue()
    edition = mail(renderer, issue)
    kelp = next(story for story in issue.stories if story.id == "kelp")
    assert edition.moved == ()
    assert len(edition.faults) == 1
    assert edition.faults[0].startswith(f"{kelp.headline}: ")
    words = html.document_fromstring(edition.body.decode()).text_content()
    assert kelp.headline in words
    assert all(passage.text in words for passage in kelp.what_happened)
    assert "https://tidetimes.example/2031/05/kelp" in words
    assert "Council votes" in words
    assert mail(JinjaRenderer(environment(None), Site(output="/nowhere")), issue).faults == ()


@pytest.mark.parametrize("fault", BREAKS)
def test_an_odd_lead_stands_in_plain_text_under_its_heading(newsroom: ModuleType, tmp_path: Path, fault: str) -> None:
    """What only the lead story has can break it and nothing else; headings still go down one level at a time."""
    renderer = own_parts(tmp_path, '{% macro lead(story, start, links, picture="") %}', fault)
    issue = newsroom.quiet_issue()
    edition = mail(renderer, issue)
    assert [fault.split(":")[0] for fault in edition.faults] == [issue.lead.headline]
    root = html.document_fromstring(edition.body.decode())
    assert [(e.tag, e.text_content()) for e in root.iter("h2", "h3")] == [("h2", issue.lead.headline)]
    assert all(passage.text in root.text_content() for passage in issue.lead.what_happened)


def test_odd_dates_stand_in_plain_text(newsroom: ModuleType, tmp_path: Path) -> None:
    """The agenda, what is due and what happened are each tried by themselves, as stories are."""
    renderer = own_parts(tmp_path, "{% macro about(item, links) %}", "{{ item.nothing_of_the_kind }}")
    issue = newsroom.sample_issue()
    edition = mail(renderer, issue)
    assert [fault.split(":")[0] for fault in edition.faults] == ["What’s next"]
    words = html.document_fromstring(edition.body.decode()).text_content()
    assert all(item.passage.text in words for item in issue.whats_next)


def test_a_template_that_breaks_every_story_is_told(newsroom: ModuleType, tmp_path: Path) -> None:
    """What no story can be laid out with is no odd story: file and line are told, and no mail is made."""
    renderer = own_parts(tmp_path, "{% macro headline(story) %}", "{{ story.nothing_of_the_kind }}")
    with pytest.raises(TemplateError, match="nothing_of_the_kind") as told:
        renderer.editions(newsroom.sample_issue())
    assert re.search(r"parts\.mjml:\d+$", told.value.where or "")


def test_a_template_that_is_not_mjml_is_told(newsroom: ModuleType, tmp_path: Path) -> None:
    """Markup that never closes is the template's fault, whatever the stories."""
    (tmp_path / "email").mkdir()
    (tmp_path / "email" / "masthead.mjml").write_text("<mj-section>")
    with pytest.raises(TemplateError, match="MJML"):
        JinjaRenderer(environment(str(tmp_path)), Site(output="/nowhere")).editions(newsroom.sample_issue())


@pytest.mark.parametrize("name", ISSUES)
def test_the_same_issue_gives_the_same_bytes(newsroom: ModuleType, name: str) -> None:
    """Two renderers make the same editions and the same site of one issue."""
    issue = getattr(newsroom, name)()
    one, other = (JinjaRenderer(environment(None), Site(output="/nowhere")) for _ in range(2))
    assert one.editions(issue) == other.editions(issue)
    assert one.site([issue]) == other.site([issue])


@pytest.mark.parametrize("accent", ["#9a3324", "#ffdd00", "#000", "#0044cc", "not a colour"])
def test_every_text_colour_is_legible(newsroom: ModuleType, accent: str) -> None:
    """Every colour given to text, light and dark, stands out from its ground by 4.5 to 1 (WCAG 2.2, 1.4.3)."""
    renderer = JinjaRenderer(environment(None), Site(output="/nowhere", accent=accent))
    body = mail(renderer, newsroom.sample_issue()).body.decode()
    dark = re.search(r"@media \(prefers-color-scheme: dark\) \{(.*?)\n\}", body, re.DOTALL)
    assert dark
    light_ground = re.search(r"<body[^>]*background-color:\s?(#\w{6})", body)
    dark_ground = re.search(r"background-color: (#\w{6})", dark[1])
    assert light_ground
    assert dark_ground
    light = {
        colour
        for element in html.document_fromstring(body).xpath("//*[@style]")
        if "preheader" not in element.get("class", "")
        for colour in re.findall(r"(?<![-\w])color:\s?(#\w{6})", element.get("style"))
    }
    darks = set(re.findall(r"(?<![-\w])color: (#\w{6})", dark[1]))
    assert len(light) >= 4
    assert len(darks) == 4
    assert all(contrast(colour, light_ground[1]) >= 4.5 for colour in light)
    assert all(contrast(colour, dark_ground[1]) >= 4.5 for colour in darks)


def test_the_tenth_story_of_a_section_runs_on_from_its_headline(newsroom: ModuleType, renderer: JinjaRenderer) -> None:
    """One of a single sentence; it still has its heading and its line of sources."""
    issue = newsroom.sample_issue()
    section = next(section for section in issue.sections if section.stories)
    short = replace(section.stories[0], what_happened=section.stories[0].what_happened[:1], differences=())
    many = tuple(replace(short, id=f"s{n}", thread=f"t{n}", headline=f"Story {n}") for n in range(1, 13))
    root = tree(renderer, replace(issue, sections=(replace(section, stories=many),)))
    runs = root.xpath("//div[contains(@class, 'run-on')]")
    assert [div.xpath(".//h3")[0].text_content() for div in runs] == ["Story 10", "Story 11", "Story 12"]
    assert all(div.xpath(".//p[contains(@class, 'sources')]") for div in runs)
