"""``digest templates``: the program's, and those of the user's own that stand before them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from digest.cli.common import Given, Listing, options

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from digest.cli.report import Console
    from digest.editions.overrides import State, Template

_LIST = "`digest templates` lists them"
# What is said of a template of the user's.
_WORDS: Mapping[State, str] = {
    "same": "the program's, byte for byte: of no use here",
    "old": "an earlier digest's, unchanged: hides the program's newer one",
    "yours": "changed by you",
    "behind": "changed by you; the program's has changed since you copied it",
    "unknown": "other than the program's; what it was copied from is not known",
    "gone": "an earlier digest's, unchanged; the program has none of that name now",
    "beside": "yours alone: the program has none of that name",
}


def _names(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001 - click's signature
    """The templates' names, for a shell to complete."""
    from digest.editions.environment import shipped_templates
    from digest.editions.overrides import files

    return [name for name, _ in files(shipped_templates()) if name.startswith(incomplete)]


@click.group(name="templates", cls=Listing)
def command() -> None:
    """List, copy, compare or drop templates. Without a word more: list.

    A file in your folder of templates (templates/ beside feeds.yml) takes the place of the program's of the same path;
    all others stay the program's, and get better with it. So copy only what you mean to change.
    """


@command.command("list")
@options
def list_templates(given: Given) -> None:
    """Every template: the program's, and what stands before them here, changed or not."""
    from digest.cli.columns import wrapped
    from digest.cli.report import shown
    from digest.editions.environment import shipped_templates

    console = given.console
    folder = _folder(given, listing=True)
    found = _survey(folder)
    mine = [one for one in found if one.state != "shipped"]
    ours = [one for one in found if one.state not in ("beside", "gone")]
    told = f"{len(mine)} in {shown(folder)}/:" if mine else "none of your own"
    console.line(f"Templates {len(ours)} of the program's; {told}")
    width = max((len(one.name) for one in mine), default=0)
    for one in mine:
        lines = wrapped(_WORDS[one.state], indent=14 + width, first=f"          {one.name:<{width}}    ")
        for line in lines:
            console.line(line)
    if mine:
        console.line("          The others are the program's own:")
    groups: dict[str, list[str]] = {}
    for one in found:
        if one.state == "shipped":
            place, _, name = one.name.rpartition("/")
            groups.setdefault(place, []).append(name)
    for place, names in groups.items():
        for line in wrapped(" ".join(names), indent=20, first=f"          {place + '/':<10}"):
            console.line(line)
    for step in _steps(found):
        console.line(step)
    console.fact(
        folder=str(folder),
        shipped=str(shipped_templates()),
        templates=[{"name": one.name, "state": one.state} for one in found],
    )
    console.finish(0)


def _steps(found: Iterable[Template]) -> list[str]:
    """What to do about what is there, a line each."""
    from digest.editions.overrides import UNCHANGED

    states = {one.state for one in found}
    steps = []
    if states & set(UNCHANGED):
        steps.append("          To remove unchanged copies: digest templates drop --unchanged")
    if "behind" in states:
        steps.append("          What the program has changed since: digest templates diff --since")
    if "unknown" in states:
        steps.append("          What yours do otherwise: digest templates diff; that they are")
        steps.append("          as you want them: digest templates merged NAME")
    return steps


@command.command("copy")
@options
@click.argument("names", nargs=-1, required=True, shell_complete=_names, metavar="NAME...")
def copy(given: Given, names: tuple[str, ...]) -> None:
    """Copy the program's template NAME (site/style.css) into your folder, to change it. Overwrites nothing."""
    from digest.cli.report import shown
    from digest.editions.environment import shipped_templates
    from digest.errors import UsageError

    console = given.console
    folder = _folder(given)
    names = tuple(dict.fromkeys(names))
    for name in names:
        _known(name)
        if _lies(folder / name):
            raise UsageError(
                "there is such a file already, and nothing is overwritten",
                where=shown(folder / name),
                fix=f"`digest templates diff {name}` shows what it does otherwise",
            )
    for name in names:
        body = (shipped_templates() / name).read_bytes()
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        _remember(folder, name, body)
        try:
            file = target.open("xb")
        except FileExistsError:
            raise UsageError("there is such a file already", where=shown(target)) from None
        try:
            with file:
                file.write(body)
        except OSError:
            target.unlink(missing_ok=True)  # a part of a template is worse than none
            raise
        console.line(f"Copied    {shown(target)}")
    console.line("          `digest preview` shows each change as you save it")
    console.fact(copied=names, folder=str(folder))
    console.finish(0)


@command.command("diff")
@options
@click.argument("names", nargs=-1, shell_complete=_names, metavar="[NAME]...")
@click.option("--mine", is_flag=True, help="What you have changed: from what you copied to yours.")
@click.option(
    "--since", is_flag=True, help="What the program has changed since: from what you copied to its present one."
)
def diff(given: Given, names: tuple[str, ...], mine: bool, since: bool) -> None:
    """What yours do otherwise than the program's, as a unified diff; of NAME, or of all that stand before others.

    For those that `digest templates copy` made, what they were copied from is kept beside them (templates/.origin/).
    """
    from digest.cli.report import shown
    from digest.editions.environment import shipped_templates
    from digest.editions.overrides import ORIGINS, origin
    from digest.errors import UsageError

    if mine and since:
        raise UsageError("--mine and --since exclude each other")
    console = given.console
    folder = _folder(given)
    made = []
    for name in names or _before(folder):
        one = _standing(folder, name)
        if one.state in ("beside", "gone"):
            raise UsageError(f"the program has no template {name}", fix=_LIST)
        copied = origin(folder, name)
        if (mine or since) and copied is None:
            if names:
                raise UsageError(
                    f"what {name} was copied from is not known",
                    fix="`digest templates diff` without --mine and --since compares it with the program's",
                )
            continue
        theirs = (shipped_templates() / name, f"{name} (the program's)")
        past = (folder / ORIGINS / name, f"{name} (as copied)")
        own = (folder / name, shown(folder / name))
        before, after = (past, own) if mine else (past, theirs) if since else (theirs, own)
        lines = _unified(before, after)
        for line in lines:
            console.line(line)
        made.append({"name": name, "state": one.state, "diff": "".join(f"{line}\n" for line in lines)})
    if not any(each["diff"] for each in made):
        console.line("No difference." if made else "Nothing of yours to compare.")
    console.fact(diffs=made)
    console.finish(0)


@command.command("merged")
@options
@click.argument("names", nargs=-1, required=True, shell_complete=_names, metavar="NAME...")
def merged(given: Given, names: tuple[str, ...]) -> None:
    """Say that your NAME has what you want of the program's as it is now: it is told of again when that changes."""
    from digest.editions.environment import shipped_templates

    console = given.console
    folder = _folder(given)
    for name in names:
        _known(name)
        _standing(folder, name)
    for name in names:
        _remember(folder, name, (shipped_templates() / name).read_bytes())
        console.line(f"Merged    {name}: told of again when the program's changes")
    console.fact(merged=names, folder=str(folder))
    console.finish(0)


@command.command("drop")
@options
@click.argument("names", nargs=-1, shell_complete=_names, metavar="[NAME]...")
@click.option("--unchanged", is_flag=True, help="Every copy that this digest or an earlier one shipped as it is.")
def drop(given: Given, names: tuple[str, ...], unchanged: bool) -> None:
    """Remove copies that you did not change, so that the program's own take their place. Nothing else is removed."""
    from digest.cli.report import counted, shown
    from digest.editions.overrides import UNCHANGED
    from digest.errors import UsageError

    if bool(names) == unchanged:
        raise UsageError("name templates, or say --unchanged", fix=_LIST)
    console = given.console
    folder = _folder(given)
    if unchanged:
        found = [one for one in _survey(folder) if one.state in UNCHANGED and not _linked(folder, one.name)]
    else:
        found = [_standing(folder, name) for name in dict.fromkeys(names)]
    for one in found:
        if one.state not in UNCHANGED:
            look = "" if one.state == "beside" else f"look at it (`digest templates diff {one.name}`), and "
            raise UsageError(
                f"{one.name} is {_WORDS[one.state]}; nothing is removed",
                fix=f"{look}delete {shown(folder / one.name)} yourself",
            )
        if _linked(folder, one.name):
            raise UsageError(
                "a link leads to where it lies, which others may use too; nothing is removed",
                where=shown(folder / one.name),
                fix="remove that link, or the file, yourself",
            )
    for one in found:
        _remove(folder, one.name)
    kept = [one for one in _survey(folder) if one.state != "shipped"]
    _tell_dropped(console, found)
    if kept:
        console.line(f"Kept      {counted(len(kept), 'template')} in {shown(folder)}/: {_LIST}")
    console.fact(dropped=[{"name": one.name, "state": one.state} for one in found], kept=[one.name for one in kept])
    console.finish(0)


def _tell_dropped(console: Console, found: list[Template]) -> None:
    from digest.cli.report import counted

    for one in found:
        console.detail(f"          · {one.name}")
    same = sum(one.state == "same" for one in found)
    if not found:
        console.line("Dropped   nothing: no copy is as a digest shipped it")
    if same:
        console.line(
            f"Dropped   {counted(same, 'copy', 'copies')} of the program's own: what is rendered stays the same"
        )
    if len(found) > same:
        older = counted(len(found) - same, "copy", "copies")
        console.line(f"Dropped   {older} of an earlier digest's: the program's newer ones are used now;")
        console.line("          `digest preview` shows them, `digest publish --all` renders past issues anew")


def _folder(given: Given, *, listing: bool = False) -> Path:
    """The user's folder of templates, which may not be there yet.

    Raises ``UsageError`` where it is the program's own, as in a checkout; but for ``listing``.
    """
    from digest.cli.report import shown
    from digest.editions.overrides import is_shipped
    from digest.errors import UsageError

    config = given.load()
    folder = Path(config.site.templates) if config.site.templates else config.path.parent / "templates"
    if is_shipped(folder) and not listing:
        raise UsageError(
            "this is the program's own folder of templates, not a copy of it",
            where=shown(folder),
            fix="change them there; to have others before them, begin in a folder of your own: `digest init FOLDER`",
        )
    return folder


def _survey(folder: Path) -> tuple[Template, ...]:
    from digest.editions.overrides import survey

    return survey(folder)


def _before(folder: Path) -> list[str]:
    """The names of the user's templates that stand before one of the program's."""
    return [one.name for one in _survey(folder) if one.state not in ("shipped", "gone", "beside")]


def _standing(folder: Path, name: str) -> Template:
    """The user's template of that name. Raises ``UsageError`` where there is none."""
    from digest.cli.report import shown
    from digest.errors import UsageError

    found = {one.name: one for one in _survey(folder)}
    if name not in found:
        _unknown(name, found)
    if found[name].state == "shipped":
        raise UsageError(
            f"there is no {shown(folder / name)}: the program's own is used",
            fix=f"`digest templates copy {name}` makes one to change",
        )
    return found[name]


def _known(name: str) -> None:
    """Raise ``UsageError`` where the program has no template of that name."""
    from digest.editions.environment import shipped_templates
    from digest.editions.overrides import files

    names = [each for each, _ in files(shipped_templates())]
    if name not in names:
        _unknown(name, names)


def _unknown(name: str, names: Iterable[str]) -> NoReturn:
    import difflib

    from digest.errors import UsageError

    near = difflib.get_close_matches(name, list(names), n=1, cutoff=0.5)
    hint = f" (did you mean {near[0]}?)" if near else ""
    raise UsageError(f"there is no template {name!r}{hint}", fix=_LIST)


def _unified(before: tuple[Path, str], after: tuple[Path, str]) -> list[str]:
    """The lines of a unified diff; empty where the files are the same."""
    import difflib

    texts = [path.read_bytes().decode("utf-8", "replace") for path, _ in (before, after)]
    lines: list[str] = []
    old, new = (text.split("\n") for text in texts)
    ends = ("" if text.endswith("\n") else "\n\\ No newline at end of file" for text in texts)
    for rows, end in zip((old, new), ends, strict=True):
        if not end:
            rows.pop()
        elif rows != [""]:
            rows[-1] += end
    for line in difflib.unified_diff(old, new, before[1], after[1], lineterm=""):
        lines.extend(line.split("\n"))
    return lines


def _remember(folder: Path, name: str, body: bytes) -> None:
    """Keep the program's template as it is now beside the user's."""
    from digest.editions.overrides import ORIGINS

    path = folder / ORIGINS / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)


def _remove(folder: Path, name: str) -> None:
    """Remove a copy and what it was copied from, with the folders that are empty then."""
    from digest.editions.overrides import ORIGINS

    (folder / name).unlink()
    (folder / ORIGINS / name).unlink(missing_ok=True)
    for root in (folder, folder / ORIGINS):
        place = (root / name).parent
        while place != folder and place.is_dir() and not any(place.iterdir()):
            place.rmdir()
            place = place.parent


def _linked(folder: Path, name: str) -> bool:
    """Whether a folder on the way to that template is a link: to one that others have too, or the program's own."""
    return any((folder / place).is_symlink() for place in Path(name).parents if place.name)


def _lies(path: Path) -> bool:
    """Whether anything lies there, a link that leads nowhere too."""
    return path.is_symlink() or path.exists()
