"""How an issue is looked at, and the colours that it is looked at in."""

from __future__ import annotations

from datetime import date

import pytest

from digest.preview.colours import in_scheme
from digest.preview.look import look, switches

ISSUES = ((2, date(2031, 5, 7)), (1, date(2031, 5, 6)))


def test_an_empty_query_shows_the_latest_issue() -> None:
    """Mail and page side by side, desktop width, the system's own colours, with pictures."""
    now = look("", ISSUES)
    assert (now.issue, now.show, now.width, now.scheme, now.images) == (ISSUES[0][1], "both", "desktop", "auto", "on")


@pytest.mark.parametrize(
    "query",
    ["issue=2031-01-01", "show=<script>", "scheme=../..", "width=", "images=1", "a=b&&&=", "%ff=%00", "&" * 999],
)
def test_what_a_query_asks_for_is_known_or_the_default(query: str) -> None:
    """Nothing from the address reaches the page but words that the preview knows."""
    assert look(query, ISSUES) == look("", ISSUES)


def test_switches_keep_everything_else() -> None:
    """Each choice is a link to the same look with one thing changed, and one of each switch is on."""
    now = look("issue=2031-05-06&show=mail&width=phone&scheme=dark&images=off", ISSUES)
    made = dict(switches(now))
    assert [sum(on for _, _, on in choices) for choices in made.values()] == [1, 1, 1, 1]
    light = next(link for label, link, _ in made["Colours"] if label == "Light")
    assert light == "/?issue=2031-05-06&show=mail&width=phone&scheme=light&images=off"
    assert look(light.partition("?")[2], ISSUES).scheme == "light"


def test_a_scheme_is_forced_and_auto_is_byte_for_byte() -> None:
    """Light and dark decide the media queries, also those that ask for more; the system's choice leaves every byte."""
    body = (
        b'<meta name="color-scheme" content="light dark"><meta name="x" content="light dark">'
        b"<style>:root{color-scheme:light dark;supported-color-schemes:light dark}"
        b"@media (prefers-color-scheme: dark) and (max-width:9em){a}@media(prefers-color-scheme:light){b}</style>"
    )
    assert in_scheme(body, "auto") is body
    dark = in_scheme(body, "dark")
    assert b"@media (min-width:0) and (max-width:9em){a}@media(max-width:0){b}" in dark
    assert b'<meta name="color-scheme" content="dark"><meta name="x" content="light dark">' in dark
    assert b":root{color-scheme:dark;supported-color-schemes:light dark}" in dark
    assert b"@media (max-width:0) and (max-width:9em){a}@media(min-width:0){b}" in in_scheme(body, "light")
