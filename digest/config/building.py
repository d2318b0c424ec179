"""From the keys of feeds.yml to what it says, and the checks that need more than one value."""

from __future__ import annotations

import glob
import os.path
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from msgspec.structs import replace

from digest.config.fields import WEEK
from digest.config.mail import build_mail
from digest.config.schema import FeedKeys, FeedsFile, MailKeys, SectionKeys, SeedKeys
from digest.config.settings import FetchSettings
from digest.config.suggesting import near
from digest.config.tree import Tree
from digest.config.written import Written, WrittenMail, WrittenSite, WrittenWatch
from digest.model import Publication, Rules, SectionRule, Serving, Site, Source, Theme
from digest.scheduling.due import longest_gap

_ACCENT = Site(output="").accent  # the default

if TYPE_CHECKING:
    from pydantic import BaseModel


def build(tree: Tree, file: FeedsFile | None, given: Sequence[tuple[int, BaseModel]], folder: Path) -> Written | None:
    """What a feeds.yml in ``folder`` says; None where ``file`` is, for its faults.

    The faults that these checks find go to ``tree``.
    """
    sources = [
        (number, _feed(keys, folder) if isinstance(keys, FeedKeys) else _seeds(keys, folder)) for number, keys in given
    ]
    _each_once(tree, sources)
    sources = _told_apart(sources)
    _sections_known(tree)
    if file is None:
        return None
    publication = file.publication
    schedule = tuple(sorted({WEEK.index(day) for day in file.window.schedule}))
    between = longest_gap(schedule) * 24
    hours = file.window.hours or max(Rules().window_hours, between + 24)
    if between > max(24, hours):
        tree.fault(
            ("window", "hours"),
            f"is shorter than the {between // 24} days between two issues ({between} hours): news would be left out",
        )
    if file.theme.accent and file.site.accent and file.theme.accent.lower() != file.site.accent.lower():
        tree.fault(("theme", "accent"), "site.accent is another colour: keep one of the two")
    if file.keep_articles is not None and file.keep_articles * 24 < hours:
        tree.fault(("keep_articles",), f"is shorter than window.hours, {hours} hours")
    back = file.window.catch_up_days or max(Rules().catch_up_days, 2 * longest_gap(schedule))
    if file.keep_articles is not None and file.keep_articles < back:
        tree.fault(("keep_articles",), f"is shorter than window.catch_up_days, {back} days")
    return Written(
        publication=Publication(
            title=publication.title,
            tagline=publication.tagline,
            url=publication.url,
            lang=publication.language,
            timezone=publication.timezone,
            postal_address=publication.postal_address,
            reply_to=publication.reply_to,
            subject=publication.subject,
        ),
        rules=Rules(
            sections=_sections(file.sections, [source for _, source in sources]),
            window_hours=hours,
            method=file.summary.method,
            sentences=file.summary.sentences,
            max_words_per_article=file.summary.max_words_per_article,
            include=tuple(file.filters.include),
            exclude=tuple(file.filters.exclude),
            schedule=schedule,
            catch_up=file.window.catch_up,
            catch_up_days=back,
            fewest_stories=file.run.fewest_stories,
            quiet_day=file.run.quiet_day,
        ),
        sources=tuple(source for _, source in sources),
        site=WrittenSite(
            output=file.site.output,
            templates=file.site.templates,
            accent=file.theme.accent or file.site.accent or _ACCENT,
            noindex=file.site.noindex,
            theme=Theme(
                headline_font=file.theme.headline_font or "",
                text_font=file.theme.text_font or "",
                logo=file.theme.logo or "",
                logo_alt=file.theme.logo_alt or "",
                density=file.theme.density,
                lead_image=file.theme.lead_image,
            ),
        ),
        may_fail=file.run.may_fail,
        keep_days=file.keep_articles,
        fetch=FetchSettings(
            timeout=file.fetch.timeout, concurrency=file.fetch.concurrency, allow_private=file.fetch.allow_private
        ),
        mail=_mail(tree, file.mail, schedule) if file.mail else None,
        serve=Serving(url=file.serve.url, host=file.serve.host, port=file.serve.port, proxies=tuple(file.serve.proxies))
        if file.serve
        else None,
        watch=_watch(tree, file),
    )


def _mail(tree: Tree, keys: MailKeys, schedule: tuple[int, ...]) -> WrittenMail:
    """The week is rolled up on a day that has an issue: the last of the schedule, where Sunday has none."""
    mail = build_mail(tree, keys)
    if mail.weekly in schedule:
        return mail
    if "weekly" in keys.model_fields_set:
        tree.fault(("mail", "weekly"), f"{keys.weekly} has no issue by window.schedule")
    return replace(mail, weekly=schedule[-1])


def _watch(tree: Tree, file: FeedsFile) -> WrittenWatch | None:
    run = file.run
    if run.tell and file.mail is None:
        tree.fault(("run", "tell"), "needs a mail section: it is mailed as issues are")
    if not (run.report or run.metrics or run.telemetry or run.tell or run.ping.model_fields_set):
        return None
    return WrittenWatch(
        report=run.report,
        metrics=run.metrics,
        start=run.ping.start,
        success=run.ping.success,
        failure=run.ping.failure,
        telemetry=run.telemetry,
        tell=run.tell,
        tell_after=run.tell_after,
    )


def _feed(keys: FeedKeys, folder: Path) -> Source:
    web = re.match(r"https?:", keys.feed, re.IGNORECASE)
    # Whose home a ~ is, is for today to say.
    url = keys.feed if web or keys.feed.startswith("~") else os.path.normpath(folder / keys.feed)
    host = (urlsplit(url).hostname or "").removeprefix("www.") if web else Path(url).stem
    # A source that moved keeps its old address as its name, for that is what its history is under.
    name = None if keys.name and re.match(r"https?:", keys.name, re.IGNORECASE) else keys.name
    return Source(
        key=keys.name or keys.feed,
        name=name or host,
        url=url,
        section=keys.section,
        weight=keys.weight,
        lang=_primary(keys.language),
        timezone=keys.timezone,
        full_text=keys.full_text,
        parser=keys.parser,
        paywall=keys.paywall,
        include=tuple(keys.include),
        exclude=tuple(keys.exclude),
        tags=tuple(keys.tags),
    )


def _seeds(keys: Any, folder: Path) -> Source:
    assert isinstance(keys, SeedKeys)
    # The folder's own name may hold a glob's signs; what feeds.yml says may use them.
    pattern = keys.seeds if Path(keys.seeds).is_absolute() else str(Path(glob.escape(str(folder))) / keys.seeds)
    return Source(
        key=keys.name or keys.seeds,
        name=keys.name or Path(keys.seeds).parent.name or "seeds",
        url=pattern,
        kind="seeds",
        section=keys.section,
        weight=keys.weight,
        lang=_primary(keys.language),
        timezone=keys.timezone,
        include=tuple(keys.include),
        exclude=tuple(keys.exclude),
        tags=tuple(keys.tags),
        published=keys.published,
    )


def _told_apart(sources: list[tuple[int, Source]]) -> list[tuple[int, Source]]:
    """The sources, those that nobody named and that would be called alike by more of their addresses."""
    names = Counter(source.name for _, source in sources)
    return [
        (number, replace(source, name=_address(source)))
        if names[source.name] > 1 and source.name != source.key
        else (number, source)
        for number, source in sources
    ]


def _address(source: Source) -> str:
    """A feed's address without its scheme, a file's path or a glob as it was written."""
    return re.sub(r"^https?://(?:www\.)?", "", source.key, flags=re.IGNORECASE).rstrip("/")


def _primary(tag: str | None) -> str | None:
    return tag.partition("-")[0].lower() if tag else None


def _each_once(tree: Tree, sources: Sequence[tuple[int, Source]]) -> None:
    """A key is what the database knows a source by, and a feed read twice would say everything twice."""
    keys: dict[str, int] = {}
    urls: dict[str, int] = {}
    for number, source in sources:
        at = ("sources", number)
        if source.key in keys:
            tree.fault(at, f"{source.key!r} is here already, on line {tree.place(('sources', keys[source.key]))[0]}")
        elif source.url in urls:
            line = tree.place(("sources", urls[source.url]))[0]
            tree.fault(
                at, f"reads the same {'files' if source.kind == 'seeds' else 'feed'} as the source on line {line}"
            )
        keys.setdefault(source.key, number)
        urls.setdefault(source.url, number)


def _sections_known(tree: Tree) -> None:
    """Names that point at nothing are slips. Read from the tree, to be told beside the faults of other parts."""
    sections = _entries(tree, "sections")
    names: dict[str, int] = {}
    for number, section in sections:
        name = section.get("name")
        if isinstance(name, str):
            if name in names:
                tree.fault(("sections", number, "name"), f"there is a section {name!r} already")
            names.setdefault(name, number)
    known: list[str] = []
    for number, entry in _entries(tree, "sources"):
        known += [value for key in ("name", "feed", "seeds") if isinstance(value := entry.get(key), str)]
        wanted = entry.get("section")
        # A section may stand with its sources alone and then comes after those listed; one almost like a listed one is
        # a slip.
        if isinstance(wanted, str) and wanted.strip() not in names and (hint := near(wanted, list(names), 0.8)):
            tree.fault(("sources", number, "section"), f"no section {wanted!r}{hint}")
    raw = tree.value.get("sources")
    known += [value for value in raw if isinstance(value, str)] if isinstance(raw, list) else []
    for number, section in sections:
        wanted = section.get("sources")
        listed = [wanted] if isinstance(wanted, str) else wanted if isinstance(wanted, list) else []
        for place, name in enumerate(listed):
            if isinstance(name, str) and name.strip() not in known:
                tree.fault(("sections", number, "sources", place), f"no source {name!r}{near(name, known)}")


def _entries(tree: Tree, key: str) -> list[tuple[int, dict[str, Any]]]:
    value = tree.value.get(key)
    return [(n, each) for n, each in enumerate(value if isinstance(value, list) else []) if isinstance(each, dict)]


def _sections(given: Sequence[SectionKeys], sources: Sequence[Source]) -> tuple[SectionRule, ...]:
    """The sections in their order, then those that only sources name."""
    rules = {
        each.name: SectionRule(
            name=each.name,
            sources=tuple(each.sources),
            tags=tuple(each.tags),
            keywords=tuple(each.keywords),
            stories=each.stories,
            weight=each.weight,
        )
        for each in given
    }
    for source in sources:
        if source.section is not None:
            rule = rules.setdefault(source.section, SectionRule(name=source.section))
            if source.key not in rule.sources:
                rules[source.section] = replace(rule, sources=(*rule.sources, source.key))
    return tuple(rules.values())
