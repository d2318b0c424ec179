"""What makes a machine run digest every day: the texts of a crontab, of systemd units, of a workflow, of a container.

Plan ─▶ crontab.block │ systemd.units │ github.workflow │ container.files
Pure: nothing is looked up or written here; ``digest schedule`` does that.
"""

from __future__ import annotations

from digest.scheduling.marking import ours
from digest.scheduling.plan import Plan

__all__ = ["Plan", "ours"]
