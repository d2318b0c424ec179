"""Which collector gets spans: feeds.yml and OpenTelemetry's own variables."""

from __future__ import annotations

import pytest

from digest.config.collecting import collector

HERE = "http://localhost:4318/v1/traces"


@pytest.mark.parametrize(
    ("written", "environ", "url"),
    [
        (None, {}, None),
        ("http://localhost:4318", {}, HERE),
        ("http://localhost:4318/", {}, HERE),
        (HERE, {}, HERE),
        ("https://otlp.example/otlp", {}, "https://otlp.example/otlp/v1/traces"),
        (None, {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://localhost:4318"}, HERE),
        (None, {"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "https://h.example/as-it-is"}, "https://h.example/as-it-is"),
        ("http://far.example", {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://localhost:4318"}, HERE),
        (
            None,
            {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://a.example", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": HERE},
            HERE,
        ),
        (None, {"OTEL_TRACES_EXPORTER": "otlp"}, HERE),
        (None, {"OTEL_TRACES_EXPORTER": "console,otlp"}, HERE),
        (HERE, {"OTEL_TRACES_EXPORTER": "none"}, None),
        (HERE, {"OTEL_TRACES_EXPORTER": "console"}, None),
        (HERE, {"OTEL_TRACES_EXPORTER": ""}, HERE),
        (HERE, {"OTEL_SDK_DISABLED": "TRUE"}, None),
        (HERE, {"OTEL_SDK_DISABLED": "1"}, HERE),  # true alone is true there
        (HERE, {"OTEL_EXPORTER_OTLP_ENDPOINT": ""}, HERE),
        (HERE, {"OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf"}, HERE),
    ],
)
def test_the_collector_is_found_as_the_standard_has_it(
    written: str | None, environ: dict[str, str], url: str | None
) -> None:
    """An empty variable is none; what is for traces alone comes before what is for all; both before feeds.yml."""
    assert collector(written, environ) == (url, None)


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "localhost:4317"}, "OTEL_EXPORTER_OTLP_ENDPOINT: no http or https URL"),
        ({"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://"}, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: no http or https URL"),
        ({"OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"}, "OTEL_EXPORTER_OTLP_PROTOCOL: digest speaks http/protobuf alone"),
        (
            {"OTEL_EXPORTER_OTLP_TRACES_PROTOCOL": "http/json", "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf"},
            "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: digest speaks",
        ),
    ],
)
def test_what_leads_nowhere_is_said(environ: dict[str, str], words: str) -> None:
    """By the variable's name, and not by what it holds."""
    url, said = collector(HERE, environ)
    assert url is None
    assert said is not None
    assert said.startswith(words)
    assert all(value not in said for name, value in environ.items() if name.endswith("ENDPOINT"))
