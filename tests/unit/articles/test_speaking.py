"""The language of a source, told by its headlines."""

from datetime import UTC, datetime

from digest.articles import make, spoken
from digest.model import Entry, Source

NOW = datetime(2031, 3, 5, 8, 0, tzinfo=UTC)
GERMAN = ("Hafen bleibt zu", "Fähre fällt aus", "Brücke morgen gesperrt", "Rat wählt neu", "Sturm über Südhafen")


def entries(titles: tuple[str, ...], *, source: str = "bote", lang: str | None = None) -> list[Entry]:
    return [Entry(source=source, id=f"{source}-{n}", url="", title=title, lang=lang) for n, title in enumerate(titles)]


def test_each_source_speaks_for_itself() -> None:
    """Whatever the others write, in whatever order; who agrees with its feed, or says too little, is not named."""
    told = spoken(
        [
            *entries(GERMAN),
            *entries(GERMAN, source="misnamed", lang="en"),
            *entries(GERMAN, source="named", lang="de"),
            *entries(GERMAN[:1], source="new"),
        ]
    )
    assert told == {"bote": "de", "misnamed": "de"}


def test_a_feed_that_names_the_language_of_each_entry_is_believed() -> None:
    """One of two languages says which entry is in which."""
    mixed = [*entries(GERMAN, lang="de"), *entries(("Le pont est fermé",), source="bote", lang="fr")]
    assert spoken(mixed) == {}


def test_what_is_spoken_decides_for_headlines_alone() -> None:
    """A short headline is in its source's language, unless feeds.yml says which that is; a long text in its own."""
    bote = Source(key="bote", name="Hafenbote", url="https://bote.example/rss")
    [entry] = entries(("Hafen bleibt zu",), lang="en")
    assert make(entry, source=bote, first_seen=NOW, lang="de").lang == "de"
    assert make(entry, source=bote, first_seen=NOW).lang == "en"
    said = Source(key="bote", name="Hafenbote", url="https://bote.example/rss", lang="nl")
    assert make(entry, source=said, first_seen=NOW, lang="de").lang == "nl"
    [entry] = entries(("The council has closed the old bridge to all of the town for a week",))
    assert make(entry, source=bote, first_seen=NOW, lang="de").lang == "en"
