"""Where feeds.yml says that secrets are: names and paths, never what they hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from digest.config.resolving import VARIABLE, variable
from digest.config.tree import read

HANDED_OVER = "${CREDENTIALS_DIRECTORY}/"  # systemd.exec(5): where a service finds what LoadCredential= gives it


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """What a machine must hold ready for mail and pings to go out. Each in the order of the file, once."""

    variables: tuple[str, ...]  # of the environment
    pings: tuple[str, ...]  # those that URLs of `run.ping` are made of
    files: tuple[str, ...]  # as written
    credentials: tuple[str, ...]  # the names of those files that systemd hands over


def secrets(path: Path) -> Secrets:
    """Those of the sections `mail` and `run` of a feeds.yml that is sound."""
    value = read(path.read_bytes()).value
    mail, run = (value.get("mail"), value.get("run")) if isinstance(value, dict) else (None, None)
    ping = run.get("ping") if isinstance(run, dict) else None
    urls = [url for url in ping.values() if isinstance(url, str)] if isinstance(ping, dict) else []
    variables: dict[str, None] = {}
    files: dict[str, None] = {}
    _gather(mail, variables, files)
    handed = {name: name.removeprefix(HANDED_OVER) for name in files if name.startswith(HANDED_OVER)}
    return Secrets(
        variables=tuple(variables),
        pings=tuple(dict.fromkeys(name for url in urls for name in re.findall(VARIABLE, url))),
        files=tuple(name for name in files if name not in handed),
        credentials=tuple(name for name in handed.values() if re.fullmatch(r"[A-Za-z0-9_.-]+", name)),
    )


def _gather(value: Any, variables: dict[str, None], files: dict[str, None]) -> None:
    if isinstance(value, list):
        for each in value:
            _gather(each, variables, files)
    elif isinstance(value, dict):
        for key, each in value.items():
            if isinstance(each, str) and key in ("password_file", "key_file"):
                files[each] = None
            elif isinstance(each, str) and key in ("password", "username") and (name := variable(each)):
                variables[name] = None
            else:
                _gather(each, variables, files)
