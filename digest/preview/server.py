"""The preview's server: this machine only, nothing but ``output/``, and no request to anywhere else."""

from __future__ import annotations

import ipaddress
import mimetypes
import socket
from collections.abc import Callable, Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from digest.errors import DigestError, UsageError
from digest.model import Edition
from digest.preview import view

# An issue's day -> its editions as the templates make them now.
Render = Callable[[str], tuple[Edition, ...]]

_NAMES = ("email.html", "email.txt", "index.html", "calendar.ics")
_SCHEMES = ("auto", "light", "dark")

# Neither the preview nor what it frames can run a script, post a form, or ask another machine for anything.
_POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
_FRAMED = _POLICY + "; frame-ancestors 'self'; sandbox allow-popups"


def serve(
    output: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    render: Render | None = None,
    ready: Callable[[str], None],
) -> None:
    """Serve the preview of ``output`` until interrupted (Ctrl-C), then return.

    ``port`` 0 takes a free one. ``render`` makes an issue's editions anew at each look, so that an edited template
    shows; without it the files are shown as they are. ``ready`` is called once with the address. Raises ``UsageError``
    where ``host`` is not this machine's own loopback, or the port is taken.
    """
    if not _loopback(host):
        raise UsageError("preview serves this machine only", where=host, fix="use 127.0.0.1, ::1 or localhost")
    try:
        server = _Server(host, port, output, render)
    except OSError as error:
        raise UsageError(
            f"cannot listen on port {port}: {error.strerror}", where=host, fix="choose another with --port"
        ) from error
    with server:
        try:
            ready(server.address)
            server.serve_forever(poll_interval=0.2)
        except KeyboardInterrupt:
            return  # Ctrl-C is how a preview ends


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, host: str, port: int, output: Path, render: Render | None) -> None:
        self.output = output
        self.render = render
        if ":" in host:
            self.address_family = socket.AF_INET6
        super().__init__((host, port), _Handler)
        shown = f"[{host}]" if ":" in host else host
        self.address = f"http://{shown}:{self.server_address[1]}/"
        # The names by which a browser on this machine may call us; any other is a page elsewhere reaching in by DNS.
        own = self.server_address[1]
        self.names = {f"{name}:{own}" for name in ("127.0.0.1", "localhost", "[::1]", shown)}

    def issues(self) -> list[str]:
        """The days of the issues, newest first."""
        folder = self.output / "issues"
        if not folder.is_dir():
            return []
        return sorted((path.name for path in folder.iterdir() if view.is_day(path.name)), reverse=True)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    server_version = "digest-preview"
    sys_version = ""
    timeout = 30

    def do_GET(self) -> None:
        """Answer a look, or a file in a scheme: ``/dark/issues/2031-05-07/email.html``."""
        if self.headers.get("Host", "") not in self.server.names:
            self._say(HTTPStatus.FORBIDDEN, "This preview answers only to its own address.")
            return
        parts = urlsplit(self.path)
        segments = [unquote(segment) for segment in parts.path.split("/") if segment]
        try:
            if not segments:
                self._send(self._preview(parts.query).encode(), "text/html; charset=utf-8", _POLICY)
            elif segments[0] in _SCHEMES:
                self._file(segments[0], segments[1:])
            else:
                self._say(HTTPStatus.NOT_FOUND, "There is no such page in this preview.")
        except ConnectionError:
            return  # the browser went away
        except DigestError as error:
            self._say(HTTPStatus.OK, str(error))
        except OSError as error:
            self._say(HTTPStatus.INTERNAL_SERVER_ERROR, f"cannot read the site: {error.strerror}")

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal belongs to the person."""

    def _preview(self, query: str) -> str:
        issues = self.server.issues()
        now = view.look(query, issues)
        fault = None
        sizes: dict[str, int] = {}
        if now.issue:
            try:
                sizes = {name: len(body) for name, body in self._editions(now.issue).items()}
            except DigestError as error:
                fault = str(error)
        return view.page(now, issues, sizes, fault)

    def _editions(self, day: str) -> Mapping[str, bytes]:
        """An issue's editions by name, made anew where that is asked for."""
        if self.server.render is not None:
            return {edition.path: edition.body for edition in self.server.render(day)}
        folder = self.server.output / "issues" / day
        return {name: (folder / name).read_bytes() for name in _NAMES if (folder / name).is_file()}

    def _file(self, scheme: str, segments: list[str]) -> None:
        """A file of the site; its bytes as they are, but for the scheme asked for."""
        if any(s in ("..", ".") or s.startswith(".") or set(s) & set("/\\\0") for s in segments):
            self._say(HTTPStatus.NOT_FOUND, "There is no such file in the site.")
            return
        body: bytes | None = None
        if len(segments) == 3 and segments[0] == "issues" and segments[1] in self.server.issues():
            body = self._editions(segments[1]).get(segments[2])
        path = self.server.output.joinpath(*segments)
        if path.is_dir():
            path /= "index.html"
        if body is None:
            inside = path.resolve().is_relative_to(self.server.output.resolve())
            if not inside or not path.is_file():
                self._say(HTTPStatus.NOT_FOUND, "There is no such file in the site.")
                return
            body = path.read_bytes()
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        if path.suffix in (".html", ".css", ".svg"):
            body = view.in_scheme(body, scheme)
        text = kind.startswith("text/") or kind.endswith(("xml", "json"))
        self._send(body, f"{kind}; charset=utf-8" if text else kind, _FRAMED)

    def _say(self, status: HTTPStatus, words: str) -> None:
        self._send(f"{words}\n".encode(), "text/plain; charset=utf-8", _FRAMED, status)

    def _send(self, body: bytes, kind: str, policy: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", policy)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
