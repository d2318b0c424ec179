"""``digest init``: a publication in an empty folder, which runs at once."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import click

from digest.cli.common import DEFAULT_CONFIG
from digest.errors import UsageError

SEED = """\
---
title: Your first issue
byline: digest
---
This article is a seed: a plain text file in the folder `seeds`, which your issue takes in beside your feeds.

Put any article there as a .txt, .md, .html or .eml file, and the next issue summarises it in its own words. Delete
this file when you have seen it in print.
"""


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=".")
@click.option("--title", default="The Morning Digest", show_default=True, help="The name of the publication.")
@click.option("--timezone", default="UTC", show_default=True, help="Its time zone, such as Europe/Berlin.")
def command(folder: Path, title: str, timezone: str) -> None:
    """Write a commented feeds.yml, the templates and a first seed into FOLDER (here by default).

    Nothing that is there already is overwritten.
    """
    from digest.cli import report
    from digest.config import starter
    from digest.editions import shipped_templates

    config = folder / DEFAULT_CONFIG
    if config.exists():
        raise UsageError("there is a publication here already", where=str(config), fix="`digest check` looks it over")
    text = starter(title=title, timezone=timezone)
    folder.mkdir(parents=True, exist_ok=True)
    templates = folder / "templates"
    if not templates.exists():
        shutil.copytree(shipped_templates(), templates)
    seeds = folder / "seeds"
    if not seeds.exists():
        seeds.mkdir()
        (seeds / "welcome.md").write_text(SEED, encoding="utf-8")
    # Last: while feeds.yml is missing, a second `digest init` goes on where this one stopped.
    config.write_text(text, encoding="utf-8")
    console = report.Console()
    console.line(f"Wrote     {config}, {templates}/ and {seeds}/")
    there = "" if folder.resolve() == Path.cwd() else f" -c {shlex.quote(str(config))}"
    report.following(console, (f"run{there}", "make the first issue"), (f"preview{there}", "look at it"))
    console.line()
    console.line("Every day at six, by cron:")
    console.line(f"  0 6 * * *  cd {shlex.quote(str(folder.resolve()))} && {report.installed()} run --quiet")
