"""A request on its way from redirect to redirect: where it stands, what it may carry on, how it ends."""

from __future__ import annotations

from yarl import URL

from digest.model import Fetched, FetchRequest

_PERMANENT = (301, 308)
# In place of what feeds are asked for with.
_ACCEPT_PAGE = "text/html, application/xhtml+xml, */*;q=0.5"


class FailedError(Exception):
    """A request that ends here; ``str()`` is the reason."""

    def __init__(self, reason: str, *, status: int | None = None, retry_after: int | None = None) -> None:
        super().__init__(reason)
        self.status = status
        self.retry_after = retry_after


class Visit:
    """A request and how far it has come."""

    def __init__(self, request: FetchRequest, *, max_redirects: int, last: bool = False) -> None:
        """``last``: whether connections are given up rather than kept.

        Thousands of hosts with one feed each would leave as many open, until the system allows no more.

        Raises ``ValueError`` where the request's URL is none.
        """
        self.request = request
        self._last = last
        self.max_redirects = max_redirects
        self.first = self.url = parse(request.url)
        self.hops = 0
        self.status: int | None = None  # of the answer under way
        self.paced: set[str] = set()  # origins whose robots.txt was asked for a turn
        self._cookies: dict[str, dict[str, str]] = {}  # host -> those it set while redirecting
        self._permanent = True  # so far
        self._been = {self._stand()}

    def go(self, url: URL, *, status: int, cookies: dict[str, str]) -> None:
        """Move on. Raises ``FailedError`` where the visit goes in a circle, or on for too long."""
        if cookies:
            self._cookies.setdefault(self.url.host or "", {}).update(cookies)
        if not url.user and not url.password and url.origin() == self.url.origin():
            # Name and password stay with the server they were given for, and go to no other.
            url = url.with_user(self.url.user).with_password(self.url.password)
        self.url = url
        self.hops += 1
        self._permanent = self._permanent and status in _PERMANENT
        stand = self._stand()
        if stand in self._been:
            raise FailedError("redirects in a circle", status=status)
        if self.hops > self.max_redirects:
            raise FailedError(f"too many redirects: over {self.max_redirects}", status=status)
        self._been.add(stand)

    def headers(self) -> dict[str, str]:
        """What to send here."""
        headers = {"Accept": _ACCEPT_PAGE} if self.request.page else {}
        if self._last:
            headers["Connection"] = "close"
        if self.request.etag:
            headers["If-None-Match"] = self.request.etag
        if self.request.last_modified:
            headers["If-Modified-Since"] = self.request.last_modified
        if self._cookies:
            cookies = self._cookies.get(self.url.host or "")
            if cookies:
                headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
        return headers

    def shown(self) -> str:
        """Where it stands, without credentials."""
        return str(self.url.with_user(None)) if self.url.user or self.url.password else str(self.url)

    def moved(self) -> str | None:
        """Where permanent redirects alone led; None where there was another, or none."""
        return self.shown() if self.hops and self._permanent else None

    def failed(self, reason: str, status: int | None = None, retry_after: int | None = None) -> Fetched:
        """The visit's end."""
        return Fetched(
            request=self.request,
            state="failed",
            url=self.shown(),
            reason=reason,
            status=status,
            retry_after=retry_after,
        )

    def _stand(self) -> tuple[str, tuple[tuple[str, str], ...]]:
        """Place and cookies: to be sent back to a page with a new cookie is no circle."""
        cookies = tuple(sorted(self._cookies.get(self.url.host or "", {}).items())) if self._cookies else ()
        return str(self.url), cookies


def parse(text: str) -> URL:
    """A URL with a host. Raises ``ValueError`` for what is none."""
    url = URL(text)
    if url.scheme not in ("http", "https") or not url.host:
        raise ValueError(text)
    return url


def target(url: URL, location: str, status: int) -> URL:
    """Where a redirect from ``url`` leads. Raises ``FailedError`` where that is nowhere to go."""
    if not location:
        raise FailedError(f"HTTP {status}: redirects without saying where to", status=status)
    try:
        there = url.join(URL(location))
        if there.scheme in ("http", "https"):
            return parse(str(there)).with_fragment(None)
    except ValueError as error:
        raise FailedError(f"HTTP {status}: redirects to what is no address", status=status) from error
    raise FailedError(f"redirects to a {there.scheme[:20]}: address, which is refused", status=status)
