"""The page of the preview. It holds no word of an issue but escaped; the issue itself is shown in frames."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from digest.model import Standing
from digest.preview.desk import Shown
from digest.preview.faults import Fault
from digest.preview.letter import Letter
from digest.preview.look import Look, switches
from digest.preview.notes import Level, Panel, size
from digest.preview.notes.sizes import CLIPPED

if TYPE_CHECKING:
    import jinja2

SHELL = Path(__file__).parent / "shell"
_LISTED = 60  # issues to choose from


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """What the approval's place in the strip says, and what its button does."""

    level: Level
    text: str
    action: str
    button: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """An edition in a frame."""

    kind: str
    label: str
    path: str
    src: str


def page(
    now: Look,
    issues: tuple[tuple[int, date], ...],
    *,
    shown: Shown | None = None,
    letter: Letter | None = None,
    panels: tuple[Panel, ...] = (),
    fault: Fault | None = None,
    problem: str = "",
    token: str,
    nonce: str,
) -> str:
    """The preview as HTML: an issue with its letter and what the judges say, a fault, or that there is nothing yet.

    ``token`` proves that a form is ours, ``nonce`` that the script is.
    """
    here = now.link().partition("?")[2]
    number = next((number for number, day in issues if day == now.issue), None)
    heading = f"No. {number}, {_long(now.issue)}" if now.issue else ""
    values: dict[str, Any] = {
        "title": f"Preview of No. {number}" if number else "Preview",
        "heading": heading,
        "look": now,
        "switches": switches(now),
        "issues": [(f"No. {n}, {_long(day)}", now.link(issue=day), day == now.issue) for n, day in issues[:_LISTED]],
        "fault": fault,
        "problem": problem,
        "shown": shown if letter is not None else None,
        "here": here,
        "token": token,
        "nonce": nonce,
        "panels": [],
        "frames": [],
    }
    if shown is not None and letter is not None:
        values |= {
            "letter": letter,
            "approval": approval(shown.standing, zone=shown.issue.publication.timezone, required=shown.required),
            "panels": [_with_meter(panel, letter, shown.budget) for panel in panels],
            "frames": _frames(now, shown, letter),
            "inbox": {
                "sender": letter.header("From").partition("<")[0].strip().strip('"') or letter.header("From"),
                "subject": letter.header("Subject"),
                "preheader": shown.issue.preheader,
            },
            "recipient": shown.message.recipient,
            "source": letter.raw.decode("utf-8", "replace").replace("\r\n", "\n"),
            "source_size": size(len(letter.raw)),
        }
    return _environment().get_template("page.html").render(values)


def approval(standing: Standing, *, zone: str, required: bool) -> Approval:
    """What is said of an issue's approval, with times in the publication's ``zone``."""
    known = standing.approval
    when = f"{known.at.astimezone(ZoneInfo(zone)):%Y-%m-%d at %H:%M} {zone}" if known is not None else ""
    if standing.state == "approved" and known is not None:
        return Approval(level="good", text=f"Approved by {known.by}, {when}", action="/revoke", button="Revoke")
    level: Level = "warn" if required else "plain"
    if standing.state == "changed" and known is not None:
        text = f"Changed since {known.by} approved it, {when}"
        return Approval(level="warn", text=text, action="/approve", button="Approve again")
    text = "Waits for approval" if required else "Not approved"
    return Approval(level=level, text=text, action="/approve", button="Approve")


def version(*bodies: bytes) -> str:
    """What stands in a frame's address for its bytes: other bytes give another address."""
    total = hashlib.sha256()
    for body in bodies:
        total.update(b"%d:" % len(body) + body)
    return total.hexdigest()[:12]


def _frames(now: Look, shown: Shown, letter: Letter) -> list[Frame]:
    day = shown.issue.date.isoformat()
    pages = [edition for edition in shown.editions if edition.medium == "page"]
    frames = []
    if now.show in ("both", "mail") and letter.html:
        mark = version(letter.html, *(picture.body for picture in letter.pictures.values()))
        src = f"/frame/{now.scheme}/{now.images}/{mark}/mail/{day}/"
        frames.append(Frame(kind="mail", label="Mail", path="", src=src))
    if now.show in ("both", "page"):
        for edition in pages:
            mark = version(edition.body, *shown.assets.values())
            path = f"issues/{day}/{edition.path}"
            src = f"/frame/{now.scheme}/{now.images}/{mark}/site/{path}"
            frames.append(Frame(kind="page", label="Page", path=path, src=src))
    return frames


def _with_meter(panel: Panel, letter: Letter, budget: int) -> dict[str, Any]:
    """The panel as the template takes it; that of sizes with a bar of 120 units, and our budget's mark on it."""
    values: dict[str, Any] = {name: getattr(panel, name) for name in ("title", "short", "level", "notes")}
    values |= {"meter": None, "mark": None}
    if panel.title == "Size":
        values["meter"] = round(min(1.0, letter.html_size / CLIPPED) * 120, 1)
        values["mark"] = round(min(1.0, budget / CLIPPED) * 120, 1)
    return values


def _long(day: date | None) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}" if day is not None else ""


@cache
def _environment() -> jinja2.Environment:
    import jinja2  # only a preview that is looked at pays for it

    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(SHELL),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
