"""What it costs to address and sign one subscriber's mail, beside the standard library's EmailMessage and dkimpy.

    .venv/bin/python benchmarks/letters.py [--messages N] [--repeat N]

The mail of the fixture newsroom's quiet and full day, HTML and text, each with the subscriber's links; ours with the
tokens in them made and an envelope sender of its own. CPU milliseconds a message of this process, the least of N
rounds. EmailMessage gets the same text, HTML and header fields, and dkimpy signs the same fields, relaxed/relaxed.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
import time
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import partial
from pathlib import Path

import dkim
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from digest import personal
from digest.editions import JinjaRenderer, environment
from digest.messages import MimeComposer
from digest.messages.dkim import Signer
from digest.messages.dkimkeys import new
from digest.messages.tokens import Tokens
from digest.messages.unsubscribe import Ways
from digest.model import DkimKey, Edition, Issue, Mail, Site, SmtpServer, Subscriber

ROOT = Path(__file__).parents[1]
BUILDING, ALL = 0.1, 1.2  # CPU milliseconds: the targets without a signature, and with one by RSA
MAIL = Mail(
    sender="The Harbour Morning <news@harbour.example>",
    subscribers=(),
    server=SmtpServer(host="mail.harbour.example", port=587),
    return_path="bounces@harbour.example",
)
SERVICE = "https://letters.harbour.example"
DOMAIN = b"harbour.example"


def newsroom() -> dict[str, Issue]:
    """Two of the fixture newsroom's days."""
    spec = importlib.util.spec_from_file_location("newsroom", ROOT / "tests/newsroom.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return {"quiet": module.quiet_issue(), "full": module.sample_issue()}


def composer(issue: Issue, signers: Sequence[Signer]) -> MimeComposer:
    """Ours, as `digest send` makes it."""
    tokens = Tokens(b"k" * 32)
    ways = Ways(
        answers="news@harbour.example",
        service=SERVICE,
        unsubscribing=partial(tokens.sign, "unsubscribe"),
        preferring=partial(tokens.sign, "preferences"),
    )
    return MimeComposer(MAIL, issue.publication, key=b"k" * 32, marks=b"m" * 32, ways=ways, signers=signers)


def library(issue: Issue, editions: Sequence[Edition], subscriber: Subscriber) -> bytes:
    """The same message by the standard library."""
    token = f"token-of-{subscriber.address}"
    text, page = (next(e for e in editions if e.medium == medium) for medium in ("text", "email"))
    filled = []
    for edition in (text, page):
        body = edition.body.replace(
            personal.link(edition.mark, "unsubscribe").encode(), f"{SERVICE}/u/{token}".encode()
        )
        body = body.replace(personal.link(edition.mark, "preferences").encode(), f"{SERVICE}/p/{token}".encode())
        filled.append(body.decode())
    made = EmailMessage(policy=SMTP)
    made["From"] = MAIL.sender
    made["To"] = f"{subscriber.name} <{subscriber.address}>"
    made["Subject"] = issue.subject
    made["Date"] = format_datetime(issue.as_of)
    made["Message-ID"] = f"<{issue.number}.{token.partition('@')[0]}@harbour.example>"
    made["List-Id"] = "The Harbour Morning <news.harbour.example>"
    made["List-Unsubscribe"] = f"<{SERVICE}/u/{token}>, <mailto:news@harbour.example?subject=unsubscribe>"
    made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    made["List-Archive"] = "<https://harbour.example/issues/>"
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(filled[0])
    made.add_alternative(filled[1], subtype="html")
    return made.as_bytes()


def signed(message: bytes, pem: bytes) -> bytes:
    """The message signed by dkimpy."""
    made: bytes = dkim.sign(message, b"s1", DOMAIN, pem, canonicalize=(b"relaxed", b"relaxed"))
    return made + message


def cost(make: Callable[[Subscriber], object], people: Sequence[Subscriber], rounds: int) -> float:
    """CPU milliseconds a message in the cheapest round, after one message that does not count."""
    make(people[0])
    spent = []
    for _ in range(rounds):
        start = time.process_time_ns()
        for subscriber in people:
            make(subscriber)
        spent.append((time.process_time_ns() - start) / 1e6 / len(people))
    return min(spent)


def main() -> int:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--messages", type=int, default=400, help="in a round of ours; of the others a tenth")
    parser.add_argument("--repeat", type=int, default=5, help="rounds, of which the cheapest counts")
    given = parser.parse_args()
    rsa = Signer(DkimKey(domain="harbour.example", selector="s1", pem=(pem := new("rsa"))))
    curve = Signer(DkimKey(domain="harbour.example", selector="s2", pem=new("ed25519")))
    # dkimpy reads the older form of a key alone.
    loaded = load_pem_private_key(pem.encode(), password=None)
    old = loaded.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    renderer = JinjaRenderer(environment(None), Site(output="/nowhere"), served=True)
    people = [
        Subscriber(address=f"reader{number}@mail{number % 40}.example", name=f"Reader {number}")
        for number in range(given.messages)
    ]
    few = people[: max(given.messages // 10, 1)]
    met = True
    for day, issue in newsroom().items():
        editions = renderer.editions(issue)

        def ours(signers: Sequence[Signer], issue: Issue = issue, editions: Sequence[Edition] = editions) -> float:
            made = composer(issue, signers)
            return cost(lambda subscriber: made.compose(issue, editions, subscriber), people, given.repeat)

        def theirs(finish: Callable[[bytes], object], issue: Issue = issue, of: Sequence[Edition] = editions) -> float:
            return cost(lambda subscriber: finish(library(issue, of, subscriber)), few, given.repeat)

        bare, by_rsa, by_curve, by_both = (ours(signers) for signers in ((), (rsa,), (curve,), (rsa, curve)))
        library_bare, library_rsa = theirs(len), theirs(partial(signed, pem=old))
        size = len(composer(issue, ()).compose(issue, editions, people[0]).body) / 1000
        met = met and bare <= BUILDING and by_rsa <= ALL
        print(f"{day} day, {size:.0f} KB a message; ms of CPU")
        rows = (
            ("built", bare, "EmailMessage", library_bare),
            ("built, RSA-2048", by_rsa, "EmailMessage, dkimpy", library_rsa),
        )
        for what, mine, who, other in rows:
            print(f"  {what:20} {mine:7.3f}   {who:20} {other:7.2f}   {other / mine:5.0f} ×")
        print(f"  {'built, Ed25519':20} {by_curve:7.3f}")
        print(f"  {'built, both':20} {by_both:7.3f}")
    print(f"targets: built {BUILDING}, with RSA {ALL}: {'met' if met else 'missed'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
