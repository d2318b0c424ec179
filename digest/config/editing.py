"""Changes to the sources of a feeds.yml that touch no other line: every comment, blank and quote stays as it was.

Lines are put in and taken out by the places of the parsed tree. Only where the list is written in braces, which has no
lines of its own, is the file written anew by ruamel.yaml, which keeps comments.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from digest.config.tree import Tree, read
from digest.errors import ConfigError, UsageError

Entry = str | Mapping[str, Any]

_BARE = re.compile(r"[A-Za-z0-9/.][\w/.~@%+&=?*-]*(?::[\w/.~@%+&=?*-]+)*", re.ASCII)


def add_source(text: str, entry: Entry) -> str:
    """``text`` with one source more, at the end of the list; a mapping's keys are those of feeds.yml, in order.

    Raises ``UsageError`` where the source is there already, ``ConfigError`` where the text is no YAML.
    """
    if not isinstance(entry, str):
        entry = {
            key: list(value) if isinstance(value, tuple) else value for key, value in entry.items() if value is not None
        }
    tree = _read(text)
    given = tree.value.get("sources") if isinstance(tree.value, dict) else None
    listed = given if isinstance(given, list) else []
    for name in _names(entry):
        if any(name in _names(each) for each in listed):
            raise UsageError(f"the source {name!r} is here already")
    span = tree.spans.get(("sources",))
    if listed and span is not None and span.block:
        lines = text.splitlines(keepends=True)
        at = tree.spans[("sources", len(listed) - 1)].last
        made = _insert(lines, at, _lines(entry, " " * _dash(tree, lines, 0)))
    elif ("sources",) in tree.keys and given is None:
        lines = text.splitlines(keepends=True)
        made = _insert(lines, tree.keys[("sources",)][0], _lines(entry, "  "))
    elif ("sources",) not in tree.keys:
        lines = text.splitlines(keepends=True)
        made = _insert(lines, len(lines), ["\n", "sources:\n", *_lines(entry, "  ")])
    else:
        made = _again(text, lambda sources: sources.append(entry))
    return _proved(made, [*listed, entry])


def remove_source(text: str, name: str) -> str:
    """``text`` without the source of that name, URL, path or glob.

    Raises ``UsageError`` where there is none, ``ConfigError`` where the text is no YAML.
    """
    tree = _read(text)
    given = tree.value.get("sources") if isinstance(tree.value, dict) else None
    listed = given if isinstance(given, list) else []
    number = next((n for n, each in enumerate(listed) if name in _names(each)), None)
    if number is None:
        raise UsageError(f"no source {name!r} in feeds.yml", fix="`digest sources list` shows them")
    if tree.spans[("sources",)].block:
        lines = text.splitlines(keepends=True)
        span = tree.spans[("sources", number)]
        first = next(at for at in range(span.line, 0, -1) if lines[at - 1].lstrip().startswith("-"))
        made = "".join(lines[: first - 1] + lines[span.last :])
    else:
        made = _again(text, lambda sources: sources.pop(number))
    return _proved(made, [each for n, each in enumerate(listed) if n != number])


def move_source(text: str, name: str, url: str) -> str:
    """``text`` with another feed address for the source of that name, URL or path; all else of it stays.

    A source without a name is given its old address as one: the archive knows its entries by that. Raises
    ``UsageError`` where there is no such feed or the address is taken, ``ConfigError`` where the text is no YAML.
    """
    tree = _read(text)
    given = tree.value.get("sources") if isinstance(tree.value, dict) else None
    listed = given if isinstance(given, list) else []
    number = next((n for n, each in enumerate(listed) if name in _names(each)), None)
    old = listed[number] if number is not None else None
    address = old.get("feed") if isinstance(old, Mapping) else old
    if number is None or not isinstance(address, str):
        raise UsageError(f"no feed {name!r} in feeds.yml", fix="`digest sources list` shows them")
    if any(url in _names(each) for n, each in enumerate(listed) if n != number):
        raise UsageError(f"the source {url!r} is here already", fix=f"digest sources remove {name}")
    known = dict(old) if isinstance(old, Mapping) else {"feed": address}
    wanted: dict[str, Any] = {"feed": url} if known.get("name") else {"feed": url, "name": address}
    moved = {key: wanted.get(key, value) for key, value in known.items()} | wanted
    lines = text.splitlines(keepends=True)
    mapped = isinstance(old, Mapping)
    span = tree.spans[("sources", number, "feed") if mapped else ("sources", number)]
    block = tree.spans[("sources",)].block and (not mapped or tree.spans[("sources", number)].block)
    block = block and not ("name" in wanted and "name" in known)  # an empty name's line would have to change too
    line = lines[span.line - 1] if span.line <= len(lines) else ""
    after = _after(line[span.column - 1 :], address)
    if block and span.line == span.last and after is not None:
        indent = tree.keys[("sources", number, "feed")][1] - 1 if mapped else span.column - 1
        end = re.search(r"\r?\n?$", after)[0] or "\n"  # type: ignore[index]  # it matches the empty end too
        pairs = [f"feed: {quoted(url)}{after.removesuffix(end)}{end}"]
        pairs += [f"{' ' * indent}name: {quoted(wanted['name'])}{end}"] if "name" in wanted else []
        lines[span.line - 1] = line[:indent] + "".join(pairs)
        made = "".join(lines)
    else:
        made = _again(text, lambda sources: sources.__setitem__(number, _changed(sources[number], wanted)))
    return _proved(made, [moved if n == number else each for n, each in enumerate(listed)])


def _after(written: str, value: str) -> str | None:
    """What stands after a value on its line, its comment and line end; None where it is not written as we know it."""
    for form in (value, f"'{value}'", f'"{value}"'):
        if written.startswith(form) and re.match(r"\s*(?:$|\s#)", written[len(form) :]):
            return written[len(form) :]
    return None


def _changed(entry: Any, wanted: Mapping[str, Any]) -> Any:
    if not isinstance(entry, Mapping):
        return dict(wanted)
    entry.update(wanted)  # type: ignore[attr-defined]  # ruamel.yaml's own mapping, which keeps comments
    return entry


def _read(text: str) -> Tree:
    tree = read(text.encode(errors="replace"))
    if tree.faults:
        raise ConfigError("feeds.yml", tuple(tree.faults))
    return tree


def _names(entry: object) -> tuple[str, ...]:
    if isinstance(entry, Mapping):
        return tuple(str(entry[key]) for key in ("name", "feed", "seeds") if entry.get(key))
    return (str(entry),)


def _dash(tree: Tree, lines: list[str], number: int) -> int:
    line = tree.spans[("sources", number)].line
    while line > 1 and not lines[line - 1].lstrip().startswith("-"):
        line -= 1
    return len(lines[line - 1]) - len(lines[line - 1].lstrip(" "))


def _lines(entry: Entry, indent: str) -> list[str]:
    if isinstance(entry, str):
        return [f"{indent}- {quoted(entry)}\n"]
    pairs = [f"{key}: {quoted(value)}" for key, value in entry.items()]
    return [f"{indent}{'  ' if n else '- '}{pair}\n" for n, pair in enumerate(pairs)]


def quoted(value: object) -> str:
    """A value as YAML: text bare where it can only be read as itself, else in JSON's quotes, which are YAML's too."""
    if isinstance(value, str) and _BARE.fullmatch(value) and read(f"- {value}".encode()).value == [value]:
        return value
    made = json.dumps(value, ensure_ascii=False)
    return re.sub(r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]", lambda c: f"\\u{ord(c[0]):04x}", made)


def _insert(lines: list[str], at: int, new: list[str]) -> str:
    end = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    head = lines[:at]
    if head and not head[-1].endswith("\n"):
        head[-1] += end
    return "".join(head + [line.replace("\n", end) for line in new] + lines[at:])


def _again(text: str, change: Any) -> str:
    import io

    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 1 << 16  # a long URL stays on its line
    data = yaml.load(text)
    if not isinstance(data.get("sources"), list):
        raise UsageError("'sources' in feeds.yml is no list", fix="write each source on a line that begins with '- '")
    change(data["sources"])
    out = io.StringIO()
    yaml.dump(data, out)
    return out.getvalue()


def _proved(made: str, wanted: list[Any]) -> str:
    """``made``, read again: an edit that says something else than was asked for is refused rather than written."""
    tree = read(made.encode())
    if tree.faults or (tree.value.get("sources") or []) != wanted:
        raise UsageError(
            "feeds.yml is written in a way that cannot be changed by this command", fix="edit its 'sources' by hand"
        )
    return made
