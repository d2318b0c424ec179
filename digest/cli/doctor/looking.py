"""The looks: each gathers facts of one kind and has them judged."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from digest.cli.doctor import remembering, surroundings
from digest.doctor import days, machine, memory, settings, sources
from digest.doctor.findings import Finding, skipped
from digest.pipeline.doctor import Look

if TYPE_CHECKING:
    from digest.cli.doctor.house import House

_INTEGRITY = 60.0  # seconds in which the database is to be read through
_NO_FEEDS = "not known without feeds.yml"


def looks(house: House, *, offline: bool) -> list[Look]:
    """Every look, in the order in which they are told."""
    made = [
        Look(check="feeds.yml", at=lambda: _written(house)),
        Look(check="templates", at=lambda: _templates(house)),
        Look(check="secrets", at=lambda: _secrets(house)),
        Look(check="disk", at=lambda: machine.disk(surroundings.places(house))),
        Look(check="access", at=lambda: surroundings.access(house)),
        Look(
            check="database",
            at=lambda: memory.database(remembering.proved(house.memory, seconds=_INTEGRITY)),
            patience=_INTEGRITY + 10,
            fix="`digest db check` takes its time",
        ),
        Look(check="lock", at=lambda: _locks(house)),
        Look(check="schedule", at=lambda: _schedule(house)),
        Look(check="last run", at=lambda: _days(house)),
        Look(check="sources", at=lambda: _sources(house)),
    ]
    if house.config is None:
        return [*made, Look(check="clock", at=lambda: surroundings.clock(house, ()))]
    if offline:
        made.append(Look(check="clock", at=lambda: surroundings.clock(house, ())))
        made.append(Look(check="servers", at=lambda: [skipped("servers", "not asked (--offline)")]))
        return made
    from digest.cli.doctor import asking

    return [*made, *asking.looks(house, house.config)]


def hanging() -> bool:
    """Whether a look is still at it."""
    return any(thread.name.startswith("look at ") for thread in threading.enumerate())


def _written(house: House) -> list[Finding]:
    from digest.cli.report import shown

    config = house.config
    return settings.config(
        settings.Written(
            path=shown(house.path),
            there=not surroundings.is_missing(house.path),
            faults=house.faults,
            salvaged=house.without or None,
            sources=len(config.sources) if config is not None else 0,
            sections=len(config.rules.sections) if config is not None else 0,
        )
    )


def _templates(house: House) -> list[Finding]:
    from digest.cli.overriding import facts
    from digest.cli.report import shown
    from digest.editions import check, environment
    from digest.editions.catalogs import check as check_catalogs
    from digest.errors import DigestError
    from digest.summarizers import get

    config = house.config
    beside = str(house.path.parent / "templates")
    own = beside if os.path.isdir(beside) else None  # noqa: PTH112 - never raises
    own = config.site.templates if config is not None else own
    catalogs = house.path.parent / "locale"
    count, faults = 0, []
    made = environment(own)
    try:
        count = check(made)
        if os.path.isdir(catalogs):  # noqa: PTH112 - never raises
            check_catalogs(catalogs)
        if config is not None:
            get(config.rules.method)
    except DigestError as error:
        faults.append((shown(Path(error.where)) if error.where else "", error.what, error.fix or ""))
    if not faults and own is not None:
        return settings.templates(facts(made, Path(own), count))
    return settings.templates(settings.Templates(count=count, faults=tuple(faults)))


def _secrets(house: House) -> list[Finding]:
    path = house.state / "secret"
    wrong: tuple[str, ...] = ()
    there = not surroundings.is_missing(path)
    if there:
        try:
            wrong = () if path.stat().st_size == 32 else (".digest/secret is damaged: it has not 32 bytes",)
        except OSError:
            wrong = ()  # told with the owners and modes
    known = house.memory
    made = settings.own_secret(wrong, there=there, mailed=bool(known.newest is not None and known.newest.counts))
    if house.config is not None:
        made += settings.secrets(surroundings.secrets(house, house.config))
    return made


def _locks(house: House) -> list[Finding]:
    return memory.locks([remembering.lock(house.state / name) for name in ("lock", "sending.lock")], now=house.local)


def _schedule(house: House) -> list[Finding]:
    return days.schedule(surroundings.schedule(house))


def _days(house: House) -> list[Finding]:
    known = house.memory
    if known.runs is None:
        return [skipped("last run", f"not known: {known.trouble or 'there is no database yet'}")]
    past, local = known.runs, house.local
    return [
        *days.runs(past, now=local),
        *days.issue(known.newest, past, now=local),
        *_mailed(house),
    ]


def _mailed(house: House) -> list[Finding]:
    if house.config is None:
        return []
    if house.config.mail is None and any(part.startswith("mail") for part in house.without):
        return [skipped("mail", "not looked at: what feeds.yml says of it has faults")]
    return days.mail(house.memory.newest, now=house.local)


def _sources(house: House) -> Sequence[Finding]:
    config = house.config
    if config is None:
        return [skipped("sources", _NO_FEEDS)]
    if house.memory.states is None:
        return [skipped("sources", f"{len(config.sources):,} in feeds.yml; how they fare is not known yet")]
    return sources.sources(
        remembering.fares(house.memory, config, now=house.local), now=house.now, days=config.watch.tell_after
    )
