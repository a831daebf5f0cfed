"""Integrative gaps: two actions that depend on each other, whose actors are not connected.

Connected means: one actor in both, two that work together, or two that work with the same third (a path of at most two
ties). What makes actions depend on each other is in `data/dependence.toml`. Actions of which no actor is known are
*unknown*, a connection that is only proposed makes the pair *weakly covered*.
"""

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np
from scipy import sparse

from graph.analysis.evidence import Key
from graph.analysis.gaps.cards import Candidate, Card, Reason, Requirement, Score, Search, State
from graph.analysis.gaps.common import confidence_of, factor, reproducing, searched, words
from graph.analysis.gaps.jackknife import leaving_out
from graph.analysis.network.motifs import Levels
from graph.analysis.network.nulls import binary
from graph.analysis.network.ties import Bools, Floats, Ints, Matrix, Ties, at_least, holds
from graph.analysis.view import GraphView
from graph.model import DENIED
from graph.store.port import Edge

FAMILY: Final = "integrative"
RULE: Final = "interdependent-actions"

_PART: Final = 5_000
"""Pairs looked at in one go: the neighbours of all at once would fill the memory."""

_MOST: Final = 5
"""Candidates of a card."""


@cache
def rules() -> Mapping[str, Any]:
    """What `data/dependence.toml` says."""
    return tomllib.loads((files("graph") / "data" / "dependence.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, eq=False)
class Pairs:
    """Pairs of actions (columns of `Ties.things`) that depend on each other, and how far.

    `reach` says how their actors are connected: `held` by ties that hold, `hoped` with the proposed ones; `known`
    whether each of the two has an actor.
    """

    pairs: Ints
    weight: Floats
    held: Bools
    hoped: Bools
    known: Bools

    def states(self) -> list[State]:
        """The state of each pair."""
        return [
            State.UNKNOWN if not known else State.COVERED if held else State.WEAKLY_COVERED if hoped else State.GAP
            for known, held, hoped in zip(self.known, self.held, self.hoped, strict=True)
        ]


def interdependent(view: GraphView, ties: Ties) -> Pairs:
    """Every pair of actions with enough between them."""
    weight = dependence(view, ties)
    upper = sparse.triu(weight, k=1).tocoo()
    pairs = np.column_stack((upper.row, upper.col)).astype(np.int64)
    firm = ties.holding()
    actors = binary(ties.shared.tocsc().T.tocsr())
    known = np.diff(actors.indptr) > 0
    held, hoped = (_connected(found, pairs) for found in (firm, ties))
    return Pairs(pairs, upper.data.astype(float), held, hoped, known[pairs].all(axis=1))


def dependence(view: GraphView, ties: Ties) -> Matrix:
    """Action by action, symmetric: how much each two have in common or are said to have to do with each other."""
    limits = rules()["limits"]
    size = len(ties.things)
    total = sparse.csr_array((size, size))
    for claim, weight in rules()["shared"].items():
        total = total + weight * _sharing(view, ties, claim, limits["actions"])
    for claim, weight in rules()["stated"].items():
        total = total + weight * _stated(view, ties, claim)
    return at_least(total.tocsr(), limits["least"])


def levels(view: GraphView, ties: Ties) -> Levels:
    """Actors and actions as `motifs` counts them: only what is said of two actors ties them here, since actors of one
    action would close every triangle by themselves.
    """
    firm = ties.holding()
    return Levels(binary(firm.direct), binary(dependence(view, ties)), binary(firm.shared))


def integrative_cards(
    view: GraphView, ties: Ties, found: Pairs | None = None, most: int | None = None
) -> tuple[Card, ...]:
    """A card for each pair that depends on each other and is not firmly connected, the heaviest `most` of them."""
    pairs = interdependent(view, ties) if found is None else found
    open_pairs = _open(pairs)
    made = _Making(view, ties, pairs, searched(view), float(pairs.weight.max(initial=1.0)))
    return tuple(_card(made, number, state) for number, state in open_pairs[:most])


def _open(pairs: Pairs) -> list[tuple[int, State]]:
    """Pairs that need a card, the heaviest first.

    Those without known actors only where much depends: an area with twenty actions that nobody is known to lead is one
    gap of implementation, not two hundred of integration.
    """
    states, least = pairs.states(), rules()["limits"]["unknown"]
    order = (int(n) for n in np.argsort(-pairs.weight, kind="stable"))
    return [
        (n, states[n])
        for n in order
        if states[n] is not State.COVERED and (states[n] is not State.UNKNOWN or pairs.weight[n] >= least)
    ]


@dataclass(frozen=True, eq=False)
class _Making:
    """What all cards of a run share."""

    view: GraphView
    ties: Ties
    found: Pairs
    search: Search
    strongest: float


def _sharing(view: GraphView, ties: Ties, claim: str, most: int) -> Matrix:
    """Actions that share objects of a claim, in units of objects; what more than `most` share does not count."""
    by_object: dict[Key, set[int]] = defaultdict(set)
    for edge, action, thing in _ends(view, claim):
        if action in ties.column and edge.type != DENIED:
            by_object[thing].add(ties.column[action])
    held = [sorted(columns) for columns in by_object.values() if 1 < len(columns) <= most]
    rows = np.repeat(np.arange(len(held)), [len(columns) for columns in held])
    columns = np.array([column for group in held for column in group], dtype=np.int64)
    table = sparse.csr_array((np.ones(len(columns)), (rows, columns)), shape=(len(held), len(ties.things)))
    return _without_diagonal((table.T @ table).tocsr())


def _ends(view: GraphView, claim: str) -> Iterator[tuple[Edge, Key, Key]]:
    """Claims between an action and a thing, whichever is the subject."""
    for edge in view.edges:
        if (edge.claim or edge.type) == claim:
            if edge.source[0] == "Action":
                yield edge, edge.source, edge.target
            elif edge.target[0] == "Action":
                yield edge, edge.target, edge.source


def _stated(view: GraphView, ties: Ties, claim: str) -> Matrix:
    size = len(ties.things)
    said = [
        (ties.column[edge.source], ties.column[edge.target])
        for edge in view.edges
        if edge.type == claim and edge.source[0] == edge.target[0] == "Action"
    ]
    at = np.array(said, dtype=np.int64).reshape(-1, 2)
    one_way = sparse.csr_array((np.ones(len(at)), (at[:, 0], at[:, 1])), shape=(size, size))
    return binary(_without_diagonal((one_way + one_way.T).tocsr()))


def _without_diagonal(square: Matrix) -> Matrix:
    held = square.tocoo()
    kept = held.row != held.col
    return sparse.csr_array((held.data[kept], (held.row[kept], held.col[kept])), shape=square.shape)


def _connected(ties: Ties, pairs: Ints) -> Bools:
    """Whether actors of the two actions are the same, tied, or tied to a common third: their closed neighbourhoods
    meet."""
    graph = binary(ties.graph)
    near = (graph + sparse.eye_array(graph.shape[0], format="csr")).tocsr()
    actors = binary(ties.shared.tocsc().T.tocsr())
    reach = binary((actors @ near).tocsr())
    result = np.zeros(len(pairs), dtype=np.bool_)
    for start in range(0, len(pairs), _PART):
        part = pairs[start : start + _PART]
        result[start : start + len(part)] = reach[part[:, 0]].multiply(reach[part[:, 1]]).sum(axis=1) > 0
    return result


def _card(made: _Making, number: int, state: State) -> Card:
    view, ties, found = made.view, made.ties, made.found
    columns = sorted(found.pairs[number], key=lambda column: ties.things[column])
    one, other = (ties.things[column] for column in columns)
    needs = _needs(view, one, other)
    sides = [ties.parties[column] for column in columns]
    weight = float(found.weight[number])

    def score(edges: Sequence[Edge]) -> Score:
        sure = max((confidence_of(edge) for edge in edges), default=1.0)
        return Score(
            factor(min(weight, 1.0) * sure, "depend-on-each-other", things=len(needs)),
            factor(1 - holds() if state is State.WEAKLY_COVERED else 1.0, "no-way-of-two-ties"),
            factor(sum(map(bool, sides)) / 2, "actors-known", known=sum(map(bool, sides)), of=2),
            factor(weight / made.strongest, "of-all-pairs", weight=round(weight, 2)),
        )

    confidence, decisive = leaving_out(view, needs, lambda edges: score(edges).total)
    return Card(
        FAMILY,
        RULE,
        state,
        (one, other),
        Requirement(RULE, words(view, needs)),
        replace(made.search, against=words(view, _refusals(view, *sides))),
        score(needs),
        confidence,
        decisive,
        reproducing(FAMILY, RULE),
        tuple(_candidates(ties, *sides)),
    )


def _needs(view: GraphView, one: Key, other: Key) -> list[Edge]:
    """The claims that make two actions depend on each other."""
    ours, theirs = _things(view, one), _things(view, other)
    shared = [edge for thing in ours if thing in theirs for edge in (*ours[thing], *theirs[thing])]
    stated = [e for e in view.edges_of(one, *rules()["stated"]) if e.type != DENIED and other in (e.source, e.target)]
    return [*shared, *stated]


def _things(view: GraphView, action: Key) -> dict[tuple[str, Key], list[Edge]]:
    found: dict[tuple[str, Key], list[Edge]] = defaultdict(list)
    for edge in view.edges_of(action, *rules()["shared"]):
        if edge.type != DENIED:
            found[edge.type, edge.target if edge.source == action else edge.source].append(edge)
    return found


def _refusals(view: GraphView, ours: Sequence[Key], theirs: Sequence[Key]) -> list[Edge]:
    """What was refused between actors of the one action and actors of the other."""
    others = set(theirs)
    denied = (e for key in ours for e in view.edges_of(key) if e.type == DENIED)
    return [edge for edge in denied if edge.source in others or edge.target in others]


def _candidates(ties: Ties, ours: Sequence[Key], theirs: Sequence[Key]) -> Iterator[Candidate]:
    """Actors of either side by the number of their partners: whose partner a tie makes all others reach."""
    partners = {key: int(ties.partners[ties.position[key]]) for key in (*ours, *theirs)}
    for key in sorted(partners, key=lambda key: (-partners[key], key))[:_MOST]:
        side = "first" if key in ours else "second"
        yield Candidate(key, (Reason("actor-of-one-side", {"side": side, "partners": partners[key]}),))
