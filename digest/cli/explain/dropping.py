"""What dropped an article, and what to change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from digest.model import Held, Issue, Rules, Source
from digest.urls import host

if TYPE_CHECKING:
    from digest.cli.explain.finding import Found
    from digest.wiring import Newsroom


def advice(room: Newsroom, found: Found) -> list[str]:
    """What stands behind the reason that an article was dropped, and what to do about it; a sentence each."""
    reason, listed, look = found.reason or "", found.dropped, found.look
    assert listed is not None
    assert look is not None
    held = next((one for one in room.archive.find([listed.key]) if one.entry.article == listed.id), None)
    rules, zone = room.config.rules, ZoneInfo(room.config.publication.timezone)
    source = next((one for one in room.config.sources if held and one.key == held.entry.source), None)
    told = _times(held, zone) if held is not None else []
    if reason.startswith("printed in an earlier issue"):
        issue = found.printed_in
        where = f"No. {issue.number} of {issue.date}" if issue else "an earlier issue"
        told += [f"{where} printed it: an article is printed once, whatever its title or date does later."]
        if issue is not None:
            told += [f"`digest explain {listed.url or listed.id} --date {issue.date}` says how."]
    elif reason.startswith("older than "):
        told += _window(held, look.issue.as_of, rules)
    elif reason.startswith("excluded by "):
        told += _excluded(reason.removeprefix("excluded by ").strip("“”"), rules, source)
    elif reason == "holds no included term":
        told += _included(rules, source)
    elif reason == "its source is no longer read":
        told += [f"feeds.yml names no source {listed.source!r} now: put it back under `sources:` by that name."]
    elif reason == "seen before the last issue":
        told += _seen_before(room, held, look.issue)
    elif reason in _ELSE:
        told += [_ELSE[reason]]
    return told


_ELSE = {
    "under embargo": "It may be printed once its embargo is over; `embargo_until` in its front matter says when.",
    "expired": "`expires` in its front matter, or its feed, says that it is not to be printed any more.",
    "not yet published": "It is dated after the moment of this issue (--at): a later one may print it.",
    "dated in the future": "Its source dates it ahead of the clock: it may be printed when that time has come.",
    "neither a link nor a text": "There is nothing to print of it and nowhere to send a reader.",
}


def unconsidered(room: Newsroom, held: Held, now: datetime) -> list[str]:
    """Why no budget has an article that is held."""
    from digest.issues import screen
    from digest.pipeline.decide import HISTORY_ISSUES

    zone = ZoneInfo(room.config.publication.timezone)
    told = _times(held, zone)
    history = room.archive.history(before=now, issues=HISTORY_ISSUES)
    sources = {source.key for source in room.config.sources}
    dropped = screen([held], history, room.config.rules, sources=sources, now=now).dropped
    if not dropped:
        return [*told, "It came after the last issue was made: the next one considers it."]
    return [*told, f"It is held, and no issue whose budget is kept considered it: {next(iter(dropped))}."]


def unknown(sources: Sequence[Source], url: str) -> list[str]:
    """What to do about an address that nothing is known of."""
    name = host(url)
    told = ["No feed that was read gave it: it is not held."]
    same = [source for source in sources if name and host(source.url) == name]
    if same:
        told += [f"{source.name} is on {name}: `digest sources test '{source.name}'` shows what its feed holds now."
                 for source in same[:3]]  # fmt: skip
    elif name:
        told += [f"No source is on {name}: `digest sources add {name}` looks for its feeds."]
    return told


def _times(held: Held, zone: ZoneInfo) -> list[str]:
    published = held.entry.published
    when = f"published {_local(published, zone)}" if published else "nobody dated it"
    return [f"{when[0].upper()}{when[1:]}; first held {_local(held.first_seen, zone)}."]


def _local(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"


def _window(held: Held | None, as_of: datetime, rules: Rules) -> list[str]:
    told = [f"The window reaches back {rules.window_hours} hours (`window: hours:` in feeds.yml)."]
    if held is not None and held.entry.published is not None:
        age = as_of - held.entry.published
        hours = -(-age // timedelta(hours=1))
        told += [f"It was {hours:,} hours old then: `hours: {hours + 1}` would have let it in."]
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


def _seen_before(room: Newsroom, held: Held | None, issue: Issue) -> list[str]:
    """It was there for an earlier issue, which decided."""
    earlier = [room.archive.issue(day) for _, day in room.archive.issues() if day < issue.date]
    if held is not None:
        for one in earlier:
            if one is not None and held.first_seen <= one.as_of:
                url = held.entry.url or held.entry.article
                return [
                    f"No. {one.number} of {one.date} had it and left it out; an issue holds what came since the last.",
                    f"`digest explain {url} --date {one.date}` says why.",
                ]
    return ["It was held before the last issue was made, which did not print it."]
