"""Cards of issues, and search."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from digest.editions import JinjaRenderer, environment
from digest.model import Site
from digest.publishing.searching import SearchIndex, available
from tests import newsroom

pytestmark = pytest.mark.extra


def test_an_issue_has_a_card() -> None:
    """A PNG of 1200 by 630, the same bytes each time, named by the issue's page."""
    renderer = JinjaRenderer(environment(None), Site(output="/x"), cards=True)
    issue = newsroom.sample_issue()
    made = renderer.card(issue)
    assert made is not None, "this machine has no fonts"
    assert made.body[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(made.body[16:20]), int.from_bytes(made.body[20:24])) == (1200, 630)
    assert renderer.card(issue) == made
    page = {e.medium: e.body.decode() for e in renderer.editions(issue)}["page"]
    assert 'content="https://harbour.example/news/issues/2031-05-07/card.png"' in page


def test_a_years_issues_can_be_searched(tmp_path: Path) -> None:
    """Pagefind's index holds the year's pages, and another year's is left as it is; the second time takes its place."""
    assert available()
    issue = newsroom.sample_issue()
    page = next(e for e in JinjaRenderer(environment(None), Site(output="/x")).editions(issue) if e.medium == "page")
    for day in ("2031-05-07", "2030-01-02"):
        folder = tmp_path / "issues" / day
        folder.mkdir(parents=True)
        (folder / "index.html").write_bytes(page.body)
    search = SearchIndex(tmp_path)
    for _ in range(2):
        search.index(2031)
        made = tmp_path / "search" / "2031"
        entry = json.loads((made / "pagefind-entry.json").read_text())
        assert sum(language["page_count"] for language in entry["languages"].values()) == 1
        fragments = [gzip.decompress(file.read_bytes()) for file in (made / "fragment").iterdir()]
        assert any(b"/issues/2031-05-07/" in fragment for fragment in fragments)
        assert not any(b"2030-01-02" in fragment for fragment in fragments)
        assert not list(made.glob("*ui*"))
    assert not (tmp_path / "search" / "2030").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["issues", "search"]


def test_a_whole_run_makes_both(tmp_path: Path) -> None:
    """A publication made by the program has a card an issue and a page that searches."""
    (tmp_path / "seeds").mkdir()
    text = (
        "The harbour council bought a ferry. It will sail in March.\n\nThe ferry carries sixty cars, the council said."
    )
    (tmp_path / "seeds" / "one.txt").write_text(f"The council buys a ferry\n\n{text}\n")
    (tmp_path / "feeds.yml").write_text(
        "publication: {title: The Tide, url: https://tide.example}\nsources: [{seeds: seeds/*.txt}]\n"
    )
    run = ("run", "--no-send", "--at", "2026-03-02T06:00:00Z")
    command = [sys.executable, "-c", "from digest.cli import program; program()", *run]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    output = tmp_path / "output"
    assert (output / "issues" / "2026-03-02" / "card.png").stat().st_size > 1000
    assert (output / "search" / "2026" / "pagefind.js").is_file()
    assert "search/" in (output / "index.html").read_text()

    def verified() -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", "from digest.cli import program; program()", "verify", "--all"]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    # Pagefind's own files are whole as we read them, and hold the issue; one that is torn or gone is told by its name.
    assert verified().returncode == 0, verified().stderr
    for kind in ("fragment/*.pf_fragment", "index/*.pf_index", "*.pf_meta"):
        [file] = (output / "search/2026").glob(kind)
        body = file.read_bytes()
        file.write_bytes(body[: len(body) // 2])
        assert f"{file.name}: is not whole" in verified().stderr
        file.unlink()
        assert "is missing" in verified().stderr
        file.write_bytes(body)
    assert verified().returncode == 0
