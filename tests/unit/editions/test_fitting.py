"""Templates that were copied once and no longer fit the program's: each fault has its file and line."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from digest.editions import JinjaRenderer, check, environment, shipped_templates
from digest.editions.environment import render
from digest.editions.fitting import unheard
from digest.errors import TemplateError
from digest.model import Site


def copied(folder: Path, name: str, old: str, new: str) -> Path:
    """A copy of the program's with other words in it, as it might have been in an earlier version."""
    text = (shipped_templates() / name).read_text()
    assert old in text
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text.replace(old, new, 1))
    return file


def line_of(file: Path, words: str) -> int:
    return next(number for number, line in enumerate(file.read_text().splitlines(), 1) if words in line)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("{{ issue.headline_of_old }}", "has no attribute 'headline_of_old'"),
        ("{{ weather }}", "'weather' is undefined"),
    ],
)
def test_a_variable_that_is_gone(newsroom: ModuleType, tmp_path: Path, said: str, told: str) -> None:
    """The copy's file and line, what was being rendered, and how to see what is otherwise."""
    file = copied(tmp_path, "site/issue.html", "{% block main %}", "{% block main %}\n" + said)
    with pytest.raises(TemplateError, match=told) as caught:
        JinjaRenderer(environment(str(tmp_path)), Site(output="/nowhere")).site([newsroom.sample_issue()])
    assert caught.value.where == f"{file}:{line_of(file, said)}"
    assert "while rendering" in caught.value.what
    assert caught.value.fix == (
        "`digest templates diff site/issue.html` shows what it does otherwise than the program's"
    )


def test_a_macro_that_is_gone(newsroom: ModuleType, tmp_path: Path) -> None:
    """The program's parts no longer have what an old copy asks of them."""
    file = copied(tmp_path, "text/issue.txt", "", "{% from 'text/parts.txt' import of_old %}\n{{ of_old() }}\n")
    with pytest.raises(TemplateError, match="of_old") as caught:
        JinjaRenderer(environment(str(tmp_path)), Site(output="/nowhere")).editions(newsroom.sample_issue())
    assert caught.value.where == f"{file}:2"


def test_an_old_copy_that_was_never_changed(newsroom: ModuleType, tmp_path: Path) -> None:
    """It can go: that is what is said of it."""
    file = copied(tmp_path, "text/issue.txt", "", "{{ of_old }}\n")
    (tmp_path / ".origin/text").mkdir(parents=True)
    (tmp_path / ".origin/text/issue.txt").write_text(file.read_text())
    with pytest.raises(TemplateError, match="'of_old' is undefined") as caught:
        JinjaRenderer(environment(str(tmp_path)), Site(output="/nowhere")).editions(newsroom.sample_issue())
    assert "`digest templates drop --unchanged`" in str(caught.value.fix)


def test_a_copy_that_lacks_what_the_program_asks_of_it(newsroom: ModuleType, tmp_path: Path) -> None:
    """The fault shows in the program's own file: it is said that one of the user's may be too old for it."""
    (tmp_path / "text").mkdir()
    (tmp_path / "text/parts.txt").write_text("{% macro of_old() %}{% endmacro %}\n")
    with pytest.raises(TemplateError, match="has no attribute") as caught:
        JinjaRenderer(environment(str(tmp_path)), Site(output="/nowhere")).editions(newsroom.sample_issue())
    assert str(caught.value.where).startswith(f"{shipped_templates() / 'text/issue.txt'}:")
    assert caught.value.fix == (
        "it is the program's own; `digest templates` lists those of yours that may be too old for it"
    )


def test_a_block_that_is_gone(newsroom: ModuleType, tmp_path: Path) -> None:
    """Jinja would print nothing of it and say nothing; here ``check`` and each run tell it, before a page lacks it."""
    file = copied(tmp_path, "site/year.html", "{% block main %}", "{% block middle %}")
    where = f"{file}:{line_of(file, 'block middle')}"
    with pytest.raises(TemplateError, match="no block 'middle' is in site") as caught:
        check(environment(str(tmp_path)))
    assert caught.value.where == where
    assert "templates diff site/year.html" in str(caught.value.fix)
    with pytest.raises(TemplateError, match="no block 'middle'") as caught:
        JinjaRenderer(environment(str(tmp_path)), Site(output="/nowhere")).site([newsroom.sample_issue()])
    assert caught.value.where == where
    assert "while rendering" in caught.value.what


def test_blocks_of_ones_own_that_fit(tmp_path: Path) -> None:
    """In a block of the program's, in a base of one's own, by an ``extends`` that depends: each is printed."""
    for name, text in {
        "base.html": "{% block a %}{% block b %}b{% endblock %}{% endblock %}",
        "middle.html": "{% extends 'base.html' %}{% block a %}{% block c %}c{% endblock %}{% endblock %}",
        "leaf.html": "{% extends 'middle.html' %}{% block c %}C{% block d %}d{% endblock %}{% endblock %}",
        "either.html": "{% if false %}{% extends 'base.html' %}{% endif %}{% block x %}x{% endblock %}",
        "named.html": "{% set base = 'base.html' %}{% extends base %}{% block b %}B{% endblock %}",
        "lost.html": "{% extends 'middle.html' %}\n{% block b %}B{% endblock %}",
    }.items():
        (tmp_path / name).write_text(text)
    made = environment(str(tmp_path))
    said = {name: render(made, f"{name}.html", name) for name in ("middle", "leaf", "either", "named")}
    assert said == {"middle": "c", "leaf": "Cd", "either": "x", "named": "B"}
    (tmp_path / "middle.html").write_text("{% extends 'base.html' %}{% block b %}c{% endblock %}")
    with pytest.raises(TemplateError, match="no block 'c' is in middle") as caught:
        render(made, "leaf.html", "leaf")
    assert caught.value.where == f"{tmp_path / 'leaf.html'}:1"
    assert caught.value.fix is None  # the program has none to compare it with


@pytest.mark.parametrize(
    "text",
    [
        "{# was {% extends 'gone.html' %} #}x",
        "{% raw %}x{% endraw %}{# {% extends 'gone.html' %}{% block a %}{% endblock %} #}",
        "{% set name = 'base' %}{% extends 'site/' ~ name ~ '.html' %}{% block main %}x{% endblock %}",
        "{% if false %}{% extends 'gone.html' %}{% endif %}x",
    ],
)
def test_what_only_looks_as_if_it_extended(tmp_path: Path, text: str) -> None:
    """A comment, a name that is put together, what never comes to pass: no fault, as it is none to Jinja."""
    (tmp_path / "mine.html").write_text(text)
    assert check(environment(str(tmp_path))) == check(environment(None)) + 1


def test_a_base_that_is_gone(tmp_path: Path) -> None:
    """Told by its name."""
    (tmp_path / "mine.html").write_text("{% extends 'gone.html' %}")
    with pytest.raises(TemplateError, match="extends gone") as caught:
        check(environment(str(tmp_path)))
    assert caught.value.where == "mine.html"


def test_a_base_of_ones_own_that_lacks_a_block(tmp_path: Path) -> None:
    """It may be meant so: it is told, and no fault."""
    file = copied(tmp_path, "site/base.html", "{% block strip %}", "{% block band %}")
    made = environment(str(tmp_path))
    assert check(made) >= 15
    names = [name for name in made.list_templates() if name.startswith("site/")]
    assert list(unheard(made, names)) == [("site/base.html", "strip", "site/issue.html")]
    file.unlink()
    assert list(unheard(environment(str(tmp_path)), names)) == []


def test_the_program_s_own_fit() -> None:
    """Also where a checkout's folder is the user's at once."""
    assert check(environment(str(shipped_templates()))) == check(environment(None))
