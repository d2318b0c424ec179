"""Direct speech and its speakers, on sentences of our own writing and on the seed article."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.issues import quotes

SEED = Path(__file__).parents[3] / "seeds" / "000_a5c98d244fca9490.txt"


def said(text: str, lang: str = "en") -> list[tuple[str | None, str]]:
    """(speaker, words) of each quotation."""
    return [(q.speaker, text[q.start : q.end]) for q in quotes.find(text, lang)]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ('"The bridge is safe to cross," said Maria Lopez.', "Maria Lopez"),
        ('"The bridge is safe to cross," Maria Lopez said.', "Maria Lopez"),
        ('"The bridge is safe to cross", said Maria Lopez, who built it.', "Maria Lopez"),
        ('"The bridge is safe to cross," Maria Lopez, chief of the port, told reporters.', "Maria Lopez"),
        ('"The bridge is safe to cross," Prime Minister Maria Lopez said in a statement.', "Maria Lopez"),
        ('"The bridge is safe to cross," said a spokesman for the port.', "a spokesman for the port"),
        ('"The bridge is safe to cross," one retired engineer stated.', "one retired engineer"),
        ('"Is the bridge safe to cross?" Maria Lopez asked.', "Maria Lopez"),
        ('"The bridge is safe to cross." - Maria Lopez', "Maria Lopez"),
        ('"The bridge is safe to cross," Dr June Lind explained.', "June Lind"),
        ('"The bridge is safe to cross," according to engineer Maria Lopez.', "Maria Lopez"),
        ('Maria Lopez said: "The bridge is safe to cross."', "Maria Lopez"),
        ('On Monday, Mayor Maria Lopez told the council: "The bridge is safe to cross."', "Maria Lopez"),
        ('Engineer and author Maria Lopez commented, "The bridge is safe to cross."', "Maria Lopez"),
        ('According to Maria Lopez, "the bridge is safe to cross by night".', "Maria Lopez"),
        ('The bridge was inspected, with Lopez adding: "It is safe to cross it now."', "Lopez"),
        ('Maria Lopez said the bridge was old but that it was "safe to cross by night and day".', "Maria Lopez"),
        ('The harbour letter reads "the bridge is closed until the winter ends".', "The harbour letter"),
        ("'The bridge is safe to cross,' said Maria Lopez.", "Maria Lopez"),
        ("‘The bridge isn’t safe to cross,’ said Maria Lopez.", "Maria Lopez"),
        ('"The bridge is safe to cross," says chief engineer Dr. Maria Lopez of the Port of Norland.', "Maria Lopez"),
        ('"The bridge is safe to cross," Deputy Maria Lopez (R-Norland) said.', "Maria Lopez"),
        ('"The bridge is safe to cross," said Berg\'s aunt, the Rev. Maria Lopez.', "Maria Lopez"),
        ('"The bridge is safe to cross," Maria Lopez, from Port Watch told the council.', "Maria Lopez"),
        ('One user, Lopez, wrote: "The bridge is safe to cross."', "Lopez"),
        ('Yesterday engineer Maria Lopez, who lives in Hamley, Norland, said: "The bridge is safe."', "Maria Lopez"),
        ('Speaking in 2007, Maria Lopez -- an engineer -- said it was "safe to cross by night".', "Maria Lopez"),
        ('The bridge "was never safe to cross" in winter, Maria Lopez said on Monday.', "Maria Lopez"),
        ('"The bridge is what keeps us here" announced in May, said Maria Lopez, a trader.', "Maria Lopez"),
        ('He left a letter saying he hoped to "cross the bridge by night".', "a letter"),
        ('It was a bridge that Maria Lopez recently called "the last safe way home".', "Maria Lopez"),
        ('Another said, "The bridge is safe to cross."', "Another"),
        ('Maria Lopez spoke in the Rose Hall by first telling them she had "a very good idea of it".', "Maria Lopez"),
        ('It is a practice referred to by harbour engineers as "closing the door to the sea".', "harbour engineers"),
        ('Port star Maria Lopez has a line in her notes on it: "The bridge is safe to cross."', "Maria Lopez"),
        ('Deputy Maria Lopez had a message for the council on Sunday saying, "The bridge is safe."', "Maria Lopez"),
        ('Maria Lopez hopes it will show "what everyone is going through at this time".', "Maria Lopez"),
        ('It would "keep the bridge safe to cross" by night, engineer Maria Lopez says.', "Maria Lopez"),
        ('They "will be very upset and angry" about the bridge, an aide told The Port.', "an aide"),
        ('"Everyone else knew before we did," Maria Lopez ...', "Maria Lopez"),
        ('"The bridge is safe to cross," Cpl. Maria Lopez said.', "Maria Lopez"),
        ('"The bridge is safe to cross," Lopez cries.', "Lopez"),
        ('Maria Lopez hailed the builder as the "kindest, bravest, most patient man".', "Maria Lopez"),
        ('Acme, which according to the report has "built nine hundred safe bridges", is gone.', "the report"),
        ('Lopez was late, but then recalled, "The bridge is safe to cross."', "Lopez"),
        ('Maria Lopez introduced Berg to the council as "someone who builds bridges that last".', "Maria Lopez"),
        (
            'On Monday a spokesman for the port sent this to reporters: "The bridge is safe."',
            "a spokesman for the port",
        ),
    ],
)
def test_names_the_speaker(text: str, speaker: str) -> None:
    """The speaker stands behind the words, or before them, with or without an office, a comma, a dash."""
    assert [who for who, _ in said(text)] == [speaker]


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("„Die Brücke ist sicher“, sagte Bürgermeisterin Anna Weiß.", "de", "Anna Weiß"),
        ("»Die Brücke ist sicher«, erklärte Anna Weiß am Montag.", "de", "Anna Weiß"),
        ("« Le pont est sûr », a déclaré Anne Petit lundi.", "fr", "Anne Petit"),
        ("«El puente es seguro», dijo Ana García en la plaza.", "es", "Ana García"),
        ("“El puente es seguro”, según Ana García.", "es", "Ana García"),
    ],
)
def test_speaks_other_languages(text: str, lang: str, expected: str) -> None:
    """German, French and Spanish marks are found, and their plain verbs of speech."""
    found = said(text, lang)
    assert [who for who, _ in found] == [expected]
    assert not set("„“”»«\u00a0 ") & {found[0][1][0], found[0][1][-1]}


def test_unknown_language_names_nobody() -> None:
    """Marks are the same in a language without a word list; who spoke is not guessed."""
    assert said("„Most jest już całkiem bezpieczny dla pieszych.” Tak powiedziała.", "pl") == [
        (None, "Most jest już całkiem bezpieczny dla pieszych.")
    ]


@pytest.mark.parametrize(
    "text",
    [
        'Maria Lopez wrote: "The bridge is safe to cross". "It was never in danger", adding that she had seen it.',
        'Maria Lopez said the bridge was "safe to cross by night", adding that "nobody should fear to use it".',
        'Maria Lopez warned of "an urge to close the bridge" and stressed a need to "keep the road open to all".',
        '"The bridge is safe to cross," wrote Maria Lopez in May. The port "will never be what it was before it."',
    ],
)
def test_tells_on(text: str) -> None:
    """A verb of speech without a subject, and a sentence that is mostly speech, go on in the speaker's words."""
    assert [who for who, _ in said(text)] == ["Maria Lopez", "Maria Lopez"]


@pytest.mark.parametrize(
    ("before", "speaker"),
    [
        ("Ilse Marten, 40, greeted Jon Berg's friends.", "Ilse Marten"),
        ("Ilse Marten, 40, told Bo Ferrer of it.", "Ilse Marten"),
        ("Ilse Marten, 40, spoke. The road was built by Bo Ferrer, who died.", "Ilse Marten"),
        ("Ilse Marten, 40, spoke. It had the backing of boss Bo Ferrer.", "Ilse Marten"),
        ("Ilse Marten, 40, spoke. The outfit Bo Ferrer, who came late, paid.", "Ilse Marten"),
    ],
)
def test_pronoun_means_a_subject(before: str, speaker: str) -> None:
    """Who is told, who is owned, who stands behind a preposition or is a club is not whom the next sentence means."""
    assert said(f'{before} "The bridge is safe to cross," she said.') == [(speaker, "The bridge is safe to cross,")]


def test_whose_sentence_it_is() -> None:
    """A clause about somebody else stands between a subject and its verb; an illness says nothing."""
    text = 'The mother of a girl who was in the back seat of a car says it was long.\n\n"You never think of it at all."'
    assert said(text) == [("The mother of a girl", "You never think of it at all.")]
    assert said('A nurse with Covid-19 thought, "I will cross the bridge today."') == []
    assert said("Coronavirus: 'I am crossing the bridge every day'") == []
    assert said('Staff are told they will have to "think hard about every bridge" they cross.') == []


def test_full_name_from_elsewhere() -> None:
    """A surname leads to the full name the article gives, word for word."""
    text = 'President Ilse van Houten came to the port. "We will build it again," van Houten said.'
    assert said(text) == [("Ilse van Houten", "We will build it again,")]


def test_two_people_of_one_name_stay_apart() -> None:
    """A surname that two people share is printed as it stands."""
    text = 'Anna Berg met Jonas Berg at the port. "We will build it again," Berg said.'
    assert said(text) == [("Berg", "We will build it again,")]


def test_pronoun_means_the_only_person_who_fits() -> None:
    """A pronoun is resolved where one person of its gender was named, and left as it stands where two were."""
    one = 'Maria Lopez opened the bridge. "It took us nine years," she said.'
    two = 'Maria Lopez and Anna Berg opened the bridge. "It took us nine years," she said.'
    assert said(one) == [("Maria Lopez", "It took us nine years,")]
    assert said(two) == [("she", "It took us nine years,")]
    assert quotes.named("Maria Lopez")
    assert not quotes.named("she")
    assert not quotes.named(None)


def test_office_means_its_only_holder() -> None:
    """ "The minister" is the one minister the article names; of two, neither."""
    one = 'Finance Minister Omar Haddad spoke first. "The money is there now," the minister said.'
    two = 'Minister Omar Haddad and Minister Eva Lind spoke. "The money is there now," the minister said.'
    assert said(one)[0][0] == "Omar Haddad"
    assert said(two)[0][0] == "the minister"


def test_split_quotation_has_one_speaker() -> None:
    """Words on either side of the attribution are one person's; the second part is never printed alone."""
    text = '"The bridge is safe," Maria Lopez said, "and it will stay open all winter."'
    first, second = quotes.find(text)
    assert (first.speaker, second.speaker) == ("Maria Lopez", "Maria Lopez")
    assert (first.continues, second.continues) == (False, True)
    assert text[first.sentence_start : first.sentence_end] == text


def test_next_sentence_goes_on() -> None:
    """A quotation right behind an attributed one continues it."""
    text = '"The bridge is safe," Maria Lopez said. "It will stay open all winter."'
    first, second = quotes.find(text)
    assert second.speaker == "Maria Lopez"
    assert second.continues
    assert text[first.sentence_start : first.sentence_end] == '"The bridge is safe," Maria Lopez said.'


def test_second_speaker_does_not_inherit() -> None:
    """An attribution that brings in the next quotation is no part of the one before."""
    text = '"The bridge is safe." Jonas Berg said: "It is not safe at all."'
    assert ("Jonas Berg", "It is not safe at all.") in said(text)
    assert ("Jonas Berg", "The bridge is safe.") not in said(text)


def test_speaker_in_the_sentence_before() -> None:
    """A quotation that stands alone belongs to the one whose speech the sentence before tells of."""
    text = 'Maria Lopez told the council that the work was done. "It will stay open all winter."'
    found = quotes.find(text)
    assert [q.speaker for q in found] == ["Maria Lopez"]
    assert text[found[0].sentence_start : found[0].sentence_end] == text


def test_speech_of_several_paragraphs() -> None:
    """Each paragraph opens a mark and only the last closes it: one speaker, the later ones continue."""
    speech = '"The bridge is safe.\n\n"It will stay open all winter.\n\n"I crossed it myself today."'
    text = f"Maria Lopez said: {speech}\n\nRain fell."
    found = quotes.find(text)
    assert [q.speaker for q in found] == ["Maria Lopez"] * 3
    assert [q.continues for q in found] == [False, True, True]
    assert text[found[2].start : found[2].end] == "I crossed it myself today."


def test_lost_mark_swallows_no_paragraph() -> None:
    """A mark that nothing closes ends with its paragraph, and later quotations are unharmed."""
    text = 'Maria Lopez said: "The bridge is safe.\n\nRain fell on the port.\n\n"We are wet," said Jonas Berg.'
    assert said(text) == [("Maria Lopez", "The bridge is safe."), ("Jonas Berg", "We are wet,")]


@pytest.mark.parametrize(
    "text",
    [
        'The so-called "peace dividend" has not arrived in the port.',
        'She read "The Old Man of the Sea" on the train.',
        'The film, titled "Bridges That Fell Down Early", opens soon.',
        "The boys' team beat the girls' team, and the '90s were over.",
        "A plank 6'2\" long fell on the deck.",
        "He went on and on 'til the morning, rock 'n' roll and all.",
    ],
)
def test_no_speech(text: str) -> None:
    """Scare quotes, titles, apostrophes and inches are no quotations."""
    assert said(text) == []


def test_quote_inside_a_quote_is_not_its_own() -> None:
    """Only the outermost marks count."""
    text = "“They want to ‘finish’ the old bridge,” Maria Lopez said."
    assert said(text) == [("Maria Lopez", "They want to ‘finish’ the old bridge,")]


def test_passage_is_balanced() -> None:
    """What is printed never cuts a quotation, however many sentences it has."""
    text = 'Rain fell. "It is safe. I crossed it. You can too," said Maria Lopez. Then the "grand opening" came.'
    found = quotes.find(text)
    passage = text[found[0].sentence_start : found[0].sentence_end]
    assert passage == '"It is safe. I crossed it. You can too," said Maria Lopez.'
    assert quotes.balanced(passage)
    assert not quotes.balanced('"It is safe.')
    assert not quotes.balanced('It is safe," she said.')


def test_seed_article() -> None:
    """The user's own article: six quotations, each with its speaker's full name where the article gives it."""
    text = SEED.read_text(encoding="utf-8")
    found = [(q.speaker, q.continues, text[q.start : q.end][:22]) for q in quotes.find(text) if q.speaker]
    assert found == [
        ("Volodymyr Zelenskyy", False, "Russia is preparing fo"),
        ("Volodymyr Zelenskyy", True, "Putin wants to negotia"),
        ("Donald Trump", False, "I’m pissed off that Pu"),
        ("Oleksandr Syrskyi", False, "We have modernized our"),
        ("Oleksandr Syrskyi", True, "This has led to a decl"),
        ("one Russian military insider", False, "Putin believes his tro"),
    ]
    passages = [text[q.sentence_start : q.sentence_end] for q in quotes.find(text)]
    assert passages[0].endswith("Zelenskyy said.")
    assert all(quotes.balanced(passage) for passage in passages)


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("—El puente es seguro —dijo Ana García—. No caerá este año.", "es", ["Ana García", "Ana García"]),
        ("El alcalde Luis Mora afirmó que “el puente es seguro y no caerá”.", "es", ["Luis Mora"]),
        ("— O porto está fechado — disse Rui Costa.", "pt", ["Rui Costa"]),
        ("«Il ponte è sicuro», ha detto il sindaco Aldo Neri.", "it", ["Aldo Neri"]),
        ("Bürgermeisterin Anna Weiß sagte: „Die Brücke ist sicher. Wir öffnen sie morgen.“", "de", ["Anna Weiß"]),
        ("„Die Brücke ist sicher“, sagte Anna Weiß, „und sie bleibt offen.“", "de", ["Anna Weiß", "Anna Weiß"]),
        ("Laut Anna Weiß ist die Brücke „sicher für alle, die sie nutzen“.", "de", ["Anna Weiß"]),
        ("« Le pont est sûr », a expliqué la ministre des Transports, Anne Petit.", "fr", ["Anne Petit"]),
        ("Selon Anne Petit, « le pont est sûr pour tous ».", "fr", ["Anne Petit"]),
        ("«\u202fLe pont est sûr\u202f», a-t-elle dit. Anne Petit est ministre.", "fr", ["elle"]),
        ("Başkan Ayşe Demir, “Köprü güvenli ve açık kalacak” dedi.", "tr", ["Ayşe Demir"]),
    ],
)
def test_each_language_names_its_speakers(text: str, lang: str, expected: list[str]) -> None:
    """Dialogue behind dashes, verbs at the end, inverted pronouns, offices set off by commas."""
    assert [who for who, _ in said(text, lang)] == expected


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ('The port closed. Maria Lopez runs it with Jonas Berg. "It was a long year," she said.', "Maria Lopez"),
        ('Jonas Berg, who met Karl Lind, was tired. He sat down. "It was a long year," he said.', "Jonas Berg"),
        ('Jonas Berg spoke. A baker from the port said it was late. "It was a long year," he said.', "he"),
        ('His wife, Robin Berg, watched Jonas Berg leave. "It was a long year," she said.', "Robin Berg"),
        ('Lord Haven came late. "It was a long year," he said.', "Lord Haven"),
    ],
)
def test_pronoun_means_the_subject_before_it(text: str, speaker: str) -> None:
    """The subject of the nearest sentence that has one; somebody new without a name hides those before him."""
    assert [who for who, _ in said(text)] == [speaker]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (
            'They found "ropes of the old port," "nails of the old ships" and "two very rusty anchors," the port said.',
            3,
        ),
        ('The port says the bridge "remains the main way into town" and that "ferries remain the second way".', 2),
    ],
)
def test_one_attribution_for_several_phrases(text: str, speakers: int) -> None:
    """Phrases in a row are all of the one who is named behind the last, or before the first."""
    assert [(who or "").lower() for who, _ in said(text)] == ["the port"] * speakers


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ('"We will open it by the summer," rescue and safety chief Ann Lee told us.', "Ann Lee"),
        ('"We will open it by the summer," the paper\'s harbour editor, Ann Lee, said.', "Ann Lee"),
        ('"We will open it by the summer," the Post quoted engineer Ann Lee as saying.', "Ann Lee"),
        ('The Post quoted engineer Ann Lee as saying: "We will open it by the summer."', "Ann Lee"),
        ('"We will open it by the summer," said Lee of the new plan.', "Lee"),
        ('The family of Ann Lee, 56, said: "We will open it by the summer."', "The family of Ann Lee"),
        ('Lee says Ann, who has just come home, would "open the bridge by the summer".', "Lee"),
        (
            'But the Harbour Party disputed that, saying the bridge was "open and safe to cross by night".',
            "the Harbour Party",
        ),
    ],
)
def test_names_the_speaker_in_longer_phrases(text: str, speaker: str) -> None:
    """Offices, outlets that quote, families, clauses set in commas."""
    assert [who for who, _ in said(text)] == [speaker]


@pytest.mark.parametrize(
    "text",
    [
        '"We open in the summer." Lopez continued to build bridges for many years.',
        '"We open in the summer." According to the report, the bridge is late.',
        '"We open in the summer." Stung by the reporting, Lopez left.',
    ],
)
def test_the_next_sentence_names_nobody(text: str) -> None:
    """A finished quotation is not given to the subject of what follows."""
    assert all(who is None for who, _ in said(text))


def test_a_title_is_not_speech_of_its_paper() -> None:
    """What a story is called was said by nobody."""
    assert said('The port closed after the Harbour Journal ran a story called "Why is the port so often closed?"') == []


def test_who_can_be_printed() -> None:
    """A reader wants a name; a document, a neighbour or another without one is none."""
    assert quotes.by_name("Ann Lee")
    assert quotes.by_name("the Justice Department")
    assert quotes.by_name("a spokesman for Lee & Sons")
    assert not quotes.by_name("the brochure")
    assert not quotes.by_name("a Western diplomat")
    assert not quotes.named("another")
    assert quotes.in_first_person("my mother told us")
    assert quotes.leans("That was why.")
    assert not quotes.leans("The bridge was late.")
