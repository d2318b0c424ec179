"""Templates: found, overridden file by file, and told by file and line where they are at fault."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from digest.editions import JinjaRenderer, check, environment, shipped_templates
from digest.errors import TemplateError
from digest.model import Site


def _renderer(folder: Path) -> JinjaRenderer:
    return JinjaRenderer(environment(str(folder)), Site(output="/nowhere"))


def test_shipped_templates_are_sound() -> None:
    """Every shipped template compiles, and those of the three media are there."""
    assert check(environment(None)) >= 15
    assert {"email", "text", "site"} <= {path.name for path in shipped_templates().iterdir()}


def test_a_file_of_the_users_stands_in_for_the_shipped_one(newsroom: ModuleType, tmp_path: Path) -> None:
    """One file overridden; all others stay the program's."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "robots.txt").write_text("# mine for {{ publication.title }}\n")
    files = {file.path: file.body for file in _renderer(tmp_path).site([newsroom.sample_issue()])}
    assert files["robots.txt"] == b"# mine for The Harbour Morning\n"
    assert files["style.css"] == next(
        file.body
        for file in JinjaRenderer(environment(None), Site(output="/nowhere")).site([newsroom.sample_issue()])
        if file.path == "style.css"
    )


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("one\ntwo {{ nothing_of_this_name }}\n", 2, "nothing_of_this_name"),
        ("one\n\n{% if %}\n", 3, "Expected"),
        ("{{ 1 / 0 }}", 1, "ZeroDivisionError"),
        ("{{ publication.nonsense }}", 1, "nonsense"),
    ],
)
def test_a_fault_is_told_with_file_and_line(
    newsroom: ModuleType, tmp_path: Path, text: str, line: int, words: str
) -> None:
    """The error names the user's file and its line, and says what was being rendered."""
    (tmp_path / "site").mkdir()
    file = tmp_path / "site" / "robots.txt"
    file.write_text(text)
    with pytest.raises(TemplateError, match=words) as caught:
        _renderer(tmp_path).site([newsroom.sample_issue()])
    assert caught.value.where == f"{file}:{line}"
    assert "while rendering robots.txt" in str(caught.value)


def test_check_finds_a_fault_before_a_run_does(tmp_path: Path) -> None:
    """A template that does not compile is told by file and line without rendering anything."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "mine.html").write_text("\n{% for %}")
    with pytest.raises(TemplateError) as caught:
        check(environment(str(tmp_path)))
    assert caught.value.where == f"{tmp_path / 'site' / 'mine.html'}:2"


def test_a_missing_template_is_told(tmp_path: Path, newsroom: ModuleType) -> None:
    """An include of what is not there ends as a TemplateError, not a traceback."""
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "issue.txt").write_text("{% include 'text/gone.txt' %}")
    with pytest.raises(TemplateError, match="gone"):
        _renderer(tmp_path).editions(newsroom.quiet_issue())


def test_values_are_escaped_in_markup_only() -> None:
    """HTML, MJML, XML and SVG escape; text and style sheets do not."""
    made = environment(None)
    for name, expected in (("a.html", "&lt;"), ("a.mjml", "&lt;"), ("a.xml", "&lt;"), ("a.txt", "<"), ("a.css", "<")):
        assert callable(made.autoescape)
        assert made.autoescape(name) is (expected != "<")
