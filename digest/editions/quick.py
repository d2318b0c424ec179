"""Jinja, with less work for what an issue's templates do a thousand times: print a value, call a macro.

Both are what Jinja's own hooks are for (``Environment._generate`` and ``context_class``). What is rendered is the same,
byte for byte; where a later Jinja writes other code, templates are only slower.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jinja2
import markupsafe
from jinja2.runtime import Context, Macro
from jinja2.utils import internalcode
from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Callable

VERSION = 1  # of the code that templates are compiled to; raise it when that changes

_HEAD = "from jinja2.runtime import "
_ESCAPE = ", escape, "  # among the names of that line
_OURS = f"; from {__name__} import escape"

# What markupsafe.escape does with a string, before it wraps that in a Markup, which is then put among others and lost.
_escaped: Callable[[str], str] = getattr(markupsafe, "_escape_inner", markupsafe.escape)


def escape(value: Any) -> str:
    """The value's text to be put among markup: markup as it is, anything else escaped."""
    kind = type(value)
    if kind is str:
        return _escaped(value)
    return value if kind is Markup else markupsafe.escape(value)


class QuickEnvironment(jinja2.Environment):
    """An environment whose templates print and call as above."""

    def _generate(self, *args: Any, **kwargs: Any) -> str:
        """The Python code of a template, in which values are printed by the ``escape`` above."""
        code = super()._generate(*args, **kwargs)
        head, end, rest = code.partition("\n")
        if head.startswith(_HEAD) and _ESCAPE in head:
            head = head.replace(_ESCAPE, ", ") + _OURS  # the line stays one: a fault is told by its number
        return head + end + rest


class QuickContext(Context):
    """Hands a macro what it takes without asking what that is."""

    @internalcode
    def call(self, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """What the callable returns."""
        if type(obj) is not Macro:
            return super().call(obj, *args, **kwargs)
        if kwargs:
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
        return obj(self.eval_ctx, *args, **kwargs)


QuickEnvironment.context_class = QuickContext
