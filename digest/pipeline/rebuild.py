"""Make an issue again of what it was made of, and its editions of the issue: the same bytes, or what differs.

Nothing is changed here. Other bytes are a flaw where the program that made them claims to be the one that makes them
again; where the program, its libraries, or templates have changed since, that is told instead.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from digest import personal
from digest.codec import encode, sha256
from digest.errors import DigestError, Flaw, StorageError
from digest.issues import verifying
from digest.model import Evidence, Inputs, Issue
from digest.pipeline.decide import decide
from digest.pipeline.inputs import NotRecordedError, Recorded
from digest.pipeline.publish import CORRECTIONS, folder, rendered
from digest.pipeline.write import write
from digest.ports import Archive, Progress, Publisher, Renderer, Summarizer
from digest.program import EDITING, changes, identity
from digest.summarizers import names

# same: byte for byte. other: not, and nothing explains it. changed: not, and what made it has changed since.
# unknown: there is nothing to make it of, or to hold it against.
State = Literal["same", "other", "changed", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """What came of making one layer again: the issue of its inputs, or the editions of the issue."""

    state: State
    says: str  # in words, without an end
    differs: tuple[Flaw, ...] = ()  # each file that is other, with the first place that is


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """One issue made again."""

    number: int
    issue: Issue | None  # None: the frozen file cannot be read
    made: Layer
    editions: Layer
    flaws: tuple[Flaw, ...] = ()  # of what is stored


def check(
    number: int,
    *,
    archive: Archive,
    renderer: Renderer,
    publisher: Publisher,
    summarizer: Callable[[str], Summarizer],
    progress: Progress,
) -> Rebuilt:
    """The issue of that number made again, and held against what was frozen and published. Nothing is written.

    ``summarizer`` is the method of a name. Raises ``TemplateError`` where the templates cannot be rendered now.
    """
    evidence = archive.proof(number)
    if evidence is None:
        gone = Flaw(issue=number, where="the database", what="the issue is gone")
        nothing = Layer(state="unknown", says="there is no issue to hold it against")
        return Rebuilt(number=number, issue=None, made=nothing, editions=nothing, flaws=(gone,))
    issue, flaws = verifying.read(evidence)
    made = _made(evidence, archive=archive, summarizer=summarizer, progress=progress)
    if issue is None or sha256(evidence.body) != evidence.sha256:
        editions = Layer(state="unknown", says="the frozen issue is not what was frozen; nothing is rendered of it")
    else:
        editions = _editions(issue, evidence, archive=archive, renderer=renderer, publisher=publisher)
    return Rebuilt(number=number, issue=issue, made=made, editions=editions, flaws=flaws)


def _made(
    evidence: Evidence, *, archive: Archive, summarizer: Callable[[str], Summarizer], progress: Progress
) -> Layer:
    """The issue of its inputs, against the hash of what was frozen."""
    try:
        inputs = archive.inputs(evidence.number)
    except StorageError as error:
        return _unlike("", Flaw(issue=evidence.number, where="the database", what=str(error)))
    if inputs is None:
        return Layer(state="unknown", says="what it was made of is not kept: that is of the newest 60 issues alone")
    since = changes(inputs.program, identity(EDITING))
    if inputs.rules.method not in names():
        since = since or f"the method {inputs.rules.method}, which is not digest's own, may have changed"
    try:
        body = encode(_again(inputs, evidence.number, archive=archive, summarizer=summarizer, progress=progress))
    except (NotRecordedError, DigestError) as error:  # or a method that is gone, an earlier issue that was changed
        return _unlike(since, Flaw(issue=evidence.number, where="issue.json", what=f"is not made again: {error}"))
    if sha256(body) == evidence.sha256:
        return Layer(state="same", says=f"the same {len(body):,} bytes, made again of {_count(inputs)}")
    return _unlike(since, _differs(evidence.number, "issue.json", evidence.body, body))


def _again(
    inputs: Inputs, number: int, *, archive: Archive, summarizer: Callable[[str], Summarizer], progress: Progress
) -> Issue:
    """The issue that ``edit`` makes of these inputs."""
    memory = Recorded(inputs, archive, number=number)
    decision = decide(
        inputs.sources,
        publication=inputs.publication,
        rules=inputs.rules,
        archive=memory,
        progress=progress,
        now=inputs.now,
        replay=inputs.replay,
    )
    written = write(
        decision.with_articles(memory.pages()),
        publication=inputs.publication,
        rules=inputs.rules,
        reports=inputs.reports,
        summarizer=summarizer(inputs.rules.method),
        progress=progress,
    )
    return written.issue


def _editions(issue: Issue, evidence: Evidence, *, archive: Archive, renderer: Renderer, publisher: Publisher) -> Layer:
    """What the issue renders to, against the hashes of what was published."""
    place = folder(issue.date)
    known = archive.published(place)
    if not known:
        return Layer(state="unknown", says="nothing is known of what was published of it")
    now = {
        f"{place}/{edition.path}": personal.for_all(edition).body
        for edition in rendered(issue, archive=archive, renderer=renderer)
    }
    differs = []
    for path in sorted({*known, *now}):
        where, body = f"output/{path}", now.get(path)
        if body is None:
            differs.append(Flaw(issue=issue.number, where=where, what="was published, and is not rendered any more"))
        elif path not in known:
            differs.append(Flaw(issue=issue.number, where=where, what="was not published, and is rendered now"))
        elif sha256(body) != known[path]:
            there = publisher.read(path)
            kept = there if there is not None and sha256(there) == known[path] else None
            differs.append(_differs(issue.number, where, kept, body))
    if not differs:
        names = ", ".join(path.removeprefix(f"{place}/") for path in sorted(known))
        return Layer(state="same", says=f"the same bytes of {len(known)} files: {names}")
    found = f"{place}/{CORRECTIONS}"
    if found in now and sha256(now[found]) != known.get(found):
        return _unlike("corrections of it were found, that are not published yet", *differs)
    by = archive.rendered(evidence.number)
    if by is None:
        return _unlike("an earlier digest published it, and did not say with which templates", *differs)
    return _unlike(changes(by, renderer.identity), *differs)


def _unlike(since: str, *differs: Flaw) -> Layer:
    files = "1 file is not what it was" if len(differs) == 1 else f"{len(differs)} files are not what they were"
    if since:
        return Layer(state="changed", says=f"{files}; since then {since}", differs=differs)
    return Layer(state="other", says=f"{files}, and nothing that makes them has changed since", differs=differs)


def _count(inputs: Inputs) -> str:
    own = sum(article is not None for article in (*inputs.articles.values(), *inputs.pages.values()))
    parts = [f"{len(inputs.entries):,} entries"]
    parts += [f"{own:,} articles"] if own else []
    return " and ".join(parts) + " as they were then"


def _differs(number: int, where: str, then: bytes | None, now: bytes) -> Flaw:
    """That a file is other, and the first place that is; ``then`` None where no copy of it is left."""
    if then is None:
        what = "is rendered otherwise now; output/ does not hold what was published: where they differ is not known"
        return Flaw(issue=number, where=where, what=what)
    at, printed, found = first_difference(then, now)
    return Flaw(issue=number, where=f"{where}, {at}", what="is made otherwise now", printed=printed, found=found)


def first_difference(then: bytes, now: bytes) -> tuple[str, str, str]:
    """Where two files begin to differ, "line 12" or "byte 345", and what each has there."""
    try:
        before, after = (body.decode("utf-8").split("\n") for body in (then, now))
    except UnicodeDecodeError:
        at = next((at for at, (a, b) in enumerate(zip(then, now, strict=False)) if a != b), min(len(then), len(now)))
        return f"byte {at + 1:,}", then[at : at + 16].hex(" "), now[at : at + 16].hex(" ")
    at = next(
        (at for at, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after))
    )
    ended = "the end of the file"
    printed, found = (lines[at].strip() if at < len(lines) else ended for lines in (before, after))
    return f"line {at + 1:,}", printed, found


def unexplained(rebuilt: Rebuilt) -> tuple[Flaw, ...]:
    """What of it is a flaw: what claims to be the same and is not."""
    layers = (rebuilt.made, rebuilt.editions)
    return (*rebuilt.flaws, *(flaw for layer in layers if layer.state == "other" for flaw in layer.differs))


def other_files(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, ...]:
    """The paths whose hash is another now, or that only one of both has."""
    return tuple(sorted(path for path in {*before, *after} if before.get(path) != after.get(path)))
