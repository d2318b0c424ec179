"""What ``--help`` says: every command, every option, and no sentence cut short."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest

from digest.cli import group


def commands(command: click.Command, name: str, parent: click.Context | None = None) -> Iterator[click.Context]:
    """Every command and sub-command, in its context."""
    context = click.Context(command, info_name=name, parent=parent, max_content_width=100)
    yield context
    if isinstance(command, click.Group):
        for each in command.list_commands(context):
            found = command.get_command(context, each)
            assert found is not None
            yield from commands(found, each, context)


ALL = list(commands(group, "digest"))


@pytest.mark.parametrize("context", ALL, ids=[context.command_path for context in ALL])
@pytest.mark.parametrize("width", [60, 80, 100])
def test_no_line_is_cut(context: click.Context, width: int) -> None:
    """Not at any width of the terminal; the usage alone may end in dots, where more of the same may follow."""
    context.terminal_width = width
    usage, _, rest = context.get_help().partition("\n\n")
    assert usage.startswith("Usage: digest")
    cut = [line for line in rest.splitlines() if line.rstrip().endswith(("...", "…"))]
    assert cut == []


@pytest.mark.parametrize("context", ALL, ids=[context.command_path for context in ALL])
def test_every_option_says_what_it_is_for(context: click.Context) -> None:
    """In a sentence of its own, which begins and ends as one."""
    assert (context.command.help or "").strip()
    for option in context.command.params:
        if isinstance(option, click.Option):
            assert option.help, f"{context.command_path} {option.opts}"
            assert option.help.rstrip().endswith((".", ")")), f"{context.command_path} {option.opts}: {option.help}"


def test_a_group_says_what_each_command_does() -> None:
    """The whole first sentence of each."""
    shown = " ".join(next(each for each in ALL if each.command_path == "digest runs").get_help().split())
    assert "when, how long, which issue, what came of it, and the exit status." in shown
