"""The stages that read rows: each takes rows and gives answers, one a row, in the same order."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeAlias

from digest.cli.lab.articles import as_article
from digest.cli.lab.fields import BadRowError, Row, lang_of, published_of, text_of

Answer: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Numbered:
    """A row and the line it stood on."""

    line: int
    row: Row


def run(stage: str, *, sentences: int | None, words: int | None, method: str | None) -> int:
    """Answer every row of standard input. Returns how many rows were bad."""
    if stage == "summarize":
        from digest.summarizers import DEFAULT, get

        summarizer = get(method or DEFAULT)
        count = sentences if sentences or words else 3
        return _each(lambda row: _summarize(row, summarizer, count, words))
    if stage in _TOGETHER:
        return _all(_TOGETHER[stage])
    return _each(_ALONE[stage])


# ------------------------------------------------------------------------------------------------------------ reading


def _rows(faults: list[int]) -> Iterator[Numbered]:
    for number, line in enumerate(sys.stdin.buffer, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            if not isinstance(row, dict) or row.get("id") is None:
                raise BadRowError("not an object with an id")
        except (ValueError, RecursionError) as error:
            _bad(number, error, faults)
            continue
        yield Numbered(number, row)


def _bad(line: int, error: Exception, faults: list[int]) -> None:
    faults.append(line)
    print(f"digest: standard input:{line}: {error}", file=sys.stderr)


def _print(row: Row, answer: Answer) -> None:
    line = json.dumps({"id": row["id"], **answer}, ensure_ascii=False)
    try:
        line.encode()
    except UnicodeEncodeError:
        # Half of a surrogate pair, which JSON can write and UTF-8 cannot.
        line = json.dumps({"id": row["id"], **answer})
    sys.stdout.write(line + "\n")


def _each(stage: Callable[[Row], Answer]) -> int:
    faults: list[int] = []
    for numbered in _rows(faults):
        try:
            answer = stage(numbered.row)
        except BadRowError as error:
            _bad(numbered.line, error, faults)
            continue
        _print(numbered.row, answer)
    return len(faults)


def _all(stage: Callable[[list[Row]], list[Answer]]) -> int:
    faults: list[int] = []
    good: list[Row] = []
    for numbered in _rows(faults):
        try:
            as_article(numbered.row, "0")
        except BadRowError as error:
            _bad(numbered.line, error, faults)
            continue
        good.append(numbered.row)
    for row, answer in zip(good, stage(good), strict=True):
        _print(row, answer)
    return len(faults)


# -------------------------------------------------------------------------------------------------------- row by row


def _sentences(row: Row) -> Answer:
    from digest.text import sentences

    text = text_of(row)
    return {"sentences": [{"start": s.start, "end": s.end} for s in sentences(text, lang_of(row, text))]}


def _language(row: Row) -> Answer:
    from digest.text import language

    return {"lang": language(text_of(row))}


def _dates(row: Row) -> Answer:
    from digest.dates import find

    text = text_of(row)
    return {
        "dates": [
            {
                "start": d.start,
                "end": d.end,
                "from": d.first.isoformat() if d.first else None,
                "to": d.last.isoformat() if d.last else None,
                "vague": d.vague,
            }
            for d in find(text, published=published_of(row), lang=lang_of(row, text))
        ]
    }


def _forward(row: Row) -> Answer:
    from digest.issues.forward import look

    text = text_of(row)
    found = look(text, published=published_of(row), lang=lang_of(row, text))
    return {"forward": found.forward, "score": round(found.score, 4)}


def _quotes(row: Row) -> Answer:
    from digest.issues.quotes import find

    text = text_of(row)
    return {"quotes": [{"start": q.start, "end": q.end, "speaker": q.speaker} for q in find(text, lang_of(row, text))]}


def _figures(row: Row) -> Answer:
    from digest.issues.figures import find

    text = text_of(row)
    return {
        "figures": [
            {"start": f.start, "end": f.end, "value": f.value, "unit": f.unit, "hedge": f.hedge}
            for f in find(text, lang_of(row, text))
        ]
    }


def _extract(row: Row) -> Answer:
    from digest.articles import extract

    page = extract(text_of(row, "html"), text_of(row, "url") if row.get("url") else "")
    return {
        "headline": page.headline,
        "text": page.text,
        "byline": page.byline,
        "published": page.published.strftime("%Y-%m-%dT%H:%M:%SZ") if page.published else None,
        "lang": page.lang,
        "image": page.image,
    }


def _summarize(row: Row, summarizer: Any, sentences: int | None, words: int | None) -> Answer:
    rows = row.get("articles")
    if rows is None:
        rows = [row]
    if not isinstance(rows, list) or not all(isinstance(part, dict) for part in rows):
        raise BadRowError("'articles' must be a list of objects")
    base = {"lang": row.get("lang"), "published": row.get("published")}
    made = [as_article({**base, **part}, str(index), empty=len(rows) > 1) for index, part in enumerate(rows)]
    summary = summarizer.summarize(made, sentences=sentences, words=words)
    return {
        "sentences": [
            {"text": s.text, "article": int(s.article), "start": s.start, "end": s.end} for s in summary.sentences
        ]
    }


_ALONE: dict[str, Callable[[Row], Answer]] = {
    "sentences": _sentences,
    "language": _language,
    "dates": _dates,
    "forward": _forward,
    "quotes": _quotes,
    "figures": _figures,
    "extract": _extract,
}


# ------------------------------------------------------------------------------------------------------ all together


def _cluster(rows: list[Row]) -> list[Answer]:
    from digest.stories import clean, cluster, duplicates

    made = [as_article(row, str(index)) for index, row in enumerate(rows)]
    cleaned = clean(made)
    groups = cluster(made, duplicates(made, cleaned=cleaned), cleaned=cleaned).groups
    return [{"cluster": group} for group in _named(groups, rows)]


def _duplicates(rows: list[Row]) -> list[Answer]:
    from digest.stories import duplicates

    made = [as_article(row, str(index)) for index, row in enumerate(rows)]
    return [{"group": group} for group in _named(duplicates(made), rows)]


def _named(groups: tuple[tuple[str, ...], ...], rows: list[Row]) -> list[str]:
    """The group of each row, named for its first row's id."""
    names: dict[int, str] = {}
    for group in groups:
        members = sorted(map(int, group))
        for member in members:
            names[member] = str(rows[members[0]]["id"])
    return [names[index] for index in range(len(rows))]


def _budget(rows: list[Row]) -> list[Answer]:
    from digest.issues import rank, select
    from digest.model import Rules, Source
    from digest.stories import tell

    made = [as_article(row, str(index)) for index, row in enumerate(rows)]
    now = max((a.published for a in made if a.published), default=datetime(1970, 1, 1, tzinfo=UTC))
    sources = {a.source: Source(key=a.source, name=a.source_name, url="") for a in made}
    budget = rank(tell(made), sources=sources, now=now)
    places = {p.story.id: p.rank for p in select(budget, Rules(), sources=sources).placed}
    answers: list[Answer] = [{} for _ in rows]
    for ranked in budget:
        members = sorted(int(a.id) for a in ranked.story.articles)
        for member in members:
            answers[member] = {
                "cluster": str(rows[members[0]]["id"]),
                "rank": places.get(ranked.story.id),
                "score": ranked.score,
            }
    return answers


_TOGETHER: dict[str, Callable[[list[Row]], list[Answer]]] = {
    "cluster": _cluster,
    "duplicates": _duplicates,
    "budget": _budget,
}
