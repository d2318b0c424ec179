"""``keep_articles``: how long what no issue cites is held."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.config import load
from digest.errors import ConfigError

LEAST = "publication:\n  title: The Quay\nsources:\n  - https://quay.example/feed\n"


def read(folder: Path, more: str) -> int | None:
    """What a feeds.yml with these lines says."""
    path = folder / "feeds.yml"
    path.write_text(LEAST + more)
    return load(path, {}).keep_days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("", 400),
        ("keep_articles:\n", 400),
        ("keep_articles: 90d\n", 90),
        ("keep_articles: 90 days\n", 90),
        ("keep_articles: 90\n", 90),
        ("keep_articles: Forever\n", None),
        ("keep_articles: 365d\nwindow:\n  hours: 8760\n", 365),
    ],
)
def test_it_is_a_number_of_days_or_forever(tmp_path: Path, text: str, days: int | None) -> None:
    """With or without the word for days; a year and a month where it is not said."""
    assert read(tmp_path, text) == days


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("keep_articles: soon\n", "5:1: keep_articles: must be a number of days like 400d, or forever"),
        ("keep_articles: 2 weeks\n", "must be a number of days like 400d"),
        ("keep_articles: true\n", "must be a number of days like 400d"),
        ("keep_articles: 7d\n", "must be from 30d to 36500d, or forever"),
        ("keep_articles: 999999d\n", "must be from 30d to 36500d, or forever"),
        ("keep_articles: 30d\nwindow:\n  hours: 8760\n", "keep_articles: is shorter than window.hours, 8760 hours"),
    ],
)
def test_what_it_cannot_be_is_told(tmp_path: Path, text: str, told: str) -> None:
    """At its place: what an issue may still print is never dropped."""
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, text)
    assert told in str(caught.value)
