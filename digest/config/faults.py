"""pydantic's errors as faults: in our words and at their place. What may be a secret is never repeated."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from digest.config.tree import Path, Tree

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError

_TYPES = {
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "bool_type": "must be true or false",
    "list_type": "must be a list: a line for each, beginning with '- '",
    "model_type": "must hold keys and values ('key: value')",
    "model_attributes_type": "must hold keys and values ('key: value')",
    "dict_type": "must hold keys and values ('key: value')",
    "string_too_short": "must not be empty",
    "too_short": "needs at least one",
    "datetime_type": "must be a date or a time, like 2025-11-20",
    "finite_number": "must be a finite number",
}
_PATTERNS = {
    "accent": "must be a colour like '#9a3324', in quotes",
    "language": "must be a language tag like en or pt-BR",
}


def note(tree: Tree, model: type[BaseModel], error: ValidationError, base: Path, *, shown: Path | None = None) -> None:
    """Add every fault of one validation to the tree. ``base`` is where the validated value stands."""
    from digest.config.suggesting import nearest

    found = error.errors(include_url=False)
    meant: set[Path] = set()  # a required key that stands there misspelt is one fault, not two
    for each in found:
        loc = tuple(each["loc"])
        path = (*base, *loc) if shown is None else shown
        if each["type"] == "extra_forbidden":
            known = nearest(str(loc[-1]), fields_at(model, loc[:-1]))
            if known is not None:
                meant.add((*loc[:-1], known))
            tree.fault(path, f"unknown key {str(loc[-1])!r}" + (f" (did you mean {known!r}?)" if known else ""))
    for each in found:
        loc = tuple(each["loc"])
        path = (*base, *loc) if shown is None else shown
        kind = each["type"]
        if kind == "extra_forbidden" or (kind == "missing" and loc in meant):
            continue
        if kind == "missing":
            tree.fault(path, "required, and not there", at=(*base, *loc[:-1]))
        else:
            tree.fault(path, _words(kind, each.get("ctx", {}), each.get("input"), loc))


def _words(kind: str, ctx: Mapping[str, Any], value: object, loc: Path) -> str:
    from digest.config.suggesting import near

    if kind == "digest":
        return str(ctx["what"])
    if kind == "string_type":
        if isinstance(value, bool | int | float):
            return "must be text: put it in quotes"
        return "must be text"
    if kind == "string_pattern_mismatch":
        return _PATTERNS.get(str(loc[-1]), "is not of the right form")
    if kind == "string_too_long":
        return f"must not be longer than {ctx['max_length']} characters"
    if kind == "literal_error":
        choices = str(ctx["expected"]).replace("'", "").replace(" or ", ", ").split(", ")
        hint = near(value, choices) if isinstance(value, str) else ""
        return f"must be one of {', '.join(choices)}{hint}"
    limits = {"greater_than": "gt", "greater_than_equal": "ge", "less_than": "lt", "less_than_equal": "le"}
    if kind in limits:
        words = {"gt": "more than", "ge": "at least", "lt": "less than", "le": "at most"}[limits[kind]]
        return f"must be {words} {ctx[limits[kind]]:g}"
    return _TYPES.get(kind, "is not right here")


def fields_at(model: type[BaseModel], loc: Path) -> list[str]:
    """The keys allowed where ``loc`` leads inside ``model``."""
    here: type[BaseModel] | None = model
    for step in loc:
        if here is not None and isinstance(step, str):
            field = next((f for name, f in here.model_fields.items() if (f.alias or name) == step), None)
            here = model_in(field.annotation) if field is not None else None
    return [field.alias or name for name, field in here.model_fields.items()] if here is not None else []


def model_in(annotation: Any) -> type[BaseModel] | None:
    """The model that an annotation holds: ``list[SectionKeys]`` -> ``SectionKeys``."""
    from typing import get_args

    from pydantic import BaseModel

    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := model_in(part)) is not None), None)
