"""Facts of this machine: disks, owners and modes, secrets, what runs digest."""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from digest.cli.report import shown
from digest.doctor import machine
from digest.doctor.days import Habit, Schedule, missed
from digest.doctor.findings import Finding
from digest.doctor.settings import Secrets

if TYPE_CHECKING:
    from digest.cli.doctor.house import House
    from digest.config import Config
    from digest.scheduling.finding import Call

_CRONS = ("cron", "crond", "fcron", "supercronic", "anacron", "dcron", "incrond", "systemd-cron")
_CRON_PATH = "/usr/bin:/bin"  # where cron looks for programs (crontab(5))
_UNITS = ("/etc/systemd/system", "/usr/local/lib/systemd/system", "~/.config/systemd/user")
_PATIENCE = 5  # seconds for `crontab -l`


def clock(house: House, servers: Sequence[tuple[str, float]]) -> list[Finding]:
    """The clock and the zone; ``servers``: (host, seconds that it is ahead of us)."""
    zone = house.config.publication.timezone if house.config is not None else "UTC"
    rules = _rules(zone)
    return machine.clock(
        machine.Clock(
            now=house.now,
            zone=zone,
            tzdata=rules,
            local=house.local if rules else None,
            latest=house.memory.latest,
            servers=tuple(servers),
        )
    )


def _rules(zone: str) -> str:
    """Where the rules of a zone come from; "" where this machine has none."""
    import zoneinfo

    try:
        zoneinfo.ZoneInfo.no_cache(zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return ""
    if any((Path(place) / zone).is_file() for place in zoneinfo.TZPATH):
        return "the system's tzdata"
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"the package tzdata {version('tzdata')}"
    except PackageNotFoundError:
        return "tzdata"


def places(house: House) -> list[machine.Place]:
    """The disks that are written to."""
    needs = machine.needs(database=house.memory.store.bytes, issue=_issue(house))
    folders = {"output": ("output/", house.output), "state": (".digest/", house.state), "temp": _temp()}
    made = []
    for key, (name, path) in folders.items():
        there = _nearest(path)
        disk = os.statvfs(there)
        need, wish = needs[key]
        made.append(
            machine.Place(
                name=name,
                path=str(path),
                device=there.stat().st_dev,
                free=disk.f_bavail * disk.f_frsize,
                inodes=disk.f_favail if disk.f_files else None,
                read_only=bool(disk.f_flag & os.ST_RDONLY),
                need=need,
                wish=wish,
            )
        )
    return made


def _temp() -> tuple[str, Path]:
    """Where temporary files go; the standard library would try by making one."""
    named = (os.environ.get(name) for name in ("TMPDIR", "TEMP", "TMP"))
    found = next((path for path in (*named, "/tmp", "/var/tmp") if path and Path(path).is_dir()), ".")  # noqa: S108
    return found, Path(found)


def _nearest(path: Path) -> Path:
    """The path, or the nearest folder above it that is there."""
    return next((each for each in (path, *path.parents) if os.path.exists(each)), Path("/"))  # noqa: PTH110 - never raises


def _issue(house: House) -> int:
    """How large the newest issue's folder is, in bytes."""
    newest = house.memory.newest
    if newest is None:
        return 0
    with suppress(OSError):
        return sum(path.stat().st_size for path in (house.output / newest.folder).iterdir() if path.is_file())
    return 0


def access(house: House) -> list[Finding]:
    """Owners and modes of what runs write, and of what others must not read."""
    home = house.path.parent
    state = house.state
    runs_as = _owner(home if is_missing(house.path) else house.path)
    entries = [
        _entry(".digest/", state, secret=True, folder=True, runs_as=runs_as),
        _entry(".digest/digest.db", state / "digest.db", secret=True, runs_as=runs_as),
        _entry(".digest/secret", state / "secret", secret=True, runs_as=runs_as),
        _entry("output/", house.output, folder=True, runs_as=runs_as),
        _entry("output/issues/", house.output / "issues", folder=True, runs_as=runs_as),
    ]
    entries += [
        _entry(shown(path), path, folder=path.is_dir(), runs_as=runs_as)
        for path in _left_by_root(state, house.output, house.output / "issues")
        if runs_as != "root" and path not in (state / "digest.db", state / "secret", house.output / "issues")
    ]
    for path in (state, house.output):
        if is_missing(path):
            above = _nearest(path)
            entries.append(_entry(f"the folder {above}", above, folder=True, runs_as=runs_as))
    return machine.access(list(dict.fromkeys(entries)), me=_name(os.geteuid()), runs_as=runs_as)


def _left_by_root(*folders: Path) -> Iterator[Path]:
    """What in these folders is root's, the first of each."""
    for folder in folders:
        with suppress(OSError):
            found = (path for path in sorted(folder.iterdir()) if path.lstat().st_uid == 0)
            yield from islice(found, 2)


def is_missing(path: Path) -> bool:
    """Whether there is surely nothing: what may not be looked at may be there."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def _entry(name: str, path: Path, *, runs_as: str, secret: bool = False, folder: bool = False) -> machine.Entry:
    try:
        status = path.stat()
    except FileNotFoundError:
        return machine.Entry(name=name, path=str(path), there=False)
    except OSError as error:
        return machine.Entry(name=name, path=str(path), why=(error.strerror or str(error)).lower())
    owner = _name(status.st_uid)
    ways = os.W_OK | os.R_OK | (os.X_OK if folder else 0)
    writable = os.access(path, ways)
    if os.geteuid() == 0 and runs_as != "root" and owner == runs_as:  # root may do anything, and says nothing of others
        wanted = stat.S_IRUSR | stat.S_IWUSR | (stat.S_IXUSR if folder else 0)
        writable = status.st_mode & wanted == wanted
    read_only = False
    with suppress(OSError):
        read_only = bool(os.statvfs(path).f_flag & os.ST_RDONLY)
    return machine.Entry(
        name=name,
        path=str(path),
        secret=secret,
        folder=folder,
        mode=stat.S_IMODE(status.st_mode),
        owner=owner,
        writable=writable,
        read_only=read_only,
    )


def _owner(path: Path) -> str:
    try:
        return _name(path.stat().st_uid)
    except OSError:
        return _name(os.geteuid())


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def secrets(house: House, config: Config) -> Secrets:
    """What feeds.yml names and does not hold. What a secret is goes no further than here."""
    mail = config.mail
    watch = config.watch
    files = {"run.report": watch.report, "run.metrics": watch.metrics}
    return Secrets(
        mails=mail is not None,
        missing=config.missing_secrets,
        for_mailbox=config.missing_for_mailbox if mail is not None and mail.mailbox is not None else (),
        pings=watch.missing,
        signing=tuple(_signing(config)),
        open_files=tuple(_open(house)),
        handed_over=bool(_in_units(house)),
        reports=tuple((key, why) for key, path in files.items() if path and (why := _unwritable(Path(path)))),
    )


def _signing(config: Config) -> Iterator[str]:
    from digest.errors import DigestError

    for key in config.mail.dkim if config.mail is not None else ():
        if not key.pem:
            continue  # told as a secret that is not there
        from digest.messages.dkim import Signer

        try:
            Signer(key)
        except DigestError as error:
            yield f"mail.dkim, selector {key.selector}: {error.what}"


def _open(house: House) -> Iterator[str]:
    """Files of secrets that others may read."""
    from digest.config.resolving import absolute
    from digest.config.secrets import secrets as named

    try:
        files = named(house.path).files
    except OSError:
        return
    for file in files:
        path = Path(absolute(house.path.parent, file))
        with suppress(OSError):
            if path.stat().st_mode & 0o077:
                yield str(path)


def _unwritable(path: Path) -> str:
    folder = path.parent
    if not folder.is_dir():
        return f"there is no folder {folder}"
    if not os.access(path if path.exists() else folder, os.W_OK) or not os.access(folder, os.W_OK):
        return f"{path} cannot be written"
    return ""


# --------------------------------------------------------------------------------------------------- what runs digest


def schedule(house: House) -> Schedule:
    """What on this machine runs digest for this publication."""
    past = house.memory.runs
    regular = False
    if past is not None:
        begun = {run.started.astimezone(house.local.tzinfo).date() for run in past.runs}
        lately = bool(past.runs) and (house.now - past.runs[0].started).days < _longest(past.schedule)
        regular = lately and len(begun) > 1 and not missed(past, house.local)  # one day may be somebody's own doing
    return Schedule(
        habits=(*_in_crontabs(house), *_in_units(house), *_elsewhere(house)),
        cron_runs=_cron_runs(),
        regular=regular,
        looked=("crontab", "/etc/cron.d", "systemd units", "workflows", "compose.yaml"),
    )


def _longest(schedule: tuple[int, ...]) -> int:
    from digest.scheduling.due import longest_gap

    return longest_gap(schedule) + 1


def _names(house: House) -> list[str]:
    """How a line may name the publication: its folder or its file, in full or from a home folder."""
    home = house.path.parent
    found = dict.fromkeys(str(path) for path in (home, house.path, home.resolve(), house.path.resolve()))
    for path in list(found):
        for user in (str(Path.home()), os.path.expanduser(f"~{_owner(home)}")):  # noqa: PTH111 - pathlib's raises
            if user not in ("", "/") and path.startswith(f"{user}/"):
                rest = path.removeprefix(f"{user}/")
                found |= dict.fromkeys((f"~/{rest}", f"$HOME/{rest}", f"${{HOME}}/{rest}"))
                found[f"cd {rest}"] = None  # cron begins in the home folder
    return list(found)


def _in_crontabs(house: House) -> list[Habit]:
    from digest.scheduling.finding import in_crontab

    texts = [("your crontab", _crontab(()))]
    owner = _owner(house.path.parent)
    if os.geteuid() == 0 and owner != "root":
        texts.append((f"the crontab of {owner}", _crontab(("-u", owner))))
    for path in (Path("/etc/crontab"), *_listed(Path("/etc/cron.d"), "*")):
        with suppress(OSError):
            texts.append((str(path), path.read_text("utf-8", "replace")))
    names = _names(house)
    return [_by_cron(where, text, call, house) for where, text in texts for call in in_crontab(text, names)]


def _crontab(words: tuple[str, ...]) -> str:
    program = shutil.which("crontab")
    if program is None:
        return ""
    try:
        done = subprocess.run(  # noqa: S603 - found on the PATH by its name
            [program, *words, "-l"], capture_output=True, text=True, timeout=_PATIENCE, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
        return ""
    return done.stdout if done.returncode == 0 else ""


def _by_cron(where: str, text: str, call: Call, house: House) -> Habit:
    program, there = call.program, _there(call.program, house)
    if "/" not in program:
        path = next((line.partition("=")[2] for line in text.splitlines() if line.startswith("PATH=")), _CRON_PATH)
        there = shutil.which(program, path=path.strip().strip("\"'")) is not None
        program = program if there else f"{program} (cron looks for it in {path.strip()} alone)"
    return Habit(where=where, line=call.line, program=program, program_there=there)


def _there(program: str, house: House) -> bool:
    path = Path(os.path.expandvars(os.path.expanduser(program)))  # noqa: PTH111 - pathlib's raises
    return "/" not in program or os.access(house.path.parent / path, os.X_OK)


def _in_units(house: House) -> list[Habit]:
    from digest.scheduling.finding import in_unit

    made = []
    names = _names(house)
    for folder in map(Path, _UNITS):
        place = Path(os.path.expanduser(folder))  # noqa: PTH111 - pathlib's raises
        for service in _listed(place, "*.service"):
            timer = service.with_suffix(".timer")
            with suppress(OSError):
                call = in_unit(service.read_text("utf-8", "replace"), names)
                if call is not None and timer.exists():
                    enabled = any(_listed(place, f"*.wants/{timer.name}"))
                    there = _there(call.program, house)
                    made.append(Habit(where=str(timer), program=call.program, program_there=there, enabled=enabled))
    return made


def _elsewhere(house: House) -> list[Habit]:
    """A workflow or a compose file of this publication, which another machine or a container reads."""
    from digest.scheduling.marking import MARK

    home = house.path.parent
    root = next((each for each in (home, *home.parents) if os.path.exists(each / ".git")), None)  # noqa: PTH110 - never raises
    files = [home / "compose.yaml", *(_listed(root / ".github/workflows", "*.y*ml") if root is not None else ())]
    made = []
    for path in files:
        with suppress(OSError):
            first = path.read_text("utf-8", "replace").partition("\n")[0]
            if first.startswith(MARK) and house.path.name in first:
                made.append(Habit(where=str(path), elsewhere=True))
    return made


def _listed(folder: Path, pattern: str) -> list[Path]:
    try:
        return sorted(folder.glob(pattern))
    except OSError:
        return []


def _cron_runs() -> bool | None:
    """Whether a cron is seen at work; None where processes cannot be seen, or systemd may be the cron."""
    found = []
    for path in _listed(Path("/proc"), "[0-9]*/comm"):
        with suppress(OSError):
            found.append((path.parent.name, path.read_text("utf-8", "replace").strip()))
    if any(name in _CRONS for _, name in found):
        return True
    ids = {number for number, _ in found}
    systemd = any(number == "1" and name == "systemd" for number, name in found)
    return None if "1" not in ids or systemd else False
