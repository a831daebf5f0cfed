"""Coverage gaps: areas in which nobody acts, and blanks of the coverage matrix that stand out.

`anybody`: an area of a plan is to have somebody who does something for it. `kind/…`, `generation/…`, `resource/…` and
`territory`: what most of the other areas have that have anybody (more than the share of `data/gaps.toml`, of two areas
at least), this one is missed in; who leads most of those who act in it must be known to miss a generation.
Other blanks are seen in the matrix and are no gaps: nothing requires them. A source
left out takes the claims away that rest on it alone; kinds, places and areas stay as they are.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
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
from graph.analysis.evidence import Key, Quotation
from graph.analysis.gaps.cards import Candidate, Card, Factor, Reason, Requirement, Score, Search, State, ranked
from graph.analysis.gaps.ground import conventions, factor, reproducing, searched, share, words
from graph.analysis.gaps.leaving import decided
from graph.analysis.gaps.soles import Soles
from graph.analysis.gaps.spoken import spoken_of
from graph.analysis.selection import parts
from graph.analysis.territory import held
from graph.analysis.view import GraphView
from graph.model import Status
from graph.store.port import Edge

FAMILY: Final = "coverage"
_CANDIDATES: Final = 10
_QUOTED: Final = 5
_NO_COLUMN: Final = frozenset({UNKNOWN, "other"})
_FIRM: Final = frozenset({Status.DONE, Status.UNDER_WAY})


def blanks(view: GraphView, dimensions: Iterable[Dimension] = tuple(Dimension)) -> tuple[Card, ...]:
    """A card for every area, and for every cell that the rule of its dimension requires, filled or not."""
    search, soles = searched(view), Soles(view)
    ties = {area.id: ties_of(view, ("Area", area.id)) for area in top_areas(view)}
    spoken = spoken_of(view, [("Area", id) for id, of_area in ties.items() if not of_area])
    found = [_anybody(view, Cell(("Area", id), "", of), search, soles, spoken) for id, of in ties.items()]
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
        self._having = Counter(column for (_, column), docs in self._held.items() if docs is not None)
        self._somebody = sum(docs is not None for docs in self._peopled.values())

    def requires(self, cell: Cell, without: str | None = None) -> bool:
        """Whether most of the other areas that have anybody have the column, also had a document not been read."""
        if cell.kind in _NO_COLUMN or self._peopled[cell.area[1]] is None:
            return False
        others = self._somebody - (self._peopled[cell.area[1]] is not None)
        having = self._having[cell.kind] - (self._held[cell.area[1], cell.kind] is not None)
        if without is not None:
            elsewhere = [id for id in self._peopled if id != cell.area[1]]
            others -= sum(without in (self._peopled[id] or ()) for id in elsewhere)
            having -= sum(without in (self._held[id, cell.kind] or ()) for id in elsewhere)
        return others >= 2 and having > float(conventions()["coverage"]["most"]) * others

    def share(self, cell: Cell) -> tuple[int, int]:
        """How many of the other areas that have anybody have the column, and of how many."""
        own = self._peopled[cell.area[1]] is not None, self._held[cell.area[1], cell.kind] is not None
        return self._having[cell.kind] - own[1], self._somebody - own[0]

    def unsaid(self, cell: Cell) -> bool:
        """Whether of most of those who act in the area nobody says by which generation they are led."""
        if self.of.by is not Dimension.GENERATION:
            return False
        held_by = {other.kind: set(other.actors) for other in self.of.row(cell.area[1])}
        return 2 * len(held_by.get(UNKNOWN, ())) > len({actor for actors in held_by.values() for actor in actors})

    def column(self, cell: Cell) -> tuple[Cell, ...]:
        """The cells of the same column in other areas."""
        return tuple(self.of.cells[area.id, cell.kind] for area in self.of.areas if area.id != cell.area[1])

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


def _missed(matrix: _Matrix, cell: Cell, search: Search) -> Card:
    """The card of a cell that is required."""
    place = matrix.of.by is Dimension.TERRITORY
    card = _card(
        matrix.view,
        cell,
        Dimension.TERRITORY.value if place else f"{matrix.of.by}/{cell.kind}",
        search,
        evidence=[edge for other in matrix.column(cell) for edge in other.edges[:1]],
        unread=matrix.of.blank(cell) is Blank.NOTHING_READ or matrix.unsaid(cell),
        others=matrix.share(cell),
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


def _anybody(
    view: GraphView, cell: Cell, search: Search, soles: Soles, spoken: Mapping[Key, tuple[Quotation, ...]]
) -> Card:
    """The card of an area.

    Nobody can tell who is there where neither an action of it was read nor a word beside the documents that plan it.
    """
    area = cell.area
    actions = [edge for part in parts(view, area) for edge in held(view.incoming(part, "ADDRESSES"))]
    placed = [*held(view.outgoing(area, "PART_OF")), *actions][:_QUOTED]
    told = spoken.get(area, ()) if not actions else ()
    card = _card(view, cell, "anybody", search, evidence=placed, unread=not actions and not told)
    evidence = tuple(dict.fromkeys((*told[:_QUOTED], *card.requirement.evidence)))
    card = replace(card, requirement=replace(card.requirement, evidence=evidence))
    firmest = soles.shared(tie for tie in cell.ties if tie.status is cell.ties[0].status) or ()
    outcomes: dict[str, Card | None] = {d: _again(view, card, cell, soles.left(cell.ties, d)) for d in sorted(firmest)}
    if len(documents := {quotation.document for quotation in told} - {None}) == 1 and not cell.ties:
        unread = replace(card.score, absence=_absence(view, cell, State.UNKNOWN))
        outcomes |= {str(document): replace(card, state=State.UNKNOWN, score=unread) for document in documents}
    return decided(card, outcomes)


def _card(
    view: GraphView,
    cell: Cell,
    rule: str,
    search: Search,
    *,
    evidence: Sequence[Edge],
    unread: bool,
    others: tuple[int, int] | None = None,
) -> Card:
    refusals = {id(tie.path[0]): tie.path[0] for tie in cell.ties if tie.status is Status.DENIED}
    state = _state(cell.ties, unread)
    score = _score(view, cell, state, rule, others)
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


def _score(view: GraphView, cell: Cell, state: State, rule: str, others: tuple[int, int] | None) -> Score:
    """`need`: that somebody is there is certain; a column, for which no document asks, is as far as other areas make
    it, by (k + 1) / (n + 2) where k of n have it (Laplace 1774). `feasibility`: of what one has to know to act, whether
    anybody leads the area or its plan, of which plan it is, what is to be done; `relevance`: of three, that a plan asks
    for it, is about it, that it is for people.
    """
    having, of = others or (0, 0)
    area = cell.area
    actions = [edge.source for part in parts(view, area) for edge in held(view.incoming(part, "ADDRESSES"))]
    people = any(held(view.outgoing(key, "SERVES", "INVOLVES")) for key in (area, *actions))
    outer = [edge.target for edge in held(view.outgoing(area, "PART_OF"))]
    led = any(held(view.incoming(key, "LEADS", "PROMOTES")) for key in (area, *outer))
    asked = (led, bool(outer), bool(actions))
    return Score(
        need=factor(
            float(conventions()["need"]["derived"]) * (having + 1) / (of + 2) if others else 1.0,
            f"rule-{rule.partition('/')[0]}",
            column=_column(view, cell.kind, rule),
            having=having,
            of=of,
        ),
        absence=_absence(view, cell, state),
        feasibility=share(asked, "known-to-act"),
        relevance=share((others is None, True, people), "matters-to", planned=1, people=int(people)),
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
