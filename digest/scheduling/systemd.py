"""Services and timers for systemd, each with no more of the machine than it needs."""

from __future__ import annotations

from digest.scheduling.marking import mark
from digest.scheduling.plan import EVERY, READING_FROM, SENDING_FROM, Plan

FOLDER = "/etc/systemd/system"
STORE = "/etc/credstore"  # where credentials lie (systemd.exec(5)); only root reads it

# systemd.exec(5). What a service writes is in its folder; of the machine it sees what Python needs, and the network.
_SANDBOX = """\
UMask=0022
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=read-only
PrivateTmp=yes
PrivateDevices=yes
ProtectClock=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectControlGroups=yes
ProtectProc=invisible
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
RemoveIPC=yes
LockPersonality=yes
CapabilityBoundingSet=
AmbientCapabilities=
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
SystemCallErrorNumber=EPERM
"""

_HOPELESS = "1 2 4 65 74 77 78"  # statuses of `digest` after which another try ends as this one did
# In a unit that is tried again: eight times in all.
_AGAIN = ("StartLimitIntervalSec=6h", "StartLimitBurst=8")


def units(plan: Plan) -> dict[str, str]:
    """File name -> text. What is not set up in feeds.yml has no unit; every name that could be is in ``names``."""
    made = {
        f"{plan.name}.service": _service(plan, "the daily issue", "run --quiet", "oneshot", ends="3 143", again=True),
        f"{plan.name}.timer": _timer(plan, "the daily issue", f"*-*-* {plan.at:%H:%M}:00 {plan.zone}", persistent=True),
    }
    if plan.sends:
        made[f"{plan.name}-send.service"] = _service(plan, "mail that waits", "send --quiet", "oneshot", ends="143")
        made[f"{plan.name}-send.timer"] = _timer(plan, "mail that waits", f"*:{SENDING_FROM}/{EVERY}")
    if plan.reads:
        made[f"{plan.name}-mailbox.service"] = _service(plan, "the mailbox", "mailbox --quiet", "oneshot", ends="143")
        made[f"{plan.name}-mailbox.timer"] = _timer(plan, "the mailbox", f"*:{READING_FROM}/{EVERY}")
    if plan.serves:
        made[f"{plan.name}-serve.service"] = _service(plan, "subscribers answered", "serve", "exec", ends="143")
    return made


def names(plan: Plan) -> tuple[str, ...]:
    """Every file that ``units`` may make for this publication."""
    kinds = [f"{plan.name}{part}" for part in ("", "-send", "-mailbox")]
    return (*(f"{kind}.{each}" for kind in kinds for each in ("service", "timer")), f"{plan.name}-serve.service")


def started(plan: Plan) -> tuple[str, ...]:
    """The units to enable: the timers, and the service that runs all the time."""
    return tuple(name for name in units(plan) if name.endswith((".timer", "-serve.service")))


def _service(plan: Plan, what: str, command: str, kind: str, *, ends: str, again: bool = False) -> str:
    """``ends``: statuses that are no failure: 3 says that some sources failed, 143 that systemd ended it. ``again``: to
    be tried again where nothing could be fetched, another run held the lock, or something killed it.
    """
    words = [plan.program, *command.split(), *plan.config]
    lines = [
        mark(plan.path),
        "[Unit]",
        f"Description={_line(plan.heading)}: {what}",
        "Wants=network-online.target",
        "After=network-online.target time-sync.target",
        *(_AGAIN if again else ()),
        "",
        "[Service]",
        f"Type={kind}",
        f"User={plan.user}",
        f"WorkingDirectory={_line(plan.folder)}",
        f"ExecStart={' '.join(_argument(word) for word in words)}",
        f"SuccessExitStatus={ends}",
    ]
    if kind == "exec":
        lines += ["Restart=on-failure", "RestartSec=15"]  # a start that fails costs a second or more: not all the time
    if again:
        # A oneshot knows no RestartForceExitStatus=: what is hopeless is named in the place of what is not.
        lines += ["Restart=on-failure", f"RestartPreventExitStatus={_HOPELESS}", "RestartSec=15min"]
    for name in plan.credentials:
        lines.append(f"LoadCredential={name}:{STORE}/{plan.name}.{name}")
    if plan.variables:
        lines.append(f"# {', '.join(f'{name}=…' for name in plan.variables)}, a line each; only root need read it.")
        lines.append(f"EnvironmentFile={STORE}/{plan.name}.env")
    lines.append("ReadWritePaths=" + " ".join(_word(path) for path in (plan.folder, *plan.writes)))
    text = "\n".join(lines) + "\n" + _SANDBOX
    return text + ("\n[Install]\nWantedBy=multi-user.target\n" if kind == "exec" else "")


def _timer(plan: Plan, what: str, when: str, *, persistent: bool = False) -> str:
    """``Persistent=``: what a machine that was off has missed is done when it is on again."""
    lines = [mark(plan.path), "[Unit]", f"Description={_line(plan.heading)}: when {what} is due", "", "[Timer]"]
    lines += [f"OnCalendar={when}", "AccuracySec=10s", *(["Persistent=true"] if persistent else [])]
    lines += ["", "[Install]", "WantedBy=timers.target"]
    return "\n".join(lines) + "\n"


def _line(text: str) -> str:
    """Text that is a setting's whole value: '%' begins a specifier."""
    return text.replace("%", "%%")


def _word(text: str) -> str:
    """One of several words, in quotes where it needs them; a plan's paths hold no backslash."""
    escaped = text.replace('"', '\\"').replace("%", "%%")
    return f'"{escaped}"' if any(char in text for char in " \"';") else escaped


def _argument(text: str) -> str:
    """A word of a command line, where '$' begins a variable too."""
    return _word(text).replace("$", "$$")
