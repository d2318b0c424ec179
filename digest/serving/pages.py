"""What every answer is made with: who asks, what they typed, in which language, and the page that says it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from digest.serving import forms, guarding
from digest.serving.asking import Known, Purpose, Shop, Signed
from digest.serving.refusing import TooLarge, TooOften, Words
from digest.serving.registry import Registry

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

_READING = 15.0  # s that a form may take to come


class Pages:
    """Makes them."""

    def __init__(self, shop: Shop, registry: Registry) -> None:
        self._shop = shop
        self._registry = registry
        self._home = f"{urlsplit(shop.url).path.rstrip('/')}/"  # of every path on our pages
        # A reader signs up once and clicks a few times; whoever guesses at tokens does so more often.
        self._sign_ups = guarding.Limit(burst=8, every=300)
        self._failures = guarding.Limit(burst=20, every=30)
        self._changes = guarding.Limit(burst=30, every=5)
        self.style, self.icon = (text.encode() for text in shop.style())

    def _signed(self, request: Request, purpose: Purpose) -> Signed | str:
        """Whose link it is, or why it is nobody's. Raises ``TooOften`` for who guesses."""
        found = self._shop.read(request.path_params["token"], purpose, self._shop.clock())
        if not isinstance(found, Signed):  # who has a link that holds may leave, whatever comes from beside them
            self._limit(self._failures, request)
        return found

    def _refused(self, request: Request, why: str, *, late: Words = "expired") -> Response:
        """``late``: the words where the link had its time."""
        if why == "expired":
            return self._notice(request, late, HTTPStatus.GONE)
        return self._notice(request, "broken", HTTPStatus.NOT_FOUND)

    def _limit(self, limit: guarding.Limit, request: Request) -> None:
        seconds = limit.wait(request.scope["digest.client"], time.monotonic())
        if seconds > 0:
            raise TooOften(seconds)

    async def _typed(self, request: Request) -> Mapping[str, tuple[str, ...]]:
        """The fields of the form. Raises ``TooLarge`` where it is too long to be one of ours, or never ends."""
        body = b""
        try:
            async with asyncio.timeout(_READING):
                async for piece in request.stream():
                    body += piece
                    if len(body) > forms.LONGEST:
                        raise TooLarge(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        except TimeoutError as error:
            raise TooLarge(HTTPStatus.REQUEST_TIMEOUT) from error
        return forms.fields(body, request.headers.get("content-type", ""))

    def _language(self, request: Request) -> str:
        """The language of a page for who asks."""
        accepted = request.headers.get("accept-language", "")
        return guarding.preferred(accepted, tuple(self._shop.languages), self._shop.language)

    def _of(self, known: Known) -> str:
        """The language that a person chose; "" where they did not."""
        return known.subscriber.language if known.subscriber is not None else ""

    def _link(self, purpose: Purpose, who: str) -> str:
        path = "u" if purpose == "unsubscribe" else "p"
        return f"{self._shop.url}/{path}/{self._shop.sign(purpose, who, self._shop.clock())}"

    def _notice(self, request: Request, words: Words, status: int, *, language: str = "") -> Response:
        """A page that says one thing."""
        return self._page(request, "notice", status, language=language, words=words)

    def _page(self, request: Request, name: str, status: int = 200, *, language: str = "", **values: Any) -> Response:
        from starlette.responses import HTMLResponse

        spoken = language or self._language(request)
        body = self._shop.render(
            f"serve/{name}.html",
            spoken,
            **self._shop.values,
            page=name,
            home=self._home,
            sections=self._shop.sections,
            languages=self._shop.languages,
            theirs=self._shop.language,
            zone=self._shop.timezone,
            **values,
        )
        return HTMLResponse(body, status, headers={"Content-Language": spoken, "Vary": "Accept-Language"})

    def _file(self, body: str) -> Response:
        from starlette.responses import Response

        name = 'attachment; filename="what-is-known.json"'
        return Response(body, media_type="application/json", headers={"Content-Disposition": name})


def masked(known: Known) -> str:
    """An address that its owner knows again, and whom a mail was passed on to does not learn."""
    if known.subscriber is None:
        return ""
    local, _, domain = known.subscriber.address.rpartition("@")
    return f"{local[:1]}•••@{domain}"
