"""The mail edition in HTML: MJML laid out, styles put into the elements, and no more of it than mail programs show."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from html import escape
from typing import TYPE_CHECKING, Any

from digest.editions import addressed
from digest.editions.environment import render
from digest.editions.palette import Palette
from digest.editions.view import IssueView, StoryView
from digest.errors import TemplateError

if TYPE_CHECKING:
    import jinja2

# Gmail cuts a message off at about 102 KB and hides the rest, the unsubscribe link with it.
BUDGET = 90_000

_ASCII = bytes(range(128))
# Around all that MJML lays out; its label is the subject, which may hold anything but a quotation mark.
_FRAME = re.compile(r'<div(?: [\w-]+="[^"]*")*? role="article"(?: [\w-]+="[^"]*")*>')
_CLAIMS = re.compile(r' (?:role|aria-label|aria-roledescription)="[^"]*"')


@dataclass(frozen=True, slots=True)
class Fonts:
    """Stacks of faces that readers already have; the figures' faces have figures of one height."""

    serif: str = "Charter, 'Iowan Old Style', Georgia, 'Noto Serif', serif"
    sans: str = "-apple-system, 'Segoe UI', Roboto, 'Noto Sans', Helvetica, Arial, sans-serif"
    figures: str = "Charter, Cambria, 'Noto Serif', 'Times New Roman', serif"


@dataclass(frozen=True, slots=True)
class Links:
    """Where the mail leads besides its sources.

    All but the first and ``preferences`` are None while the publication has no address.
    """

    unsubscribe: str
    web: str | None = None
    back_issues: str | None = None
    calendar: str | None = None
    preferences: str | None = None  # where they change what they get; None where `digest serve` does not run
    issue: Callable[[date], str] | None = None  # the page of a day's issue

    def story(self, anchor: str) -> str:
        """Where a story of this issue stands on the web; "" while the publication has no address."""
        return f"{self.web}#{anchor}" if self.web else ""


@dataclass(frozen=True, slots=True)
class Mail:
    """The HTML, the stories it leaves to the web page, most important first, and what it has in plain text only."""

    html: bytes
    moved: tuple[StoryView, ...]
    faults: tuple[str, ...] = ()  # each the headline or the section, and why it could not be laid out


def links(issue: IssueView) -> Links:
    """The addresses of an issue's mail; a subscriber's own are places (``addressed``)."""
    url = issue.publication.url
    unsubscribe = addressed.link("unsubscribe")
    preferences = addressed.link("preferences") if addressed.served() else None
    if not url:
        return Links(unsubscribe=unsubscribe, preferences=preferences)
    url = url.rstrip("/")
    if issue.begins:
        return Links(
            unsubscribe=unsubscribe,
            preferences=preferences,
            back_issues=f"{url}/issues/",
            calendar=f"{url}/calendar.ics" if issue.dated else None,
            issue=lambda day: f"{url}/issues/{day.isoformat()}/",
        )
    return Links(
        unsubscribe=unsubscribe,
        preferences=preferences,
        web=f"{url}/{issue.folder}/",
        back_issues=f"{url}/issues/",
        calendar=f"{url}/{issue.folder}/calendar.ics" if issue.dated else None,
        issue=lambda day: f"{url}/issues/{day.isoformat()}/",
    )


def email(environment: jinja2.Environment, issue: IssueView, colours: Palette, picture: str = "") -> Mail:
    """The mail edition. The least important stories are left to the web page until it fits in ``BUDGET``.

    A story or a list of dates that breaks the layout stands in plain text, and costs the issue nothing else.
    ``picture`` is the address of the lead story's. Raises ``TemplateError`` where the template itself is at fault.
    """
    html = partial(_html, environment, issue, colours, picture)
    odd: dict[str, TemplateError] = {}
    try:
        body = html((), ())
    except TemplateError as fault:
        odd = _odd(issue, partial(html, ()), fault)
        body = html((), tuple(odd))
    faults = tuple(f"{_named(issue, part)}: {fault}" for part, fault in odd.items())
    if _fits(body):
        return Mail(body, (), faults)
    least = sorted((s for s in issue.stories if s != issue.lead), key=lambda s: s.rank, reverse=True)

    def without(number: int) -> bytes:
        return html(tuple(story.id for story in least[:number]), tuple(odd))

    # The size falls with every story left out, so the fewest that suffice are found by halving.
    left = bisect_left(range(len(least)), True, key=lambda number: _fits(without(number)))
    return Mail(without(left), tuple(reversed(least[:left])), faults)


def encoded_size(body: bytes) -> int:
    """The most bytes it takes on the wire, in the shorter of quoted-printable and base64 (RFC 2045 §6.7, §6.8)."""
    escaped = body.count(b"=") + len(body.translate(None, _ASCII))
    quoted = len(body) + 2 * escaped
    return min(quoted + 3 * (quoted // 72 + 1), _in_base64(body))  # and the line ends that it adds


def _in_base64(body: bytes) -> int:
    length = (len(body) + 2) // 3 * 4
    return length + 2 * (length // 76 + 1)


def _fits(body: bytes) -> bool:
    """Whether its encoded size is in the budget; that of base64 is known without looking at the body."""
    return _in_base64(body) <= BUDGET or encoded_size(body) <= BUDGET


def _parts(issue: IssueView) -> tuple[str, ...]:
    """What is laid out each by itself: stories by id, and the lists of dates by name."""
    lists = {"ahead": issue.ahead, "due": issue.due, "settled": issue.settled, "corrections": issue.corrections}
    return (*(story.id for story in issue.stories), *(name for name, leaves in lists.items() if leaves))


def _named(issue: IssueView, part: str) -> str:
    lists = {
        "ahead": "What’s next",
        "due": issue.due_title,
        "settled": "Did it happen?",
        "corrections": "Corrections",
    }
    return next((story.headline for story in issue.stories if story.id == part), "") or lists[part]


def _odd(issue: IssueView, html: Callable[[tuple[str, ...]], bytes], fault: TemplateError) -> dict[str, TemplateError]:
    """The parts that cannot be laid out, each tried with all others in plain text, and why.

    Raises the fault where the template itself is at fault: without any part, or with every story.
    """

    def broken(plain: tuple[str, ...]) -> TemplateError | None:
        try:
            html(plain)
        except TemplateError as error:
            return error
        return None

    parts = _parts(issue)
    if broken(parts):
        raise fault
    tried = {part: broken(tuple(other for other in parts if other != part)) for part in parts}
    odd = {part: error for part, error in tried.items() if error}
    stories = [story.id for story in issue.stories]
    if not odd or (len(stories) > 1 and odd.keys() >= set(stories)):
        raise fault
    return odd


def source(
    environment: jinja2.Environment,
    issue: IssueView,
    colours: Palette,
    picture: str = "",
    moved: tuple[str, ...] = (),
    plain: tuple[str, ...] = (),
) -> str:
    """The MJML of the mail, with some stories left to the web page and some parts in plain text, by ``_parts``' names.

    Raises ``TemplateError``.
    """
    given = _given(issue, colours) | {"moved": moved, "plain": plain, "picture": picture, "links": links(issue)}
    return render(environment, "email/issue.mjml", f"the mail of issue {issue.number}", **given)


def _given(issue: IssueView, colours: Palette) -> dict[str, Any]:
    return {"issue": issue, "colours": colours, "fonts": Fonts()}


def _html(
    environment: jinja2.Environment,
    issue: IssueView,
    colours: Palette,
    picture: str,
    moved: tuple[str, ...],
    plain: tuple[str, ...],
) -> bytes:
    import mjml  # these two cost nothing to those who make no mail

    what = f"the mail of issue {issue.number}"
    laying_out = source(environment, issue, colours, picture, moved, plain)
    try:
        laid_out = mjml.mjml2html(laying_out, fonts={})  # no fonts: the default adds a link to a remote one
    except ValueError as error:
        raise TemplateError(f"not MJML: {error}, while rendering {what}", where="email/issue.mjml") from error
    style = render(environment, "email/style.css", what, **_given(issue, colours))
    return _finished(laid_out, style, issue).encode("utf-8", "replace")


def _finished(html: str, style: str, issue: IssueView) -> str:
    """The HTML with our styles in its elements, its language on the body, and its text in a landmark.

    MJML leaves the body bare, and takes all of it for an article, which is no landmark: what stands in none is hard to
    find by ear. Mail programs that do not know ``main`` leave it out and keep what it holds.
    """
    import css_inline  # see _html

    # MJML's own style sheet, and the rules that only a style sheet can hold, stay where they are.
    inliner = css_inline.CSSInliner(
        inline_style_tags=False, keep_style_tags=True, load_remote_stylesheets=False, extra_css=style
    )
    inlined = inliner.inline(html)
    named = inlined.index("<body ") + len("<body ")
    start, end = inlined.index(">", named) + 1, inlined.rindex("</body>")
    frame = _FRAME.search(inlined, start)
    inner = inlined[start:end]
    if frame:
        inner = f"{inlined[start : frame.start()]}{_CLAIMS.sub('', frame[0])}{inlined[frame.end() : end]}"
    head, rest = inlined[:named], inlined[named:start]
    return f'{head}lang="{escape(issue.lang)}" dir="{issue.dir}" {rest}<main>{inner}</main>{inlined[end:]}'
