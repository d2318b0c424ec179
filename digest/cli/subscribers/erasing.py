"""``digest subscribers erase``."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from digest.cli.common import Given, options
from digest.cli.subscribers.people import People, named_at, person
from digest.errors import StorageError, UsageError
from digest.messages.addresses import who

_BYTES = 64 << 20
_WORDS = {
    "subscribers": "entry of the list",
    "subscriber_events": "event",
    "bounces": "bounce",
    "letters": "letter",
    "mail_read": "mail of theirs",
    "suppressions": "suppression",
}
_PLURALS = {"subscribers": "entries of the list", "mail_read": "mails of theirs"}


@click.command("erase", short_help="Erase all that is known of somebody, for good.")
@options
@click.argument("address")
@click.option("--yes", "-y", is_flag=True, help="Do not ask.")
@click.option("--no-suppression", is_flag=True, help="Make none where there is none: an import may list them again.")
def erase(given: Given, address: str, yes: bool, no_suppression: bool) -> None:
    """Erase all that is known of ADDRESS, for good, the mails of dry runs to them among it.

    What was mailed stays counted, under a keyed hash; under the same hash a suppression stays, so that no import brings
    them back. Nobody can tell from it whose it is.
    """
    from digest.cli import outbox
    from digest.cli.report import counted, shown
    from digest.wiring import Newsroom

    target = person(address)
    if target.startswith("hash:"):
        raise UsageError("that is a hash: nothing more is known of them")
    config = given.load()
    console = given.console
    if not yes:
        if not sys.stdin.isatty():
            raise UsageError("this cannot be undone, and there is no terminal to ask on", fix="say --yes")
        if not click.confirm(f"Erase all that is known of {target}, for good?", err=True):
            raise UsageError("nothing was erased")
    with Newsroom(config) as room, room.lock.hold(), room.sending.hold():
        people = People(room)
        hashed = people.hashed(target)
        spelt = people.find(target).address
        counts = people.files.erase(
            target, at=given.now(config.publication.timezone), suppress=None if no_suppression else "unsubscribed"
        )
        mails = [*_mails(outbox.folder(room), target), *_mails(outbox.old(config), target)]
        stopped = bool(people.kept.suppressed([target]))
        left = [*named_at(config.path, target), *_still(room.folder, {target, spelt})]
    parts = [counted(counts[t], word, _PLURALS.get(t)) for t, word in _WORDS.items() if counts[t]]
    parts += [counted(len(mails), "mail") + " of dry runs"] if mails else []
    nothing = "their address in the ledger" if counts["deliveries"] else "nothing: nothing was known of them"
    console.line(f"Erased    {', '.join(parts) or nothing}")
    if counts["deliveries"]:
        mailed = counted(counts["deliveries"], "delivery", "deliveries")
        console.line(f"          What was mailed stays counted, under a hash: {mailed}")
    if stopped:
        console.line(f"          No import brings them back: {hashed} is suppressed")
    for place in left:
        console.line(f"          ! {place} still names them: it is yours to take out")
    if target in people.named and not stopped:
        console.line("          ! What names them there mails them, too.")
    console.fact(
        erased=hashed,
        rows=dict(counts),
        mails=[shown(path) for path in mails],
        suppressed=stopped,
        named=left,
    )
    console.finish(0)


def _mails(outbox: Path, target: str) -> list[Path]:
    """The mails of dry runs that were addressed to somebody, which are deleted."""
    from email.parser import BytesHeaderParser
    from email.utils import getaddresses

    found = []
    for path in sorted(outbox.glob("*/*.eml")):
        with path.open("rb") as file:
            fields = BytesHeaderParser().parse(file).get_all("To", [])
        if any(who(address) == target for _, address in getaddresses(map(str, fields))):
            _delete(path)
            found.append(path)
    return found


def _delete(path: Path) -> None:
    try:
        path.unlink()
    except OSError as error:
        raise StorageError(f"cannot be deleted: {(error.strerror or str(error)).lower()}", where=str(path)) from error


def _still(folder: Path, spellings: set[str]) -> Iterator[str]:
    """Files of the publication's memory that hold an address, whatever put it there."""
    from digest.cli.report import shown

    sought = [text.encode("utf-8", "replace").lower() for text in sorted(spellings)]
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and path.stat().st_size <= _BYTES and os.access(path, os.R_OK):
            body = path.read_bytes().lower()
            if any(text in body for text in sought):
                if path.suffix == ".cache":
                    _delete(path)  # of some feeds.yml, from which it is made anew
                else:
                    yield shown(path)
