"""An explanation, in words or as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from digest.cli.columns import wrapped
from digest.cli.explain import merging, placing
from digest.cli.verdicts import worded
from digest.issues.selection import NOTHING_NEW
from digest.model import Article, Candidate, Correction, History, Listed, PrintedStory

if TYPE_CHECKING:
    from digest.cli.common import Given
    from digest.cli.explain.finding import Found
    from digest.cli.looking import Look
    from digest.wiring import Newsroom


def tell(room: Newsroom, given: Given, found: Found) -> None:
    """Print what was found."""
    if found.candidate is not None and found.look is not None:
        _story(room, given, found.look, found.candidate, found.article)
    elif found.dropped is not None:
        _dropped(room, given, found)
    else:
        _strange(room, given, found)


def _story(room: Newsroom, given: Given, look: Look, candidate: Candidate, asked: Listed | None) -> None:
    from digest.cli.budget import candidate_facts, told_by

    console = given.console
    issue = look.issue
    printed = next((story for story in issue.stories if story.id == candidate.story), None)
    facts: dict[str, Any] = {"issue": _issue_fact(look), "story": candidate_facts(candidate)}
    for line in wrapped(candidate.headline):
        console.line(line)
    where = f"No. {issue.number} of {issue.date}" if look.made else f"{issue.date}, not made yet"
    console.line(f"{candidate.story} · {where} · {told_by(candidate)}")
    if asked is not None and asked != candidate.articles[0]:
        for line in wrapped(f"{asked.source}'s “{asked.headline}” stands in this story."):
            console.line(line)

    _heading(given, "Why one story")
    for line in merging.why(candidate, _corrections(room, look), _words(room, look, candidate)):
        console.line(line)

    _heading(given, "Why there")
    for line in placing.sums(candidate):
        console.line(line)
    _verdict(given, look, candidate, facts)

    earlier = _thread(room, look, candidate)
    if earlier:
        _heading(given, f"Goes on, day {candidate.day}")
        for line in earlier:
            console.line(line)

    if printed is not None:
        _sentences(room, given, look, printed, facts)
    console.fact(**facts)


def _verdict(given: Given, look: Look, candidate: Candidate, facts: dict[str, Any]) -> None:
    console = given.console
    if candidate.rank is not None:
        console.line(f"→ {worded(candidate, None)}; rank {candidate.rank} of {len(look.issue.stories)}")
        return
    for line in wrapped(f"→ left out: {worded(candidate, None)}"):
        console.line(line)
    lacked = placing.need(candidate, look.budget) if look.budget is not None else None
    if lacked is not None:
        said = lacked.text if lacked.score is None else f"to be in it needed {lacked.text}"
        for line in wrapped(f"{said[0].upper()}{said[1:]}.", indent=2):
            console.line(line)
        facts["needed"] = {"text": lacked.text, "score": lacked.score, "than": lacked.rival}


def _thread(room: Newsroom, look: Look, candidate: Candidate) -> list[str]:
    """The printed stories that a continuing one goes on with, the newest first."""
    if candidate.day == 1:
        return []
    lines: list[str] = []
    for number, story, day in _printed_of(room, look, candidate.thread):
        lines += wrapped(f"No. {number} of {day}: “{story.headline}”")
    if candidate.verdict == NOTHING_NEW:
        lines += wrapped("Today's articles say nothing that these did not.")
    return lines


def _printed_of(room: Newsroom, look: Look, thread: str) -> list[tuple[int, PrintedStory, Any]]:
    history = _history(room, look)
    return [
        (issue.number, story, issue.date)
        for issue in reversed(history.issues)
        for story in issue.stories
        if story.thread == thread
    ]


def _history(room: Newsroom, look: Look) -> History:
    """What earlier issues printed, as it was seen when this one was made."""
    from digest import stories
    from digest.pipeline.decide import HISTORY_ISSUES

    history = room.archive.history(before=look.issue.as_of, issues=HISTORY_ISSUES)
    return stories.hindsight(history, _corrections(room, look))


def _corrections(room: Newsroom, look: Look) -> list[Correction]:
    return merging.in_force(room.archive.corrections(), look.issue.as_of)


def _sentences(room: Newsroom, given: Given, look: Look, printed: PrintedStory, facts: dict[str, Any]) -> None:
    import msgspec

    from digest import issues
    from digest.cli.explain import choosing

    told = [passage.text for passage in issues.told(printed.thread, _history(room, look))]
    told += [earlier.headline for earlier in printed.earlier]
    choice = choosing.choose(
        printed,
        _evidence(room, look, printed),
        rules=room.config.rules,
        summarizer=room.summarizer,
        told=told,
    )
    _heading(given, "Why these sentences")
    for line in choosing.lines(choice):
        given.console.line(line)
    facts["sentences"] = msgspec.to_builtins(choice)


def _evidence(room: Newsroom, look: Look, printed: PrintedStory) -> list[Article]:
    """The story's articles as the issue had them, lead first."""
    held = look.articles or room.archive.articles(printed.articles)
    return [held[one] for one in printed.articles if one in held]


def _words(room: Newsroom, look: Look, candidate: Candidate) -> dict[str, dict[str, str]]:
    """How each article of a story, printed or not, writes what it says: its stems to their words, by its id."""
    from digest.cli.explain import terms

    wanted = [one.id for one in candidate.articles]
    read = look.articles or room.archive.articles(wanted)
    told = {one: (f"{read[one].headline}\n{read[one].text}", read[one].lang) for one in wanted if one in read}
    for held in room.archive.find([one.key for one in candidate.articles]):
        entry = held.entry
        text = f"{entry.title}\n{entry.summary}\n{entry.content}"
        told.setdefault(entry.article, (text, entry.lang or look.issue.publication.lang))
    return {one: terms.written(text, lang) for one, (text, lang) in told.items()}


def _dropped(room: Newsroom, given: Given, found: Found) -> None:
    from digest.cli.explain import dropping

    assert found.dropped is not None
    assert found.look is not None
    console, one, issue = given.console, found.dropped, found.look.issue
    for line in wrapped(one.headline or "(no headline)"):
        console.line(line)
    where = f"No. {issue.number} of {issue.date}" if found.look.made else f"{issue.date}, not made yet"
    console.line(f"{one.source} · {where}")
    console.line()
    for line in wrapped(f"→ dropped: {found.reason}"):
        console.line(line)
    advice = dropping.advice(room, found)
    _advise(given, advice)
    console.fact(
        issue=_issue_fact(found.look),
        dropped={"article": one, "reason": found.reason, "advice": advice},
        printed_in=None if found.printed_in is None else found.printed_in.number,
    )


def _strange(room: Newsroom, given: Given, found: Found) -> None:
    from digest.cli.explain import dropping
    from digest.cli.looking import as_of

    console = given.console
    url = found.url or ""
    if found.held is not None:
        now = as_of(room, given)
        console.line(found.held.entry.title or url)
        said = dropping.unconsidered(room, found.held, now)
    else:
        console.line(url)
        said = dropping.unknown(room, url)
    _advise(given, said)
    console.fact(unknown={"url": url, "held": found.held is not None, "advice": said})


def _advise(given: Given, advice: list[str]) -> None:
    for said in advice:
        # A command is left whole, so that it can be copied.
        for line in [f"  {said}"] if said.startswith("`digest explain ") else wrapped(said, indent=2):
            given.console.line(line)


def _issue_fact(look: Look) -> dict[str, Any]:
    return {"number": look.issue.number, "date": look.issue.date.isoformat(), "made": look.made}


def _heading(given: Given, text: str) -> None:
    given.console.line()
    given.console.line(text)
