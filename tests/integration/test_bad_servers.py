"""Servers that break the rules: what the user is told of each, and that another feed of the same run is read."""

from __future__ import annotations

import asyncio
import gzip
import json
import socket
import ssl
import subprocess
import sys
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import installed
import pytest
import trustme
from badservers import FEED, Bad, answer, ask, listening

from digest.model import FetchRequest


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer's proxy is not part of these tests."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


HEAD = b"HTTP/1.1 200 OK\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (b"", "the server closed the connection without an answer"),
        (b"HTTP/1.1 200", "the server closed the connection without an answer"),
        (b"HTTP/1.1 100 Continue\r\n\r\n" * 1_000, "the server closed the connection without an answer"),
        (FEED, "the answer is not HTTP"),
        (bytes(range(256)) * 4, "the answer is not HTTP"),
        (b"220 mail.example ESMTP\r\n" * 3, "the answer is not HTTP"),
        (b"HTTP/2 200 OK\r\n\r\n" + FEED, "the answer is not HTTP"),
        (HEAD + b"X-Policy: " + b"x" * 100_000 + b"\r\n\r\n" + FEED, "its headers are too large"),
        (HEAD + b"X-A: b\r\n" * 20_000 + b"\r\n" + FEED, "its headers are too large"),
        (HEAD + b"no colon\r\n\r\n" + FEED, "the answer breaks the rules of HTTP: invalid header token"),
        (
            HEAD + b"Content-Length: -1\r\n\r\n",
            "the answer breaks the rules of HTTP: invalid character in content-length",
        ),
        (
            HEAD + b"Content-Length: 8\r\nContent-Length: 9\r\n\r\n",
            "the answer breaks the rules of HTTP: duplicate content-length",
        ),
        (CHUNKED + b"zz\r\n" + FEED, "the answer breaks the rules of HTTP: invalid character in chunk size"),
        (CHUNKED + b"F" * 20 + b"\r\n" + FEED, "the answer breaks the rules of HTTP: chunk size overflow"),
        (CHUNKED + b"5\r\nfeed!\r\n", "the server closed the connection in mid-body"),
        (HEAD + b"Content-Length: 5000\r\n\r\n" + FEED, "the server closed the connection in mid-body"),
        (HEAD + b"Content-Length: 0\r\n\r\n", "HTTP 200: answered with nothing"),
        (b"HTTP/1.1 204 No Content\r\n\r\n", "HTTP 204: answered with nothing"),
        (HEAD + b"Content-Length: 99000000\r\n\r\n" + FEED, "too large: over 10 MB"),
    ],
)
def test_answers_that_are_none(said: bytes, reason: str) -> None:
    """Each is named, none is raised, and nothing of it is kept."""
    fetched = ask(Bad({"/feed": said}), "/feed")["/feed"]
    assert (fetched.state, fetched.reason, fetched.body) == ("failed", reason, b"")


@pytest.mark.parametrize(
    "said",
    [
        b"HTTP/1.0 200 OK\r\n\r\n" + FEED,
        HEAD + b"\r\n" + FEED,
        b"HTTP/1.1 200\r\n\r\n" + FEED,
        HEAD.replace(b"\r", b"") + b"\n" + FEED,
        HEAD + b"Content-Security-Policy: " + b"x" * 30_000 + b"\r\n\r\n" + FEED,
    ],
)
def test_answers_that_are_odd_and_still_good(said: bytes) -> None:
    """Old, without a length, without words, with bare line ends, with more policy than news."""
    fetched = ask(Bad({"/feed": said}), "/feed")["/feed"]
    assert (fetched.state, fetched.body) == ("read", FEED)


async def _never(_: asyncio.StreamWriter) -> None:
    await asyncio.sleep(60)


async def _drips(writer: asyncio.StreamWriter) -> None:
    for byte in answer():
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(0.1)


async def _drips_body(writer: asyncio.StreamWriter) -> None:
    writer.write(answer(body=b"")[:-2].replace(b"Length: 0", b"Length: 500") + b"\r\n")
    await _drips(writer)


async def _stalls(writer: asyncio.StreamWriter) -> None:
    writer.write(answer()[:-20])
    await writer.drain()
    await asyncio.sleep(60)


@pytest.mark.parametrize(
    ("talk", "where"),
    [
        (_never, "without an answer"),
        (_drips, "without an answer"),
        (_drips_body, "in mid-body"),
        (_stalls, "in mid-body"),
    ],
)
def test_answers_that_do_not_end(talk: Any, where: str) -> None:
    """The time is for all of it: a byte now and then wins nothing."""
    fetched = ask(Bad({"/feed": talk}), "/feed", total_timeout=2.0)["/feed"]
    assert fetched.reason == f"timed out after 2 s {where}"


@pytest.mark.parametrize("length", ["Content-Length: 999999999999\r\n", ""])
def test_a_stream_without_end_stops_at_the_cap(length: str) -> None:
    """Announced or not, it is not read on for the rest of the time."""

    async def flows(writer: asyncio.StreamWriter) -> None:
        writer.write(f"HTTP/1.1 200 OK\r\n{length}\r\n".encode())
        while not writer.is_closing():
            writer.write(b"<item/>" * 10_000)
            await writer.drain()

    fetched = ask(Bad({"/feed": flows}), "/feed", max_bytes=300_000, total_timeout=120.0)["/feed"]
    assert fetched.reason == "too large: over 300 KB"


def _packed(body: bytes, wbits: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, wbits)
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize(
    ("body", "encoding", "reason"),
    [
        (_packed(bytes(2_000_000), 31), "gzip", "too large: over 1 MB"),
        (_packed(bytes(2_000_000), 15), "deflate", "too large: over 1 MB"),
        (_packed(bytes(2_000_000), -15), "deflate", "too large: over 1 MB"),
        (gzip.compress(bytes(100_000), mtime=0) * 20, "gzip", "too large: over 1 MB"),
        (
            gzip.compress(gzip.compress(bytes(2_000_000), mtime=0), mtime=0),
            "gzip, gzip",
            "packed as gzip, gzip, which was not asked for",
        ),
        (b"\x1b\xff", "br", "packed as br, which was not asked for"),
        (b"\x28\xb5\x2f\xfd", "zstd", "packed as zstd, which was not asked for"),
        (gzip.compress(FEED, mtime=0)[:-9], "gzip", "the gzip body is cut short"),
        (b"\x1f\x8b\x08" + bytes(50), "gzip", "a damaged gzip body"),
    ],
)
def test_bombs_and_what_will_not_unpack(body: bytes, encoding: str, reason: str) -> None:
    """The cap is on what comes out; what cannot be unpacked bit by bit is not asked for, and named where it comes."""
    bad = Bad({"/feed": answer(body=body, Content_Encoding=encoding)})
    assert ask(bad, "/feed", max_bytes=1_000_000)["/feed"].reason == reason
    assert all("Accept-Encoding: gzip, deflate\r\n" in head for head in bad.heads)


def test_a_bomb_in_a_bomb_stays_packed() -> None:
    """Only what the header names is undone, once."""
    inner = gzip.compress(bytes(50_000_000))
    bad = Bad({"/feed": answer(body=gzip.compress(inner, mtime=0), Content_Encoding="gzip")})
    assert ask(bad, "/feed")["/feed"].body == inner


# Runs a command and prints its peak memory. A process of its own, and small: a child's peak is at least its parent's.
_PEAK = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], capture_output=True, text=True)
scale = 1 if sys.platform == "darwin" else 1024
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * scale / 1e6)
print(done.stdout, done.stderr)
"""


def test_a_bomb_takes_little_memory(tmp_path: Path) -> None:
    """300 MB in 292 KB: all of `digest fetch` stays below 90 MB, says so, and reads the feed beside it."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(packer.compress(bytes(1_000_000)) for _ in range(300)) + packer.flush()
    assert len(bomb) < 300_000
    news = installed.FEED.format(**installed.BRIDGE).encode()
    bad = Bad({"/bomb": answer(body=bomb, Content_Encoding="gzip"), "/news": answer(body=news)})

    async def scenario() -> str:
        async with listening(bad):
            base = f"http://127.0.0.1:{bad.port}"
            installed.write(tmp_path, f"  - {{feed: {base}/bomb, name: Bomb}}\n  - {{feed: {base}/news, name: Good}}\n")
            command = (sys.executable, "-c", _PEAK, installed.PROGRAM, "fetch")
            process = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE, cwd=tmp_path)
            out, _ = await process.communicate()
            return out.decode()

    peak, _, said = asyncio.run(scenario()).partition("\n")
    assert "Bomb: too large: over 10 MB" in said
    assert "1 read, 1 failed; 1 entry, 1 new" in said
    assert float(peak) < 90


# ---------------------------------------------------------------------------------------------------------------- TLS


def test_certificates_that_are_not_good(tmp_path: Path) -> None:
    """What is wrong with each and what can be done; beside them, a good one is."""
    authority, stranger = trustme.CA(), trustme.CA()
    between = authority.create_child_ca()
    past = datetime.now(UTC) - timedelta(days=400)
    certificates = {
        "good": authority.issue_cert("127.0.0.1"),
        "whole chain": between.issue_cert("127.0.0.1"),
        "expired": authority.issue_cert("127.0.0.1", not_before=past, not_after=past + timedelta(days=90)),
        "another host": authority.issue_cert("quay.example"),
        "stranger": stranger.issue_cert("127.0.0.1"),
    }
    contexts = {}
    for name, certificate in certificates.items():
        contexts[name] = ssl_server()
        certificate.configure_cert(contexts[name])
    part = between.issue_cert("127.0.0.1")
    contexts["part of the chain"] = loaded(tmp_path, part.private_key_pem.bytes(), part.cert_chain_pems[0].bytes())
    contexts["self-signed"] = loaded(tmp_path, stranger.private_key_pem.bytes(), stranger.cert_pem.bytes())
    trusted = tmp_path / "trusted.pem"
    authority.cert_pem.write_to_path(trusted)
    program = """
import asyncio, json, sys
from digest.fetching import AiohttpFetcher
from digest.model import FetchRequest
async def main():
    requests = [FetchRequest(key=name, url=url) for name, url in json.loads(sys.argv[1]).items()]
    return {f.request.key: f.reason or f.state async for f in AiohttpFetcher().fetch(requests)}
print(json.dumps(asyncio.run(main())))
"""

    async def scenario() -> dict[str, str]:
        servers, urls = [], {}
        for name, context in contexts.items():
            server = await asyncio.start_server(Bad({}).talk, "127.0.0.1", 0, ssl=context)
            servers.append(server)
            urls[name] = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/good"
        try:
            # A process of its own: the machine's certificates are read when a program starts.
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-c",
                program,
                json.dumps(urls),
                stdout=subprocess.PIPE,
                env={"SSL_CERT_FILE": str(trusted)},
            )
            out, _ = await process.communicate()
        finally:
            for server in servers:
                server.close()
        found: dict[str, str] = json.loads(out)
        return found

    assert asyncio.run(scenario()) == {
        "good": "read",
        "whole chain": "read",
        "expired": "its TLS certificate is expired: the site must renew it, unless this machine's clock is wrong",
        "another host": "its TLS certificate is made out to another host: is the address right?",
        "stranger": UNKNOWN,
        "part of the chain": UNKNOWN,
        "self-signed": f"its TLS certificate is self-signed: {TRUST}",
    }


TRUST = "if you trust it, add it to this machine's certificates"
UNKNOWN = (
    "its TLS certificate is signed by nobody that this machine knows, or the server leaves out part of the chain: "
    + TRUST
)


def ssl_server() -> ssl.SSLContext:
    """A context to put a certificate into."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)


def loaded(folder: Path, key: bytes, certificate: bytes) -> ssl.SSLContext:
    """A context with exactly this."""
    path = folder / "server.pem"
    path.write_bytes(key + certificate)
    context = ssl_server()
    context.load_cert_chain(path)
    return context


# ---------------------------------------------------------------------------------------------------------- addresses


def test_addresses_as_people_write_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """International hosts go out in Punycode, spaces and letters in paths as UTF-8, passwords in their header."""
    real = socket.getaddrinfo
    looked_up = []

    def look_up(host: str, *args: Any, **kwargs: Any) -> Any:
        looked_up.append(host)
        return real("127.0.0.1" if host.endswith(".example") else host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    bad = Bad({"/caf%C3%A9/my%20feed?q=%C3%A5": answer(), "/secret": answer()})
    found = ask(
        bad,
        FetchRequest(key="words", url="http://bücher.example:PORT/café/my feed?q=å"),
        FetchRequest(key="secret", url="http://quay.example:PORT/secret".replace("quay", "reader:p%40ss@quay")),
    )
    assert {key: fetched.state for key, fetched in found.items()} == {"words": "read", "secret": "read"}
    assert "xn--bcher-kva.example" in looked_up
    assert found["secret"].url == f"http://quay.example:{bad.port}/secret"
    (head,) = (head for head in bad.heads if "/secret" in head)
    assert "Authorization: Basic cmVhZGVyOnBAc3M=\r\n" in head


# ---------------------------------------------------------------------------------------------------------- redirects


def to(place: str, status: str = "301 Moved Permanently", **headers: str) -> bytes:
    """A redirect."""
    return answer(status, b"", Location=place, **headers)


MOVED = {
    "/old": to("/older"),
    "/older": to("/new", "308 Permanent Redirect"),
    "/today": to("/older", "302 Found"),
    "/back": to("/today"),
    "/session": to("/new#top"),
    "/secret": to("http://reader:word@127.0.0.1:PORT/new"),
    "/new": answer(),
}


@pytest.mark.parametrize(
    ("path", "moved"),
    [("/new", None), ("/old", "/new"), ("/older", "/new"), ("/today", None), ("/back", None), ("/session", "/new")],
)
def test_where_a_feed_has_moved_to(path: str, moved: str | None) -> None:
    """Where every step was for ever; one that was for today spoils it."""
    bad = Bad(MOVED)
    fetched = ask(bad, path)[path]
    assert fetched.state == "read"
    assert fetched.moved == (f"http://127.0.0.1:{bad.port}{moved}" if moved else None)


def test_a_feed_that_moved_and_has_not_changed() -> None:
    """304 from the new place tells it too."""
    bad = Bad({"/old": to("/new"), "/new": b"HTTP/1.1 304 Not Modified\r\n\r\n"})
    fetched = ask(bad, FetchRequest(key="old", url="http://127.0.0.1:PORT/old", etag='"a"'))["old"]
    assert (fetched.state, fetched.moved) == ("unchanged", f"http://127.0.0.1:{bad.port}/new")


def test_no_password_in_where_it_moved_to() -> None:
    """Neither one that came with the address nor one that the server wrote."""
    bad = Bad(MOVED)
    found = ask(bad, FetchRequest(key="own", url="http://reader:word@127.0.0.1:PORT/old"), "/secret")
    assert {fetched.moved for fetched in found.values()} == {f"http://127.0.0.1:{bad.port}/new"}
    assert {fetched.url for fetched in found.values()} == {f"http://127.0.0.1:{bad.port}/new"}


def test_a_password_stays_with_its_server() -> None:
    """It goes along from page to page of one server, and to no other."""
    bad = Bad({"/here": to("http://127.0.0.1:PORT/new"), "/there": to("http://localhost:PORT/new"), "/new": answer()})
    requests = [FetchRequest(key=key, url=f"http://reader:word@127.0.0.1:PORT/{key}") for key in ("here", "there")]
    found = ask(bad, *requests, allow_private=True)
    assert {fetched.state for fetched in found.values()} == {"read"}
    told = {
        head.partition("Host: ")[2].partition(":")[0]: "Authorization" in head for head in bad.heads if "/new" in head
    }
    assert told == {"127.0.0.1": True, "localhost": False}


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (to("/feed"), "redirects in a circle"),
        ([to("/feed", Set_Cookie=f"n={n}") for n in range(20)], "too many redirects: over 10"),
        (to("file:///etc/passwd"), "redirects to a file: address, which is refused"),
        (to("ftp://quay.example/"), "redirects to a ftp: address, which is refused"),
        (to("javascript:alert(1)"), "redirects to a javascript: address, which is refused"),
        (to("http://169.254.169.254/latest/meta-data/"), "leads to a private address, which a feed may not reach"),
        (to("http://[::1]:PORT/good"), "leads to a private address, which a feed may not reach"),
        (to("http://localhost:PORT/good"), "leads to a private address, which a feed may not reach"),
        (to("http://2130706433:PORT/good"), "not a web address"),
        (to(""), "HTTP 301: redirects without saying where to"),
        (to("http://[::1/"), "HTTP 301: redirects to what is no address"),
    ],
)
def test_redirects_that_lead_nowhere(said: bytes | list[bytes], reason: str) -> None:
    """Circles, of cookies too; files; the operator's own network, however it is written."""
    bad = Bad({"/feed": said})
    assert ask(bad, "/feed")["/feed"].reason == reason
    assert bad.asked.count("/good") == 1


def test_a_feed_that_is_gone() -> None:
    """410 is told from what may come back."""
    found = ask(Bad({"/gone": answer("410 Gone", b"")}), "/gone", "/lost")
    assert (found["/gone"].status, found["/gone"].reason) == (410, "HTTP 410: gone for good")
    assert (found["/lost"].status, found["/lost"].reason) == (404, "HTTP 404: not found")
