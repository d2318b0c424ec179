"""feeds.yml, templates and secrets, judged."""

from __future__ import annotations

from digest.doctor.settings import Secrets, Templates, Written, config, own_secret, secrets, templates
from digest.errors import Fault


def test_every_fault_has_its_line() -> None:
    """Each is one thing to do; of very many the rest is counted."""
    faults = tuple(Fault(line, 3, "sources[0]", "is wrong") for line in range(1, 21))
    found = config(Written(path="feeds.yml", faults=faults, salvaged=("sources[0]",)))
    told = [one for one in found if one.verdict == "bad"]
    assert told[0].what == "feeds.yml:1:3: sources[0]: is wrong"
    assert "line 1 of feeds.yml" in told[0].fix
    assert told[-1].what == "and 8 more faults"
    assert {one.status for one in told} == {78}
    assert found[-1].verdict == "note"


def test_no_feeds_yml_and_a_sound_one() -> None:
    """One says where to go, the other what it holds."""
    (found,) = config(Written(path="feeds.yml", there=False, faults=(Fault(1, 1, "the file", "no such file"),)))
    assert "digest init" in found.fix
    (found,) = config(Written(path="feeds.yml", sources=21, sections=1))
    assert (found.verdict, found.what) == ("good", "sound: 21 sources, 1 section")


def test_templates() -> None:
    """A fault has its file and line; without an answer of its own it is told how to get on."""
    assert templates(Templates(count=52))[0].verdict == "good"
    (found,) = templates(Templates(faults=(("templates/page.html:3", "unexpected '}'", ""),)))
    assert found.what == "templates/page.html:3: unexpected '}'"
    assert (found.status, "move the file away" in found.fix) == (78, True)


def test_copies_of_templates() -> None:
    """What stands in the way of the program's is a note with what to do; what is changed on purpose is not told."""
    mine = Templates(count=52, own="templates", before=9, same=("a", "b", "c", "d"), old=("e",), behind=("f", "g"))
    sound, *told = templates(mine)
    assert sound.what == "52 templates compile, 9 of them from templates/"
    assert [one.verdict for one in told] == ["note"] * 3
    assert told[0].what.startswith("4 copies in templates/ (a, b, c and 1 more) are the program's own")
    assert told[1].what.startswith("1 copy in templates/ (e) is an earlier digest's")
    assert told[0].fix == told[1].fix == "`digest templates drop --unchanged` removes what you never changed"
    assert "`digest templates diff --since`" in told[2].fix
    _, lacking = templates(Templates(count=52, before=1, unheard=(("site/base.html", "strip", "site/issue.html"),)))
    assert "no block 'strip'" in lacking.what
    assert len(templates(Templates(count=52, own="templates", before=3))) == 1


SMTP = "the environment variable KEY is not set (mail.smtp.password)"
IMAP = "the environment variable KEY is not set (mail.mailbox.password)"


def test_a_secret_that_is_missing_is_told_once() -> None:
    """With all that names it, and what does not happen without it."""
    (found,) = secrets(Secrets(mails=True, missing=(SMTP,), for_mailbox=(IMAP,)))
    assert found.what == (
        "the environment variable KEY is not set (mail.smtp.password, mail.mailbox.password);"
        " nothing is mailed and returned mail is not read until it is there"
    )
    assert (found.verdict, found.status) == ("bad", 78)
    assert "password_file" in found.fix


def test_what_systemd_hands_over_is_not_seen_here() -> None:
    """Only what comes by the environment: a file that is missing is missing."""
    assert secrets(Secrets(mails=True, missing=(SMTP,), handed_over=True))[0].verdict == "note"
    gone = "the file /srv/password cannot be read: No such file or directory (mail.smtp.password_file)"
    assert secrets(Secrets(mails=True, missing=(gone,), handed_over=True))[0].verdict == "bad"


def test_other_secrets() -> None:
    """Keys that cannot sign are bad; pings, and files that others may read, are notes."""
    found = secrets(
        Secrets(mails=True, signing=("x",), pings=("y",), open_files=("/srv/p",), reports=(("run.report", "z"),))
    )
    assert [(one.check, one.verdict) for one in found] == [
        ("secrets", "bad"),
        ("pings", "note"),
        ("secrets", "note"),
        ("reports", "bad"),
    ]
    assert secrets(Secrets(mails=True))[0].verdict == "good"
    assert not secrets(Secrets())


def test_the_publications_own_secret() -> None:
    """Gone is bad only where links that it signed are out."""
    assert own_secret(["damaged"], there=True, mailed=False)[0].status == 74
    assert own_secret([], there=False, mailed=True)[0].verdict == "bad"
    assert not own_secret([], there=False, mailed=False)
