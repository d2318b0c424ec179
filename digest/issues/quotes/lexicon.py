"""The words of one language that bring in speech, read from ``speech.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files

EMPTY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Word lists in lower case; ``speech.toml`` says what each is for. A language without a list has it empty."""

    verbs: frozenset[str] = EMPTY
    narrow: frozenset[str] = EMPTY
    auxiliaries: frozenset[str] = EMPTY
    sources: tuple[tuple[str, ...], ...] = ()  # each a run of words: ("according", "to")
    pronouns: frozenset[str] = EMPTY
    male: frozenset[str] = EMPTY
    female: frozenset[str] = EMPTY
    objects: frozenset[str] = EMPTY
    articles: frozenset[str] = EMPTY
    stops: frozenset[str] = EMPTY
    joiners: frozenset[str] = EMPTY
    breaks: frozenset[str] = EMPTY
    parting: frozenset[str] = EMPTY
    going_on: frozenset[str] = EMPTY
    relative: frozenset[str] = EMPTY
    holding: frozenset[str] = EMPTY
    dialogue: frozenset[str] = EMPTY
    first: frozenset[str] = EMPTY
    leaning: frozenset[str] = EMPTY
    linking: frozenset[str] = EMPTY
    vague: frozenset[str] = EMPTY
    being: frozenset[str] = EMPTY
    titles: frozenset[str] = EMPTY
    particles: frozenset[str] = EMPTY
    naming: frozenset[str] = EMPTY
    telling: frozenset[str] = EMPTY
    writings: frozenset[str] = EMPTY
    bodies: frozenset[str] = EMPTY
    units: frozenset[str] = EMPTY
    days: frozenset[str] = EMPTY
    openers: frozenset[str] = EMPTY
    male_names: frozenset[str] = EMPTY
    female_names: frozenset[str] = EMPTY


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files(__package__).joinpath("speech.toml").read_text(encoding="utf-8"))


@cache
def lexicon(lang: str) -> Lexicon:
    """The words of a language by its BCP 47 tag; every list is empty for one that ``speech.toml`` does not know."""
    table = _tables().get(lang.lower().partition("-")[0], {})
    words = {f.name: frozenset(table.get(f.name, ())) for f in fields(Lexicon) if f.name != "sources"}
    return Lexicon(sources=tuple(tuple(source.split()) for source in table.get("sources", ())), **words)
