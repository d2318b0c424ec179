"""What the operator is mailed of: each trouble once, until it is over and comes again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from digest.model import Run, Source, SourceState
from digest.pipeline.troubles import Trouble, failing, fresh, killed, of_run, remembered, words

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
SOURCE = Source(key="fog", name="Fog Signal", url="https://fog.example/feed")
RUN = Run(number=7, id="x", started=NOW, status=69, outcome="failure", phase="edit")


def state(**known: object) -> dict[str, SourceState]:
    """What is remembered of the source."""
    return {"fog": SourceState(key="fog", url=SOURCE.url, **known)}  # type: ignore[arg-type]  # whatever a test says


def test_a_source_is_a_trouble_once_it_has_failed_for_days() -> None:
    """Not before; and never where it answers again, or feeds.yml has another address for it now."""
    since = NOW - timedelta(days=3)
    found = failing([SOURCE], state(failures=4, failing_since=since, reason="HTTP 503"), days=3, now=NOW)
    told = "Fog Signal has been failing since 20 November, the last 4 times that it was asked: HTTP 503"
    assert found[0].what == told
    assert "`digest sources test 'Fog Signal'`" in found[0].fix
    assert "digest sources remove" in found[0].fix
    later = NOW - timedelta(hours=1)
    assert not failing([SOURCE], state(failures=4, failing_since=since), days=3, now=later)
    assert not failing([SOURCE], state(failures=0, failing_since=since), days=3, now=NOW)
    assert not failing([SOURCE], {}, days=3, now=NOW)
    moved = Source(key="fog", name="Fog Signal", url="https://fog.example/new")
    assert not failing([moved], state(failures=4, failing_since=since), days=3, now=NOW)


def test_a_source_that_is_gone_is_told_at_once() -> None:
    """It said so itself."""
    (found,) = failing([SOURCE], state(gone=NOW), days=9, now=NOW)
    assert "gone for good (HTTP 410) since 23 November" in found.what


def test_a_reason_holds_no_secret() -> None:
    """It is mailed, and mail is read by many."""
    known = state(
        failures=9, failing_since=NOW - timedelta(days=9), reason="no answer: https://fog.example/feed?k=s3cret"
    )
    assert "s3cret" not in failing([SOURCE], known, days=1, now=NOW)[0].what


def test_a_run_that_failed_is_a_trouble() -> None:
    """Not one that did its work, nor one that somebody stopped."""
    found = of_run(RUN, "none of 3 sources could be read", "check the network")
    assert found is not None
    assert found.what == "the run failed (status 69, at: edit): none of 3 sources could be read"
    assert found.fix == "check the network"
    for outcome, status in (("success", 3), ("aside", 75), ("failure", 143), ("failure", 130)):
        assert of_run(Run(id="x", started=NOW, status=status, outcome=outcome), "", "") is None  # type: ignore[arg-type]


def test_a_killed_run_is_told_by_the_next() -> None:
    """One that is at work, or has ended, was not killed."""
    before = Run(number=6, id="x", started=NOW - timedelta(days=1), phase="fetch")
    found = killed(before, at_work=False, now=NOW)
    assert found is not None
    assert found.what == "run 6, begun 22 November, 06:00 UTC, was killed, at: fetch"
    assert killed(before, at_work=True, now=NOW) is None
    assert killed(None, at_work=False, now=NOW) is None
    assert killed(Run(number=6, id="x", started=NOW, ended=NOW), at_work=False, now=NOW) is None


def test_each_trouble_is_told_once_until_it_is_over() -> None:
    """Told, then silence while it holds; over, then told when it comes again; untold where the note was not taken."""
    one, two = Trouble(key="run 69", what="a", fix="b"), Trouble(key="source fog", what="c", fix="d")
    told: tuple[str, ...] = ()
    assert fresh([one, two], told) == (one, two)
    told = remembered([one, two], told, (), asked=True)  # the server did not take it
    assert fresh([one, two], told) == (one, two)
    told = remembered([one, two], told, (one, two), asked=True)
    assert fresh([one, two], told) == ()
    told = remembered([two], told, (), asked=True)
    assert fresh([one, two], told) == (one,)


def test_a_run_that_asked_no_source_forgets_none() -> None:
    """It knows nothing new of them."""
    assert remembered([], ["run 69", "source fog"], (), asked=False) == ("source fog",)
    assert remembered([], ["source fog"], (), asked=True) == ()


def test_the_note_says_what_and_what_to_do() -> None:
    """Each trouble with its fix; the subject has the first."""
    troubles = [Trouble(key="a", what="the run failed: why", fix="do this"), Trouble(key="b", what="x", fix="do that")]
    subject, text = words(troubles, RUN)
    assert subject == "the run failed, and 1 more"
    assert "* The run failed: why\n  do this\n" in text
    assert "do that" in text
    assert "digest runs show 7" in text
