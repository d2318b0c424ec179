"""The keys of feeds.yml in words, for the documentation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.config.faults import model_in
from digest.config.schema import FeedKeys, FeedsFile, SeedKeys

if TYPE_CHECKING:
    from pydantic import BaseModel


def keys() -> tuple[tuple[str, str], ...]:
    """Each key of feeds.yml and what it says, in the schema's order: ``("sources[].feed", "URL of …")``."""
    found: dict[str, str] = {}

    def walk(model: type[BaseModel], base: str) -> None:
        for name, field in model.model_fields.items():
            path = f"{base}{field.alias or name}"
            found.setdefault(path, field.description or "")
            inner = model_in(field.annotation)
            if inner is not None:
                walk(inner, f"{path}[]." if "list[" in str(field.annotation) else f"{path}.")
            elif path == "sources":
                walk(FeedKeys, "sources[].")
                walk(SeedKeys, "sources[].")

    walk(FeedsFile, "")
    return tuple(found.items())
