"""The server: who is connected, what every answer says of itself, and how it begins and ends."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from digest.errors import UsageError
from digest.serving import guarding
from digest.serving.app import Reception
from digest.serving.asking import Shop
from digest.serving.connections import patient
from digest.serving.registry import Registry

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_AT_ONCE = 100  # requests under way; more are told to come back
_OF_ONE = 16  # of one client, who may stand behind a proxy
_SOON = 5  # s after which who was sent away may come back
_ENDING = 5  # s that answers under way are given

# No script, no frame, no request to anybody else: our own style, icon and forms.
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # Not "no-referrer": browsers then send forms from a nameless origin, and we ask for ours.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}


async def serve(shop: Shop, *, host: str, port: int, ready: Callable[[], None]) -> None:
    """Answer until cancelled. ``ready`` is called once the port is open. Raises ``UsageError`` where it is taken."""
    import uvicorn  # only who serves pays for it

    class Server(uvicorn.Server):
        @contextlib.contextmanager
        def capture_signals(self) -> Iterator[None]:
            """The command hears them itself."""
            yield

    registry = Registry(shop.store, posted=shop.posted, log=shop.log)
    server = Server(
        uvicorn.Config(
            guarded(Reception(shop, registry).app(), shop),
            http=patient(guarding.networks(shop.proxies)),  # type: ignore[arg-type]  # it takes whatever makes one
            ws="none",
            loop="asyncio",
            lifespan="off",
            log_config=None,
            log_level="critical",
            access_log=False,  # paths carry tokens
            proxy_headers=False,  # whose word is taken is ours to say
            server_header=False,
            timeout_keep_alive=10,
            timeout_graceful_shutdown=_ENDING,
        )
    )
    with _listening(host, port) as listener:
        try:
            ready()
            running = asyncio.create_task(server.serve([listener]))
            try:
                await asyncio.shield(running)
            except asyncio.CancelledError:
                server.should_exit = True
                await running
                raise
        finally:
            await registry.close()


def guarded(app: ASGIApp, shop: Shop) -> ASGIApp:
    """The application below the path of its address, with who asks, and with what every answer says of itself."""
    home = urlsplit(shop.url)
    prefix = home.path.rstrip("/")
    proxies = guarding.networks(shop.proxies)
    under_way: Counter[str] = Counter()  # of each client

    async def guard(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        given: dict[str, list[str]] = {}
        for name, value in scope["headers"]:
            given.setdefault(name.decode("latin-1"), []).append(value.decode("latin-1"))
        peer = scope["client"][0] if scope.get("client") else None
        # A proxy may pass our path on whole, or without what stands before it.
        path = scope["path"].removeprefix(prefix) if scope["path"].startswith(f"{prefix}/") else scope["path"]
        if scope["path"] == prefix:
            path = "/"
        inner = {
            **scope,
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "digest.client": guarding.client(peer, given.get("x-forwarded-for", []), proxies),
        }
        client = inner["digest.client"]
        begun = False

        async def marked(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                own = {name for name, _ in message["headers"]}
                more = [(n.encode(), v.encode()) for n, v in _HEADERS.items() if n.encode() not in own]
                message = {**message, "headers": [*message["headers"], *more]}
            await send(message)

        plain = given.get("x-forwarded-proto", [""])[0].strip().lower() == "http"
        if plain and home.scheme == "https" and guarding.trusted(peer or "", proxies) and scope["method"] != "POST":
            from starlette.responses import RedirectResponse

            await RedirectResponse(f"{shop.url}{path}", 308)(inner, receive, marked)
            return
        if under_way[client] >= _OF_ONE or under_way.total() >= _AT_ONCE:
            from starlette.responses import PlainTextResponse

            status = 429 if under_way[client] >= _OF_ONE else 503
            away = PlainTextResponse("Too many at once. Please try again.\n", status, {"Retry-After": str(_SOON)})
            await away(inner, receive, marked)
            return
        under_way[client] += 1
        try:
            await app(inner, receive, marked)
        except Exception as error:  # noqa: BLE001 - the edge of the program: told to its operator, and the reader
            place = traceback.extract_tb(error.__traceback__)[-1]
            shop.fault(f"a fault of the program's own: {type(error).__name__} at {place.filename}:{place.lineno}")
            if not begun:
                from starlette.responses import PlainTextResponse

                await PlainTextResponse("Something went wrong on our side.\n", 500)(inner, receive, marked)
        finally:
            under_way[client] -= 1
            if not under_way[client]:
                del under_way[client]

    return guard


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens. Raises ``UsageError`` where it cannot."""
    listener = None
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(128)
        listener.setblocking(False)
    except OSError as error:
        if listener is not None:
            listener.close()
        raise UsageError(
            f"cannot listen on port {port}: {(error.strerror or str(error)).lower()}",
            where=host,
            fix="set serve.host and serve.port in feeds.yml",
        ) from error
    return listener
