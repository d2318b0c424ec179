"""Languages of sources over the days of a newsroom."""

from digest.testing import World

GERMAN = ("Hafen bleibt zu", "Fähre fällt aus", "Brücke morgen gesperrt", "Rat wählt neu", "Sturm über Südhafen")


def test_a_new_headline_is_in_the_language_of_those_before_it() -> None:
    """A source that brings one entry a day is known by what it brought before, though its feed names no language."""
    world = World()
    bote = world.source("Bote")
    for headline in GERMAN:
        bote.entry(headline)
    world.run()
    world.tomorrow()
    world.source("Gazette").entry("Kelmar Bridge closed", "Engineers closed the Kelmar Bridge after an inspection.")
    bote.entry("Kai wieder frei")
    issue = world.run()
    assert issue is not None
    langs = {article.headline: article.lang for article in issue.articles}
    assert langs["Kai wieder frei"] == "de"
    assert langs["Kelmar Bridge closed"] == "en"


def test_a_new_source_is_in_no_language_yet() -> None:
    """One headline of three words tells nothing."""
    world = World()
    world.source("Bote").entry("Kai wieder frei", hours_ago=2)
    issue = world.run()
    assert issue is not None
    assert {article.lang for article in issue.articles} == {"en"}
