"""A real IMAP server on loopback for the tests of the mailbox: dovecot, with a configuration of its own.

Where it is not installed the test is skipped, and under CI it fails: ``apt-get install dovecot-imapd``.
"""

from __future__ import annotations

import grp
import imaplib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import trustme

USERNAME, PASSWORD = "bounces", "correct horse battery"


def program(name: str, package: str) -> str:
    """The path of a server's program; without it the test is skipped, or fails where CI runs."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if found is None:
        said = f"{name} is not installed (apt-get install {package})"
        if os.environ.get("CI") == "true":
            pytest.fail(said)
        pytest.skip(said)
    return found


@dataclass
class Imap:
    """A server that runs, and what it holds."""

    port: int  # plain, and STARTTLS
    tls_port: int
    maildir: Path
    ca_file: Path
    log: Path

    def deliver(self, mail: bytes, name: str) -> None:
        """Put a mail into the Maildir, as a mail server on this machine does."""
        aside, place = self.maildir / "tmp" / name, self.maildir / "new" / name
        aside.write_bytes(mail)
        owner = self.maildir.stat()
        os.chown(aside, owner.st_uid, owner.st_gid)
        aside.rename(place)

    def look(self, user: str = USERNAME) -> imaplib.IMAP4:
        """A client of the standard library's, logged in, with INBOX opened to look."""
        client = imaplib.IMAP4("127.0.0.1", self.port)
        client.login(user, PASSWORD)
        client.select("INBOX", readonly=True)
        return client

    def flags(self) -> dict[str, str]:
        """Subject -> flags of each mail in INBOX."""
        with self.look() as client:
            _, data = client.fetch("1:*", "(FLAGS BODY.PEEK[HEADER.FIELDS (SUBJECT)])")
        pairs = [each for each in data if isinstance(each, tuple)]
        rest = [each for each in data if isinstance(each, bytes)]
        return {
            subject.decode().partition(":")[2].strip(): (head + tail).decode()
            for (head, subject), tail in zip(pairs, rest, strict=True)
        }


def free_ports(count: int) -> list[int]:
    """Ports of loopback that nobody listens on now."""
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in held]
    for each in held:
        each.close()
    return ports


def mail_user() -> tuple[str, str]:
    """User and group that mail belongs to: this one, or nobody where this is root, to whom dovecot gives no mail."""
    user = pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
    return user.pw_name, grp.getgrgid(user.pw_gid).gr_name


def wait_for(port: int, log: Path, process: subprocess.Popen[bytes] | None = None) -> None:
    """Until somebody answers on a port of loopback."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=10).close()
        except OSError:
            if process is not None and process.poll() is not None:
                break
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"the server does not answer:\n{log.read_text() if log.exists() else ''}")


def version(binary: str) -> tuple[int, int]:
    """Of a dovecot: 2.4 has other words for nearly everything that stands in its configuration."""
    told = subprocess.run([binary, "--version"], check=True, capture_output=True, text=True).stdout
    major, minor = told.split()[0].split(".")[:2]
    return int(major), int(minor)


@contextmanager
def dovecot(*others: str) -> Iterator[Imap]:
    """A server with a user, and perhaps others, each with an empty INBOX; gone with its folder when the block ends."""
    binary = program("dovecot", "dovecot-imapd")
    # Not in pytest's own folder: that is closed to the user whom mail belongs to.
    home = Path(tempfile.mkdtemp(prefix="dovecot-"))
    home.chmod(0o755)
    user, group = mail_user()
    boxes = home / "boxes"
    boxes.mkdir()
    shutil.chown(boxes, user, group)
    for name in (USERNAME, *others):
        for folder in ("", "new", "cur", "tmp"):
            (boxes / name / folder).mkdir()
            shutil.chown(boxes / name / folder, user, group)
    authority = trustme.CA()
    certificate = authority.issue_cert("localhost", "127.0.0.1")
    certificate.private_key_and_cert_chain_pem.write_to_path(home / "server.pem")
    authority.cert_pem.write_to_path(home / "ca.pem")
    (home / "users").write_text("".join(f"{name}:{{PLAIN}}{PASSWORD}:::::\n" for name in (USERNAME, *others)))
    port, tls_port = free_ports(2)
    log = home / "dovecot.log"
    own = "" if os.getuid() == 0 else _UNPRIVILEGED.format(user=user, group=group)
    config = home / "dovecot.conf"
    written = _CONFIG if version(binary) < (2, 4) else _CONFIG_2_4
    config.write_text(written.format(home=home, user=user, group=group, port=port, tls_port=tls_port) + own)
    process = subprocess.Popen([binary, "-F", "-c", str(config)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port, log, process)
        yield Imap(port=port, tls_port=tls_port, maildir=boxes / USERNAME, ca_file=home / "ca.pem", log=log)
    finally:
        process.terminate()
        process.wait(60)
        shutil.rmtree(home, ignore_errors=True)


_CONFIG = """
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <{home}/server.pem
ssl_key = <{home}/server.pem
disable_plaintext_auth = no
auth_mechanisms = plain login
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:{home}/boxes/%u
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {home}/users
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={home}
}}
service imap-login {{
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
  }}
}}
namespace inbox {{
  inbox = yes
}}
"""
_CONFIG_2_4 = """
dovecot_config_version = 2.4.0
dovecot_storage_version = 2.4.0
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_server_cert_file = {home}/server.pem
ssl_server_key_file = {home}/server.pem
auth_allow_cleartext = yes
auth_mechanisms = plain login
first_valid_uid = 1
first_valid_gid = 1
mail_driver = maildir
mail_path = {home}/boxes/%{{user}}
passdb passwd-file {{
  passwd_file_path = {home}/users
}}
userdb static {{
  fields {{
    uid = {user}
    gid = {group}
    home = {home}
  }}
}}
service imap-login {{
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
  }}
}}
namespace inbox {{
  inbox = yes
}}
"""
_UNPRIVILEGED = """
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
service imap-login {{
  chroot =
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""
