"""What CI says of known vulnerabilities: they fail it, a service that does not answer does not."""

from __future__ import annotations

import http.server
import importlib.util
import json
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

PATH = Path(__file__).parents[2] / ".ci/audit.py"
FLAW = {"id": "PYSEC-2026-1", "fix_versions": ["2.0"], "aliases": ["CVE-2026-1"], "description": "Bad."}


@pytest.fixture
def audit() -> ModuleType:
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("audit", PATH)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@pytest.fixture
def service() -> Iterator[tuple[str, dict[str, object]]]:
    """A service of advisories: its address, and its next status and body."""
    says: dict[str, object] = {"status": 200, "body": {"info": {}, "vulnerabilities": []}}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(int(str(says["status"])))
            self.end_headers()
            self.wfile.write(json.dumps(says["body"]).encode())

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/pypi", says
    server.shutdown()
    server.server_close()


def test_a_service_that_is_not_there_is_no_failure(
    audit: ModuleType, service: tuple[str, dict[str, object]], capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody listens; it does not know what is asked; it knows no vulnerabilities: said each time, and nothing more."""
    where, says = service
    for url, status, body, words in (
        ("http://127.0.0.1:9/pypi", 200, {}, "127.0.0.1:9 does not answer"),
        (where, 404, {}, "(HTTP 404): a mirror, perhaps"),
        (where, 200, {"info": {}}, "says nothing of vulnerabilities"),
        (where, 200, "no report", "says nothing of vulnerabilities"),
    ):
        audit.SERVICE = url
        says |= {"status": status, "body": body}
        assert audit.main() == 0
        said = capsys.readouterr().out
        assert said.startswith("NOT AUDITED: ")
        assert words in said


@pytest.mark.parametrize(
    ("found", "status", "words"),
    [
        ([{"name": "a", "version": "1", "vulns": []}], 0, "0 with known vulnerabilities"),
        (
            [{"name": "a", "version": "1", "vulns": [FLAW]}, {"name": "b", "skip_reason": "b is not there"}],
            1,
            "a 1: PYSEC-2026-1 CVE-2026-1: mended in 2.0\nnot audited: b is not there\n1 of ",
        ),
        ([{"name": "b", "skip_reason": "b is not there"}], 0, "NOT AUDITED: the advisory service knows none"),
    ],
)
def test_what_is_found_decides(
    audit: ModuleType,
    service: tuple[str, dict[str, object]],
    capsys: pytest.CaptureFixture[str],
    found: list[dict[str, object]],
    status: int,
    words: str,
) -> None:
    """A known vulnerability fails; what could not be looked up is named."""
    audit.SERVICE = service[0]
    audit.audit = lambda: found
    assert audit.main() == status
    assert words in capsys.readouterr().out


@pytest.mark.parametrize(
    "error", [subprocess.TimeoutExpired(["/x/python"], 120), ValueError("no network"), OSError("no room")]
)
def test_a_tool_that_cannot_be_run_is_no_failure(
    audit: ModuleType, service: tuple[str, dict[str, object]], capsys: pytest.CaptureFixture[str], error: Exception
) -> None:
    """It may not be there to be installed, or take too long."""

    def fails() -> list[dict[str, object]]:
        raise error

    audit.SERVICE, audit.audit = service[0], fails
    assert audit.main() == 0
    assert capsys.readouterr().out.startswith("NOT AUDITED: ")
