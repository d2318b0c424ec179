"""The words of one language by which accounts are compared, read from ``accounts.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from importlib.resources import files
from typing import Any

EMPTY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Word lists in lower case; ``accounts.toml`` says what each is for. A language without a table has them empty."""

    least: frozenset[str] = EMPTY
    most: frozenset[str] = EMPTY
    over: frozenset[str] = EMPTY
    nearly: frozenset[str] = EMPTY
    about: frozenset[str] = EMPTY
    more: frozenset[str] = EMPTY
    least_behind: frozenset[str] = EMPTY
    most_behind: frozenset[str] = EMPTY
    about_behind: frozenset[str] = EMPTY
    persons: frozenset[str] = EMPTY
    idle: frozenset[str] = EMPTY
    crowds: frozenset[str] = EMPTY
    fresh: frozenset[str] = EMPTY
    scopes: frozenset[str] = EMPTY
    periods: frozenset[str] = EMPTY
    days: frozenset[str] = EMPTY
    ahead: frozenset[str] = EMPTY
    before: frozenset[str] = EMPTY
    sources: frozenset[str] = EMPTY
    saying: frozenset[str] = EMPTY
    running: frozenset[str] = EMPTY
    growing: frozenset[str] = EMPTY
    joints: frozenset[str] = EMPTY
    apart: frozenset[str] = EMPTY
    whole: frozenset[str] = EMPTY
    doubts: frozenset[str] = EMPTY
    weak_fates: frozenset[str] = EMPTY
    running_fates: frozenset[str] = EMPTY
    striking: frozenset[str] = EMPTY
    completing: frozenset[str] = EMPTY
    moving: frozenset[str] = EMPTY
    places: frozenset[str] = EMPTY
    weekdays: frozenset[str] = EMPTY
    months: frozenset[str] = EMPTY
    fates: Mapping[str, str] = field(default_factory=dict)  # form -> what it means


@cache
def _tables() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files(__package__).joinpath("accounts.toml").read_text(encoding="utf-8"))


@cache
def lexicon(lang: str) -> Lexicon | None:
    """The words of a language by its BCP 47 tag; None for one that ``accounts.toml`` does not know."""
    table = _tables().get(lang.lower().partition("-")[0])
    if table is None:
        return None
    words = {f.name: frozenset(table.get(f.name, ())) for f in fields(Lexicon) if f.name != "fates"}
    fates = {form: fate for fate, forms in table.get("fates", {}).items() for form in forms}
    return Lexicon(**words, fates=fates)
