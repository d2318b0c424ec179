"""``digest explain``."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from digest.cli.columns import WIDTH
from digest.cli.explain.dropping import _seen_before
from digest.errors import UsageError
from tests.unit.cli.morning import BRIDGE, FIRST, SECOND, WIRE, Town, town

FIRST_DAY = datetime(2026, 3, 2, 6, tzinfo=UTC)
LEAD = "Parliament votes on the flood budget"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Town:
    """A town with two issues: on the second day the bridge goes on, and a paper is no longer read."""
    made = town(tmp_path_factory.mktemp("kept"))
    made.text("run", "--at", FIRST)
    made.entry(
        "gazette",
        "Kelmar Bridge crack grows, and second crack is found in main cable",
        f"{BRIDGE} Divers from Orvel found a second crack in the main cable of the Kelmar Bridge on Tuesday.",
        slug="second-crack",
        at=SECOND,
    )
    made.entry("wire", "Tides to be high on Friday", "Sea walls will hold, the water board says.", slug="t", at=SECOND)
    made.entry("ledger", "An old wedding", "It rained on the bride in 1931.", slug="old", at=SECOND, hours_ago=99)
    made.entry("ledger", "Herring back off Ansel", "Boats landed nine tonnes of it.", slug="herring", at=SECOND)
    more = "filters: {exclude: [horoscope]}\nwindow: {hours: 48}"
    made.write(more=more, sources={"wire": "exclude: [barley]", "ledger": "include: [bride, cod]"})
    made.text("run", "--at", SECOND)
    return made


def explained(town: Town, what: str, *more: str) -> str:
    """What the command says, its lines put together as a reader puts them."""
    text = town.text("explain", what, "--at", SECOND, *more)
    assert all(len(line) <= WIDTH or "https://" in line for line in text.splitlines()), text
    return re.sub(r"\s+", " ", text)


def story(town: Town, issue: str, headline: str) -> str:
    """The id of a story in a budget."""
    candidates = town.json("budget", issue)["budget"]["candidates"]
    [found] = [one["story"] for one in candidates if one["headline"] == headline]
    return str(found)


def lead(town: Town) -> dict[str, object]:
    """The first issue's widest story."""
    candidates = town.json("budget", "1")["budget"]["candidates"]
    found: dict[str, object] = max(candidates, key=lambda one: len(one["articles"]))
    return found


def test_a_printed_story(kept: Town) -> None:
    """Its copies, its numbers, its place, and what each sentence was worth."""
    one = lead(kept)
    text = explained(kept, str(one["story"]))
    assert f"{one['story']} · No. 1 of 2026-03-02 · 2 independent reports, 3 outlets" in text
    assert "leads: its headline stands for the story" in text
    assert "counts as the same report" in text
    for line in kept.json("explain", str(one["story"]))["story"]["worked"]["parts"]:
        assert f"{line['weight']:.2f} × {line['value']:.4f} = {line['points']:.4f}" in text
    assert "→ leads the issue; rank 1 of 5" in text
    assert "Why these sentences 1. “" in text
    assert "the best not printed: " in text
    assert re.search(r"learned chose out of \d+ sentences, 4 at most\.", text)


def test_sentences_are_those_of_the_issue(kept: Town) -> None:
    """As JSON: each printed sentence is one that the method chooses again, its terms adding up to its worth."""
    told = kept.json("explain", str(lead(kept)["story"]))["sentences"]
    assert told["sentences"]
    for one in told["sentences"]:
        assert one["passage"]["text"] in BRIDGE + WIRE
        assert round(sum(one["worth"]["terms"].values()), 3) == one["worth"]["score"]
    assert told["left"]["reason"]


def test_a_story_left_out(kept: Town) -> None:
    """What it lacked: the weakest that had what it wanted, by how much, and in which term."""
    headline = "Observatory names comet after watchman"
    text = explained(kept, story(kept, "1", headline))
    assert "→ left out: Gazette has its share" in text
    found = re.search(r"needed more than (\d\.\d{4}), as the last that this source alone tells has: “(.*?)”", text)
    assert found is not None
    scores = {one["headline"]: one["score"] for one in kept.json("budget", "1")["budget"]["candidates"]}
    assert scores[found[2]] == float(found[1]) > scores[headline]
    assert re.search(r"Most of the difference is \w+: \d\.\d{4} against \d\.\d{4}", text)
    assert "Why these sentences" not in text


def test_a_story_that_goes_on(kept: Town) -> None:
    """Which printed story it continues, and how much of it is new."""
    text = explained(kept, "https://gazette.example/second-crack")
    assert "Goes on, day 2 No. 1 of 2026-03-02: “" in text
    assert re.search(r"novelty × 0\.\d+ how much of it is new: \d+%", text)
    assert "still developing, day 2" in text or "leads the issue" in text


def test_an_articles_url_finds_its_story(kept: Town) -> None:
    """Under any address of its page, behind another lead too, and by its id."""
    bridge = lead(kept)
    articles = bridge["articles"]
    assert isinstance(articles, list)
    other = articles[-1]
    for what in (other["url"], other["url"].replace("https://", "www."), other["id"]):
        text = explained(kept, what)
        assert str(bridge["story"]) in text
        assert f"{other['source']}'s “{other['headline']}” stands in this story." in text


def test_an_excluded_article(kept: Town) -> None:
    """The term, and where it stands: among the filters or with the source."""
    text = explained(kept, "https://gazette.example/stars")
    assert "→ dropped: excluded by “horoscope”" in text
    assert "“horoscope” stands under `filters: exclude:`" in text
    text = explained(kept, "https://wire.example/barley")
    assert "“barley” stands under `exclude:` of the source Wire" in text


def test_an_article_without_the_terms(kept: Town) -> None:
    """What the source must hold."""
    text = explained(kept, "https://ledger.example/herring")
    assert "→ dropped: holds no included term" in text
    assert "`include:` of Ledger asks for one of: bride, cod." in text


def test_an_article_out_of_the_window(kept: Town) -> None:
    """How old it was, and the window that would have held it; also where no issue had it at all."""
    text = explained(kept, "https://ledger.example/old")
    assert "→ dropped: older than 48 hours" in text
    assert "It was 99 hours old then: `hours: 100` would have let it in." in text
    text = explained(kept, "https://gazette.example/ferry")
    assert "It was 90 hours old then" in text


def test_no_window_is_made_for_what_is_months_old(tmp_path: Path) -> None:
    """An editor is told how old it was, and not to hold the news of half a year for it."""
    made = Town(tmp_path)
    url = made.entry("gazette", "Ferry to cross the Tarsk", "", slug="ferry", hours_ago=24 * 200 + 1)
    made.entry("gazette", "Parliament votes on the flood budget", "", slug="flood")
    made.write()
    made.text("run", "--at", FIRST)
    text = explained(made, url)
    assert "It was 200 days old then." in text
    assert "would have let it in" not in text


def test_an_article_that_is_printed_comes_once(tmp_path: Path) -> None:
    """A feed that dates it anew, or moves its address, does not bring it back: the issue that has it is named."""
    made = town(tmp_path)
    made.text("run", "--at", FIRST)
    made.feeds["gazette"] = []
    made.entry("gazette", "Kelmar Bridge closed, now dated anew", BRIDGE, slug="bridge", at=SECOND)
    made.entry("wire", "Tides to be high on Friday", "Sea walls will hold, the water board says.", slug="t", at=SECOND)
    made.write()
    made.text("run", "--at", SECOND)
    text = explained(made, "https://gazette.example/bridge", "--date", "2")
    assert "→ dropped: printed in an earlier issue" in text
    text = explained(made, "https://gazette.example/bridge")
    assert "No. 1 of 2026-03-02 printed it: an article is printed once" in text
    assert "`digest explain https://gazette.example/bridge --date 2026-03-02` says how." in text
    assert "leads the issue" in explained(made, "https://gazette.example/bridge", "--date", "2026-03-02")


def test_a_source_that_is_no_longer_read(tmp_path: Path) -> None:
    """Its entries are held and dropped: put it back."""
    made = town(tmp_path)
    made.text("fetch", "--at", FIRST)
    del made.feeds["ledger"]
    made.write()
    text = explained(made, "https://ledger.example/bridge")
    assert "→ dropped: its source is no longer read" in text
    assert "feeds.yml names no source 'Ledger' now" in text


def test_what_is_not_held(kept: Town) -> None:
    """Nothing is known of it: the source on its host may have it, or a feed can be looked for."""
    text = explained(kept, "https://gazette.example/never")
    assert "it is not held" in text
    assert "`digest sources test 'Gazette'` shows what the feed of Gazette holds now." in text
    assert "`digest sources add nowhere.example` looks for its feeds." in explained(kept, "nowhere.example/x")
    assert kept.json("explain", "https://nowhere.example/x")["unknown"]["held"] is False


def test_what_came_later_is_for_the_next(tmp_path: Path) -> None:
    """An article fetched after the day's issue was made has not been considered yet."""
    made = town(tmp_path)
    made.text("run", "--at", FIRST)
    late = "2026-03-02T09:00:00Z"
    made.entry("wire", "Tides to be high on Friday", "Sea walls will hold, the board says.", slug="t", at=late)
    made.write()
    made.text("fetch", "--at", late)
    assert "No issue has considered it yet: the next one does." in made.text(
        "explain", "https://wire.example/t", "--at", late
    )


def test_prefixes(kept: Town, tmp_path: Path) -> None:
    """Four digits are enough where they name one story; fewer, or several stories, are refused with their names."""
    assert LEAD in explained(kept, story(kept, "1", LEAD)[:6].upper())
    assert "at least 4" in str(kept.run("explain", "abc").exception)
    assert "no issue knows of a story" in str(kept.run("explain", "ffff0000", "--at", SECOND).exception)
    for what in ("bridge", "", "/", "..", "https://", "https://["):
        assert "names no story and no article" in str(kept.run("explain", what).exception)
    result = kept.run("explain", "https://gazette.example/never", "--date", "1")
    assert isinstance(result.exception, UsageError)


def test_a_prefix_of_two(kept: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both are named, so that one can be chosen."""
    from digest.cli.explain import finding

    candidates = kept.json("budget", "1")["budget"]["candidates"]
    starts = [one["story"][0] for one in candidates]
    twice = next((start for start in starts if starts.count(start) > 1), None)
    assert twice is not None, "seven ids that all begin otherwise: change a headline of the town"
    monkeypatch.setattr(finding, "LEAST", 1)
    fault = str(kept.run("explain", twice, "--date", "1").exception)
    assert f"names {starts.count(twice)} stories" in fault


def test_another_method_is_named(tmp_path: Path) -> None:
    """A method that cannot say why is said to have chosen."""
    made = town(tmp_path)
    made.write(more="summary: {method: lead}")
    made.text("run", "--at", FIRST)
    text = explained(made, "https://gazette.example/bridge")
    assert "lead chose them: it does not say why." in text


def test_years_of_issues_are_not_read_for_an_article_of_today() -> None:
    """Only those made since it came: the first of them decided."""
    made = {number: FIRST_DAY + timedelta(days=number) for number in range(1, 900)}
    read: list[date] = []

    def issue(day: date) -> SimpleNamespace:
        read.append(day)
        number = next(number for number, moment in made.items() if moment.date() == day)
        return SimpleNamespace(number=number, date=day, as_of=made[number])

    issues = tuple((number, moment.date()) for number, moment in made.items())
    room: Any = SimpleNamespace(archive=SimpleNamespace(issues=lambda: issues, issue=issue))
    held: Any = SimpleNamespace(key="https://gazette.example/1", first_seen=made[897] - timedelta(hours=1))
    assert _seen_before(room, held)[0].startswith(f"No. 897 of {made[897].date()} had it and left it out")
    assert read == [made[number].date() for number in (899, 898, 897, 896)]
    held.first_seen = made[899] + timedelta(hours=1)
    assert _seen_before(room, held) == _seen_before(room, None)
