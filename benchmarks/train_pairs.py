"""Learn the pair scorer of ``digest.stories`` and the table of how common stems are; print how well they do.

    python benchmarks/train_pairs.py DATA [--write]

DATA holds ``clusters/*.jsonl`` and ``newsroom/*.jsonl`` (articles with the event they tell of), ``days/*/*.xml``, of
which some are labelled in benchmarks/labels, and, for the table, ``summaries/*.jsonl``. Without ``--write`` nothing is
changed. Needs a Python that has both digest and scikit-learn; the program needs no scikit-learn.
What is written holds numbers, names of features, and stems with their counts; no text.

Figures are printed twice: for the scorer learnt from all, on what it learnt from, and out of fold, five folds by event,
where no event of an article was learnt from.
"""

from __future__ import annotations

import argparse
import copy
import json
import pathlib
import re
import sys
import zlib
from collections import Counter
from typing import Any

import numpy as np
from measuring import days, labelled

from digest.stories import clusters, duplicates, joining, pairs, reading, stock
from digest.stories.scorer import Scorer
from digest.text import stems

STORIES = pathlib.Path(__file__).resolve().parent.parent / "digest" / "stories" / "data"
# What is learnt from, and how much each set weighs; the days are those labelled in benchmarks/labels.
SETS = {"gva": 1.5, "allsides": 1.5, "ecb": 0.8, "neus": 1.5, "uci": 1.5, "newsroom": 2.0} | dict.fromkeys(
    days.days(), 1.0
)
FOLDS = 5
ROUNDS, LEAVES, RATE, LEAF, L2 = 200, 14, 0.1, 100, 5.0
MOST = 300_000  # pairs of one set that are learnt from, drawn by lot
SMALL, FEW = 40, (8, 80)  # small days drawn from each set, and how many articles they have
OF_SMALL = 0.1  # what all small days of a set weigh, beside the set itself


class Set:
    """A labelled set, measured the way the program does."""

    def __init__(self, data: pathlib.Path, name: str) -> None:
        rows = labelled.rows(data, name)
        self.name, self.rows = name, {row["id"]: row for row in rows}
        articles = list(map(labelled.article, rows))
        by_id = {article.id: article for article in articles}
        cleaned = stock.clean(articles)
        self.standing = clusters.representatives(articles, duplicates(articles, cleaned=cleaned))
        ids = sorted(self.standing)
        readings = reading.read([by_id[key] for key in ids], cleaned)
        self.alone = [key for key, told in zip(ids, readings, strict=True) if told.alone]
        self.ids = [key for key, told in zip(ids, readings, strict=True) if not told.alone]
        self.readings = [told for told in readings if not told.alone]
        self.pairs = self._measured(self.readings)
        self._judge()

    def _judge(self) -> None:
        """Which pairs are of one event, and which count neither way."""
        event = np.array([self._event(key) for key in self.ids])
        thread = np.array([self.rows[key].get("thread") or "" for key in self.ids])
        left, right = self.pairs.left, self.pairs.right
        self.same = event[left] == event[right]
        self.counts = self.same | (thread[left] == "") | (thread[left] != thread[right])
        self.fold = np.array([zlib.crc32(e.encode()) % FOLDS for e in event])

    @staticmethod
    def _measured(readings: list[reading.Reading]) -> pairs.Pairs:
        return pairs.measure(readings, clusters.first_groups(pairs.counted(readings)))

    def small(self) -> list[Set]:
        """Days of few articles, drawn by lot: who has three feeds has such, and there the nearest is not near."""
        days = []
        for number in range(SMALL):
            lot = np.random.default_rng(number)
            drawn = sorted(lot.permutation(len(self.ids))[: int(lot.integers(*FEW))].tolist())
            day = copy.copy(self)
            day.ids, day.readings = [self.ids[at] for at in drawn], [self.readings[at] for at in drawn]
            day.pairs = self._measured(day.readings)
            day._judge()
            days.append(day)
        return days

    def _event(self, id: str) -> str:
        row = self.rows[id]
        if "cluster" in row:
            return str(row["cluster"])
        return row["event"] or "alone " + (row["copy_of"] or id)

    def score(self, chance: Any) -> str:
        labels = joining.linked(len(self.readings), clusters.likely(self.readings, self.pairs, chance))
        guess: dict[str, str] = {key: key for key in self.alone}
        guess |= {key: self.ids[label] for key, label in zip(self.ids, labels, strict=True)}
        of = {key: label for one, label in guess.items() for key in self.standing[one]}
        return str(labelled.score(list(self.rows.values()), of))


def learn(sets: list[Set], small: list[Set], without: int | None = None) -> dict[str, Any]:
    """The model, from every pair of ``sets`` and ``small`` days of which no article's event is in fold ``without``."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    rows, answers, weights = [], [], []
    for one in sets:
        use = one.counts.copy()
        if without is not None:
            use &= (one.fold[one.pairs.left] != without) & (one.fold[one.pairs.right] != without)
        drawn = np.random.default_rng(0).permutation(np.flatnonzero(use))[:MOST]
        use = np.isin(np.arange(len(use)), drawn)
        rows.append(one.pairs.features[use])
        answers.append(one.same[use])
        weights.append(
            np.full(int(use.sum()), SETS[one.name] / use.sum() ** 0.75)
        )  # a large set does not drown the rest
    trees = HistGradientBoostingClassifier(
        max_iter=ROUNDS, learning_rate=RATE, max_leaf_nodes=LEAVES, min_samples_leaf=LEAF, l2_regularization=L2,
        early_stopping=False, random_state=0,
    )  # fmt: skip
    for day in small:
        use = day.counts.copy()
        if without is not None:
            use &= (day.fold[day.pairs.left] != without) & (day.fold[day.pairs.right] != without)
        rows.append(day.pairs.features[use])
        answers.append(day.same[use])
        share = OF_SMALL * SETS[day.name] * len(sets) / len(small)
        weights.append(np.full(int(use.sum()), share / max(1, use.sum()) ** 0.75 / SMALL**0.25))
    weight = np.concatenate(weights)
    trees.fit(np.concatenate(rows), np.concatenate(answers), sample_weight=weight / weight.mean())

    def grown(nodes: Any, at: int = 0) -> Any:
        node = nodes[at]
        if node["is_leaf"]:
            return float(f"{node['value']:.4g}")
        threshold = float(f"{node['num_threshold']:.5g}")
        return [int(node["feature_idx"]), threshold, grown(nodes, int(node["left"])), grown(nodes, int(node["right"]))]

    # scikit-learn has no public way to the trees of this estimator; these names have stood since 0.21.
    forest = [grown(stage[0].nodes) for stage in trees._predictors]
    return {
        "features": list(pairs.FEATURES),
        "start": float(f"{trees._baseline_prediction.item():.6g}"),
        "trees": forest,
    }


def background(data: pathlib.Path) -> dict[str, Any]:
    """In how many news texts each common stem stands: articles of the summary sets, entries of the replayed days."""
    import feedparser

    texts: list[str] = []
    for name in ("bbc", "cnndm", "dmtrain", "multinews", "xsum"):
        for row in labelled.rows_of(data / f"summaries/{name}.jsonl"):
            texts += [f"{row.get('title', '')} {text[:4000]}" for text in row.get("docs") or [row["text"]]]
    held = {path.stem[:10] for path in (data / "newsroom").glob("*.jsonl")}  # left out: figures are taken on them
    seen: set[str] = set()
    for path in sorted((data / "days").glob("*/*.xml")):
        for entry in feedparser.parse(str(path)).entries if path.parent.name not in held else ():
            text = entry.get("title", "") + " " + re.sub(r"<[^>]*>", " ", entry.get("summary", ""))[:1000]
            if text not in seen:
                seen.add(text)
                texts.append(text)
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(set(stems(text, "en")))
    return {
        "about": f"In how many of {len(texts)} English news articles and feed entries a stem stands, from 10 up.",
        "documents": len(texts),
        "stems": {stem: times for stem, times in sorted(counts.items()) if times >= 10 and len(stem) < 20},
    }


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("data", type=pathlib.Path)
    arguments.add_argument("--write", action="store_true")
    arguments.add_argument("--background", action="store_true", help="count the table of stems anew, and write it")
    given = arguments.parse_args()
    if given.background:
        table = json.dumps(background(given.data), ensure_ascii=False, indent=0)
        (STORIES / "background.json").write_text(table + "\n", encoding="utf-8")
    sets = [Set(given.data, name) for name in SETS]
    small = [day for one in sets for day in one.small()]
    model = learn(sets, small)
    whole = Scorer(model)
    chances = [np.zeros(len(one.same)) for one in sets]
    for fold in range(FOLDS):
        part = Scorer(learn(sets, small, without=fold))
        for one, chance in zip(sets, chances, strict=True):
            mine = one.fold[one.pairs.left] == fold
            chance[mine] = part.probability(one.pairs.features[mine])
    for one, chance in zip(sets, chances, strict=True):
        print(f"{one.name:<10} learnt from  {one.score(whole.probability(one.pairs.features))}")
        print(f"{one.name:<10} out of fold  {one.score(chance)}", flush=True)
    if given.write:
        about = "Chance that two articles tell of one event; learnt by benchmarks/train_pairs.py from " + ", ".join(
            f"{one.name} ({len(one.same)} pairs, {int(one.same.sum())} of one event)" for one in sets
        )
        head = json.dumps({"about": about, **{k: v for k, v in model.items() if k != "trees"}}, indent=1)[:-2]
        trees = ",\n".join(json.dumps(tree, separators=(",", ":")) for tree in model["trees"])
        (STORIES / "pairs.json").write_text(f'{head},\n "trees": [\n{trees}\n]}}\n', encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
