"""Coverage gaps: areas in which nobody acts, and blanks of the coverage matrix that stand out.

`anybody`: an area of a plan is to have somebody who does something for it. `kind/…`, `generation/…`, `resource/…` and
`territory`: what most of the other areas of its plan have that have anybody (more than the share of `data/gaps.toml`,
of three at least), this one is missed in; where of most of its bodies nobody says the column, that is unknown. Other
blanks are seen in the matrix and are no gaps: nothing requires them. A source
left out takes the claims away that rest on it alone; kinds, places and areas stay as they are.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Final

from graph.analysis.coverage import (
    UNKNOWN,
    Blank,
    Cell,
    Coverage,
    Dimension,
    Tie,
    columns_of_actor,
    coverage,
    ties_of,
    top_areas,
)
from graph.analysis.evidence import Key
from graph.analysis.gaps.aspects import plans
from graph.analysis.gaps.cards import Candidate, Card, Factor, Reason, Requirement, Score, Search, State, ranked
from graph.analysis.gaps.ground import (
    conventions,
    documents_with,
    factor,
    kind_of_document,
    read_about,
    reproducing,
    searched,
    share,
    words,
)
from graph.analysis.gaps.leaving import behind, decided
from graph.analysis.gaps.soles import Soles
from graph.analysis.selection import parts
from graph.analysis.territory import held
from graph.analysis.view import GraphView
from graph.model import Status
from graph.store.port import Edge

FAMILY: Final = "coverage"
_CANDIDATES: Final = 10
_QUOTED: Final = 5
_AREAS: Final = 3
"""So many other areas at least make what most of them have a custom."""

_LISTS: Final = frozenset({"ties", "register"})
_NO_COLUMN: Final = frozenset({UNKNOWN, "other"})
_FIRM: Final = frozenset({Status.DONE, Status.UNDER_WAY})


def blanks(view: GraphView, dimensions: Iterable[Dimension] = tuple(Dimension)) -> tuple[Card, ...]:
    """A card for every area, and for every cell that the rule of its dimension requires, filled or not."""
    search, soles = searched(view), Soles(view)
    ties = {area.id: ties_of(view, ("Area", area.id)) for area in top_areas(view)}
    speaking = documents_with(view, [tie.path[0] for of_area in ties.values() for tie in of_area])
    found = [_anybody(view, Cell(("Area", id), "", of_area), search, soles, speaking) for id, of_area in ties.items()]
    for by in dimensions:
        matrix = _Matrix(view, coverage(view, by=by), ties, soles)
        found += [_missed(matrix, cell, search) for cell in matrix.of.cells.values() if matrix.requires(cell)]
    return ranked(found)


class _Matrix:
    """A coverage matrix, also as it would be without one document."""

    def __init__(self, view: GraphView, of: Coverage, ties: Mapping[str, Sequence[Tie]], soles: Soles) -> None:
        self.view = view
        self.of = of
        self.soles = soles
        self._peopled = {area: soles.decisive(of_area) for area, of_area in ties.items()}
        self._held = {place: soles.decisive(cell.ties) for place, cell in of.cells.items()}
        self._plan = {area: min(plans(view, ("Area", area)), default=None) for area in ties}
        having = (place for place, docs in self._held.items() if docs is not None)
        self._having = Counter((self._plan[area], column) for area, column in having)
        self._somebody = Counter(self._plan[area] for area, docs in self._peopled.items() if docs is not None)
        self._bodies = {area: len(_standing(of_area)) for area, of_area in ties.items()}

    def requires(self, cell: Cell, without: str | None = None) -> bool:
        """Whether most of the plan's other areas with anybody have the column, also had a document not been read."""
        if cell.kind in _NO_COLUMN or self._peopled[cell.area[1]] is None:
            return False
        plan = self._plan[cell.area[1]]
        others = self._somebody[plan] - 1
        having = self._having[plan, cell.kind] - (self._held[cell.area[1], cell.kind] is not None)
        if without is not None:
            elsewhere = [other.area[1] for other in self.column(cell)]
            others -= sum(without in (self._peopled[id] or ()) for id in elsewhere)
            having -= sum(without in (self._held[id, cell.kind] or ()) for id in elsewhere)
        return others >= _AREAS and having > float(conventions()["coverage"]["most"]) * others

    def mostly_unknown(self, area: Key) -> bool:
        """Whether of half of the bodies that stand for an area, or more, no source says the column."""
        unsaid = self.of.cells.get((area[1], UNKNOWN))
        return unsaid is not None and 0 < self._bodies[area[1]] <= 2 * len(_standing(unsaid.ties))

    def column(self, cell: Cell) -> tuple[Cell, ...]:
        """The cells of the same column in the plan's other areas."""
        others = (id for id, plan in self._plan.items() if plan == self._plan[cell.area[1]] and id != cell.area[1])
        return tuple(self.of.cells[id, cell.kind] for id in others)

    def sources(self, cell: Cell) -> dict[str, None]:
        """Documents without which the firmest ties of the cell are gone, or what other areas have is another."""
        own = self.soles.shared(tie for tie in cell.ties if tie.status is cell.ties[0].status) or ()
        elsewhere = (self._held[other.area[1], cell.kind] or () for other in self.column(cell))
        return dict.fromkeys(sorted(own)) | dict.fromkeys(sorted({document for docs in elsewhere for document in docs}))

    @cached_property
    def bodies(self) -> dict[str, list[Key]]:
        """The organisations of each column, whatever they do."""
        found: dict[str, list[Key]] = defaultdict(list)
        for node in self.view.labelled("Organisation"):
            for column in columns_of_actor(self.view, node, self.of.by):
                found[column].append(("Organisation", node.id))
        return found


def _standing(ties: Iterable[Tie]) -> set[Key]:
    """Who stands for an area by these ties."""
    return {tie.actor for tie in ties if tie.status is not Status.DENIED}


def _missed(matrix: _Matrix, cell: Cell, search: Search) -> Card:
    """The card of a cell that is required."""
    place = matrix.of.by is Dimension.TERRITORY
    card = _card(
        matrix.view,
        cell,
        Dimension.TERRITORY.value if place else f"{matrix.of.by}/{cell.kind}",
        search,
        evidence=[edge for other in matrix.column(cell) for edge in other.edges[:1]],
        unread=matrix.of.blank(cell) is Blank.NOTHING_READ or matrix.mostly_unknown(cell.area),
    )
    if place:
        card = replace(card, subjects=(cell.area, ("Place", cell.kind)))
    outcomes = {
        document: _again(matrix.view, card, cell, matrix.soles.left(cell.ties, document))
        if matrix.requires(cell, document)
        else None
        for document in matrix.sources(cell)
    }
    candidates = _candidates(matrix, cell) if card.state is not State.COVERED else ()
    return replace(decided(card, outcomes), candidates=candidates)


def _anybody(view: GraphView, cell: Cell, search: Search, soles: Soles, speaking: Collection[str]) -> Card:
    """The card of an area.

    Nobody can tell who is there where no document that names the area or its actions says of any area who is
    (`speaking`), and no text sets out its actions: the row of a list says no more than its cells.
    """
    area = cell.area
    inside = parts(view, area)
    actions = [edge for part in inside for edge in held(view.incoming(part, "ADDRESSES"))]
    placed = [*held(view.outgoing(area, "PART_OF")), *actions][:_QUOTED]
    named = read_about(view, (*inside, *(edge.source for edge in actions)))
    texts = [d for d in behind(view, actions) if kind_of_document(view, d) not in _LISTS]
    card = _card(view, cell, "anybody", search, evidence=placed, unread=not (texts or named & set(speaking)))
    firmest = soles.shared(tie for tie in cell.ties if tie.status is cell.ties[0].status) or ()
    outcomes = {d: _again(view, card, cell, soles.left(cell.ties, d)) for d in sorted(firmest)}
    return decided(card, outcomes)


def _card(view: GraphView, cell: Cell, rule: str, search: Search, *, evidence: Sequence[Edge], unread: bool) -> Card:
    refusals = {id(tie.path[0]): tie.path[0] for tie in cell.ties if tie.status is Status.DENIED}
    state = _state(cell.ties, unread)
    score = _score(view, cell, state, rule)
    return Card(
        family=FAMILY,
        rule=rule,
        state=state,
        subjects=(cell.area,),
        requirement=Requirement(rule.partition("/")[0], words(view, evidence)),
        search=replace(search, against=words(view, tuple(refusals.values()))),
        score=score,
        confidence=(score.total, score.total),
        decisive_source=None,
        cypher=reproducing(FAMILY, rule),
        candidates=(),
    )


def _again(view: GraphView, card: Card, cell: Cell, ties: tuple[Tie, ...]) -> Card:
    """The card with these of the cell's ties."""
    left = replace(cell, ties=ties)
    state = _state(ties, card.state is State.UNKNOWN)
    return replace(card, state=state, score=replace(card.score, absence=_absence(view, left, state)))


def _state(ties: Sequence[Tie], unread: bool) -> State:
    statuses = {tie.status for tie in ties}
    if statuses & _FIRM:
        return State.COVERED
    if statuses - {Status.DENIED}:
        return State.WEAKLY_COVERED
    return State.UNKNOWN if unread and not statuses else State.GAP


def _score(view: GraphView, cell: Cell, state: State, rule: str) -> Score:
    """`need` is certain: the rule applies or there is no card. `feasibility`: of what one has to know to act, whether
    anybody leads the area, of which plan it is, and what is to be done; `relevance`: a plan's, and for people.
    """
    area = cell.area
    actions = [edge.source for part in parts(view, area) for edge in held(view.incoming(part, "ADDRESSES"))]
    people = any(held(view.outgoing(key, "SERVES", "INVOLVES")) for key in (area, *actions))
    led = bool(held(view.incoming(area, "LEADS")))
    asked = (led, bool(held(view.outgoing(area, "PART_OF"))), bool(actions))
    return Score(
        need=factor(1.0, f"rule-{rule.partition('/')[0]}", column=_column(view, cell.kind, rule)),
        absence=_absence(view, cell, state),
        feasibility=share(asked, "known-to-act"),
        relevance=share((True, people), "matters-to", planned=1, people=int(people)),
    )


def _absence(view: GraphView, cell: Cell, state: State) -> Factor:
    best = next((tie.status for tie in cell.ties if tie.status is not Status.DENIED), None)
    actors = ", ".join(view.name(key) for key in cell.actors[:3])
    if state is State.COVERED:
        return factor(0.0, "there-is", actors=actors)
    if best is not None:
        return factor(1.0 - float(conventions()["cover"][best]), f"only-{best}-there", actors=actors)
    if cell.ties:
        return factor(1.0, "only-refusals", actors=actors)
    return factor(1.0, "nothing-read" if state is State.UNKNOWN else "nobody-known")


def _column(view: GraphView, column: str, rule: str) -> str:
    """The column as it is called: the name of a place, else the word that the translations know."""
    return view.name(("Place", column)) if rule == Dimension.TERRITORY and ("Place", column) in view.nodes else column


def _candidates(matrix: _Matrix, cell: Cell) -> tuple[Candidate, ...]:
    """Who stands for the column elsewhere (in the most areas first), then who only is of it; not who refused here."""
    view, refused = matrix.view, set(cell.actors)
    found: dict[Key, list[str]] = {}
    for other in matrix.column(cell):
        for actor in dict.fromkeys(tie.actor for tie in other.ties if tie.status is not Status.DENIED):
            found.setdefault(actor, []).append(view.name(other.area))
    acting = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    chosen = [Candidate(key, (Reason("acts-in", {"areas": ", ".join(areas)}),)) for key, areas in acting]
    chosen += [
        Candidate(key, (Reason("is-of-it", {}),)) for key in sorted(matrix.bodies[cell.kind]) if key not in found
    ]
    return tuple(candidate for candidate in chosen if candidate.key not in refused)[:_CANDIDATES]
