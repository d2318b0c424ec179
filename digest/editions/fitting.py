"""Blocks that fit: those that a template fills, and a template that it extends has to have.

Jinja prints nothing of a block that no extended template has, and says nothing of it: words of a template that was
copied years ago would leave the pages unseen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
from jinja2 import nodes

from digest.errors import TemplateError

if TYPE_CHECKING:
    from collections.abc import Mapping

_EXTENDS = re.compile(r"""\{%[-+]?\s*extends\s+(?:"([^"{}]+)"|'([^'{}]+)')""")


def own_folder(environment: jinja2.Environment) -> Path | None:
    """The user's folder of templates, where the environment has one; the program's comes last."""
    loaders = getattr(environment.loader, "loaders", [])
    return Path(loaders[0].searchpath[0]) if len(loaders) > 1 else None


def require(environment: jinja2.Environment, name: str) -> None:
    """Raise ``TemplateError`` with file and line where a template of the user's fills a block that is nowhere."""
    from digest.editions.environment import shipped_templates  # which takes this along

    template = environment.get_template(name)
    own = own_folder(environment)
    if own is None or own not in Path(template.filename or "").parents:
        return
    if _plainly(environment, template):
        return
    line = _line(environment, name)
    for block, number in _strays(line).items():
        look = f"`digest templates diff {name}` shows what the program's has in its place"
        raise TemplateError(
            f"no block {block!r} is in {line[1][0]}, which this extends: what it says would not be printed",
            where=f"{template.filename}:{number}",
            fix=look if (shipped_templates() / name).is_file() else None,
        )


def unheard(environment: jinja2.Environment, names: list[str]) -> Iterator[tuple[str, str, str]]:
    """(user's template, block, program's template): the first lacks a block in which the second has something to say.

    That may be meant so; or the user's is older than the block.
    """
    own = own_folder(environment)
    for name in names:
        template = environment.get_template(name)
        if own is None or own in Path(template.filename or "").parents:
            continue
        line = _line(environment, name)
        mine = [each for each, _ in line[1:] if own in Path(environment.get_template(each).filename or "").parents]
        for block in _strays(line) if mine else ():
            yield mine[0], block, name


def _plainly(environment: jinja2.Environment, template: jinja2.Template) -> bool:
    """Whether compiled code says so already: nothing is extended, or what is has every block. Most do, and to parse
    templates takes as long as to render them.
    """
    for _ in range(8):
        assert environment.loader is not None
        found = _EXTENDS.search(environment.loader.get_source(environment, str(template.name))[0])
        if found is None:
            return True
        try:
            extended = environment.get_template(found[1] or found[2])
        except jinja2.TemplateNotFound:
            return False  # or in a comment, or the beginning of a name that is put together
        if not template.blocks.keys() <= extended.blocks.keys():
            return False
        template = extended
    return False


def _line(environment: jinja2.Environment, name: str) -> list[tuple[str, nodes.Template]]:
    """The template and those that it extends, one after the other, as far as their names are written down."""
    found: list[tuple[str, nodes.Template]] = []
    wanted: str | None = name
    while wanted is not None and wanted not in (each for each, _ in found):
        assert environment.loader is not None
        source, path, _ = environment.loader.get_source(environment, wanted)
        tree = environment.parse(source, wanted, path)
        found.append((wanted, tree))
        # One inside a condition may not be extended, and blocks are printed where they stand then.
        said = next((node.template for node in tree.body if isinstance(node, nodes.Extends)), None)
        wanted = said.value if isinstance(said, nodes.Const) and isinstance(said.value, str) else None
        if said is not None and wanted is None:
            return [(name, found[0][1])]
    return found


def _strays(line: list[tuple[str, nodes.Template]]) -> Mapping[str, int]:
    """Name -> line number of the first template's blocks that none of the others has."""
    if len(line) < 2:
        return {}
    held = {block.name for block in line[-1][1].find_all(nodes.Block)}
    for _, tree in reversed(line[1:-1]):
        kept = [block for block in _outermost(tree) if block.name in held]
        held |= {inner.name for block in kept for inner in block.find_all(nodes.Block)}
    return {block.name: block.lineno for block in _outermost(line[0][1]) if block.name not in held}


def _outermost(node: nodes.Node) -> Iterator[nodes.Block]:
    """The blocks that stand in no other."""
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.Block):
            yield child
        else:
            yield from _outermost(child)
