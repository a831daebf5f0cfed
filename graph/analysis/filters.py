"""What every door asks with: the filters of the API, the command line and notebooks, each field with its words."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from graph.analysis.gaps.cards import State
from graph.model import Follow, Status

if TYPE_CHECKING:
    from graph.analysis.gaps.families import Wanted
    from graph.analysis.generations.layers import Bands
    from graph.analysis.selection import Selection

Asked = TypeVar("Asked")
_STATES = "Only cards in these states; else gap and weakly_covered, on pages and in pictures unknown too."
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
    state: Annotated[tuple[State, ...], _STATES] = ()
    follow_up: Annotated[tuple[Follow, ...], "Only cards with which people are so far; else open and taken_up."] = ()

    @classmethod
    def of(cls, part: Part) -> "Filter":
        """All cards of a part."""
        return cls(**{one.name: getattr(part, one.name) for one in fields(Part)})

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

    def bands(self, usual: "Bands") -> "Bands":
        """The bands of these names, else the usual ones. Raises `NotFound`."""
        from graph.analysis.generations.layers import SENIOR, YOUNG, Bands, band

        return Bands(
            band(YOUNG, self.young) if self.young else usual.young,
            band(SENIOR, self.senior) if self.senior else usual.senior,
        )


def made(asked: type[Asked], given: Mapping[str, Any]) -> Asked:
    """The dataclass from what a door was given for its fields; None is nothing."""
    return asked(**{name: tuple(v) if isinstance(v, list) else v for name, v in given.items() if v is not None})
