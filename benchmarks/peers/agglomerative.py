"""scikit-learn's dense agglomerative clustering of articles: average link on the cosine of TF-IDF.

python agglomerative.py ARTICLES HOW_MANY THRESHOLD…

ARTICLES is a file with a JSON object with title and text a line, of which the first so many are read. Prints a JSON
list: for each threshold, a label for each article.
Distances are worked out beforehand: scikit-learn's own would ask for the vectors in dense form too, eight bytes for
every word of the vocabulary in every article. Of several thresholds each cuts one and the same tree.
"""

import json
import sys
from itertools import islice
from pathlib import Path

from sklearn.cluster import AgglomerativeClustering
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics.pairwise import cosine_distances

LIMIT = 4000  # characters of a text that are read, as ours reads


def cut(model: AgglomerativeClustering, threshold: float) -> list[int]:
    """The labels that the tree gives where it is cut at a distance."""
    size = model.n_leaves_
    top = list(range(2 * size - 1))
    for at in range(size - 2, -1, -1):  # from the last join down, each side is of its join where that is near enough
        if model.distances_[at] < threshold:
            for side in model.children_[at]:
                top[side] = top[size + at]
    return top[:size]


file, most, *thresholds = sys.argv[1:]
with Path(file).open(encoding="utf-8") as lines:
    rows = map(json.loads, islice(lines, int(most)))
    texts = [f"{row['title']}\n{row['title']}\n{(row.get('text') or '')[:LIMIT]}" for row in rows]
vectors = TfidfVectorizer(stop_words="english", sublinear_tf=True).fit_transform(texts)
distances = cosine_distances(vectors)
if len(thresholds) == 1:
    model = AgglomerativeClustering(
        None, metric="precomputed", linkage="average", distance_threshold=float(thresholds[0])
    )
    labels = [model.fit_predict(distances).tolist()]
else:
    tree = AgglomerativeClustering(None, metric="precomputed", linkage="average", distance_threshold=0.0).fit(distances)
    labels = [cut(tree, float(threshold)) for threshold in thresholds]
json.dump(labels, sys.stdout)
