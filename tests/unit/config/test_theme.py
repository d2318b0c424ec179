"""``theme:`` of feeds.yml, and what stood for it before."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.config import Config, load
from digest.errors import ConfigError
from digest.model import Theme

LEAST = "publication: {title: The Morning}\nsources:\n  - https://example.org/feed.xml\n"


def read(folder: Path, text: str) -> Config:
    """The publication with these lines added."""
    (folder / "feeds.yml").write_text(LEAST + text, "utf-8")
    return load(folder / "feeds.yml", {})


def test_a_theme_is_read(tmp_path: Path) -> None:
    """Fonts in single quotes, a logo from the folder of feeds.yml, and own catalogs where there are any."""
    (tmp_path / "mark.png").write_bytes(b"\x89PNG")
    (tmp_path / "locale").mkdir()
    site = read(
        tmp_path,
        "theme:\n  accent: '#1d4e89'\n  headline_font: Georgia, \"Times New Roman\", serif\n  text_font: Verdana\n"
        "  logo: mark.png\n  logo_alt: A light\n  density: compact\n",
    ).site
    assert site.accent == "#1d4e89"
    assert site.catalogs == str(tmp_path / "locale")
    assert site.theme == Theme(
        headline_font="Georgia, 'Times New Roman', serif",
        text_font="Verdana",
        logo=str(tmp_path / "mark.png"),
        logo_alt="A light",
        density="compact",
    )


def test_nothing_said_is_the_programs_own(tmp_path: Path) -> None:
    """And the accent may stand where it stood before."""
    site = read(tmp_path, "").site
    assert (site.accent, site.theme, site.catalogs) == ("#9a3324", Theme(), None)
    assert read(tmp_path, "site: {accent: '#123456'}\n").site.accent == "#123456"
    assert read(tmp_path, "site: {accent: '#abc'}\ntheme: {accent: '#ABC'}\n").site.accent == "#ABC"


@pytest.mark.parametrize(
    ("text", "path", "what"),
    [
        ("site: {accent: '#123456'}\ntheme: {accent: '#654321'}\n", "theme.accent", "another colour"),
        ("theme: {accent: red}\n", "theme.accent", "must be a colour"),
        ("theme: {headline_font: 'Georgia; color: red'}\n", "theme.headline_font", "names of fonts"),
        ("theme: {headline_font: 'url(https://x.example/f.woff)'}\n", "theme.headline_font", "names of fonts"),
        ("theme: {logo: http://x.example/logo.png}\n", "theme.logo", "https://"),
        ("theme: {logo: logo.txt}\n", "theme.logo", ".png"),
        ("theme: {logo: logo.png}\n", "theme.logo", "no such file"),
        ("theme: {density: dense}\n", "theme.density", "compact"),
    ],
)
def test_a_fault_is_told_at_its_key(tmp_path: Path, text: str, path: str, what: str) -> None:
    """With line and column, in our own words."""
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, text)
    (fault,) = caught.value.faults
    assert fault.path == path
    assert what in fault.what


def test_a_logo_that_every_page_would_take_along_is_small(tmp_path: Path) -> None:
    """200 KB at most."""
    (tmp_path / "big.png").write_bytes(bytes(200_001))
    with pytest.raises(ConfigError, match="larger than 200 KB"):
        read(tmp_path, "theme: {logo: big.png}\n")
