"""All families of gaps by one door, and which cards concern whom."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from graph.analysis.blanks import FAMILY as COVERAGE
from graph.analysis.blanks import blanks
from graph.analysis.cards import Card, State, ranked
from graph.analysis.delivery import FAMILY as IMPLEMENTATION
from graph.analysis.delivery import delivery
from graph.analysis.needs import FAMILY as REQUIREMENT
from graph.analysis.needs import needs
from graph.analysis.selection import Selection, select
from graph.analysis.view import GraphView
from graph.errors import NotFound

FAMILIES: Final[Mapping[str, Callable[[GraphView, str], tuple[Card, ...]]]] = {
    COVERAGE: lambda view, _: blanks(view),
    REQUIREMENT: lambda view, _: needs(view),
    IMPLEMENTATION: delivery,
}
"""Family → its cards of a view on a day."""

OPEN: Final = (State.GAP, State.WEAKLY_COVERED)
"""What people look at first: what is missing, and what only may be there."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cards: an empty field keeps all. Of areas and places (as in `Selection`), those with a subject there."""

    families: tuple[str, ...] = ()
    states: tuple[State, ...] = ()
    areas: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


def gaps(view: GraphView, today: str, families: Collection[str] = tuple(FAMILIES)) -> tuple[Card, ...]:
    """The cards of these families on a day (ISO date), as people read them."""
    return ranked(card for family in families for card in FAMILIES[family](view, today))


def wanted(view: GraphView, cards: Iterable[Card], filter_: Wanted) -> tuple[Card, ...]:
    """The cards that a filter lets through, in order. Raises `NotFound` for an area, place or family that is not."""
    if unknown := sorted(set(filter_.families) - FAMILIES.keys()):
        raise NotFound(f"no family of gaps is called {unknown[0][:60]!r}.", hint=f"There are: {', '.join(FAMILIES)}.")
    kept = tuple(
        card
        for card in cards
        if (not filter_.families or card.family in filter_.families)
        and (not filter_.states or card.state in filter_.states)
    )
    if not (filter_.areas or filter_.places):
        return kept
    there = select(view, Selection(areas=filter_.areas, places=filter_.places)).nodes
    return tuple(card for card in kept if any(subject in there for subject in card.subjects))


def called(cards: Iterable[Card], id: str) -> Card:
    """The card of an id. Raises `NotFound`."""
    found = next((card for card in cards if card.id == id), None)
    if found is None:
        raise NotFound(f"no card has the id {id[:60]!r}.", hint="What it asked for may no longer be in the graph.")
    return found
