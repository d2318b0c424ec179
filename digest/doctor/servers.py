"""The servers that mail and readers depend on: whether they answer, and what they say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from digest.doctor.findings import SERVERS, Finding, bad, good, note, skipped
from digest.doctor.words import named

_SOON = timedelta(days=14)  # a certificate that ends within is worth a word
_LACKS = {
    "PIPELINING": "it takes one command at a time (no PIPELINING), so mail goes out more slowly",
    "SMTPUTF8": "addresses like olé@example.org cannot be mailed (no SMTPUTF8)",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one request by HTTP came to."""

    url: str
    status: int | None = None  # None: no answer
    reason: str = ""  # why none, in words
    body: str = ""  # its beginning


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """What a connection to the mail server came to."""

    where: str  # host:port
    host: str
    username: str | None = None
    near: bool = False  # whether it is on this machine
    tls: str = ""  # "TLSv1.3"
    certificate_until: datetime | None = None
    logged_in: bool = False
    extensions: tuple[str, ...] = ()
    trouble: str = ""  # why it is of no use
    fix: str = ""


def mail_server(facts: MailServer, *, now: datetime) -> list[Finding]:
    """Whether the mail server is reached, trusted, and lets us in."""
    if facts.trouble:
        fix = facts.fix or "ask whoever runs it; what waits is mailed by the next `digest send`"
        return [bad("mail server", f"{facts.where}: {facts.trouble}", fix, status=SERVERS)]
    made: list[Finding] = []
    if not facts.tls and not facts.near:
        made.append(
            note("mail server", f"mail goes to {facts.where} in the clear", "set mail.smtp.security to starttls or tls")
        )
    until = facts.certificate_until
    if until is not None and until - now < _SOON:
        what = f"the certificate of {facts.host} ends on {until.date().isoformat()}"
        made.append(note("mail server", what, "ask whoever runs the server to renew it"))
    parts = [f"{facts.where} answers"]
    parts += [f"{facts.tls} with a certificate that is valid for {facts.host}"] if facts.tls else []
    parts += [f"takes the log-in of {facts.username}"] if facts.logged_in else []
    parts += [words for name, words in _LACKS.items() if name not in facts.extensions]
    return [*made, good("mail server", "; ".join(parts))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What the name servers say of one thing."""

    topic: str  # "SPF"
    state: Literal["good", "weak", "bad", "skipped"]
    what: str
    fix: str = ""


def dns(found: Sequence[Record]) -> list[Finding]:
    """Whether the sender's records are as receivers want them."""
    made: list[Finding] = []
    for one in found:
        what = f"{one.topic}: {one.what}"
        if one.state == "bad":
            made.append(bad("DNS", what, one.fix or "`digest check --mail ADDRESS` tells more"))
        elif one.state == "weak":
            made.append(note("DNS", what, one.fix))
        elif one.state == "skipped":
            made.append(skipped("DNS", what, one.fix))
    topics = list(dict.fromkeys(one.topic for one in found if one.state == "good"))
    return [*made, good("DNS", f"{named(topics, 8)} as receivers want them")] if topics else made


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """What the pages that answer subscribers came to. Nobody was unsubscribed: the link asked for names nobody."""

    url: str  # as readers reach it
    listens: str  # host:port on this machine
    health: Answer  # of /healthz
    shown: Answer | None = None  # the page to leave by, asked for by GET
    posted: Answer | None = None  # and by POST without the word that makes one leave
    here: Answer | None = None  # /healthz on this machine, where the first was no good
    signed: bool = True  # whether the link was signed with the publication's secret; else it is one that fails


def reception(facts: Reception) -> list[Finding]:
    """Whether links to leave work: a page by GET, and a way through for POST (RFC 8058)."""
    check = "unsubscribe"
    health = facts.health
    if health.status != 200 or health.body.strip() != "ok":
        return [_unreached(facts)]
    made: list[Finding] = []
    shown, posted = facts.shown, facts.posted
    wanted = (200, 400) if facts.signed else (404, 404)
    if shown is not None and shown.status == 404 and facts.signed:
        return [
            bad(
                check,
                f"{facts.url} answers, and does not know this publication's links: it has another secret",
                "let it run in this folder (`digest serve`), or bring .digest/secret back from the backup that it has;"
                " restart it after a restore",
                status=SERVERS,
            )
        ]
    for method, answer, right in (("GET", shown, wanted[0]), ("POST", posted, wanted[1])):
        if answer is None:
            continue
        if answer.status is None:
            what = f"{method} of a link to leave gets no answer: {answer.reason}"
        elif answer.status == right:
            continue
        else:
            what = f"{method} of a link to leave gets HTTP {answer.status} where {right} is right"
        fix = "let the web server in front pass the whole path on, and POST as well; docs/serving.md has an example"
        if answer.status is not None and answer.status >= 500:
            fix = "look at what `digest serve` said (journalctl, or its terminal), and restart it"
        if answer.status == 429:
            fix = "it was asked too often from here: wait some minutes"
        made.append(bad(check, what, fix, status=SERVERS))
    return made or [good(check, f"{facts.url} answers; links to leave work by GET and by POST")]


def _unreached(facts: Reception) -> Finding:
    check, health, here = "unsubscribe", facts.health, facts.here
    if health.status is None:
        what = f"{facts.url} does not answer: {health.reason}"
    elif health.status == 200:
        what = f"{facts.url} answers, and it is not `digest serve` that does"
    else:
        what = f"{facts.url} answers HTTP {health.status}"
    if here is not None and here.status == 200 and here.body.strip() == "ok":
        what += f"; `digest serve` is well on {facts.listens}"
        fix = "see to what stands in front of it: the web server, its certificate, the name's DNS record, the firewall"
    elif here is not None:
        what += f"; nor does `digest serve` on {facts.listens}"
        fix = "start it: `digest serve`, or what `digest schedule --systemd` installs (systemctl status …-serve)"
    else:
        fix = "start `digest serve`, and see to the web server in front of it"
    return bad(check, f"{what}: nobody can leave by their link", fix, status=SERVERS)


def way_out(answer: Answer, *, host: str) -> list[Finding]:
    """Whether the page of ``mail.unsubscribe`` answers. It was asked for in the name of nobody."""
    if answer.status is None:
        fix = "see to that service, or let `digest serve` answer (docs/serving.md)"
        what = f"the page of mail.unsubscribe does not answer ({host}): {answer.reason}"
        return [bad("unsubscribe", what, fix, status=SERVERS)]
    if answer.status >= 500:
        what = f"the page of mail.unsubscribe answers HTTP {answer.status} ({host})"
        return [bad("unsubscribe", what, "see to that service: readers cannot leave", status=SERVERS)]
    if answer.status >= 400:
        what = f"the page of mail.unsubscribe answers HTTP {answer.status} to an address that nobody has ({host})"
        return [note("unsubscribe", what, "look whether a link from a test copy works: `digest send --to YOU`")]
    return [good("unsubscribe", f"the page of mail.unsubscribe answers ({host})")]


def pages(site: Answer, newest: Answer | None) -> list[Finding]:
    """Whether readers find the pages that mail links to."""
    made: list[Finding] = []
    for name, answer in (("the site", site), ("the newest issue", newest)):
        if answer is None:
            continue
        if answer.status is None:
            what = f"{name} does not answer at {answer.url}: {answer.reason}"
        elif answer.status >= 400:
            what = f"{name} is not there: {answer.url} answers HTTP {answer.status}"
        else:
            continue
        fix = "see to the web server; where it is another machine, take output/ there: `digest publish --target`"
        made.append(bad("pages", f"{what}; links in mail lead there", fix))
        break  # the second would say the same again
    return made or [good("pages", f"{site.url} answers" + (", with the newest issue" if newest else ""))]


def mailbox(where: str, trouble: str, fix: str) -> list[Finding]:
    """Whether the mailbox of returned mail can be read. ``trouble``: why not, "" where it can."""
    if trouble:
        return [bad("mailbox", trouble, fix or "what it holds waits there", status=SERVERS)]
    return [good("mailbox", f"{where} can be read")]


def network(answers: Sequence[Answer]) -> list[Finding]:
    """Whether anything out there answers; ``answers`` are of servers that sources are on."""
    if not answers:
        return []
    came = [one for one in answers if one.status is not None]
    hosts = named(list(dict.fromkeys(_host(one.url) for one in (came or answers))), 3)
    if came:
        return [good("network", f"{hosts} answer{'s' if len(came) == 1 else ''}")]
    reasons = list(dict.fromkeys(one.reason for one in answers))
    if len(answers) == 1:  # one server that is down proves nothing
        return [note("network", f"{hosts} does not answer: {reasons[0]}; no other server was asked")]
    return [
        bad(
            "network",
            f"no server of any source answers ({hosts}): {reasons[0]}",
            "see to the machine's connection, its name servers (`getent hosts example.org`) and proxy",
            status=SERVERS,
        )
    ]


def _host(url: str) -> str:
    return url.partition("://")[2].partition("/")[0]
