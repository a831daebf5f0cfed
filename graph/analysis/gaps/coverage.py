"""Coverage gaps: areas in which nobody acts, and blanks of the coverage matrix that stand out.

`anybody`: an area of a plan is to have somebody who does something for it. `kind/…`, `generation/…`, `resource/…` and
`territory`: what most of the other areas of its plan have that have anybody (more than the share of `data/gaps.toml`,
of three at least), this one is missed in; where of most of its bodies nobody says the column, that is unknown. Other
blanks are seen in the matrix and are no gaps: nothing requires them. A source
left out takes the claims away that rest on it alone; kinds, places and areas stay as they are.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
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
from graph.analysis.gaps.area_mentions import spoken_of
from graph.analysis.gaps.aspects import plans
from graph.analysis.gaps.cards import Candidate, Card, Factor, Reason, Requirement, Score, State, ranked
from graph.analysis.gaps.common import (
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
from graph.analysis.gaps.jackknife import behind, decided
from graph.analysis.gaps.sole_sources import Soles
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
_Group = tuple[Key | None, str]
"""A plan and a column: what is compared with one another."""


def coverage_cards(view: GraphView, dimensions: Iterable[Dimension] = tuple(Dimension)) -> tuple[Card, ...]:
    """A card for every area, and for every cell that the rule of its dimension requires, filled or not."""
    judge = _Judge(view)
    ties = {area.id: ties_of(view, ("Area", area.id)) for area in top_areas(view)}
    speaking = documents_with(view, [tie.path[0] for of_area in ties.values() for tie in of_area])
    spoken = spoken_of(view, [("Area", id) for id, of_area in ties.items() if not of_area])
    found = [
        judge.anybody(Cell(area := ("Area", id), "", of_area), speaking, spoken.get(area, ()))
        for id, of_area in ties.items()
    ]
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
        self._plan = {area: min(plans(view, ("Area", area)), default=None) for area in ties}
        self._bodies = {area: len(_standing(of_area)) for area, of_area in ties.items()}
        self._somebody = Counter(self._plan[area] for area, documents in self._peopled.items() if documents is not None)
        self._having = Counter(
            (self._plan[area], column) for (area, column), documents in self._held.items() if documents is not None
        )
        self._resting: dict[_Group, Counter[str]] = defaultdict(Counter)
        for area, documents in self._peopled.items():
            self._resting[self._plan[area], ""].update(documents or ())
        for (area, column), documents in self._held.items():
            self._resting[self._plan[area], column].update(documents or ())
        self._acting: dict[_Group, list[tuple[Key, str]]] = {}
        self._quoted: dict[_Group, list[tuple[Key, tuple[Quotation, ...]]]] = {}

    def requires(self, cell: Cell, without: str | None = None) -> bool:
        """Whether most of the plan's other areas with anybody have the column, also had a document not been read."""
        peopled, held_by = self._peopled[cell.area[1]], self._held[cell.area[1], cell.kind]
        if cell.kind in _NO_COLUMN or peopled is None:
            return False
        group = plan, _ = self._group(cell)
        having, others = self.share(cell)
        if without is not None:
            others -= self._resting[plan, ""][without] - (without in peopled)
            having -= self._resting[group][without] - (without in (held_by or ()))
        return others >= _AREAS and having > float(conventions()["coverage"]["most"]) * others

    def share(self, cell: Cell) -> tuple[int, int]:
        """How many of the plan's other areas with anybody have the column, and of how many."""
        group = plan, _ = self._group(cell)
        own = self._peopled[cell.area[1]] is not None, self._held[cell.area[1], cell.kind] is not None
        return self._having[group] - own[1], self._somebody[plan] - own[0]

    def lost(self, cell: Cell) -> list[str]:
        """Documents without which too few areas have the column."""
        resting = self._resting[self._group(cell)]
        return [document for document in sorted(resting) if not self.requires(cell, document)]

    def mostly_unknown(self, area: Key) -> bool:
        """Whether of half of the bodies that stand for an area, or more, no source says the column."""
        unsaid = self.of.cells.get((area[1], UNKNOWN))
        return unsaid is not None and 0 < self._bodies[area[1]] <= 2 * len(_standing(unsaid.ties))

    def column(self, cell: Cell) -> Iterator[Cell]:
        """The cells of the same column in which anybody is, in the areas of the same plan."""
        plan = self._plan[cell.area[1]]
        same = (id for id, of in self._plan.items() if of == plan)
        return (found for id in same if (found := self.of.cells[id, cell.kind]).ties)

    def _group(self, cell: Cell) -> _Group:
        return self._plan[cell.area[1]], cell.kind

    def quoted(self, cell: Cell) -> tuple[Quotation, ...]:
        """The words by which some other areas have the column."""
        group = self._group(cell)
        if group not in self._quoted:
            some = islice(self.column(cell), _QUOTED + 1)
            self._quoted[group] = [(other.area, self.view.evidence(other.ties[0].path[0])) for other in some]
        others = [quotations for area, quotations in self._quoted[group] if area != cell.area][:_QUOTED]
        return tuple(dict.fromkeys(chain.from_iterable(others)))

    def acting(self, cell: Cell) -> list[tuple[Key, str]]:
        """Who stands for the cell's column, with the names of the areas; who does in the most comes first."""
        group = self._group(cell)
        if group not in self._acting:
            found: dict[Key, list[str]] = defaultdict(list)
            for other in self.column(cell):
                for actor in sorted(_standing(other.ties)):
                    found[actor].append(self.view.name(other.area))
            ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
            self._acting[group] = [(actor, ", ".join(names)) for actor, names in ordered]
        return self._acting[group]


def _standing(ties: Iterable[Tie]) -> set[Key]:
    """Who stands for an area by these ties."""
    return {tie.actor for tie in ties if tie.status is not Status.DENIED}


class _Judge:
    """Makes the cards of cells, also as they would be without one document."""

    def __init__(self, view: GraphView) -> None:
        self.view = view
        self.soles = Soles(view)
        self._search = searched(view)
        self._about: dict[Key, tuple[Factor, bool]] = {}

    def missed(self, matrix: _Matrix, cell: Cell) -> Card:
        """The card of a cell that is required."""
        place = matrix.of.by is Dimension.TERRITORY
        card = self._card(
            cell,
            Dimension.TERRITORY.value if place else f"{matrix.of.by}/{cell.kind}",
            quoted=matrix.quoted(cell),
            unread=matrix.of.blank(cell) is Blank.NOTHING_READ or matrix.mostly_unknown(cell.area),
            others=matrix.share(cell),
        )
        if place:
            card = replace(card, subjects=(cell.area, ("Place", cell.kind)))
        outcomes = self._without_each(card, cell) | dict.fromkeys(matrix.lost(cell))
        candidates = _candidates(matrix, cell) if card.state is not State.COVERED else ()
        return replace(decided(card, outcomes), candidates=candidates)

    def anybody(self, cell: Cell, speaking: Collection[str], told: Sequence[Quotation]) -> Card:
        """The card of an area.

        Nobody can tell who is there where no document that names the area or its actions says of any area who is
        (`speaking`), no text sets out its actions (the row of a list says no more than its cells), and no words
        elsewhere speak of it (`told`).
        """
        actions = _addressing(self.view, cell.area)
        placed = [*held(self.view.outgoing(cell.area, "PART_OF")), *actions][:_QUOTED]
        named = read_about(self.view, (*parts(self.view, cell.area), *(edge.source for edge in actions)))
        texts = [d for d in behind(self.view, actions) if kind_of_document(self.view, d) not in _LISTS]
        read = bool(texts or named & set(speaking))
        quoted = tuple(dict.fromkeys((*told[:_QUOTED], *words(self.view, placed))))
        card = self._card(cell, "anybody", quoted=quoted, unread=not (read or told))
        outcomes = self._without_each(card, cell)
        if not (read or cell.ties) and len(documents := {q.document for q in told if q.document}) == 1:
            score = replace(card.score, absence=_absence(self.view, cell, State.UNKNOWN))
            outcomes |= dict.fromkeys(documents, replace(card, state=State.UNKNOWN, score=score))
        return decided(card, outcomes)

    def _card(
        self,
        cell: Cell,
        rule: str,
        *,
        quoted: tuple[Quotation, ...],
        unread: bool,
        others: tuple[int, int] | None = None,
    ) -> Card:
        refusals = {id(tie.path[0]): tie.path[0] for tie in cell.ties if tie.status is Status.DENIED}
        state = _state(cell.ties, unread)
        score = self._score(cell, state, rule, others)
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

    def _score(self, cell: Cell, state: State, rule: str, others: tuple[int, int] | None) -> Score:
        """`need`: that somebody is there is certain; a column, for which no document asks, is as far as other areas
        make it, by (k + 1) / (n + 2) where k of n have it (Laplace 1774). `relevance`: of three, that a plan asks for
        it, is about it, that it is for people.
        """
        if cell.area not in self._about:
            self._about[cell.area] = _known_of(self.view, cell.area)
        having, of = others or (0, 0)
        feasibility, people = self._about[cell.area]
        need = factor(
            float(conventions()["need"]["derived"]) * (having + 1) / (of + 2) if others else 1.0,
            f"rule-{rule.partition('/')[0]}",
            column=_column(self.view, cell.kind, rule),
            having=having,
            of=of,
        )
        relevance = share((others is None, True, people), "matters-to", planned=1, people=int(people))
        return Score(need, _absence(self.view, cell, state), feasibility, relevance)


def _addressing(view: GraphView, area: Key) -> list[Edge]:
    return [edge for part in parts(view, area) for edge in held(view.incoming(part, "ADDRESSES"))]


def _state(ties: Sequence[Tie], unread: bool) -> State:
    statuses = {tie.status for tie in ties}
    if statuses & _FIRM:
        return State.COVERED
    if statuses - {Status.DENIED}:
        return State.WEAKLY_COVERED
    return State.UNKNOWN if unread and not statuses else State.GAP


def _known_of(view: GraphView, area: Key) -> tuple[Factor, bool]:
    """Feasibility: of what one has to know to act, whether anybody leads the area or its plan, of which plan it is, and
    what is to be done; and whether it is for people.
    """
    actions = _addressing(view, area)
    people = any(held(view.outgoing(key, "SERVES", "INVOLVES")) for key in (area, *(edge.source for edge in actions)))
    outer = [edge.target for edge in held(view.outgoing(area, "PART_OF"))]
    led = any(held(view.incoming(key, "LEADS", "PROMOTES")) for key in (area, *outer))
    return share((led, bool(outer), bool(actions)), "known-to-act"), people


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
    acting = matrix.acting(cell)
    refused, known = set(cell.actors), {key for key, _ in acting}
    found = (Candidate(key, (Reason("acts-in", {"areas": areas}),)) for key, areas in acting if key not in refused)
    others = (key for key in sorted(matrix.of.bodies.get(cell.kind, ())) if key not in known | refused)
    return tuple(islice(chain(found, (Candidate(key, (Reason("is-of-it", {}),)) for key in others)), _CANDIDATES))
