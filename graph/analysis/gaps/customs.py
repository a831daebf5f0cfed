"""What most areas of a plan have, and who has it there: the columns of a coverage matrix in which an area is missed."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Final

from graph.analysis.coverage import UNKNOWN, Cell, Coverage, Tie
from graph.analysis.evidence import Key, Quotation
from graph.analysis.gaps.aspects import plans
from graph.analysis.gaps.cards import Candidate, Reason
from graph.analysis.gaps.common import conventions
from graph.analysis.gaps.sole_sources import Soles
from graph.analysis.view import GraphView
from graph.model import Status

_QUOTED: Final = 5
_NO_COLUMN: Final = frozenset({UNKNOWN, "other"})
_AREAS: Final = 3
"""So many other areas at least make what most of them have a custom."""

_Group = tuple[Key | None, str]
"""A plan and a column: what is compared with one another."""


class Matrix:
    """A coverage matrix, also as it would be without one document."""

    def __init__(self, view: GraphView, of: Coverage, ties: Mapping[str, Sequence[Tie]], soles: Soles) -> None:
        self.view = view
        self.of = of
        self._most = float(conventions()["coverage"]["most"])
        self._peopled = {area: soles.decisive(of_area) for area, of_area in ties.items()}
        self._held = {place: soles.decisive(cell.ties) for place, cell in of.cells.items()}
        self._plan = {area: min(plans(view, ("Area", area)), default=None) for area in ties}
        self._bodies = {area: len(standing(of_area)) for area, of_area in ties.items()}
        self._somebody = Counter(self._plan[area] for area, documents in self._peopled.items() if documents is not None)
        self._having = Counter(
            (self._plan[area], column) for (area, column), documents in self._held.items() if documents is not None
        )
        self._resting: dict[_Group, Counter[str]] = defaultdict(Counter)
        for area, documents in self._peopled.items():
            self._resting[self._plan[area], ""].update(documents or ())
        for (area, column), documents in self._held.items():
            self._resting[self._plan[area], column].update(documents or ())
        self._able: dict[_Group, list[Candidate]] = {}
        self._telling: dict[_Group, list[str]] = {}
        self._quoted: dict[_Group, list[tuple[Key, tuple[Quotation, ...]]]] = {}

    def customary(self) -> Iterator[Cell]:
        """The cells of the columns that enough areas of a plan have for any other of its areas to miss them."""
        for plan, column in self._having:
            if self._is_custom(self._having[plan, column], self._somebody[plan] - 1):
                yield from (self.of.cells[area, column] for area, of in self._plan.items() if of == plan)

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
        return self._is_custom(having, others)

    def _is_custom(self, having: int, others: int) -> bool:
        return others >= _AREAS and having > self._most * others

    def share(self, cell: Cell) -> tuple[int, int]:
        """How many of the plan's other areas with anybody have the column, and of how many."""
        group = plan, _ = self._group(cell)
        own = self._peopled[cell.area[1]] is not None, self._held[cell.area[1], cell.kind] is not None
        return self._having[group] - own[1], self._somebody[plan] - own[0]

    def lost(self, cell: Cell) -> list[str]:
        """Documents without which too few areas have the column."""
        group = plan, _ = self._group(cell)
        if group not in self._telling:
            peopled, resting = self._resting[plan, ""], self._resting[group]
            having, others = self._having[group] - 1, self._somebody[plan] - 1
            self._telling[group] = [
                document
                for document in sorted(resting)
                if not self._is_custom(having - resting[document], others) or others - peopled[document] < _AREAS
            ]
        return [document for document in self._telling[group] if not self.requires(cell, document)]

    def mostly_unknown(self, area: Key) -> bool:
        """Whether of half of the bodies that stand for an area, or more, no source says the column."""
        unsaid = self.of.cells.get((area[1], UNKNOWN))
        return unsaid is not None and 0 < self._bodies[area[1]] <= 2 * len(standing(unsaid.ties))

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

    def able(self, cell: Cell) -> list[Candidate]:
        """Who stands for the cell's column, in the most areas first; then who only is of it."""
        group = self._group(cell)
        if group not in self._able:
            found: dict[Key, list[str]] = defaultdict(list)
            for other in self.column(cell):
                for actor in sorted(standing(other.ties)):
                    found[actor].append(self.view.name(other.area))
            acting = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
            idle = sorted(set(self.of.bodies.get(cell.kind, ())) - found.keys())
            self._able[group] = [
                *(Candidate(key, (Reason("acts-in", {"areas": ", ".join(areas)}),)) for key, areas in acting),
                *(Candidate(key, (Reason("is-of-it", {}),)) for key in idle),
            ]
        return self._able[group]


def standing(ties: Iterable[Tie]) -> set[Key]:
    """Who stands for an area by these ties."""
    return {tie.actor for tie in ties if tie.status is not Status.DENIED}
