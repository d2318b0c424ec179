"""Whatever markup a stranger writes, none of it is markup in what is kept, mailed or published."""

from __future__ import annotations

import json
from datetime import date
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from digest.editions import JinjaRenderer, environment, paths
from digest.html import cleaning, plain, sanitise
from digest.model import Issue, IssueSection, Related, Site, Upcoming
from tests.security.vectors import TEMPLATES, VECTORS

RENDERER = JinjaRenderer(environment(None), Site(output="/nowhere"), search=True)
SCRAPS = st.sampled_from(
    ["<", ">", "&", '"', "'", "/", "=", "<!--", "-->", "]]>", "<![CDATA[", "</p>", "</title>", "\x00", "&lt;", "\u2028"]
)
HOSTILE = st.lists(st.sampled_from(VECTORS) | SCRAPS | st.text(max_size=12), max_size=6).map("".join)
# nh3 writes "<" of text as an entity, so that each "<" left is an element's.
KEPT = frozenset(cleaning._TAGS.split())


def harmless(made: str) -> None:
    """Only elements that are kept, without attributes but the address of a link."""
    for piece in made.split("<")[1:]:
        inside, closed, _ = piece.partition(">")
        name, _, attributes = inside.lstrip("/").partition(" ")
        assert closed, made
        assert name in KEPT, made
        if attributes:
            assert name == "a", made
            assert attributes.startswith(('href="http://', 'href="https://')), made
            assert attributes.count('"') == 2, made


@pytest.mark.parametrize("vector", VECTORS)
def test_each_vector_is_harmless_once_it_is_sanitised(vector: str) -> None:
    """Alone, and behind markup that is not closed."""
    for before in ("", "<p title='", "<!--", "<table><a href='https://a.example/"):
        harmless(sanitise(before + vector, "https://paper.example/"))


@given(HOSTILE)
def test_no_mixture_of_vectors_survives(fragment: str) -> None:
    """Nor what sanitising makes of it, sanitised again."""
    made = sanitise(fragment, "https://paper.example/")
    harmless(made)
    harmless(sanitise(made))
    plain(fragment)


def _issue(newsroom: ModuleType, words: tuple[str, str]) -> Issue:
    """An issue of one story, with the first words in each place that a feed's reach."""
    one, two = words
    desk = newsroom.Desk()
    line = " ".join(one.split()) or "x"
    desk.article("v", two, one, f"{line} said nobody.", url=one)
    [passage] = desk.all("v")
    story = desk.story(
        "v",
        section=one,
        day=2,
        dek=passage,
        background=(passage,),
        whats_next=(Upcoming(passage=passage, story="v", first=date(2031, 5, 14), last=date(2031, 5, 14)),),
        read_also=(Related(headline=one, url=two, source=two),),
    )
    return newsroom.sample_issue(  # type: ignore[no-any-return]  # the module is loaded by its place
        lead=story,
        sections=(IssueSection(name=two, stories=(story,)),),
        developing=(),
        due=(),
        settled=(),
        whats_next=story.whats_next,
        articles=tuple(desk.articles.values()),
        subject=one,
        preheader=two,
    )


def _tags(body: bytes) -> set[str]:
    return {str(each.tag) for each in html.document_fromstring(body.decode()).iter(etree.Element)}


def _made(issue: Issue) -> dict[str, bytes]:
    made = {edition.medium: edition.body for edition in RENDERER.editions(issue)}
    for file in RENDERER.site([issue]):
        kind = file.path.split("/")[0] if file.path.startswith(("threads/", "sections/")) else file.path
        made.setdefault(kind if file.path != "sections/index.html" else file.path, file.body)
    return made


@pytest.fixture(scope="module")
def ours(newsroom: ModuleType) -> dict[str, set[str]]:
    """The elements of each page and of the mail, made of harmless words, with links and without."""
    pages: dict[str, set[str]] = {}
    for words in (("Quay opens", "Gazette"), ("https://a.example/", "https://b.example/")):
        for name, body in _made(_issue(newsroom, words)).items():
            if b"<html" in body[:200]:
                pages[name] = pages.get(name, set()) | _tags(body)
    return pages


@settings(max_examples=40)
@given(st.tuples(HOSTILE, HOSTILE))
def test_words_of_a_feed_make_no_element(
    newsroom: ModuleType, ours: dict[str, set[str]], words: tuple[str, str]
) -> None:
    """Mail and pages have no element but those they have for harmless words, and no handler; feeds and data parse."""
    assert not {"script", "iframe", "object", "base", "form"} & ours["email"]
    made = _made(_issue(newsroom, words))
    for name, body in made.items():
        if name in ours:
            assert _tags(body) <= ours[name], name
            handlers = html.document_fromstring(body.decode()).xpath("//@*[starts-with(name(), 'on')]")
            assert handlers == [], name
        elif name.endswith((".xml", ".svg")):
            etree.fromstring(body)
        elif name == "feed.json":
            json.loads(body)


@pytest.mark.parametrize("words", TEMPLATES)
def test_words_of_a_feed_are_no_template(newsroom: ModuleType, words: str) -> None:
    """Braces and signs of every template language stand in mail, text and pages as they were written."""
    made = _made(_issue(newsroom, (words, words)))
    text = html.document_fromstring(made["page"].decode()).text_content()
    for told in (" ".join(text.split()), " ".join(made["text"].decode().split())):
        assert words in told
        assert "1337" not in told
    mail = html.document_fromstring(made["email"].decode()).text_content()
    assert words in " ".join(mail.split())


@given(HOSTILE | st.sampled_from(["..", "../..", "/etc/passwd", ".", "", "a/b", "..\\..", "\x00", "CON", "%2e%2e"]))
def test_names_become_no_paths(name: str) -> None:
    """A section's or a thread's page lies in a folder of one plain name, whatever it is called."""
    for path in (paths.section(name), paths.thread(name)):
        top, folder, page = path.split("/")
        assert (top in ("sections", "threads"), page) == (True, "index.html")
        assert folder
        assert set(folder) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
