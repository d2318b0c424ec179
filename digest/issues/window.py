"""Which articles an issue may print: the window, the history, and the reader's own terms."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from digest.model import Article, History, Rules, Source

# A clock that runs fast, or a time zone given wrongly, puts honest entries a little ahead of us.
CLOCK_SLACK = timedelta(hours=14)


@dataclass(frozen=True, slots=True)
class Admission:
    """The articles an issue may print, and why the others may not."""

    kept: tuple[Article, ...]
    dropped: dict[str, tuple[str, ...]]  # reason -> article ids


def admit(
    articles: Sequence[Article],
    history: History,
    rules: Rules,
    *,
    sources: Mapping[str, Source],
    now: datetime,
    replay: bool = False,
) -> Admission:
    """Sort ``articles`` into those an issue as of ``now`` may print and those it may not, each with its reason.

    The window holds what was first seen since the last issue, back to at most ``rules.window_hours``. On ``replay``
    (the issue is made as of a past moment) "seen" means published by then.
    """
    since = history.issues[-1].as_of if history.issues else None
    opened = now - timedelta(hours=rules.window_hours)
    kept: list[Article] = []
    dropped: dict[str, list[str]] = {}
    for article in sorted(articles, key=lambda a: a.id):
        source = sources.get(article.source)
        reason = (
            _timing(article, since, opened, rules, now, replay)
            or ("printed in an earlier issue" if article.key in history.printed else None)
            or _terms(article, source, rules)
        )
        if reason:
            dropped.setdefault(reason, []).append(article.id)
        else:
            kept.append(article)
    return Admission(tuple(kept), {reason: tuple(ids) for reason, ids in sorted(dropped.items())})


def _timing(
    article: Article, since: datetime | None, opened: datetime, rules: Rules, now: datetime, replay: bool
) -> str | None:
    published = article.published
    if article.embargo_until and article.embargo_until > now:
        return "under embargo"
    if article.expires and article.expires <= now:
        return "expired"
    if published is not None and published > (now if replay else now + CLOCK_SLACK):
        return "not yet published" if replay else "dated in the future"
    if published is not None and published <= opened:
        return f"older than {rules.window_hours} hours"
    # An article under embargo counts as seen when the embargo lifts: until then no issue could print it.
    seen = max(article.first_seen, article.embargo_until or article.first_seen)
    if since is not None and seen <= since and not (replay and published and published > since):
        return "seen before the last issue"
    return None


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
