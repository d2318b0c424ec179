"""Jinja, with less work for what an issue's templates do a thousand times: print a value, call a macro.

Both are what Jinja's own hooks are for (``Environment._generate`` and ``context_class``). What is rendered is the same,
byte for byte; where a later Jinja writes other code, templates are only slower.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jinja2
import jinja2.nodes
import markupsafe
from jinja2 import runtime
from jinja2.utils import internalcode, pass_eval_context
from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Callable

VERSION = 2  # of the code that templates are compiled to; raise it when that changes

# The line of a template's code that names what it takes from Jinja, and what of that is ours.
_HEAD = "from jinja2.runtime import LoopContext, Macro, Markup, "
_OURS = f"from {__name__} import Macro, escape; from jinja2.runtime import LoopContext, Markup, "
_ESCAPE = ", escape, "

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
            # One line as before: a fault is told by its number.
            head = head.replace(_HEAD, _OURS).replace(_ESCAPE, ", ")
        return head + end + rest


class Macro(runtime.Macro):
    """A macro that, called with all it takes and nothing else, runs at once."""

    def __init__(
        self,
        environment: jinja2.Environment,
        func: Callable[..., str],
        name: str,
        arguments: list[str],
        catch_kwargs: bool,
        catch_varargs: bool,
        caller: bool,
        default_autoescape: bool | None = None,
    ) -> None:
        super().__init__(environment, func, name, arguments, catch_kwargs, catch_varargs, caller, default_autoescape)
        odd = catch_kwargs or catch_varargs or caller or environment.is_async
        self._run = func
        self._takes = -1 if odd else len(arguments) + 1

    @internalcode
    @pass_eval_context
    def __call__(self, *args: Any, **kwargs: Any) -> str:
        """The text that it makes; markup where that is escaped."""
        if len(args) != self._takes or kwargs or type(args[0]) is not jinja2.nodes.EvalContext:
            return super().__call__(*args, **kwargs)
        made = self._run(*args[1:])
        return str.__new__(Markup, made) if args[0].autoescape else made


class QuickContext(runtime.Context):
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
