"""Spans on their way to a collector: posted once, within seconds, and what became of that in words.

The SDK would repeat a post that nobody takes, follow a redirect with our tokens, and complain on standard error.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import requests
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult

_UNREADABLE = "opentelemetry.util.re"  # the logger that is told of headers which cannot be read, with all they hold


class Posting(SpanExporter):
    """An exporter that remembers why spans were lost: ``fault``, where the collector is named by its host alone."""

    def __init__(self, url: str, *, patience: float) -> None:
        """``patience``: seconds for one post, from beginning to end."""
        self.fault: str | None = None
        self._host = urlsplit(url).hostname or "no host"
        self._patience = patience
        self._session = _Session()
        _Complaints(self).hear()
        self._exporter = OTLPSpanExporter(endpoint=url, timeout=patience, session=self._session)

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Post these."""
        result = self._exporter.export(spans)
        if result is not SpanExportResult.SUCCESS or self._session.fault is not None:
            self.tell(self._session.fault or "they could not be posted")
        return result

    def shutdown(self) -> None:
        """Let the connection go."""
        self._exporter.shutdown()  # type: ignore[no-untyped-call]  # the SDK leaves it without a type

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        """Nothing waits here."""
        return self._exporter.force_flush(timeout_millis)

    def late(self) -> None:
        """The last of them were not waited for."""
        self.tell(f"no answer within {self._patience:g} s")

    def tell(self, reason: str) -> None:
        """Spans were lost; the first reason stands."""
        self.fault = self.fault or f"{self._host}: {reason}"


class _Session(requests.Session):
    """Posts without a second try and follows nobody. ``fault``: why the last post was not taken."""

    fault: str | None = None

    def request(self, *given: Any, **named: Any) -> requests.Response:
        named["allow_redirects"] = False  # elsewhere our tokens are nobody's business
        try:
            answer = super().request(*given, **named)
        except requests.RequestException as error:
            self.fault = _words(error)
            # Neither its words nor its kind, which the SDK would take for a reason to try again.
            raise requests.RequestException(self.fault) from None
        self.fault = f"HTTP {answer.status_code}" if answer.status_code >= 300 else None
        return answer


class _Complaints(logging.Handler):
    """What the SDK would print. Its words may hold a token, so none of them is repeated."""

    def __init__(self, posting: Posting) -> None:
        super().__init__(logging.WARNING)
        self._posting = posting

    def hear(self) -> None:
        """From now on."""
        logger = logging.getLogger("opentelemetry")
        logger.handlers[:] = [self]
        logger.propagate = False

    def emit(self, record: logging.LogRecord) -> None:
        if record.name == _UNREADABLE:
            self._posting.tell("OTEL_EXPORTER_OTLP_HEADERS cannot be read: name=value, commas between them")


def _words(error: requests.RequestException) -> str:
    if isinstance(error, requests.exceptions.SSLError):
        return "its certificate does not hold"
    if isinstance(error, requests.exceptions.ProxyError):
        return "the proxy does not lead there"
    if isinstance(error, requests.exceptions.Timeout):
        return "no answer in time"
    if isinstance(error, requests.exceptions.ConnectionError):
        number = _errno(error)
        return os.strerror(number).lower() if number else "no connection"
    if isinstance(error, requests.exceptions.InvalidHeader):
        return "OTEL_EXPORTER_OTLP_HEADERS holds what no header may"
    return "they could not be posted"


def _errno(error: BaseException) -> int | None:
    """The system's number for what is beneath an error; None where there is none."""
    seen: list[object] = [error]
    for each in seen:
        if isinstance(each, OSError) and isinstance(each.errno, int) and each.errno > 0:
            return each.errno
        if isinstance(each, BaseException) and len(seen) < 20:
            seen += [*each.args, getattr(each, "reason", None), each.__cause__, each.__context__]
    return None
