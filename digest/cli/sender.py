"""``digest check --mail``: whether mail of this publication will arrive, looked at from outside in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from digest.errors import MailError, UsageError

if TYPE_CHECKING:
    from digest.cli.report import Console
    from digest.model import Mail, SmtpServer
    from digest.postmaster import Finding
    from digest.wiring import Newsroom

_LACKS = {
    "PIPELINING": "it takes one command at a time (no PIPELINING), so that mail goes out more slowly",
    "SMTPUTF8": "addresses like olé@example.org cannot be mailed (no SMTPUTF8)",
}
_MARKS = {"good": "ok", "weak": "weak", "bad": "BAD", "skipped": "skip"}
_SOON = timedelta(days=14)  # a certificate that ends within is worth a word


def check(room: Newsroom, console: Console, mail: Mail, address: str, nameserver: str | None = None) -> int:
    """Look at DNS, the server and the log-in, then mail a copy of the latest issue to ``address``.

    Returns the exit status: 78 where DNS is not as receivers want it, 75 where the server is of no use or did not take
    the copy, 0 otherwise. Raises ``UsageError`` where ``address`` or ``nameserver`` is none, ``NotSetUpError`` where a
    DKIM key cannot sign.
    """
    from digest.errors import DataError
    from digest.messages.addresses import canonical

    try:
        address = canonical(address)
    except DataError as error:
        raise UsageError(f"--mail {error.what}") from error
    try:
        named = room.findings(mail, nameserver)
    except ValueError as error:
        raise UsageError(f"--nameserver {nameserver!r} is no IP address", fix="write it like 9.9.9.9") from error
    findings = [*named, *_server(room, mail)]
    for one in findings:
        console.line(f"{_MARKS[one.state]:<5} {one.topic:<8} {one.what}")
        if one.fix and one.state != "good":
            console.line(f"{'':<14} → {one.fix}")
    console.fact(
        findings=[{"topic": one.topic, "state": one.state, "what": one.what, "fix": one.fix} for one in findings]
    )
    reachable = not any(one.state == "bad" and one.topic in ("TLS", "log-in", "SMTP") for one in findings)
    sent = _copy(room, console, mail, address) if reachable else False
    if not reachable:
        console.line(f"No copy was sent to {address}: the server is of no use as it is.")
    if not reachable or not sent:
        return 75
    return 78 if any(one.state == "bad" for one in findings) else 0


def _server(room: Newsroom, mail: Mail) -> list[Finding]:
    """What a connection to the mail server shows."""
    from digest.cli import newsroom
    from digest.cli.stopping import run
    from digest.postmaster import Finding

    where = f"{mail.server.host}:{mail.server.port}"
    try:
        seen = run(room.probe(mail))
    except MailError as error:
        return [Finding("SMTP", "bad", f"{where}: {error.what}", error.fix or "")]
    made = [_secured(mail.server, where, seen.tls)]
    if seen.certificate_until is not None and seen.certificate_until - newsroom.clock() < _SOON:
        until = seen.certificate_until.date().isoformat()
        made.append(Finding("TLS", "weak", f"the server's certificate ends on {until}", "ask whoever runs the server"))
    if seen.logged_in:
        made.append(Finding("log-in", "good", f"the server takes the log-in of {mail.server.username}"))
    else:
        made.append(Finding("log-in", "skipped", "no user name is set: the server is used without one"))
    lacks = [words for name, words in _LACKS.items() if name not in seen.extensions]
    made.append(Finding("SMTP", "good", "; ".join([f"{where} answers", *lacks])))
    return made


def _secured(server: SmtpServer, where: str, tls: str) -> Finding:
    from digest.postmaster import Finding

    if tls:
        return Finding("TLS", "good", f"{tls}, with a certificate that is valid for {server.host}")
    return Finding("TLS", "weak", f"mail goes to {where} in the clear", "set mail.smtp.security to starttls or tls")


def _copy(room: Newsroom, console: Console, mail: Mail, address: str) -> bool:
    """Whether the server took a copy of the latest issue."""
    from digest.cli import newsroom
    from digest.cli.stopping import run
    from digest.model import Subscriber
    from digest.pipeline.send import send_copies

    if not room.archive.issues():
        console.line("No copy was sent: there is no issue yet; make one with `digest run --no-send`.")
        return True
    issue = newsroom.find_issue(room, None)
    with newsroom.watch(console) as progress:
        deliveries = run(
            send_copies(
                issue,
                [Subscriber(address=address)],
                editions=newsroom.editions(room, issue),
                composer=room.composer(mail),
                transport=room.transport(mail),
                progress=progress,
                clock=newsroom.clock,
            )
        )
    taken = deliveries[0].state == "accepted"
    said = f"{deliveries[0].code or ''} {deliveries[0].reply}".strip()
    if taken:
        console.line(f"The server took a copy of No. {issue.number} for {address}: {said}")
        console.line(
            "          See whether it lands in the inbox or in the spam; its header Authentication-Results says"
        )
        console.line("          what the receiver made of SPF, DKIM and DMARC.")
    else:
        console.line(f"The server did not take a copy for {address}: {said}")
    console.fact(copy=deliveries[0].state)
    return taken
