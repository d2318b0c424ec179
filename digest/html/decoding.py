"""Bytes to text: which character encoding a feed or a page is in, whatever it says.

The order follows RFC 7303 §3 (byte order mark, then the header, then the declaration) with two departures that real
feeds force: bytes that are valid UTF-8 are UTF-8, whatever is declared, for that does not happen by chance; and a few
bad bytes are read one by one as Windows-1252, so that they never change how the rest is read.
"""

from __future__ import annotations

import codecs
import re

# Longest first: the mark of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# "<" as the first character, without a mark (XML 1.0 appendix F.1).
_STARTS = (
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00<", "utf-16-be"),
    (b"<\x00", "utf-16-le"),
)
# Declared names that stand for a superset in practice (WHATWG Encoding §4.2).
_SUPERSETS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "latin-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "big5": "big5hkscs",
}
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']\s{0,9}([A-Za-z0-9._:-]{1,40})")
_CHARSET = re.compile(r"charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_META = re.compile(rb"<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_STATEFUL = ("iso2022", "utf-7", "hz")  # 7-bit encodings: their bytes are valid UTF-8 and mean something else
_UNSAFE = frozenset(("utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"))
_MAX_BAD = 0.002  # of the characters: more that do not decode, and the declared encoding is not the true one


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


_ERRORS = "digest-cp1252"
codecs.register_error(_ERRORS, _as_cp1252)


def decode(body: bytes, content_type: str = "") -> str:
    """The text of ``body``; ``content_type`` is the header's own text. Never raises: what nothing reads is U+FFFD."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, _ERRORS if name == "utf-8" else "replace")
    for start, name in _STARTS:
        if body.startswith(start):
            return body.decode(name, "replace")
    declared = _names(body, content_type)
    for name in declared:
        if name.startswith(_STATEFUL):
            return body.decode(name, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass  # the declarations decide
    for name in declared:
        if name == "utf-8":
            break
        try:
            text = body.decode(name, "replace")
        except (UnicodeError, LookupError):  # LookupError: a codec between bytes, such as "hex"
            continue
        if text.count("\ufffd") <= _MAX_BAD * len(text):
            return text
    return body.decode("utf-8", _ERRORS)


def _names(body: bytes, content_type: str) -> list[str]:
    """Python's names of the encodings that the header, the declaration or a <meta> name, in that order."""
    given = [match[1] for match in [_CHARSET.search(content_type)] if match]
    for pattern in (_DECLARED, _META):
        match = pattern.search(body[:2048])
        if match:
            given.append(match[1].decode("ascii"))
    names: list[str] = []
    for name in given:
        try:
            known = codecs.lookup(name).name
        except LookupError:
            continue
        if known in _UNSAFE or known.startswith(("utf-16", "utf-32")):  # these were seen above, where they are true
            continue
        known = _SUPERSETS.get(known, known)
        if known not in names:
            names.append(known)
    return names
