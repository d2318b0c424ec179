"""What the pipeline asks of the outside, as Protocols. ``wiring`` alone knows who answers.

A port is owned by its consumer: it holds the verbs the pipeline and the commands use, and no more.
"""

from __future__ import annotations

from digest.ports.mail import Ledger, Letters, MailRead, Post, Subscribers, Transport
from digest.ports.making import Composer, Renderer, Summarizer
from digest.ports.memory import Archive, Catalogue, Memory
from digest.ports.reading import Extractor, Fetcher, Locator, Pictures, SourceParser
from digest.ports.running import Fact, Lock, Progress, Publisher, Span, Spans

__all__ = [
    "Archive",
    "Catalogue",
    "Composer",
    "Extractor",
    "Fact",
    "Fetcher",
    "Ledger",
    "Letters",
    "Locator",
    "Lock",
    "MailRead",
    "Memory",
    "Pictures",
    "Post",
    "Progress",
    "Publisher",
    "Renderer",
    "SourceParser",
    "Span",
    "Spans",
    "Subscribers",
    "Summarizer",
    "Transport",
]
