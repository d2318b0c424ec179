"""Templates kept as compiled: never a reason to fail, and never an old one."""

from __future__ import annotations

import sys
from pathlib import Path

import jinja2
import pytest

from digest.editions import environment
from digest.editions.environment import render
from digest.errors import TemplateError


@pytest.fixture(autouse=True)
def _python_keeps_what_it_compiles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """The names of the templates that were compiled, in order."""
    names: list[str | None] = []
    parse = jinja2.Environment._parse

    def watched(self: jinja2.Environment, source: str, name: str | None, filename: str | None) -> jinja2.nodes.Template:
        names.append(name)
        return parse(self, source, name, filename)

    monkeypatch.setattr(jinja2.Environment, "_parse", watched)
    return names


def _said(templates: Path, kept: Path) -> str:
    return render(environment(str(templates), compiled=kept), "mine.txt", "mine", name="Ada")


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "mine.txt").write_text("Good morning, {{ name }}.")
    return folder


def test_a_template_is_compiled_once(templates: Path, tmp_path: Path, compiled: list[str | None]) -> None:
    """The next run takes what the first has kept, and says the same."""
    kept = tmp_path / "state" / "templates"
    assert [_said(templates, kept) for _ in range(3)] == ["Good morning, Ada."] * 3
    assert compiled == ["mine.txt"]
    assert kept.stat().st_mode & 0o077 == 0
    assert [path.suffix for path in kept.iterdir()] == [".template"]


def test_a_changed_template_is_compiled_anew(templates: Path, tmp_path: Path, compiled: list[str | None]) -> None:
    """Whatever its time of change says; and its file takes the place of the old one."""
    kept = tmp_path / "state"
    _said(templates, kept)
    (templates / "mine.txt").write_text("Good evening, {{ name }}.")
    assert _said(templates, kept) == "Good evening, Ada."
    assert compiled == ["mine.txt", "mine.txt"]
    assert len(list(kept.iterdir())) == 1


@pytest.mark.parametrize("body", [b"", b"torn", b"\0" * 4096])
def test_a_torn_file_is_written_again(templates: Path, tmp_path: Path, body: bytes, compiled: list[str | None]) -> None:
    """A disk that lost what it was given costs one compilation."""
    kept = tmp_path / "state"
    _said(templates, kept)
    (file,) = kept.iterdir()
    whole = file.read_bytes()
    for broken in (body, whole[:-1], whole[:64] + body + whole[64:-8]):
        file.write_bytes(broken)
        assert _said(templates, kept) == "Good morning, Ada."
    assert file.read_bytes() == whole
    assert len(compiled) >= 2


def test_a_folder_that_cannot_be_used_costs_nothing_but_time(
    templates: Path, tmp_path: Path, compiled: list[str | None]
) -> None:
    """Nothing is said of it: the issue is what counts."""
    (tmp_path / "state").write_text("in the way")
    assert [_said(templates, tmp_path / "state") for _ in range(2)] == ["Good morning, Ada."] * 2
    assert compiled == ["mine.txt"] * 2


def test_shipped_templates_are_kept_with_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, compiled: list[str | None]
) -> None:
    """One compilation for every publication; in the publication's folder where the package cannot be written."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "prefix"))
    for publication in ("one", "two"):
        environment(None, compiled=tmp_path / publication).get_template("site/robots.txt")
        assert not (tmp_path / publication).exists()
    assert compiled == ["site/robots.txt"]
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "file"))
    for _ in range(2):
        environment(None, compiled=tmp_path / "one").get_template("site/robots.txt")
    assert compiled == ["site/robots.txt"] * 2
    assert len(list((tmp_path / "one").iterdir())) == 1


def test_python_told_to_keep_nothing_keeps_nothing(
    templates: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PYTHONDONTWRITEBYTECODE is meant for templates too."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    _said(templates, tmp_path / "state")
    assert not (tmp_path / "state").exists()


def test_a_fault_of_a_kept_template_keeps_its_line(templates: Path, tmp_path: Path) -> None:
    """File and line are told as if it had just been compiled."""
    (templates / "mine.txt").write_text("one\n\n{{ name.nothing }}")
    for _ in range(2):
        with pytest.raises(TemplateError, match="nothing") as caught:
            _said(templates, tmp_path / "state")
        assert caught.value.where == f"{templates / 'mine.txt'}:3"
