"""The coverage matrix as the API and the command line give it."""

from collections.abc import Mapping
from dataclasses import dataclass

from api.answers import Named, Quotation, cited, named
from graph.analysis.coverage import Blank, Cell, CellState, Coverage
from graph.analysis.evidence import text_of
from graph.analysis.view import GraphView, claim_of
from graph.store.port import Edge, Node


@dataclass(frozen=True, slots=True)
class CoverageArea(Named):
    """A row of the matrix; `documents` counts those that name the area."""

    code: str | None
    documents: int


@dataclass(frozen=True, slots=True)
class CoverageCell:
    """Who of one kind (or place, generation, kind of resource) stands for one area; `blank` says why nobody does.

    `nobody` means that nobody is known, never that nobody exists.
    """

    area: str
    kind: str
    state: CellState
    blank: Blank | None
    actors: tuple[Named, ...]
    actions: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class CoverageMatrix:
    """Areas by the columns `kinds`. `documents` were read in all; `counts` says how many cells are in each state."""

    areas: tuple[CoverageArea, ...]
    kinds: tuple[str, ...]
    cells: tuple[CoverageCell, ...]
    documents: int
    counts: Mapping[CellState, int]


@dataclass(frozen=True, slots=True)
class CoverageClaim:
    """A claim behind a cell, with the words that say it."""

    subject: Named
    claim: str
    object: Named
    status: str
    evidence: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True)
class CoverageCellDetail:
    """A cell with the claims that lead from its actors to its area."""

    cell: CoverageCell
    claims: tuple[CoverageClaim, ...]
    claims_total: int


def coverage_matrix(view: GraphView, found: Coverage) -> CoverageMatrix:
    return CoverageMatrix(
        areas=tuple(_area(view, area, found.documents_of[area.id]) for area in found.areas),
        kinds=found.kinds,
        cells=tuple(coverage_cell(view, found, cell) for area in found.areas for cell in found.row(area.id)),
        documents=found.documents,
        counts=found.counts(),
    )


def _area(view: GraphView, node: Node, documents: int) -> CoverageArea:
    name = view.name((node.label, node.id))
    return CoverageArea(node.id, node.label, name, text_of(node.properties, "code"), documents)


def coverage_cell(view: GraphView, matrix: Coverage, found: Cell) -> CoverageCell:
    actors, actions = (tuple(named(view, key) for key in keys) for keys in (found.actors, found.actions))
    return CoverageCell(found.area[1], found.kind, found.state, matrix.blank(found), actors, actions)


def coverage_claim(view: GraphView, edge: Edge) -> CoverageClaim:
    subject, target = named(view, edge.source), named(view, edge.target)
    return CoverageClaim(subject, claim_of(edge), target, edge.status, cited(view.evidence(edge)))
