"""Send the letters that wait: each once, what the server puts off again later, what nobody wants any more never."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from msgspec.structs import replace

from digest.errors import DataError, MailError
from digest.model import Delivery, Letter, Message, Subscriber
from digest.ports import Letters, Subscribers, Transport

# Minutes before each next attempt; then every two hours. With 40 of them a letter is tried for three days; where nobody
# looks for those that wait so often, the days count.
_PAUSES = (1, 5, 15, 30, 60)
_LATER = 120
_EARLY, _A_DAY = 4, 12
_CONFIRMING = timedelta(days=7)  # a letter to confirm that waited longer has nobody waiting for it
_ASKING = timedelta(days=1)  # the same, of one that shows what is known


@dataclass(frozen=True, slots=True, kw_only=True)
class LettersReport:
    """What came of the letters that waited."""

    letters: tuple[Letter, ...] = ()  # as each was left
    fault: MailError | None = None  # why sending broke off

    def count(self, state: str) -> int:
        """How many were left in a state."""
        return sum(letter.state == state for letter in self.letters)


async def send_letters(
    *,
    letters: Letters,
    subscribers: Subscribers,
    write: Callable[[Letter, Subscriber], Message],
    transport: Transport,
    clock: Callable[[], datetime],
    retry_days: int = 3,
) -> LettersReport:
    """Send every letter whose time has come. Hold the lock of letters while you call it: two would send each twice.

    A letter is ``sending`` before it goes out, so that a kill leaves it in doubt and nobody gets two; whoever waits for
    a letter to confirm that was lost in this way asks for another.
    """
    letters.settle()
    done: dict[int, Letter] = {}
    fault: MailError | None = None
    while fault is None:
        waiting = [letter for letter in letters.waiting(at=clock()) if letter.id not in done]
        batch = _batch(waiting, letters, subscribers, done, clock(), days=retry_days)
        if not batch:
            break

        async def record(changes: Sequence[Delivery], batch: dict[str, tuple[Letter, Subscriber]] = batch) -> None:
            for delivery in changes:
                letter = after(batch[delivery.recipient][0], delivery, days=retry_days)
                letters.write(letter)
                if delivery.state != "sending":
                    done[letter.id] = letter

        messages: list[Message] = []
        for letter, person in batch.values():
            try:
                messages.append(write(letter, person))
            except DataError as error:  # one that cannot be written keeps nobody else from theirs
                done[letter.id] = replace(letter, state="failed", reply=str(error), at=clock(), next=None)
                letters.write(done[letter.id])
        try:
            async for _ in transport.send(messages, record=record, at=clock):
                pass
        except MailError as error:
            fault = error
        for letter, _ in batch.values():
            done.setdefault(letter.id, letter)  # what a server that broke off was not asked for waits as it was
    return LettersReport(letters=tuple(done.values()), fault=fault)


def after(letter: Letter, delivery: Delivery, *, days: int = 3) -> Letter:
    """The letter after what became of its message; one that was put off is tried again, and at last given up."""
    attempts = letter.attempts + delivery.attempts
    later = None
    state = delivery.state
    if state == "deferred":
        minutes = _PAUSES[attempts - 1] if 0 < attempts <= len(_PAUSES) else _LATER
        if attempts >= _EARLY + _A_DAY * days or delivery.at is None:
            state = "failed"
        else:
            later = delivery.at + timedelta(minutes=minutes)
    return replace(
        letter,
        state=state,
        attempts=attempts,
        code=delivery.code,
        reply=delivery.reply,
        at=delivery.at,
        next=later,
    )


def wanted(
    letter: Letter, person: Subscriber | None, suppressed: str | None, now: datetime, *, days: int = 3
) -> str | None:
    """None where the letter is to be sent now, "" where it has to wait, else why it is not wanted any more.

    ``suppressed``: the reason for which its person is mailed nothing. Who left and asks for mail again gets a letter to
    confirm, and who asks what is known of them an answer; no other suppression lets any letter through.
    """
    if person is None:
        return "nobody of that address is on the list any more"
    if letter.kind == "data":
        if suppressed not in (None, "unsubscribed"):
            return f"mailed nothing: {suppressed}"
        waited = letter.at is not None and letter.attempts == 0 and now - letter.at > _ASKING
        return "it waited for longer than anybody does" if waited else None
    began = person.joined if letter.kind == "confirm" else person.confirmed or person.joined
    if letter.attempts and began is not None and now - began > timedelta(days=days):
        return f"given up after {days} {'days' if days != 1 else 'day'}; the last reply: {letter.reply}"
    if letter.kind == "confirm":
        if person.state != "pending":
            return "confirmed, or taken back, before it was sent"
        if suppressed not in (None, "unsubscribed"):
            return f"mailed nothing: {suppressed}"
        if letter.at is not None and letter.attempts == 0 and now - letter.at > _CONFIRMING:
            return "it waited for longer than its link holds"
        return None
    if suppressed is not None or person.state == "unsubscribed":
        return f"mailed nothing: {suppressed or 'unsubscribed'}"
    return None if person.state == "active" else ""


def _batch(
    waiting: Sequence[Letter],
    letters: Letters,
    subscribers: Subscribers,
    done: dict[int, Letter],
    now: datetime,
    *,
    days: int,
) -> dict[str, tuple[Letter, Subscriber]]:
    """The letters to send, by address: one a person at a time. What is not wanted any more is put aside for good."""
    people = sorted({letter.who for letter in waiting})
    known, suppressed = subscribers.find(people), subscribers.suppressed(people)
    batch: dict[str, tuple[Letter, Subscriber]] = {}
    newest = {(letter.who, letter.kind): letter.id for letter in waiting}
    for letter in waiting:
        person = known.get(letter.who)
        reason = suppressed[letter.who].reason if letter.who in suppressed else None
        why = wanted(letter, person, reason, now, days=days)
        if newest[letter.who, letter.kind] != letter.id:
            why = "a newer one says the same"
        if why is None and person is not None:
            batch.setdefault(person.address, (letter, person))
        elif why:
            done[letter.id] = replace(letter, state="failed", reply=why, at=now, next=None)
            letters.write(done[letter.id])
        else:
            done[letter.id] = letter
    return batch
