"""The Jinja environment of every edition, and faults in templates told as file and line."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digest.editions import wording
from digest.editions.addressed import subscriber
from digest.editions.narrow import hang, wrap
from digest.editions.theme import Theme
from digest.editions.words import Words
from digest.errors import TemplateError

if TYPE_CHECKING:
    from collections.abc import Callable

    import jinja2

_ESCAPED = (".html", ".mjml", ".xml", ".svg")


def shipped_templates() -> Path:
    """The folder of the program's own templates: beside the package in a wheel, at the top of a checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "_templates"
    return installed if installed.is_dir() else package.parent / "templates"


def is_template(name: str) -> bool:
    """Whether a file of that path in a folder of templates is one: not what is hidden or kept aside, nor its README."""
    return not (name == "README.md" or name.endswith("~") or any(part.startswith(".") for part in name.split("/")))


def environment(user_folder: str | None, *, compiled: Path | None = None) -> jinja2.Environment:
    """The environment that renders every edition.

    A file in ``user_folder`` stands in for the shipped one of the same path. Text put into HTML, MJML, XML and SVG is
    escaped; into text and CSS it is not. An unknown name is a fault. ``compiled`` is a folder, made when first needed,
    that only this user may write: templates are kept as compiled, a user's own in there, for the next run.
    """
    import jinja2  # costs 30 ms, and only rendering needs it

    from digest.editions.compiled import Compiled  # these take jinja2 along
    from digest.editions.quick import QuickEnvironment

    folders = ([user_folder] if user_folder else []) + [str(shipped_templates())]
    made = QuickEnvironment(
        loader=jinja2.ChoiceLoader([jinja2.FileSystemLoader(folder) for folder in folders]),
        autoescape=_escaped,  # what holds markup is escaped; plain text must not be
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=Compiled(compiled, shipped_templates()) if compiled else None,
    )
    made.filters |= {"wrap": wrap, "hang": hang, "glued": wording.glued, "imprint": wording.imprint}
    _speak(made, Words("en"))
    return made


def speaking(environment: jinja2.Environment, words: Words) -> jinja2.Environment:
    """The environment with its templates' words, dates and numbers in another language."""
    made = environment.overlay()
    # An overlay shares these with the environment that it lies over.
    made.globals = dict(environment.globals)
    made.filters = dict(environment.filters)
    _speak(made, words)
    return made


def _speak(environment: jinja2.Environment, words: Words) -> None:
    """Give templates ``_``, ``gettext``, ``ngettext``, ``pgettext`` and ``npgettext``, and filters of the language.

    A message's %(places)s are filled from keywords and escaped where the template escapes. ``spoken`` is the language,
    ``theme`` the program's own until another is put there.
    """
    import jinja2  # see environment()
    from markupsafe import Markup

    from digest.editions.quick import escape

    def told(context: jinja2.nodes.EvalContext, message: str, values: dict[str, Any]) -> str:
        if not context.autoescape:
            return message % values if values else message
        # A catalog is a part of the program, or of the user's own templates; what is put into it is escaped.
        safe: dict[str, str | int] = {}
        for name, value in values.items():
            if isinstance(value, str):
                safe[name] = escape(value)
            elif isinstance(value, int):
                safe[name] = value
            else:
                return Markup(message) % values  # noqa: S704 - a catalog's; values are escaped
        return str.__new__(Markup, message % safe if safe else message)

    @jinja2.pass_eval_context
    def gettext(context: jinja2.nodes.EvalContext, message: str, /, **values: Any) -> str:
        return told(context, words.gettext(message), values)

    @jinja2.pass_eval_context
    def pgettext(context: jinja2.nodes.EvalContext, about: str, message: str, /, **values: Any) -> str:
        return told(context, words.pgettext(about, message), values)

    @jinja2.pass_eval_context
    def ngettext(context: jinja2.nodes.EvalContext, one: str, many: str, number: int, /, **values: Any) -> str:
        return told(context, words.ngettext(one, many, number), {"number": words.count(number), **values})

    @jinja2.pass_eval_context
    def npgettext(
        context: jinja2.nodes.EvalContext, about: str, one: str, many: str, number: int, /, **values: Any
    ) -> str:
        return told(context, words.npgettext(about, one, many, number), {"number": words.count(number), **values})

    said: dict[str, Callable[..., str]] = {"_": gettext, "gettext": gettext, "pgettext": pgettext}
    environment.globals |= {
        **said,
        "ngettext": ngettext,
        "npgettext": npgettext,
        "spoken": words.lang,
        "theme": Theme(),
        "subscriber": subscriber,
    }
    environment.filters |= {
        "count": words.count,
        "names": words.names,
        "capital": words.capital,
        "capitals": words.capitals,
        "long_date": words.long_date,
        "section": words.section,
        "plain_date": words.plain_date,
    }


def check(environment: jinja2.Environment) -> int:
    """Compile every template. Returns how many there are; raises ``TemplateError`` with file and line for a fault."""
    import jinja2  # see environment()

    from digest.editions import fitting  # takes jinja2 along

    names = [name for name in environment.list_templates() if is_template(name)]
    for name in names:
        try:
            environment.get_template(name)
        except jinja2.TemplateSyntaxError as error:
            raise TemplateError(str(error.message), where=f"{error.filename or error.name}:{error.lineno}") from error
        except (UnicodeDecodeError, OSError) as error:
            raise TemplateError(f"not a text file: {error}", where=name) from error
    for name in names:
        try:
            fitting.require(environment, name)
        except jinja2.TemplateNotFound as error:
            raise TemplateError(f"extends {error.name}, which is not there", where=name) from error
    return len(names)


def render(environment: jinja2.Environment, template: str, what: str, **values: Any) -> str:
    """The template rendered, without any character that cannot be printed.

    Raises ``TemplateError`` with file and line; ``what`` says what was being rendered.
    """
    import jinja2  # see environment()

    try:
        if len(getattr(environment.loader, "loaders", [])) > 1:  # with templates of the user's own
            from digest.editions import fitting

            fitting.require(environment, template)
        return wording.clean(environment.get_template(template).render(values))
    except jinja2.TemplateNotFound as error:
        raise TemplateError(f"no such template, while rendering {what}", where=str(error.name)) from error
    except jinja2.TemplateSyntaxError as error:
        where = f"{error.filename or error.name}:{error.lineno}"
        raise TemplateError(f"{error.message}, while rendering {what}", where=where) from error
    except TemplateError as error:
        raise TemplateError(f"{error.what}, while rendering {what}", where=error.where, fix=error.fix) from None
    except Exception as error:
        # A template is a user's program and can raise anything; whatever it was is told with its place.
        where = _place(error, environment) or template
        told = f"{type(error).__name__}: {error}, while rendering {what}"
        raise TemplateError(told, where=where, fix=_mend(where, environment)) from error


def _mend(where: str, environment: jinja2.Environment) -> str | None:
    """What to do about a fault where templates of the user's stand before the program's: one may be older than it."""
    from digest.editions.fitting import own_folder
    from digest.editions.overrides import UNCHANGED, survey

    own, file = own_folder(environment), Path(where.rpartition(":")[0])
    states = {one.name: one.state for one in survey(own)}
    if own is None or not set(states.values()) - {"shipped", "beside"}:
        return None
    if own not in file.parents:
        return "it is the program's own; `digest templates` lists those of yours that may be too old for it"
    name = file.relative_to(own).as_posix()
    if states.get(name) in UNCHANGED:
        return "it is a copy that you never changed: `digest templates drop --unchanged` brings the program's own"
    if states.get(name) == "beside":
        return None
    return f"`digest templates diff {name}` shows what it does otherwise than the program's"


def _escaped(name: str | None) -> bool:
    return bool(name) and str(name).endswith(_ESCAPED)


def _place(error: Exception, environment: jinja2.Environment) -> str | None:
    """File and line of the innermost template in the error's traceback: Jinja names template lines in it."""
    folders = [
        Path(path)
        for loader in getattr(environment.loader, "loaders", [])
        for path in getattr(loader, "searchpath", [])
    ]
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if any(folder in Path(frame.filename).parents for folder in folders):
            return f"{frame.filename}:{frame.lineno}"
    return None
