"""Cards and what people do about them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Final

from graph.analysis.gaps.cards import Card
from graph.analysis.gaps.families import Wanted, wanted
from graph.analysis.view import GraphView
from graph.ledger.follow_ups import FollowUp
from graph.model import Follow

PENDING: Final = (Follow.OPEN, Follow.TAKEN_UP)
"""What people look at: what nobody is done with."""


def state_of(card: Card, said: FollowUp | None) -> Follow:
    """How far people have come with a card: open where nothing was said, or something else was read since."""
    return said.state if said and said.stands(card.evidence) else Follow.OPEN


def followed(cards: Iterable[Card], said: Mapping[str, FollowUp], states: Collection[Follow] = ()) -> tuple[Card, ...]:
    """The cards with which people are in one of these states (pending by default), in order."""
    return tuple(card for card in cards if state_of(card, said.get(card.id)) in (states or PENDING))


def concerned(
    view: GraphView,
    cards: Iterable[Card],
    choice: Wanted,
    said: Mapping[str, FollowUp],
    states: Collection[Follow] = (),
) -> tuple[tuple[Card, ...], tuple[Card, ...]]:
    """The cards of a choice that are followed up so (`followed`), in whatever state; and those in the states of the
    choice. Raises as `wanted`.
    """
    of_all = followed(wanted(view, cards, replace(choice, states=())), said, states)
    return of_all, tuple(card for card in of_all if not choice.states or card.state in choice.states)
