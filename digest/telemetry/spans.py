"""``Telemetry``: spans as OpenTelemetry's SDK makes and batches them."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from opentelemetry import trace
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import SpanKind, Status, StatusCode
from opentelemetry.util.types import AttributeValue

from digest import __version__
from digest.errors import DigestError
from digest.ports import Fact
from digest.telemetry.posting import Posting

PATIENCE = 2.0  # seconds that the end of a command waits for a collector, and each post on the way there


class Telemetry:
    """``ports.Spans`` for one command."""

    def __init__(self, url: str, *, publication: str, run: str, discreet: Callable[[str], str]) -> None:
        """``discreet`` takes addresses and secrets out of a text: every word of a span goes through it.

        The SDK reads the variables ``OTEL_…`` by itself: names, samplers, limits, headers.
        """
        self._discreet = discreet
        self._posting = Posting(url, patience=PATIENCE)
        facts: dict[str, AttributeValue] = {
            "service.version": __version__,
            "digest.publication": discreet(publication),
            "digest.run.id": run,
        }
        if not os.environ.get("OTEL_SERVICE_NAME") and "service.name" not in os.environ.get(
            "OTEL_RESOURCE_ATTRIBUTES", ""
        ):
            facts["service.name"] = "digest"
        self._provider = TracerProvider(resource=Resource.create(facts), shutdown_on_exit=False)
        self._provider.add_span_processor(BatchSpanProcessor(self._posting))
        self._tracer = self._provider.get_tracer("digest", __version__)

    @contextmanager
    def span(self, name: str, facts: Mapping[str, Fact], *, asks: bool = False) -> Iterator[Told]:
        """A span for a block; what is raised fails it."""
        with self._tracer.start_as_current_span(
            name,
            kind=SpanKind.CLIENT if asks else SpanKind.INTERNAL,
            # Its words and its trace may hold anything.
            record_exception=False,
            set_status_on_exception=False,
        ) as span:
            told = Told(span, self._discreet)
            told.tell(facts)
            try:
                yield told
            except GeneratorExit:  # who reads a generator may stop when they like
                raise
            except DigestError as error:
                told.fail(str(error), kind=type(error).__name__)
                raise
            except Exception as error:
                told.fail(type(error).__name__, kind=type(error).__name__)
                raise
            except BaseException as error:
                told.fail("stopped", kind=type(error).__name__)
                raise

    def close(self) -> str | None:
        """Post what waits, within ``PATIENCE``. Returns why spans were lost; None where none was."""
        # The SDK's own wait takes no limit from outside in every version.
        ending = threading.Thread(target=self._provider.shutdown, name="telemetry", daemon=True)
        ending.start()
        ending.join(PATIENCE)
        if ending.is_alive():
            self._posting.late()
        return self._posting.fault


class Told:
    """``ports.Span``."""

    def __init__(self, span: trace.Span, discreet: Callable[[str], str]) -> None:
        self._span = span
        self._discreet = discreet

    def tell(self, facts: Mapping[str, Fact]) -> None:
        """Attributes; None is none."""
        self._span.set_attributes(self._told(facts))

    def happened(self, event: str, facts: Mapping[str, Fact]) -> None:
        """An event, now."""
        self._span.add_event(event, self._told(facts))

    def fail(self, reason: str, *, kind: str = "") -> None:
        """Status ERROR, and an event by the name that collectors look for where something was raised (``kind``)."""
        words = self._discreet(reason)
        self._span.set_status(Status(StatusCode.ERROR, words))
        if kind:
            self._span.set_attribute("error.type", kind)
            self._span.add_event("exception", {"exception.type": kind, "exception.message": words})

    def _told(self, facts: Mapping[str, Fact]) -> dict[str, AttributeValue]:
        return {
            name: self._discreet(value) if isinstance(value, str) else value
            for name, value in facts.items()
            if value is not None
        }
