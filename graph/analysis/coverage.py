"""Who is there: area by kind of actor.

An organisation stands for an area when it leads the area, or leads, promotes, funds or takes part in an action that
addresses the area or one of its objectives, or in a part of such an action; or when it provides a resource used in one.
A tie is as firm as the weakest claim on its way: the partner of an action that is only proposed is only proposed. A
refusal counts when it is the organisation's own. A cell is in the state of its firmest tie; a cell without ties says
that nobody is known, never that nobody exists.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import Final

from graph.analysis.evidence import Key
from graph.analysis.selection import kind_of, parts
from graph.analysis.view import GraphView
from graph.model import DENIED, MENTION_TYPES, Status
from graph.store.port import Edge, Node

UNKNOWN: Final = "unknown"
"""The kind of an organisation of which no source says what it is."""

_TAKES_PART: Final = ("LEADS", "PROMOTES", "PARTICIPATES_IN", "FUNDS")
_FIRMNESS: Final = {status.value: rank for rank, status in enumerate(reversed(Status))}


class CellState(StrEnum):
    """State of a cell, the firmest first."""

    COVERED = "covered"  # done or under way
    PLANNED = "planned"
    PROPOSED = "proposed"
    DENIED = "denied"  # only refusals are known
    NOBODY = "nobody"


_STATES: Final = {
    Status.DONE: CellState.COVERED,
    Status.UNDER_WAY: CellState.COVERED,
    Status.PLANNED: CellState.PLANNED,
    Status.PROPOSED: CellState.PROPOSED,
    Status.DENIED: CellState.DENIED,
}


@dataclass(frozen=True, slots=True)
class Tie:
    """How an organisation is tied to an area: the claims from it to there; `status` is the weakest of theirs."""

    actor: Key
    action: Key | None
    status: Status
    path: tuple[Edge, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One area and one kind of actor; ties are sorted, the firmest first."""

    area: Key
    kind: str
    ties: tuple[Tie, ...] = ()

    @property
    def state(self) -> CellState:
        return _STATES[self.ties[0].status] if self.ties else CellState.NOBODY

    @property
    def actors(self) -> tuple[Key, ...]:
        return tuple(dict.fromkeys(tie.actor for tie in self.ties))

    @property
    def actions(self) -> tuple[Key, ...]:
        return tuple(dict.fromkeys(tie.action for tie in self.ties if tie.action))

    @property
    def edges(self) -> tuple[Edge, ...]:
        """The claims behind the cell; `GraphView.evidence` gives the words of each."""
        return tuple({id(edge): edge for tie in self.ties for edge in tie.path}.values())


@dataclass(frozen=True, slots=True)
class Coverage:
    """The whole matrix. `documents` were read in all; `documents_of` says how many of them name an area."""

    areas: tuple[Node, ...]
    kinds: tuple[str, ...]
    cells: Mapping[tuple[str, str], Cell]
    documents: int
    documents_of: Mapping[str, int]

    def row(self, area_id: str) -> tuple[Cell, ...]:
        return tuple(self.cells[area_id, kind] for kind in self.kinds)

    def counts(self) -> dict[CellState, int]:
        """How many cells are in each state."""
        return dict.fromkeys(CellState, 0) | Counter(cell.state for cell in self.cells.values())


def coverage(view: GraphView, kinds: Sequence[str] | None = None) -> Coverage:
    """The matrix of a view: its areas, and `kinds` (all that the view's organisations have, in the model's order)."""
    columns = tuple(kinds) if kinds is not None else kinds_present(view)
    areas = top_areas(view)
    cells, named = {}, {}
    for area in areas:
        key = ("Area", area.id)
        ties = ties_of(view, key)
        for kind in columns:
            of_kind = tuple(tie for tie in ties if kind_of(view.nodes[tie.actor]) == kind)
            cells[area.id, kind] = Cell(key, kind, of_kind)
        named[area.id] = len({document for part in parts(view, key) for document in view.mentioned_in(part)})
    return Coverage(areas, columns, cells, len(view.documents()), named)


def top_areas(view: GraphView) -> tuple[Node, ...]:
    """Areas as a plan sets them out, by code and name; objectives belong to them and are not among them."""
    found = (node for node in view.labelled("Area") if node.properties.get("level") != "objective")
    return tuple(sorted(found, key=lambda n: (str(n.properties.get("code", "")), view.name(("Area", n.id)), n.id)))


def kinds_present(view: GraphView) -> tuple[str, ...]:
    """Kinds of the view's organisations, in the model's order, UNKNOWN last."""
    kind = MENTION_TYPES["Organisation"].property("kind")
    order = (*(kind.words if kind else ()), UNKNOWN)
    present = {kind_of(node) for node in view.labelled("Organisation")}
    return tuple(word for word in order if word in present)


def ties_of(view: GraphView, area: Key) -> tuple[Tie, ...]:
    """Every tie of an organisation to an area or one of its objectives, the firmest first."""
    found = chain.from_iterable(_ties_of_one(view, part) for part in parts(view, area))
    unique = {(tie.actor, tuple(map(id, tie.path))): tie for tie in found}
    return tuple(sorted(unique.values(), key=lambda tie: (-_FIRMNESS[tie.status], tie.actor, tie.action or ("", ""))))


def _ties_of_one(view: GraphView, area: Key) -> Iterator[Tie]:
    for lead in view.incoming(area, "LEADS"):
        yield from _tie(None, (lead,))
    for action, way in _actions(view, area):
        for edge in view.incoming(action, *_TAKES_PART):
            yield from _tie(action, (edge, *way))
        for use in _held(view, action, "USED_IN"):
            for gift in view.incoming(use.source, "PROVIDES"):
                yield from _tie(action, (gift, use, *way))


def _actions(view: GraphView, area: Key) -> Iterator[tuple[Key, tuple[Edge, ...]]]:
    """Actions that address an area, and their parts, each with the claims that lead from it to the area."""
    waiting: list[tuple[Key, tuple[Edge, ...]]] = [(edge.source, (edge,)) for edge in _held(view, area, "ADDRESSES")]
    seen = {action for action, _ in waiting}
    while waiting:
        action, way = waiting.pop()
        yield action, way
        for edge in _held(view, action, "PART_OF"):
            if edge.source[0] == "Action" and edge.source not in seen:
                seen.add(edge.source)
                waiting.append((edge.source, (edge, *way)))


def _held(view: GraphView, key: Key, claim: str) -> tuple[Edge, ...]:
    return tuple(edge for edge in view.incoming(key, claim) if edge.type != DENIED)


def _tie(action: Key | None, path: tuple[Edge, ...]) -> Iterator[Tie]:
    actor = path[0].source
    if actor[0] == "Organisation" and all(edge.status in _FIRMNESS for edge in path):
        weakest = min((edge.status for edge in path), key=lambda status: _FIRMNESS[status])
        yield Tie(actor, action, Status(weakest), path)
