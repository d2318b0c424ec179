"""Known vulnerabilities in what requirements.lock names, by pip-audit, where the advisory service answers.

Ends 1 where there is one. Where the service cannot be asked, it says so and ends 0: a machine without a way out is no
fault of the project's. Takes five minutes at the very most, some seconds where nothing answers.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements.lock"
TOOL = ROOT / "build/audit"
SERVICE = os.environ.get("DIGEST_ADVISORIES", "https://pypi.org/pypi")  # what pip-audit asks
PATIENCE = 10  # seconds for one answer
LONGEST = 120  # seconds for each of the two steps that may take long


def main() -> int:
    """The exit status."""
    pinned = dict(re.findall(r"^([A-Za-z0-9_.-]+)==(\S+)$", LOCK.read_text(), re.MULTILINE))
    reason = unreachable(*next((name, version) for name, version in pinned.items() if name == "aiohttp"))
    if reason is not None:
        return unasked(reason)
    try:
        found = audit()
    except subprocess.TimeoutExpired as error:
        return unasked(f"{Path(error.cmd[0]).name} took longer than {LONGEST} s")
    except (OSError, subprocess.CalledProcessError, ValueError) as error:
        return unasked(f"pip-audit could not be run: {error}")
    skipped = [each for each in found if "skip_reason" in each]
    flawed = [each for each in found if each.get("vulns")]
    for each in flawed:
        for flaw in each["vulns"]:
            mended = f"mended in {', '.join(flaw['fix_versions'])}" if flaw["fix_versions"] else "not mended yet"
            print(f"{each['name']} {each['version']}: {flaw['id']} {' '.join(flaw['aliases'])}: {mended}")
    for each in skipped:
        print(f"not audited: {each['skip_reason']}")
    if len(skipped) == len(found):
        return unasked("the advisory service knows none of these versions")
    print(f"{len(found) - len(skipped)} of {len(pinned)} packages audited; {len(flawed)} with known vulnerabilities")
    return 1 if flawed else 0


def unreachable(name: str, version: str) -> str | None:
    """Why the service cannot be asked; None where it tells of this version, as it does of any."""
    where = SERVICE.partition("://")[2].partition("/")[0]
    began = time.monotonic()
    try:
        with urllib.request.urlopen(f"{SERVICE}/{name}/{version}/json", timeout=PATIENCE) as answer:
            if "vulnerabilities" in json.load(answer):
                return None
            return f"{where} says nothing of vulnerabilities: a mirror, perhaps"
    except urllib.error.HTTPError as error:
        return f"{where} does not tell of {name} {version} (HTTP {error.code}): a mirror, perhaps"
    except (OSError, ValueError) as error:
        return f"{where} does not answer, after {time.monotonic() - began:.0f} s: {getattr(error, 'reason', error)}"


def audit() -> list[dict[str, object]]:
    """What pip-audit says of each package; it is installed apart from what it judges."""
    python = TOOL / "bin/python"
    if not python.exists():
        venv.create(TOOL, with_pip=True, clear=True)
    install = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "pip-audit>=2.9")
    subprocess.run([python, *install], check=True, timeout=LONGEST)
    asked = ("--requirement", LOCK, "--no-deps", "--disable-pip", "--format", "json", "--timeout", str(PATIENCE))
    ran = subprocess.run(
        [python, "-m", "pip_audit", *asked, "--progress-spinner", "off"],
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )
    if not ran.stdout.startswith("{"):
        raise ValueError((ran.stderr.strip().splitlines() or ["it said nothing"])[-1][:300])
    return list(json.loads(ran.stdout)["dependencies"])


def unasked(reason: str) -> int:
    """Say that nothing was audited."""
    print(f"NOT AUDITED: {reason}. Nothing is known of vulnerabilities in {LOCK.name}; this is no failure.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
