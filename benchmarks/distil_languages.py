"""Makes the tables by which ``digest.text`` tells languages, of py3langid's model.

    benchmarks/.venv/bin/python benchmarks/distil_languages.py [--write]

py3langid knows 139 languages by 100,053 runs of two to six bytes: how likely each run is in each language, where of all
runs that end at one place the longest counts. Its model takes half a second and 80 MB to load. News is written in half
of these languages, few of which share a script, and most runs tell next to nothing. So each script has a table of its
own, of the languages that have to be told apart in it and of the runs that tell most: whose likelihood differs most
between languages, weighted by how often they come (the Jensen-Shannon divergence, summed run by run), and again between
those languages alone that share most of their words, for few runs tell these apart. What is left out
is counted as the longest run kept that ends it, as it will be when a text is read. Nothing else is learnt, and no text
is read; the same model makes the same bytes. Without ``--write`` it says only how large the tables would be.
"""

from __future__ import annotations

import argparse
import json
import zlib
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "digest" / "text" / "data" / "languages"
STEP = 0.1  # of a log-likelihood: what a table counts in, from the likeliest language down
SIZES = {"latn": 20_000, "cyrl": 3_000, "arab": 1_500, "deva": 1_500, "beng": 300}  # runs: more tell no better
# In each script the languages to tell apart: the model's name, and ours where it differs.
LANGUAGES = {
    "latn": "af az bs ca cs cy da de en es et eu fi fr ga gl ha hr hu id ig is it ku lt lv ms mt nl nn:no no om pl pt "
    "ro rw sk sl sn so sq sr sv sw tk tl tr uz vi xh yo zu",
    "cyrl": "be bg kk ky mk mn ru sr tg uk",
    "arab": "ar fa ps sdh:ku ug ur",
    "deva": "hi mr ne",
    "beng": "as bn",
}
# Languages that are taken for each other.
NEIGHBOURS = (
    "bs hr sl sr", "ca es gl it pt", "ca es", "id ms", "da nn no sv", "cs sk", "af nl", "de nl", "az tk tr uz", "xh zu",
    "et fi", "lt lv", "it ro sq", "ru uk be bg mk", "hi mr ne",
)  # fmt: skip


def _plain_or(first: int, last: int) -> Callable[[bytes], bool]:
    """Whether a run has bytes of one script's letters alone, as UTF-8 begins them, and what stands between words."""

    def of_script(run: bytes) -> bool:
        own = any(first <= byte <= last for byte in run)
        return own and all(byte < 0xC0 or first <= byte <= last for byte in run)

    return of_script


def _latin(run: bytes) -> bool:
    return all(byte < 0xC0 or 0xC3 <= byte <= 0xCA or byte in (0xCC, 0xE1, 0xE2) for byte in run)


SCRIPTS: dict[str, Callable[[bytes], bool]] = {
    "latn": _latin,
    "cyrl": _plain_or(0xD0, 0xD3),
    "arab": _plain_or(0xD8, 0xDB),
    "deva": lambda run: b"\xe0\xa4" in run or b"\xe0\xa5" in run,
    "beng": lambda run: b"\xe0\xa6" in run or b"\xe0\xa7" in run,
}


def main() -> None:
    """Make every table, and print what became of each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help=f"write them to {FOLDER}")
    given = parser.parse_args()
    runs, likelihoods, classes = _model()
    for script, own in SCRIPTS.items():
        made = _packed(script, *_distilled(script, own, runs, likelihoods, classes))
        print(f"{script}: {len(made):,} bytes")
        if given.write:
            FOLDER.mkdir(parents=True, exist_ok=True)
            (FOLDER / f"{script}.bin").write_bytes(made)


def _model() -> tuple[list[bytes], Any, list[str]]:
    """The runs of the model, the log-likelihood of each in each language, and the languages."""
    import numpy as np
    import py3langid
    from py3langid.modelio import load_model

    file = Path(py3langid.__file__).parent / "data" / "model.npz.xz"
    likelihoods, _, classes, following, row_of, output = load_model(file)
    rows = np.asarray(following).reshape(-1, 256)
    # A state of its automaton stands for the run that leads to it, the shortest way from the start.
    spelled = {0: b""}
    queue = [0]
    for state in queue:
        for byte, after in enumerate(rows[row_of[state]].tolist()):
            if after not in spelled:
                spelled[after] = spelled[state] + bytes([byte])
                queue.append(after)
    runs = [b""] * len(likelihoods)
    for state, run in spelled.items():
        at = output[state]
        if at >= 0 and (not runs[at] or len(run) < len(runs[at])):
            runs[at] = run
    return runs, np.asarray(likelihoods, dtype=np.float64), classes


def _distilled(
    script: str, own: Callable[[bytes], bool], runs: list[bytes], likelihoods: Any, classes: list[str]
) -> tuple[list[str], list[bytes], Any]:
    """The tags of a script's table, its runs in order, and a row of log-likelihoods for each."""
    import numpy as np

    pairs = [one.partition(":") for one in LANGUAGES[script].split()]
    names = [name for name, _, _ in pairs]
    kept = [at for at, run in enumerate(runs) if own(run)]
    lettered = [at for at in kept if any(byte > 0x60 for byte in runs[at])]

    def column(name: str) -> int:
        """Of a language that has a column for each script, the one of this."""
        columns = [at for at, tag in enumerate(classes) if tag == name]
        return max(columns, key=lambda at: np.exp(likelihoods[lettered, at]).sum())

    chances = np.exp(likelihoods[np.ix_(kept, list(map(column, names)))])
    groups = [[names.index(name) for name in group.split() if name in names] for group in NEIGHBOURS]
    telling = sum(_divergence(chances[:, group]) for group in [list(range(len(names))), *groups] if len(group) > 1)
    chosen = set(np.argsort(-telling, kind="stable")[: SIZES[script]].tolist())
    where = {runs[at]: index for index, at in enumerate(kept)}
    counted = {index: chances[index].copy() for index in chosen}
    for index, at in enumerate(kept):
        if index not in chosen:
            shorter = (where.get(runs[at][cut:]) for cut in range(1, len(runs[at]) - 1))
            longest = next((suffix for suffix in shorter if suffix in chosen), None)
            if longest is not None:
                counted[longest] += chances[index]
    order = sorted(chosen, key=lambda index: runs[kept[index]])
    tags = [ours or name for name, _, ours in pairs]
    return tags, [runs[kept[index]] for index in order], np.log(np.array([counted[index] for index in order]))


def _divergence(chances: Any) -> Any:
    """How much each run tells which of these languages it is of."""
    import numpy as np

    return (chances * np.log(chances / chances.mean(axis=1, keepdims=True))).sum(axis=1)


def _packed(script: str, tags: list[str], runs: list[bytes], likelihoods: Any) -> bytes:
    """A line of JSON that says what follows, the runs by their lengths, and a row of bytes for each."""
    import numpy as np

    below = likelihoods.max(axis=1, keepdims=True) - likelihoods
    steps = np.minimum(np.round(below / STEP), 255).astype(np.uint8)
    said = {
        "script": script,
        "of": f"py3langid {version('py3langid')}, BSD-3-Clause, see LICENSE",
        "tags": tags,
        "runs": len(runs),
        "step": STEP,
    }
    head = json.dumps(said, separators=(",", ":")).encode() + b"\n"
    lengths = bytes(len(run) for run in runs)
    return zlib.compress(head + lengths + b"".join(runs) + steps.tobytes(), 9)


if __name__ == "__main__":
    main()
