"""Templates of the user's own beside the program's: which are copies, of which version, and which are changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.editions import overrides, shipped_templates
from digest.editions.overrides import ORIGINS, files, mark, record, survey


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program of two templates, which shipped others before."""
    for name in ("site/a.html", "site/b.html"):
        write(tmp_path / "shipped" / name, "new\n")
    known = {"site/a.html": (mark(b"old\n"), mark(b"new\n")), "site/gone.html": (mark(b"old\n"),)}
    monkeypatch.setattr(overrides, "record", lambda: known)
    return tmp_path / "shipped"


@pytest.mark.parametrize(
    ("name", "mine", "copied", "state"),
    [
        ("site/a.html", "new\n", None, "same"),
        ("site/a.html", "new\n", "old\n", "same"),
        ("site/a.html", "old\n", None, "old"),
        ("site/a.html", "early\n", "early\n", "old"),
        ("site/a.html", "mine\n", "new\n", "yours"),
        ("site/a.html", "mine\n", "old\n", "behind"),
        ("site/a.html", "mine\n", None, "unknown"),
        ("site/a.html", "old\n", "new\n", "yours"),  # somebody looked, and wants the old one
        ("site/b.html", "old\n", None, "unknown"),  # another's version is none of its own
        ("site/gone.html", "old\n", None, "gone"),
        ("site/gone.html", "mine\n", None, "beside"),
        ("site/mine.html", "mine\n", None, "beside"),
    ],
)
def test_what_a_template_of_ones_own_is(
    tmp_path: Path, shipped: Path, name: str, mine: str, copied: str | None, state: str
) -> None:
    """By its bytes, by those that it was copied from, and by those that were ever shipped."""
    own = tmp_path / "own"
    write(own / name, mine)
    if copied is not None:
        write(own / ORIGINS / name, copied)
    found = {one.name: one.state for one in survey(own, shipped)}
    assert found == {"site/a.html": "shipped", "site/b.html": "shipped", name: state}


def test_what_is_no_template_is_left_out(tmp_path: Path, shipped: Path) -> None:
    """What is hidden, what an editor leaves behind, and the folder's README; deeper down a README is a template."""
    for name in (".hidden", "site/.a.html.swp", "site/a.html~", "README.md", "site/README.md"):
        write(tmp_path / "own" / name, "x")
    assert [name for name, _ in files(tmp_path / "own")] == ["site/README.md"]


def test_links_that_lead_round_and_round(tmp_path: Path) -> None:
    """Each file once, however many links lead to where they lie themselves."""
    write(tmp_path / "site/a.html", "x")
    write(tmp_path / "text/b.txt", "x")
    for place in (".", "site", "text"):
        for number, to in enumerate((tmp_path, tmp_path / "site", tmp_path / "text")):
            (tmp_path / place / f"link{number}").symlink_to(to)
    (tmp_path / "itself").symlink_to("itself")
    names = [name for name, _ in files(tmp_path)]
    assert {"site/a.html", "text/b.txt", "link1/a.html", "itself"} <= set(names)
    assert len(names) < 30


def test_nothing_of_ones_own(tmp_path: Path, shipped: Path) -> None:
    """No folder, an empty one, and a checkout's, which is the program's own: all is the program's."""
    (tmp_path / "own").mkdir()
    (tmp_path / "linked").symlink_to(shipped)
    for own in (None, tmp_path / "nowhere", tmp_path / "own", shipped, tmp_path / "linked"):
        assert {one.state for one in survey(own, shipped)} == {"shipped"}


def test_the_record_holds_what_is_shipped() -> None:
    """Whoever changes a template runs `make templates`: a copy of it is known for one years later by that."""
    missing = [
        name for name, path in files(shipped_templates()) if mark(path.read_bytes()) not in record().get(name, ())
    ]
    assert not missing, f"run `make templates`, and commit digest/editions/shipped.txt: {missing}"


def test_the_record_is_small_and_in_order() -> None:
    """A line for each template, no version twice."""
    lines = overrides.RECORD.read_text().splitlines()
    assert [line.split()[0] for line in lines] == sorted(record())
    assert all(len(set(marks)) == len(marks) > 0 for marks in record().values())
    assert overrides.RECORD.stat().st_size < 40_000
