"""The record of every template that was ever shipped, by which an unchanged copy is known for one.

``make templates`` runs this, after a template has changed: what the repository's history holds, and the templates as
they are now, are added. Nothing is ever taken out: copies of it lie in folders of users.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from digest.editions.overrides import RECORD, mark, record

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "templates"


def present() -> Iterator[tuple[str, str]]:
    """(name, mark) of each template as it is now."""
    for path in sorted(TEMPLATES.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            yield path.relative_to(TEMPLATES).as_posix(), mark(path.read_bytes())


def past() -> Iterator[tuple[str, str]]:
    """(name, mark) of each template that a commit had, the oldest first; none where there is no repository."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        return
    marks: dict[str, str] = {}
    for commit in _ask(git, "rev-list", "--reverse", "HEAD", "--", "templates").decode().split():
        for line in _ask(git, "ls-tree", "-r", "-z", commit, "templates").decode().split("\0"):
            if line:
                about, _, path = line.partition("\t")
                blob = about.split()[2]
                if blob not in marks:
                    marks[blob] = mark(_ask(git, "cat-file", "blob", blob))
                yield path.removeprefix("templates/"), marks[blob]


def _ask(git: str, *words: str) -> bytes:
    return subprocess.run([git, *words], cwd=ROOT, capture_output=True, check=True).stdout


def main() -> None:
    """Write the record, with all that is not in it yet."""
    known = {name: list(marks) for name, marks in record().items()} if RECORD.exists() else {}
    for name, each in (*past(), *present()):
        marks = known.setdefault(name, [])
        if each not in marks:
            marks.append(each)
    lines = (f"{name} {' '.join(marks)}\n" for name, marks in sorted(known.items()))
    RECORD.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
