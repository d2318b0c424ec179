"""Where the programs lie: ours, and the Python of the peers' own environment."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

BENCHMARKS = Path(__file__).resolve().parent.parent
PEERS = BENCHMARKS / "peers"
_ENVIRONMENT = BENCHMARKS / ".venv"
_INSTALL = """the peers are not installed; once:
    python -m venv benchmarks/.venv
    benchmarks/.venv/bin/pip install -r benchmarks/peers/requirements.txt"""


@dataclass(frozen=True, slots=True)
class Programs:
    """Ours and the peers'."""

    digest: str
    python: str  # of the peers

    def peer(self, script: str, *options: str | Path) -> list[str]:
        """The command that runs a script of ``benchmarks/peers``."""
        return [self.python, str(PEERS / script), *map(str, options)]

    def has(self, module: str) -> bool:
        """Whether the peers' environment holds a module."""
        code = f"import importlib.util, sys; sys.exit(importlib.util.find_spec({module!r}) is None)"
        return subprocess.run([self.python, "-c", code], check=False).returncode == 0

    def version(self, package: str) -> str:
        """The version of a peer."""
        code = f"import importlib.metadata as m; print(m.version({package!r}))"
        return subprocess.run([self.python, "-c", code], check=True, capture_output=True, text=True).stdout.strip()


def options(parser: argparse.ArgumentParser) -> None:
    """The options that every benchmark takes."""
    beside = Path(sys.executable).parent / "digest"
    parser.add_argument("--digest", default=str(beside if beside.exists() else "digest"), help="how to start ours")
    parser.add_argument("--peers", default=str(_ENVIRONMENT / "bin/python"), help="the Python that has the peers")
    parser.add_argument("--repeat", type=int, default=2, help="runs of each, of which the cheapest counts (default 2)")


def find(given: argparse.Namespace) -> Programs:
    """The programs that the options name. Ends the benchmark where one is missing."""
    # All run from compiled bytecode, as they do where they are installed.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if not shutil.which(given.peers):
        sys.exit(_INSTALL)
    digest = shutil.which(given.digest)
    if digest is None:
        sys.exit(f"{given.digest}: no such program")
    subprocess.run([digest, "run", "--help"], check=True, capture_output=True)  # compiles what is not yet
    return Programs(str(Path(digest).absolute()), str(Path(given.peers).absolute()))
