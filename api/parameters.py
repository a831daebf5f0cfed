"""Filters as parameters: a field is written once, with its words; each edge makes of it what its library wants."""

import inspect
from collections.abc import Callable
from dataclasses import fields
from types import GenericAlias
from typing import Annotated, Any, get_args, get_origin, get_type_hints


def parameters(asked: type[object], told: Callable[[str, str, type, bool], object]) -> list[inspect.Parameter]:
    """The fields of a dataclass as parameters of a function: `told(name, words, type, several)` is what a library wants
    to know of each.
    """
    hints = get_type_hints(asked, include_extras=True)
    found = []
    for one in fields(asked):  # type: ignore[arg-type]
        kind, words = get_args(hints[one.name])
        several = get_origin(kind) is tuple
        of = get_args(kind)[0] if several else kind
        plain: Any = GenericAlias(list, of) if several else of
        note = Annotated[plain | None, told(one.name, words, of, several)]
        found.append(inspect.Parameter(one.name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=note))
    return found
