"""What an import does with a row, by what the list knows of the person: a decision, made before anything is written.

Nobody who left, or to whom mail does not arrive, comes back by an import; and who leaves in another program's list
leaves here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from msgspec.structs import replace

from digest.messages.lists import Row
from digest.model import Subscriber, Suppression

Kind = Literal["new", "changed", "known", "left alone", "suppressed", "left"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What becomes of a row."""

    kind: Kind  # left alone: a suppression or an unsubscription stands in the way; left: leaves the list by this row
    put: Subscriber | None = None
    suppress: Suppression | None = None


def decide(row: Row, held: Subscriber | None, stopped: Suppression | None, *, update: bool) -> Decision:
    """What becomes of ``row``, where the list has ``held`` and mails them nothing because of ``stopped``.

    ``update``: what the table says of somebody on the list takes the place of what the list knew.
    """
    if row.suppression is not None:
        return _leaving(row, row.suppression, held, stopped)
    new = row.subscriber
    assert new is not None  # who has no subscriber has a suppression (``Row``)
    if stopped is not None or (held is not None and held.state == "unsubscribed"):
        return Decision(kind="left alone")
    if held is None:
        return Decision(kind="new", put=new)
    if not update:
        return Decision(kind="known")
    changed = _updated(held, row)
    return Decision(kind="known") if changed == held else Decision(kind="changed", put=changed)


def _leaving(row: Row, suppression: Suppression, held: Subscriber | None, stopped: Suppression | None) -> Decision:
    suppress = suppression if stopped is None else None
    if row.subscriber is None:
        return Decision(kind="suppressed" if suppress else "known", suppress=suppress)
    if held is None:
        # One who was erased is not to be written down again.
        erased = stopped is not None and stopped.who.startswith("hash:")
        return Decision(
            kind="left alone" if erased else "new", put=None if erased else row.subscriber, suppress=suppress
        )
    if row.subscriber.state == "unsubscribed" and held.state != "unsubscribed":
        return Decision(kind="left", put=replace(held, state="unsubscribed"), suppress=suppress)
    return Decision(kind="suppressed" if suppress else "known", suppress=suppress)


def _updated(held: Subscriber, row: Row) -> Subscriber:
    new = row.subscriber
    assert new is not None  # as above
    attributes = row.given & {"name", "state", "language", "without", "rhythm", "timezone", "hour"}
    changes = {name: getattr(new, name) for name in sorted(attributes)}
    if "name" in changes and not changes["name"]:
        del changes["name"]
    return replace(held, **changes, fields={**held.fields, **new.fields})
