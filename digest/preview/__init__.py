"""A look at what was made: the mail beside the page, on this machine only."""

from __future__ import annotations

from digest.preview.server import serve

__all__ = ["serve"]
