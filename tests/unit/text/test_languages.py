"""Which language a text is in."""

import subprocess
import sys

import pytest

from digest.text import direction, language, languages
from digest.text.letters import likelihoods
from digest.text.tokens import words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Council approves the new bridge\nThe council has approved a bridge for the old harbour.", "en"),
        ("Der Stadtrat hat am Dienstag den Bau einer neuen Brücke im alten Hafen beschlossen.", "de"),
        ("Le conseil municipal a approuvé mardi la construction d'un nouveau pont dans le vieux port.", "fr"),
        ("El ayuntamiento aprobó el martes la construcción de un nuevo puente en el puerto viejo.", "es"),
        ("Belediye meclisi salı günü eski limanda yeni bir köprü yapılmasını onayladı.", "tr"),
        ("市議会は火曜日に新しい橋の建設を承認した", "ja"),
        ("시의회는 화요일에 새 다리 건설을 승인했다", "ko"),
        ("Городской совет во вторник одобрил строительство нового моста в старой гавани.", "ru"),
        ("وافق مجلس المدينة يوم الثلاثاء على بناء جسر جديد في الميناء القديم", "ar"),
    ],
)
def test_a_text_tells_its_language(text: str, expected: str) -> None:
    """Headline and text together."""
    assert language(text) == expected


def test_a_wrong_hint_does_not_beat_a_long_text() -> None:
    """Many feeds say "en" whatever they write."""
    assert language("Der Stadtrat hat am Dienstag den Bau einer neuen Brücke im alten Hafen beschlossen.", "en") == "de"


def test_short_texts_trust_the_hint() -> None:
    """A few words prove nothing."""
    assert language("Hafen", "de-AT") == "de"
    assert language("Hafen") == "en"
    assert language("", None) == "en"
    assert language("12 34 56", "not a language") == "en"


@pytest.mark.parametrize(
    "headline",
    [
        "Harbour Council Votes Down Lindqvist Bridge Plan | City News",
        "Kraftner founder Florian Weber dies at 81",
        "Mayor Okonkwo slams Senator Balogun over ferry",
        "Evening News Express: May 3, 2031 [HD]",
        "Morning Desk | Radio North (14 May 2031) Part 2",
    ],
)
@pytest.mark.parametrize("hint", ["en", None])
def test_a_headline_of_names_is_no_proof(headline: str, hint: str | None) -> None:
    """Names belong to no language: what is expected stands unless another language is plainly likelier."""
    assert language(headline, hint) == "en"


@pytest.mark.parametrize(
    "headline",
    [
        "Mga mangingisda sa lumang daungan, nanawagan ng tulong sa pamahalaan matapos ang bagyo",
        "Bagyong Lorna, nagbabadya rin sa daungan at sa Puerto Lindo",
        "Balita Express: Lumang tulay, isinara sa labas ng daungan",
    ],
)
def test_a_headline_in_another_language_is_told(headline: str) -> None:
    """Also where the source says nothing, or calls itself English."""
    assert language(headline) == "tl"
    assert language(headline, "en") == "tl"


def test_words_that_languages_share_tell_none_alone() -> None:
    """Serbian has "sa", "na", "ni" and "pa" too, and Norwegian "sa", "at" and "din"."""
    serbian = "Gradonačelnik sa vozačem na mostu, pa ni tramvaji ne saobraćaju od utorka"
    norwegian = "Ordføreren sa at broen din stenger tirsdag, og at ferger går i stedet"
    assert languages._by_words(words(serbian)) is languages._by_words(words(norwegian)) is None
    assert language(serbian) in ("sr", "hr", "bs")
    assert language(norwegian) in ("no", "nb", "da")


def test_a_smaller_language_is_believed_where_nothing_speaks_against_it() -> None:
    """A source that calls itself Malay is; one that does so and writes German or English is not."""
    text = "Majlis bandar raya memutuskan pada hari Selasa untuk menutup jambatan lama di pelabuhan selama seminggu."
    assert language(text, "ms") == "ms"
    assert language(NEWS["de"], "ms") == "de"
    assert language("The council has closed the old bridge in the harbour for a week.", "ms") == "en"


def test_what_a_source_calls_its_language_keeps_its_name() -> None:
    """The model has other tags for some: "nb" is its "no", "fil" its "tl"."""
    text = "Bystyret vedtok tirsdag å bygge en ny bro over den gamle havnen, melder avisen på nettet."
    assert language(text, "nb") == "nb"
    assert language(text, "gsw") == "gsw"


def test_running_news_loads_no_table() -> None:
    """Running English is told at a glance, and so are the larger languages; nothing that is asked loads a library."""
    code = (
        "import sys; from digest.text import language, sentences, stems\n"
        "text = 'The council has approved a bridge for the old harbour.'\n"
        "assert language(text) == 'en' and sentences(text) and stems(text)\n"
        f"assert language({NEWS['de']!r}) == 'de'\n"
        "from digest.text.letters import _table\n"
        "assert _table.cache_info().currsize == 0\n"
        "assert language('Ferjerne sejler igen fra mandag, siger havnen') == 'da'\n"
        "assert _table.cache_info().currsize == 1\n"
        "sys.exit(any(name in sys.modules for name in ('py3langid', 'sentencex', 'numpy', 'sumy', 'nltk')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


NEWS = {
    "de": "Der Stadtrat hat am Dienstag beschlossen, dass die Brücke im Hafen für eine Woche gesperrt wird.",
    "es": "El ayuntamiento cerrará los lunes el puente viejo por las obras, según dijo la alcaldesa a los vecinos.",
    "fr": "Le conseil municipal a décidé mardi que le vieux pont sera fermé pour une semaine, et les bacs sont prêts.",
    "hu": "A városi tanács kedden úgy döntött, hogy a régi híd egy hétig nem lesz nyitva, csak a kompok járnak majd.",
    "it": "Il consiglio comunale ha deciso che il vecchio ponte della città non sarà aperto nella settimana.",
    "nl": "De gemeenteraad heeft dinsdag besloten dat de oude brug een week niet open is voor auto's en ook bussen.",
    "pl": "Rada miasta zdecydowała we wtorek, że stary most w porcie będzie zamknięty przez tydzień.",
    "pt": "A câmara decidiu na terça-feira que a ponte velha não abre durante uma semana e que os barcos são grátis.",
    "ro": "Consiliul local a decis marți că podul vechi din port va fi închis pentru o săptămână și în martie.",
    "ru": "Городской совет во вторник решил, что старый мост в гавани был закрыт на неделю и это надолго.",
    "sv": "Kommunen beslutade på tisdagen att den gamla bron i hamnen är stängd och inte öppnar från måndag.",
    "tl": "Isinara ng konseho ang lumang tulay at ang mga mangingisda ay nanawagan ng tulong sa pamahalaan.",
    "tr": "Belediye meclisi salı günü eski köprü için bir hafta kapatma kararı aldı ve vapurlar çok daha sık.",
    "uk": "Міська рада у вівторок вирішила, що старий міст був закритий на тиждень після огляду, та це надовго.",
    "ar": "قال مجلس المدينة في بيان يوم الثلاثاء إن الجسر القديم الذي يقع في الميناء مغلق على السيارات خلال أسبوع",
}


@pytest.mark.parametrize("lang", NEWS)
def test_little_words_tell_what_letters_tell(lang: str) -> None:
    """Running text of larger languages is told by its little words, whatever its source says; letters agree."""
    told = languages._by_words(words(NEWS[lang]))
    assert told == lang == likelihoods(NEWS[lang]).best()
    assert language(NEWS[lang]) == language(NEWS[lang], "en") == lang


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L'ajuntament tancarà el pont vell dels dimarts perquè les obres no acaben, va dir ahir l'alcaldessa.", "ca"),
        ("O concello pechará unha semana a ponte vella do porto polas obras, dixo onte a alcaldesa aos veciños.", "gl"),
        (
            "Die stadsraad het Dinsdag besluit dat die ou brug vir 'n week nie oop is nie, en die veerbote is gereed.",
            "af",
        ),
        ("Byrådet besluttede tirsdag, at den gamle bro i havnen er lukket i en uge, og at der sejler færger.", "da"),
        (
            "Mestská rada v utorok rozhodla, že starý most v prístave bude týždeň zatvorený a prievozy sú pripravené.",
            "sk",
        ),
        ("Şəhər şurası çərşənbə axşamı qərara aldı ki, köhnə körpü bir həftə bağlı olacaq və bərələr işləyəcək.", "az"),
    ],
)
def test_little_words_leave_languages_alone_that_are_near(text: str, expected: str) -> None:
    """Catalan is not taken for Spanish, nor Afrikaans for Dutch."""
    assert languages._by_words(words(text)) is None
    assert language(text) == expected


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("en", "ltr"),
        ("ar", "rtl"),
        ("he-IL", "rtl"),
        ("az-Arab-IR", "rtl"),
        ("ur-Latn", "ltr"),
        ("", "ltr"),
        ("FA", "rtl"),
    ],
)
def test_direction(lang: str, expected: str) -> None:
    """By script where the tag names one, else by language."""
    assert direction(lang) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Harbour council approves 40 million for ferry terminal",
        "Ferry crew ‘delighted’ after first crossing — harbour council",
        "Three dead in crash on harbour bridge, says police chief",
        "Norland postpones presidential election",
        "Harbour towns weigh ferry subsidy: prices raise fears inside council houses",
        "Portside's quiet market: Okonkwo wins fourth term, lawmakers walk away",
        "Los Angeles ferry crash kills three",
        "Morning Desk | Radio North (14 May 2031)",
        "Actor tells fiancé and fans about a harbour concert",
        "Harbour ferries resume weekend sailings despite storm warning",
        "Vera von Ahlen joins de Koster bid, van driver walks free near Las Palmas",
        "BREAKING: LA PORT WORKERS STRIKE OVER PAY",
        "Von Ahlen brings ferry back: hi-fi fans queue en masse",
        "Mga Kuwento ng Daungan replay: what viewers said of the ferry film and how the crew has answered them",
    ],
)
def test_an_english_headline_is_english(text: str) -> None:
    """Names and what English borrowed are no proof of another language, with a hint and without."""
    assert language(text) == language(text, "en") == "en"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Der Fährbetrieb läuft, sagt die Stadt am Montag beim Treffen", "de"),
        ("Stad koopt veerboot voor de haven, en wel on the spot", "nl"),
        ("Stadt zeigt „Where the World Ends“ im Hafen und nicht in der Brückenstraße", "de"),
    ],
)
def test_one_english_phrase_is_not_enough_against_others(text: str, expected: str) -> None:
    """A title that is quoted, or a phrase that was borrowed, leaves the rest what it is."""
    assert language(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ferjerne sejler igen fra mandag, siger havnen", "da"),
        ("Lautat kulkevat taas, mutta silta on yhä kiinni maanantaina", "fi"),
        ("Jembatan lama di pelabuhan ditutup sepekan karena rusak", "id"),
        ("Kivuko cha zamani kitafungwa kwa wiki moja bandarini", "sw"),
        ("Il porto vecchio chiude per una settimana", "it"),
        ("Haven blijft een week gesloten, zegt burgemeester", "nl"),
        ("Bryggan stängs en vecka, säger hamnen", "sv"),
        ("Udalak astebetez itxiko du portuko zubi zaharra", "eu"),
        ("Uzavírka starého mostu potrvá celý týden", "cs"),
        ("Sarado nang isang linggo ang lumang tulay", "tl"),
        ("Brú na hInse dúnta go ceann seachtaine", "ga"),
        ("Öreg híd: egy hétre lezárják kedden", "hu"),
        ("Старият мост остава затворен една седмица", "bg"),
        ("Старий міст зачинено на тиждень", "uk"),
        ("پل قدیمی بندر یک هفته بسته می‌ماند", "fa"),
        ("بندرگاہ کا پرانا پل ایک ہفتے کے لیے بند", "ur"),
        ("बंदरगाह का पुराना पुल एक सप्ताह के लिए बंद रहेगा", "hi"),
        ("বন্দরের পুরোনো সেতু এক সপ্তাহ বন্ধ থাকবে", "bn"),
        ("旧港大桥将关闭一周", "zh"),
        ("港の橋 一週間通行止め", "ja"),
        ("పాత వంతెన వారం రోజులు మూసివేత", "te"),
    ],
)
def test_a_headline_is_told_by_its_letters(text: str, expected: str) -> None:
    """In languages large and small, though nobody says which and the words are few."""
    assert language(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "UB: Panayam kina Lorna Balogun at Mayor Okonkwo ng Puerto Lindo on ferry plan",
        "Todo-todo Walang Daungan | Radio North (13 May 2031)",
    ],
)
def test_filipino_with_english_in_it_is_filipino(text: str) -> None:
    """Philippine outlets mix both, and say of neither which it is."""
    assert language(text) == "tl"


def test_a_script_tells_a_language_against_what_is_expected() -> None:
    """A source that is said to be German and writes Bulgarian is Bulgarian; a sister language is believed."""
    assert language("Старият мост на пристанището остава затворен една седмица", "de") == "bg"
    assert language("Die alte Brücke im Hafen bleibt wegen Arbeiten noch lange gesperrt", "ja") == "de"
    assert language("דער אלטער בריק אין האפן איז פארמאכט א גאנצע וואך", "yi") == "yi"
    assert language("旧港大桥将关闭一周", "ja") == "ja"
    assert language("Kraftner Weber Lindqvist Okonkwo Balogun Barlas Norland Portside harbour", "ru") == "en"


def test_a_name_that_holds_a_little_word_is_no_proof() -> None:
    """One word of another language, however often it comes."""
    text = "Vera von Ahlen meets Karl von Ahlen\nVera von Ahlen, cousin of Ida von Ahlen, said little at home"
    assert language(text) == "en"
