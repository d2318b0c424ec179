"""YAML text as plain values, each with its place, for faults that point at a line and for edits that touch nothing
else.

Built from the parser's events, not by a YAML constructor: no tag makes an object, no alias multiplies, no depth
recurses without bound. Scalars follow the YAML 1.2 core schema (yaml.org/spec/1.2.2 §10.3): ``no`` and ``on`` are text,
a date is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from digest.errors import Fault

Path = tuple[str | int, ...]

_BYTES = 1 << 20  # of the file
_NODES = 50_000  # values, each alias counted as all that it stands for
_DEPTH = 16  # the schema needs five

_CONTROL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_INT = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]{1,20}|[0-9]{1,20}(?:\.[0-9]{0,20})?)(?:[eE][-+]?[0-9]{1,3})?")
_WORDS: dict[str, bool | None] = {"": None, "~": None}
_WORDS |= dict.fromkeys(("null", "Null", "NULL"))
_WORDS |= dict.fromkeys(("true", "True", "TRUE"), True)
_WORDS |= dict.fromkeys(("false", "False", "FALSE"), False)


@dataclass(frozen=True, slots=True)
class Span:
    """Where a value stands. Lines and columns count from 1; ``last`` is the last line with something of it."""

    line: int
    column: int
    last: int
    block: bool = False  # a mapping or sequence in block style


@dataclass(slots=True)
class Tree:
    """A document: its value, and where each part of it is."""

    value: Any
    keys: dict[Path, tuple[int, int]] = field(default_factory=dict)  # of a mapping's keys
    spans: dict[Path, Span] = field(default_factory=dict)  # of values
    faults: list[Fault] = field(default_factory=list)

    def place(self, path: Path) -> tuple[int, int]:
        """Line and column of the key or value at ``path``, or of the nearest part around it."""
        for end in range(len(path), -1, -1):
            if path[:end] in self.keys:
                return self.keys[path[:end]]
            if path[:end] in self.spans:
                span = self.spans[path[:end]]
                return span.line, span.column
        return 1, 1

    def fault(self, path: Path, what: str, *, at: Path | None = None) -> None:
        """Note a fault of ``path``, pointing there or ``at`` another place."""
        line, column = self.place(path if at is None else at)
        self.faults.append(Fault(line, column, dotted(path), what))


def dotted(path: Path) -> str:
    """``("sources", 2, "url")`` as ``sources[2].url``."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".") or "the file"


def read(body: bytes) -> Tree:
    """The document in a file's bytes; where it cannot be read, ``faults`` say why and ``value`` is what came before."""
    tree = Tree(None)
    if len(body) > _BYTES:
        tree.fault((), f"larger than {_BYTES >> 20} MiB: this is not a feeds.yml")
        return tree
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = body[: error.start].decode("utf-8", "replace")
        tree.faults.append(Fault(*_at(before, len(before)), "the file", "not UTF-8 text: save it as UTF-8"))
        return tree
    if found := _CONTROL.search(text):
        what = f"a control character (U+{ord(found[0]):04X}) is not allowed"
        tree.faults.append(Fault(*_at(text, found.start()), "the file", what))
        return tree
    return _parse(text, tree)


def _at(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _parse(text: str, tree: Tree) -> Tree:
    # ruamel.yaml takes a tenth of a second to import, and much of the program runs without reading feeds.yml.
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        builder = _Builder(YAML(typ="safe", pure=True).parse(text), tree)
        tree.value = builder.document()
    except _Refused:
        pass  # noted in the tree
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        tree.faults.append(Fault(line, column, "the file", _plain(error.problem or "")))
    except (YAMLError, ValueError, IndexError, AttributeError, AssertionError) as error:
        # The parser's own slips on text that is no YAML: the reader hears of the text, not of the slip.
        tree.faults.append(Fault(1, 1, "the file", f"not YAML that can be read ({type(error).__name__})"))
    return tree


def _plain(problem: str) -> str:
    if "'\\t'" in problem:
        return "a tab: YAML is indented with spaces"
    if "mapping values are not allowed" in problem:
        return "a ':' where none can be: text that holds ': ' goes in quotes, and keys line up"
    # What the parser quotes may be a secret written in the wrong place.
    hidden = re.sub(r"'([^']*)'|\"([^\"]*)\"", _hidden, problem)
    return f"not YAML: {hidden}" if hidden else "not YAML"


def _hidden(quoted: re.Match[str]) -> str:
    inside = quoted[1] or quoted[2] or ""
    return quoted[0] if len(inside) < 2 or inside.startswith("<") else "…"  # a sign, or the parser's own "<stream end>"


class _Refused(Exception):  # noqa: N818 - a way out of the recursion, never seen outside
    """The document is not worth reading on."""


class _Builder:
    """Events to values. Depth and size are bounded before anything is built."""

    def __init__(self, events: Iterator[Any], tree: Tree) -> None:
        self._events = events
        self._tree = tree
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._nodes = 0

    def document(self) -> Any:
        from ruamel.yaml import events as kinds

        value = None
        documents = 0
        for event in self._events:
            if isinstance(event, kinds.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._refuse(event, (), "a second document begins ('---'): a feeds.yml is one")
            elif isinstance(event, kinds.NodeEvent):
                value, _ = self._node(event, (), 0)
        return value

    def _refuse(self, event: Any, path: Path, what: str) -> None:
        mark = event.start_mark
        self._tree.faults.append(Fault(mark.line + 1, mark.column + 1, dotted(path), what))
        raise _Refused

    def _count(self, event: Any, path: Path, more: int) -> None:
        self._nodes += more
        if self._nodes > _NODES:
            self._refuse(event, path, f"more than {_NODES} values: this is not a feeds.yml")

    def _node(self, event: Any, path: Path, depth: int) -> tuple[Any, int]:
        """The value and how many values it holds, itself included; its span is noted."""
        from ruamel.yaml import events as kinds

        if depth > _DEPTH:
            self._refuse(event, path, "nested too deeply")
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        if isinstance(event, kinds.AliasEvent):
            if event.anchor not in self._anchors:
                self._refuse(
                    event, path, "an alias ('*name') of nothing that stands above it; text with '*' goes in quotes"
                )
            known, size = self._anchors[event.anchor]
            self._count(event, path, size)
            self._tree.spans[path] = Span(line, column, line)
            return known, size
        self._count(event, path, 1)
        if event.tag is not None and not str(event.tag).startswith("tag:yaml.org,2002:"):
            self._refuse(event, path, "tags ('!name') have no meaning here; text with '!' goes in quotes")
        size, last, block = 1, line, False
        value: Any
        if isinstance(event, kinds.ScalarEvent):
            value = _scalar(event)
            end = event.end_mark
            last = end.line if end.column == 0 and end.line + 1 > line else end.line + 1
        elif isinstance(event, kinds.SequenceStartEvent):
            value, inner, last = self._sequence(path, depth, line)
            size, block = size + inner, not event.flow_style
        else:
            value, inner, last = self._mapping(path, depth, line)
            size, block = size + inner, not event.flow_style
        if event.anchor is not None:
            self._anchors[event.anchor] = (value, size)
        self._tree.spans[path] = Span(line, column, last, block)
        return value, size

    def _sequence(self, path: Path, depth: int, last: int) -> tuple[list[Any], int, int]:
        from ruamel.yaml import events as kinds

        values: list[Any] = []
        size = 0
        for event in self._events:
            if isinstance(event, kinds.SequenceEndEvent):
                last = max(last, event.end_mark.line + 1) if event.end_mark.column > event.start_mark.column else last
                break
            here = (*path, len(values))
            value, inner = self._node(event, here, depth + 1)
            values.append(value)
            size += inner
            last = max(last, self._tree.spans[here].last)
        return values, size, last

    def _mapping(self, path: Path, depth: int, last: int) -> tuple[dict[str, Any], int, int]:
        from ruamel.yaml import events as kinds

        values: dict[str, Any] = {}
        size = 0
        for event in self._events:
            if isinstance(event, kinds.MappingEndEvent):
                last = max(last, event.end_mark.line + 1) if event.end_mark.column > event.start_mark.column else last
                break
            if not isinstance(event, kinds.ScalarEvent):
                self._refuse(event, path, "a key must be a plain word")
            name, mark = event.value[:200], event.start_mark
            here = (*path, name)
            twice = here in self._tree.keys
            if twice:
                first = self._tree.keys[here][0]
                what = f"the key {name!r} is here twice (first on line {first})"
                self._tree.faults.append(Fault(mark.line + 1, mark.column + 1, dotted(here), what))
                here = (*path, f"{name} (again)")  # read on, so that the faults below it are told too
            self._tree.keys.setdefault(here, (mark.line + 1, mark.column + 1))
            value, inner = self._node(next(self._events), here, depth + 1)
            if not twice:
                values[name] = value
            size += inner + 1
            last = max(last, self._tree.spans[here].last)
        return values, size, last


def _scalar(event: Any) -> Any:
    text: str = event.value
    explicit = str(event.tag or "").removeprefix("tag:yaml.org,2002:")
    if explicit == "str" or (not explicit and not event.implicit[0]):
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text
