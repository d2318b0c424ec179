"""Puts editions and pages into ``output/``, so that readers find either the last site or the next one, never a part."""

from __future__ import annotations

from digest.publishing.folder import FolderPublisher

__all__ = ["FolderPublisher"]
