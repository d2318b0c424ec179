"""Why a story's printed sentences were chosen: the summarizer's choice made again from the evidence that is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from digest import stories
from digest.model import Article, Passage, PrintedStory, Rules
from digest.pipeline.write import Wanted, wanted
from digest.ports import Summarizer
from digest.summarizers.explaining import Explained, Explaining, Weighed

# What each part beside the summary is made of.
_PARTS = {
    "dek": "the line under the lead article's own headline",
    "quotes": "direct speech of somebody named",
    "figures": "the figures that count something, as the text has them",
    "differences": "figures for one thing that do not agree between sources",
    "background": "sentences that explain what came before",
    "whats_next": "sentences that look ahead, with their dates",
}


class Chosen(Struct, frozen=True, kw_only=True):
    """A printed sentence, and what it was worth; None where the method would not choose it now."""

    passage: Passage
    source: str
    worth: Weighed | None


class Choice(Struct, frozen=True, kw_only=True):
    """Why these sentences."""

    method: str
    asked: int  # sentences that the method was asked for
    most: int  # that could be printed
    considered: int
    sentences: tuple[Chosen, ...]
    left: Weighed | None  # the best that is not printed, with its reason
    left_source: str = ""
    parts: dict[str, int] = field(default_factory=dict)  # every other part that is printed -> how many
    understood: bool = True  # whether the method can say why


def choose(
    printed: PrintedStory,
    articles: Sequence[Article],
    *,
    rules: Rules,
    summarizer: Summarizer,
    told: Sequence[str],
) -> Choice:
    """The reasons of a printed story's sentences.

    ``articles`` is the evidence, lead first; ``told`` what earlier issues printed of its thread. Where feeds.yml asks
    for other sentences than it did then, the choice differs from what was printed, and says so.
    """
    want = wanted(day=printed.day, rank=printed.rank, rules=rules)
    sources = {article.id: article.source_name for article in articles}
    parts = {name: len(found) for name in _PARTS if (found := _part(printed, name))}
    if not isinstance(summarizer, Explaining):
        sentences = tuple(
            Chosen(passage=one, source=sources.get(one.article, ""), worth=None) for one in printed.what_happened
        )
        return Choice(
            method=summarizer.name,
            asked=want.asked,
            most=want.printed,
            considered=0,
            sentences=sentences,
            left=None,
            parts=parts,
            understood=False,
        )
    why = summarizer.explain(articles, sentences=want.asked)
    worth = {(one.passage.article, one.passage.start): one for one in why.chosen}
    sentences = tuple(
        Chosen(passage=one, source=sources.get(one.article, ""), worth=worth.get((one.article, one.start)))
        for one in printed.what_happened
    )
    left = _best_left(why, printed, want, told, articles[0].lang if articles else "en")
    return Choice(
        method=why.method,
        asked=want.asked,
        most=want.printed,
        considered=why.considered,
        sentences=sentences,
        left=left,
        left_source=sources.get(left.passage.article, "") if left else "",
        parts=parts,
    )


def _part(printed: PrintedStory, name: str) -> Sequence[Any]:
    found = getattr(printed, name)
    return [] if found is None else [found] if isinstance(found, Passage) else found


def _best_left(why: Explained, printed: PrintedStory, want: Wanted, told: Sequence[str], lang: str) -> Weighed | None:
    """The best sentence that is not printed, be it that it was not chosen, or chosen and then kept back."""
    shown = {(one.article, one.start) for one in printed.what_happened}
    kept_back = [one for one in why.chosen if (one.passage.article, one.passage.start) not in shown]
    order = {article: place for place, article in enumerate(printed.articles)}
    elsewhere = {(one.article, one.start) for one in _elsewhere(printed)}
    passages = sorted((one.passage for one in why.chosen), key=lambda one: (order.get(one.article, 0), one.start))
    new = stories.novel(passages, told, lang=lang) if printed.day > 1 else passages
    adding = stories.adding(new, lang=lang) if printed.day > 1 else new
    found: list[Weighed] = []
    for one in kept_back:
        if (one.passage.article, one.passage.start) in elsewhere:
            continue
        if one.passage not in new:
            reason = "chosen, but an earlier issue has said it"
        elif one.passage not in adding:
            reason = "chosen, but it says little beside those printed"
        elif printed.day > 1:
            reason = f"chosen, but of what is new {want.printed} at most are printed"
        else:
            reason = "chosen, but kept back: speech goes in quotations, or its article was quoted enough"
        found.append(replace(one, reason=reason))
    best = next((one for one in why.left if (one.passage.article, one.passage.start) not in elsewhere), None)
    if best is not None:
        found.append(best)
    return max(found, key=lambda one: one.score, default=None)


def _elsewhere(printed: PrintedStory) -> list[Passage]:
    """The sentences that other parts of the story print."""
    return [
        *(quote.passage for quote in printed.quotes),
        *(figure.sentence for figure in printed.figures),
        *printed.background,
        *(item.passage for item in printed.whats_next),
        *([printed.dek] if printed.dek else []),
    ]


def lines(choice: Choice) -> list[str]:
    """The reasons in words."""
    from digest.cli.columns import fitted, wrapped
    from digest.cli.report import counted

    found: list[str] = []
    if not choice.sentences:
        found += wrapped("its articles hold no sentence that is fit to be printed")
    for number, one in enumerate(choice.sentences, 1):
        found.append(fitted(f"{number}. “{one.passage.text}”", 74))
        if one.worth is not None:
            found += wrapped(f"{one.source}: {_sum(one.worth)}", indent=3)
        elif choice.understood:
            found += wrapped(f"{one.source}: not chosen again; feeds.yml asks otherwise than it did then", indent=3)
        else:
            found += wrapped(one.source, indent=3)
    if choice.left is not None:
        found.append(fitted(f"–  “{choice.left.passage.text}”", 74))
        found += wrapped(
            f"{choice.left_source}: {_sum(choice.left)}; the best not printed: {choice.left.reason}", indent=3
        )
    if choice.understood:
        held = counted(choice.considered, "sentence")
        most = f"; of what is new, {choice.most} at most" if choice.most < choice.asked else ""
        found += wrapped(f"{choice.method} chose out of {held}, {choice.asked} at most{most}.")
    else:
        found += wrapped(f"{choice.method} chose them: it does not say why. `summary: method: learned` does.")
    for name, count in choice.parts.items():
        found += wrapped(f"{name.replace('_', ' ').replace('whats', 'what’s')}: {count}, {_PARTS[name]}")
    return found


def _sum(one: Weighed) -> str:
    """ "early 0.500 + central 0.578 − question 1.000 = 0.078"."""
    told = ""
    for name, value in one.terms.items():
        sign = ("− " if value < 0 else "") if not told else " − " if value < 0 else " + "
        told += f"{sign}{name} {abs(value):.3f}"
    return f"{told or 'nothing'} = {one.score:.3f}"
