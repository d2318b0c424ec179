"""A real mail server on loopback: postfix, with configuration, queue and log of its own in a temporary folder.

It takes mail for example.net and example.org, knows some people there, and returns what is for others as postfix does.
It sends nothing to any other machine.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import trustme
from imapservers import free_ports, mail_user, program, wait_for


@dataclass
class Postfix:
    """A server that runs."""

    port: int
    ca_file: Path
    log: Path


@contextmanager
def postfix(boxes: Path, people: Mapping[str, str]) -> Iterator[Postfix]:
    """A server that delivers to Maildirs: ``people`` has the folder below ``boxes`` of each address.

    An address with "+" and a mark is its owner's (RFC 5233). Needs root, as postfix does.
    """
    binary = program("postfix", "postfix")
    if os.getuid() != 0:
        if os.environ.get("CI") == "true":
            pytest.fail("postfix starts as root alone")
        pytest.skip("postfix starts as root alone")
    home = Path(tempfile.mkdtemp(prefix="postfix-"))
    home.chmod(0o755)
    for folder in ("queue", "data", "config"):
        (home / folder).mkdir()
    shutil.chown(home / "data", "postfix")
    authority = trustme.CA()
    authority.issue_cert("localhost", "127.0.0.1").private_key_and_cert_chain_pem.write_to_path(home / "server.pem")
    authority.cert_pem.write_to_path(home / "ca.pem")
    (home / "people").write_text("".join(f"{address} {folder}/\n" for address, folder in people.items()))
    (port,) = free_ports(1)
    user, _ = mail_user()
    uid = int(subprocess.run(["id", "-u", user], capture_output=True, text=True, check=True).stdout)
    config = home / "config"
    (config / "main.cf").write_text(_MAIN.format(home=home, boxes=boxes, uid=uid))
    (config / "master.cf").write_text(_MASTER.format(port=port))
    log = home / "mail.log"
    started = subprocess.run([binary, "-c", str(config), "start"], capture_output=True, text=True, timeout=60)
    try:
        if started.returncode != 0:
            pytest.fail(f"postfix does not start: {started.stderr}\n{log.read_text() if log.exists() else ''}")
        wait_for(port, log)
        yield Postfix(port=port, ca_file=home / "ca.pem", log=log)
    finally:
        subprocess.run([binary, "-c", str(config), "stop"], capture_output=True, timeout=60)
        shutil.rmtree(home, ignore_errors=True)


_MAIN = """
compatibility_level = 3.6
queue_directory = {home}/queue
data_directory = {home}/data
maillog_file = {home}/mail.log
maillog_file_prefixes = {home}
mail_owner = postfix
myhostname = mx.example.net
mydestination =
alias_maps =
local_recipient_maps =
mynetworks = 127.0.0.0/8
inet_interfaces = loopback-only
inet_protocols = ipv4
default_transport = error:this server sends nothing to other machines
relay_transport = error:this server sends nothing to other machines
virtual_mailbox_domains = example.net, example.org
virtual_mailbox_base = {boxes}
virtual_mailbox_maps = texthash:{home}/people
virtual_minimum_uid = 1
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{uid}
recipient_delimiter = +
smtpd_reject_unlisted_recipient = no
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_tls_security_level = may
smtpd_tls_chain_files = {home}/server.pem
biff = no
"""
_MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
cleanup   unix  n - n - 0 cleanup
qmgr      unix  n - n 300 1 qmgr
tlsmgr    unix  - - n 1000? 1 tlsmgr
rewrite   unix  - - n - - trivial-rewrite
bounce    unix  - - n - 0 bounce
defer     unix  - - n - 0 bounce
trace     unix  - - n - 0 bounce
verify    unix  - - n - 1 verify
flush     unix  n - n 1000? 0 flush
proxymap  unix  - - n - - proxymap
error     unix  - - n - - error
retry     unix  - - n - - error
discard   unix  - - n - - discard
virtual   unix  - n n - - virtual
anvil     unix  - - n - 1 anvil
scache    unix  - - n - 1 scache
postlog   unix-dgram n - n - 1 postlogd
"""
