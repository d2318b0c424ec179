"""What the preview shows."""

from __future__ import annotations

import pytest

from digest.preview.view import in_scheme, look, page

DAYS = ["2031-05-07", "2031-05-06"]


def test_an_empty_query_shows_the_latest_issue() -> None:
    """Mail and page side by side, desktop width, the system's own colours."""
    now = look("", DAYS)
    assert (now.issue, now.show, now.width, now.scheme) == ("2031-05-07", "both", "desktop", "auto")


@pytest.mark.parametrize("query", ["issue=2031-01-01", "show=<script>", "scheme=../..", "width=", "a=b&&&=", "%ff=%00"])
def test_what_a_query_asks_for_is_known_or_the_default(query: str) -> None:
    """Nothing from the address reaches the page but words that the preview knows."""
    assert look(query, DAYS) == look("", DAYS)


def test_switches_keep_everything_else() -> None:
    """Each switch is a link to the same look with one thing changed, and marks what is chosen."""
    now = look("issue=2031-05-06&show=mail&width=phone&scheme=dark", DAYS)
    shown = page(now, DAYS, {"email.html": 70_000}, None)
    assert 'href="/?issue=2031-05-06&amp;show=mail&amp;width=phone&amp;scheme=light"' in shown
    assert shown.count('aria-current="true"') == 4
    assert 'src="/dark/issues/2031-05-06/email.html"' in shown
    assert "email.html 70.0 kB" in shown


def test_a_fault_is_shown_as_text() -> None:
    """A template error appears in the page, escaped, in place of the editions."""
    shown = page(look("", DAYS), DAYS, {}, "mail.mjml:3: <b> is not closed")
    assert "mail.mjml:3: &lt;b&gt; is not closed" in shown
    assert "<iframe" not in shown


def test_without_an_issue_it_says_what_to_do() -> None:
    """An empty output/ is no error."""
    assert "digest run" in page(look("", []), [], {}, None)


def test_a_scheme_is_forced_and_auto_is_byte_for_byte() -> None:
    """Light and dark decide the media queries; the system's choice leaves what will be sent untouched."""
    body = b"@media (prefers-color-scheme: dark) {a} @media (prefers-color-scheme:light){b}"
    assert in_scheme(body, "auto") is body
    assert in_scheme(body, "dark") == b"@media all {a} @media not all{b}"
    assert in_scheme(body, "light") == b"@media not all {a} @media all{b}"
