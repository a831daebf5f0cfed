"""What if: a copy of a view with actors, actions and ties more or less, and the numbers by which the two compare."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import nan
from types import MappingProxyType
from typing import Final

import numpy as np
from scipy.sparse import csgraph

from graph.analysis.coverage import coverage
from graph.analysis.evidence import Key
from graph.analysis.gaps.families import Question
from graph.analysis.generations.layers import generation_of
from graph.analysis.generations.meetings import distances, meetings
from graph.analysis.generations.mixing import mixing
from graph.analysis.selection import find, folded, names
from graph.analysis.view import GraphView
from graph.errors import NotFound, UsageError
from graph.model import CLAIM_PROPERTIES, CLAIM_TYPES, ENTITY_LABELS, MENTION_TYPES, Property, Status, relationship_type
from graph.store.port import Edge, Node, Scalar

_SURE: Final = 1.0
"""What is supposed is taken as sure."""


@dataclass(frozen=True, slots=True)
class SupposedEntity:
    """An entity to suppose, with attributes of the model (`kind`, `led_by`, `since` …)."""

    name: str
    label: str = "Organisation"
    properties: Mapping[str, Scalar] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SupposedTie:
    """Who does what, by names. To add, an empty `status` is "done"; to cut, every status."""

    subject: str
    claim: str
    object: str
    status: str = ""
    properties: Mapping[str, Scalar] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Supposition:
    """What to suppose, in this order: entities gone, ties gone, entities more, ties more."""

    remove: tuple[str, ...] = ()
    cut: tuple[SupposedTie, ...] = ()
    add: tuple[SupposedEntity, ...] = ()
    tie: tuple[SupposedTie, ...] = ()


def applied(view: GraphView, changes: Supposition) -> GraphView:
    """The view as it would be; the view itself stays. What is supposed has no evidence.

    Raises `NotFound` for a name that is not there, `UsageError` for what the model does not know.
    """
    if changes == Supposition():
        raise UsageError("nothing is supposed.", hint="Give something to add, tie, remove or cut.")
    gone = {find(view, ENTITY_LABELS, text) for text in changes.remove}
    view = view.restrict(view.nodes.keys() - gone)
    for tie in changes.cut:
        lost = {id(edge) for edge in _cut(view, tie)}
        view = view.restrict(view.nodes.keys(), (edge for edge in view.edges if id(edge) not in lost))
    added = [_entity(view, number, one) for number, one in enumerate(changes.add, 1)]
    view = _with(view, {(node.label, node.id): node for node in added}, ())
    return _with(view, {}, tuple(_edge(view, tie) for tie in changes.tie))


def indices(question: Question) -> dict[str, float]:
    """Numbers of a view by name; NaN where there is nothing to tell from.

    `largest` is how many organisations hang together, `nobody` … how many cells of areas and kinds are in a state,
    `ei` and `assortativity` as in `mixing`, `steps` the mean way from the young to the old, `bridges` who has both.
    """
    view, ties = question.view, question.ties
    graph, of = ties.holding().graph, generation_of(view)
    sizes = np.bincount(csgraph.connected_components(graph, directed=False)[1]) if ties.actors else np.zeros(1)
    mixed = {index.name: index.value for index in mixing(ties, of).indices}
    return {
        "organisations": len(ties.actors),
        "actions": len(view.labelled("Action")),
        "ties": graph.nnz // 2,
        "alone": int((np.diff(graph.indptr) == 0).sum()),
        "largest": int(sizes.max()),
        **{str(state): count for state, count in coverage(view).counts().items()},
        "ei": mixed.get("ei", nan),
        "assortativity": mixed.get("assortativity", nan),
        "steps": distances(ties, of).mean,
        "bridges": len(meetings(ties, of)),
    }


def _with(view: GraphView, nodes: Mapping[Key, Node], edges: tuple[Edge, ...]) -> GraphView:
    return GraphView(MappingProxyType({**view.nodes, **nodes}), view.edges + edges, view.sources, view.mentions)


def _entity(view: GraphView, number: int, new: SupposedEntity) -> Node:
    if new.label not in MENTION_TYPES:
        raise NotFound(f"there is no {new.label!r} to add.", hint=f"There are: {', '.join(MENTION_TYPES)}.")
    if not (wanted := folded(new.name)):
        raise UsageError(f"the {new.label.lower()} to add has no name.")
    for node in view.labelled(new.label):
        if wanted in map(folded, names(view, (node.label, node.id))):
            raise UsageError(f"“{new.name}” is there already.")
    known = {one.name: one for one in MENTION_TYPES[new.label].properties}
    return Node(new.label, f"supposed-{number}", {"name": new.name, **_properties(known, new.properties)})


def _edge(view: GraphView, tie: SupposedTie) -> Edge:
    subject, target = _ends(view, tie)
    status = tie.status or Status.DONE.value
    if status not in list(Status):
        raise NotFound(f"there is no status “{status}”.", hint=f"There are: {', '.join(Status)}.")
    given = {"confidence": _SURE, **_properties(CLAIM_PROPERTIES, tie.properties)}
    return Edge(relationship_type(tie.claim, status), subject, target, tie.claim, status, given)


def _cut(view: GraphView, tie: SupposedTie) -> Iterator[Edge]:
    subject, target = _ends(view, tie)
    ends = {(subject, target)} | ({(target, subject)} if CLAIM_TYPES[tie.claim].symmetric else set())
    found = [
        edge
        for edge in view.edges_of(subject, tie.claim)
        if (edge.source, edge.target) in ends and tie.status in {"", edge.status}
    ]
    if not found:
        raise NotFound(f"no source says “{view.name(subject)} {tie.claim} {view.name(target)}”.")
    yield from found


def _ends(view: GraphView, tie: SupposedTie) -> tuple[Key, Key]:
    known = CLAIM_TYPES.get(tie.claim)
    if known is None:
        raise NotFound(f"there is no claim “{tie.claim}”.", hint=f"There are: {', '.join(CLAIM_TYPES)}.")
    subject, target = find(view, known.subjects, tie.subject), find(view, known.objects, tie.object)
    if known.same_type and subject[0] != target[0]:
        raise UsageError(f"{tie.claim} ties two of one type, not {subject[0]} and {target[0]}.")
    return subject, target


def _properties(known: Mapping[str, Property], given: Mapping[str, Scalar]) -> dict[str, Scalar]:
    return {name: _value(known, name, value) for name, value in given.items()}


def _value(known: Mapping[str, Property], name: str, value: Scalar) -> Scalar:
    """A value as the model has it; texts are read as numbers and truths where it wants those."""
    there = known.get(name)
    if there is None:
        raise NotFound(f"there is no attribute “{name}” here.", hint=f"There are: {', '.join(known)}.")
    if there.words and value not in there.words:
        raise NotFound(f"there is no {name} “{value}”.", hint=f"There are: {', '.join(there.words)}.")
    try:
        if there.kind == "number":
            return float(value)
        if there.kind == "bool":
            return {"true": True, "false": False}[str(value).lower()]
    except (ValueError, KeyError):
        raise UsageError(f"“{value}” is no {name}.", hint=f"It is a {there.kind}.") from None
    return str(value)
