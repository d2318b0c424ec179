"""Where a publication's own files name somebody."""

from __future__ import annotations

from pathlib import Path

from digest.config.naming import places


def test_every_line_that_names_somebody_is_found(tmp_path: Path) -> None:
    """In feeds.yml and in the list that it names, in any spelling, in comments too; others' lines are not."""
    feeds = tmp_path / "feeds.yml"
    feeds.write_text(
        "mail:\n  from: News <news@example.org>\n  to:\n    - ADA@Example.org  # asked by mail\n"
        '    - {address: "ada@example.org", name: Ada}\n    - bada@example.org\n    - ada@example.org.example\n'
        "# was: Ada <ada@example.org>\n  subscribers: list.csv\n"
    )
    (tmp_path / "list.csv").write_text("bo@example.org\nAda@example.org,Ada\n")
    assert places(feeds, "ada@example.org") == tuple(
        f"{tmp_path}/{place}" for place in ("feeds.yml:4", "feeds.yml:5", "feeds.yml:8", "list.csv:2")
    )


def test_what_cannot_be_read_names_nobody(tmp_path: Path) -> None:
    """Neither a list that is gone nor a feeds.yml that is none."""
    feeds = tmp_path / "feeds.yml"
    assert places(feeds, "ada@example.org") == ()
    feeds.write_text("mail: {subscribers: gone.csv}\n")
    assert places(feeds, "ada@example.org") == ()
    feeds.write_bytes(b"\xff: [")
    assert places(feeds, "ada@example.org") == ()
