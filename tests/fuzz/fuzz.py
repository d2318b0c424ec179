"""Coverage-guided fuzzing, by hand, of what reads strangers' bytes: ``python tests/fuzz/fuzz.py feeds -runs=100000``.

Needs ``pip install atheris`` (Linux), which no test does. The first argument names a target below, the others are
libFuzzer's: ``-max_total_time`` in seconds, ``-timeout`` for one input, ``-artifact_prefix`` for where an input that
broke something is kept, and a folder for the corpus it grows. Whatever raises but for the errors that are promised, and
whatever comes out that must not, stops it. An input that stopped it once belongs into a test.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["digest"]):
    from digest import bounces
    from digest.articles import extract
    from digest.errors import DigestError
    from digest.html import paragraphs, sanitise
    from digest.messages import addresses
    from digest.model import Fetched, FetchRequest, Source
    from digest.sources import FeedParser

TESTS = Path(__file__).parents[1]
URL = "https://feeds.example/all"
# nh3 writes "<" of text as an entity, so that each "<" left is an element's.
ALLOWED = frozenset(
    [
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "cite",
        "code",
        "dd",
        "del",
        "dfn",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "i",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "samp",
        "section",
        "small",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "u",
        "ul",
        "var",
        "article",
        "aside",
        "header",
        "footer",
        "main",
    ]
)


def feeds(data: bytes) -> None:
    """A feed gives entries or the error that is promised."""
    source = Source(key="k", name="Feed", url=URL)
    fetched = Fetched(request=FetchRequest(key="k", url=URL), state="read", url=URL, body=data, content_type="")
    try:
        found = FeedParser().parse(source, fetched)
    except DigestError:
        return
    for entry in found:
        if entry.content_kind == "html":
            sanitised(entry.content)


def html(data: bytes) -> None:
    """Sanitised markup holds allowed elements and links alone, and is the same when it is sanitised again."""
    fragment = data.decode("utf-8", "surrogateescape" if len(data) % 2 else "replace")
    made = sanitise(fragment, URL)
    sanitised(made)
    paragraphs(made)


def pages(data: bytes) -> None:
    """Any page is read."""
    extract(data.decode("utf-8", "replace"), URL)


def mail(data: bytes) -> None:
    """Any mail is read."""
    assert bounces.read(data).what


def people(data: bytes) -> None:
    """An address is canonical or refused; what is canonical stays so, and holds nothing that ends a header's line."""
    text = data.decode("utf-8", "replace")
    try:
        address = addresses.mailbox(text)[1]
    except (DigestError, ValueError):
        return
    try:
        canonical = addresses.canonical(address)
    except (DigestError, ValueError):
        return
    if canonical:
        assert not set(canonical) & set("\r\n\0 <>,;"), canonical
        assert addresses.canonical(canonical) == canonical
        assert addresses.who(canonical) == addresses.who(address)


def sanitised(made: str) -> None:
    """Raises ``AssertionError`` where something else than allowed elements and links is left."""
    for piece in made.split("<")[1:]:
        inside, closed, _ = piece.partition(">")
        name, _, attributes = inside.lstrip("/").partition(" ")
        assert closed, made
        assert name in ALLOWED, made
        if attributes:
            assert name == "a", made
            assert attributes.startswith(('href="http://', 'href="https://')), made
            assert attributes.endswith('"'), made
            assert attributes.count('"') == 2, made


TARGETS: dict[str, Callable[[bytes], None]] = {target.__name__: target for target in (feeds, html, pages, mail, people)}
SEEDS = {
    "feeds": "unit/sources/data/*",
    "mail": "unit/bounces/samples/*.eml",
}


def main() -> None:
    """Fuzz the target that the first argument names, from the samples that the tests have of its kind."""
    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        raise SystemExit(f"usage: fuzz.py {{{','.join(TARGETS)}}} [libFuzzer options] [corpus folder]")
    target = TARGETS[sys.argv.pop(1)]
    seeds = [
        path.read_bytes() for path in sorted(TESTS.glob(SEEDS.get(target.__name__, "none"))) if path.suffix != ".json"
    ]
    for seed in seeds:
        target(seed)
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
