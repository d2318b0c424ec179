"""The mail edition in plain text: written from the issue by its own template, never scraped from the HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.editions.email import links
from digest.editions.environment import render
from digest.editions.view import IssueView

if TYPE_CHECKING:
    import jinja2


def text(environment: jinja2.Environment, issue: IssueView) -> bytes:
    """The text, in lines of 72 columns where no link is longer. Raises ``TemplateError``."""
    body = render(environment, "text/issue.txt", f"the text of issue {issue.number}", issue=issue, links=links(issue))
    return (body.strip("\n") + "\n").encode("utf-8", "replace")
