"""Who is there: area by kind of actor, or by territory, generation, or kind of resource.

An organisation stands for an area when it leads the area, or leads, promotes, funds or takes part in an action that
addresses the area or one of its objectives, or in a part of such an action; or when it provides a resource used in one.
A tie is as firm as the weakest claim on its way: the partner of an action that is only proposed is only proposed. A
refusal counts when it is the organisation's own. A cell is in the state of its firmest tie; a cell without ties says
that nobody is known, never that nobody exists. A blank says why it is one: `Coverage.blank`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain
from typing import Final

from graph.analysis.evidence import Key, text_of
from graph.analysis.refusals import takes_back
from graph.analysis.selection import Selection, find, kind_of, may_agree, parts, select
from graph.analysis.territory import held, places, wider
from graph.analysis.view import GraphView, claim_of
from graph.model import DENIED, MENTION_TYPES, Status
from graph.store.port import Edge, Node

UNKNOWN: Final = "unknown"
"""The column of what no source says: of which kind an organisation is, where it is, who leads it."""

_PROMISED: Final = frozenset({Status.PLANNED, Status.PROPOSED})
_TAKES_PART: Final = ("LEADS", "PROMOTES", "PARTICIPATES_IN", "FUNDS")
_FIRMNESS: Final = {status.value: rank for rank, status in enumerate(reversed(Status))}


class Dimension(StrEnum):
    """What the columns are: kinds of organisations, municipalities (ids of places), `led_by`, kinds of resources."""

    KIND = "kind"
    TERRITORY = "territory"
    GENERATION = "generation"
    RESOURCE = "resource"


class Blank(StrEnum):
    """Why a cell has nobody who does anything."""

    NO_ACTOR = "no_actor"  # of what was read about the area, nothing speaks of such an actor
    NOTHING_READ = "nothing_read"  # such actors are known, but nothing was read of what they (or any, here) do
    PLANNED = "planned"  # only planned or proposed
    DENIED = "denied"


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
_BLANKS: Final = {
    CellState.PLANNED: Blank.PLANNED,
    CellState.PROPOSED: Blank.PLANNED,
    CellState.DENIED: Blank.DENIED,
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
    """One area and one column, in `kind`; ties are sorted, the firmest first."""

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
    """The whole matrix. `documents` were read in all; `documents_of` says how many of them name an area.

    `kinds` are the columns, `bodies` the organisations of each, whatever they do; `peopled` are the areas to which
    anybody is tied at all.
    """

    areas: tuple[Node, ...]
    kinds: tuple[str, ...]
    cells: Mapping[tuple[str, str], Cell]
    documents: int
    documents_of: Mapping[str, int]
    by: Dimension = Dimension.KIND
    bodies: Mapping[str, Sequence[Key]] = field(default_factory=dict)
    peopled: frozenset[str] = frozenset()

    def row(self, area_id: str) -> tuple[Cell, ...]:
        return tuple(self.cells[area_id, kind] for kind in self.kinds)

    def blank(self, cell: Cell) -> Blank | None:
        """Why nobody is there who does anything; None where somebody is."""
        if cell.state is not CellState.NOBODY:
            return _BLANKS.get(cell.state)
        acting = any(self.cells[area.id, cell.kind].ties for area in self.areas)
        unread = bool(self.bodies.get(cell.kind)) and not (cell.area[1] in self.peopled and acting)
        return Blank.NOTHING_READ if unread else Blank.NO_ACTOR

    def counts(self) -> dict[CellState, int]:
        """How many cells are in each state."""
        return dict.fromkeys(CellState, 0) | Counter(cell.state for cell in self.cells.values())


def coverage(
    view: GraphView,
    kinds: Sequence[str] | None = None,
    by: Dimension = Dimension.KIND,
    ties: Mapping[str, Sequence[Tie]] | None = None,
    within: Selection | None = None,
) -> Coverage:
    """The matrix of a view: its areas, and the columns `kinds` (by default all that the view has, in their order).

    `ties` are those of each area (`ties_of`), where they are known already. With `within`, of a part: the areas that
    are asked for, and who stands for them in it. Raises as `select`.
    """
    wanted = within or Selection()
    asked = tuple(view.nodes[find(view, "Area", text)] for text in wanted.areas)
    view = select(view, wanted)
    columns = tuple(kinds) if kinds is not None else columns_present(view, by)
    areas = tuple(area for area in asked or top_areas(view) if ties is None or area.id in ties)
    standing = _standing(view, by)
    cells: dict[tuple[str, str], Cell] = {}
    named, peopled = {}, set()
    for area in areas:
        key = ("Area", area.id)
        held_by: dict[str, list[Tie]] = defaultdict(list)
        for tie in ties_of(view, key) if ties is None else ties[area.id]:
            peopled.add(area.id)
            for column in _columns_of(view, tie, by, standing):
                held_by[column].append(tie)
        cells |= {(area.id, column): Cell(key, column, tuple(held_by.get(column, ()))) for column in columns}
        named[area.id] = len({document for part in parts(view, key) for document in view.mentioned_in(part)})
    bodies: dict[str, list[Key]] = {}
    for node in view.labelled("Organisation"):
        for column in standing["Organisation", node.id]:
            bodies.setdefault(column, []).append(("Organisation", node.id))
    return Coverage(areas, columns, cells, len(view.documents()), named, by, bodies, frozenset(peopled))


def _standing(view: GraphView, by: Dimension) -> dict[Key, tuple[str, ...]]:
    """The columns of each organisation, whatever it does; by territory also those of actions that are somewhere."""
    found = {("Organisation", node.id): columns_of_actor(view, node, by) for node in view.labelled("Organisation")}
    if by is Dimension.TERRITORY:
        actions = (("Action", node.id) for node in view.labelled("Action"))
        found |= {action: there for action in actions if (there := municipalities(view, action))}
    return found


def _columns_of(view: GraphView, tie: Tie, by: Dimension, standing: Mapping[Key, tuple[str, ...]]) -> tuple[str, ...]:
    """The columns that a tie stands in: of the place of the action before the actor's, of the resource on its way."""
    if by is Dimension.RESOURCE:
        given = [kind_of(view.nodes[edge.source]) for edge in tie.path if edge.source[0] == "Resource"]
        return tuple(dict.fromkeys(given + ["money" for edge in tie.path if claim_of(edge) == "FUNDS"]))
    return standing.get(tie.action or tie.actor) or standing[tie.actor]


def municipalities(view: GraphView, key: Key) -> tuple[str, ...]:
    """Ids of the municipalities where a node is or works."""
    around = wider(view, places(view, key))
    return tuple(sorted(id for label, id in around if kind_of(view.nodes[label, id]) == "municipality"))


def columns_present(view: GraphView, by: Dimension) -> tuple[str, ...]:
    """The columns that a view has, in the model's order (places by name), UNKNOWN last."""
    if by is Dimension.KIND:
        return kinds_present(view)
    actors = {column for node in view.labelled("Organisation") for column in columns_of_actor(view, node, by)}
    if by is Dimension.TERRITORY:
        actors |= {id for node in view.labelled("Action") for id in municipalities(view, ("Action", node.id))}
        return tuple(sorted(actors, key=lambda id: (id == UNKNOWN, _place_name(view, id), id)))
    label, name = ("Organisation", "led_by") if by is Dimension.GENERATION else ("Resource", "kind")
    if by is Dimension.RESOURCE and any(edge.type == "FUNDS" for edge in view.edges):
        actors.add("money")
    words = MENTION_TYPES[label].property(name)
    return tuple(word for word in (*(words.words if words else ()), UNKNOWN) if word in actors)


def _place_name(view: GraphView, id: str) -> str:
    return view.name(("Place", id)) if ("Place", id) in view.nodes else id


def columns_of_actor(view: GraphView, node: Node, by: Dimension) -> tuple[str, ...]:
    """The columns of an organisation, whatever it does."""
    key = ("Organisation", node.id)
    if by is Dimension.KIND:
        return (kind_of(node),)
    if by is Dimension.GENERATION:
        return (text_of(node.properties, "led_by") or UNKNOWN,)
    if by is Dimension.TERRITORY:
        return municipalities(view, key) or (UNKNOWN,)
    given = [kind_of(view.nodes[edge.target]) for edge in held(view.outgoing(key, "PROVIDES"))]
    return tuple(dict.fromkeys(given + ["money" for _ in held(view.outgoing(key, "FUNDS"))]))


def top_areas(view: GraphView) -> tuple[Node, ...]:
    """Areas as a plan sets them out, by code and name; objectives of an area belong to it and are not among them."""
    found = (node for node in view.labelled("Area") if not _is_of_area(view, node))
    return tuple(sorted(found, key=lambda n: (str(n.properties.get("code", "")), view.name(("Area", n.id)), n.id)))


def _is_of_area(view: GraphView, node: Node) -> bool:
    """Whether it is an objective under an area, or one of which nothing says under what it is."""
    above = view.outgoing(("Area", node.id), "PART_OF")
    return node.properties.get("level") == "objective" and all(e.target[0] == "Area" for e in above)


def kinds_present(view: GraphView) -> tuple[str, ...]:
    """Kinds of the view's organisations, in the model's order, UNKNOWN last."""
    kind = MENTION_TYPES["Organisation"].property("kind")
    order = (*(kind.words if kind else ()), UNKNOWN)
    present = {kind_of(node) for node in view.labelled("Organisation")}
    return tuple(word for word in order if word in present)


def ties_of(view: GraphView, area: Key) -> tuple[Tie, ...]:
    """Every tie of an organisation to an area or one of its objectives, the firmest first.

    A refusal takes back what the same organisation had promised for the same action, or for the whole area, and ends
    what it was for it before; that of a gift only promised gifts of its kind.
    """
    found = chain.from_iterable(_ties_of_one(view, part) for part in parts(view, area))
    unique = {(tie.actor, tuple(map(id, tie.path))): tie for tie in found}
    refusals: dict[tuple[Key, Key | None], list[Edge]] = defaultdict(list)
    for tie in unique.values():
        if tie.status is Status.DENIED:
            for action in dict.fromkeys((tie.action, None)):
                refusals[tie.actor, action].append(tie.path[0])
    kept = (t for t in unique.values() if not _taken_back(view, t, refusals.get((t.actor, t.action), ())))
    return tuple(sorted(kept, key=lambda tie: (-_FIRMNESS[tie.status], tie.actor, tie.action or ("", ""))))


def _taken_back(view: GraphView, tie: Tie, refusals: Sequence[Edge]) -> bool:
    said = tie.path[0]
    if tie.status in _PROMISED:
        given, refused = _gift(view, said), [_gift(view, refusal) for refusal in refusals]
        return any(kind is None or (given is not None and may_agree(kind, given)) for kind in refused)
    same = (r for r in refusals if (claim_of(r), r.target) == (claim_of(said), said.target))
    return tie.status is not Status.DENIED and any(takes_back(view, refusal, said) for refusal in same)


def _gift(view: GraphView, edge: Edge) -> str | None:
    """The kind of what a claim says to be given; None where it says something else."""
    if claim_of(edge) == "FUNDS":
        return "money"
    return kind_of(view.nodes[edge.target]) if claim_of(edge) == "PROVIDES" else None


def _ties_of_one(view: GraphView, area: Key) -> Iterator[Tie]:
    for lead in view.incoming(area, "LEADS"):
        yield from _tie(None, (lead,))
    for action, way in _actions(view, area):
        for edge in view.incoming(action, *_TAKES_PART):
            yield from _tie(action, (edge, *way))
        for use in view.incoming(action, "USED_IN"):
            for gift in view.incoming(use.source, "PROVIDES"):
                if use.type != DENIED or gift.type == DENIED:  # a refusal may deny the use with the gift
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
