"""A run as Prometheus reads it: the text format 0.0.4, for the textfile collector of node_exporter.

https://prometheus.io/docs/instrumenting/exposition_formats/ — every figure is of the last run and so a gauge; names end
in their unit, seconds and bytes. The publication is a label: a machine may have several, each with a file of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from digest.model import Run

_Samples = Mapping[tuple[tuple[str, str], ...], float]


def exposition(run: Run, *, publication: str, last_good: datetime | None) -> bytes:
    """The file's bytes. ``last_good``: when a run last did its day's work; None where none did."""
    lines: list[str] = []

    def gauge(name: str, help_: str, samples: _Samples | float | None) -> None:
        if samples is None or samples == {}:
            return
        lines.append(f"# HELP digest_{name} {help_}")
        lines.append(f"# TYPE digest_{name} gauge")
        for labels, value in (samples if isinstance(samples, Mapping) else {(): samples}).items():
            said = ",".join(f'{key}="{_escaped(text)}"' for key, text in (("publication", publication), *labels))
            lines.append(f"digest_{name}{{{said}}} {_number(value)}")

    def by(label: str, counts: Mapping[str, float]) -> _Samples:
        return {((label, key),): value for key, value in counts.items()}

    gauge("run_info", "The program that ran last; the value is 1.", {(("version", run.version),): 1})
    gauge("run_number", "Number of the last run, as `digest runs` has it.", run.number)
    gauge("run_start_timestamp_seconds", "When the last run began.", run.started.timestamp())
    gauge("run_end_timestamp_seconds", "When the last run ended.", run.ended.timestamp() if run.ended else None)
    gauge(
        "run_last_success_timestamp_seconds",
        "When a run last did its day's work.",
        last_good.timestamp() if last_good else None,
    )
    gauge("run_success", "Whether the last run did its work: 1 or 0.", float(run.outcome == "success"))
    gauge("run_exit_status", "What the last run's process ended with.", run.status)
    gauge("run_duration_seconds", "How long the last run took.", run.seconds)
    gauge("run_phase_duration_seconds", "How long each phase of the last run took.", by("phase", run.phases))
    gauge("run_cpu_seconds", "CPU time of the last run, user and system.", run.cpu)
    gauge("run_memory_peak_bytes", "The most memory that the last run had resident.", run.peak_bytes)
    gauge("run_sources", "Sources of the last run by what became of asking them.", by("state", run.sources))
    if run.sources:
        gauge("run_entries", "Entries in all that the last run read.", run.entries)
        gauge("run_entries_new", "Of these, first seen in the last run.", run.new)
    if run.considered:
        fates = {"printed": run.printed, "merged": run.merged, "dropped": sum(run.dropped.values())}
        gauge("run_articles", "Articles held against the issue, by what became of them.", by("fate", fates))
        gauge("run_articles_dropped", "Articles that were dropped, by reason.", by("reason", run.dropped))
    gauge("run_messages", "Messages of the last run by state.", by("state", run.mail))
    gauge("run_letters", "Letters of the last run by state.", by("state", run.letters))
    gauge("run_mailbox_mails", "Mails that the last run read in the mailbox, by kind.", by("kind", run.mailbox))
    gauge("issue_number", "Number of the day's issue.", run.issue)
    gauge("issue_stories", "Stories in the day's issue.", run.stories if run.issue is not None else None)
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(round(value, 6))
