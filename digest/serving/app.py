"""The pages and what they do: one application, which browsers, mail providers and scanners ask."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING

from digest.errors import DigestError, StorageError
from digest.serving import deciding, forms, guarding
from digest.serving.asking import Known, Signed
from digest.serving.pages import Pages, masked
from digest.serving.refusing import TooLarge, TooOften

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp

_SIGNING_UP = 0.3  # s: no sign-up is answered sooner, so that the time tells nobody whether an address is known
_BUSY = 30  # s after which to ask again
_SENDING = 600  # s after which an issue has gone out


class Reception(Pages):
    """The answers to every request."""

    def app(self) -> ASGIApp:
        """The application."""
        from starlette.applications import Starlette  # only who serves pays for it
        from starlette.exceptions import HTTPException
        from starlette.routing import Route

        both = ["GET", "POST"]
        made = Starlette(
            routes=[
                Route("/", self._sign_up, methods=both),
                Route("/c/{token:path}", self._confirm, methods=both),
                Route("/u/{token:path}", self._leave, methods=both),
                Route("/p/{token:path}", self._preferences, methods=both),
                Route("/d/{token:path}", self._data, methods=both),
                Route("/healthz", self._health),
                Route("/style.css", self._asset),
                Route("/favicon.svg", self._asset),
                Route("/robots.txt", self._asset),
            ],
            exception_handlers={
                HTTPException: self._unknown,
                DigestError: self._faulty,
                Exception: self._broken,  # starlette raises it once more when it is answered: ``guarded`` tells of it
                TooOften: self._too_often,
                TooLarge: self._too_large,
            },
        )
        made.router.redirect_slashes = False
        return made

    # ------------------------------------------------------------------------------------------------------- sign-up

    async def _sign_up(self, request: Request) -> Response:
        if request.method != "POST":
            return await self._form(request, {}, frozenset())
        began = time.monotonic()
        self._limit(self._sign_ups, request)
        if not guarding.own(request.headers, self._shop.url):
            return self._notice(request, "elsewhere", HTTPStatus.FORBIDDEN)
        typed = await self._typed(request)
        filled = forms.filled(
            typed, sections=self._shop.sections, languages=self._shop.languages, address=self._shop.address
        )
        now = self._shop.clock()
        stale = not isinstance(self._shop.read(filled.first("form"), "form", now), Signed)
        if filled.faults or stale:
            return await self._form(request, typed, filled.faults, stale=stale)
        if not filled.first("website"):  # a field that people do not see
            wishes = filled.wishes
            if wishes.language is None:
                wishes = _in_language(wishes, self._language(request), self._shop.language)
            await self._registry.sign_up(self._shop.who(filled.address), filled.address, wishes, now=now)
        late = time.monotonic() - began
        await asyncio.sleep(_SIGNING_UP - late % _SIGNING_UP)
        return self._page(request, "sent", address=filled.address)

    async def _form(
        self,
        request: Request,
        typed: Mapping[str, tuple[str, ...]],
        faults: frozenset[forms.Fault],
        *,
        stale: bool = False,
    ) -> Response:
        return self._page(
            request,
            "sign_up",
            HTTPStatus.BAD_REQUEST if faults or stale else HTTPStatus.OK,
            typed=_shown(typed),
            wanted=typed.get("section", ()) if "section" in typed.get("asks", ()) else self._shop.sections,
            faults=sorted(faults),
            stale=stale,
            latest=await self._registry.latest(),
            form=self._shop.sign("form", "", self._shop.clock()),
        )

    # -------------------------------------------------------------------------------------------------- confirmation

    async def _confirm(self, request: Request) -> Response:
        signed = self._signed(request, "confirm")
        if not isinstance(signed, Signed):
            return self._refused(request, signed)
        if request.method != "POST":
            known = await self._registry.known(signed.who)
        else:
            self._limit(self._changes, request)
            if not guarding.own(request.headers, self._shop.url):
                return self._notice(request, "elsewhere", HTTPStatus.FORBIDDEN)
            await self._typed(request)
            now = self._shop.clock()
            known = await self._registry.confirm(signed.who, welcome=self._shop.welcome, now=now)
        language = self._of(known)
        match deciding.standing(known):
            case "barred":
                return self._notice(request, "barred", HTTPStatus.CONFLICT, language=language)
            case "left" | "unknown":
                return self._notice(request, "gone", HTTPStatus.GONE, language=language)
            case "asked" if request.method != "POST":
                return self._page(request, "confirm", language=language, shown=masked(known))
            case stands:
                latest = await self._registry.latest()
                preferences = self._link("preferences", signed.who)
                return self._page(
                    request,
                    "confirmed",
                    language=language,
                    again=stands == "already",
                    weekly=known.subscriber is not None and known.subscriber.rhythm == "weekly",
                    preferences=preferences,
                    latest=latest,
                )

    # --------------------------------------------------------------------------------------------------- the way out

    async def _leave(self, request: Request) -> Response:
        """GET shows a button. POST leaves: from that button, or by a mail program's own (RFC 8058), which is no browser
        and is asked for nothing but what the standard has it send."""
        signed = self._signed(request, "unsubscribe")
        if not isinstance(signed, Signed):
            return self._refused(request, signed)
        if request.method != "POST":
            known = await self._registry.known(signed.who)
            away = known.suppression is not None or (
                known.subscriber is not None and known.subscriber.state == "unsubscribed"
            )
            return self._page(request, "left" if away else "leave", language=self._of(known), shown=masked(known))
        typed = await self._typed(request)
        one_click = forms.first(typed, "List-Unsubscribe").lower() == "one-click"
        if not one_click and "leave" not in typed:
            known = await self._registry.known(signed.who)
            return self._page(request, "leave", HTTPStatus.BAD_REQUEST, language=self._of(known), shown=masked(known))
        how = "one click (RFC 8058)" if one_click else "the button on the page"
        known = await self._registry.leave(signed.who, how=how, now=self._shop.clock())
        return self._page(request, "left", language=self._of(known), shown=masked(known))

    # --------------------------------------------------------------------------------------------------- preferences

    async def _preferences(self, request: Request) -> Response:
        signed = self._signed(request, "preferences")
        if not isinstance(signed, Signed):
            return self._refused(request, signed)
        known = await self._registry.known(signed.who)
        if request.method != "POST":
            return self._wanted(request, known)
        self._limit(self._changes, request)
        if not guarding.own(request.headers, self._shop.url):
            return self._notice(request, "elsewhere", HTTPStatus.FORBIDDEN)
        typed = await self._typed(request)
        now = self._shop.clock()
        match forms.first(typed, "do"):
            case "leave":
                known = await self._registry.leave(signed.who, how="the page of preferences", now=now)
                return self._page(request, "left", language=self._of(known), shown=masked(known))
            case "told" | "erase":
                known = await self._registry.ask(signed.who, now=now)
                return self._asked(request, known)
        person = known.subscriber
        filled = forms.filled(
            typed,
            sections=self._shop.sections,
            languages=self._shop.languages,
            without=person.without if person is not None else (),
        )
        if filled.faults:
            return self._wanted(request, known, filled=filled)
        known = await self._registry.change(signed.who, filled.wishes, now=now)
        return self._wanted(request, known, saved=True)

    def _wanted(
        self, request: Request, known: Known, *, filled: forms.Filled | None = None, saved: bool = False
    ) -> Response:
        """The form of what somebody gets; with what they typed where that is at fault."""
        person = known.subscriber
        if person is None or not deciding.mailed(known):
            return self._notice(request, "gone", HTTPStatus.GONE, language=self._of(known))
        if filled is None:
            typed = {
                "name": person.name,
                "language": person.language,
                "rhythm": person.rhythm,
                "timezone": person.timezone,
                "hour": "" if person.hour is None else str(person.hour),
            }
            wanted = tuple(name for name in self._shop.sections if name not in person.without)
        else:
            typed = _shown(filled.typed)
            wanted = filled.typed.get("section", ())
        return self._page(
            request,
            "preferences",
            HTTPStatus.BAD_REQUEST if filled is not None else HTTPStatus.OK,
            language=self._of(known),
            shown=masked(known),
            typed=typed,
            wanted=wanted,
            faults=sorted(filled.faults) if filled is not None else [],
            saved=saved,
            timezones=forms.timezones(),
        )

    # -------------------------------------------------------------------------------------------------- what is known

    def _asked(self, request: Request, known: Known) -> Response:
        """Whoever asks is told the same, however often they did."""
        match deciding.standing(known):
            case "barred":
                return self._notice(request, "barred", HTTPStatus.CONFLICT, language=self._of(known))
            case "unknown":
                return self._notice(request, "gone", HTTPStatus.GONE, language=self._of(known))
        return self._page(request, "asked", language=self._of(known), shown=masked(known))

    async def _data(self, request: Request) -> Response:
        """What a link in a letter of its own leads to, for a few hours: all that is known, and how it is forgotten."""
        signed = self._signed(request, "data")
        if not isinstance(signed, Signed):
            return self._refused(request, signed, late="late")
        known = await self._registry.known(signed.who)
        if known.subscriber is None:
            return self._notice(request, "gone", HTTPStatus.GONE, language=self._of(known))
        if request.method != "POST":
            return self._page(request, "data", language=self._of(known), shown=masked(known))
        self._limit(self._changes, request)
        if not guarding.own(request.headers, self._shop.url):
            return self._notice(request, "elsewhere", HTTPStatus.FORBIDDEN)
        typed = await self._typed(request)
        if forms.first(typed, "do") == "told":
            return self._file(await self._registry.told(signed.who))
        if forms.first(typed, "do") != "erase" or "sure" not in typed:
            return self._page(request, "erase", language=self._of(known), shown=masked(known))
        if await self._registry.erase(signed.who, now=self._shop.clock()):
            return self._page(request, "erased", language=self._of(known))
        answer = self._notice(request, "later", HTTPStatus.SERVICE_UNAVAILABLE, language=self._of(known))
        answer.headers["Retry-After"] = str(_SENDING)
        return answer

    # ------------------------------------------------------------------------------------------------ everything else

    async def _health(self, _: Request) -> Response:
        """Whether the database answers."""
        from starlette.responses import PlainTextResponse

        await self._registry.known("")
        return PlainTextResponse("ok\n")

    async def _asset(self, request: Request) -> Response:
        from starlette.responses import Response

        body, kind = {
            "style.css": (self.style, "text/css"),
            "favicon.svg": (self.icon, "image/svg+xml"),
            # Links in mail carry tokens: whatever of them lands on the web is not to be found by search.
            "robots.txt": (
                b"User-agent: *\nDisallow: /c/\nDisallow: /d/\nDisallow: /p/\nDisallow: /u/\n",
                "text/plain",
            ),
        }[request.url.path.rpartition("/")[2]]
        return Response(body, media_type=kind, headers={"Cache-Control": "public, max-age=86400"})

    async def _unknown(self, request: Request, error: Exception) -> Response:
        """No such page, or not asked in that way."""
        from starlette.exceptions import HTTPException

        assert isinstance(error, HTTPException)
        answer = self._notice(request, "method" if error.status_code == 405 else "missing", error.status_code)
        answer.headers.update(error.headers or {})
        return answer

    async def _faulty(self, request: Request, error: Exception) -> Response:
        """The database is busy or at fault, or a template is; the reader is told no more than when to come back."""
        self._shop.fault(f"cannot answer: {error}")
        if not isinstance(error, StorageError):
            return await self._broken(request, error)
        answer = self._notice(request, "busy", HTTPStatus.SERVICE_UNAVAILABLE)
        answer.headers["Retry-After"] = str(_BUSY)
        return answer

    async def _broken(self, request: Request, _: Exception) -> Response:
        """A fault of ours: the page that says so is a template too, and may be what is at fault."""
        from starlette.responses import PlainTextResponse

        status = HTTPStatus.INTERNAL_SERVER_ERROR
        try:
            return self._notice(request, "fault", status)
        except Exception:  # noqa: BLE001 - whatever it is, the fault was told, and this one is the same
            return PlainTextResponse("Something went wrong on our side. Please try again later.\n", status)

    async def _too_often(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, TooOften)
        answer = self._notice(request, "often", HTTPStatus.TOO_MANY_REQUESTS)
        answer.headers["Retry-After"] = str(error.seconds)
        return answer

    async def _too_large(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, TooLarge)
        answer = self._notice(request, "large", error.status)
        answer.headers["Connection"] = "close"  # the rest of it is not read
        return answer


def _shown(typed: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """What stands in each field of a form."""
    names = ("address", "name", "language", "rhythm", "timezone", "hour")
    return {name: forms.first(typed, name) for name in names}


def _in_language(wishes: deciding.Wishes, spoken: str, publications: str) -> deciding.Wishes:
    """Who signs up on a page in their language gets their mail's words in it."""
    from dataclasses import replace

    return wishes if spoken == publications else replace(wishes, language=spoken)
