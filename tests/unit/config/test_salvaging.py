"""What can be read of a feeds.yml that has faults."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.config import load
from digest.config.salvaging import salvage
from digest.errors import ConfigError

SOUND = """\
publication:
  title: The Estuary Morning
  timezone: Europe/Oslo
sources:
  - gazette.xml
  - feed: https://news.example/feed
    name: Herald
window:
  hours: 30
mail:
  from: news@example.org
  to: [a@example.org]
  smtp: {host: mail.example.org, port: 587}
"""


def test_a_sound_file_is_what_it_is(tmp_path: Path) -> None:
    """Nothing is left out."""
    (tmp_path / "feeds.yml").write_text(SOUND)
    found = salvage(tmp_path / "feeds.yml", {})
    assert found == (load(tmp_path / "feeds.yml", {}), ())


@pytest.mark.parametrize(
    ("old", "new", "without"),
    [
        ("hours: 30", "hours: long", ("window.hours",)),
        ("hours: 30", "hourz: 30", ("window.hourz",)),
        ("Europe/Oslo", "Europe/Nowhere", ("publication.timezone",)),
        ("  - gazette.xml\n", "  - feeed: x\n", ("sources[0]",)),
        ("host: mail.example.org, ", "", ("mail.smtp", "mail")),
        ("mail:", "maill:", ("maill",)),
        ("title: The Estuary Morning", "tagline: none", ("publication.title",)),
    ],
)
def test_a_fault_costs_no_more_than_its_part(tmp_path: Path, old: str, new: str, without: tuple[str, ...]) -> None:
    """The rest is read; a misspelt key counts as the one that was meant."""
    path = tmp_path / "feeds.yml"
    path.write_text(SOUND.replace(old, new))
    with pytest.raises(ConfigError):
        load(path, {})
    found = salvage(path, {})
    assert found is not None
    config, left_out = found
    assert left_out == without
    assert "Herald" in [source.name for source in config.sources]
    assert (config.mail is None) == ("mail" in without)
    if new == "hourz: 30":
        assert config.rules.window_hours == 30


def test_every_fault_at_once(tmp_path: Path) -> None:
    """Of many the rest is read all the same."""
    path = tmp_path / "feeds.yml"
    path.write_text(SOUND.replace("hours: 30", "hours: x").replace("port: 587", "port: 0").replace("gazette.xml", "''"))
    found = salvage(path, {})
    assert found is not None
    assert [source.name for source in found[0].sources] == ["Herald"]
    assert found[0].mail is not None
    assert found[0].mail.server.port == 587


@pytest.mark.parametrize("text", ["", "[", "- a\n", "text", "a: *b\n"])
def test_what_is_no_feeds_yml(tmp_path: Path, text: str) -> None:
    """Nothing is made of it."""
    path = tmp_path / "feeds.yml"
    path.write_text(text)
    assert salvage(path, {}) is None
    assert salvage(tmp_path / "none.yml", {}) is None


LINES = SOUND.splitlines()


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_it_never_fails(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Lines left out, doubled, cut off or swapped for something else: something is read, or nothing."""
    made = []
    for line in LINES:
        how = data.draw(st.sampled_from(["as it is"] * 6 + ["gone", "twice", "cut", "other"]))
        match how:
            case "as it is":
                made.append(line)
            case "twice":
                made += [line, line]
            case "cut":
                made.append(line[: data.draw(st.integers(0, len(line)))])
            case "other":
                made.append(
                    line.partition(":")[0] + ": " + data.draw(st.sampled_from(["1", "[]", "{}", "x", "~", "[1, {}]"]))
                )
    path = tmp_path_factory.mktemp("salvage") / "feeds.yml"
    path.write_text("\n".join(made), encoding="utf-8")
    found = salvage(path, {})
    assert found is None or found[0].path == path
