"""The mail edition in HTML: MJML laid out, styles put into the elements, and no more of it than mail programs show."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from html import escape
from typing import TYPE_CHECKING

from digest.editions.environment import render
from digest.editions.palette import Palette
from digest.editions.view import IssueView, StoryView
from digest.errors import TemplateError
from digest.model import UNSUBSCRIBE_PLACEHOLDER

if TYPE_CHECKING:
    import jinja2

# Gmail cuts a message off at about 102 KB and hides the rest, the unsubscribe link with it.
BUDGET = 90_000

_ASCII = bytes(range(128))


@dataclass(frozen=True, slots=True)
class Fonts:
    """Stacks of faces that readers already have; the figures' faces have figures of one height."""

    serif: str = "Charter, 'Iowan Old Style', Georgia, 'Noto Serif', serif"
    sans: str = "-apple-system, 'Segoe UI', Roboto, 'Noto Sans', Helvetica, Arial, sans-serif"
    figures: str = "Charter, Cambria, 'Noto Serif', 'Times New Roman', serif"


@dataclass(frozen=True, slots=True)
class Links:
    """Where the mail leads besides its sources; all but one are None while the publication has no address."""

    unsubscribe: str
    web: str | None = None
    back_issues: str | None = None
    calendar: str | None = None
    issue: Callable[[date], str] | None = None  # the page of a day's issue

    def elsewhere(self, issue: IssueView, moved: Sequence[str]) -> dict[str, str]:
        """Where the stories that the mail leaves out can be read, by id: "" while the publication has no address."""
        return {s.id: f"{self.web}#{s.anchor}" if self.web else "" for s in issue.stories if s.id in moved}


@dataclass(frozen=True, slots=True)
class Mail:
    """The HTML, and the stories it leaves to the web page, most important first."""

    html: bytes
    moved: tuple[StoryView, ...]


def links(issue: IssueView) -> Links:
    """The addresses of an issue's mail."""
    url = issue.publication.url
    if not url:
        return Links(unsubscribe=UNSUBSCRIBE_PLACEHOLDER)
    url = url.rstrip("/")
    return Links(
        unsubscribe=UNSUBSCRIBE_PLACEHOLDER,
        web=f"{url}/{issue.folder}/",
        back_issues=f"{url}/issues/",
        calendar=f"{url}/{issue.folder}/calendar.ics" if issue.dated else None,
        issue=lambda day: f"{url}/issues/{day.isoformat()}/",
    )


def email(environment: jinja2.Environment, issue: IssueView, colours: Palette) -> Mail:
    """The mail edition. The least important stories are left to the web page until it fits in ``BUDGET``.

    A story that breaks the layout is left to the web page too, and costs the issue nothing else.
    Raises ``TemplateError`` for a template that does not render, or is not MJML whatever the story.
    """
    odd: tuple[StoryView, ...] = ()
    html = partial(_html, environment, issue, colours)
    try:
        body = html(())
    except _LayoutError as fault:
        odd = _odd(issue, html, fault)
        body = html(odd)
    if encoded_size(body) <= BUDGET:
        return Mail(body, odd)
    least = sorted((s for s in issue.stories if s != issue.lead and s not in odd), key=lambda s: s.rank, reverse=True)
    # The size falls with every story left out, so the fewest that suffice are found by halving.
    left = bisect_left(
        range(len(least)), True, key=lambda number: encoded_size(html((*odd, *least[:number]))) <= BUDGET
    )
    moved = tuple(sorted((*odd, *least[:left]), key=lambda s: s.rank))
    return Mail(html(moved), moved)


def encoded_size(body: bytes) -> int:
    """The most bytes it takes on the wire, in the shorter of quoted-printable and base64 (RFC 2045 §6.7, §6.8)."""
    escaped = body.count(b"=") + len(body.translate(None, _ASCII))
    quoted = len(body) + 2 * escaped
    base64 = (len(body) + 2) // 3 * 4
    return min(quoted + 3 * (quoted // 72 + 1), base64 + 2 * (base64 // 76 + 1))  # and the line ends that they add


class _LayoutError(TemplateError):
    """What the templates made is not MJML."""


def _odd(
    issue: IssueView, html: Callable[[tuple[StoryView, ...]], bytes], fault: _LayoutError
) -> tuple[StoryView, ...]:
    """The stories that cannot be laid out, each tried alone. Raises the fault where the template itself is at fault."""

    def breaks(moved: tuple[StoryView, ...]) -> bool:
        try:
            html(moved)
        except _LayoutError:
            return True
        return False

    if breaks(issue.stories):
        raise fault
    return tuple(story for story in issue.stories if breaks(tuple(other for other in issue.stories if other != story)))


def _html(environment: jinja2.Environment, issue: IssueView, colours: Palette, moved: tuple[StoryView, ...]) -> bytes:
    """The mail with some stories left to the web page."""
    import mjml  # these two cost nothing to those who make no mail

    what = f"the mail of issue {issue.number}"
    given = {
        "issue": issue,
        "moved": [story.id for story in moved],
        "links": links(issue),
        "colours": colours,
        "fonts": Fonts(),
    }
    source = render(environment, "email/issue.mjml", what, **given)
    try:
        laid_out = mjml.mjml2html(source, fonts={})  # no fonts: the default adds a link to a remote one
    except ValueError as error:
        raise _LayoutError(f"not MJML: {error}, while rendering {what}", where="email/issue.mjml") from error
    style = render(environment, "email/style.css", what, **given)
    return _finished(laid_out, style, issue).encode("utf-8", "replace")


def _finished(html: str, style: str, issue: IssueView) -> str:
    """The HTML with our styles in its elements and its language on the body, which MJML leaves bare."""
    import css_inline  # see _html

    # MJML's own style sheet, and the rules that only a style sheet can hold, stay where they are.
    inliner = css_inline.CSSInliner(
        inline_style_tags=False, keep_style_tags=True, load_remote_stylesheets=False, extra_css=style
    )
    return inliner.inline(html).replace("<body ", f'<body lang="{escape(issue.lang)}" dir="{issue.dir}" ', 1)
