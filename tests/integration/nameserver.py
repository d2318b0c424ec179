"""A name server on loopback that answers from a table, over UDP, in real DNS messages."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.resolver
import dns.rrset


@contextmanager
def nameserver(zone: Mapping[tuple[str, str], tuple[str, ...]], *, silent: str = "") -> Iterator[dns.resolver.Resolver]:
    """A resolver that asks the server: (name, type) -> records as a zone file has them; ``silent`` gets no answer."""
    names = {name for name, _ in zone}
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        server.settimeout(0.1)
        stop = threading.Event()

        def serve() -> None:
            while not stop.is_set():
                try:
                    wire, client = server.recvfrom(4096)
                except TimeoutError:
                    continue
                asked = dns.message.from_wire(wire)
                question = asked.question[0]
                name = question.name.to_text().rstrip(".").lower()
                if name == silent:
                    continue
                reply = dns.message.make_response(asked)
                reply.flags |= dns.flags.RA
                kind = dns.rdatatype.to_text(question.rdtype)
                records = zone.get((name, kind), ())
                if records:
                    reply.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, *records))
                elif name not in names:
                    reply.set_rcode(dns.rcode.NXDOMAIN)
                server.sendto(reply.to_wire(), client)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers = ["127.0.0.1"]
        resolver.port = server.getsockname()[1]
        try:
            yield resolver
        finally:
            stop.set()
            thread.join()
