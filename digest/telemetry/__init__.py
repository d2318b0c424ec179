"""Spans, told to an OpenTelemetry collector by OTLP over HTTP. Imported only where one is named.

``Telemetry`` implements ``ports.Spans``. It needs the extra ``telemetry``; ``installed`` says whether that is there.
"""

from __future__ import annotations

import importlib.util

__all__ = ["installed"]


def installed() -> bool:
    """Whether OpenTelemetry's SDK and its OTLP exporter are there; neither is imported."""
    try:
        return all(
            importlib.util.find_spec(name) is not None
            for name in ("opentelemetry.sdk.trace", "opentelemetry.exporter.otlp.proto.http")
        )
    except ImportError:  # of a parent that is half there
        return False
