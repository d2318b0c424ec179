"""An issue in each of the six languages: our own words are the publication's, the sources' words stay theirs."""

from __future__ import annotations

import html
import re
from datetime import date
from types import ModuleType

import pytest
from msgspec.structs import replace

from digest import personal
from digest.editions import JinjaRenderer
from digest.editions.catalogs import SHIPPED, messages
from digest.editions.words import Words
from digest.issues.sections import GENERAL, MORE
from digest.issues.titles import subject
from digest.model import Issue, Publication

LANGUAGES = ("en", "de", "es", "fr", "tr", "ar")


def rendered(renderer: JinjaRenderer, issue: Issue, lang: str) -> dict[str, str]:
    """Editions and pages of the issue as a publication in that language makes them."""
    issue = replace(issue, publication=replace(issue.publication, lang=lang, tagline=""))
    editions = {edition.medium: edition.body.decode() for edition in renderer.editions(issue)}
    return editions | {file.path: file.body.decode("utf-8", "replace") for file in renderer.site((issue,))}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_edition_speaks_the_language(renderer: JinjaRenderer, newsroom: ModuleType, lang: str) -> None:
    """Headings, counts and dates are in it, and what holds them says so."""
    made = rendered(renderer, newsroom.sample_issue(), lang)
    words = Words(lang)
    for medium in ("email", "page"):
        assert f'lang="{lang}"' in made[medium]
        assert f'dir="{"rtl" if lang == "ar" else "ltr"}"' in made[medium]
        for message in ("In brief", "Still developing", "What’s next", "That is everything. You are up to date."):
            assert words.gettext(message) in made[medium], message
        assert words.capital(words.long_date(newsroom.sample_issue().date)) in made[medium]
    assert words.capitals(words.gettext("In brief")) in made["text"]
    assert words.gettext("Unsubscribe") in made["text"]
    assert words.gettext("Back issues") in made["issues/index.html"]
    assert words.gettext("There is no such page") in made["404.html"]
    assert words.gettext("%(title)s: What’s next").split("%(title)s")[1].strip(" :\u202f؟") in made["calendar"]


@pytest.mark.parametrize("lang", [lang for lang in LANGUAGES if lang != "en"])
def test_no_english_of_ours_is_left(renderer: JinjaRenderer, newsroom: ModuleType, lang: str) -> None:
    """No message that says something else in the language stands in English in any edition or page."""
    foreign = {
        entry.id
        for entry in messages((SHIPPED / f"{lang}.po").read_text("utf-8"), lang)
        if " " in entry.id.strip(", ") and "%" not in entry.id and entry.forms[0] != entry.id
    }
    english = {
        path: text
        for path, text in rendered(renderer, newsroom.sample_issue(), "en").items()
        if not path.endswith((".css", ".svg", ".txt", ".js"))
    }
    said = {message for message in foreign if any(message in text for text in english.values())}
    assert len(said) > 15  # the issue does say them
    for path, text in rendered(renderer, newsroom.sample_issue(), lang).items():
        assert [message for message in said if message in text] == [], path


def test_names_of_sections_are_the_publications_own(renderer: JinjaRenderer, newsroom: ModuleType) -> None:
    """What feeds.yml calls a section stands as it is; the two names that the program gives are translated."""
    issue = newsroom.sample_issue()
    own = issue.sections[0].name
    sections = (issue.sections[0], replace(issue.sections[1], name=MORE))
    made = rendered(renderer, replace(issue, sections=sections), "fr")
    for medium in ("email", "page"):
        assert re.search(f"<h2[^>]*>(?:<a [^>]*>)?{own}<", made[medium])
        assert re.search("<h2[^>]*>(?:<a [^>]*>)?Autres nouvelles<", made[medium])
    assert [Words("tr").section(name) for name in (GENERAL, MORE)] == ["Gündem", "Diğer haberler"]


@pytest.mark.parametrize(
    ("lang", "long", "span", "count", "names"),
    [
        ("en", "Thursday, 1 May 2025", "1 May – 15 July 2025", "12,480", "A, B and C"),
        ("en-US", "Thursday, May 1, 2025", "May 1 – July 15, 2025", "12,480", "A, B, and C"),
        ("de", "Donnerstag, 1. Mai 2025", "1. Mai – 15. Juli 2025", "12.480", "A, B und C"),
        ("es", "jueves, 1 de mayo de 2025", "1 de mayo – 15 de julio de 2025", "12.480", "A, B y C"),
        ("fr", "jeudi 1er mai 2025", "1er mai – 15 juillet 2025", "12\u202f480", "A, B et C"),
        ("tr", "1 Mayıs 2025 Perşembe", "1 Mayıs – 15 Temmuz 2025", "12.480", "A, B ve C"),
        ("ar", "الخميس، 1 مايو 2025", "1 مايو – 15 يوليو 2025", "12,480", "A وB وC"),
        ("zz", "Thursday, 1 May 2025", "1 May – 15 July 2025", "12,480", "A, B and C"),
    ],
)
def test_dates_numbers_and_lists(lang: str, long: str, span: str, count: str, names: str) -> None:
    """As the language's newspapers write them."""
    words = Words(lang)
    first = date(2025, 5, 1)
    assert words.long_date(first) == long
    assert words.days(first, date(2025, 7, 15)) == span
    assert words.count(12480) == count
    assert words.names(["A", "B", "C"]) == names


@pytest.mark.parametrize("lang", LANGUAGES)
def test_days_of_one_month_name_it_in_full(lang: str) -> None:
    """ "1–15 May 2025", with the day first wherever the language has it first."""
    words = Words(lang)
    first, last = date(2025, 8, 1), date(2025, 8, 15)
    span = words.days(first, last)
    assert re.match(r"1\.?–15", span)
    assert words.month(first) in span
    assert span.endswith("2025")


def test_capitals_of_turkish_keep_their_dots() -> None:
    """An i is not an ı."""
    assert Words("tr").capital("istanbul") == "İstanbul"
    assert Words("tr").capitals("Kısaca ilk") == "KISACA İLK"
    assert Words("de").capitals("Kürze") == "KÜRZE"


@pytest.mark.parametrize(
    ("lang", "dated"),
    [
        ("en", "7 May 2031"),
        ("de", "7. Mai 2031"),
        ("es", "7 de mayo de 2031"),
        ("fr", "7 mai 2031"),
        ("tr", "7 Mayıs 2031"),
        ("ar", "7 مايو 2031"),
    ],
)
def test_the_subject_is_dated_in_the_language(lang: str, dated: str) -> None:
    """What is frozen as the mail's subject names its day as the publication's language does."""
    publication = Publication(title="The Harbour Morning", lang=lang, subject="{title}, {date}: {headline}")
    made = subject(publication, "Ferry aground", date(2031, 5, 7), 212)
    assert made == f"The Harbour Morning, {dated}: Ferry aground"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_public_copy_of_the_mail_is_addressed_to_nobody(
    renderer: JinjaRenderer, newsroom: ModuleType, lang: str
) -> None:
    """Who reads it in output/ neither subscribed nor got a mail that they could answer; who got it did."""
    issue = newsroom.sample_issue()
    publication = replace(issue.publication, lang=lang, title="Fog & “Signal” <Weekly>", reply_to="editor@fog.example")
    words = Words(lang)
    mine = (
        words.gettext("You get this mail because you subscribed to %(title)s.") % {"title": publication.title},
        words.gettext("Reply to this mail to leave a comment: it reaches the editor."),
    )
    for edition in renderer.mail(replace(issue, publication=publication))[:2]:
        mailed, public = (
            " ".join(html.unescape(each.body.decode()).split()) for each in (edition, personal.for_all(edition))
        )
        for sentence in (" ".join(each.split()) for each in mine):
            assert sentence in mailed
            assert sentence not in public
        assert words.gettext("That is everything. You are up to date.") in public
        assert ".invalid/" not in public
        assert "\n\n\n\n" not in personal.for_all(edition).body.decode()
