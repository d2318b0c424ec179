"""The preview's server: this machine only, its own name only, and no request to anywhere else but for pictures."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import ipaddress
import mimetypes
import secrets
import socket
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from digest import personal
from digest.errors import DigestError, UsageError
from digest.preview import letter as letters
from digest.preview.colours import in_scheme
from digest.preview.desk import Desk, Shown
from digest.preview.faults import fault
from digest.preview.judging import Judges
from digest.preview.look import IMAGES, SCHEMES, look
from digest.preview.page import SHELL, page
from digest.preview.watching import Bell, watch

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp, Receive, Scope, Send

    from digest.ports import Fetcher

_FORM = 4096  # bytes of a form
_POLL = 1.0  # s between looks at what nobody hears of: new issues, approvals made elsewhere, folders that are new

# The page itself: our script and style, our frames and forms, nothing else.
_SHELL_POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src data:; frame-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# What it frames: no script (twice: no source, and a sandbox without them), no form, no frame, no way to lead the page
# elsewhere. The frame keeps our origin, so that the page can keep its place when it is made anew.
_FRAME_POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src {images}; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'; sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox"
)
_PICTURES = {"on": "'self' data: https:", "off": "'none'"}


def serve(
    desk: Desk,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    fetcher: Fetcher | None = None,
    beside: Sequence[Path] = (),
    ready: Callable[[str], None],
) -> None:
    """Serve the preview until interrupted (Ctrl-C), then return.

    ``port`` 0 takes a free one. ``fetcher`` asks whether links lead anywhere; without it they are only counted.
    ``beside`` are folders where npm packages may be found. ``ready`` is called once with the address. Raises
    ``UsageError`` where ``host`` is not this machine's own loopback, or the port is taken.
    """
    if not _loopback(host):
        raise UsageError("preview serves this machine only", where=host, fix="use 127.0.0.1, ::1 or localhost")
    # Ctrl-C is how a preview ends.
    with _listening(host, port) as listener, contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(desk, host, listener, fetcher, beside, ready))


async def _serve(
    desk: Desk,
    host: str,
    listener: socket.socket,
    fetcher: Fetcher | None,
    beside: Sequence[Path],
    ready: Callable[[str], None],
) -> None:
    import uvicorn  # only a preview pays for it

    bell = Bell()
    loop = asyncio.get_running_loop()

    class Server(uvicorn.Server):
        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            super().handle_exit(sig, frame)
            loop.call_soon_threadsafe(bell.close)  # open streams would hold the end up

    preview = Preview(desk, host, listener.getsockname()[1], bell, fetcher=fetcher, beside=beside)
    config = uvicorn.Config(
        preview.app(),
        http="h11",
        ws="none",
        loop="asyncio",
        lifespan="off",
        log_config=None,  # the terminal belongs to the person
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    stop = asyncio.Event()
    others = [asyncio.create_task(watch(desk.watched(), bell, stop)), asyncio.create_task(preview.poll())]
    try:
        ready(preview.address)
        await Server(config).serve(sockets=[listener])
    finally:
        stop.set()
        await preview.judges.close()
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)


class Preview:
    """The answers to every request."""

    def __init__(
        self,
        desk: Desk,
        host: str,
        port: int,
        bell: Bell,
        *,
        fetcher: Fetcher | None,
        beside: Sequence[Path],
    ) -> None:
        self._desk = desk
        self._bell = bell
        self._token = secrets.token_urlsafe(32)
        shown = f"[{host}]" if ":" in host else host
        self.address = f"http://{shown}:{port}/"
        # The names by which a browser on this machine may call us; any other is a page elsewhere reaching in by DNS.
        self._names = {f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]", shown)}
        self.judges = Judges(bell, fetcher=fetcher, beside=beside, own=lambda path: desk.file(path) is not None)

    def app(self) -> ASGIApp:
        """The application, behind a guard that knows our own names."""
        from starlette.applications import Starlette  # only a preview pays for it
        from starlette.routing import Route

        routes = [
            Route("/", self._page),
            Route("/events", self._events),
            Route("/preview.css", self._shell),
            Route("/preview.js", self._shell),
            Route("/message/{day}.eml", self._message),
            Route("/frame/{scheme}/{images}/{version}/mail/{day}/", self._mail),
            Route("/frame/{scheme}/{images}/{version}/mail/{day}/picture/{cid:path}", self._picture),
            Route("/frame/{scheme}/{images}/{version}/site/{path:path}", self._file),
            Route("/approve", self._decide, methods=["POST"]),
            Route("/revoke", self._decide, methods=["POST"]),
        ]
        made: Starlette = Starlette(routes=routes)
        made.router.redirect_slashes = False
        return self._guarded(made)

    async def poll(self) -> None:
        """Ring where the newsroom is another than before, whether or not a change was heard."""
        from starlette.concurrency import run_in_threadpool

        known: object = None
        while True:
            with contextlib.suppress(DigestError):  # it is told to whoever looks
                state = await run_in_threadpool(self._desk.state)
                if known is not None and state != known:
                    self._bell.ring()
                known = state
            await asyncio.sleep(_POLL)

    def _guarded(self, app: ASGIApp) -> ASGIApp:
        async def guard(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http":
                return
            hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
            if len(hosts) != 1 or hosts[0].lower() not in self._names:
                answer = _text("This preview answers only to its own address.", 403)
                await answer(scope, receive, send)
                return
            await app(scope, receive, send)

        return guard

    async def _page(self, request: Request) -> Response:
        return await self._shown(request.url.query)

    async def _shown(self, query: str, *, problem: str = "", status: int = 200) -> Response:
        """The page for a query, with what went wrong last on top of it."""
        from starlette.concurrency import run_in_threadpool
        from starlette.responses import HTMLResponse

        nonce = secrets.token_urlsafe(16)
        issues: tuple[tuple[int, date], ...] = ()
        now = look(query, issues)
        made = functools.partial(page, token=self._token, nonce=nonce, problem=problem)
        try:
            issues = await run_in_threadpool(self._desk.issues)
            now = look(query, issues)
            if now.issue is None:
                body = made(now, issues)
            else:
                shown = await run_in_threadpool(self._desk.show, now.issue)
                letter = letters.read(shown.message)
                panels = self.judges.panels(shown, letter)
                body = made(now, issues, shown=shown, letter=letter, panels=panels)
        except DigestError as error:
            body = made(now, issues, fault=fault(error, self._desk.watched()))
        policy = _SHELL_POLICY.format(nonce=nonce)
        # Not "no-referrer": browsers then send forms from a nameless origin, and we ask for ours.
        headers = _headers(policy) | {"Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin"}
        return HTMLResponse(body, status, headers)

    async def _events(self, _: Request) -> Response:
        from starlette.responses import StreamingResponse

        headers = _headers("default-src 'none'")
        return StreamingResponse(self._bell.events(), headers=headers, media_type="text/event-stream")

    async def _shell(self, request: Request) -> Response:
        name = request.url.path.removeprefix("/")
        return _answer((SHELL / name).read_bytes(), name, "default-src 'none'")

    async def _message(self, request: Request) -> Response:
        """The message, byte for byte."""

        def made(shown: Shown) -> Response:
            day = shown.issue.date.isoformat()
            answer = _answer(shown.message.body, "message.eml", "default-src 'none'; sandbox")
            answer.headers["Content-Disposition"] = f'attachment; filename="{day}.eml"'
            return answer

        return await self._of_issue(request, made)

    async def _mail(self, request: Request) -> Response:
        """The HTML of the message: what a mail program reads out of it, and its pictures where they can be found."""

        def made(shown: Shown) -> Response:
            letter = letters.read(shown.message)
            body = letters.with_pictures(letter.html, "picture/") if letter.pictures else letter.html
            return self._framed(request, body, "mail.html")

        return await self._of_issue(request, made)

    async def _picture(self, request: Request) -> Response:
        def made(shown: Shown) -> Response:
            found = letters.read(shown.message).pictures.get(request.path_params["cid"])
            if found is None or not found.content_type.startswith("image/"):
                return _text("There is no such picture in the mail.", 404)
            return _answer(found.body, "", _FRAME_POLICY.format(images="'none'"), kind=found.content_type)

        return await self._of_issue(request, made)

    async def _file(self, request: Request) -> Response:
        """A file of the site: of the issue's own folder and its style as they would be made now, else as published."""
        from starlette.concurrency import run_in_threadpool

        segments = [segment for segment in request.path_params["path"].split("/") if segment]
        if any(s.startswith(".") or set(s) & set("\\\0") for s in segments):
            return _text("There is no such file in the site.", 404)
        if request.path_params["path"].endswith("/") or not segments:
            segments.append("index.html")
        path = "/".join(segments)
        try:
            issues = {day.isoformat(): day for _, day in await run_in_threadpool(self._desk.issues)}
            own = issues.get(segments[1]) if len(segments) == 3 and segments[0] == "issues" else None
            body: bytes | None = None
            # The style is the same whichever issue it is made with.
            if own is not None or issues:
                shown = await run_in_threadpool(self._desk.show, own or max(issues.values()))
                made = {e.path: personal.for_all(e).body for e in shown.editions} if own is not None else {}
                body = made.get(segments[-1]) if own is not None else shown.assets.get(path)
            if body is None:
                body = await run_in_threadpool(self._desk.file, path)
        except DigestError as error:
            return _text(str(error), 200)
        if body is None:
            return _text("There is no such file in the site.", 404)
        return self._framed(request, body, segments[-1])

    def _framed(self, request: Request, body: bytes, name: str) -> Response:
        scheme, images = request.path_params["scheme"], request.path_params["images"]
        if scheme not in SCHEMES or images not in IMAGES:
            return _text("There is no such look.", 404)
        if name.endswith((".html", ".css", ".svg")):
            body = in_scheme(body, scheme)
        return _answer(body, name, _FRAME_POLICY.format(images=_PICTURES[images]))

    async def _of_issue(self, request: Request, made: Callable[[Shown], Response]) -> Response:
        """The answer made of the issue that the path names."""
        from starlette.concurrency import run_in_threadpool

        try:
            issues = {day.isoformat(): day for _, day in await run_in_threadpool(self._desk.issues)}
            day = issues.get(request.path_params["day"])
            if day is None:
                return _text("There is no such issue.", 404)
            return made(await run_in_threadpool(self._desk.show, day))
        except DigestError as error:
            return _text(str(error), 200)

    async def _decide(self, request: Request) -> Response:
        """Approve, or take that back: only for a form of our own page, sent from it."""
        from starlette.concurrency import run_in_threadpool
        from starlette.responses import RedirectResponse

        origin = request.headers.get("Origin")
        if origin is not None and origin not in {f"http://{name}" for name in self._names}:
            return _text("This form came from elsewhere.", 403)
        form = await _form(request)
        if form is None or not secrets.compare_digest(form.get("token", "").encode(), self._token.encode()):
            return _text("This form is not, or no longer, the preview's own. Go back and load the page again.", 403)
        query = request.url.query
        try:
            issues = await run_in_threadpool(self._desk.issues)
            day = next((day for _, day in issues if day.isoformat() == form.get("issue")), None)
            if day is None:
                return _text("There is no such issue.", 404)
            if request.url.path == "/approve":
                await run_in_threadpool(self._desk.approve, day, seen=form.get("seen", ""))
            else:
                await run_in_threadpool(self._desk.revoke, day)
        except DigestError as error:
            return await self._shown(query, problem=str(error), status=409)
        self._bell.ring()
        return RedirectResponse(look(query, issues).link(), 303, _headers("default-src 'none'"))


async def _form(request: Request) -> dict[str, str] | None:
    """The fields of a form; None where it is too long to be one of ours."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _FORM:
            return None
    return dict(parse_qsl(body.decode("utf-8", "replace")))


def _answer(body: bytes, name: str, policy: str, *, kind: str = "") -> Response:
    from starlette.responses import Response

    kind = kind or mimetypes.guess_type(name)[0] or "application/octet-stream"
    text = kind.startswith("text/") or kind.endswith(("xml", "json", "javascript"))
    return Response(body, 200, _headers(policy) | {"Content-Type": f"{kind}; charset=utf-8" if text else kind})


def _text(words: str, status: int) -> Response:
    from starlette.responses import PlainTextResponse

    return PlainTextResponse(f"{words}\n", status, _headers("default-src 'none'; sandbox"))


def _headers(policy: str) -> dict[str, str]:
    """What every answer says of itself: what it may do, and that no page of another site may have it."""
    return {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
    }


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens. Raises ``UsageError`` where the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(64)
    except OSError as error:
        listener.close()
        raise UsageError(
            f"cannot listen on port {port}: {error.strerror}", where=host, fix="choose another with --port"
        ) from error
    return listener


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
