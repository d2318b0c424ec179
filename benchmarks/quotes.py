"""How well direct speech and its speakers are found, in texts that a reader labelled, beside a plain regex.

    python benchmarks/quotes.py DATA [--misses]

DATA holds the texts that ``labels/quotes.json`` refers to, drawn in two lots. Each stands in two halves, told apart by
a hash of the text's id: rules are tuned on one and judged on the other. What the judged half of the first lot showed
was mended later; that of the second was labelled and scored once, when the rules were done. A row a program and half:
speakers' precision and recall, each with its 95 % interval, and the share of the speech that was found at all.
textacy's search for quotations needs a spaCy model, which no package index serves, so it is no peer here.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

from measuring import quoted, table

from digest.issues.quotes import find, named
from digest.text import language

LABELS = Path(__file__).with_name("labels") / "quotes.json"

_VERB = r"(?:said|says|say|told|tells|added|adds|wrote|writes|stated|asked|replied|explained|continued|tweeted)"
_NAME = r"(?:[A-Z][\w'’-]*\.?(?: (?:de|van|von|bin|al) )?(?: [A-Z][\w'’-]*\.?)*|[Hh]e|[Ss]he|[Tt]hey)"
_SPEECH = re.compile(r'"([^"\n]{8,2000})"|“([^”\n]{8,2000})”')
_BEHIND = re.compile(
    rf"[\s,–—-]*(?:{_VERB} (?P<after>{_NAME})|(?P<before>{_NAME}) {_VERB}|according to (?P<source>{_NAME}))"
)
_AHEAD = re.compile(rf"(?P<before>{_NAME})(?:, [^,.]{{1,80}},)? {_VERB}[^.\"“]{{0,60}}[:,]?\s*$")


def ours(text: str) -> Iterator[quoted.Quote]:
    """The program's, with the speakers that it would print."""
    lang = language(text)
    for quote in find(text, lang):
        yield quote.start, quote.end, quote.speaker if named(quote.speaker, lang) else None


def every(text: str) -> Iterator[quoted.Quote]:
    """The program's, with every speaker as ``digest lab quotes`` gives it."""
    lang = language(text)
    for quote in find(text, lang):
        yield quote.start, quote.end, quote.speaker


def regex(text: str) -> Iterator[quoted.Quote]:
    """What one would write in an hour: marks, a dozen verbs, capitalised words."""
    for found in _SPEECH.finditer(text):
        behind = _BEHIND.match(text, found.end())
        ahead = None if behind else _AHEAD.search(text, max(0, found.start() - 160), found.start())
        said = behind or ahead
        names = [name for name in said.groupdict().values() if name] if said else []
        yield found.start() + 1, found.end() - 1, names[0] if names else None


def main() -> None:
    """Score and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--misses", action="store_true", help="name what was wrong or missed in the half for tuning")
    given = parser.parse_args()
    if not (given.data / "summaries").is_dir():
        table.skipped("quotes", f"there are no texts in {given.data}")
        return
    labelled = list(quoted.texts(LABELS, given.data))
    halves = {
        f"lot {lot}, {half}": [text for text in labelled if text.lot == lot and text.tuned == (half == "tuned")]
        for lot in sorted({text.lot for text in labelled})
        for half in ("tuned", "held out")
    }
    for name, texts in halves.items():
        print(f"\n{name}: {len(texts)} texts, {sum(len(t.speech) for t in texts)} quotations")
        for program, finder in (("digest, as printed", ours), ("digest lab quotes", every), ("a regex", regex)):
            row(program, quoted.tally(texts, finder))
    if given.misses:
        misses([text for text in labelled if text.tuned])


def row(program: str, sums: quoted.Tally) -> None:
    """Print one program's."""
    shown = []
    for right, of in (sums.precision, sums.recall, (sums.found, sums.speech)):
        low, high = quoted.wilson(right, of)
        shown.append(f"{100 * right / max(1, of):5.1f} ({100 * low:.0f}–{100 * high:.0f})")
    print(f"  {program:<22} precision {shown[0]}   recall {shown[1]}   speech found {shown[2]}")


def misses(texts: list[quoted.Text]) -> None:
    """Print the answers that differ from the labels."""
    for text in texts:
        answers = list(ours(text.text))
        for start, end, names in text.speech:
            over = [a for a in answers if a[0] < end and start < a[1]]
            given = next((speaker for _, _, speaker in over if speaker), None)
            if (given is None and names) or (given and not any(quoted.same(given, name) for name in names)):
                print(f"{text.id} {start}: {given!r} for {names}: {text.text[max(0, start - 90) : start + 60]!r}")
        known = [(a, b) for a, b, _ in text.speech] + list(text.unsure)
        for start, end, speaker in answers:
            if speaker and not any(start < b and a < end for a, b in known):
                print(f"{text.id} {start}: {speaker!r} for no speech: {text.text[max(0, start - 90) : end]!r}")


if __name__ == "__main__":
    main()
