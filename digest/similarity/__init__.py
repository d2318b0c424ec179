"""How alike texts are: word shingles, sparse vectors, and grouping by average link over few pairs.

Ground for ``stories`` and the summarizers. Everything is sparse: no function here makes an n × n matrix.
"""

from __future__ import annotations

from digest.similarity.linkage import average_link, connected
from digest.similarity.rows import Rows, matches, products, summed
from digest.similarity.shingles import WordCodes, containment, overlaps, runs, shared, shingles
from digest.similarity.vectors import Reach, Terms, cosines, count_terms, neighbours, weigh

__all__ = [
    "Reach",
    "Rows",
    "Terms",
    "WordCodes",
    "average_link",
    "connected",
    "containment",
    "cosines",
    "count_terms",
    "matches",
    "neighbours",
    "overlaps",
    "products",
    "runs",
    "shared",
    "shingles",
    "summed",
    "weigh",
]
