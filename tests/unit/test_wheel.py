"""What is installed: the wheel holds all that the program reads at run time; and beside it, what was tested."""

from __future__ import annotations

import importlib.metadata
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parents[2]

RENDER = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
import digest
from digest.editions import environment
from digest.editions.environment import check, shipped_templates
from digest.editions.words import Words
here = Path(sys.argv[1])
assert here in Path(digest.__file__).parents, digest.__file__
assert shipped_templates() == here / "digest/_templates", shipped_templates()
print(check(environment(None)), Words("de").gettext("Back issues"), Words("ar").gettext("Back issues"))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, as a build backend makes it."""
    (made,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path_factory.mktemp("dist")), versions=["standard"])
    return Path(made)


def test_the_wheel_holds_templates_catalogs_and_data(wheel: Path) -> None:
    """Every file of the package and every template, byte for byte, and nothing else."""
    with zipfile.ZipFile(wheel) as packed:
        held = {name: packed.read(name) for name in packed.namelist() if ".dist-info/" not in name}
    wanted = {
        f"{place}/{path.relative_to(folder).as_posix()}": path.read_bytes()
        for folder, place in ((ROOT / "digest", "digest"), (ROOT / "templates", "digest/_templates"))
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    }
    assert held.keys() == wanted.keys()
    assert held == wanted
    for name in (
        "digest/editions/locale/de.po",
        "digest/_templates/site/base.html",
        "digest/_templates/email/issue.mjml",
    ):
        assert name in held


def test_the_wheel_names_every_licence(wheel: Path) -> None:
    """Its own, and that of the model which tables are made of: in its metadata, with their texts."""
    with zipfile.ZipFile(wheel) as packed:
        [place] = {name.partition("/")[0] for name in packed.namelist() if ".dist-info/" in name}
        said = packed.read(f"{place}/METADATA").decode().splitlines()
        for path in ("LICENSE", "digest/text/data/languages/LICENSE"):
            assert f"License-File: {path}" in said
            assert packed.read(f"{place}/licenses/{path}") == (ROOT / path).read_bytes()
    assert "License-Expression: MIT AND BSD-3-Clause" in said


def test_what_is_installed_renders(wheel: Path, tmp_path: Path) -> None:
    """From the wheel's own files, every template compiles and the program speaks its languages."""
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(tmp_path)
    told = subprocess.run(
        [sys.executable, "-c", RENDER, str(tmp_path)], capture_output=True, text=True, timeout=60, cwd=tmp_path
    )
    assert told.returncode == 0, told.stderr
    templates, german, arabic = told.stdout.split(maxsplit=2)
    assert int(templates) == sum(1 for path in (ROOT / "templates").rglob("*") if path.is_file())
    assert german not in ("", "Back")
    assert not arabic.strip().isascii()


def test_what_is_installed_begins_a_publication(wheel: Path, tmp_path: Path) -> None:
    """From the wheel's own files: a new folder holds no copy of a template, and one is copied on demand."""
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(tmp_path / "site")
    start = "import sys; sys.path.insert(0, sys.argv.pop(1)); from digest.cli import main; main()"
    for words in (("init", "news", "--title", "X"), ("templates", "copy", "site/style.css", "-c", "news/feeds.yml")):
        told = subprocess.run(
            [sys.executable, "-c", start, str(tmp_path / "site"), *words],
            capture_output=True,
            text=True,
            timeout=60,
            cwd=tmp_path,
        )
        assert told.returncode == 0, told.stderr
    own = tmp_path / "news/templates"
    assert {path.relative_to(own).as_posix() for path in own.rglob("*") if path.is_file()} == {
        "README.md",
        "site/style.css",
        ".origin/site/style.css",
    }
    assert (own / "site/style.css").read_bytes() == (tmp_path / "site/digest/_templates/site/style.css").read_bytes()


def _named(requirement: str) -> str:
    """The name of a requirement as package indexes write it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~; ]", requirement, maxsplit=1)[0]).lower()


def requirements() -> list[str]:
    """Every requirement of pyproject.toml, of extras too."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return [*project["dependencies"], *(each for extra in project["optional-dependencies"].values() for each in extra)]


def test_dependencies_have_a_lower_bound_and_no_upper_one() -> None:
    """Whoever installs beside other programs is not held back by us; the lock says what was tested."""
    for requirement in requirements():
        assert re.fullmatch(r"[A-Za-z0-9_.-]+(\[[a-z0-9,]+\])?>=[0-9][0-9.]*(; .+)?", requirement), requirement


def test_the_lock_names_every_dependency() -> None:
    """With one version each, as new as the lower bound at least; of extras too."""
    lines = (ROOT / "requirements.lock").read_text().splitlines()[1:]
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+==[0-9][A-Za-z0-9.]*", line) for line in lines)
    locked = {_named(line): line.partition("==")[2] for line in lines}
    assert len(locked) == len(lines)
    for requirement in requirements():
        bound = re.search(r">=([0-9.]+)", requirement)
        assert bound is not None
        assert _numbers(locked[_named(requirement)]) >= _numbers(bound[1]), requirement


def test_the_lock_names_what_dependencies_need() -> None:
    """Whatever is installed here and needed by what is in the lock is in it too: no version is left to the day."""
    locked = {_named(line) for line in (ROOT / "requirements.lock").read_text().splitlines()[1:]}
    installers = {"pip", "setuptools"}  # `pip freeze` leaves them out
    for name in sorted(locked):
        try:
            needed = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue  # another system's
        for requirement in needed:
            if ";" not in requirement:  # a condition may not hold here
                assert _named(requirement) in locked | installers, f"{name} needs {requirement}"


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version))
