"""Whether spans are told to an OpenTelemetry collector, and to which: what feeds.yml and the environment say.

The names in the environment are OpenTelemetry's own, and mean what they mean for any program:
https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_PATH = "/v1/traces"
_TRACES, _BASE = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT"
_PROTOCOLS = ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")
_SPOKEN = "http/protobuf"


def collector(written: str | None, environ: Mapping[str, str]) -> tuple[str | None, str | None]:
    """(the URL that spans are posted to, why there is none though one is asked for), each None where it is not so.

    ``written``: what feeds.yml says. An address in the environment comes before it, for it is the machine's own.
    """
    exporters = {name.strip() for name in environ.get("OTEL_TRACES_EXPORTER", "").lower().split(",")} - {""}
    if environ.get("OTEL_SDK_DISABLED", "").strip().lower() == "true" or (exporters and "otlp" not in exporters):
        return None, None
    if environ.get(_TRACES):
        name, url = _TRACES, environ[_TRACES].strip()
    elif environ.get(_BASE):
        name, url = _BASE, _traces(environ[_BASE].strip())
    elif written is not None:
        name, url = "run.telemetry", _traces(written)
    elif exporters:
        name, url = "OTEL_TRACES_EXPORTER", f"http://localhost:4318{_PATH}"
    else:
        return None, None
    if not re.match(r"https?://[^/\s]+\S*$", url, re.IGNORECASE):
        return None, f"{name}: no http or https URL, so that no spans go out"
    asked = next(((key, environ[key].strip()) for key in _PROTOCOLS if environ.get(key)), ("", _SPOKEN))
    if asked[1] != _SPOKEN:
        return None, f"{asked[0]}: digest speaks {_SPOKEN} alone (a collector's port 4318), so that no spans go out"
    return url, None


def _traces(base: str) -> str:
    return base if base.rstrip("/").endswith(_PATH) else base.rstrip("/") + _PATH
