"""The four habits that ``digest schedule`` knows: what each is written in, and what to know and to do."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path

from digest import __version__
from digest.config import Config
from digest.errors import UsageError
from digest.scheduling import Plan

_RELEASE = f"digest-newsroom=={__version__}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the command line asks for beside the hour."""

    into: Path | None  # where files go; where they belong, if None
    package: str | None  # what pip installs elsewhere; this version, if None
    install: bool = False  # whether it is to be written, not printed alone
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """What one habit is written in, and what its operator has to know and do."""

    whose: str  # as what the files name the publication
    files: dict[Path, str]  # none for cron, whose lines go into a crontab
    others: tuple[Path, ...] = ()  # every file that it may have written for an earlier feeds.yml
    notes: list[str] = field(default_factory=list)
    steps: list[tuple[str, str]] = field(default_factory=list)  # a command line, and what it does


def plan(config: Config, at: time) -> Plan:
    """What there is to do every day for a publication, by this program, as the owner of its feeds.yml."""
    import pwd

    from digest.config.secrets import secrets
    from digest.scheduling import Plan

    found = secrets(config.path)
    owner = config.path.stat().st_uid
    try:
        user = pwd.getpwuid(owner).pw_name
    except KeyError:
        user = str(owner)
    folder = os.path.normpath(config.path.parent)
    maildir = config.mail.mailbox.maildir if config.mail is not None and config.mail.mailbox is not None else None
    outside = [path for path in (config.site.output, maildir) if path and not Path(path).is_relative_to(folder)]
    return Plan(
        title=config.publication.title,
        program=_program(),
        folder=folder,
        file=config.path.name,
        zone=config.publication.timezone,
        at=at,
        sends=config.mail is not None,
        reads=config.mail is not None and config.mail.mailbox is not None,
        serves=config.serve is not None,
        variables=tuple(dict.fromkeys((*found.variables, *found.pings))),
        pings=found.pings,
        files=found.files,
        credentials=found.credentials,
        writes=tuple(outside),
        user=user,
        uid=owner,
    )


def _program() -> str:
    """The path of the program as it was called, or that the shell finds."""
    mine = Path(sys.argv[0]).absolute()
    return str(mine) if mine.is_file() else shutil.which("digest") or "digest"


def _cron(plan: Plan, _config: Config, wishes: Wishes) -> Texts:
    made = Texts(whose=plan.path, files={}, notes=_skipped(plan, wishes.today))
    if passwords := [name for name in plan.variables if name not in plan.pings]:
        made.notes.append(
            f"cron has no {' and no '.join(passwords)} in its environment: keep the password in a file that only"
            " you can read, and name it by password_file"
        )
    if plan.pings:
        names = ", ".join(f"{name}=…" for name in plan.pings)
        made.notes.append(f"put {names} into the crontab, a line each above the others: the pings need it")
    if plan.credentials:
        made.notes.append("${CREDENTIALS_DIRECTORY} is systemd's: for cron name the password's file by its path")
    if plan.serves:
        made.notes.append("`digest serve` has to run all the time, which cron does not see to: --systemd does")
    return made


def _systemd(plan: Plan, _config: Config, wishes: Wishes) -> Texts:
    from digest.scheduling import systemd

    folder = wishes.into or Path(systemd.FOLDER)
    made = Texts(
        whose=plan.path,
        files={folder / name: text for name, text in systemd.units(plan).items()},
        others=tuple(folder / name for name in systemd.names(plan)),
        notes=_skipped(plan, wishes.today),
    )
    for name in plan.credentials:
        made.notes.append(f"systemd reads the secret {name} from {systemd.STORE}/{plan.name}.{name}: put it there")
    if plan.variables:
        names = ", ".join(f"{name}=…" for name in plan.variables)
        made.notes.append(f"put {names} into {systemd.STORE}/{plan.name}.env, a line each (chmod 600)")
    if plan.files:
        made.notes.append(
            f"{', '.join(plan.files)}: read as the user {plan.user}; with password_file:"
            " ${CREDENTIALS_DIRECTORY}/smtp-password systemd hands a password over that only root can read"
        )
    if plan.user == "root":
        made.notes.append("feeds.yml is root's, so digest would run as root: give the folder to a user of its own")
    made.steps.extend(
        [
            ("systemctl daemon-reload", "let systemd read them"),
            (f"systemctl enable --now {' '.join(systemd.started(plan))}", "begin"),
            (f"systemctl start {plan.name}.service", "make an issue now, to see that it can"),
        ]
    )
    return made


def _github(plan: Plan, config: Config, wishes: Wishes) -> Texts:
    from digest.scheduling import github

    found = _repository(Path(plan.folder))
    if found is None and wishes.install and wishes.into is None:
        raise UsageError(
            "a workflow belongs to a repository, and here is none", where=plan.folder, fix="`git init` first"
        )
    root = found or Path(plan.folder)
    if not Path(config.site.output).is_relative_to(root):
        raise UsageError("the pages lie outside of the repository", where=config.site.output, fix="change site.output")
    place = os.path.relpath(plan.folder, root)
    output = os.path.relpath(config.site.output, root)
    package = wishes.package or _RELEASE
    text = github.workflow(plan, place=place, output=output, package=package, today=wishes.today)
    path = (wishes.into or root / ".github/workflows") / f"{plan.name}.yml"
    made = Texts(whose=github.whose(plan, place), files={path: text}, notes=_skipped(plan, wishes.today))
    if found is None:
        made.notes.append(f"a workflow belongs to a repository, and {plan.folder} is in none: `git init` first")
    made.notes.append(f"make these secrets of the repository: {', '.join((github.KEY, *plan.variables))}")
    if missing := (*plan.files, *plan.credentials):
        made.notes.append(
            f"{', '.join(missing)}: a runner has no such file; write `password: ${{SMTP_PASSWORD}}`,"
            " and let the mail server sign"
        )
    if config.publication.url is None:
        made.notes.append("set publication.url (https://OWNER.github.io/REPOSITORY): links in mail and feeds need it")
    if plan.serves:
        made.notes.append("nobody answers subscribers there: `digest serve` needs a machine of yours")
    made.notes.append("keep .digest/ and output/ out of the repository (.gitignore): a runner keeps its own")
    return made


def _container(plan: Plan, config: Config, wishes: Wishes) -> Texts:
    from digest.config.resolving import absolute
    from digest.scheduling import container

    port = config.serve.port if config.serve is not None else 8026
    folder = wishes.into or Path(plan.folder)
    texts = container.files(plan, package=wishes.package or _RELEASE, port=port)
    made = Texts(
        whose=plan.file,
        files={folder / name: text for name, text in texts.items()},
        others=tuple(folder / name for name in texts),
        notes=_skipped(plan, wishes.today),
    )
    named = (*plan.writes, *plan.files)
    outside = [path for path in named if not Path(absolute(Path(plan.folder), path)).is_relative_to(plan.folder)]
    if outside:
        made.notes.append(
            f"{', '.join(outside)}: outside of the publication's folder, so the container does not see it"
        )
    if plan.variables:
        made.notes.append(
            f"put {', '.join(f'{name}=…' for name in plan.variables)} into .env beside {container.COMPOSE}"
        )
    if config.serve is not None and config.serve.host != "0.0.0.0":  # noqa: S104 - a container's own network
        made.notes.append("serve.host has to be 0.0.0.0 there: a container's loopback is its own")
    made.steps.append(("podman compose up --build --detach", "begin; docker compose does the same"))
    return made


def _skipped(plan: Plan, today: date) -> list[str]:
    """What to know of an hour over which clocks go forward."""
    from digest.scheduling.hours import skipped

    days = skipped(plan.at, plan.zone, today)
    if not days:
        return []
    return [f"{days[0]} has no {plan.at:%H:%M} in {plan.zone}: take another hour, or that day may have no issue"]


def _repository(folder: Path) -> Path | None:
    """The root of the repository that holds a folder, if one does."""
    return next((each for each in (folder, *folder.parents) if (each / ".git").exists()), None)


KINDS: dict[str, Callable[[Plan, Config, Wishes], Texts]] = {
    "cron": _cron,
    "systemd": _systemd,
    "github": _github,
    "container": _container,
}
