"""A letter as delivery gets it, for benchmarks: some 21 KB, signed, its lines short, one for each number."""

from __future__ import annotations

import base64
import hashlib
import quopri

PLACE = b"@@@@@@@"  # where a subscriber's number stands


def template(size: int = 22_500) -> bytes:
    """Text and HTML of one letter; ``PLACE`` stands for a number of seven digits."""
    text = "\r\n".join(f"Ferry {number} left on time, and the bridge stays closed until noon." for number in range(60))
    row = (
        '<tr><td style="padding:0 24px 8px;font-family:Georgia,serif;font-size:17px">Ferry {} left — on time.</td></tr>'
    )
    html = "<!doctype html><html><body><table>\n"
    number = 0
    while len(html) < size - 8_000:
        html += row.format(number) + "\n"
        number += 1
    signature = base64.b64encode(hashlib.sha512(html.encode()).digest() * 4).decode()
    head = [
        f"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.org; s=mail; t=1; bh={signature[:44]};",
        " h=from:to:subject:date:message-id:list-unsubscribe:list-unsubscribe-post; b=",
        *(f" {signature[at : at + 72]}" for at in range(0, 344, 72)),
        'From: "The Harbour" <news@example.org>',
        "To: <reader@@@@@@@@example.net>",
        "Subject: The ferries are back",
        "Date: Thu, 20 Nov 2025 06:00:00 +0000",
        "Message-ID: <7.@@@@@@@@example.org>",
        "List-Unsubscribe: <https://news.example.org/u/@@@@@@@>, <mailto:news@example.org?subject=unsubscribe>",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
        "MIME-Version: 1.0",
        'Content-Type: multipart/alternative; boundary="=-7-="',
    ]
    quoted = quopri.encodestring(html.encode(), quotetabs=False).replace(b"\n", b"\r\n")
    return "\r\n".join(
        [*head, "", "--=-7-=", 'Content-Type: text/plain; charset="utf-8"', "", text, "", "--=-7-=",
         'Content-Type: text/html; charset="utf-8"', "Content-Transfer-Encoding: quoted-printable", "", ""]
    ).encode() + quoted + b"\r\n--=-7-=--\r\n"  # fmt: skip
