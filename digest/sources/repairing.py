"""Ill-formed XML made well enough for a parser, before any parser sees it.

Each step mends one fault that real feeds have and leaves sound text alone: junk around the document, a DOCTYPE and its
entities, characters XML forbids, undefined entities and bare ampersands, undeclared prefixes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.entities import html5

# The prefixes that feeds use, for those that forget to say what they mean.
_NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "georss": "http://www.georss.org/georss",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "thr": "http://purl.org/syndication/thread/1.0",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "xhtml": "http://www.w3.org/1999/xhtml",
}
_ATOM = "http://www.w3.org/2005/Atom"
_ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]{0,30}:)?(rss|feed|rdf|channel|RDF|RSS)(?=[\s/>])[^<>]{0,8000}>")
_FIRST = re.compile(r"<(?:\?xml|!doctype|!--|(?:[A-Za-z_][\w.-]{0,30}:)?(?:rss|feed|rdf|channel)[\s/>])", re.IGNORECASE)
_DECLARATION = re.compile(r"<\?xml[^>]{0,400}>", re.IGNORECASE)
_FORBIDDEN = bytes(byte for byte in range(32) if byte not in b"\t\n\r")
_NONCHARACTERS = re.compile(b"\xef\xbf[\xbe\xbf]")
_USED = re.compile(f"<({'|'.join(_NAMESPACES)}):")
_FORBIDDEN_REFERENCE = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F])|[xX]0*[dD][89a-fA-F][0-9a-fA-F]{2});"
)
# Halves of one character, as some write those beyond U+FFFF; and such halves alone, which XML forbids.
_PAIR = re.compile(
    r"&#(?:(55[2-9]\d\d|56[0-2]\d\d|563[01]\d)|[xX]([dD][89abAB][0-9a-fA-F]{2}));"
    r"&#(?:(56[3-9]\d\d|57[0-2]\d\d|573[0-3]\d|5734[0-3])|[xX]([dD][c-fC-F][0-9a-fA-F]{2}));"
)
_HALF = re.compile(r"&#(?:55(?:29[6-9]|[3-9]\d\d)|56\d{3}|57[0-2]\d\d|573[0-3]\d|5734[0-3]);")
# C1 controls, which nobody means: characters of Windows-1252 that were taken for Latin-1 (WHATWG HTML §13.2.5.80).
_CONTROLS = re.compile(b"\xc2([\x80-\x9f])")
_CONTROL_REFERENCE = re.compile(r"&#(?:0{0,3}(1(?:2[89]|[345]\d))|[xX]0{0,3}([89][0-9A-Fa-f]));")
_LOOSE = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)(?:([A-Za-z][A-Za-z0-9]{0,30});|#X([0-9A-Fa-f]{1,6});)?"
)
_ENTITY = re.compile(
    r"<!ENTITY\s{1,20}([A-Za-z_][\w.-]{0,60})\s{1,20}(?:\"([^\"<&%]{0,200})\"|'([^'<&%]{0,200})')\s{0,20}>"
)
_BASE = re.compile(r"\sxml:base\s{0,9}=\s{0,9}(?:\"([^\"]{0,2000})\"|'([^']{0,2000})')")
# From a tag's name to its end; a ">" in quotes does not end it.
_TAG = re.compile(r"""[A-Za-z_][^"'>]*+(?:"[^"]*+"[^"'>]*+|'[^']*+'[^"'>]*+)*+""")
_NAME = re.compile(r"[^\s/>]{1,200}")
_MANY_SIGNS = 10_000  # "=" in a document: below this no tag has attributes enough to matter
_MANY_ATTRIBUTES = 300  # in one tag; the time that parsers take grows with their square
_MISREAD_BYTES = re.compile(rb"&#(?:1[2-5]\d|[xX][89][0-9a-fA-F]);")
_ODD_MARKS = (b"<![CDATA[<![CDATA[", b"&lt;![CDATA[")
_HEAD_BYTES = 16_384
# What asks for a repair: a DOCTYPE, another encoding, junk that looks like a page.
_ODD_HEAD = re.compile(
    rb"<!DOCTYPE|<!ENTITY|<html|<\?xml\s(?![^>]{0,200}version)|<\?xml[^>]{0,200}encoding\s{0,9}=\s{0,9}[\"'](?!utf-?8[\"'])",
    re.IGNORECASE,
)
_ODD_CHARSET = re.compile(
    r"charset\s{0,9}=(?!\s{0,9}[\"']?\s{0,9}(?:utf-?8|us-ascii|ascii|iso-8859-1)\b)", re.IGNORECASE
)
_MAX_GROWTH = 1_000_000  # characters that a document's own entities may add


@dataclass(frozen=True, slots=True)
class Document:
    """A feed's XML as UTF-8 without declaration or DOCTYPE, and what its root says."""

    xml: bytes
    root: str  # the root's local name in lower case: "rss", "feed", "rdf"; "" where the text is no feed
    base: str  # the root's xml:base, "" where there is none


def as_it_is(body: bytes, content_type: str = "") -> Document | None:
    """The document that ``body`` seems to be without any repair; None where it plainly needs one.

    It begins with markup, is declared as UTF-8 or not at all, and has nothing that ``repaired`` would change in what is
    well-formed. Whether it is that, and UTF-8, a parser has to say. ``content_type`` is the header's own text.
    """
    head = body[:_HEAD_BYTES]
    if not head.startswith(b"<") or _ODD_HEAD.search(head) or _ODD_CHARSET.search(content_type):
        return None
    if any(mark in body for mark in _ODD_MARKS) or _CONTROLS.search(body) or _MISREAD_BYTES.search(body):
        return None
    if len(body) >= 3 * _MANY_SIGNS and body.count(b"=") >= _MANY_SIGNS:  # there may be crowds
        return None
    root = _ROOT.search(head.decode("utf-8", "ignore"))
    if root is None or root[1] == "channel":
        return None
    base = _BASE.search(root[0])
    return Document(body, root[1].lower(), (base[1] or base[2] or "").strip() if base else "")


def repaired(text: str) -> Document:
    """``text`` made into a document that parsers agree on. Never raises; what is no feed keeps its text."""
    first = _FIRST.search(text)
    text = text[first.start() :] if first else text.lstrip()
    text = _DECLARATION.sub("", text, count=1) if text[:5].lower() == "<?xml" else text
    text, entities = _without_doctype(text)
    text = without_crowds(text)
    if "&lt;![CDATA[" in text:  # escaped with all around it: a comment to HTML, which would swallow what it holds
        text = text.replace("&lt;![CDATA[", "").replace("]]&gt;", "")
    if "&#" in text:
        text = _CONTROL_REFERENCE.sub(_windows_character, _allowed_references(text))
    if _LOOSE.search(text):
        text = "".join(_mended(text, entities))
    root = _ROOT.search(text)
    if root is None:
        return Document(_allowed(text), "", "")
    name = root[1].lower()
    text = _cut_after(text[root.start() :], root[0])
    tag = _with_namespaces(root[0], name, text)
    base = _BASE.search(tag)
    xml = '<?xml version="1.0" encoding="utf-8"?>' + tag + text[len(root[0]) :]
    return Document(_allowed(xml), name, (base[1] or base[2] or "").strip() if base else "")


def without_crowds(text: str) -> str:
    """The text, every tag that has attributes by the hundred without them: parsers would not come to its end."""
    if len(text) < 3 * _MANY_SIGNS or text.count("=") < _MANY_SIGNS:
        return text
    pieces = text.split("<")
    for number, piece in enumerate(pieces):
        if piece.count("=") < _MANY_ATTRIBUTES:
            continue
        tag, name = _TAG.match(piece), _NAME.match(piece)
        if tag and name and tag[0].count("=") >= _MANY_ATTRIBUTES:
            pieces[number] = name[0] + ("/" if tag[0].endswith("/") else "") + piece[tag.end() :]
    return "<".join(pieces)


def repaired_list(text: str) -> bytes:
    """A subscription list's XML as UTF-8, mended as a feed's is. Never raises."""
    start = text.find("<")
    text = _DECLARATION.sub("", text[max(start, 0) :], count=1)
    text, entities = _without_doctype(text)
    text = "".join(_mended(_allowed_references(without_crowds(text)), entities)).strip()
    return _allowed('<?xml version="1.0" encoding="utf-8"?>' + text)


def _allowed(text: str) -> bytes:
    """The text as UTF-8 without the characters that XML 1.0 §2.2 forbids."""
    body = text.encode("utf-8", "replace").translate(None, _FORBIDDEN)
    if b"\xc2" in body:
        body = _CONTROLS.sub(lambda found: found[1].decode("cp1252", "ignore").encode(), body)
    return _NONCHARACTERS.sub(b"", body) if b"\xef\xbf" in body else body


def _allowed_references(text: str) -> str:
    """The text without references to what is no character; two halves of one become that one."""
    return _FORBIDDEN_REFERENCE.sub("", _HALF.sub("", _PAIR.sub(_whole, text)))


def _whole(found: re.Match[str]) -> str:
    high, low = int(found[1] or found[2], 10 if found[1] else 16), int(found[3] or found[4], 10 if found[3] else 16)
    if not 0xD800 <= high < 0xDC00 <= low < 0xE000:
        return found[0]
    return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))


def _windows_character(found: re.Match[str]) -> str:
    byte = int(found[1]) if found[1] else int(found[2], 16)
    return bytes([byte]).decode("cp1252", "ignore")


def _without_doctype(text: str) -> tuple[str, dict[str, str]]:
    """The text without its DOCTYPE, and the plain entities that declares: no markup, no nesting, nothing external."""
    start = text[:4096].upper().find("<!DOCTYPE")
    if start < 0:
        return text, {}
    close = text.find(">", start)
    subset = text.find("[", start, close if close >= 0 else None)
    end = text.find("]", subset) if subset >= 0 else -1
    end = text.find(">", end if end >= 0 else start)
    if end < 0:
        return text[:start], {}
    entities = {m[1]: m[2] or m[3] or "" for m in _ENTITY.finditer(text, start, end)} if subset >= 0 else {}
    return text[:start] + text[end + 1 :], entities


def _mended(text: str, entities: Mapping[str, str]) -> Iterator[str]:
    """The text piece by piece; between CDATA sections each loose ampersand becomes what it was meant for."""
    growth = 0

    def mend(match: re.Match[str]) -> str:
        nonlocal growth
        if match[2]:
            return f"&#x{match[2]};"
        name = match[1]
        if name is None:
            return "&amp;"
        meant = entities.get(name) if growth < _MAX_GROWTH else None
        if meant is not None:
            growth += len(meant)
        else:
            meant = html5.get(name + ";")
        return match[0].replace("&", "&amp;") if meant is None else meant.replace("&", "&amp;").replace("<", "&lt;")

    at = 0
    while True:
        start = text.find("<![CDATA[", at)
        end = text.find("]]>", start) if start >= 0 else -1
        if end < 0:
            yield _LOOSE.sub(mend, text[at:])
            return
        yield _LOOSE.sub(mend, text[at:start])
        yield text[start : end + 3]
        at = end + 3


def _cut_after(text: str, root_tag: str) -> str:
    """The text up to the end of its root element, where that is written."""
    name = root_tag[1:].split(None, 1)[0].rstrip("/>")
    end = text.rfind(f"</{name}")
    close = text.find(">", end) if end >= 0 else -1
    return text[: close + 1] if close >= 0 else text


def _with_namespaces(tag: str, name: str, text: str) -> str:
    """The root's start tag with the usual meaning of each prefix that is used and never declared."""
    used = set(_USED.findall(text))
    missing = [
        f' xmlns:{prefix}="{meaning}"'
        for prefix, meaning in _NAMESPACES.items()
        if (prefix in used or f" {prefix}:" in tag) and f"xmlns:{prefix}" not in text
    ]
    if name == "feed" and tag.startswith("<feed") and "xmlns=" not in tag:
        missing.append(f' xmlns="{_ATOM}"')
    if not missing:
        return tag
    close = 2 if tag.endswith("/>") else 1
    return tag[:-close] + "".join(missing) + tag[-close:]
