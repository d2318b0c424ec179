"""What lies in output/, against the frozen issue, what it renders to, and what was published.

A file is good that is what the issue renders to now, or what was published, which is remembered by its hash: templates
may have changed since. Of an issue that an earlier program published no hash was kept; its editions have to hold, word
for word, every passage that they would hold now.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from digest.codec import sha256
from digest.errors import Flaw
from digest.issues.verifying.places import passages, title
from digest.model import Edition, Issue

_TAG = re.compile(r"<[^<>]*>")
_FOLD = re.compile(r"\r?\n[ \t]")  # of a calendar (RFC 5545 §3.1)
_ESCAPE = re.compile(r"\\([\\;,nN])")
# Every issue has these; what else it renders to depends on what it holds, and on the program that published it.
_ALWAYS = ("/issue.json", "/index.html", "/email.html", "/email.txt")


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies:
    """What came of looking at the files of an issue."""

    files: int  # that were looked at
    flaws: tuple[Flaw, ...] = ()
    warnings: tuple[Flaw, ...] = ()
    published: bool = True  # False: there is none


def copies(
    issue: Issue,
    frozen: bytes,
    editions: Sequence[Edition],
    *,
    sealed: bool,
    folder: str,
    files: Mapping[str, bytes | None],
    published: Mapping[str, str],
    same: bool = False,
) -> Copies:
    """The files in an issue's own folder.

    ``frozen`` is the frozen file, ``editions`` what the issue renders to now; ``folder`` is relative to output/, as the
    paths of ``files`` (None: not there) and of ``published`` (their hashes when they were put there) are. Whoever
    published an issue that is ``sealed`` kept those. ``same``: what rendered it then is what renders it now.
    """
    known = {path for path in published if path.startswith(f"{folder}/")}
    if not known and not any(files.values()):
        return Copies(files=0, published=False)
    wanted = {f"{folder}/issue.json": frozen} | {f"{folder}/{edition.path}": edition.body for edition in editions}
    again = f"`digest publish {issue.number}` makes it again"
    if not any(files.values()):
        gone = f"is gone, with its {len(known)} files" if len(known) > 1 else "is gone"
        whole = Flaw(issue=issue.number, where=f"output/{folder}/", what=f"{gone}; {again}")
        return Copies(files=0, flaws=(whole,))
    flaws: list[Flaw] = []
    warnings: list[Flaw] = []
    for path in sorted({*wanted, *known, *(path for path, body in files.items() if body is not None)}):
        where, body = f"output/{path}", files.get(path)

        def flaw(what: str, *, where: str = where, printed: str | None = None) -> Flaw:
            return Flaw(issue=issue.number, where=where, what=what, printed=printed)

        if body is None:
            if path in known or path.endswith(_ALWAYS):
                flaws.append(flaw(f"is missing; {again}"))
            elif path in wanted:
                warnings.append(flaw(f"was not there when the issue was published; {again}"))
        elif path == f"{folder}/issue.json":
            if body != frozen:
                flaws.append(flaw(f"is not the frozen issue, byte for byte; {again}"))
        elif body == wanted.get(path):
            continue
        elif path in published:
            if sha256(body) != published[path]:
                flaws.append(flaw(f"is not what was published, nor what the issue renders to; {again}"))
            elif path in wanted and same:
                what = "is not what the issue renders to, and nothing that renders it has changed since"
                flaws.append(flaw(f"{what}; {again}"))
            elif path in wanted:
                lost = sum(1 for _ in _lost(issue, path, body, wanted[path]))
                said = "templates have changed since it was published"
                warnings.append(flaw(f"{said}; it lacks {lost} of what it would print now" if lost else said))
        elif sealed or path not in wanted:
            flaws.append(flaw(f"is nothing that the issue renders to, nor was it published so; {again}"))
        else:
            missing = [
                flaw(f"does not hold what is printed in {place}; {again}", printed=text)
                for place, text in _lost(issue, path, body, wanted[path])
            ]
            flaws += missing
            if not missing:
                warnings.append(
                    flaw("no hash of it was kept, and templates have changed since; it holds every passage")
                )
    return Copies(files=sum(body is not None for body in files.values()), flaws=tuple(flaws), warnings=tuple(warnings))


def _lost(issue: Issue, path: str, body: bytes, now: bytes) -> Iterator[tuple[str, str]]:
    """The passages and headlines that a file would hold now, and does not; with where the issue has them."""
    there, rendered = _words(path, body), _words(path, now)
    printed = [(f"{title(story)}, headline", story.headline) for story in issue.stories]
    printed += [(where, passage.text) for where, passage, _ in passages(issue)]
    for where, text in printed:
        words = _squashed(text).rstrip(",،、")  # a comma that leads on from a quotation is not printed
        if words in rendered and words not in there:
            yield where, text


def _words(path: str, body: bytes) -> str:
    """What a reader reads in a file, without any space; markup and escapes are gone."""
    text = body.decode("utf-8", "replace")
    if path.endswith(".html"):
        text = html.unescape(_TAG.sub("", text))
    elif path.endswith(".ics"):
        text = _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], _FOLD.sub("", text))
    return _squashed(text)


def _squashed(text: str) -> str:
    """The text without spaces, where lines end at will, and without what cannot be printed, which no edition does."""
    return "".join(character for character in text if character.isprintable() and not character.isspace())
