"""Choose the sentences that stand for an article or a story: one file a method, each behind the ``Summarizer`` port.

    learned        the default: lead-rank, and what was learnt of which sentences summaries by people hold
    lead-rank      the lead first, moved aside only by sentences that hold more of the story
    lead           the first sentences
    sumy:METHOD    sumy's edmundson, kl, lexrank, lsa, luhn, reduction, sumbasic, textrank

Other distributions add methods through the entry-point group ``digest.summarizers``: each entry point is a class or a
function that, called without arguments, gives a ``Summarizer``.

Whatever the method, only sentences of paragraphs that are fit to be printed are chosen, verbatim, no two that say the
same, and they come out as they stand in their article, articles in the order given.
"""

from __future__ import annotations

from difflib import get_close_matches

from digest.errors import UsageError
from digest.ports import Summarizer
from digest.summarizers.lead import Lead
from digest.summarizers.lead_rank import LeadRank
from digest.summarizers.learned import Learned
from digest.summarizers.sumy_methods import METHODS, Sumy

__all__ = ["DEFAULT", "get", "names"]

DEFAULT = Learned.name
GROUP = "digest.summarizers"


def names() -> tuple[str, ...]:
    """The built-in methods, the default first."""
    return (Learned.name, LeadRank.name, Lead.name, *(f"sumy:{method}" for method in METHODS))


def get(name: str) -> Summarizer:
    """The method of that name. Raises ``UsageError`` where there is none, with the names there are."""
    if name == Learned.name:
        return Learned()
    if name == LeadRank.name:
        return LeadRank()
    if name == Lead.name:
        return Lead()
    maker, _, method = name.partition(":")
    if maker == "sumy" and method in METHODS:
        return Sumy(method)
    return _installed(name)


def _installed(name: str) -> Summarizer:
    """The method that another distribution adds under that name."""
    from importlib.metadata import entry_points  # reads every installed distribution's metadata: only when needed

    added = entry_points(group=GROUP)
    for entry in added.select(name=name):
        made: Summarizer = entry.load()()
        return made
    known = (*names(), *sorted(added.names))
    close = get_close_matches(name.lower(), known, n=1, cutoff=0.5)
    meant = f"did you mean {close[0]!r}? " if close else ""
    raise UsageError(f"no summary method {name!r}", fix=f"{meant}there are: {', '.join(known)}")
