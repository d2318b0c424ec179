"""What of a robots.txt is ours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from protego import Protego

from digest.fetching.robots import NAME, for_us

LINES = [
    "User-agent: digest",
    "user-agent: *",
    "USERAGENT : Quaybot",
    "User agent Quaybot",
    "  User-Agent: DIGEST # that is us",
    "User-agent:",
    "Disallow: /a",
    "Disallow: /",
    "Allow: /a/b",
    "Disallow:",
    "Crawl-delay: 2",
    "Sitemap: https://quay.example/map",
    "User-agents-beware: yes",
    "",
    "# User-agent: *",
]


@given(st.lists(st.sampled_from(LINES), max_size=14))
def test_what_is_ours_stays_as_it_was(lines: list[str]) -> None:
    """Whatever groups there are and whoever shares them, the verdict on us is that of the whole file."""
    text = "\n".join(lines)
    whole, ours = Protego.parse(text), Protego.parse(for_us(text))
    for path in ("/", "/a", "/a/b", "/c"):
        url = f"https://quay.example{path}"
        assert ours.can_fetch(url, NAME) == whole.can_fetch(url, NAME)
    assert ours.crawl_delay(NAME) == whole.crawl_delay(NAME)


@pytest.mark.parametrize("agent", ["digest/1.0", "DiGeSt", "Digest # us"])
def test_our_name_in_whatever_spelling(agent: str) -> None:
    """With a version, in capitals, with a remark."""
    assert not Protego.parse(for_us(f"User-agent: {agent}\nDisallow: /")).can_fetch("https://quay.example/", NAME)


@pytest.mark.parametrize("agent", ["dig", "digestion", "d", "mydigest", "Quaybot"])
def test_other_names_are_not_ours(agent: str) -> None:
    """Nor what ours begins with."""
    assert for_us(f"User-agent: {agent}\nDisallow: /") == ""


@given(st.text(max_size=300))
def test_no_text_raises_or_names_a_third(text: str) -> None:
    """Three groups at most are left, whatever is written."""
    found = Protego.parse(for_us(text))
    assert set(found._user_agents) <= {"*", NAME, "another"}
