"""The parts of a mail, read from bytes that anybody may have sent.

The standard library's parser follows every nesting and fails on some broken ones; this one takes time in proportion to
the bytes, goes ``DEPTH`` deep, opens ``PARTS`` parts, and never raises. What is beyond that is left unread.
"""

from __future__ import annotations

import binascii
import codecs
import quopri
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

LONGEST = 1 << 20  # bytes of a mail that are read
DEPTH = 8
PARTS = 64
_HEAD = 1 << 16  # bytes of one head
_FIELDS = 400  # of one head
_VALUE = 8_000  # characters of one value
_SPLIT = re.compile(rb"\r\n|\r|\n")
_NAME = re.compile(r"[!-9;-~]{1,80}")
_WORD = re.compile(r"=\?([^?\s]{1,40})\?([bBqQ])\?([^?]{0,2000})\?=")
_BETWEEN = re.compile(r"(\?=)[ \t]+(=\?[^?\s]{1,40}\?[bBqQ]\?)")
_PARAMETER = re.compile(r';[ \t]*([\w*-]{1,40})[ \t]*=[ \t]*("[^"]{0,400}"|[^\s;"]{1,400})')


@dataclass(frozen=True, slots=True)
class Part:
    """A mail, or an entity of one."""

    fields: tuple[tuple[str, str], ...]  # name in lower case, value unfolded and its encoded words decoded
    kind: str  # "text/plain"
    parameters: Mapping[str, str]  # of the content type, names in lower case
    body: bytes  # as it stands, its transfer encoding undone
    parts: tuple[Part, ...] = ()  # of a multipart, or the one mail in a message/rfc822

    def get(self, name: str) -> str:
        """The first value of a field; "" where there is none."""
        return next((value for known, value in self.fields if known == name), "")

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a field, in order."""
        return tuple(value for known, value in self.fields if known == name)

    def walk(self) -> Iterator[Part]:
        """This part and all below it, in order."""
        yield self
        for part in self.parts:
            yield from part.walk()

    @property
    def text(self) -> str:
        """The body as text, line ends as "\\n"; what its charset cannot say is replaced."""
        return "\n".join(decoded(self.body, self.parameters.get("charset", "")).splitlines())


def parse(mail: bytes) -> Part:
    """The mail as parts; of one longer than ``LONGEST`` its beginning."""
    return _part(mail[:LONGEST], 0, [PARTS], "text/plain")


def decoded(raw: bytes, charset: str) -> str:
    """Bytes as text: UTF-8 where they are that or their charset is unknown, else what the charset makes of them."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        # Codecs that are no charset ("zip", "rot13") are not asked: some of them unpack without bound.
        known = codecs.lookup(charset or "latin-1")
        if known._is_text_encoding:
            return raw.decode(known.name, "replace")
    except (LookupError, ValueError, UnicodeError):
        pass
    return raw.decode("latin-1")


def fields(text: bytes) -> tuple[tuple[str, str], ...]:
    """The header fields at the beginning of these bytes, up to the first empty line."""
    return _fields(text)[0]


def _fields(raw: bytes) -> tuple[tuple[tuple[str, str], ...], int]:
    """The fields, and where the body begins."""
    made: list[tuple[str, list[str]]] = []
    position, room = 0, 0
    while position < len(raw):
        found = _SPLIT.search(raw, position)
        end, following = (found.start(), found.end()) if found else (len(raw), len(raw))
        line = raw[position : min(end, position + _VALUE)]
        if not line:
            return _joined(made), following
        position = following
        room += len(line)
        if room > _HEAD or len(made) > _FIELDS:
            continue  # a head without end: the body is still looked for
        text = _plain(line)
        if text[0] in " \t":
            if made:
                made[-1][1].append(text.strip())
            continue
        name, colon, value = text.partition(":")
        if colon and _NAME.fullmatch(name.rstrip()):
            made.append((name.rstrip().lower(), [value.strip()]))
        elif not made and not name.startswith(("From ", ">From ")):
            return (), 0  # no head at all: a body alone
    return _joined(made), len(raw)


def _joined(made: list[tuple[str, list[str]]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, words(" ".join(lines)[:_VALUE])) for name, lines in made)


def _plain(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1")


def words(text: str) -> str:
    """The text with its encoded words (RFC 2047) decoded, those that cannot be left as they are."""
    if "=?" not in text:
        return text
    return _WORD.sub(_word, _BETWEEN.sub(r"\1\2", text))


def _word(found: re.Match[str]) -> str:
    charset, way, payload = found[1].partition("*")[0], found[2].lower(), found[3]
    raw = payload.encode("utf-8", "replace")
    made = _base64(raw) if way == "b" else quopri.decodestring(raw.replace(b"_", b" "))
    return decoded(made, charset).replace("\r", " ").replace("\n", " ")


def _base64(raw: bytes) -> bytes:
    """Lenient: what is no base64 is skipped, and a lost end is done without."""
    kept = re.sub(rb"[^A-Za-z0-9+/]", b"", raw)
    kept = kept[: len(kept) // 4 * 4 + (len(kept) % 4 if len(kept) % 4 > 1 else 0)]
    try:
        return binascii.a2b_base64(kept + b"=" * (-len(kept) % 4))
    except binascii.Error:
        return raw


def _part(raw: bytes, depth: int, room: list[int], default: str) -> Part:
    head, start = _fields(raw)
    room[0] -= 1
    declared = next((value for name, value in head if name == "content-type"), default)
    kind = declared.partition(";")[0].strip().lower() or default
    parameters = {name.rstrip("*").lower(): value.strip('"') for name, value in _PARAMETER.findall(declared)}
    body = raw[start:]
    if depth < DEPTH and kind.startswith("multipart/") and parameters.get("boundary"):
        inner = "message/rfc822" if kind == "multipart/digest" else "text/plain"
        parts = []
        for piece in _pieces(body, parameters["boundary"].encode("utf-8", "replace")):
            if room[0] <= 0:
                break
            parts.append(_part(piece, depth + 1, room, inner))
        if parts:
            return Part(head, kind, parameters, b"", tuple(parts))
    encoding = next((value for name, value in head if name == "content-transfer-encoding"), "").strip().lower()
    if encoding == "base64":
        body = _base64(body)
    elif encoding == "quoted-printable":
        body = quopri.decodestring(body)
    if depth < DEPTH and room[0] > 0 and kind in ("message/rfc822", "message/global"):
        return Part(head, kind, parameters, body, (_part(body, depth + 1, room, "text/plain"),))
    return Part(head, kind, parameters, body)


def _pieces(body: bytes, boundary: bytes) -> list[bytes]:
    """What stands between the boundary's lines (RFC 2046 §5.1.1); to the end where the last is missing."""
    marks = re.compile(rb"(?:\A|\r\n|\n|\r)--" + re.escape(boundary) + rb"(--)?[ \t]*(?=\r\n|\n|\r|\Z)")
    made: list[bytes] = []
    begin = -1
    for found in marks.finditer(body):
        if begin >= 0:
            made.append(body[begin : found.start()])
        if found[1] or len(made) >= PARTS:
            return made
        end = _SPLIT.match(body, found.end())
        begin = end.end() if end else found.end()
    return [*made, body[begin:]] if begin >= 0 else made
