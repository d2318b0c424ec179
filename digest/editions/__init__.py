"""Issue → Edition: a frozen issue rendered for mail, for the web, and for a calendar."""

from __future__ import annotations

from digest.editions.environment import check, environment, shipped_templates
from digest.editions.renderer import JinjaRenderer
from digest.model import UNSUBSCRIBE_PLACEHOLDER

__all__ = ["UNSUBSCRIBE_PLACEHOLDER", "JinjaRenderer", "check", "environment", "shipped_templates"]
