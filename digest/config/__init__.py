"""feeds.yml: the one file a person edits, read into a frozen ``Config``, and edited without losing a comment.

text ─▶ tree (YAML with places) ─▶ schema (what is allowed) ─▶ Written ─▶ Config, or every fault at once
        ╰───── the file alone: done once, and kept (caching) ─────╯   resolving: secrets, files, home; each time
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from digest.config.caching import Cache
from digest.config.reading import load
from digest.config.settings import Config, FetchSettings

if TYPE_CHECKING:
    from digest.config.describing import keys
    from digest.config.editing import add_source, remove_source
    from digest.config.starting import starter

__all__ = ["Cache", "Config", "FetchSettings", "add_source", "keys", "load", "remove_source", "starter"]

# Imported when first asked for: most commands only load.
_LATER = {"add_source": "editing", "keys": "describing", "remove_source": "editing", "starter": "starting"}


def __getattr__(name: str) -> object:
    if name in _LATER:
        return getattr(importlib.import_module(f"{__name__}.{_LATER[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
