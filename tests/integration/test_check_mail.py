"""``digest check --mail``: the installed command, a name server, and a mail server with STARTTLS and a log-in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from installed import digest
from mailservers import PASSWORD, USERNAME, Certificates, Inbox, authenticator, serving
from nameserver import nameserver

from digest.messages.dkim import Signer
from digest.model import DkimKey


@pytest.fixture(scope="module")
def pem() -> str:
    key = generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def place(tmp_path: Path, pem: str, inbox: Inbox) -> Iterator[Path]:
    """A publication with one issue, its mail set up to the full."""
    certificates = Certificates()
    certificates.authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    (tmp_path / "dkim.pem").write_text(pem)
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "one.txt").write_text(
        "Ferry leaves an hour early\n\nThe night ferry will leave an hour early from Monday, the harbour board said. "
        "The change holds until the end of the month.\n"
    )
    with serving(
        inbox,
        tls=certificates.context("localhost"),
        authenticator=authenticator,
        auth_require_tls=True,
        require_starttls=True,
    ) as port:
        (tmp_path / "feeds.yml").write_text(
            f"""
publication: {{title: The Morning, url: https://morning.example}}
sources: [{{seeds: seeds/*.txt, name: Desk, published: 2026-03-02}}]
mail:
  from: The Morning <news@morning.example>
  to: reader@else.example
  dkim: {{selector: s1, key_file: dkim.pem}}
  smtp:
    host: localhost
    port: {port}
    username: {USERNAME}
    password: ${{SMTP_PASSWORD}}
    ca_file: authority.pem
"""
        )
        made = digest(tmp_path, "run", "--no-send", "--at", "2026-03-02", SMTP_PASSWORD=PASSWORD)
        assert made.returncode == 0, made.stderr
        yield tmp_path


def zone(pem: str) -> dict[tuple[str, str], tuple[str, ...]]:
    record = Signer(DkimKey(domain="morning.example", selector="s1", pem=pem)).record()
    halves = " ".join(f'"{record[at : at + 200]}"' for at in range(0, len(record), 200))
    return {
        ("localhost", "A"): ("127.0.0.1",),
        ("morning.example", "TXT"): ('"v=spf1 ip4:192.0.2.1 -all"',),
        ("morning.example", "MX"): ("10 mx.morning.example.",),
        ("s1._domainkey.morning.example", "TXT"): (halves,),
        ("_dmarc.morning.example", "TXT"): ('"v=DMARC1; p=reject"',),
    }


def test_a_sender_in_order_is_told_so_and_gets_a_copy(place: Path, pem: str, inbox: Inbox) -> None:
    """Every look is good or said to be skipped; the copy is signed and counts for nothing."""
    with nameserver(zone(pem)) as resolver:
        server = f"127.0.0.1#{resolver.port}"
        looked = digest(place, "check", "--mail", "you@here.example", "--nameserver", server, SMTP_PASSWORD=PASSWORD)
    assert looked.returncode == 0, looked.stdout + looked.stderr
    assert "s1._domainkey.morning.example has the key that messages are signed with" in looked.stdout
    assert "mail from morning.example passes by DKIM; the policy is reject" in looked.stdout
    assert "TLSv1." in looked.stdout
    assert f"the server takes the log-in of {USERNAME}" in looked.stdout
    assert inbox.recipients == ["you@here.example"]
    assert b"DKIM-Signature:" in bytes(inbox.envelopes[0].content or b"")
    assert PASSWORD not in looked.stdout + looked.stderr


def test_what_is_wrong_is_told_with_what_to_do(place: Path, pem: str) -> None:
    """Another key in DNS and no DMARC: status 78, and the very record to publish."""
    names = zone(pem)
    names["s1._domainkey.morning.example", "TXT"] = ('"v=DKIM1; k=rsa; p=QUJD"',)
    del names["_dmarc.morning.example", "TXT"]
    with nameserver(names) as resolver:
        looked = digest(
            place,
            "check",
            "--mail",
            "you@here.example",
            "--nameserver",
            f"127.0.0.1#{resolver.port}",
            "--json",
            SMTP_PASSWORD=PASSWORD,
        )
    assert looked.returncode == 78
    told = {(one["topic"], one["state"]): one for one in json.loads(looked.stdout)["findings"]}
    assert "v=DKIM1; k=rsa; p=MII" in told["DKIM", "bad"]["fix"]
    assert "_dmarc.morning.example" in told["DMARC", "bad"]["fix"]
    assert pem.splitlines()[1] not in looked.stdout + looked.stderr


def test_a_refused_log_in_is_told_and_no_copy_goes_out(place: Path, pem: str, inbox: Inbox) -> None:
    """Status 75, the reply's number, and never the password."""
    with nameserver(zone(pem)) as resolver:
        looked = digest(
            place,
            "check",
            "--mail",
            "you@here.example",
            "--nameserver",
            f"127.0.0.1#{resolver.port}",
            SMTP_PASSWORD="guess-that",
        )
    assert looked.returncode == 75
    assert "refuses the user name and password" in looked.stdout
    assert "No copy was sent" in looked.stdout
    assert "guess-that" not in looked.stdout + looked.stderr
    assert not inbox.envelopes


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--mail", "nobody"), "is not a mail address"),
        (("--mail", "a@b.example", "--nameserver", "x"), "no IP address"),
    ],
)
def test_slips_are_usage_errors(place: Path, arguments: tuple[str, ...], words: str) -> None:
    """Before anything is asked of anybody."""
    looked = digest(place, "check", *arguments, SMTP_PASSWORD=PASSWORD)
    assert looked.returncode == 2
    assert words in looked.stderr
