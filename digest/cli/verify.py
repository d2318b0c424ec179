"""``digest verify``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from digest.cli.common import Given, options

if TYPE_CHECKING:
    from digest.cli.report import Console
    from digest.pipeline.verify import Proof


@click.command()
@options
@click.argument("issues", metavar="[ISSUE]...", nargs=-1)
@click.option("--all", "every", is_flag=True, help="Every issue, oldest first.")
def command(given: Given, issues: tuple[str, ...], every: bool) -> None:
    """Prove that each ISSUE (a date or number; the latest by default) is what its sources wrote.

    Every printed passage is held against the stored text of its article, the frozen issue and its evidence against
    their hashes, and the files in output/ against both; mail, text and page are read as a reader reads them, and their
    links followed. With --all the whole site and the database are looked through. Nothing is changed. Whatever is wrong
    is told, with status 4.
    """
    from digest.cli import newsroom
    from digest.errors import Flaw, ProofError, UsageError
    from digest.pipeline import verify as stage
    from digest.pipeline.site import Site
    from digest.wiring import Newsroom

    if every and issues:
        raise UsageError("--all verifies every issue; name none")
    config = given.load()
    console = given.console
    flaws: list[Flaw] = []
    proofs: list[Proof] = []
    with Newsroom(config) as room:
        newest, _ = newsroom.find_number(room, None)
        wanted = [n for n, _ in room.archive.issues()] if every else []
        for name in issues or ((None,) if not every else ()):
            number, _ = newsroom.find_number(room, name)
            if number not in wanted:
                wanted.append(number)
        site = Site(
            room.publisher,
            outside=config.serve.url if config.serve is not None else None,
            known=stage.looked_at(room.archive, wanted),
        )
        lost = stage.lost(newest, archive=room.archive, publisher=room.publisher)
        for number in wanted:
            proof = stage.verify(
                number,
                archive=room.archive,
                catalogue=room.catalogue,
                renderer=room.renderer,
                publisher=room.publisher,
                site=site,
                lost=lost is not None,
            )
            proofs.append(proof)
            flaws += proof.flaws
            _tell(console, proof)
        if lost is not None:
            flaws.append(lost)
        if newest in wanted:
            flaws += stage.verify_site(
                newest,
                archive=room.archive,
                renderer=room.renderer,
                publisher=room.publisher,
                site=site,
                every=every,
                lost=lost is not None,
            )
        if every:
            flaws += [
                Flaw(issue=newest, where="the database", what=f"{said}; `digest restore FILE` brings back a sound one")
                for said in room.faults()
            ]
    console.fact(issues=[_facts(proof) for proof in proofs])
    if flaws:
        raise ProofError(tuple(flaws))
    console.finish(0)


def _tell(console: Console, proof: Proof) -> None:
    """One line of an issue that is as it should be, and one for each thing that may have a harmless reason."""
    from digest.cli.report import counted

    issue = proof.issue
    if issue is not None and not proof.flaws:
        lacks = [] if proof.seal else ["no seal was kept: an earlier digest froze it"]
        lacks += [] if proof.files is not None else ["it is not in output/"]
        told = f"{counted(proof.passages, 'passage')} of {counted(proof.articles, 'article')}"
        words = "is as its source wrote it" if proof.passages == 1 else "are as their sources wrote them"
        line = "; ".join((f"Issue {issue.number}, {issue.date}: {told} {words}", *lacks))
        console.line(f"{line}.")
        console.detail(f"          seal {proof.seal}" if proof.seal else "          no seal")
    for warning in proof.warnings:
        console.line(f"          ! {warning}")


def _facts(proof: Proof) -> dict[str, object]:
    issue = proof.issue
    return {
        "number": proof.number,
        "date": issue.date.isoformat() if issue else None,
        "passages": proof.passages,
        "articles": proof.articles,
        "files": proof.files,
        "seal": proof.seal,
        "flaws": len(proof.flaws),
        "warnings": proof.warnings,
    }
