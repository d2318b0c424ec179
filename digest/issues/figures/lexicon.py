"""The words of one language that figures are told by, read from ``figures.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

EMPTY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Word lists in lower case; ``figures.toml`` says what each is for."""

    grouping: str = ","
    decimal: str = "."
    compound: bool = False
    percent: tuple[str, ...] = ()
    percent_before: tuple[str, ...] = ()
    currencies: frozenset[str] = EMPTY
    counted: frozenset[str] = EMPTY
    casualties: frozenset[str] = EMPTY
    measures: frozenset[str] = EMPTY
    times: frozenset[str] = EMPTY
    sentenced: tuple[str, ...] = ()
    labels: frozenset[str] = EMPTY
    listed: frozenset[str] = EMPTY
    scores: frozenset[str] = EMPTY
    nouns: tuple[str, ...] = ()
    months: frozenset[str] = EMPTY
    stops: frozenset[str] = EMPTY
    verbs: frozenset[str] = EMPTY
    hedges: tuple[str, ...] = ()  # longest first
    between: str = ""
    participles: frozenset[str] = EMPTY
    modifiers: frozenset[str] = EMPTY
    year_before: frozenset[str] = EMPTY
    fractions: tuple[str, ...] = ()
    aged: tuple[str, ...] = ()
    multipliers: Mapping[str, float] = field(default_factory=dict)
    letters: Mapping[str, float] = field(default_factory=dict)
    numerals: Mapping[str, float] = field(default_factory=dict)


@cache
def _tables() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files(__package__).joinpath("figures.toml").read_text(encoding="utf-8"))


@cache
def lexicon(lang: str) -> Lexicon:
    """The words of a language by its BCP 47 tag; an unknown one has digits as English has them, and no words."""
    table = _tables().get(lang.lower().partition("-")[0], {})

    def words(name: str) -> frozenset[str]:
        return frozenset(table.get(name, ()))

    return Lexicon(
        grouping=table.get("grouping", ","),
        decimal=table.get("decimal", "."),
        compound=table.get("compound", False),
        percent=tuple(sorted(table.get("percent", ()), key=len, reverse=True)),
        percent_before=tuple(table.get("percent_before", ())),
        currencies=words("currencies"),
        counted=words("counted"),
        casualties=words("casualties"),
        measures=words("measures"),
        times=words("times"),
        sentenced=tuple(table.get("sentenced", ())),
        labels=words("labels"),
        listed=words("list"),
        scores=words("scores"),
        nouns=tuple(table.get("nouns", ())),
        months=words("months"),
        stops=words("stops"),
        verbs=words("verbs"),
        hedges=tuple(sorted(table.get("hedges", ()), key=lambda hedge: (-len(hedge), hedge))),
        between=table.get("between", ""),
        participles=words("participles"),
        modifiers=words("modifiers"),
        year_before=words("year_before"),
        fractions=tuple(table.get("fractions", ())),
        aged=tuple(table.get("aged", ())),
        multipliers=table.get("multipliers", {}),
        letters=table.get("letters", {}),
        numerals=table.get("numerals", {}),
    )
