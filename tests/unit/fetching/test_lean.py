"""Authorities are loaded when there is something to verify."""

from __future__ import annotations

import ssl
import subprocess
import sys
from pathlib import Path

import pytest
import trustme

from digest.fetching.lean import context, without_authorities


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The machine's one authority."""
    path = tmp_path / "authorities.pem"
    trustme.CA().cert_pem.write_to_path(path)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "none"))
    return path


def known(made: ssl.SSLContext) -> int:
    """How many authorities a context knows."""
    return made.cert_store_stats()["x509_ca"]


def test_only_what_is_made_inside_knows_nobody(authority: Path) -> None:
    """It verifies all the same, and what is made afterwards is as ever."""
    with without_authorities():
        bare = ssl.create_default_context()
    assert (known(bare), bare.verify_mode, bare.check_hostname) == (0, ssl.CERT_REQUIRED, True)
    assert known(ssl.create_default_context()) == 1
    assert "set_default_verify_paths" not in vars(ssl.SSLContext)


def test_it_is_put_back_whatever_happens(authority: Path) -> None:
    """Though the import fails."""
    with pytest.raises(ImportError), without_authorities():
        raise ImportError
    assert known(ssl.create_default_context()) == 1


def test_ours_verifies_by_the_machines_authorities(authority: Path) -> None:
    """Host names too."""
    made = context()
    assert (known(made), made.verify_mode, made.check_hostname) == (1, ssl.CERT_REQUIRED, True)


def test_the_librarys_own_contexts_fail_closed(authority: Path) -> None:
    """Whoever asked aiohttp to verify in this program without a context would be refused, and not let through."""
    program = """
import asyncio, ssl
from digest.fetching import AiohttpFetcher
from digest.model import FetchRequest
async def main():
    [f async for f in AiohttpFetcher().fetch([FetchRequest(key="f", url="http://127.0.0.1:1/")])]
asyncio.run(main())
from aiohttp.connector import _SSL_CONTEXT_VERIFIED as made
print(made.cert_store_stats()["x509_ca"], made.verify_mode == ssl.CERT_REQUIRED, made.check_hostname)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0", "True", "True"]
