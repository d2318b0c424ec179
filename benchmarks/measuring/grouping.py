"""Tell which articles are of one event, as ``digest.stories`` does: copies, then events.

python -m measuring.grouping ARTICLES HOW_MANY [SEED]

ARTICLES is a file with a JSON object with id, title, text, source, url and published a line, of which the first so
many are read, and put into an order drawn by lot where there is a seed. Prints a JSON list: the groups of ids; the
stages, each with the CPU seconds it took and the peak memory (MB) by its end. Run by the Python that has digest.
"""

from __future__ import annotations

import json
import os
import random
import resource
import sys
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import TypeVar

from digest.stories import clean, cluster, duplicates
from measuring import labelled

T = TypeVar("T")

stages: list[tuple[str, float, float]] = []


def stage(name: str, work: Callable[[], T]) -> T:
    """What ``work`` gives; what it cost is noted."""
    before = os.times()
    done = work()
    after = os.times()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6
    stages.append((name, after.user + after.system - before.user - before.system, peak))
    return done


file, most, *asked = sys.argv[1:]
with Path(file).open(encoding="utf-8") as lines:
    articles = stage("reading", lambda: [labelled.article(json.loads(line)) for line in islice(lines, int(most))])
if asked:
    random.Random(int(asked[0])).shuffle(articles)
cleaned = stage("clean", lambda: clean(articles))
copies = stage("duplicates", lambda: duplicates(articles, cleaned=cleaned))
groups = stage("cluster", lambda: cluster(articles, copies, cleaned=cleaned).groups)
json.dump([groups, stages], sys.stdout)
