"""What `digest check` notes of a feeds.yml that is sound and yet does not do what its writer means."""

from __future__ import annotations

from pathlib import Path

from installed import digest

HEAD = "publication:\n  title: The Morning\n"


def notes(folder: Path, config: str) -> list[str]:
    """Its notes of a feeds.yml that is sound."""
    (folder / "feeds.yml").write_text(HEAD + config)
    run = digest(folder, "check")
    assert run.returncode == 0, run.stderr
    assert "sound" in run.stdout
    return [line.strip() for line in run.stdout.splitlines() if line.startswith("  note: ") and "mail" not in line]


def test_a_section_that_takes_nothing_is_noted(tmp_path: Path) -> None:
    """It has no sources, tags or keywords, and no source names it; what none takes stands under "More news"."""
    sections = (
        "sections:\n"
        "  - name: Sport\n"
        "  - name: Business\n    keywords: [bank]\n"
        "  - name: World\n    tags: [world]\n"
        "  - name: Town\n    sources: [Gazette]\n"
        "  - name: Region\n"
        "  - name: More news\n"
    )
    feeds = "sources:\n  - feed: https://gazette.example/feed\n    name: Gazette\n    section: Region\n"
    assert notes(tmp_path, sections + feeds) == [
        "note: section Sport: takes nothing: it has no sources, tags or keywords, and no source names it"
    ]


def test_seeds_may_name_a_section_themselves(tmp_path: Path) -> None:
    """Then the note says that only they do."""
    (tmp_path / "letter.txt").write_text("---\nsection: Sport\n---\nA letter\n\nIt says a thing.\n")
    assert notes(tmp_path, "sections:\n  - name: Sport\nsources:\n  - seeds: letter.txt\n    name: Letters\n") == [
        "note: section Sport: takes only seeds whose front matter names it:"
        " it has no sources, tags or keywords, and no source names it"
    ]


def test_a_feed_whose_file_is_not_there_is_noted(tmp_path: Path) -> None:
    """As a glob is that matches nothing; it fails when it is read, and may be there by then."""
    (tmp_path / "there.xml").write_text("<rss/>")
    feeds = "sources:\n  - there.xml\n  - https://gazette.example/feed\n  - feed: today/gone.xml\n    name: Gone\n"
    assert notes(tmp_path, feeds) == [f"note: Gone: no such file or directory: {tmp_path / 'today/gone.xml'}"]
