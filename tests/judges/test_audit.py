"""``make audit`` with the real pip-audit, before a service on loopback that answers as PyPI does."""

from __future__ import annotations

import asyncio
import functools
import json
import os
import queue
import re
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import trustme

from .conftest import missing

pytestmark = pytest.mark.judge

ROOT = Path(__file__).parents[2]
TOOL = ROOT / "build/audit"
PINNED = dict(re.findall(r"^([A-Za-z0-9_.-]+)==(\S+)$", (ROOT / "requirements.lock").read_text(), re.MULTILINE))
FLAW: dict[str, Any] = {
    "id": "PYSEC-2026-1",
    "aliases": ["CVE-2026-1", "GHSA-xxxx"],
    "details": "A request may be smuggled.",
    "summary": None,
    "fixed_in": ["99.1", "99.0.4"],
    "link": "https://osv.example/PYSEC-2026-1",
    "source": "osv",
    "withdrawn": None,
}


@dataclass
class Service:
    """PyPI behind a proxy that leads every connection to it, with a certificate of an authority of the test's own."""

    port: int
    authority: Path
    flaws: dict[str, list[dict[str, Any]]] = field(default_factory=dict)  # package -> what is known of it
    unknown: set[str] = field(default_factory=set)  # packages that it never heard of
    asked: list[str] = field(default_factory=list)

    def answer(self, path: str) -> tuple[int, bytes]:
        """Status and body of one request."""
        found = re.fullmatch(r"/pypi/([^/]+)/([^/]+)/json", path)
        if found is None or found[1] in self.unknown:
            return 404, b'{"message": "Not Found"}'
        self.asked.append(found[1])
        told = {"info": {"name": found[1], "version": found[2]}, "vulnerabilities": self.flaws.get(found[1], [])}
        return 200, json.dumps(told).encode()


async def _talk(
    service: Service, context: ssl.SSLContext, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    """One connection: CONNECT, then HTTPS, request after request."""
    try:
        asked = await reader.readuntil(b"\r\n\r\n")
        if not asked.startswith(b"CONNECT pypi.org:443 "):
            writer.write(b"HTTP/1.1 502 Not here\r\n\r\n")
            return
        writer.write(b"HTTP/1.1 200 Here you are\r\n\r\n")
        await writer.drain()
        await writer.start_tls(context)
        while True:
            path = (await reader.readuntil(b"\r\n\r\n")).split()[1].decode()
            status, body = service.answer(path)
            head = f"HTTP/1.1 {status} So\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            writer.write(head.encode() + body)
            await writer.drain()
    except (asyncio.IncompleteReadError, OSError):  # they have what they want
        return
    finally:
        writer.close()


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """A service that knows of no vulnerability."""
    authority = trustme.CA()
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("pypi.org").configure_cert(context)
    service = Service(0, path)
    ready: queue.Queue[int] = queue.Queue()
    loop = asyncio.new_event_loop()
    ended = asyncio.Event()

    async def run() -> None:
        server = await asyncio.start_server(functools.partial(_talk, service, context), "127.0.0.1", 0)
        ready.put(server.sockets[0].getsockname()[1])
        await ended.wait()
        server.close()

    thread = threading.Thread(target=lambda: loop.run_until_complete(run()), daemon=True)
    thread.start()
    service.port = ready.get(timeout=30)
    yield service
    loop.call_soon_threadsafe(ended.set)
    thread.join()
    loop.close()


def audited(service: Service, tmp_path: Path) -> tuple[int, str]:
    """The status of the audit, and what it says."""
    if not (TOOL / ".installed").exists():
        missing("pip-audit is not installed: make judges")
    names = ("https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY")
    environ = {name: value for name, value in os.environ.items() if name not in names}
    authority = str(service.authority)
    environ |= {
        "HTTPS_PROXY": f"http://127.0.0.1:{service.port}",
        "SSL_CERT_FILE": authority,  # for the script itself
        "REQUESTS_CA_BUNDLE": authority,  # for pip-audit
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "PIP_CACHE_DIR": str(tmp_path / "cache/pip"),
    }
    run = subprocess.run(
        [sys.executable, ROOT / ".ci/audit.py"], capture_output=True, text=True, timeout=300, env=environ
    )
    assert run.stderr == ""
    return run.returncode, run.stdout


def test_nothing_is_known(service: Service, tmp_path: Path) -> None:
    """Every package is asked for, none has a known vulnerability: status 0, and how many were looked at."""
    status, said = audited(service, tmp_path)
    assert (status, said) == (0, f"{len(PINNED)} of {len(PINNED)} packages audited; 0 with known vulnerabilities\n")
    assert {name.lower().replace("_", "-").replace(".", "-") for name in PINNED} == set(service.asked)


def test_one_is_known(service: Service, tmp_path: Path) -> None:
    """It fails, with the package, the advisory and what mends it; a package that nobody knows is named."""
    service.flaws["aiohttp"] = [FLAW, {**FLAW, "id": "PYSEC-2026-2", "withdrawn": "2026-02-01T00:00:00Z"}]
    service.unknown.add("jinja2")
    status, said = audited(service, tmp_path)
    lines = said.splitlines()
    assert status == 1, said
    assert lines[0].startswith(f"aiohttp {PINNED['aiohttp']}: PYSEC-2026-1 ")
    assert "CVE-2026-1" in lines[0]
    assert lines[0].endswith(": mended in 99.0.4, 99.1")
    assert "jinja2" in lines[1].lower()
    assert lines[1].startswith("not audited: ")
    assert lines[2:] == [f"{len(PINNED) - 1} of {len(PINNED)} packages audited; 1 with known vulnerabilities"]
