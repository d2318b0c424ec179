"""Where a publication's own files name somebody: the lines that only their owner may take out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from digest.messages.addresses import who

_ADDRESS = re.compile(r"[^\s<>,;\"'()\[\]{}|]+@[^\s<>,;\"'()\[\]{}|]+")


def places(path: Path, person: str) -> tuple[str, ...]:
    """Each line of the feeds.yml at ``path``, and of the list that it names, with a person's address: "feeds.yml:12".

    A comment counts: it names them too. A file that cannot be read names nobody.
    """
    files = [path, *_lists(path)]
    return tuple(f"{file}:{number}" for file in files for number in _lines(file, person))


def _lists(path: Path) -> Iterator[Path]:
    # A parser of YAML takes long to import, and who asks for this has time.
    from digest.config.tree import read

    try:
        value = read(path.read_bytes()).value
    except OSError:
        return
    mail = value.get("mail") if isinstance(value, dict) else None
    named = mail.get("subscribers") if isinstance(mail, dict) else None
    if isinstance(named, str):
        yield path.parent / named


def _lines(path: Path, person: str) -> Iterator[int]:
    try:
        text = path.read_bytes().decode("utf-8-sig", "replace")
    except OSError:
        return
    for number, line in enumerate(text.split("\n"), 1):
        if any(who(found) == person for found in _ADDRESS.findall(line)):
            yield number
