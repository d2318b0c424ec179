"""Jinja, with less work for what an issue's templates do a thousand times: print a value, call a macro or a filter.

It is what Jinja's own hooks are for (``Environment._generate``, ``context_class``, ``filters``). What is rendered is
the same, byte for byte; where a later Jinja writes other code, templates are only slower.
"""

from __future__ import annotations

from types import FunctionType
from typing import TYPE_CHECKING, Any

import jinja2
import markupsafe
from jinja2 import Undefined, runtime
from jinja2.nodes import EvalContext
from jinja2.utils import internalcode, missing, pass_eval_context
from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Callable

VERSION = 3  # of the code that templates are compiled to; raise it when that changes

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
    if isinstance(value, Markup):
        return value
    if kind is int:
        return str(value)
    # An ``if`` without ``else``.
    return "" if kind is Undefined else markupsafe.escape(value)


class QuickEnvironment(jinja2.Environment):
    """An environment whose templates print and call as above."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_async:
            # Several of Jinja's filters ask at each call whether they are to await.
            awaiting = {name for name, each in self.filters.items() if hasattr(each, "jinja_async_variant")}
            self.filters |= {name: self.filters[name].__wrapped__ for name in awaiting}

    def _generate(self, *args: Any, **kwargs: Any) -> str:
        """The Python code of a template, in which values are printed by the ``escape`` above."""
        code = super()._generate(*args, **kwargs)
        head, end, rest = code.partition("\n")
        if head.startswith(_HEAD) and _ESCAPE in head:
            # One line as before: a fault is told by its number.
            head = head.replace(_HEAD, _OURS).replace(_ESCAPE, ", ")
        return head + end + rest


class Macro(runtime.Macro):
    """A macro that, called with no more than it takes, runs at once."""

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
        odd = catch_kwargs or catch_varargs or self.explicit_caller or environment.is_async
        self._run = func
        self._takes = -1 if odd else len(arguments)

    @internalcode
    @pass_eval_context
    def __call__(self, *args: Any, **kwargs: Any) -> str:
        """The text that it makes; markup where that is escaped."""
        if args and type(args[0]) is EvalContext:
            return self.made(args[0], args[1:], kwargs)
        return super().__call__(*args, **kwargs)

    @internalcode
    def made(self, context: EvalContext, args: tuple[Any, ...], named: dict[str, Any]) -> str:
        """The same, of arguments by place and by name."""
        left = self._takes - len(args)
        if left < 0 or (tuple(named) != _BLOCK if self.caller else named):
            return super().__call__(context, *args, **named)
        made = self._run(*args, *((missing,) * left), *named.values())
        return str.__new__(Markup, made) if context.autoescape else made


_BLOCK = ("caller",)  # what a call block hands to its macro by name
_PASSES = "jinja_pass_arg"  # says what a function takes first, and is what ``pass_eval_context`` sets
_EVAL_CONTEXT = getattr(runtime.Macro.__call__, _PASSES)


class QuickContext(runtime.Context):
    """Hands a macro or a function of ours what it takes without asking what that is."""

    @internalcode
    def call(self, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """What the callable returns."""
        kind = type(obj)
        if kind is not Macro and (kind is not FunctionType or getattr(obj, _PASSES, None) is not _EVAL_CONTEXT):
            return super().call(obj, *args, **kwargs)
        if kwargs:
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
        return obj.made(self.eval_ctx, args, kwargs) if kind is Macro else obj(self.eval_ctx, *args, **kwargs)


QuickEnvironment.context_class = QuickContext
