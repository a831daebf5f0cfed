"""Structural gaps: a part of the network that only one organisation holds to the rest."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np
from scipy.sparse import csgraph

from graph.analysis.evidence import Key
from graph.analysis.gaps.cards import Candidate, Card, Reason, Requirement, Score, Search, State
from graph.analysis.gaps.common import factor, reproducing, searched, words
from graph.analysis.gaps.jackknife import leaving_out
from graph.analysis.network.roles import HANGING, Finding, Roles, hanging_ties
from graph.analysis.network.structure import degrees
from graph.analysis.network.ties import Ints, Matrix, Ties
from graph.analysis.view import GraphView, is_claim, other_end
from graph.model import DENIED
from graph.store.port import Edge

FAMILY: Final = "structural"
RULE: Final = "single-bridge"

_MARKS: Final = frozenset({"Area", "Place", "Group"})
_MOST: Final = 5
"""Candidates of a card."""
_LEAST: Final = 2
"""Organisations that are a part of a network; one that knows only a partner, and has much of its own, is none."""


def structural_cards(view: GraphView, ties: Ties, found: Roles) -> tuple[Card, ...]:
    """A card for each organisation on which more rests than chance would lay on anybody, two bodies at least.

    *weakly_covered* where proposed ties would lead half of that or more around it, *unknown* where no document names
    any of those that hang on it.
    """
    standing = [finding for finding in found.findings if finding.measure == HANGING]
    if not standing:
        return ()
    network = _Network(view, ties, searched(view), ties.holding().mixed, hanging_ties(ties))
    held = ((finding, network.lost(finding.actor)) for finding in standing)
    return tuple(_card(network, finding, lost) for finding, lost in held if len(lost) >= _LEAST)


def hanging(graph: Matrix, row: int) -> Ints:
    """Rows that lose the greatest part of their component, by ties, when this row is gone."""
    component = csgraph.connected_components(graph, directed=False)[1]
    inside = np.flatnonzero((component == component[row]) & (np.arange(graph.shape[0]) != row))
    part = csgraph.connected_components(graph[inside][:, inside], directed=False)[1]
    return np.asarray(inside[part != np.bincount(part, degrees(graph)[inside]).argmax()], dtype=np.int64)


@dataclass(frozen=True, eq=False)
class _Network:
    """The ties that hold, and how many hang on each where the proposed ones are there too."""

    view: GraphView
    ties: Ties
    search: Search
    held: Matrix
    hoped: Ints

    @cached_property
    def component(self) -> Ints:
        return np.asarray(csgraph.connected_components(self.held, directed=False)[1], dtype=np.int64)

    @cached_property
    def marks(self) -> Mapping[Key, Collection[Key]]:
        return _marks(self.view, self.ties.actors)

    def lost(self, actor: Key) -> list[Key]:
        """The organisations that hang on this one."""
        rows = hanging(self.held, self.ties.position[actor])
        return [self.ties.actors[n] for n in rows if n < len(self.ties.actors)]

    def inside(self, row: int) -> list[Key]:
        """The others of an organisation's component."""
        actors = self.component[: len(self.ties.actors)]
        return [self.ties.actors[n] for n in np.flatnonzero(actors == actors[row]) if n != row]


def _card(network: _Network, finding: Finding, lost: Collection[Key]) -> Card:
    view, row = network.view, network.ties.position[finding.actor]
    hoped = int(network.hoped[row])
    others = network.inside(row)
    actors = network.ties.actors
    rest = [key for key in others if key not in set(lost)]
    inside = len(others) + 1
    tied = int((degrees(network.held)[: len(actors)] > 0).sum())
    named = [bool(view.mentioned_in(key)) for key in lost]

    def score(share: float) -> Score:
        return Score(
            factor(2 * share * len(lost) / (inside - 1), "rests-on-one", hanging=len(lost), of=inside - 1),
            factor(1 - max(finding.value - hoped, 0) / (2 * finding.value), "proposed-ways-around", ties=hoped),
            factor(sum(named) / len(named), "named-in-documents", known=sum(named), of=len(named)),
            factor(inside / tied, "of-all-tied", organisations=inside, of=tied),
        )

    edges = [edge for edge in view.edges_of(finding.actor) if is_claim(edge) and edge.type != DENIED]
    _, decisive = leaving_out(view, edges, lambda _: 0.0)
    low, high = (score(ties / finding.value).total for ties in finding.missing)
    return Card(
        FAMILY,
        RULE,
        _state(finding, hoped, any(named)),
        (finding.actor,),
        Requirement(RULE, ()),
        replace(network.search, against=words(view, _refusals(view, lost, rest))),
        score(1.0),
        (min(low, score(1.0).total), max(high, score(1.0).total)),
        decisive,
        reproducing(FAMILY, RULE),
        tuple(_candidates(view, lost, rest, network.marks)),
        {"hanging": [id for _, id in lost]},
    )


def _state(finding: Finding, hoped: int, read: bool) -> State:
    if not read:
        return State.UNKNOWN
    return State.WEAKLY_COVERED if hoped <= max(finding.chance[1], finding.value / 2) else State.GAP


def _refusals(view: GraphView, lost: Collection[Key], rest: Collection[Key]) -> list[Edge]:
    others = set(rest)
    return [
        edge for key in lost for edge in view.edges_of(key) if edge.type == DENIED and other_end(edge, key) in others
    ]


def _marks(view: GraphView, actors: Collection[Key]) -> dict[Key, set[Key]]:
    """Areas, places and groups of each organisation, its own and its actions'."""
    found = {}
    for actor in actors:
        near = {other_end(edge, actor) for edge in view.edges_of(actor) if is_claim(edge) and edge.type != DENIED}
        actions = [key for key in near if key[0] == "Action"]
        further = {other_end(e, key) for key in actions for e in view.edges_of(key) if is_claim(e) and e.type != DENIED}
        found[actor] = {key for key in near | further if key[0] in _MARKS}
    return found


def _candidates(
    view: GraphView, lost: Collection[Key], rest: Collection[Key], marks: Mapping[Key, Collection[Key]]
) -> Iterator[Candidate]:
    """Those of the rest who share most areas, places and groups with those that hang on the one."""
    wanted = {mark for key in lost for mark in marks[key]}
    shared = Counter({key: len(wanted & set(marks[key])) for key in rest})
    for key, count in sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:_MOST]:
        if count:
            names = sorted(view.name(mark) for mark in wanted & set(marks[key]))
            yield Candidate(key, (Reason("shares-with-those-that-hang", {"count": count, "first": names[0]}),))
