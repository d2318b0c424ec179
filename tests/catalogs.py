"""The program's own words: found in the code and the templates, and brought into the catalogs.

``make messages`` runs this: new messages are added to every catalog without a translation, and those that nothing says
any more are taken out. A translator's words are never touched.
"""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGS = ROOT / "digest" / "editions" / "locale"
_HEADER = 'msgid ""\nmsgstr ""\n'
_KEPT = ("Language:", "Plural-Forms:", "MIME-Version:", "Content-Type:", "Content-Transfer-Encoding:")


def extracted() -> Catalog:
    """Every message that the code and the templates say."""
    found = Catalog(charset="utf-8")
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    for _, _, message, comments, context in extract_from_dir(
        str(ROOT), methods, options, comment_tags=("Translators:",), strip_comment_tags=True
    ):
        found.add(message, context=context, auto_comments=comments)
    return found


def read(path: Path) -> Catalog:
    """A catalog, as Babel reads it."""
    with path.open("rb") as file:
        return read_po(file, locale=path.stem, abort_invalid=True)


def updated(catalog: Catalog, messages: Catalog) -> bytes:
    """The catalog's file with these messages and no others, in alphabetical order."""
    catalog.update(messages, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    body = io.BytesIO()
    write_po(body, catalog, width=0, sort_output=True, no_location=True, omit_header=True)
    header = "".join(f'"{name}: {value}\\n"\n' for name, value in catalog.mime_headers if f"{name}:" in _KEPT)
    return (_HEADER + header + "\n").encode() + body.getvalue().strip(b"\n") + b"\n"


def _translated(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, (tuple, list)) else bool(message.string)


def main() -> None:
    """Bring every catalog up to date, and say what is left to translate."""
    messages = extracted()
    for path in sorted(CATALOGS.glob("*.po")):
        catalog = read(path)
        path.write_bytes(updated(catalog, messages))
        left = sum(1 for message in catalog if message.id and not _translated(message))
        print(f"{path.relative_to(ROOT)}: {len(catalog)} messages, {left} to translate")


if __name__ == "__main__":
    main()
