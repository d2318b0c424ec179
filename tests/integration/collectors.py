"""A collector of spans on loopback: OTLP over HTTP, decoded as the protocol has it."""

from __future__ import annotations

import gzip
import http.server
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status


@dataclass
class Seen:
    """A span as it came."""

    name: str
    id: bytes
    parent: bytes
    trace: bytes
    kind: str
    facts: Mapping[str, Any]
    failed: bool
    reason: str
    events: list[tuple[str, Mapping[str, Any]]]
    began: int  # nanoseconds
    ended: int
    resource: Mapping[str, Any]


@dataclass
class Collector:
    """What came to it."""

    url: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)  # of its answers
    asked: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)  # paths and headers
    bodies: list[bytes] = field(default_factory=list)
    release: threading.Event | None = None  # it answers when this is set

    @property
    def spans(self) -> list[Seen]:
        """Every span, as they ended."""
        return [span for body in self.bodies for span in _decoded(body)]

    def named(self, name: str) -> list[Seen]:
        """Those of that name."""
        return [span for span in self.spans if span.name == name]

    def one(self, name: str) -> Seen:
        """The one of that name."""
        (found,) = self.named(name)
        return found


@contextmanager
def collecting(**given: Any) -> Iterator[Collector]:
    """A collector at work for a block."""
    collector = Collector(**given)

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if collector.release is not None:
                collector.release.wait(60)
            collector.asked.append((self.path, dict(self.headers)))
            if collector.status == 200:
                collector.bodies.append(gzip.decompress(body) if self.headers["Content-Encoding"] == "gzip" else body)
            answer = ExportTraceServiceResponse().SerializeToString()
            self.send_response(collector.status)
            for name, value in {**collector.headers, "Content-Length": str(len(answer))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads, server.block_on_close = True, False
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    collector.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield collector
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _decoded(body: bytes) -> Iterator[Seen]:
    request = ExportTraceServiceRequest()
    request.ParseFromString(body)
    for group in request.resource_spans:
        resource = _facts(group.resource.attributes)
        for scope in group.scope_spans:
            for span in scope.spans:
                yield Seen(
                    name=span.name,
                    id=span.span_id,
                    parent=span.parent_span_id,
                    trace=span.trace_id,
                    kind=Span.SpanKind.Name(span.kind).removeprefix("SPAN_KIND_").lower(),
                    facts=_facts(span.attributes),
                    failed=span.status.code == Status.STATUS_CODE_ERROR,
                    reason=span.status.message,
                    events=[(event.name, _facts(event.attributes)) for event in span.events],
                    began=span.start_time_unix_nano,
                    ended=span.end_time_unix_nano,
                    resource=resource,
                )


def _facts(pairs: Any) -> dict[str, Any]:
    return {pair.key: getattr(pair.value, pair.value.WhichOneof("value")) for pair in pairs}
