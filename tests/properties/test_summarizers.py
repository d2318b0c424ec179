"""Properties of summaries."""

from hypothesis import given
from hypothesis import strategies as st

from digest.summarizers import get
from tests.unit.summarizers.articles import article

PIECES = st.sampled_from(
    ["The council approved a bridge. ", "He left. ", "“No,” she said. ", "“Never ", "Read more. ", "\n\n", "x", "' ",
     "But it rained in town. ", "Ships sank in the old harbour. ", "The council approved the bridge today. ", '" ',
     "東京で会議が開かれた。", "… ", "\ud800 "]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=12).map("".join))


@given(st.lists(TEXTS, max_size=3), TEXTS, st.integers(1, 5), st.sampled_from(["en", "de", "ja", "xx"]))
def test_every_passage_is_verbatim_and_in_order(texts: list[str], headline: str, sentences: int, lang: str) -> None:
    """Whatever the text; and no more sentences than asked for; the same again the second time."""
    articles = [article(text, headline=headline, id=f"a{at}", lang=lang) for at, text in enumerate(texts)]
    for name in ("learned", "lead-rank", "lead"):
        made = get(name).summarize(articles, sentences=sentences)
        by_id = {one.id: one for one in articles}
        assert all(by_id[one.article].text[one.start : one.end] == one.text for one in made.sentences)
        assert [(one.article, one.start) for one in made.sentences] == sorted(
            (p.article, p.start) for p in made.sentences
        )
        assert len(made.sentences) <= sentences
        assert made == get(name).summarize(articles, sentences=sentences)
