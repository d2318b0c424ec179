"""What a text is made of: sentences, which of them can stand alone, words, stems, and the language they are in.

Nothing here raises on any text, and every pass is linear in its length.
"""

from digest.text.company import common_language
from digest.text.fitness import stands_alone
from digest.text.languages import direction, language
from digest.text.passages import article_sentences, cut
from digest.text.segmentation import sentences
from digest.text.spans import Span
from digest.text.stopwords import stop_words
from digest.text.tokens import stems, stems_of, words

__all__ = [
    "Span",
    "article_sentences",
    "common_language",
    "cut",
    "direction",
    "language",
    "sentences",
    "stands_alone",
    "stems",
    "stems_of",
    "stop_words",
    "words",
]
