"""``digest lab STAGE``: one stage of the pipeline on text of your own, JSON Lines in, JSON Lines out.

A row that cannot be read is named on standard error with its line number, the others go on, and the status is 65.
"""

from __future__ import annotations

from pathlib import Path

import click

from digest.errors import UsageError

STAGES = (
    "sentences",
    "summarize",
    "cluster",
    "duplicates",
    "budget",
    "extract",
    "dates",
    "forward",
    "quotes",
    "figures",
    "language",
    "entries",
    "article",
)
FILE_STAGES = ("entries", "article")


@click.command()
@click.argument("stage", type=click.Choice(STAGES), metavar="STAGE")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--sentences", type=click.IntRange(1), help="summarize: at most so many sentences (default 3).")
@click.option("--words", type=click.IntRange(1), help="summarize: the sentence that reaches so many words is the last.")
@click.option("--method", help="summarize: the summarizer, such as sumy:lexrank.")
def command(stage: str, files: tuple[Path, ...], sentences: int | None, words: int | None, method: str | None) -> None:
    """Run one STAGE over rows on standard input; `entries` and `article` read FILES instead.

    \b
    stage       row in                                     row out
    sentences   id, text, lang?                            sentences: start, end
    summarize   id, text, title?, lang? or articles: […]   sentences: text, article, start, end
    cluster     id, title, text, url?, published?, …       cluster
    duplicates  the same                                   group
    budget      the same, one day's entries                cluster, rank, score
    extract     id, html, url?                             headline, text, byline, published, lang, image
    dates       id, text, published, lang?                 dates: start, end, from, to, vague
    forward     id, text, published, lang?                 forward, score
    quotes      id, text, lang?                            quotes: start, end, speaker
    figures     id, text, lang?                            figures: start, end, value, unit, hedge
    language    id, text                                   lang
    entries     feed FILES                                 a row an entry
    article     seed FILES                                 headline, dek, lede, paragraphs and more
    """
    if stage != "summarize" and (sentences or words or method):
        raise UsageError(f"--sentences, --words and --method belong to lab summarize, not to lab {stage}")
    if files and stage not in FILE_STAGES:
        raise UsageError(f"lab {stage} reads rows on standard input, not files", fix=f"digest lab {stage} < rows.jsonl")
    if stage in FILE_STAGES:
        if not files:
            raise UsageError(f"lab {stage} needs at least one file")
        from digest.cli.lab.files import STAGES as FILE_RUNNERS

        faults = FILE_RUNNERS[stage](files)
    else:
        from digest.cli.lab.rows import run

        faults = run(stage, sentences=sentences, words=words, method=method)
    if faults:
        raise click.exceptions.Exit(65)
