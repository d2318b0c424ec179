"""The servers of a whole day, on loopback: feeds and a picture by HTTP, mail by SMTP, and somebody who watches both."""

from __future__ import annotations

import asyncio
import http.server
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from aiosmtpd.smtp import SMTP, Envelope, Session
from mailservers import Inbox, serving

Watcher = Callable[[str, int], None]
# A PNG of one pixel.
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63d8b061030003be01de5e4b2fd2"
    "0000000049454e44ae426082"
)
# Section -> (title, text) of its news. The last of each is the first day's, the others are the second's.
NEWS = {
    "coast": (
        ("Ferry to Oskar island runs aground in fog", "The night ferry ran aground off Oskar on its way from Tarsk."
         " All 112 passengers were taken ashore by lifeboat before dawn. The harbour master said its radar failed."),
        ("Harbour of Tarsk to be dredged from June", "Tarsk will dredge its harbour from June 8 for 4.2 million euros."
         " Fishing boats will berth at the north quay meanwhile. The council voted for it by 11 to 4."),
        ("Lighthouse at Cape Merin goes dark for repairs", "The light at Cape Merin is out for the first time since"
         " 1931. Engineers will replace its lens until Friday. Ships are told to keep three miles off the cape."),
    ),
    "town": (
        ("Kelmar library opens on Sundays again", "The library of Kelmar opens on Sundays from next month. Readers had"
         " collected 3,100 signatures for it. The town pays for two more librarians."),
        ("Tram drivers of Kelmar go on strike", "Tram drivers in Kelmar walked out on Monday over night shifts. Their"
         " union asks for 8 percent more pay. Buses run every twenty minutes in place of the trams."),
        ("Old brewery in Kelmar becomes a school", "The brewery on Mill Street is to house 420 pupils. Builders begin"
         " after Easter and finish in two years. The owner sold it for one euro."),
    ),
    "fields": (
        ("Late frost kills cherry blossom in the Orvel valley", "Frost of minus six degrees killed most of the cherry"
         " blossom around Orvel. Growers expect a fifth of a usual harvest. The state will lend them money."),
        ("Wolves seen near Orvel for the first time in a century", "A shepherd filmed three wolves above Orvel on"
         " Saturday. Biologists say the tracks are genuine. Farmers ask for fences before the lambs are born."),
        ("Mill at Brenn grinds its last corn", "The water mill at Brenn ground its last corn on Sunday after 240 years."
         " Its wheel broke in the flood of January. The miller is 81 and has no successor."),
    ),
}  # fmt: skip


def feed(name: str, address: str, first: datetime, now: datetime | None) -> bytes:
    """The RSS of a section: the first day's news, and from the second day on (``now``) that day's, with a picture."""
    dated = [(n, first if n == len(NEWS[name]) - 1 else now) for n in range(len(NEWS[name]))]
    items = "".join(
        f"<item><title>{NEWS[name][n][0]}</title><link>https://{name}.example/{n}</link>"
        f"<guid>https://{name}.example/{n}</guid><pubDate>{format_datetime(at - timedelta(minutes=n))}</pubDate>"
        f"<description>{NEWS[name][n][1]}</description>"
        f"<enclosure url='{address}/picture.png' type='image/png' length='99'/></item>"
        for n, at in dated
        if at is not None
    )
    head = f"<title>{name.title()} Herald</title><link>https://{name}.example/</link><description/>"
    return f"<?xml version='1.0'?><rss version='2.0'><channel>{head}{items}</channel></rss>".encode()


@dataclass
class Watched:
    """Tells whoever watches what just came to a server, and how often that came before."""

    watcher: Watcher | None = None
    seen: Counter[str] = field(default_factory=Counter)

    def tell(self, what: str) -> None:
        self.seen[what] += 1
        if self.watcher is not None:
            self.watcher(what, self.seen[what])


@dataclass
class Postbox(Inbox):
    """Takes everything; the log is written before the answer, so that what stands in it was delivered."""

    watched: Watched = field(default_factory=Watched)
    taken: Counter[str] = field(default_factory=Counter)
    pause: float = 0.001  # seconds before an answer

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        self.watched.tell("MAIL")
        return "250 OK"

    async def answer(self, server: SMTP, envelope: Envelope) -> str:
        self.taken.update(address.lower() for address in envelope.rcpt_tos)
        self.watched.tell("DATA")
        await asyncio.sleep(self.pause)
        return "250 OK"


class _Herald(http.server.BaseHTTPRequestHandler):
    watched: Watched
    address: str
    first: datetime
    now: datetime | None = None

    def do_GET(self) -> None:
        name = self.path.strip("/")
        self.watched.tell(f"GET {name}")
        if name not in NEWS and name != "picture.png":
            self.send_error(404)
            return
        body = PICTURE if name == "picture.png" else feed(name, self.address, self.first, self.now)
        self.send_response(200)
        self.send_header("Content-Type", "image/png" if name == "picture.png" else "application/rss+xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@dataclass
class Servers:
    """Both of them."""

    web: str  # address
    mail: int  # port
    post: Postbox
    watched: Watched
    _handler: type[_Herald]

    def publish(self, first: datetime, now: datetime | None = None) -> None:
        """The feeds hold the first day's news, and the second's if it is given."""
        self._handler.first, self._handler.now = first, now

    def forget(self) -> None:
        """Begin anew: nobody has mail, and nobody watches."""
        self.watched.watcher = None
        self.watched.seen.clear()
        self.post.taken.clear()
        self.post.envelopes.clear()


@contextmanager
def servers() -> Iterator[Servers]:
    """Both servers, at work."""
    watched = Watched()
    post = Postbox(watched=watched)
    handler = type("Herald", (_Herald,), {"watched": watched, "first": datetime.now(UTC)})
    web = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    handler.address = f"http://127.0.0.1:{web.server_port}"
    thread = threading.Thread(target=web.serve_forever, daemon=True)
    thread.start()
    try:
        with serving(post) as port:
            yield Servers(web=handler.address, mail=port, post=post, watched=watched, _handler=handler)
    finally:
        web.shutdown()
        thread.join()
        web.server_close()
