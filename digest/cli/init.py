"""``digest init``: a publication in an empty folder, which runs at once."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

import click

from digest.cli.common import DEFAULT_CONFIG
from digest.errors import ConfigError, DataError, UsageError

SEED = """\
---
title: Your first issue
byline: digest
---
This article is a seed: a plain text file in the folder `seeds`, which your issue takes in beside your feeds.

Put any article there as a .txt or .md file, and the next issue summarises it in its own words. Delete
this file when you have seen it in print.
"""

# Stands in the folder of the user's own templates, alone: a copy of the program's would hide what becomes of that one.
TEMPLATES = """\
# Templates of your own

digest renders mail and pages with the templates that it ships. A file in this folder takes the place of the
program's of the same path; all others stay the program's, and get better with it. So copy only what you mean
to change:

    digest templates                        what there is, and which are yours
    digest templates copy site/style.css    copies one to here; change it, and `digest preview` shows it
    digest templates diff                   what yours do otherwise

To have the program's back, delete yours.
"""


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=".")
@click.option("--title", metavar="TEXT", help="The name of the publication; The Morning Digest, if not given.")
@click.option("--timezone", metavar="ZONE", help="Its time zone, such as Europe/Berlin; UTC, if not given.")
@click.option("--language", metavar="TAG", help="Its language, such as de; en, if not given.")
@click.option("--pack", "packs", multiple=True, metavar="NAME", help="Known feeds to begin with; as many as you like.")
@click.option("--packs", "listing", is_flag=True, help="List the packs of known feeds, and write nothing.")
@click.option(
    "--opml",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Feeds of your own to begin with, as your feed reader exports them.",
)
@click.option("--from", "sender", metavar="ADDRESS", help="Who mails: The Morning <news@example.org>.")
@click.option("--to", multiple=True, metavar="ADDRESS", help="Whom it mails, as many as you like; else the sender.")
@click.option("--smtp", metavar="HOST[:PORT]", help="The mail server.")
@click.option("--smtp-user", metavar="NAME", help="For the log-in; its password goes into a file.")
def command(
    folder: Path,
    title: str | None,
    timezone: str | None,
    language: str | None,
    packs: tuple[str, ...],
    listing: bool,
    opml: Path | None,
    sender: str | None,
    to: tuple[str, ...],
    smtp: str | None,
    smtp_user: str | None,
) -> None:
    """Write a commented feeds.yml, a first seed and a folder for templates of your own into FOLDER (here by default).

    On a terminal, without an option, a few questions are asked first. Nothing that is there already is overwritten.
    """
    from digest.cli import report
    from digest.cli.beginning import Wishes, ask, list_packs, wanted

    if listing:
        list_packs()
        return
    config = folder / DEFAULT_CONFIG
    if config.exists():
        raise UsageError("there is a publication here already", where=str(config), fix="`digest check` looks it over")
    given = (title, timezone, language, opml, sender, smtp, smtp_user, *packs, *to)
    terminal = all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))
    if terminal and not any(each is not None for each in given):
        wishes = ask()
    else:
        wishes = wanted(
            Wishes(packs=packs, opml=opml),
            title=title,
            timezone=timezone,
            language=language,
            sender=sender,
            to=to,
            smtp=smtp,
            username=smtp_user,
        )
    text = wishes.text()
    _sound(text)
    folder.mkdir(parents=True, exist_ok=True)
    templates = folder / "templates"
    if not templates.exists():
        templates.mkdir()
        (templates / "README.md").write_text(TEMPLATES, encoding="utf-8")
    seeds = folder / "seeds"
    if not seeds.exists():
        seeds.mkdir()
        (seeds / "welcome.md").write_text(SEED, encoding="utf-8")
    secret = _secret(folder, wishes.password) if wishes.password else None
    # Last: while feeds.yml is missing, a second `digest init` goes on where this one stopped.
    config.write_text(text, encoding="utf-8")
    console = report.Console()
    console.line(f"Wrote     {config}, {templates}/ and {seeds}/")
    if secret is not None:
        console.line(f"Wrote     {secret}, which only you can read")
    elif wishes.mail is not None and wishes.mail.username:
        console.line(f"Password  goes into {folder / wishes.password_file}; let nobody else read that (chmod 600)")
    if wishes.mail is not None and wishes.mail.to == (wishes.mail.sender,):
        console.line(f"Readers   {wishes.mail.sender} alone; others go into mail.to")
    there = "" if folder.resolve() == Path.cwd() else f" -c {shlex.quote(str(config))}"
    report.following(
        console,
        (f"run{there}", "make the first issue"),
        (f"preview{there}", "look at it"),
        (f"schedule{there}", "what makes it every day; with --install that is set up"),
    )


def _sound(text: str) -> None:
    """Raise ``UsageError`` where the feeds.yml to be would have a fault: what was asked for cannot be."""
    import tempfile

    from digest.config import load

    with tempfile.TemporaryDirectory() as aside:
        path = Path(aside) / DEFAULT_CONFIG
        path.write_text(text, encoding="utf-8")
        try:
            load(path, os.environ)
        except ConfigError as error:
            told = "; ".join(f"{fault.path}: {fault.what}" for fault in error.faults)
            raise UsageError(f"that would be no sound feeds.yml: {told}") from None


def _secret(folder: Path, password: str) -> Path:
    from digest.config.starting import PASSWORD_FILE

    path = folder / PASSWORD_FILE
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    except FileExistsError:
        raise DataError(
            "there is such a file already, and nothing is overwritten", where=str(path), fix="move it away"
        ) from None
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(password + "\n")
    return path
