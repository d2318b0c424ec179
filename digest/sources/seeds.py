"""Seed files: articles that an editor drops in a folder, as text, Markdown, HTML or a saved mail."""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import PurePath, PurePosixPath

from msgspec.structs import replace

from digest.errors import SeedError
from digest.html import Metadata, clean, decode, fold, metadata, plain, sanitise, tree
from digest.html.moments import moment, offset
from digest.model import Entry, Source
from digest.sources.entries import language_of, name_of
from digest.sources.frontmatter import FrontMatter, split

SUFFIXES = (".txt", ".md", ".markdown", ".html", ".htm", ".eml")
_MAX_HEADLINE = 250  # characters of a first line that may be a headline
_HEADING = re.compile(r"\s{0,3}#[ \t]+([^\n]{1,500}?)[ \t#]*(?:\n|\Z)")
_ENDS_SENTENCE = re.compile(r"[.!…。！][\"'”’»)\]]?$")
_WILD = re.compile(r"[*?\[]")


def parse(source: Source, path: str, body: bytes, *, zone: tzinfo = UTC) -> Entry:
    """The one entry of a seed file; ``path`` is where it was read from, as the operator knows it.

    Its id is its path below the source's folder, so that editing the file changes the entry instead of making another.
    It is dated by its front matter, by what an HTML page or a mail says of itself, or by ``source.published``; else it
    stays undated. ``zone`` is where times without an offset are. Raises ``SeedError`` with file and line.
    """
    suffix = PurePath(path).suffix.lower()
    if suffix not in SUFFIXES:
        raise SeedError(f"a seed file ends in one of {', '.join(SUFFIXES)}", where=path)
    if suffix == ".eml":
        entry = _mail(body, path)
    else:
        matter, text = split(decode(body).replace("\r\n", "\n").replace("\r", "\n"), path=path, zone=zone)
        make = {".txt": _text, ".md": _markdown, ".markdown": _markdown}.get(suffix, _page)
        entry = make(matter, text)
    if not plain(entry.content) and not entry.title:
        raise SeedError("the file holds no text", where=path)
    return replace(
        entry,
        source=source.key,
        id=_id(source, path),
        published=entry.published or source.published,
        utc_offset=entry.utc_offset if entry.published else _east(zone, source.published),
        lang=entry.lang or source.lang,
        tags=entry.tags,
    )


def _east(zone: tzinfo, at: datetime | None) -> int | None:
    """The zone's minutes east of Greenwich at a moment; None where that is 0."""
    east = zone.utcoffset(at.astimezone(zone)) if at else None
    return int(east.total_seconds() // 60) or None if east else None


def _id(source: Source, path: str) -> str:
    """The path below the fixed part of the source's glob."""
    fixed = _WILD.split(source.url, maxsplit=1)[0]
    folder = PurePath(fixed) if fixed.endswith(("/", "\\")) else PurePath(fixed).parent
    try:
        return PurePath(path).relative_to(folder).as_posix()
    except ValueError:  # read from elsewhere: its name must do
        return PurePosixPath(PurePath(path).as_posix()).name


def _entry(matter: FrontMatter, *, title: str, content: str, kind: str) -> Entry:
    return Entry(
        source="",
        id="",
        url=matter.url,
        title=matter.title or title,
        content=content,
        content_kind="text" if kind == "text" else "html",
        published=matter.published,
        utc_offset=matter.utc_offset,
        authors=(matter.byline,) if matter.byline else (),
        tags=matter.tags,
        lang=matter.lang,
        section=matter.section,
        embargo_until=matter.embargo_until,
        expires=matter.expires,
    )


def _text(matter: FrontMatter, text: str) -> Entry:
    lines = [line.rstrip() for line in clean(text).strip().split("\n")]
    title, body = "", lines
    headline = fold(lines[0])
    alone = len(lines) > 1 and (not lines[1].strip() or not _ENDS_SENTENCE.search(headline))
    if matter.title:
        if headline.casefold() == matter.title.casefold():
            body = lines[1:]
    elif alone and headline and len(headline) <= _MAX_HEADLINE:
        title, body = headline, lines[1:]
    return _entry(matter, title=title, content="\n".join(body).strip(), kind="text")


def _markdown(matter: FrontMatter, text: str) -> Entry:
    from markdown_it import MarkdownIt  # only Markdown seeds need it

    title = ""
    text = text.lstrip("\n")
    heading = _HEADING.match(text)
    if heading:
        title = fold(plain(MarkdownIt("commonmark").renderInline(heading[1])))
        if not matter.title or fold(matter.title).casefold() == title.casefold():
            text = text[heading.end() :]
    html = MarkdownIt("commonmark").enable("table").render(text)
    return _entry(matter, title=title, content=sanitise(html, matter.url), kind="html")


def _page(matter: FrontMatter, text: str) -> Entry:
    root = tree(text)
    said = metadata(root, matter.url) if root is not None else Metadata()
    entry = _entry(matter, title=said.title, content=sanitise(_body(text), matter.url), kind="html")
    return replace(
        entry,
        published=entry.published or said.published,
        utc_offset=entry.utc_offset if entry.published else said.utc_offset,
        authors=entry.authors or ((said.byline,) if said.byline else ()),
        lang=entry.lang or language_of(said.lang or ""),
        image=said.image,
    )


def _body(html: str) -> str:
    """The inside of the page's <article>, <main> or <body>, whichever comes first in that order; else all of it."""
    low = html.lower()
    if len(low) == len(html):
        for name in ("article", "main", "body"):
            start, end = low.find(f"<{name}"), low.rfind(f"</{name}")
            if 0 <= start < end:
                return html[html.find(">", start) + 1 : end]
    return html


def _mail(body: bytes, path: str) -> Entry:
    try:
        message = BytesParser(policy=policy.default).parsebytes(body)
        part = message.get_body(preferencelist=("html", "plain"))
        content = part.get_content() if isinstance(part, EmailMessage) else ""
        subject, sender, date = (str(message.get(name, "")) for name in ("subject", "from", "date"))
        html = part is not None and part.get_content_type() == "text/html"
    except Exception as error:  # the standard parser raises KeyError, LookupError and more on bad mails
        raise SeedError(f"a mail that cannot be read: {error}", where=path) from error
    text = content if isinstance(content, str) else ""
    return Entry(
        source="",
        id="",
        url="",
        title=fold(subject),
        content=sanitise(text) if html else clean(text).replace("\r\n", "\n").strip(),
        content_kind="html" if html else "text",
        published=moment(date),
        utc_offset=offset(date),
        authors=tuple(name for name in [name_of(sender)] if name),
    )
