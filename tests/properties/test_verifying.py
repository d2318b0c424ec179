"""Whatever single character, offset or byte of an issue or its evidence changes is found."""

from __future__ import annotations

from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from proved import ARTICLES, EARLIER, ISSUE, evidence

from digest.codec import encode
from digest.issues import verifying
from digest.model import Article, Evidence, Issue

# Fields that nothing but the hash of the whole can prove: what the editor thought, and what nobody prints.
UNPROVED = {"score", "terms", "coverage", "publication", "format", "as_of", "since", "day", "thread", "paywall"}
CHARACTERS = st.characters(codec="utf-8", exclude_characters="\x00")


def leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path to every text and whole number that is proved by what is said of it."""
    if isinstance(value, dict):
        return [found for key, part in value.items() if key not in UNPROVED for found in leaves(part, (*path, key))]
    if isinstance(value, list):
        return [found for at, part in enumerate(value) for found in leaves(part, (*path, at))]
    return [path] if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)) else []


BUILT = msgspec.json.decode(encode(ISSUE))
PASSAGES = [path for path in leaves(BUILT) if path[-1] in ("text", "start", "end", "article")]
TEXTS = [path for path in leaves(BUILT) if path[-1] in ("headline", "speaker", "unit", "sha256", "url", "subject")]


def changed(path: tuple[Any, ...], how: Any) -> Issue:
    """The issue with the value there changed: a text by a function of it, a number by so much."""
    built = msgspec.json.decode(encode(ISSUE))
    holder = built
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = how(holder[path[-1]])
    return msgspec.convert(built, Issue)


def found(issue: Issue, articles: dict[str, Article] = ARTICLES) -> bool:
    """Whether anything is wrong."""
    return bool(verifying.verify(issue, articles, earlier=EARLIER).flaws)


@given(st.sampled_from(PASSAGES + TEXTS), st.data())
def test_any_change_of_a_printed_text_or_offset_is_found(path: tuple[Any, ...], data: st.DataObject) -> None:
    """One character of any passage, headline, speaker, unit, address or hash, and any offset."""

    def how(value: str | int) -> str | int:
        if isinstance(value, int):
            return value + data.draw(st.integers(-(10**6), 10**6).filter(bool))
        at = data.draw(st.integers(0, len(value) - 1))
        put = data.draw(CHARACTERS.filter(lambda character: character != value[at]))
        return value[:at] + put + value[at + 1 :]

    assert found(changed(path, how))


@given(st.sampled_from(sorted(ARTICLES)), st.data())
def test_any_change_of_a_stored_text_is_found(id_: str, data: st.DataObject) -> None:
    """One character of it changed, put in, or taken out."""
    text = ARTICLES[id_].text
    at = data.draw(st.integers(0, len(text) - 1))
    put = data.draw(st.one_of(st.just(""), CHARACTERS, CHARACTERS.map(lambda character: character + text[at])))
    other = text[:at] + put + text[at + 1 :]
    assert found(ISSUE, {**ARTICLES, id_: replace(ARTICLES[id_], text=other)}) == (other != text)


@given(st.data())
def test_any_change_of_what_is_kept_is_found(data: st.DataObject) -> None:
    """One byte of the frozen file or of an article's row, one character of a hash or of a seal."""
    whole = evidence()
    what = data.draw(st.sampled_from(["body", "row", "sha256", "hash", "seal", "previous", "before", "after"]))

    def flipped(raw: bytes) -> bytes:
        at = data.draw(st.integers(0, len(raw) - 1))
        return raw[:at] + bytes([raw[at] ^ data.draw(st.integers(1, 255))]) + raw[at + 1 :]

    def other(text: str | None) -> str:
        return flipped((text or "").encode()).decode("utf-8", "replace")

    tampered: Evidence
    if what == "body":
        tampered = replace(whole, body=flipped(whole.body))
    elif what in ("row", "hash"):
        at = data.draw(st.integers(0, len(whole.articles) - 1))
        exhibit = whole.articles[at]
        put = {"body": flipped(exhibit.body or b"")} if what == "row" else {"sha256": other(exhibit.sha256)}
        tampered = replace(whole, articles=(*whole.articles[:at], replace(exhibit, **put), *whole.articles[at + 1 :]))
    else:
        tampered = replace(whole, **{what: other(getattr(whole, what))})
    assert verifying.read(tampered)[1]
