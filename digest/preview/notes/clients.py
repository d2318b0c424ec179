"""What mail programs do not show, by caniemail.com's tables, where Node.js and the npm package ``caniemail`` are."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

from digest.preview.notes import Note, Panel, counted
from digest.preview.notes.programs import ask

_PACKAGE = Path("node_modules") / "caniemail"
_HTML = b"\0"  # between the package's folder and the HTML, on the script's standard input
_CLIENTS = ("gmail.*", "apple-mail.*", "outlook.*")
_SCRIPT = """
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
const [folder, clients, html] = readFileSync(0, "utf8").split("\\0");
const found = createRequire(folder + "/").resolve("caniemail");
const { caniemail } = await import(pathToFileURL(found));
const { issues } = caniemail({ clients: JSON.parse(clients), html });
const titles = kind => Object.fromEntries(
  [...issues[kind]].map(([client, list]) => [client, [...new Set(list.map(issue => issue.title))]]));
console.log(JSON.stringify({ none: titles("errors"), partial: titles("warnings") }));
"""


def installed(beside: Sequence[Path]) -> tuple[str, Path] | None:
    """Node.js, and the folder whose ``node_modules`` has caniemail: one of ``beside`` or above it; None without."""
    node = shutil.which("node")
    if node is None:
        return None
    places = [place for start in beside for place in (start, *start.parents)]
    # Where `npm install --global` puts packages: beside node's own folder.
    places.append(Path(node).resolve().parent.parent / "lib")
    for place in places:
        if (place / _PACKAGE / "package.json").is_file():
            return node, place
    return None


async def clients(node: str, folder: Path, html: bytes) -> Panel:
    """Per mail program the features that it does not know. What went wrong is a note."""
    given = _HTML.join((str(folder).encode(), json.dumps(_CLIENTS).encode(), html.replace(_HTML, b"")))
    try:
        status, said, complained = await ask([node, "--input-type=module", "--eval", _SCRIPT], given)
    except (OSError, TimeoutError) as error:
        return _unknown(str(error) or "it took too long")
    if status:
        return _unknown(complained.strip()[-200:])
    return parsed(said)


def parsed(report: str) -> Panel:
    """What the script's report says."""
    try:
        found = json.loads(report)
        none: dict[str, list[str]] = {str(client): list(map(str, titles)) for client, titles in found["none"].items()}
        partial = {title for titles in found["partial"].values() for title in titles}
    except (ValueError, KeyError, TypeError, AttributeError):
        return _unknown(report[:200])
    # Programs that lack the same are one line, those that lack most first.
    alike: dict[tuple[str, ...], list[str]] = {}
    for client, titles in none.items():
        alike.setdefault(tuple(titles), []).append(_named(client))
    notes = [
        Note("plain", f"{', '.join(names)}: no {_listed(titles)}")
        for titles, names in sorted(alike.items(), key=lambda pair: (-len(pair[0]), pair[1]))
    ]
    if partial:
        notes.append(Note("plain", f"Known in part only, by one or another: {_listed(sorted(partial))}"))
    features = {title for titles in none.values() for title in titles}
    if not features:
        return Panel("Mail programs", "all is known", "good", tuple(notes))
    short = counted(len(features), "gap")
    lead = Note("plain", "What a program does not know it leaves out; the mail must still read well without it")
    return Panel("Mail programs", short, "plain", (lead, *notes))


def missing() -> Panel:
    """What is said where it is not installed."""
    told = "Node.js with the npm package caniemail is not installed here (`npm install caniemail`)"
    return Panel("Mail programs", "not looked up", "plain", (Note("plain", told),))


def _unknown(why: str) -> Panel:
    return Panel("Mail programs", "not looked up", "warn", (Note("warn", "caniemail did not answer", why),))


def _named(client: str) -> str:
    family, _, platform = client.partition(".")
    names = {"apple-mail": "Apple Mail", "ios": "iOS", "macos": "macOS", "outlook-com": "on the web"}
    told = names.get(platform, platform.replace("-", " ").replace("windows", "Windows").replace("android", "Android"))
    return f"{names.get(family, family.title())} {told}"


def _listed(titles: Sequence[str]) -> str:
    return ", ".join(titles[:12]) + (f" and {len(titles) - 12} more" if len(titles) > 12 else "")
