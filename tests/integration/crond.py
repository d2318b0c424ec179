"""The real cron daemon at an hour of the test's choice: in namespaces, with an /etc and a spool of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from installed import PROGRAM

EARLIER = 6  # seconds that cron starts before the minute: a job of a minute that it begins in is left out
NAMESPACES = ("unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "--propagation", "private")
# $1 is the machine's folder, $2 the publication's, $3 the machine's zone, $4 the moment in seconds since 1970, $5 the
# program, $6 the hour. The user's own lines stand above those of the program.
MACHINE = r"""
set -eu
PATH=$PATH:/usr/sbin:/sbin
cp -a /etc "$1/etc"
rm -rf "$1/etc/cron.d" "$1/etc/crontab" "$1/etc/localtime"
mkdir "$1/etc/cron.d"
ln -s "/usr/share/zoneinfo/$3" "$1/etc/localtime"
sed -i /pam_loginuid/d "$1/etc/pam.d/cron"  # needs a kernel that audits
printf '#!/bin/sh\ncat > %s/mail.$$\nmv %s/mail.$$ %s/$$.mail\n' "$1" "$1" "$1" > "$1/sendmail"
chmod 755 "$1/sendmail"
mount --bind "$1/etc" /etc
mount --bind "$1/sendmail" /usr/sbin/sendmail
mount -t tmpfs tmpfs /run
mount -t tmpfs tmpfs /dev/shm
mount -t tmpfs tmpfs /var/spool/cron
mkdir -m 1730 /var/spool/cron/crontabs
chgrp crontab /var/spool/cron/crontabs
library=$(faketime -f +0 env | sed -n s/^LD_PRELOAD=//p)
offset=$(($4 - $(date +%s)))
printf 'LD_PRELOAD=%s\nFAKETIME=%s\nFAKETIME_DONT_FAKE_MONOTONIC=1\n' "$library" "$offset" | crontab -
cd "$2"
"$5" schedule --install --at "$6"
offset=$(($4 - $(date +%s)))
crontab -l | sed "s/^FAKETIME=.*/FAKETIME=$offset/" | crontab -
crontab -l > "$1/aside"
mv "$1/aside" "$1/crontab"
exec env LD_PRELOAD="$library" FAKETIME="$offset" FAKETIME_DONT_FAKE_MONOTONIC=1 timeout 600 cron -f
"""


@dataclass(frozen=True)
class Machine:
    """A machine whose cron daemon runs."""

    folder: Path
    process: subprocess.Popen[str]

    @property
    def crontab(self) -> str:
        """The user's, as `digest schedule --install` left it."""
        return (self.folder / "crontab").read_text()

    @property
    def idle(self) -> bool:
        """Whether nothing but cron and what began it runs there: what a job said is mailed by then."""
        namespace = Path(f"/proc/{self.process.pid}/ns/pid_for_children").readlink()
        found = 0
        for path in Path("/proc").glob("[0-9]*/ns/pid"):
            with suppress(OSError):  # it has ended meanwhile
                found += path.readlink() == namespace
        return found == 2

    @property
    def mails(self) -> list[str]:
        """What cron mailed to the user."""
        return [path.read_text() for path in sorted(self.folder.glob("*.mail"))]


@contextmanager
def machine(folder: Path, home: Path, *, zone: str, due: datetime, hour: str) -> Iterator[Machine]:
    """A machine in ``zone`` with the schedule of the publication in ``home``, some seconds before ``due``."""
    folder.mkdir()
    moment = int(due.timestamp()) - EARLIER
    words = [*NAMESPACES, "sh", "-c", MACHINE, "sh", str(folder), str(home), zone, str(moment), str(PROGRAM), hour]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=log, stderr=log, text=True)
    try:
        yield Machine(folder, process)
    finally:
        process.kill()
        process.wait()


def possible() -> None:
    """Skip where a machine can have no machine in it, fail in CI where a program is missing: there it is installed."""
    for program in ("unshare", "cron", "crontab", "faketime", "/usr/sbin/sendmail"):
        if shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin:/sbin") is None:
            if os.environ.get("CI"):
                pytest.fail(f"{program} is not installed")
            pytest.skip(f"{program} is not installed")
    tried = subprocess.run(
        [*NAMESPACES, "mount", "-t", "tmpfs", "tmpfs", "/run"], capture_output=True, text=True, timeout=60
    )
    if tried.returncode:
        pytest.skip(f"namespaces and mounts, which need root, are refused here: {tried.stderr.strip()}")
