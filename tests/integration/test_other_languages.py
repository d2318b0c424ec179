"""A newsroom that reads other languages than English: whole sentences, the right speakers and days, and no nonsense."""

from __future__ import annotations

from datetime import date

import pytest
from tongues import HARD, TONGUES

from digest.model import Issue, Passage, PrintedStory, Publication
from digest.testing import World
from digest.text import sentences

# World() begins on Monday, 2 March 2026. What the bridge's articles say of days, and who says what in them.
WEDNESDAY, VOTE, READING = date(2026, 3, 4), date(2026, 3, 12), date(2026, 4, 23)
DAYS = {"de": {WEDNESDAY, VOTE}, "fr": {WEDNESDAY, VOTE}, "es": {WEDNESDAY, VOTE}, "tr": {VOTE}}
SPEAKERS = {
    "de": {"leere Brücke": "Hanna Brandt", "Jeder Tag": "Jens Vogt"},
    "fr": {"pont vide": "Hélène Barrault", "Chaque jour": "Marc Delcourt"},
    "es": {"puente vacío": "Elena Barrera", "Cada día": "Marcos Delgado"},
    "tr": {"boş bir köprüyü": "Elif Barlas", "Her gün": "Murat Delen"},
}
# Openings of sentences that hang on another, ask the reader, or are the paper's word about itself.
NEVER = (
    *("Sie hatte", "Dabei", "Lesen Sie", "Foto", "Er verwies", "Das sei", "Doch", "Was halten", "Unsere", "Mehr dazu"),
    *("Elle avait", "Cela", "Lire aussi", "Abonnez", "Il s'est", "Ce n'est", "Mais", "Et vous", "Notre", "Cliquez"),
    *("Ella misma", "Sin embargo", "Lea también", "Él citó", "Eso es", "Pero", "¿Y usted", "Nuestra", "Haga clic"),
    *("Ancak", "Ayrıca", "O, ", "Bu ", "Ama ", "Siz ", "Haberin"),
)


def printed(told: tuple[str, str], lang: str) -> tuple[Issue, PrintedStory, str]:
    """The issue of one article, its story, and the article's text."""
    world = World(publication=Publication(title="The Test", lang=lang))
    world.source("Gazette").entry(*told)
    issue = world.run()
    assert issue is not None
    assert issue.lead is not None
    return issue, issue.lead, world.archive.evidence[issue.lead.article].text


def said(issue: Issue, story: PrintedStory) -> list[Passage]:
    """Every sentence that is printed."""
    items = (*story.whats_next, *issue.whats_next)
    return [*story.what_happened, *story.background, *(item.passage for item in items)]


@pytest.mark.parametrize("lang", TONGUES)
@pytest.mark.parametrize("told", [TONGUES, HARD], ids=["bridge", "law"])
def test_whole_sentences_that_stand_by_themselves(told: dict[str, tuple[str, str]], lang: str) -> None:
    """The story opens with its first sentence, and goes on with others, none of them a piece of one."""
    issue, story, text = printed(told[lang], lang)
    assert {article.lang for article in issue.articles} == {lang}
    whole = {text[start:end] for start, end in sentences(text, lang)}
    assert story.what_happened[0].start == 0
    assert len(story.what_happened) >= 3
    for passage in said(issue, story):
        assert passage.text in whole
        assert len(passage.text.split()) >= 4
        assert not passage.text.startswith(NEVER)


@pytest.mark.parametrize("lang", TONGUES)
def test_days_are_read_as_they_are_written(lang: str) -> None:
    """From the article's own Monday on, each day once, and no other."""
    issue, story, _ = printed(TONGUES[lang], lang)
    assert {item.first for item in story.whats_next if item.first} == DAYS[lang]
    assert {item.first for item in issue.whats_next if item.first} == DAYS[lang]


@pytest.mark.parametrize("lang", ["de", "fr", "es"])
def test_an_ordinal_ends_no_sentence(lang: str) -> None:
    """ "Die 2. Lesung": what is planned for 23 April is the second reading, and no reading."""
    issue, _, _ = printed(HARD[lang], lang)
    (item,) = (one for one in issue.whats_next if one.first == READING)
    assert item.passage.text.split()[1][0] in "2s"


@pytest.mark.parametrize("lang", TONGUES)
def test_speech_is_told_by_who_spoke(lang: str) -> None:
    """In their words: the speakers that the article names, with what each of them said."""
    _, story, _ = printed(TONGUES[lang], lang)
    assert story.quotes
    for quote in story.quotes:
        (speaker,) = (name for words, name in SPEAKERS[lang].items() if words in quote.words.text)
        assert quote.speaker == speaker


@pytest.mark.parametrize("lang", TONGUES)
def test_figures_say_what_they_count(lang: str) -> None:
    """No number without its noun, but for money; and none that is a year or a day."""
    for told in (TONGUES, HARD):
        _, story, text = printed(told[lang], lang)
        for figure in story.figures:
            assert figure.unit or "uro" in figure.figure.text or "avro" in figure.figure.text
            assert figure.value not in {1990, 2017, 2019, 12, 23}
            assert figure.figure.text in text
