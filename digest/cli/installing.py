"""Writing what ``digest schedule`` makes: a crontab's lines, files of its own; and taking it away again."""

from __future__ import annotations

import difflib
import functools
import os
import shutil
import subprocess
from collections.abc import Callable
from contextlib import suppress
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING

from digest.cli.report import shown
from digest.errors import NotSetUpError, StorageError, UsageError

if TYPE_CHECKING:
    from digest.cli.habits import Texts
    from digest.cli.report import Console
    from digest.scheduling import Plan


def show(console: Console, made: Texts) -> None:
    """Print the files, each under its name."""
    for path, text in made.files.items():
        console.line(f"# ---- {path}")
        console.line(text)
    console.fact(files={str(path): text for path, text in made.files.items()})


def files(console: Console, made: Texts, *, remove: bool) -> None:
    """Write the files, and take away those that an earlier feeds.yml needed; or take away all.

    Raises ``UsageError``, before anything is written, where one that is there was not written for this publication;
    ``StorageError`` where one cannot be written.
    """
    from digest.scheduling import ours

    wanted = {} if remove else made.files
    there: dict[Path, str] = {}
    for path in dict.fromkeys((*made.files, *made.others)):
        old = _read(path)
        if old is not None and ours(old, made.whose):
            there[path] = old
        elif old is not None and path in wanted:
            raise UsageError(
                "there is such a file already, which `digest schedule` did not write for this publication",
                where=str(path),
                fix="move it away, or write into another folder with --into",
            )
    changed = {path: text for path, text in wanted.items() if there.get(path) != text}
    gone = [path for path in there if path not in wanted]
    for path in gone:
        _do(path, Path.unlink)
        _differ(console, path, there[path], "")
    for path, text in changed.items():
        _do(path, functools.partial(_write, text))
        _differ(console, path, there.get(path, ""), text)
    if not changed and not gone:
        console.line("Nothing to take away." if remove else "Nothing to change: it is installed as it is.")
    elif not remove:
        for number, (line, does) in enumerate(made.steps):
            console.line(f"{'' if number else 'Next':<10}{line}    ({does})")
    console.fact(written=[str(path) for path in changed], removed=[str(path) for path in gone])


def hour(plan: Plan, made: Texts) -> time | None:
    """The hour that is installed already, whether in the crontab or in the files that would be written anew."""
    from digest.scheduling import ours
    from digest.scheduling.crontab import held
    from digest.scheduling.keeping import hour as kept

    texts = []
    if made.files:
        for path in made.files:
            with suppress(OSError):  # told when it is written
                texts.append(_read(path) or "")
        texts = [text for text in texts if ours(text, made.whose)]
    elif program := shutil.which("crontab"):
        with suppress(StorageError):  # told when it is written
            texts.append(held(_crontab(program), plan))
    return next((found for text in texts if (found := kept(text)) is not None), None)


def _read(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, NotADirectoryError):
        return None


def _write(text: str, path: Path) -> None:
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        aside.write_text(text, encoding="utf-8")
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def _do(path: Path, deed: Callable[[Path], None]) -> None:
    try:
        deed(path)
    except PermissionError as error:
        raise StorageError(
            (error.strerror or str(error)).lower(),
            where=str(path),
            fix="run it as root (sudo), or write into a folder of yours with --into",
        ) from None


def _differ(console: Console, path: Path, old: str, new: str) -> None:
    """Show what changes."""
    console.line(f"{'Changed' if old and new else 'Wrote' if new else 'Removed':<10}{shown(path)}")
    if old and new:
        _lines(console, old, new)


def _lines(console: Console, old: str, new: str) -> None:
    for line in difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=0):
        if not line.startswith(("---", "+++", "@@")):
            console.line(f"  {line[0]} {line[1:]}")


def crontab(console: Console, plan: Plan, today: date, *, install: bool, remove: bool) -> None:
    """Print the lines, or put them into the crontab of the user who calls, or take them out of it.

    Raises ``NotSetUpError`` where there is no cron here, ``StorageError`` where it refuses.
    """
    from digest.cli.zones import system
    from digest.scheduling.crontab import block, put

    made = "" if remove else block(plan, system(), today)
    console.fact(lines=made.splitlines())
    if not install and not remove:
        console.line(made.removesuffix("\n"))
        return
    program = shutil.which("crontab")
    if program is None:
        raise NotSetUpError("there is no cron here", fix="install it (Debian: apt install cron), or use --systemd")
    old = _crontab(program)
    new = put(old, plan, made)
    if new == old:
        console.line("Nothing to take out." if remove else "Nothing to change: the crontab has these lines.")
    else:
        run = subprocess.run([program, "-"], input=new, capture_output=True, text=True)  # noqa: S603 - found above
        if run.returncode:
            raise StorageError("cron refused the crontab, and keeps the old one", where=run.stderr.strip() or None)
        console.line("Changed   your crontab")
        _lines(console, old, new)
    console.fact(changed=new != old)


def _crontab(program: str) -> str:
    """The user's crontab; nothing where there is none yet."""
    run = subprocess.run(  # noqa: S603 - found on the PATH by its name
        [program, "-l"], capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"}
    )
    if run.returncode and "no crontab for" not in run.stderr:
        raise StorageError("your crontab cannot be read", where=run.stderr.strip() or None)
    return "" if run.returncode else run.stdout
