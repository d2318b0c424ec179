"""Which articles an issue may print: the window, the history, and the reader's own terms."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from msgspec.structs import replace

from digest.model import NO_LONGER_READ, Article, Held, History, Rules, Source
from digest.urls import page

# A clock that runs fast, or a time zone given wrongly, puts honest entries a little ahead of us.
CLOCK_SLACK = timedelta(hours=14)


@dataclass(frozen=True, slots=True)
class Screening:
    """The entries whose articles an issue may print, and why not the others."""

    kept: tuple[Held, ...]
    dropped: dict[str, tuple[str, ...]]  # reason -> article ids


@dataclass(frozen=True, slots=True)
class Admission:
    """The articles an issue may print, and why the others may not."""

    kept: tuple[Article, ...]
    dropped: dict[str, tuple[str, ...]]  # reason -> article ids

    def without(self, ids: Collection[str], reason: str) -> Admission:
        """The same admission, these of its articles dropped for a reason found later."""
        gone = tuple(sorted(article.id for article in self.kept if article.id in ids))
        if not gone:
            return self
        dropped = {**self.dropped, reason: gone}
        return Admission(tuple(a for a in self.kept if a.id not in ids), dict(sorted(dropped.items())))


@dataclass(frozen=True, slots=True)
class Belated:
    """An issue that was made after the moment that it is of. It had what was published by then and held when made."""

    as_of: datetime
    seen_by: datetime  # when it was made, or earlier: when the last that it cites was first seen

    def __contains__(self, held: Held) -> bool:
        """Whether it had this entry before it."""
        published = held.entry.published
        return (
            published is not None
            and max(published, held.entry.embargo_until or published) <= self.as_of
            and held.first_seen <= self.seen_by
        )


def belated(history: History, evidence: Mapping[str, Article]) -> tuple[Belated, ...]:
    """Of the issues whose articles are among ``evidence``, those that cite what was first seen after their moment."""
    found = []
    for issue in history.issues:
        seen = [evidence[article.id].first_seen for article in issue.articles if article.id in evidence]
        if seen and max(seen) > issue.as_of:
            found.append(Belated(issue.as_of, max(seen)))
    return tuple(found)


def reach(rules: Rules, since: datetime | None, now: datetime, *, missed: bool) -> Rules:
    """The rules with the window that an issue as of ``now`` has.

    Where due days were ``missed`` since the last issue, as of ``since``, it reaches back to that (``catch_up: merge``),
    no further than ``catch_up_days``; it is never shorter than ``window_hours``.
    """
    if since is None or not missed or rules.catch_up != "merge":
        return rules
    back = min(-((since - now) // timedelta(hours=1)), rules.catch_up_days * 24)
    return replace(rules, window_hours=max(rules.window_hours, back))


def screen(
    held: Sequence[Held],
    history: History,
    rules: Rules,
    *,
    sources: Collection[str],
    now: datetime,
    replay: bool = False,
    belated: Sequence[Belated] = (),
) -> Screening:
    """Sort entries into those an issue as of ``now`` may print and those it may not, each with its reason.

    The window holds what was first seen since the last issue, back to at most ``rules.window_hours``. On ``replay``
    (the issue is made as of a past moment) "seen" means published by then, and of what nobody dated, first seen by
    then. ``sources`` are the keys of those there are. What one of the ``belated`` had is not new. ``history`` says
    which ``names`` of theirs were printed.
    """
    since = history.issues[-1].as_of if history.issues else None
    opened = now - timedelta(hours=rules.window_hours)
    kept: list[Held] = []
    dropped: dict[str, list[str]] = {}
    for article, each in sorted(((each.entry.article, each) for each in held), key=lambda pair: pair[0]):
        reason = (
            (NO_LONGER_READ if each.entry.source not in sources else None)
            or _timing(each, since, opened, rules, now, replay)
            or ("seen before the last issue" if any(each in one for one in belated) else None)
            or ("printed in an earlier issue" if _printed(each, history) else None)
        )
        if reason:
            dropped.setdefault(reason, []).append(article)
        else:
            kept.append(each)
    return Screening(tuple(kept), {reason: tuple(ids) for reason, ids in sorted(dropped.items())})


def admit(
    articles: Sequence[Article], screening: Screening, rules: Rules, *, sources: Mapping[str, Source]
) -> Admission:
    """Sort the articles of what was kept by the terms that readers set; what was not kept is dropped here too."""
    kept: list[Article] = []
    dropped: dict[str, list[str]] = {reason: list(ids) for reason, ids in screening.dropped.items()}
    for article in articles:
        reason = _nothing(article) or _terms(article, sources.get(article.source), rules)
        if reason:
            dropped.setdefault(reason, []).append(article.id)
        else:
            kept.append(article)
    return Admission(tuple(kept), {reason: tuple(ids) for reason, ids in sorted(dropped.items())})


def names(held: Iterable[Held]) -> frozenset[str]:
    """All by which it is told whether issues printed these (``History.printed``)."""
    return frozenset(name for each in held for name in _names(each))


def _names(held: Held) -> tuple[str, ...]:
    """Its address, what all addresses of its page have in common, and its source's id for it."""
    return tuple(name for name in (held.key, page(held.entry.url), held.entry.article) if name)


def _printed(held: Held, history: History) -> bool:
    return any(name in history.printed for name in _names(held))


def _timing(
    held: Held, since: datetime | None, opened: datetime, rules: Rules, now: datetime, replay: bool
) -> str | None:
    entry = held.entry
    published = entry.published
    if entry.withdrawn is not None:
        return "taken back by its source"
    if entry.embargo_until and entry.embargo_until > now:
        return "under embargo"
    if entry.expires and entry.expires <= now:
        return "expired"
    if replay and published is None and held.first_seen > now:
        return "not yet published"
    if published is not None and published > (now if replay else now + CLOCK_SLACK):
        return "not yet published" if replay else "dated in the future"
    if published is not None and max(published, entry.embargo_until or published) <= opened:
        return f"older than {rules.window_hours} hours"
    # An article under embargo counts as seen when the embargo lifts: until then no issue could print it. A date of the
    # future is no embargo: sources date old articles anew every day.
    seen = max(held.first_seen, entry.embargo_until or held.first_seen)
    if since is not None and seen <= since and not (replay and published and published > since):
        return "seen before the last issue"
    return None


def _nothing(article: Article) -> str | None:
    """An entry that was cut off, or a bare name: there is nothing to print of it and nowhere to send a reader."""
    if article.url or any(block.kind == "paragraph" for block in article.blocks):
        return None
    return "neither a link nor a text"


def _terms(article: Article, source: Source | None, rules: Rules) -> str | None:
    text = f"{article.headline}\n{article.text}\n{' '.join(article.tags)}"
    exclude = rules.exclude + (source.exclude if source else ())
    for term in exclude:
        if holds(text, term):
            return f"excluded by “{term}”"
    for include in (rules.include, source.include if source else ()):
        if include and not any(holds(text, term) for term in include):
            return "holds no included term"
    return None


def holds(text: str, term: str) -> bool:
    """Whether ``text`` holds ``term`` as whole words, whatever the case."""
    return re.search(rf"(?<!\w){re.escape(term)}(?!\w)", text, re.IGNORECASE) is not None
