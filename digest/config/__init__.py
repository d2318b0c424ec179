"""feeds.yml: the one file a person edits, read into a frozen ``Config``, and edited without losing a comment.

text ─▶ tree (YAML with places) ─▶ schema (what is allowed) ─▶ Config, or every fault at once
"""

from __future__ import annotations

from digest.config.editing import add_source, remove_source
from digest.config.reading import keys, load
from digest.config.settings import Config, FetchSettings
from digest.config.starter import starter

__all__ = ["Config", "FetchSettings", "add_source", "keys", "load", "remove_source", "starter"]
