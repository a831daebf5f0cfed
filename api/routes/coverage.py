"""Coverage: which kinds of actors stand for which area."""

from typing import Annotated, Final

from fastapi import APIRouter, Path

from api.models.common import Named, Quotation
from api.models.coverage import CoverageArea, CoverageCell, CoverageCellDetail, CoverageClaim, CoverageMatrix
from api.services import ServicesOf
from graph.analysis.evidence import text_of
from graph.analysis.selection import find
from graph.analysis.view import GraphView, claim_of
from graph.errors import NotFound
from graph.store.port import Edge, Node

router = APIRouter(prefix="/coverage", tags=["coverage"])

_CLAIMS: Final = 200
_CITED: Final = 5


@router.get("", summary="The matrix of areas and kinds of actors")
def matrix(services: ServicesOf) -> CoverageMatrix:
    """Every area of the graph by every kind of actor that the graph has, and who stands there."""
    with services.snapshots.heavy() as snapshot:
        found, view = snapshot.coverage, snapshot.view
    cells = (cell for area in found.areas for cell in found.row(area.id))
    return CoverageMatrix(
        areas=tuple(_area(view, area, found.documents_of[area.id]) for area in found.areas),
        kinds=found.kinds,
        cells=tuple(CoverageCell.of(view, cell) for cell in cells),
        documents=found.documents,
        counts=found.counts(),
    )


@router.get("/{area}/{kind}", summary="One cell with the words behind it")
def cell(
    services: ServicesOf,
    area: Annotated[str, Path(max_length=200, description="the area's id or name", examples=["governance"])],
    kind: Annotated[str, Path(max_length=40, description="a kind that the matrix has", examples=["cooperative"])],
) -> CoverageCellDetail:
    """The actors of a kind in an area, and the claims that tie them to it."""
    with services.snapshots.heavy() as snapshot:
        found, view = snapshot.coverage, snapshot.view
    chosen = found.cells.get((find(view, "Area", area)[1], kind))
    if chosen is None:
        raise NotFound(f"the matrix has no cell for {area!r} and {kind!r}.", hint="GET /coverage shows those it has.")
    return CoverageCellDetail(
        cell=CoverageCell.of(view, chosen),
        claims=tuple(_claim(view, edge) for edge in chosen.edges[:_CLAIMS]),
        claims_total=len(chosen.edges),
    )


def _area(view: GraphView, node: Node, documents: int) -> CoverageArea:
    key = (node.label, node.id)
    return CoverageArea(
        id=node.id, label=node.label, name=view.name(key), code=text_of(node.properties, "code"), documents=documents
    )


def _claim(view: GraphView, edge: Edge) -> CoverageClaim:
    return CoverageClaim(
        subject=Named.of(view, edge.source),
        claim=claim_of(edge),
        object=Named.of(view, edge.target),
        status=edge.status,
        evidence=tuple(map(Quotation.of, view.evidence(edge)[:_CITED])),
    )
