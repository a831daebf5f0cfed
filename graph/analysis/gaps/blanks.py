"""Coverage gaps: areas in which nobody acts, and blanks of the coverage matrix that stand out.

`anybody`: an area of a plan is to have somebody who does something for it. `kind/…`, `generation/…`, `resource/…` and
`territory`: what most of the other areas have that have anybody (more than the share of `data/gaps.toml`, of two areas
at least), this one is missed in. Other blanks are seen in the matrix and are no gaps: nothing requires them. A source
left out takes the claims away that rest on it alone; kinds, places and areas stay as they are.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import Final

from graph.analysis.coverage import (
    UNKNOWN,
    Blank,
    Cell,
    Coverage,
    Dimension,
    Tie,
    coverage,
    ties_of,
    top_areas,
)
from graph.analysis.evidence import Key, Quotation
from graph.analysis.gaps.cards import Candidate, Card, Factor, Reason, Requirement, Score, State, ranked
from graph.analysis.gaps.ground import conventions, factor, reproducing, searched, share, words
from graph.analysis.gaps.leaving import decided
from graph.analysis.gaps.soles import Soles
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
    judge = _Judge(view)
    ties = {area.id: ties_of(view, ("Area", area.id)) for area in top_areas(view)}
    found = [judge.anybody(Cell(("Area", id), "", of_area)) for id, of_area in ties.items()]
    for by in dimensions:
        matrix = _Matrix(view, coverage(view, by=by, ties=ties), ties, judge.soles)
        found += [judge.missed(matrix, cell) for cell in matrix.of.cells.values() if matrix.requires(cell)]
    return ranked(found)


class _Matrix:
    """A coverage matrix, also as it would be without one document."""

    def __init__(self, view: GraphView, of: Coverage, ties: Mapping[str, Sequence[Tie]], soles: Soles) -> None:
        self.view = view
        self.of = of
        self._peopled = {area: soles.decisive(of_area) for area, of_area in ties.items()}
        self._held = {place: soles.decisive(cell.ties) for place, cell in of.cells.items()}
        self._somebody = sum(documents is not None for documents in self._peopled.values())
        self._having = Counter(column for (_, column), documents in self._held.items() if documents is not None)
        self._resting = Counter(document for documents in self._peopled.values() for document in documents or ())
        self._rests: dict[str, Counter[str]] = defaultdict(Counter)
        for (_, column), documents in self._held.items():
            self._rests[column].update(documents or ())
        self._acting: dict[str, list[tuple[Key, str]]] = {}
        self._quoted: dict[str, list[tuple[Key, tuple[Quotation, ...]]]] = {}

    def requires(self, cell: Cell, without: str | None = None) -> bool:
        """Whether most of the other areas that have anybody have the column, also had a document not been read."""
        area, column = cell.area[1], cell.kind
        if column in _NO_COLUMN or area not in self.of.peopled:
            return False
        peopled, held_by = self._peopled[area], self._held[area, column]
        others = self._somebody - (peopled is not None)
        having = self._having[column] - (held_by is not None)
        if without is not None:
            others -= self._resting[without] - (without in (peopled or ()))
            having -= self._rests[column][without] - (without in (held_by or ()))
        return others >= 2 and having > float(conventions()["coverage"]["most"]) * others

    def lost(self, cell: Cell) -> list[str]:
        """Documents without which too few areas have the column."""
        return [document for document in sorted(self._rests[cell.kind]) if not self.requires(cell, document)]

    def column(self, column: str) -> Iterator[Cell]:
        """Its cells in which anybody is."""
        return (cell for area in self.of.areas if (cell := self.of.cells[area.id, column]).ties)

    def quoted(self, cell: Cell) -> tuple[Quotation, ...]:
        """The words by which some other areas have the column."""
        if cell.kind not in self._quoted:
            some = islice(self.column(cell.kind), _QUOTED + 1)
            self._quoted[cell.kind] = [(other.area, self.view.evidence(other.ties[0].path[0])) for other in some]
        others = [quotations for area, quotations in self._quoted[cell.kind] if area != cell.area][:_QUOTED]
        return tuple(dict.fromkeys(chain.from_iterable(others)))

    def acting(self, column: str) -> list[tuple[Key, str]]:
        """Who stands for a column, with the names of the areas; who does in the most comes first."""
        if column not in self._acting:
            found: dict[Key, list[str]] = defaultdict(list)
            for cell in self.column(column):
                name = self.view.name(cell.area)
                for actor in dict.fromkeys(tie.actor for tie in cell.ties if tie.status is not Status.DENIED):
                    found[actor].append(name)
            ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
            self._acting[column] = [(actor, ", ".join(names)) for actor, names in ordered]
        return self._acting[column]


class _Judge:
    """Makes the cards of cells, also as they would be without one document."""

    def __init__(self, view: GraphView) -> None:
        self.view = view
        self.soles = Soles(view)
        self._search = searched(view)
        self._about: dict[Key, tuple[Factor, Factor]] = {}

    def missed(self, matrix: _Matrix, cell: Cell) -> Card:
        """The card of a cell that is required."""
        place = matrix.of.by is Dimension.TERRITORY
        card = self._card(
            cell,
            Dimension.TERRITORY.value if place else f"{matrix.of.by}/{cell.kind}",
            quoted=matrix.quoted(cell),
            unread=matrix.of.blank(cell) is Blank.NOTHING_READ,
        )
        if place:
            card = replace(card, subjects=(cell.area, ("Place", cell.kind)))
        outcomes = self._without_each(card, cell) | dict.fromkeys(matrix.lost(cell))
        candidates = _candidates(matrix, cell) if card.state is not State.COVERED else ()
        return replace(decided(card, outcomes), candidates=candidates)

    def anybody(self, cell: Cell) -> Card:
        """The card of an area: an area of which no action was read is one of which nobody can tell who is there."""
        actions = _addressing(self.view, cell.area)
        placed = [*held(self.view.outgoing(cell.area, "PART_OF")), *actions][:_QUOTED]
        card = self._card(cell, "anybody", quoted=words(self.view, placed), unread=not actions)
        return decided(card, self._without_each(card, cell))

    def _card(self, cell: Cell, rule: str, *, quoted: tuple[Quotation, ...], unread: bool) -> Card:
        refusals = {id(tie.path[0]): tie.path[0] for tie in cell.ties if tie.status is Status.DENIED}
        state = _state(cell.ties, unread)
        score = self._score(cell, state, rule)
        return Card(
            family=FAMILY,
            rule=rule,
            state=state,
            subjects=(cell.area,),
            requirement=Requirement(rule.partition("/")[0], quoted),
            search=replace(self._search, against=words(self.view, tuple(refusals.values()))),
            score=score,
            confidence=(score.total, score.total),
            decisive_source=None,
            cypher=reproducing(FAMILY, rule),
            candidates=(),
        )

    def _without_each(self, card: Card, cell: Cell) -> dict[str, Card | None]:
        """The card without each document on which all the firmest ties rest: without any other it is the same."""
        firmest = self.soles.shared(tie for tie in cell.ties if tie.status is cell.ties[0].status) or ()
        outcomes: dict[str, Card | None] = {}
        for document in sorted(firmest):
            left = replace(cell, ties=self.soles.left(cell.ties, document))
            state = _state(left.ties, card.state is State.UNKNOWN)
            score = replace(card.score, absence=_absence(self.view, left, state))
            outcomes[document] = replace(card, state=state, score=score)
        return outcomes

    def _score(self, cell: Cell, state: State, rule: str) -> Score:
        """`need` is certain: the rule applies or there is no card."""
        if cell.area not in self._about:
            self._about[cell.area] = _known_of(self.view, cell.area)
        need = factor(1.0, f"rule-{rule.partition('/')[0]}", column=_column(self.view, cell.kind, rule))
        return Score(need, _absence(self.view, cell, state), *self._about[cell.area])


def _addressing(view: GraphView, area: Key) -> list[Edge]:
    return [edge for part in parts(view, area) for edge in held(view.incoming(part, "ADDRESSES"))]


def _state(ties: Sequence[Tie], unread: bool) -> State:
    statuses = {tie.status for tie in ties}
    if statuses & _FIRM:
        return State.COVERED
    if statuses - {Status.DENIED}:
        return State.WEAKLY_COVERED
    return State.UNKNOWN if unread and not statuses else State.GAP


def _known_of(view: GraphView, area: Key) -> tuple[Factor, Factor]:
    """Feasibility: of what one has to know to act, whether anybody leads the area, of which plan it is, and what is to
    be done; relevance: a plan's, and for people.
    """
    actions = _addressing(view, area)
    people = any(held(view.outgoing(key, "SERVES", "INVOLVES")) for key in (area, *(edge.source for edge in actions)))
    led = bool(held(view.incoming(area, "LEADS")))
    asked = (led, bool(held(view.outgoing(area, "PART_OF"))), bool(actions))
    return share(asked, "known-to-act"), share((True, people), "matters-to", planned=1, people=int(people))


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
    acting = matrix.acting(cell.kind)
    refused, known = set(cell.actors), {key for key, _ in acting}
    found = (Candidate(key, (Reason("acts-in", {"areas": areas}),)) for key, areas in acting if key not in refused)
    others = (key for key in sorted(matrix.of.bodies.get(cell.kind, ())) if key not in known | refused)
    return tuple(islice(chain(found, (Candidate(key, (Reason("is-of-it", {}),)) for key in others)), _CANDIDATES))
