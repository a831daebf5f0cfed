"""Coverage: which kinds of actors stand for which area."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Path, Query

from api.answers import Named, Quotation, cited, named
from api.services import PartOf, ServicesOf
from graph.analysis.coverage import Blank, Cell, CellState, Coverage, Dimension
from graph.analysis.evidence import text_of
from graph.analysis.selection import find
from graph.analysis.view import GraphView, claim_of
from graph.errors import NotFound
from graph.store.port import Edge, Node

router = APIRouter(prefix="/coverage", tags=["coverage"])

_CLAIMS: Final = 200
By = Annotated[Dimension, Query(description="what the columns are", examples=["kind"])]


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


@router.get("", summary="The matrix of areas and kinds of actors")
def matrix(services: ServicesOf, part: PartOf, by: By = Dimension.KIND) -> CoverageMatrix:
    """Every area of the graph, or of a part of it, by every column that is there, and who stands there."""
    with services.snapshots.heavy() as snapshot:
        found, view = snapshot.coverage(by, part.selection()), snapshot.view
    return CoverageMatrix(
        areas=tuple(_area(view, area, found.documents_of[area.id]) for area in found.areas),
        kinds=found.kinds,
        cells=tuple(_cell(view, found, cell) for area in found.areas for cell in found.row(area.id)),
        documents=found.documents,
        counts=found.counts(),
    )


@router.get("/{area}/{kind}", summary="One cell with the words behind it")
def cell(
    services: ServicesOf,
    area: Annotated[str, Path(max_length=200, description="the area's id or name", examples=["governance"])],
    kind: Annotated[str, Path(max_length=200, description="a column of the matrix", examples=["cooperative"])],
    by: By = Dimension.KIND,
) -> CoverageCellDetail:
    """The actors of a kind in an area, and the claims that tie them to it."""
    with services.snapshots.heavy() as snapshot:
        found, view = snapshot.coverage(by), snapshot.view
    chosen = found.cells.get((find(view, "Area", area)[1], kind))
    if chosen is None:
        raise NotFound(f"the matrix has no cell for {area!r} and {kind!r}.", hint="GET /coverage shows those it has.")
    claims = tuple(_claim(view, edge) for edge in chosen.edges[:_CLAIMS])
    return CoverageCellDetail(_cell(view, found, chosen), claims, len(chosen.edges))


def _area(view: GraphView, node: Node, documents: int) -> CoverageArea:
    name = view.name((node.label, node.id))
    return CoverageArea(node.id, node.label, name, text_of(node.properties, "code"), documents)


def _cell(view: GraphView, matrix: Coverage, found: Cell) -> CoverageCell:
    actors, actions = (tuple(named(view, key) for key in keys) for keys in (found.actors, found.actions))
    return CoverageCell(found.area[1], found.kind, found.state, matrix.blank(found), actors, actions)


def _claim(view: GraphView, edge: Edge) -> CoverageClaim:
    subject, target = named(view, edge.source), named(view, edge.target)
    return CoverageClaim(subject, claim_of(edge), target, edge.status, cited(view.evidence(edge)))
