"""Mail addresses."""

from __future__ import annotations

import pytest

from digest.errors import DataError
from digest.messages import canonical, identity, mailbox


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("ann@Example.ORG", "ann@example.org"),
        ("  Ann.B+x@example.org ", "Ann.B+x@example.org"),
        ("i@Bücher.example", "i@xn--bcher-kva.example"),
        ("i@straße.example", "i@xn--strae-oqa.example"),  # IDNA 2008: not strasse.example, which is somebody else's
        ("δοκιμή@example.org", "δοκιμή@example.org"),
        ("root@localhost", "root@localhost"),
    ],
)
def test_an_address_has_one_form(given: str, made: str) -> None:
    """The domain in lower-case ASCII, the local part as written; once made, it stays."""
    assert canonical(given) == made
    assert canonical(made) == made
    assert identity(given) == made


@pytest.mark.parametrize(
    "given",
    [
        "",
        "ann",
        "@example.org",
        "ann@",
        "ann@@example.org",
        "a b@example.org",
        "ann@exa mple.org",
        "ann@-x.org",
        "ann@x..org",
        "ann@[127.0.0.1]",
        '"a b"@example.org',
        ".ann@example.org",
        "ann@example.org\r\nBcc: b@example.org",
        "ann\n@example.org",
        "ann@example.org>",
        "a" * 65 + "@example.org",
        "ann@" + "a" * 64 + ".org",
        "ann@" + ".".join(["a" * 60] * 5),
        "a@" * 50_000,
    ],
)
def test_what_is_no_address_is_told_in_words(given: str) -> None:
    """Every refusal is a ``DataError``; ``identity`` never raises."""
    with pytest.raises(DataError, match="mail address"):
        canonical(given)
    assert isinstance(identity(given), str)


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("news@example.org", ("", "news@example.org")),
        ("<news@example.org>", ("", "news@example.org")),
        ("The Morning <news@Example.org>", ("The Morning", "news@example.org")),
        ('"Morning, The" <news@example.org>', ("Morning, The", "news@example.org")),
        (r'"The \"Morning\"" <news@example.org>', ('The "Morning"', "news@example.org")),
        ("Café au lait <news@example.org>", ("Café au lait", "news@example.org")),
    ],
)
def test_a_mailbox_is_a_name_and_an_address(given: str, made: tuple[str, str]) -> None:
    """RFC 5322 §3.4, with other scripts as they are typed."""
    assert mailbox(given) == made


@pytest.mark.parametrize("given", ["The Morning", "news@example.org>", "A <B <c@example.org>x", "A <>"])
def test_what_is_no_mailbox_is_told(given: str) -> None:
    """A slip in `from` is told, not guessed at."""
    with pytest.raises(DataError):
        mailbox(given)
