"""What a fetcher is told once."""

from __future__ import annotations

from dataclasses import dataclass

from digest import __version__

_UNITS = ((86_400, "days"), (3_600, "h"), (60, "min"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Limits of time, size and manners. Times are seconds, sizes bytes."""

    total_timeout: float = 20.0  # for one request, from the name's look-up to the body's last byte, redirects and all
    connect_timeout: float = 8.0  # for the look-up, the connection and its TLS
    max_bytes: int = 10_000_000  # of a body, after decompression
    max_redirects: int = 10
    per_host: int = 4  # requests at once
    pause: float = 0.2  # between the starts of two requests to one host, unless it is plainly on the operator's network
    pause_after_refusal: float = 1.0  # the same for a host that has asked for a pause, one request at a time
    longest_wait: float = 5.0  # how long a host that asks for a pause is waited for; one that asks for more is left
    longest_line: float = 30.0  # how long a page waits for its turn where its robots.txt asks for pauses
    concurrency: int = 50  # requests at once, and bodies held until the caller takes them
    user_agent: str = f"digest/{__version__} (+https://pypi.org/project/digest-newsroom/)"
    allow_private: bool = False  # whether what a feed or a redirect names may lie on the operator's own network


def seconds_in_words(seconds: float) -> str:
    """ "20 s", "1.5 s"."""
    return f"{seconds:g} s"


def wait_in_words(seconds: int) -> str:
    """A wait as people say it: "90 s", "2 min", "3 days"."""
    for size, unit in _UNITS:
        if seconds >= 2 * size:
            return f"{round(seconds / size)} {unit}"
    return f"{seconds} s"


def size_in_words(size: int) -> str:
    """ "10 MB", "512 KB", "900 bytes": decimal units, as disks are sold."""
    for unit, name in ((1_000_000, "MB"), (1_000, "KB")):
        if size >= unit:
            return f"{round(size / unit, 1):g} {name}"
    return f"{size} bytes"
