"""What every door asks with: one dataclass of filters for the API and the command line, and the parameters of both.

A field is written once, with its words; each edge makes of it what its library wants (`parameters`).
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from types import GenericAlias
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, get_args, get_origin, get_type_hints

from graph.analysis.gaps.cards import State
from graph.model import Status

if TYPE_CHECKING:
    from graph.analysis.gaps.families import Wanted
    from graph.analysis.generations.layers import Bands
    from graph.analysis.selection import Selection

Asked = TypeVar("Asked")
_FAMILIES = (
    "Only cards of these families: coverage, requirement, implementation, integrative, structural, generational."
)


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of the graph; several values of one field are alternatives, an empty one keeps all."""

    area: Annotated[tuple[str, ...], "Only of these areas, by id, name or alias."] = ()
    place: Annotated[tuple[str, ...], "Only of these places, by id, name or alias."] = ()
    kind: Annotated[tuple[str, ...], "Only organisations of these kinds, and what they are tied to."] = ()
    generation: Annotated[tuple[str, ...], "Only organisations led so: young, senior, mixed, unknown."] = ()
    status: Annotated[tuple[Status, ...], "Only claims of these statuses."] = ()
    time: Annotated[str, "Only what may hold then: a day, month or year, or two as 2024..2026."] = ""

    def selection(self) -> "Selection":
        from graph.analysis.selection import Selection

        return Selection(
            areas=self.area,
            places=self.place,
            kinds=self.kind,
            generations=self.generation,
            statuses=self.status,
            time=self.time,
        )


@dataclass(frozen=True, slots=True)
class Filter(Part):
    """Which cards: those with a subject in the part, of these families, in these states."""

    family: Annotated[tuple[str, ...], _FAMILIES] = ()
    state: Annotated[tuple[State, ...], "Only cards in these states; else gap and weakly_covered."] = ()

    def wanted(self) -> "Wanted":
        from graph.analysis.gaps.families import OPEN, Wanted

        return Wanted(self.family, self.state or OPEN, self.selection())


@dataclass(frozen=True, slots=True)
class Seeking:
    """For whom to suggest: one of three."""

    partners_of: Annotated[str, "Partners for this organisation."] = ""
    members_of: Annotated[str, "Members for this action, agreement or body."] = ""
    one: Annotated[tuple[str, ...], "Bridges from these: organisations, or the area or action they act in …"] = ()
    other: Annotated[tuple[str, ...], "… to these."] = ()


@dataclass(frozen=True, slots=True)
class Ages:
    """Which bands of age count as young and as old, by name."""

    young: Annotated[str, "Who counts as young: 14-35 (if none is given), 15-29, 15-34 or 18-28."] = ""
    senior: Annotated[str, "Who counts as old: 65+."] = ""

    def bands(self) -> "Bands":
        from graph.analysis.generations.layers import SENIOR, YOUNG, Bands, band

        return Bands(band(YOUNG, self.young or None), band(SENIOR, self.senior or None))


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


def made(asked: type[Asked], given: Mapping[str, Any]) -> Asked:
    """The dataclass from what an edge was given for its fields."""
    return asked(**{name: tuple(v) if isinstance(v, list) else v for name, v in given.items() if v is not None})
