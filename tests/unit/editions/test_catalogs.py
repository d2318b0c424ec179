"""Our own words in every language: complete, sound, and read from the files as translators write them."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from digest.editions.catalogs import SHIPPED, messages, places, translations
from digest.errors import TemplateError

LANGUAGES = ("ar", "de", "es", "fr", "tr")
FORMS = {"ar": 6, "de": 2, "es": 2, "fr": 2, "tr": 2}


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    """``tests/catalogs.py``, what ``make messages`` runs."""
    spec = importlib.util.spec_from_file_location("catalogs", Path(__file__).parents[2] / "catalogs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def said(tool: ModuleType) -> set[tuple[str, str, str]]:
    """Context, message and plural of all that the code and the templates say."""
    return {
        (message.context or "", *(message.id if isinstance(message.id, tuple) else (message.id, "")))
        for message in tool.extracted()
        if message.id
    }


def test_the_languages_that_are_promised_are_there() -> None:
    """English is the source; the others are files."""
    assert tuple(sorted(path.stem for path in SHIPPED.glob("*.po"))) == LANGUAGES


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_message_is_translated(said: set[tuple[str, str, str]], lang: str) -> None:
    """Each message that is said is in the catalog, and none that is not: `make messages` was run; nothing is fuzzy."""
    entries = {
        (entry.context, entry.id, entry.plural): entry
        for entry in messages((SHIPPED / f"{lang}.po").read_text("utf-8"), lang)
        if entry.id
    }
    assert entries.keys() == said
    assert [entry.id for entry in entries.values() if not entry.done] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_translations_take_what_the_message_gives(lang: str) -> None:
    """All plural forms are there; each puts in what English does, where a number said in words may be left out."""
    for entry in messages((SHIPPED / f"{lang}.po").read_text("utf-8"), lang):
        if not entry.id:
            continue
        assert len(entry.forms) == (FORMS[lang] if entry.plural else 1), entry.id
        wanted = set(places(entry.plural or entry.id))
        for number, form in entry.forms.items():
            spared = {"number"} if entry.plural and number != max(entry.forms) else set()
            assert wanted - spared <= set(places(form)) <= wanted, (entry.id, form)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_files_are_as_make_messages_writes_them(tool: ModuleType, lang: str) -> None:
    """So that the next run of it changes nothing but what it should; and a second reader reads what ours does."""
    path = SHIPPED / f"{lang}.po"
    catalog = tool.read(path)
    assert tool.updated(catalog, tool.extracted()) == path.read_bytes()
    ours = {
        entry.id: entry.forms[0] for entry in messages(path.read_text("utf-8"), lang) if entry.id and not entry.context
    }
    for message in catalog:
        if message.id and not message.context:
            one = message.id[0] if isinstance(message.id, tuple) else message.id
            assert ours[one] == (message.string[0] if isinstance(message.id, tuple) else message.string)


def test_french_marks_stand_off() -> None:
    """A narrow no-break space before high marks, and never an ordinary one."""
    for entry in messages((SHIPPED / "fr.po").read_text("utf-8"), "fr"):
        for form in entry.forms.values() if entry.id else ():
            assert not re.search(r"(?<!\u202f)[:;?!»]", form), form
            assert "'" not in form


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0 مصدر"),
        (1, "مصدر واحد"),
        (2, "مصدران"),
        (3, "3 مصادر"),
        (11, "11 مصدرًا"),
        (100, "100 مصدر"),
        (103, "103 مصادر"),
    ],
)
def test_arabic_has_six_forms(number: int, text: str) -> None:
    """None, one, two, a few, many, and hundreds."""
    said = translations("ar").ngettext("%(number)s source", "%(number)s sources", number)
    assert said % {"number": number} == text


def test_a_language_without_a_catalog_is_english() -> None:
    """As is what a catalog has no translation for."""
    assert translations("eo").gettext("In brief") == "In brief"
    assert translations("de-AT").gettext("In brief") == "In Kürze"


def test_a_users_own_catalog_stands_before_ours(tmp_path: Path) -> None:
    """File by file and message by message; the nearest region first; a language that we lack is added."""
    (tmp_path / "de.po").write_text('# own\nmsgid "In brief"\nmsgstr "Auf "\n"einen Blick"\n', "utf-8")
    (tmp_path / "de_AT.po").write_text(
        'msgid "In brief"\nmsgstr "Kurz"\n\n#, fuzzy\nmsgid "Today"\nmsgstr "?"\n', "utf-8"
    )
    (tmp_path / "eo.po").write_text('msgid "In brief"\nmsgstr "Mallonge"\n', "utf-8")
    assert translations("de", tmp_path).gettext("In brief") == "Auf einen Blick"
    assert translations("de-AT", tmp_path).gettext("In brief") == "Kurz"
    assert translations("de-AT", tmp_path).gettext("Today") == "Heute"
    assert translations("eo", tmp_path).gettext("In brief") == "Mallonge"
    assert translations("eo", tmp_path).gettext("Today") == "Today"


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('msgid "a"\nmsgstr b\n', "2"),
        ('\n"a"\n', "2"),
        ('msgid "Day %(number)s"\nmsgstr "%(nmber)s"\n', "1"),
        ('msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=(n !! 1);\\n"\n', None),
    ],
)
def test_a_fault_in_a_users_catalog_is_told_with_its_place(tmp_path: Path, text: str, where: str | None) -> None:
    """File and line, before anything is rendered."""
    path = tmp_path / "de.po"
    path.write_text(text, "utf-8")
    with pytest.raises(TemplateError) as caught:
        translations("de", tmp_path)
    assert caught.value.where == (f"{path}:{where}" if where else str(path))
