"""The newsroom as the preview sees it."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from digest.cli.approving import who
from digest.errors import UsageError
from digest.model import Edition, Issue, Mail, Message, SmtpServer, Subscriber
from digest.pipeline import approve
from digest.preview import Shown

if TYPE_CHECKING:
    from digest.cli.common import Given
    from digest.config import Config
    from digest.ports import Renderer
    from digest.wiring import Newsroom

Answer = TypeVar("Answer")

# Who the mail is shown as addressed to, and from where nobody is named yet: names that lead nowhere (RFC 2606 §3).
READER = Subscriber(address="reader@example.org")
_SENDER = "news@example.org"
# Files of the site that an issue's page needs beside it.
_ASSETS = (".css", ".svg", ".js", ".png", ".ico", ".woff2")


class NewsroomDesk:
    """``preview.Desk`` over a publication on the disk. Looks may come from several threads; they take turns.

    What is rendered is kept until a file that it was made of changes: feeds.yml, a template, the file of subscribers.
    """

    def __init__(self, given: Given, config: Config) -> None:
        from digest.editions import shipped_templates
        from digest.editions.email import BUDGET

        self._given = given
        self._config = config
        self._shipped = shipped_templates()
        self._budget = BUDGET
        self._turn = threading.Lock()
        self._stamp: tuple[tuple[str, int, int], ...] = ()
        self._renderer: Renderer | None = None
        self._made: dict[date, dict[str, Any]] = {}

    def issues(self) -> tuple[tuple[int, date], ...]:
        """(number, date) of every frozen issue, newest first."""
        return self._with_room(lambda room: tuple(reversed(room.archive.issues())))

    def state(self) -> object:
        """The files that are rendered from, the issues there are, and the approvals of the newest."""

        def found(room: Newsroom) -> object:
            listed = room.archive.issues()
            return self._stamp, listed, tuple(room.archive.approvals(number) for number, _ in listed[-60:])

        return self._with_room(found)

    def show(self, day: date) -> Shown:
        """The issue of a day, with feeds.yml and the templates as they are now."""
        return self._with_room(lambda room: self._shown(room, day))

    def file(self, path: str) -> bytes | None:
        """A file below output/; None where there is none, or it is a way out of it."""
        output = Path(self._config.site.output)
        try:
            found = (output / path).resolve()
            if not found.is_relative_to(output.resolve()):
                return None
            if found.is_dir():
                found /= "index.html"
            return found.read_bytes() if found.is_file() else None
        except (OSError, ValueError):
            return None

    def approve(self, day: date, *, seen: str) -> None:
        """Approve an issue as the user of this machine, where its bytes are those that were seen."""

        def approved(room: Newsroom) -> None:
            made = self._rendered(room, day)
            approve.approve(
                made["issue"], made["editions"], archive=room.archive, by=who(), at=datetime.now(UTC), seen=seen
            )

        self._with_room(approved)

    def revoke(self, day: date) -> None:
        """Take its approval back."""
        self._with_room(
            lambda room: approve.revoke(_issue(room, day), archive=room.archive, by=who(), at=datetime.now(UTC))
        )

    def watched(self) -> tuple[Path, ...]:
        """feeds.yml, both folders of templates, and the catalogs of words beside feeds.yml."""
        own = self._config.site.templates
        folder = Path(own) if own else self._config.path.parent / "templates"
        return (self._config.path, folder, self._shipped, self._config.path.parent / "locale")

    def _with_room(self, ask: Callable[[Newsroom], Answer]) -> Answer:
        from digest.wiring import Newsroom

        with self._turn:
            stamp = self._now()
            if stamp != self._stamp:
                self._made.clear()
            config = self._given.load()
            # Templates that have changed are compiled anew by the renderer itself; one more or one less it cannot see,
            # nor other words in a catalog.
            if (
                config != self._config
                or _names(stamp) != _names(self._stamp)
                or _catalogs(stamp) != _catalogs(self._stamp)
            ):
                self._renderer = None
            self._config, self._stamp = config, stamp
            with Newsroom(config) as room:
                return ask(room)

    def _shown(self, room: Newsroom, day: date) -> Shown:
        made = self._rendered(room, day)
        standing = approve.standing(made["issue"], made["editions"], archive=room.archive)
        mail = self._config.mail
        return Shown(
            **made, standing=standing, required=mail is not None and mail.require_approval, budget=self._budget
        )

    def _rendered(self, room: Newsroom, day: date) -> dict[str, Any]:
        """What takes time to make, of an issue of a day."""
        if day in self._made:
            return self._made[day]
        issue = _issue(room, day)
        renderer = self._renderer = self._renderer or room.renderer
        editions = renderer.editions(issue)
        message, stand_in = _addressed(room, issue, editions)
        earlier = [before for _, before in room.archive.issues() if before < day]
        before = room.archive.issue(earlier[-1]) if earlier else None
        self._made[day] = {
            "issue": issue,
            "editions": editions,
            "assets": {f.path: f.body for f in renderer.site((issue,)) if f.path.endswith(_ASSETS)},
            "message": message,
            "stand_in": stand_in,
            "before": before,
            "before_sizes": {e.path: len(e.body) for e in renderer.editions(before)} if before else {},
        }
        return self._made[day]

    def _now(self) -> tuple[tuple[str, int, int], ...]:
        """What tells one state of all that is rendered from another: each file with its size and time."""
        found = []
        for place in self.watched():
            if place.is_dir():
                for folder, _, names in os.walk(place):
                    found += [os.path.join(folder, name) for name in names]  # noqa: PTH118 - many, at every look
            else:
                found.append(str(place))
        return tuple((name, *_state(name)) for name in sorted(found))


def _issue(room: Newsroom, day: date) -> Issue:
    issue = room.archive.issue(day)
    if issue is None:
        raise UsageError(f"there is no issue of {day}", fix="`digest issues` lists those there are")
    return issue


def _addressed(room: Newsroom, issue: Issue, editions: tuple[Edition, ...]) -> tuple[Message, bool]:
    """The message that one reader would get, and whether its sender is made up."""
    mail = room.config.mail
    stand_in = mail is None
    if mail is None:
        title = room.config.publication.title.replace("\\", "").replace('"', "")
        mail = Mail(sender=f'"{title}" <{_SENDER}>', subscribers=(), server=SmtpServer(host="localhost", port=25))
    # Not signed: a key that is missing or bad stops nobody from looking.
    return room.composer(mail, signed=False).compose(issue, editions, READER), stand_in


def _names(stamp: tuple[tuple[str, int, int], ...]) -> list[str]:
    return [name for name, _, _ in stamp]


def _catalogs(stamp: tuple[tuple[str, int, int], ...]) -> list[tuple[str, int, int]]:
    return [state for state in stamp if state[0].endswith(".po")]


def _state(name: str) -> tuple[int, int]:
    try:
        state = os.stat(name)  # noqa: PTH116 - many, at every look
    except OSError:
        return 0, 0
    return state.st_size, state.st_mtime_ns
