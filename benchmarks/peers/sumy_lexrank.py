"""sumy's LexRank over articles, and nothing else.

python sumy_lexrank.py each|together SENTENCES < ARTICLES

ARTICLES is a JSON object with "text" a line; each is summarised for itself, or all as one document. nltk's tokenizers
split the text as sumy's English does, but for the model of Punkt, which has to be downloaded apart: it is untrained.
"""

import json
import sys
import warnings

from nltk.tokenize.destructive import NLTKWordTokenizer
from nltk.tokenize.punkt import PunktSentenceTokenizer
from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
from sumy.nlp.stemmers import Stemmer
from sumy.nlp.tokenizers import Tokenizer
from sumy.summarizers.lex_rank import LexRankSummarizer
from sumy.utils import get_stop_words

warnings.simplefilter("ignore")  # of matrices that one short article makes singular


class Untrained(Tokenizer):
    """sumy's tokenizer without the model."""

    def __init__(self) -> None:
        self._language = "english"
        self._sentence_tokenizer = PunktSentenceTokenizer()
        self._word_tokenizer = self
        self._words = NLTKWordTokenizer()

    def tokenize(self, sentence: str) -> list[str]:
        """What ``nltk.word_tokenize`` does."""
        return [word for part in self._sentence_tokenizer.tokenize(sentence) for word in self._words.tokenize(part)]


how, sentences = sys.argv[1], int(sys.argv[2])
tokenizer = Untrained()
summarizer = LexRankSummarizer(Stemmer("english"))
summarizer.stop_words = get_stop_words("english")
texts = [json.loads(line)["text"] for line in sys.stdin]
paragraphs = [Paragraph([Sentence(s, tokenizer) for s in tokenizer.to_sentences(text)]) for text in texts]
documents = [paragraphs] if how == "together" else [[paragraph] for paragraph in paragraphs]
print(sum(len(summarizer(ObjectDocumentModel(document), sentences)) for document in documents))
