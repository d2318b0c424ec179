"""The frozen issue file: ``Issue`` to bytes and back, its seal, and its JSON Schema.

The same issue always gives the same bytes: keys in the order of the fields, two-space indent, LF, a newline at the end.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import msgspec

from digest.errors import DataError
from digest.model import CORRECTIONS_FORMAT, ISSUE_FORMAT, Erratum, Issue

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Issue)


def encode(issue: Issue) -> bytes:
    """The bytes of an issue's frozen file; one that corrects nothing has those it had before there were corrections.

    And one of a day with stories enough those that it had before short issues said what they are.
    """
    body = _encoder.encode(issue)
    for last in (b',"quiet":false}', b',"corrections":[]}'):
        if body.endswith(last):
            body = body.removesuffix(last) + b"}"
    return msgspec.json.format(body, indent=2) + b"\n"


def decode(body: bytes, *, where: str = "issue.json") -> Issue:
    """The issue that a frozen file holds.

    Raises ``DataError`` where the bytes are not an issue of this format.
    """
    try:
        issue = _decoder.decode(body)
    except msgspec.ValidationError as error:
        raise DataError(f"not an issue file: {error}", where=where) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DataError(f"not JSON: {error}", where=where) from error
    if issue.format != ISSUE_FORMAT:
        raise DataError(f"issue format {issue.format!r}, this program reads {ISSUE_FORMAT!r}", where=where)
    return issue


def corrections(issue: int, day: date, errata: Sequence[Erratum]) -> bytes:
    """The bytes of the file beside a frozen issue that says what was corrected in it since; it only ever grows.

    ``errata`` are all of the issue of that number and day, in the order they were found, revocations among them.
    """
    whole = {"format": CORRECTIONS_FORMAT, "issue": issue, "date": day, "corrections": errata}
    return msgspec.json.format(_encoder.encode(whole), indent=2) + b"\n"


def sha256(body: bytes) -> str:
    """The SHA-256 of some bytes, in hex."""
    return hashlib.sha256(body).hexdigest()


def seal(previous: str, number: int, day: date, body: str, evidence: Iterable[tuple[str, str]]) -> str:
    """What stands for a frozen issue, its evidence, and through ``previous`` for every issue before it.

    ``previous`` is the seal of the issue frozen before, "" where there is none; ``body`` the SHA-256 of the frozen
    file; ``evidence`` the id of each article that it cites, and the SHA-256 of that article as it is stored.
    """
    lines = ["digest-seal/1", previous, str(number), day.isoformat(), body]
    lines += [f"{article} {digest}" for article, digest in sorted(evidence)]
    return sha256("\n".join(lines).encode("utf-8", "surrogatepass"))


def schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of the frozen issue file."""
    made = msgspec.json.schema(Issue)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": ISSUE_FORMAT, **made}
