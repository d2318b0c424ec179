"""What is printed: costs in columns, and each claim beside its target."""

from __future__ import annotations

from collections.abc import Iterable

from measuring.cost import Cost


def costs(title: str, rows: Iterable[tuple[str, Cost, str]], counted: str = "") -> None:
    """Print a row a program: its name, what it cost, and what it made of it (``counted`` names that column)."""
    print(f"\n{title:<40}{'CPU s':>9}{'peak MB':>10}{'wall s':>9}  {counted}")
    for name, cost, made in rows:
        print(f"  {name:<38}{cost.cpu:>9.2f}{cost.rss:>10.0f}{cost.wall:>9.2f}  {made}", flush=True)


def claim(what: str, value: float, limit: float, unit: str = "×") -> None:
    """Print a figure beside the most that it should be."""
    met = "met" if value <= limit else f"missed by a factor of {value / limit:.1f}" if limit else "missed"
    print(f"  {what:<50}{value:>8.2f} {unit:<3} target ≤ {limit:g} {unit:<3} {met}", flush=True)


def reach(what: str, value: float, least: float) -> None:
    """Print a figure beside the least that it should be."""
    met = "met" if value >= least else f"missed by {least - value:.3f}"
    print(f"  {what:<50}{value:>8.3f}     target ≥ {least:g}     {met}", flush=True)


def skipped(what: str, why: str) -> None:
    """Say that a comparison was not made."""
    print(f"\n{what}: skipped, {why}", flush=True)
