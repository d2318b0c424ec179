"""What the preview shows, and the page that shows it: no script, every switch a link."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html import escape
from urllib.parse import parse_qsl, urlencode

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SHOWS = {"both": "Mail and page", "mail": "Mail", "page": "Page", "text": "Plain text"}
_WIDTHS = {"phone": "Phone", "desktop": "Desktop"}
_SCHEMES = {"auto": "System", "light": "Light", "dark": "Dark"}


@dataclass(frozen=True, slots=True)
class Look:
    """How an issue is looked at."""

    issue: str | None  # its day; None where there is none
    show: str = "both"
    width: str = "desktop"
    scheme: str = "auto"

    def link(self, **changes: str) -> str:
        """The address of the same look with changes."""
        look = replace(self, **changes)
        return "/?" + urlencode(
            {"issue": look.issue or "", "show": look.show, "width": look.width, "scheme": look.scheme}
        )


def look(query: str, issues: list[str]) -> Look:
    """The look that a query string asks for; what it does not know it takes from the default."""
    asked = dict(parse_qsl(query[:500]))
    day = asked.get("issue", "")
    return Look(
        issue=day if day in issues else (issues[0] if issues else None),
        show=asked.get("show", "") if asked.get("show") in _SHOWS else "both",
        width=asked.get("width", "") if asked.get("width") in _WIDTHS else "desktop",
        scheme=asked.get("scheme", "") if asked.get("scheme") in _SCHEMES else "auto",
    )


def is_day(name: str) -> bool:
    """Whether a folder's name is an issue's."""
    return _DAY.fullmatch(name) is not None


def in_scheme(body: bytes, scheme: str) -> bytes:
    """A page or style sheet as a reader with that scheme sees it; "auto" leaves every byte as it is."""
    if scheme == "auto":
        return body
    return re.sub(
        rb"\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)",
        lambda found: b"all" if found[1].decode() == scheme else b"not all",
        body,
    )


def page(now: Look, issues: list[str], sizes: dict[str, int], fault: str | None) -> str:
    """The preview as HTML. ``sizes`` are those of the issue's files in bytes; ``fault`` is what went wrong."""
    title = f"Preview of {now.issue}" if now.issue else "Preview"
    return _PAGE.format(
        title=escape(title),
        switches="".join(
            _switch(now, name, label, choices)
            for name, label, choices in (
                ("show", "Show", _SHOWS),
                ("width", "Width", _WIDTHS),
                ("scheme", "Colours", _SCHEMES),
            )
        ),
        issues="".join(_choice(now.link(issue=day), day, day == now.issue) for day in issues[:60]),
        sizes=escape(" · ".join(f"{name} {_size(size)}" for name, size in sizes.items())),
        body=_body(now, sizes, fault),
        width=now.width,
        scheme=now.scheme,
    )


def _body(now: Look, sizes: dict[str, int], fault: str | None) -> str:
    if fault:
        return f'<pre class="fault" role="alert">{escape(fault)}</pre>'
    if now.issue is None:
        return '<p class="none">There is no issue yet. Run <code>digest run</code> to make one.</p>'
    names = {
        "both": ("email.html", "index.html"),
        "mail": ("email.html",),
        "page": ("index.html",),
        "text": ("email.txt",),
    }
    labels = {"email.html": "Mail", "index.html": "Page", "email.txt": "Plain text"}
    return "".join(
        f'<section><h2>{labels[name]}</h2><iframe title="{labels[name]}" sandbox="allow-popups" '
        f'src="/{now.scheme}/issues/{escape(now.issue)}/{name}"></iframe></section>'
        for name in names[now.show]
        if name in sizes
    )


def _switch(now: Look, name: str, label: str, choices: dict[str, str]) -> str:
    chosen = getattr(now, name)
    links = "".join(_choice(now.link(**{name: value}), text, value == chosen) for value, text in choices.items())
    return f'<nav aria-label="{label}">{links}</nav>'


def _choice(link: str, text: str, chosen: bool) -> str:
    current = ' aria-current="true"' if chosen else ""
    return f'<a href="{escape(link)}"{current}>{escape(text)}</a>'


def _size(size: int) -> str:
    return f"{size / 1000:.1f} kB"


_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="data:,">
<style>
:root{{color-scheme:light dark;--paper:#f4f2ed;--ink:#16140f;--soft:#5f584e;--line:#d8d2c6;--mark:#9a3324}}
@media (prefers-color-scheme:dark){{:root{{--paper:#100f0d;--ink:#f0eae0;--soft:#a59c8e;
--line:#34302b;--mark:#da7564}}}}
*{{box-sizing:border-box;margin:0}}
body{{display:flex;flex-direction:column;height:100vh;background:var(--paper);color:var(--ink);
font:14px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}}
header{{display:flex;flex-wrap:wrap;align-items:baseline;gap:4px 28px;
padding:10px 20px;border-bottom:1px solid var(--line)}}
h1{{font:italic 17px/1.4 Georgia,serif}}
nav a{{color:var(--soft);text-decoration:none;margin-inline-end:14px;padding:2px 0;white-space:nowrap}}
nav a:hover{{color:var(--ink)}}
nav a[aria-current]{{color:var(--ink);border-bottom:2px solid var(--mark)}}
.days{{flex-basis:100%;overflow-x:auto;white-space:nowrap}}
.sizes{{color:var(--soft);margin-inline-start:auto}}
main{{flex:1;min-height:0;display:flex;gap:20px;padding:14px 20px 20px;justify-content:center}}
section{{flex:1;max-width:900px;min-width:0;display:flex;flex-direction:column}}
.phone section{{flex:0 1 375px}}
h2{{font-size:11px;letter-spacing:.12em;text-transform:uppercase;color:var(--soft);padding-bottom:6px}}
iframe{{flex:1;width:100%;border:1px solid var(--line);background:#fff}}
.dark iframe{{background:#191715}}
.fault{{font:14px/1.6 ui-monospace,Menlo,monospace;white-space:pre-wrap;border-inline-start:3px solid var(--mark);
padding:4px 18px;margin:auto;max-width:90ch}}
.none{{margin:auto;font:italic 19px/1.5 Georgia,serif}}
@media (max-width:700px){{body{{height:auto}}main{{flex-direction:column}}
iframe{{min-height:80vh}}.phone section{{flex:none}}}}
</style>
</head>
<body>
<header><h1>{title}</h1>{switches}<span class="sizes">{sizes}</span>
<nav class="days" aria-label="Issues">{issues}</nav></header>
<main class="{width} {scheme}">{body}</main>
</body>
</html>
"""
