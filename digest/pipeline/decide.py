"""What decides an issue, and changes nothing: which articles, told as which stories, worth what, printed where."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from msgspec import structs

from digest import articles, issues, stories
from digest.locales import local_day
from digest.model import Article, Correction, Erratum, Held, History, Publication, Rules, Source, Story
from digest.ports import Memory, Progress
from digest.scheduling import due

# Issues whose threads a story may continue: a season of a daily one.
HISTORY_ISSUES = 90
# Issues, the newest, whose evidence is read to know a text that comes again under another address.
EVIDENCE_ISSUES = 14
# Entries of one source, the newest, by which it is told what it prints under everything, and in which language.
STOCK_ENTRIES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The stories of a day, and which of them its issue prints."""

    today: date  # the issue's day
    now: datetime
    sources: Mapping[str, Source]  # by key
    history: History
    held: tuple[Held, ...]  # the entries that were considered
    admission: issues.Admission
    ranked: tuple[issues.Ranked, ...]  # every candidate, best first
    pinned: Mapping[str, int]  # story id -> the number of the correction
    killed: Mapping[str, int]
    selection: issues.Selection
    errata: tuple[Erratum, ...] = ()  # that no issue has told yet
    corrected: tuple[Erratum, ...] = ()  # of what the history's issues printed, told or not
    silenced: frozenset[str] = frozenset()  # threads of stories that were killed, today or before

    def with_articles(self, better: Mapping[str, Article]) -> Decision:
        """The same decision, its articles replaced by those of the same id in ``better``."""
        ranked = tuple(one.with_articles(better) for one in self.ranked)
        return replace(self, ranked=ranked, selection=self.selection.with_articles(better))

    def without(self, silent: Collection[str], rules: Rules) -> Decision:
        """The selection made again without these stories, which have nothing new to say."""
        selection = issues.select(
            self.ranked, rules, sources=self.sources, pinned=self.pinned, killed=self.killed, silent=silent
        )
        return replace(self, selection=selection)


def decide(
    sources: Sequence[Source],
    *,
    publication: Publication,
    rules: Rules,
    archive: Memory,
    progress: Progress,
    now: datetime,
    replay: bool = False,
) -> Decision:
    """What an issue as of ``now`` prints, out of what is held; ``replay``: ``now`` is a past moment.

    The archive is only asked. ``progress`` makes three steps.
    """
    by_key = {source.key: source for source in sources}
    history = archive.history(before=now, issues=HISTORY_ISSUES)
    last = history.issues[-1] if history.issues else None
    since = last.as_of if last is not None else None
    today = local_day(now, publication)
    missed = last is not None and due.missed(
        rules.schedule, last.date, today, publication.timezone, back=rules.catch_up_days
    )
    rules = issues.reach(rules, since, now, missed=bool(missed))
    held = archive.entries(seen_after=since, published_after=now - timedelta(hours=rules.window_hours))
    history = structs.replace(history, printed=archive.printed(issues.names(held), before=now))
    evidence = archive.articles(
        [article.id for issue in history.issues[-EVIDENCE_ISSUES:] for article in issue.articles]
    )
    belated = issues.belated(history, evidence)
    screening = issues.screen(held, history, rules, sources=by_key, now=now, replay=replay, belated=belated)
    admission = issues.admit(_articles(screening.kept, by_key, archive), screening, rules, sources=by_key)
    progress.step("window")
    weights = {key: source.weight for key, source in by_key.items()}
    reprints = stories.reprinted(admission.kept, list(evidence.values()))
    corrections = archive.corrections()
    past = _remembered(corrections, admission, by_key, archive, now, replay=replay)
    history = stories.hindsight(history, corrections)
    bonds = stories.bind((*admission.kept, *past), corrections)
    told = stories.tell((*admission.kept, *past), source_weights=weights, together=bonds.together, apart=bonds.apart)
    followed = stories.follow(told, history, reprints=reprints)
    settled = stories.settle(
        followed,
        corrections,
        remembered={article.id for article in past},
        history=history,
    )
    admission = admission.without(reprints, "its text was printed in an earlier issue")
    progress.step("stories")
    novelty = {
        story.id: stories.newness(story, [passage.text for passage in issues.told(story.thread, history)])
        for story in settled.stories
        if story.day > 1
    }
    ranked = issues.rank(settled.stories, sources=by_key, now=now, rules=rules, novelty=novelty)
    pinned = {id_: correction.number for id_, correction in settled.pinned.items()}
    killed = {id_: correction.number for id_, correction in settled.killed.items()}
    selection = issues.select(ranked, rules, sources=by_key, pinned=pinned, killed=killed)
    progress.step("budget")
    return Decision(
        today=today,
        now=now,
        sources=by_key,
        history=history,
        held=held,
        admission=admission,
        ranked=ranked,
        pinned=pinned,
        killed=killed,
        selection=selection,
        errata=archive.untold(until=now),
        corrected=archive.corrected([issue.number for issue in history.issues], until=now),
        silenced=(
            _silenced(corrections, followed, history)
            | {story.thread for story in settled.stories if story.id in killed}
        )
        - {story.thread for story in settled.stories if story.id in pinned},
    )


def _silenced(corrections: Sequence[Correction], told: Sequence[Story], history: History) -> frozenset[str]:
    """The threads that hold an article of a killed story, in an issue or among what is ``told`` today."""
    killed = {key for one in corrections if one.kind == "kill" and one.undone is None for key in one.articles}
    if not killed:
        return frozenset()
    threads = {story.thread for story in told if any(article.key in killed for article in story.articles)}
    for issue in history.issues:
        ids = {cited.id for cited in issue.articles if cited.key in killed}
        threads |= {story.thread for story in issue.stories if not ids.isdisjoint((story.article, *story.articles))}
    return frozenset(threads)


def _remembered(
    corrections: Sequence[Correction],
    admission: issues.Admission,
    sources: Mapping[str, Source],
    archive: Memory,
    now: datetime,
    *,
    replay: bool,
) -> tuple[Article, ...]:
    """The articles that corrections speak of and the day's own do not have: what its stories are held against.

    Those that were there by ``now``: seen, or on ``replay`` published.
    """
    there = {article.id for article in admission.kept}
    keys = stories.remember(corrections, now=now)
    held = [
        each
        for each in (archive.find(keys) if keys else ())
        if each.entry.article not in there
        and each.entry.source in sources
        and ((each.entry.published or each.first_seen) if replay else each.first_seen) <= now
    ]
    return _articles(held, sources, archive) if held else ()


def _articles(held: Sequence[Held], sources: Mapping[str, Source], archive: Memory) -> tuple[Article, ...]:
    """The articles of entries: as read from their own pages where that was done, else made of what the feeds say."""
    pages = archive.articles([each.entry.article for each in held])
    beside = archive.latest(sorted({each.entry.source for each in held}), each=STOCK_ENTRIES)
    every = {each.entry.article: each.entry for each in (*beside, *held)}
    stock, spoken = articles.stock(every.values()), articles.spoken(every.values())
    made = []
    for each in held:
        source = sources[each.entry.source]
        page = pages.get(each.entry.article)
        if page is not None:
            # Read when the clock was ahead, it was seen later than its entry is now known to have been.
            page = structs.replace(page, first_seen=min(page.first_seen, each.first_seen))
            made.append(articles.follow(page, each.entry, source=source))
        else:
            made.append(
                articles.make(
                    each.entry,
                    source=source,
                    first_seen=each.first_seen,
                    stock=stock.get(source.key, ()),
                    lang=spoken.get(source.key),
                )
            )
    return tuple(made)
