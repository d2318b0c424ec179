"""If a user can type it, it is documented."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import click
import pytest

from digest.cli import COMMANDS, Lazy, group
from digest.codec import schema
from digest.config import keys
from digest.summarizers import names

ROOT = Path(__file__).parents[2]
COMMON = {"--config", "--at", "--quiet", "--verbose", "--json", "--log", "--help"}


def commands() -> list[tuple[str, click.Command]]:
    """Every command and sub-command with its full name."""
    assert isinstance(group, Lazy)
    context = click.Context(group)
    found: list[tuple[str, click.Command]] = []
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        found.append((name, command))
        if isinstance(command, click.Group):
            found += [(f"{name} {sub}", made) for sub, made in command.commands.items()]
    return found


@pytest.mark.parametrize(("name", "command"), commands(), ids=[name for name, _ in commands()])
def test_every_command_and_option_is_documented(name: str, command: click.Command) -> None:
    """Each command has its place in docs/commands.md, and each option of its own stands there with it."""
    text = (ROOT / "docs/commands.md").read_text()
    section = re.search(rf"## digest {name.split()[0]}\b.*?(?=\n## |\Z)", text, re.DOTALL)
    assert section, f"docs/commands.md has no section for digest {name}"
    assert f"digest {name}" in section.group()
    for parameter in command.params:
        for option in parameter.opts:
            if option.startswith("--") and option not in COMMON:
                assert f"`{option}" in section.group(), f"{option} of digest {name}"
    assert command.help, f"digest {name} has no help"


def test_common_options_and_statuses_are_documented() -> None:
    """The options that every command takes, and every exit status of the program's help."""
    text = (ROOT / "docs/commands.md").read_text()
    for option in COMMON - {"--help"}:
        assert f"`{option}`" in text
    for status in re.findall(r"^\s+(\d+)\s{2,}", group.help or "", re.MULTILINE):
        assert f"| {status} |" in text


def test_the_group_lists_what_there_is() -> None:
    """The lazily imported commands and the list that --help prints are the same."""
    folder = ROOT / "digest/cli"
    for name in COMMANDS:
        assert (folder / f"{name}.py").exists() or (folder / name / "__init__.py").exists()


def test_every_configuration_key_is_documented() -> None:
    """Each key of feeds.yml stands in docs/configuration.md."""
    text = (ROOT / "docs/configuration.md").read_text()
    missing = [path for path, _ in keys() if f"`{path}`" not in text]
    assert not missing


def test_every_summarizer_is_documented() -> None:
    """Each method that summary.method may name stands in docs/configuration.md."""
    text = (ROOT / "docs/configuration.md").read_text()
    assert all(f"`{name}`" in text for name in names())


def test_the_published_schema_is_the_programs() -> None:
    """docs/issue.schema.json is what the program writes and reads; `make golden` writes it anew."""
    if os.environ.get("DIGEST_GOLDEN") == "rewrite":
        (ROOT / "docs/issue.schema.json").write_text(json.dumps(schema(), indent=2) + "\n")
    assert json.loads((ROOT / "docs/issue.schema.json").read_text()) == json.loads(json.dumps(schema()))


def test_links_between_the_pages_hold() -> None:
    """Every relative link of README.md and docs/ leads to a file."""
    for page in [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]:
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text()):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name}: {target}"
