"""Tables as programs save them: their encoding, their delimiter, their rows, and cells that no program runs.

A row that cannot be read costs that row alone: a quote that is never closed swallows nothing of what follows.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence

from digest.errors import DataError

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")
_MANY_LINES = 40  # that one cell may hold
_DELIMITERS = (",", ";", "\t", "|")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What spreadsheets take for a formula (OWASP, "CSV Injection"), and the mark of a comment.
_RUN = "=+-@\t\r#＝＋－＠"


def decoded(body: bytes, encoding: str | None = None) -> tuple[str, str]:
    """The text of a file, and what it was read as; ``encoding`` is a user's own word for it.

    UTF-8, UTF-16 and UTF-32 are told by their marks or their zeros; what is none of these is Windows-1252, in which
    every file is something. Raises ``DataError`` for what is no text at all.
    """
    if body.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"%PDF")):
        raise DataError("this is no text, but a spreadsheet's or another program's file", fix="save the table as CSV")
    if encoding is not None:
        try:
            return body.decode(encoding).removeprefix("\ufeff"), codecs.lookup(encoding).name
        except (LookupError, UnicodeError) as error:
            raise DataError(f"not text in {encoding!r}: {error}") from None
    name = next((name for mark, name in _MARKS if body.startswith(mark)), None) or _by_zeros(body[:4096]) or "utf-8"
    try:
        return body.decode(name), name.removesuffix("-sig")
    except UnicodeDecodeError:
        if name not in ("utf-8", "utf-8-sig"):
            raise DataError(f"it begins like {name.upper()} and is not", fix="save it as UTF-8") from None
    try:
        return body.decode("cp1252"), "windows-1252"
    except UnicodeDecodeError:
        return body.decode("latin-1"), "iso-8859-1"


def _by_zeros(head: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of what is mostly ASCII is zero."""
    half = len(head) // 2
    if head[1::2].count(0) * 4 > half * 3 and b"\0" not in head[0::2]:
        return "utf-16-le"
    if head[0::2].count(0) * 4 > half * 3 and b"\0" not in head[1::2]:
        return "utf-16-be"
    return None


def lines(text: str) -> Iterator[str]:
    """Its lines with their ends: of Unix, Windows and old Macs, and nothing else that Unicode calls one."""
    return (found[0] for found in _LINE.finditer(text) if found[0])


def delimiters(line: str) -> tuple[str, ...]:
    """What may stand between a table's cells, by its first line: the most used first. Excel's "sep=;" says it."""
    if (said := declared(line)) is not None:
        return (said,)
    bare = re.sub(r'"[^"]*"', "", line)
    return tuple(sorted(_DELIMITERS, key=bare.count, reverse=True))  # a sort keeps the order of equals


def declared(line: str) -> str | None:
    """The delimiter that a first line says and does nothing else; None for any other line."""
    found = re.fullmatch(r'"?sep=(.)"?', line.strip("\r\n"))
    return found[1] if found else None


def records(text: str, delimiter: str) -> Iterator[tuple[int, list[str] | DataError]]:
    """(number of its first line, its cells) of each row; in the place of cells, what is wrong with them.

    Blank lines and lines that begin with ``#`` are none.
    """
    ahead: list[str] = []
    source = lines(text)
    number = 0
    while True:
        line = ahead.pop(0) if ahead else next(source, None)
        if line is None:
            return
        number += 1
        if not line.strip() or line.startswith("#"):
            continue
        if '"' not in line:
            yield number, line.rstrip("\r\n").split(delimiter)
            continue
        taken = [line]
        cells = _cells(line, delimiter)
        while cells is None and len(taken) < _MANY_LINES:
            # Quotes come in pairs: until the next one there is nothing to try.
            following = ahead.pop(0) if ahead else next(source, None)
            if following is None:
                break
            taken.append(following)
            if '"' in following:
                cells = _cells("".join(taken), delimiter)
                if isinstance(cells, DataError):
                    cells = None
                    break
        if cells is None:  # what was looked at is read again, line by line
            ahead = taken[1:] + ahead
            taken, cells = taken[:1], DataError("a quote is opened and never closed")
        yield number, cells
        number += len(taken) - 1


def _cells(text: str, delimiter: str) -> list[str] | DataError | None:
    """The cells of one row; None where a quote is still open at its end."""
    try:
        found = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        if "unexpected end of data" in str(error):
            return None
        return DataError(f"not a row of CSV: {error}")
    if len(found) != 1:  # a quote that was open has closed, and another row follows: it was never a cell of many lines
        return DataError("a quote is opened and never closed")
    return found[0]


def written(cells: Sequence[str]) -> str:
    """A row of CSV (RFC 4180) whose cells no spreadsheet runs: ``'`` before each that it might."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([protected(cell) for cell in cells])
    return out.getvalue()


def protected(cell: str) -> str:
    """``cell`` with ``'`` before what a spreadsheet takes for a formula; ``plain`` takes it off again."""
    return f"'{cell}" if (cell[:1] and cell[0] in _RUN) or _guarded(cell) else cell


def plain(cell: str) -> str:
    """A cell as it was before it was protected; any other as it is."""
    return cell[1:] if _guarded(cell) else cell


def _guarded(cell: str) -> bool:
    return len(cell) > 1 and cell[0] == "'" and (cell[1] in _RUN or cell[1] == "'")
