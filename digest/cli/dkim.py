"""``digest dkim``."""

from __future__ import annotations

import os
from pathlib import Path

import click

from digest.cli.common import Given, options


@click.command()
@options
@click.option(
    "--make",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Make a private key in FILE, which must not exist yet.",
)
@click.option("--ed25519", is_flag=True, help="Make an Ed25519 key in the place of an RSA one.")
@click.option("--selector", default="digest1", show_default=True, metavar="NAME", help="The new key's name in DNS.")
def command(given: Given, make: Path | None, ed25519: bool, selector: str) -> None:
    """Print the DNS record of each key that signs mail, or make a key.

    The record goes to your domain's DNS as TXT, under the name that is printed. Nothing is asked of the network, and
    nothing of a private key is ever printed.
    """
    from digest.errors import NotSetUpError, UsageError
    from digest.messages.addresses import mailbox
    from digest.messages.dkim import Signer
    from digest.messages.dkimkeys import new, zone_line
    from digest.model import DkimKey

    config = given.load()
    console = given.console
    if config.mail is None:
        raise NotSetUpError(
            "mail is not set up", where=str(config.path), fix="add a `mail:` section; docs/sending.md shows one"
        )
    if make is not None:
        domain = mailbox(config.mail.sender)[1].rpartition("@")[2]
        pem = new("ed25519" if ed25519 else "rsa")
        signers = [Signer(DkimKey(domain=domain, selector=selector, pem=pem))]  # first: the name may be none
        _keep(make, pem)
        console.line(f"Made      {make}, which only you can read. In feeds.yml, under `mail:`:")
        console.line("")
        console.line("  dkim:")
        console.line(f"    - selector: {selector}")
        console.line(f"      key_file: {make}")
        console.line("")
    elif ed25519:
        raise UsageError("--ed25519 is for --make", fix="`digest dkim --make FILE --ed25519`")
    else:
        if not config.mail.dkim:
            raise NotSetUpError(
                "no key signs mail: feeds.yml has no `mail.dkim`",
                where=str(config.path),
                fix="`digest dkim --make FILE` makes a key and says what to write",
            )
        if missing := [said for said in config.missing_secrets if "mail.dkim" in said]:
            raise NotSetUpError("; ".join(missing), where=str(config.path))
        signers = [Signer(key) for key in config.mail.dkim]
    records = []
    for signer in signers:
        name = f"{signer.selector}._domainkey.{signer.domain}"
        console.line(f"Publish   {signer.algorithm}, a TXT record for {name}")
        console.line("")
        console.line(f"  {signer.record()}")
        console.line("")
        console.line("          or as a line of a zone file:")
        console.line("")
        console.line(f"  {zone_line(name, signer.record())}")
        console.line("")
        records.append({"name": name, "type": "TXT", "algorithm": signer.algorithm, "record": signer.record()})
    console.fact(records=records)
    if all(signer.algorithm == "ed25519-sha256" for signer in signers):
        console.line("Note      many receivers do not read Ed25519 yet: sign with an RSA key beside it.")
    console.finish(0)


def _keep(path: Path, pem: str) -> None:
    """Write a key to a new file that only its owner may read."""
    from digest.errors import StorageError, UsageError

    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(pem)
    except FileExistsError:
        raise UsageError(f"{path} is there already", fix="a key is never written over: name another file") from None
    except OSError as error:
        raise StorageError(
            f"the key cannot be written: {(error.strerror or str(error)).lower()}", where=str(path)
        ) from None
