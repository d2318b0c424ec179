"""What a run is told to have done: gathered without anybody's address or secret, and rightly judged."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families

from digest.cli.report import Console, sources
from digest.errors import LockedError, MailError
from digest.model import NO_FILES, Run, SourceReport
from digest.pipeline.exposition import exposition
from digest.pipeline.runs import LONGEST, MOST_SAID, discreet, events, gathered, outcome, public

AT = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
RUN = Run(number=7, id="20261123T060000Z-42", started=AT, version="1.2")
HEARD = [
    {
        "sources": [
            SourceReport(source="Harbour Gazette", state="read", entries=9, new=4),
            SourceReport(source="Tidal Post", state="unchanged"),
            SourceReport(
                source="Fog Signal", state="failed", reason="HTTP 503 from https://fog.example/feed?key=s3cret"
            ),
        ],
        "new": 4,
    },
    {
        "coverage": {
            "candidates": 9,
            "fresh": 4,
            "printed": 3,
            "merged": 2,
            "dropped": {"too old": 1, "printed before": 3},
        }
    },
    {"issue": {"number": 5, "date": "2026-11-23", "stories": 3, "subject": "Bridge closed", "made": True}},
    {"mail": {"issue": 4, "accepted": 1, "failed": 0, "troubled": [{"address": "ada@reader.example"}]}},
    {"mail": {"issue": 5, "accepted": 2, "deferred": 1, "unknown": 0}},
    {"mailbox": {"mails": [{"what": "bounce", "who": "ada@reader.example"}, {"what": "bounce"}, {"what": "other"}]}},
    {"letters": {"accepted": 2}},
]


def test_what_the_stages_report_is_gathered() -> None:
    """Each figure from the stage that knows it; mail is summed over all issues that the run mailed."""
    run = gathered(RUN, HEARD, ["a line"])
    assert run.sources == {"failed": 1, "read": 1, "unchanged": 1}
    assert (run.entries, run.new) == (9, 4)
    assert [(one.source, one.reason) for one in run.failed] == [("Fog Signal", "HTTP 503 from https://fog.example/…")]
    assert run.considered == run.printed + run.merged + sum(run.dropped.values()) == 9
    assert run.fresh == run.new == 4
    assert list(run.dropped) == ["printed before", "too old"]
    assert (run.issue, run.day, run.made) == (5, "2026-11-23", True)
    assert run.mail == {"accepted": 3, "deferred": 1}
    assert run.mailbox == {"bounce": 2, "other": 1}
    assert run.letters == {"accepted": 2}
    assert run.said == ("a line",)


def test_sources_are_counted_as_the_run_counts_them() -> None:
    """Seeds without a file are no source that anything became of, and who was not asked is told apart."""
    reports = [
        SourceReport(source="Harbour Gazette", state="unchanged"),
        SourceReport(source="seeds/*.md", state="unchanged", reason=NO_FILES),
        SourceReport(source="Tidal Post", state="unchanged", reason="left alone until 09:00"),
        SourceReport(source="Old Mill", state="unchanged", reason="gone for good since 3 May (HTTP 410)"),
        SourceReport(source="seeds/*.txt", state="read", entries=1, new=1, reason="b.txt: not text"),
        SourceReport(source="Fog Signal", state="failed", reason="timed out"),
    ]
    console = Console()
    said: list[str] = []
    console.line = said.append  # type: ignore[method-assign]  # what the run's own report says
    sources(console, reports, 1)
    assert said[0] == "Sources   1 read, 1 unchanged, 1 failed, 2 left alone; 1 entry, 1 new"
    run = gathered(RUN, console.heard, [])
    assert run.sources == {"read": 1, "unchanged": 1, "failed": 1, "left alone": 2}


def test_no_address_and_no_secret_is_gathered() -> None:
    """Whatever facts and words hold."""
    said = ["550 no such user ada@reader.example here", "GET https://user:pass@hook.example/T0/B1/xyz?token=abc failed"]
    told = repr(gathered(RUN, HEARD, said))
    assert "@" not in told
    for secret in ("s3cret", "pass", "xyz", "abc", "ada"):
        assert secret not in told
    assert "hook.example" in told


def test_what_is_said_is_kept_in_measure() -> None:
    """Long lines and many lines are cut, and say so."""
    run = gathered(RUN, [], ["x" * 5000] * (MOST_SAID + 3))
    assert run.said[-1] == "and 3 more"
    assert len(run.said) == MOST_SAID + 1
    assert max(map(len, run.said)) == LONGEST


@given(st.text(max_size=300))
def test_words_are_one_line_and_hold_no_address(text: str) -> None:
    """Of any text: no line ends, no mail address, and the second time nothing changes."""
    made = discreet(text + " <ada.l@reader.example> https://h.example/secret")
    assert "\n" not in made
    assert "ada.l@" not in made
    assert "/secret" not in made
    assert discreet(made) == made


@pytest.mark.parametrize(
    ("status", "error", "expected"),
    [
        (0, None, "success"),
        (3, None, "success"),  # some sources failed: there is an issue
        (75, None, "success"),  # put off by the server: the next run sees to them
        (75, MailError("no connection"), "failure"),
        (75, LockedError("another run"), "aside"),
        (69, None, "failure"),
        (1, ValueError(), "failure"),
        (143, SystemExit(143), "failure"),
    ],
)
def test_outcomes(status: int, error: BaseException | None, expected: str) -> None:
    """What is a failure is what somebody should look at."""
    assert outcome(status, error) == expected


def test_the_public_report_tells_of_the_issue_alone() -> None:
    """Nothing of sources, of readers, or of what went wrong."""
    run = gathered(RUN, HEARD, ["a private trouble"])
    told = repr(public(run))
    for word in ("Fog", "503", "private", "mail", "accepted", "bounce", "dropped", "42"):
        assert word not in told
    assert public(run)["articles"] == {"considered": 9, "printed": 3, "merged": 2}


def test_log_lines_name_each_source_that_failed() -> None:
    """One line for each, then the sums; nothing for facts that are none of a log's business."""
    lines = events(HEARD[0])
    assert lines[0] == (
        "warning",
        "source failed",
        {"source": "Fog Signal", "reason": "HTTP 503 from https://fog.example/…"},
    )
    assert [event for _, event, _ in lines] == ["source failed", "sources"]
    assert events({"published": "/home/me/output/index.html"}) == []
    assert events(HEARD[3]) == [("info", "mail", {"accepted": 1})]


def read(body: bytes) -> dict[tuple[str, str], float]:
    """(name, the label that is not the publication) -> value, as Prometheus reads it."""
    return {
        (sample.name, next((text for key, text in sample.labels.items() if key != "publication"), "")): sample.value
        for family in text_string_to_metric_families(body.decode())
        for sample in family.samples
    }


def test_figures_are_read_by_prometheus() -> None:
    """Every family has its HELP and its TYPE, gauge; names end in their units; figures come back."""
    run = gathered(RUN, HEARD, [])
    run = Run(
        **{**{name: getattr(run, name) for name in run.__struct_fields__}, "phases": {"fetch": 0.25}, "status": 3}
    )
    body = exposition(run, publication="The Estuary Morning", last_good=AT)
    families = list(text_string_to_metric_families(body.decode()))
    assert all(family.type == "gauge" and family.documentation.endswith(".") for family in families)
    assert len({family.name for family in families}) == len(families)
    assert all(sample.labels["publication"] == "The Estuary Morning" for each in families for sample in each.samples)
    found = read(body)
    assert found["digest_run_last_success_timestamp_seconds", ""] == AT.timestamp()
    assert found["digest_run_phase_duration_seconds", "fetch"] == 0.25
    assert found["digest_run_sources", "failed"] == 1
    assert found["digest_run_articles_dropped", "printed before"] == 3
    assert found["digest_run_messages", "accepted"] == 3
    assert found["digest_run_exit_status", ""] == 3
    assert body.endswith(b"\n")


def test_what_is_not_known_is_no_figure() -> None:
    """No zero stands for what never was."""
    found = read(exposition(RUN, publication="P", last_good=None))
    names = {name for name, _ in found}
    assert "digest_run_last_success_timestamp_seconds" not in names
    assert "digest_run_articles" not in names
    assert "digest_issue_number" not in names


@given(
    st.text(max_size=60).filter(lambda text: "\r" not in text), st.dictionaries(st.text(max_size=20), st.integers(0, 9))
)
def test_any_title_and_reason_can_be_a_label(title: str, reasons: dict[str, int]) -> None:
    """Quotes, backslashes and line ends are escaped; half a character is a question mark."""
    found = {"candidates": 9, "fresh": 9, "printed": 0, "merged": 0, "dropped": reasons}
    run = gathered(RUN, [{"coverage": found}], [])
    body = exposition(run, publication=title, last_good=None)
    assert len(body.split(b"\n")) == body.count(b"# ") // 2 * 2 + body.count(b"{publication=") + 1
