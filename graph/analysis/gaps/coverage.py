"""Coverage gaps: areas in which nobody acts, and blanks of the coverage matrix that stand out.

`anybody`: an area of a plan is to have somebody who does something for it. `kind/…`, `generation/…`, `resource/…` and
`territory`: what most of the other areas of its plan have that have anybody (more than the share of `data/gaps.toml`,
of three at least), this one is missed in; where of most of its bodies nobody says the column, that is unknown. Other
blanks are seen in the matrix and are no gaps: nothing requires them. A source
left out takes the claims away that rest on it alone; kinds, places and areas stay as they are.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from graph.analysis.coverage import (
    Blank,
    Cell,
    Dimension,
    Tie,
    coverage,
    ties_of,
)
from graph.analysis.evidence import Key, Quotation
from graph.analysis.gaps.area_mentions import spoken_of
from graph.analysis.gaps.cards import Card, Factor, Requirement, Score, State, ranked
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
from graph.analysis.gaps.customs import Matrix
from graph.analysis.gaps.jackknife import Outcome, behind, decided
from graph.analysis.gaps.setting_out import areas_set_out
from graph.analysis.gaps.sole_sources import Soles
from graph.analysis.selection import parts
from graph.analysis.territory import held
from graph.analysis.view import GraphView
from graph.model import Status
from graph.store.port import Edge

FAMILY: Final = "coverage"
_CANDIDATES: Final = 10
_QUOTED: Final = 5
_LISTS: Final = frozenset({"ties", "register"})
_FIRM: Final = frozenset({Status.DONE, Status.UNDER_WAY})


def coverage_cards(view: GraphView, dimensions: Iterable[Dimension] = tuple(Dimension)) -> tuple[Card, ...]:
    """A card for every area, and for every cell that the rule of its dimension requires, filled or not."""
    judge = _Judge(view)
    ties = {area.id: ties_of(view, ("Area", area.id)) for area in areas_set_out(view)}
    speaking = documents_with(view, [tie.path[0] for of_area in ties.values() for tie in of_area])
    spoken = spoken_of(view, [("Area", id) for id, of_area in ties.items() if not of_area])
    found = [
        judge.anybody(Cell(area := ("Area", id), "", of_area), speaking, spoken.get(area, ()))
        for id, of_area in ties.items()
    ]
    for by in dimensions:
        matrix = Matrix(view, coverage(view, by=by, ties=ties), ties, judge.soles)
        found += [judge.missed(matrix, cell) for cell in matrix.customary() if matrix.requires(cell)]
    return ranked(found)


class _Judge:
    """Makes the cards of cells, also as they would be without one document."""

    def __init__(self, view: GraphView) -> None:
        self.view = view
        self.soles = Soles(view)
        self._search = searched(view)
        self._about: dict[Key, tuple[Factor, bool]] = {}

    def missed(self, matrix: Matrix, cell: Cell) -> Card:
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
        if card.state is not State.COVERED:
            refused = set(cell.actors)
            able = (candidate for candidate in matrix.able(cell) if candidate.key not in refused)
            card = replace(card, candidates=tuple(islice(able, _CANDIDATES)))
        return decided(card, outcomes)

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
            outcomes |= dict.fromkeys(documents, Outcome(State.UNKNOWN, score.total))
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

    def _without_each(self, card: Card, cell: Cell) -> dict[str, Outcome | None]:
        """How the card stands without each document on which all the firmest ties rest; without others it stays."""
        firmest = self.soles.shared(tie for tie in cell.ties if tie.status is cell.ties[0].status) or ()
        outcomes: dict[str, Outcome | None] = {}
        for document in sorted(firmest):
            left = replace(cell, ties=self.soles.left(cell.ties, document))
            state = _state(left.ties, card.state is State.UNKNOWN)
            score = replace(card.score, absence=_absence(self.view, left, state))
            outcomes[document] = Outcome(state, score.total)
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
