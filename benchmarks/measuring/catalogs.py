"""Short texts whose language is known: the catalogs of translations in wheels."""

from __future__ import annotations

import gettext
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

# A catalog's folder -> the tag we tell it by. Of those named here and no others, for some hold what nobody translated.
_OWN = """
af az bs ca cs cy da de es et eu fi fr ga gl hr hu id ig is it lt lv ms nl pl pt ro sk sl sq sv sw tk tr uz vi
ar be bg bn fa hi ky mk mn mr ne ru tg ug uk ur
"""
TAGS = {tag: tag for tag in _OWN.split()} | {"fil": "tl", "nb": "no", "pt_BR": "pt", "sr_Latn": "sr", "sr": "sr"}
# Those whose neighbours share most of their words.
NEAR = frozenset({"bs", "hr", "sr", "id", "ms", "da", "no", "cs", "sk", "gl", "pt"})
_FOLDER = re.compile(r"/(?:locale|locales)/([^/]+)/")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_NO_PROSE = re.compile(r"[%{}<>\\`_|=/@]|&\w+;|https?:|Last-Translator|\d{4}")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')


def phrases(wheels: Path) -> dict[str, list[str]]:
    """Tag -> sentences and headings of its catalogs, each once, in an order that nothing but they decide."""
    found: dict[str, set[str]] = {}
    for wheel in sorted(wheels.glob("*.whl")):
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                folder = _FOLDER.search(name)
                tag = TAGS.get(folder[1]) if folder else None
                if tag is not None and name.endswith((".po", ".mo")):
                    texts = _of_source(archive.read(name)) if name.endswith(".po") else _of_machine(archive.read(name))
                    found.setdefault(tag, set()).update(sentence for text in texts for sentence in _prose(text))
    return {tag: sorted(texts, key=lambda text: (zlib.crc32(text.encode()), text)) for tag, texts in found.items()}


def of_length(texts: list[str], first: int, last: int, most: int) -> list[str]:
    """The first ``most`` of so many words."""
    return [text for text in texts if first <= len(text.split()) <= last][:most]


def _prose(text: str) -> Iterator[str]:
    for sentence in _SENTENCE.split(text):
        if not _NO_PROSE.search(sentence):
            yield " ".join(sentence.split())


def _of_source(read: bytes) -> Iterator[str]:
    """What .po says of messages that are translated otherwise than by themselves."""
    for block in re.split(r"\n\s*\n", read.decode("utf-8", "replace")):
        if "#, fuzzy" in block or "#~" in block:
            continue
        said, _, told = block.partition("\nmsgstr ")
        before, after = ("".join(_QUOTED.findall(part)) for part in (said.partition("msgid ")[2], told))
        if before and after and before != after:
            yield after.replace("\\n", "\n").replace('\\"', '"')


def _of_machine(read: bytes) -> Iterator[str]:
    try:
        catalog = gettext.GNUTranslations(io.BytesIO(read))._catalog  # type: ignore[attr-defined]  # nothing else lists it
    except (OSError, UnicodeDecodeError, ValueError):
        return
    for message, told in catalog.items():
        if message and told and told != (message if isinstance(message, str) else message[0]):
            yield told
