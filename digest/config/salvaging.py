"""What is left of a feeds.yml that has faults: all that can be read without the parts they are in.

For a look alone. Nothing is ever made or mailed of what was salvaged.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from digest.config.reading import checked
from digest.config.resolving import resolve
from digest.config.settings import Config
from digest.config.tree import Path as Steps
from digest.config.tree import Tree, dotted, read

_ROUNDS = 12  # each takes at least one part out
# What nothing can be read without, and stands in for what is missing or wrong there.
_STANDING_IN: dict[Steps, Any] = {
    ("publication",): {"title": "(no title)"},
    ("publication", "title"): "(no title)",
    ("sources",): ["https://example.invalid/none.xml"],
}


class _Noting(Tree):
    """A tree that keeps the steps to each fault."""

    def __init__(self, tree: Tree) -> None:
        super().__init__(tree.value, tree.keys, tree.spans, [])
        self.at: list[Steps] = []
        self.meant: dict[Steps, str] = {}  # of a key that nobody knows, the one that it is likely to be

    def fault(self, path: Steps, what: str, *, at: Steps | None = None) -> None:
        """Note a fault; see ``Tree``."""
        self.at.append(path)
        if found := re.search(r"^unknown key .*did you mean '([a-z_]+)'", what):
            self.meant[path] = found[1]
        super().fault(path, what, at=at)


def salvage(path: Path, environ: Mapping[str, str]) -> tuple[Config, tuple[str, ...]] | None:
    """What the feeds.yml at ``path`` says, without the parts that are at fault, and which these are ("mail.smtp").

    None where nothing can be made of it: it is no YAML, or not there.
    """
    try:
        path = path.absolute()
        tree = read(path.read_bytes())
    except (OSError, ValueError):
        return None
    if tree.faults or not isinstance(tree.value, dict):
        return None
    out: dict[str, None] = {}
    for _ in range(_ROUNDS):
        noting = _Noting(tree)
        written = checked(noting, path.parent)
        config = resolve(written, path, environ, noting.fault) if written is not None else None
        if not noting.at:
            return (config, tuple(out)) if config is not None else None
        # The last of a list first, so that the places of the others hold.
        for steps in sorted(set(noting.at), key=_order, reverse=True):
            gone = _meant(tree.value, steps, noting.meant.get(steps, "")) or _without(tree.value, steps)
            if gone is not None:
                out[dotted(gone)] = None
    return None


def _meant(value: Any, steps: Steps, key: str) -> Steps | None:
    """Give what stands under a misspelt key the name that was meant, where nothing has it yet."""
    parent = _at(value, steps[:-1])
    if not key or not isinstance(parent, dict) or key in parent or steps[-1] not in parent:
        return None
    parent[key] = parent.pop(steps[-1])
    return steps


def _at(value: Any, steps: Steps) -> Any:
    """What these steps lead to; None where that is nowhere."""
    for step in steps:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return None
    return value


def _order(steps: Steps) -> tuple[tuple[int, str], ...]:
    return tuple((step, "") if isinstance(step, int) else (-1, step) for step in steps)


def _without(value: Any, steps: Steps) -> Steps | None:
    """Take the part out that these steps lead to, or the nearest around it that is there; or put one in its place.

    Returns the steps to what was taken out.
    """
    for end in range(len(steps), 0, -1):
        here = steps[:end]
        parent, last = _at(value, here[:-1]), here[-1]
        there = (isinstance(parent, dict) and last in parent) or (
            isinstance(parent, list) and isinstance(last, int) and last < len(parent)
        )
        if here in _STANDING_IN and (isinstance(parent, dict)):
            if parent.get(last) == _STANDING_IN[here]:
                return None
            parent[last] = _STANDING_IN[here]
            return here
        if there:
            del parent[last]
            return here
    return None
