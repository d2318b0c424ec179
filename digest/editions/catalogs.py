"""Message catalogs: the program's own words in other languages, read from .po files as translators write them.

No build step stands between a catalog and its use: a file is read in about a millisecond, and what reads it here hands
it to ``gettext`` in the form that ``msgfmt`` would have made (GNU gettext manual, "The Format of GNU MO Files").
"""

from __future__ import annotations

import gettext
import io
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from digest.errors import TemplateError

SHIPPED = Path(__file__).resolve().parent / "locale"

_LINE = re.compile(r'(?:(msgctxt|msgid|msgid_plural|msgstr)(?:\[(\d)\])?\s+)?"((?:[^"\\]|\\.)*)"')
_ESCAPE = re.compile(r"\\(.)")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}
_PLACE = re.compile(r"%\((\w+)\)")
_MAGIC = 0x950412DE


@dataclass(slots=True)
class Message:
    """One entry of a catalog."""

    line: int  # where it begins, from 1
    fuzzy: bool = False
    context: str = ""
    id: str = ""
    plural: str = ""  # its English plural, "" where it has none
    forms: dict[int, str] = field(default_factory=dict)  # the translation, by number of the plural form

    @property
    def key(self) -> str:
        """What gettext looks it up by."""
        name = f"{self.id}\0{self.plural}" if self.plural else self.id
        return f"{self.context}\x04{name}" if self.context else name

    @property
    def done(self) -> bool:
        """Whether it is translated, and by a person who is sure."""
        return not self.fuzzy and bool(self.forms) and all(self.forms.values())


def messages(text: str, name: str) -> Iterator[Message]:
    """The entries of a .po file, its header among them; ``name`` is the file's.

    Raises ``TemplateError`` with file and line for what is none.
    """
    entry, fuzzy, part, number = Message(1), False, "", 0
    for line, raw in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        written = raw.strip()
        if not written or written.startswith("#"):
            fuzzy = fuzzy or (written.startswith("#,") and "fuzzy" in written)
            continue
        found = _LINE.fullmatch(written)
        if found is None or not (found[1] or part):
            raise TemplateError(f"not a line of a catalog: {written[:60]}", where=f"{name}:{line}")
        if found[1]:
            if found[1] in ("msgctxt", "msgid") and part == "msgstr":
                yield entry
                part = ""
            if not part:
                entry, fuzzy = Message(line, fuzzy), False
            part, number = found[1], int(found[2] or 0)
        words = _ESCAPE.sub(lambda found: _ESCAPES.get(found[1], found[0]), found[3])
        if part == "msgctxt":
            entry.context += words
        elif part == "msgid":
            entry.id += words
        elif part == "msgid_plural":
            entry.plural += words
        else:
            entry.forms[number] = entry.forms.get(number, "") + words
    if part == "msgstr":
        yield entry


def places(text: str) -> list[str]:
    """The names of what is put into a message, in alphabetical order, each once."""
    return sorted(set(_PLACE.findall(text)))


def translations(lang: str, own: Path | None = None) -> gettext.NullTranslations:
    """The catalogs of a BCP 47 tag, nearest first: those of the folder ``own``, ours, and English where none has it.

    A region's file (``pt_BR.po``) stands before its language's (``pt.po``). Raises ``TemplateError`` for one of
    ``own`` that cannot be read, or that puts in what the message does not have.
    """
    names = _names(lang)
    found = [_own(own / name) for name in names if (own / name).is_file()] if own else []
    found += [_shipped(name) for name in names if (SHIPPED / name).is_file()]
    whole: gettext.NullTranslations = gettext.NullTranslations()
    for each in reversed(found):
        catalog = gettext.GNUTranslations(io.BytesIO(each))
        catalog.add_fallback(whole)
        whole = catalog
    return whole


def check(own: Path) -> int:
    """Read every catalog of a folder. Returns how many there are; raises ``TemplateError`` with file and line."""
    return len([_own(path) for path in sorted(own.glob("*.po"))])


def _names(lang: str) -> list[str]:
    primary, *rest = lang.replace("_", "-").split("-")
    tags = [primary.lower(), *(tag.title() if len(tag) == 4 else tag.upper() for tag in rest)]
    return ["_".join(tags[:length]) + ".po" for length in range(len(tags), 0, -1)]


@lru_cache(maxsize=32)
def _shipped(name: str) -> bytes:
    return _packed(list(messages((SHIPPED / name).read_text("utf-8"), name)))


def _own(path: Path) -> bytes:
    try:
        entries = list(messages(path.read_text("utf-8"), str(path)))
    except (OSError, UnicodeDecodeError) as error:
        raise TemplateError(f"not a catalog: {error}", where=str(path)) from error
    for entry in entries:
        known = places(entry.id + entry.plural)
        strange = [each for form in entry.forms.values() for each in places(form) if each not in known]
        if strange and entry.id:
            raise TemplateError(f"“{entry.id[:60]}” has no %({strange[0]})s", where=f"{path}:{entry.line}")
    packed = _packed(entries)
    try:
        gettext.GNUTranslations(io.BytesIO(packed))
    except (ValueError, UnicodeError, LookupError) as error:
        raise TemplateError(f"the catalog's header is at fault: {error}", where=str(path)) from error
    return packed


def _packed(entries: list[Message]) -> bytes:
    """The entries that are done as an MO file."""
    done = {
        entry.key.encode(): "\0".join(text for _, text in sorted(entry.forms.items())).encode()
        for entry in entries
        if entry.done
    }
    pairs = sorted(done.items())
    at = 28 + 16 * len(pairs)
    tables: list[list[int]] = [[], []]
    body = b""
    for side in (0, 1):
        for pair in pairs:
            tables[side] += [len(pair[side]), at + len(body)]
            body += pair[side] + b"\0"
    head = struct.pack("<7I", _MAGIC, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, at)
    return head + struct.pack(f"<{4 * len(pairs)}I", *tables[0], *tables[1]) + body
