"""What dropped an article, and what to change."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from digest.cli.explain.finding import PRINTED_BEFORE, SEEN_BEFORE
from digest.cli.moments import short, written
from digest.config.settings import LONGEST_WINDOW
from digest.model import Held, Issue, Rules, Source
from digest.urls import host

if TYPE_CHECKING:
    from digest.cli.explain.finding import Found
    from digest.wiring import Newsroom

_WORTH_IT = 14 * 24  # hours that an editor may want a window to have
_NAMED = 3  # sources on one host, and of each the entries that show where its articles are


def advice(room: Newsroom, found: Found) -> list[str]:
    """What stands behind the reason that an article was dropped, and what to do about it; a sentence each."""
    listed, look = found.dropped, found.look
    assert listed is not None
    assert look is not None
    held = next((one for one in room.archive.find([listed.key]) if one.entry.article == listed.id), None)
    told = _times(room, held) if held is not None else []
    return told + _advice(room, found.reason or "", listed.source, held, look.issue, found.printed_in)


def _advice(
    room: Newsroom, reason: str, name: str, held: Held | None, issue: Issue | None, printed_in: Issue | None
) -> list[str]:
    """What to do about a ``reason``; ``issue`` had it, None where none did; ``name`` is the source's."""
    rules = room.config.rules
    source = next((one for one in room.config.sources if held and one.key == held.entry.source), None)
    if reason.startswith(PRINTED_BEFORE):
        where = f"No. {printed_in.number} of {printed_in.date}" if printed_in else "An earlier issue"
        told = [f"{where} printed it: an article is printed once, whatever its title or date does later."]
        if printed_in is not None and held is not None:
            told += [f"`digest explain {held.key} --date {printed_in.date}` says how."]
        return told
    if reason.startswith("older than "):
        return _window(held, issue.as_of if issue else None, rules, reason)
    if reason.startswith("excluded by "):
        return _excluded(reason.removeprefix("excluded by ").strip("“”"), rules, source)
    if reason == "holds no included term":
        return _included(rules, source)
    if reason == "its source is no longer read":
        return [f"feeds.yml names no source {name!r} now: put it back under `sources:` by that name."]
    if reason == SEEN_BEFORE:
        return _seen_before(room, held)
    return [_ELSE[reason]] if reason in _ELSE else []


_ELSE = {
    "under embargo": "It may be printed once its embargo is over; `embargo_until` in its front matter says when.",
    "expired": "`expires` in its front matter, or its feed, says that it is not to be printed any more.",
    "not yet published": "It is dated, or was first seen, after the moment of this issue: a later one may print it.",
    "dated in the future": "Its source dates it ahead of the clock: it may be printed when that time has come.",
    "its text was printed in an earlier issue": "The same words came under another address, title or source before.",
    "neither a link nor a text": "There is nothing to print of it and nowhere to send a reader.",
}


def unconsidered(room: Newsroom, held: Held, now: datetime) -> list[str]:
    """Why no budget has an article that is held."""
    from msgspec.structs import replace

    from digest.issues import names, screen
    from digest.pipeline.decide import HISTORY_ISSUES

    told = _times(room, held)
    history = room.archive.history(before=now, issues=HISTORY_ISSUES)
    history = replace(history, printed=room.archive.printed(names([held]), before=now))
    sources = {source.key for source in room.config.sources}
    dropped = screen([held], history, room.config.rules, sources=sources, now=now).dropped
    if not dropped:
        return [*told, "No issue has considered it yet: the next one does."]
    reason = next(iter(dropped))
    told.append(f"No issue whose budget is kept has considered it: {reason}.")
    return told + _advice(room, reason, held.entry.source, held, None, None)


def unknown(room: Newsroom, url: str) -> list[str]:
    """What to do about an address that nothing is known of."""
    name = host(url)
    told = ["No feed that was read gave it: it is not held."]
    same = _on(room, name) if name else []
    if same:
        told += [f"`digest sources test '{one}'` shows what the feed of {one} holds now." for one in same[:_NAMED]]
    elif name:
        told += [f"No source has articles on {name}: `digest sources add {name}` looks for its feeds."]
    return told


def _on(room: Newsroom, name: str) -> list[str]:
    """The names of the sources whose feeds, or whose latest entries, are on a host."""
    sources = {source.key: source for source in room.config.sources}
    on = {key for key, source in sources.items() if host(source.url) == name}
    on |= {one.entry.source for one in room.archive.latest(list(sources), each=_NAMED) if host(one.entry.url) == name}
    return [source.name for key, source in sources.items() if key in on]


def _times(room: Newsroom, held: Held) -> list[str]:
    zone = ZoneInfo(room.config.publication.timezone)
    published = held.entry.published
    when = f"Published {short(published, zone)}" if published else "Nobody dated it"
    return [f"{when}; first held {written(held.first_seen, zone)}."]


def _window(held: Held | None, as_of: datetime | None, rules: Rules, reason: str) -> list[str]:
    told = [f"The window reaches back {rules.window_hours} hours (`window: hours:` in feeds.yml)."]
    if reason != f"older than {rules.window_hours} hours":
        told += ["It had another length for that issue, which feeds.yml gave it then, or days that were missed."]
    if held is not None and held.entry.published is not None:
        # No issue had it: it was too old for the first after it came.
        age = (as_of or held.first_seen) - held.entry.published
        hours = -(-age // timedelta(hours=1))
        if hours < min(LONGEST_WINDOW, _WORTH_IT):
            told += [f"It was {hours:,} hours old then: `hours: {hours + 1}` would have let it in."]
        elif hours < LONGEST_WINDOW:
            told += [f"It was {age.days:,} days old then."]
        else:
            told += [f"It was {age.days:,} days old then, and no window reaches so far back."]
    return told


def _excluded(term: str, rules: Rules, source: Source | None) -> list[str]:
    told = []
    if term in rules.exclude:
        told += [f"“{term}” stands under `filters: exclude:`, for every source."]
    if source is not None and term in source.exclude:
        told += [f"“{term}” stands under `exclude:` of the source {source.name}."]
    return [*told, "Take the term out, or make it longer, to let such articles in."]


def _included(rules: Rules, source: Source | None) -> list[str]:
    told = []
    if rules.include:
        told += [f"`filters: include:` asks every article for one of: {', '.join(rules.include)}."]
    if source is not None and source.include:
        told += [f"`include:` of {source.name} asks for one of: {', '.join(source.include)}."]
    return [*told, "Its headline, text and tags hold none; add a term that they hold."]


def _seen_before(room: Newsroom, held: Held | None) -> list[str]:
    """It was there for an earlier issue, which decided."""
    first: Issue | None = None
    if held is not None:
        # From the newest on: those of years before it came need not be read.
        for _, day in reversed(room.archive.issues()):
            issue = room.archive.issue(day)
            if issue is None or issue.as_of < held.first_seen:
                break
            first = issue
    if held is None or first is None:
        return ["It was held before the last issue was made, which did not print it."]
    return [
        f"No. {first.number} of {first.date} had it and left it out; an issue holds what came since the last.",
        f"`digest explain {held.key} --date {first.date}` says why.",
    ]
