"""Learn which sentences a summary gains by (``digest.summarizers.learned``); print how well that does.

    python benchmarks/train_sentences.py DATA [--write]

DATA holds ``summaries/*.jsonl``: English articles, each with summaries that people wrote. Without ``--write`` nothing
is changed. Needs a Python that has both digest and scikit-learn; the program needs no scikit-learn. What is written
holds numbers and names of features; no text.

What is learnt of a sentence is its gain: the ROUGE-1 and ROUGE-2 F1 (Lin 2004) that it adds, on average, to the other
sentences of summaries drawn by lot, likelier ones more often. Likelihood is the formula's at first, and then that of
what was learnt of the other folds. Figures are printed for what is learnt from all, on what it learnt from, and out of
fold: five folds by the hash of the article.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import pathlib
import re
import sys
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import Stemmer
from measuring import labelled

from digest.cli.lab.articles import as_article
from digest.summarizers.candidates import candidates
from digest.summarizers.features import FEATURES, measure
from digest.summarizers.lead import Lead
from digest.summarizers.lead_rank import LeadRank
from digest.summarizers.learned import Learned
from digest.summarizers.ranked import BRIEF, Ranked
from digest.summarizers.trees import Trees

MODEL = pathlib.Path(__file__).resolve().parent.parent / "digest" / "summarizers" / "data" / "sentences.json"
SETS = {"cnndm": 1.0, "dmtrain": 1.5, "writers": 3.0}  # what is learnt from, and how much an article of it weighs
MIXED = ("summeval", "realsumm")  # the part of cnndm that holds articles of CNN and the Daily Mail alike
SENTENCES = int(BRIEF)
FOLDS = 5
ROUNDS, DEPTH, RATE, LEAF, L2, ASKED = 200, 3, 0.045, 60, 20.0, 0.15
DRAWN = 40  # summaries drawn of an article
EVEN = 0.1  # of the lot, what every sentence has alike
FORMULA, POINTS = 0.25, 1.5  # how far apart in worth two sentences are when one is e times as likely

Grams = Counter[tuple[str, ...]]


class Told:
    """An article with its summaries by people."""

    def __init__(self, row: dict[str, Any], name: str) -> None:
        self.set = name
        self.mixed = name == "cnndm" and row["id"].split("/")[1] in MIXED
        self.fold = int(hashlib.sha256(row["id"].encode()).hexdigest(), 16) % FOLDS
        self.articles = [as_article({key: row.get(key) for key in ("id", "title", "text", "lang")}, "0")]
        self.found = candidates(self.articles)
        self.rows = np.array(measure(self.found), dtype=np.float64).reshape(len(self.found), len(FEATURES))
        self.fit = [at for at, one in enumerate(self.found) if one.printable]
        self.tokens = [tokens(one.passage.text) for one in self.found]
        self.grams = [(grams(told, 1), grams(told, 2)) for told in self.tokens]
        # cnndm's summaries beside the first are the outputs of programs.
        written = (row.get("summaries") if name != "cnndm" else None) or [row["summary"]]
        self.references = [(grams(tokens(text), 1), grams(tokens(text), 2)) for text in written]
        self.gain = np.zeros(len(self.found))

    def draw(self, worth: Sequence[float], apart: float) -> None:
        """Set each sentence's gain, in points."""
        if len(self.fit) < SENTENCES:
            return
        lot = np.random.default_rng(len(self.found))
        chance = np.exp((np.array([worth[at] for at in self.fit]) - max(worth[at] for at in self.fit)) / apart)
        chance = (1 - EVEN) * chance / chance.sum() + EVEN / len(chance)
        gains, times = np.zeros(len(self.found)), np.zeros(len(self.found))
        for _ in range(DRAWN):
            others = [self.fit[at] for at in lot.choice(len(self.fit), size=SENTENCES - 1, replace=False, p=chance)]
            one, two = (sum((self.grams[at][n] for at in others), Counter()) for n in (0, 1))
            before = self.rouge(one, two)
            for at in self.fit:
                if at not in others:
                    gains[at] += self.rouge(one + self.grams[at][0], two + self.grams[at][1]) - before
                    times[at] += 1
        self.gain = 100 * gains / np.maximum(1, times)
        self.gain -= self.gain[self.fit].mean()

    def rouge(self, one: Grams, two: Grams) -> float:
        """ROUGE-1 F1 and ROUGE-2 F1, the mean over the summaries; words of two sentences are no bigram here."""
        return float(np.mean([f1(given[0], one) + f1(given[1], two) for given in self.references]))

    def score(self, method: Ranked | Lead) -> tuple[float, float]:
        """ROUGE-1 and ROUGE-2 F1 of what the method chooses, by the summary that it is likest to."""
        if isinstance(method, Lead):
            passages = set(method.summarize(self.articles, sentences=SENTENCES).sentences)
            chosen = [one for one in self.found if one.passage in passages]
        else:
            chosen = method.choose(self.found, self.articles, sentences=SENTENCES, words=None)
        told = [token for one in chosen for token in self.tokens[one.place]]
        one, two = grams(told, 1), grams(told, 2)
        return max(f1(given[0], one) for given in self.references), max(f1(given[1], two) for given in self.references)


def tokens(text: str) -> list[str]:
    """As ROUGE has them: small letters and digits, long words stemmed."""
    found = re.sub(r"[^a-z0-9]+", " ", text.lower()).split()
    return [STEMMER.stemWord(word) if len(word) > 3 else word for word in found]


STEMMER = Stemmer.Stemmer("porter")


def grams(words: Sequence[str], length: int) -> Grams:
    """The runs of so many words."""
    return Counter(zip(*(words[at:] for at in range(length)), strict=False))


def f1(given: Grams, guess: Grams) -> float:
    """Harmonic mean of precision and recall."""
    return 2 * (given & guess).total() / max(1, given.total() + guess.total())


def learn(told: Sequence[Told], without: int | None = None) -> dict[str, Any]:
    """The trees, from the articles that are not in fold ``without``."""
    from sklearn.ensemble import HistGradientBoostingRegressor

    used = [one for one in told if one.fold != without and one.fit]
    weight = np.concatenate([np.full(len(one.fit), SETS[one.set] / len(one.fit) ** 0.5) for one in used])
    trees = HistGradientBoostingRegressor(
        max_iter=ROUNDS, learning_rate=RATE, max_depth=DEPTH, max_leaf_nodes=2**DEPTH, min_samples_leaf=LEAF,
        l2_regularization=L2, max_features=ASKED, early_stopping=False, random_state=0,
    )  # fmt: skip
    trees.fit(
        np.concatenate([one.rows[one.fit] for one in used]),
        np.concatenate([one.gain[one.fit] for one in used]),
        sample_weight=weight / weight.mean(),
    )

    def grown(nodes: Any, at: int = 0) -> tuple[Any, float, int]:
        """A tree, its worth, and how many sentences it was learnt from."""
        node = nodes[at]
        if node["is_leaf"]:
            value = float(f"{node['value']:.3g}")
            return value, value, int(node["count"])
        low, low_worth, fewer = grown(nodes, int(node["left"]))
        high, high_worth, more = grown(nodes, int(node["right"]))
        worth = (low_worth * fewer + high_worth * more) / (fewer + more)
        threshold = float(f"{node['num_threshold']:.4g}")
        return [int(node["feature_idx"]), threshold, float(f"{worth:.3g}"), low, high], worth, fewer + more

    # scikit-learn has no public way to the trees of this estimator; these names have stood since 0.21.
    forest = [grown(stage[0].nodes)[0] for stage in trees._predictors]
    return {"features": list(FEATURES), "depth": DEPTH, "trees": forest}


def by_folds(told: Sequence[Told]) -> list[Trees]:
    """Trees for each fold, learnt from the others."""
    return [Trees(learn(told, without=fold)["trees"], DEPTH) for fold in range(FOLDS)]


def figures(told: Sequence[Told], method: Any) -> dict[str, str]:
    """ROUGE-1/ROUGE-2 of each set; ``method`` gives the method for an article."""
    scores = [one.score(method(one)) for one in told]
    parts = {name: [one.set == name for one in told] for name in SETS}
    parts["cnndm/mixed"] = [one.mixed for one in told]
    return {
        name: "/".join(f"{100 * value:.2f}" for value in np.mean(np.array(scores)[np.array(part)], axis=0))
        for name, part in parts.items()
        if any(part)
    }


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("data", type=pathlib.Path)
    arguments.add_argument("--write", action="store_true")
    given = arguments.parse_args()
    told = [Told(row, name) for name in SETS for row in labelled.rows_of(given.data / f"summaries/{name}.jsonl")]
    formula = LeadRank()
    for one in told:
        one.draw(formula.worth(one.found, one.articles, BRIEF), FORMULA)
    folds = by_folds(told)
    for one in told:
        one.draw(folds[one.fold].values(one.rows.tolist()), POINTS)
    unseen = [Learned(trees) for trees in by_folds(told)]
    model = learn(told)
    whole = Learned(Trees(model["trees"], DEPTH))
    said = {
        "lead": figures(told, lambda _: Lead()),
        "formula": figures(told, lambda _: formula),
        "out of fold": figures(told, lambda one: unseen[one.fold]),
        "learnt from": figures(told, lambda _: whole),
    }
    for name, scores in said.items():
        print(f"{name:<12}", "  ".join(f"{part} {score}" for part, score in scores.items()))
    if given.write:
        sizes = ", ".join(f"{name} ({sum(one.set == name for one in told)})" for name in SETS)
        about = (
            "What a summary of three sentences gains by a sentence, in points of ROUGE-1 + ROUGE-2 F1; learnt by "
            f"benchmarks/train_sentences.py from articles with summaries by people: {sizes}"
        )
        head = {"about": about, "ROUGE-1/ROUGE-2": said, **{key: model[key] for key in ("features", "depth")}}
        trees = ",\n".join(json.dumps(tree, separators=(",", ":")) for tree in model["trees"])
        MODEL.write_text(f'{json.dumps(head, indent=1)[:-2]},\n "trees": [\n{trees}\n]}}\n', encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
