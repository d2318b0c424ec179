"""A Containerfile, and a compose file that keeps the habit in it: for Podman, Docker, and whatever reads them."""

from __future__ import annotations

import json

from digest.scheduling.marking import mark
from digest.scheduling.plan import EVERY, Plan, words

CONTAINERFILE, COMPOSE = "Containerfile", "compose.yaml"


def files(plan: Plan, *, package: str, port: int = 8026) -> dict[str, str]:
    """File name -> text. ``package`` is what pip installs, ``port`` where ``digest serve`` listens."""
    return {CONTAINERFILE: _containerfile(plan, package), COMPOSE: _compose(plan, port)}


def _containerfile(plan: Plan, package: str) -> str:
    return f"""\
{mark(plan.file)}
# The publication's folder is mounted at /news; nothing else is kept.
FROM docker.io/library/python:3.13-slim
RUN pip install --no-cache-dir {json.dumps(package)}
USER {plan.uid}:{plan.uid}
WORKDIR /news
ENTRYPOINT ["digest"]
CMD {json.dumps(["run", "--quiet", *plan.config])}
"""


def loop(plan: Plan) -> str:
    """A shell's day: once the hour has come in the container's zone, the issue; in between, what waits.

    Started anew it runs once more, which makes nothing new where the issue stands: so a day that the machine slept
    through is made up for when it wakes. What stops the container is told to what runs in it, and waited for: a shell
    that waits for a command in the foreground would go alone, and the kernel kill the command.
    """
    config = words(plan)
    aside = {"send": plan.sends, "mailbox": plan.reads}
    asides = [f"does digest {name} --quiet{config}" for name, is_set in aside.items() if is_set]
    lines = [
        'does() { "$@" & child=$!; wait "$child"; }',
        """trap 'trap "" TERM; kill "$child" 2>/dev/null; wait "$child"; exit 143' TERM""",
        "child=; done=; wait=0; minutes=0",
        "while :; do",
        "  today=$(date +%Y%m%d)",
        f'  if [ "$today" != "$done" ] && [ "$(date +%H%M)" -ge {plan.at:%H%M} ] && [ "$wait" -le 0 ]; then',
        f"    does digest run --quiet{config}",
        "    case $? in",
        f"      69|74|75) wait={EVERY} ;;  # nothing to be had, or something in the way: once more, later",
        "      *) done=$today ;;",
        "    esac",
    ]
    if asides:
        lines += [f"  elif [ $((minutes % {EVERY})) -eq 0 ]; then", *(f"    {aside}" for aside in asides)]
    lines += ["  fi", "  wait=$((wait - 1)); minutes=$((minutes + 1))", "  does sleep 60", "done"]
    return "".join(f"{line}\n" for line in lines)


def _compose(plan: Plan, port: int) -> str:
    # Compose replaces $NAME itself; $$ is a '$'.
    script = "".join(f"        {line}\n" for line in loop(plan).replace("$", "$$").splitlines())
    text = f"""\
{mark(plan.file)}
name: {plan.name}
services:
  daily:
{_common(plan)}    entrypoint: ["sh", "-c"]
    command:
      - |
{script}"""
    if plan.serves:
        command = json.dumps(["serve", *plan.config])
        text += f"""\
  serve:  # serve.host in feeds.yml must be 0.0.0.0 here; a web server with a certificate stands in front
{_common(plan)}    command: {command}
    ports: ["127.0.0.1:{port}:{port}"]
"""
    return text


def _common(plan: Plan) -> str:
    variables = "".join(f"      {name}: ${{{name}}}\n" for name in plan.variables)  # from .env beside this file
    return f"""\
    build: {{context: ., dockerfile: {CONTAINERFILE}}}
    restart: unless-stopped
    init: true
    environment:
      TZ: {plan.zone}
{variables}    volumes: [".:/news"]
    tmpfs: ["/tmp"]
    read_only: true
    cap_drop: [ALL]
    security_opt: ["no-new-privileges:true"]
"""
