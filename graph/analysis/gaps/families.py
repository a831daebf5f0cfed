"""All families of gaps by one door, and which cards concern whom."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Final

from graph.analysis.evidence import Key
from graph.analysis.gaps import coverage, generational, implementation, integrative, requirement, structural
from graph.analysis.gaps.about import About
from graph.analysis.gaps.cards import Card, State, ranked
from graph.analysis.gaps.common import conventions
from graph.analysis.generations.layers import Bands
from graph.analysis.groupings import groupings
from graph.analysis.network.motifs import MotifCount, motifs
from graph.analysis.network.roles import Roles, roles
from graph.analysis.network.ties import Ties, ties
from graph.analysis.selection import Selection, select
from graph.analysis.uncollected import uncollected
from graph.analysis.view import GraphView
from graph.errors import NotFound

OPEN: Final = (State.GAP, State.WEAKLY_COVERED)
"""What people look at first: what is missing, and what only may be there."""

_PAIRS: Final = 5_000
"""Pairs of actions that get a card: the heaviest."""


@dataclass(frozen=True, eq=False)
class Question:
    """What all families look at: a view on a day (ISO date), with these bands of age."""

    view: GraphView
    today: str
    bands: Bands = field(default_factory=Bands.usual)

    @cached_property
    def about(self) -> About:
        """Which passages are about which actions."""
        return About(self.view)

    @cached_property
    def ties(self) -> Ties:
        return ties(self.view)

    @cached_property
    def roles(self) -> Roles:
        return roles(self.ties, groupings(self.view))

    @cached_property
    def motifs(self) -> tuple[MotifCount, ...]:
        return motifs(integrative.levels(self.view, self.ties))


FAMILIES: Final[Mapping[str, Callable[[Question], tuple[Card, ...]]]] = {
    coverage.FAMILY: lambda asked: coverage.coverage_cards(asked.view),
    requirement.FAMILY: lambda asked: requirement.requirement_cards(asked.view, about=asked.about),
    implementation.FAMILY: lambda asked: implementation.implementation_cards(asked.view, asked.today, asked.about),
    integrative.FAMILY: lambda asked: integrative.integrative_cards(asked.view, asked.ties, most=_PAIRS),
    structural.FAMILY: lambda asked: structural.structural_cards(asked.view, asked.ties, asked.roles),
    generational.FAMILY: lambda asked: generational.generational_cards(
        asked.view, asked.ties, asked.bands, asked.about
    ),
}
"""Family → its cards."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cards: an empty field keeps all; of a part of the graph, those with a subject in it."""

    families: tuple[str, ...] = ()
    states: tuple[State, ...] = ()
    within: Selection = field(default_factory=Selection)


def today() -> str:
    """The day from which deadlines are past where none is given (ISO date)."""
    return datetime.now(UTC).date().isoformat()


def gaps(question: Question, families: Collection[str] = tuple(FAMILIES)) -> tuple[Card, ...]:
    """The cards of these families, as people read them; of stated needs those that were likely read rightly."""
    with uncollected():
        return ranked(card for family in families for card in FAMILIES[family](question) if _likely(card))


def said_once(cards: Sequence[Card]) -> tuple[Card, ...]:
    """Without what another of the cards says too, in their order.

    With what means an action is done is left to the cards of what it needs, met or not; of an area in which all is
    still to come, only `only-planned` says so, and no blank of the coverage.
    """
    found = [card for card in cards if card.state in OPEN]
    to_come = {card.subjects[0] for card in found if card.rule == implementation.TO_COME}
    needing = {c.subjects[0] for c in cards if c.family == requirement.FAMILY and c.state is not State.UNKNOWN}
    return tuple(card for card in cards if not (_says_to_come(card, to_come) or _says_means(card, needing)))


def _likely(card: Card) -> bool:
    return card.family != requirement.FAMILY or card.score.need.value >= float(conventions()["required"]["least"])


def _says_means(card: Card, needing: Collection[Key]) -> bool:
    return card.rule == implementation.MEANS and card.state is not State.COVERED and card.subjects[0] in needing


def _says_to_come(card: Card, to_come: Collection[Key]) -> bool:
    planned = card.family == coverage.FAMILY and card.state is State.WEAKLY_COVERED
    return planned and card.subjects[0] in to_come


def wanted(view: GraphView, cards: Iterable[Card], filter_: Wanted) -> tuple[Card, ...]:
    """The cards that a filter lets through, in order, nothing said twice, also where one of the two is not shown.

    Raises `NotFound` for an area, place or family that is not.
    """
    if unknown := sorted(set(filter_.families) - FAMILIES.keys()):
        raise NotFound(f"no family of gaps is called {unknown[0][:60]!r}.", hint=f"There are: {', '.join(FAMILIES)}.")
    kept = tuple(
        card
        for card in said_once(tuple(cards))
        if (not filter_.families or card.family in filter_.families)
        and (not filter_.states or card.state in filter_.states)
    )
    if filter_.within != Selection():
        there = select(view, filter_.within).nodes
        kept = tuple(card for card in kept if any(subject in there for subject in card.subjects))
    return kept


def called(cards: Iterable[Card], id: str) -> Card:
    """The card of an id. Raises `NotFound`."""
    found = next((card for card in cards if card.id == id), None)
    if found is None:
        raise NotFound(f"no card has the id {id[:60]!r}.", hint="What it asked for may no longer be in the graph.")
    return found
